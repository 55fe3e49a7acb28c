"""Plain text files: one file, one release."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from annotator.formats.errors import Problem
from annotator.formats.texts import (
    checked,
    date_of,
    decoded,
    refuse_binary,
    refuse_long,
    title_of,
)
from annotator.model.plain import Incoming
from annotator.model.records import Release


def read_text(path: Path) -> Iterator[Incoming | Problem]:
    """The release in `path`, offsets counted on exactly what stands there, a BOM included.

    Raise `RefusedError` or `OSError`.
    """
    refuse_long(path.stat().st_size, path.name)
    data = path.read_bytes()
    refuse_binary(data, path.name)
    text = checked(decoded(data, path.name), path.name)
    yield Incoming(Release(text, title_of(text), date=date_of(text)), origin=path.name)
