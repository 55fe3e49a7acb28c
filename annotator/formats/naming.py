"""What the files are called of formats that write one for each release."""

from __future__ import annotations

import re

from annotator.formats.writing import Page

_SLUG = re.compile(r"[^A-Za-z0-9]+")


def within(part: str, name: str) -> str:
    """A file of a part of a split, or of the export without one."""
    return f"{part}/{name}" if part else name


def file_of(page: Page, suffix: str) -> str:
    """The file of a release: its number in the export, by which files sort, and its title."""
    words = _SLUG.sub("-", page.release.title).strip("-").lower()[:40].strip("-")
    return within(page.part, f"{page.number:06}-{words or page.release.id[:12]}{suffix}")
