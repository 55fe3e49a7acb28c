"""What Word files, web pages and PDFs have in common: a text that was taken out, and its maker's
words about it.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from datetime import date, datetime

from annotator.formats.errors import RefusedError
from annotator.formats.fields import described
from annotator.formats.format import Source
from annotator.formats.texts import checked, date_of
from annotator.model.plain import Incoming

EXTRA = "documents"

_NO_TITLE = re.compile(
    r"\s*(?:microsoft (?:word|powerpoint)\b.*|untitled\b.*|document ?\d*|(?:word|powerpoint).{0,14}"
    r"|\S+\.(?:docx?|rtf|odt|pdf|indd|pub|html?))\s*",
    re.IGNORECASE,
)
"""What programs write where nobody gave a title."""


def document(
    text: str, source: Source, said: Mapping[str, str | None], when: date | None, note: str = ""
) -> Incoming:
    """The release of one file. The date in its first lines goes before `when` it was made.

    Raise `RefusedError` where there is no text.
    """
    text = _without_nul(text)
    if not text.strip():
        raise RefusedError(f"{source.shown} has no text in it; there is nothing to read.")
    known = {key: " ".join(value.split()) for key, value in said.items() if value}
    if _NO_TITLE.fullmatch(known.get("title", "")):
        known.pop("title", None)
    day = date_of(text) or _day(when)
    known |= {"date": day} if day and not known.get("date") else {}
    release = described(checked(text, source.shown), known)
    return Incoming(release, origin=source.shown, note=note)


def _without_nul(text: str) -> str:
    """What is drawn has no half characters and no NUL, whatever a broken font table says."""
    return text.replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _day(when: date | None) -> str:
    if isinstance(when, datetime):
        when = when.date()
    return when.isoformat() if when is not None else ""


def hush(library: str) -> None:
    """Let a library keep what it notices to itself: people get one sentence."""
    logger = logging.getLogger(library)
    logger.propagate = False
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
