"""Plain text files: one file, one release."""

from __future__ import annotations

from collections.abc import Iterator

from annotator.formats.errors import Problem
from annotator.formats.format import Format, Source
from annotator.formats.incoming import Take
from annotator.formats.texts import (
    checked,
    date_of,
    refuse_long,
    title_of,
    understood,
)
from annotator.model.plain import Incoming
from annotator.model.records import Release


def read_text(source: Source, take: Take = Take.DECISIONS) -> Iterator[Incoming | Problem]:
    """The release in a file, offsets counted on exactly what stands there, a BOM included.

    Raise `RefusedError` or `OSError`.
    """
    del take  # a bare text says nothing to be taken in either way
    text, note = text_of(source)
    yield Incoming(
        Release(text, title_of(text), date=date_of(text)), origin=source.shown, note=note
    )


def text_of(source: Source) -> tuple[str, str]:
    """The text of a whole file that can be a release, and a note on how it was read.

    Raise `RefusedError` or `OSError`.
    """
    refuse_long(source.path.stat().st_size, source.shown)
    text, note = understood(source.path.read_bytes(), source.shown)
    return checked(text, source.shown), note


FORMAT = Format(
    name="text",
    title="Plain text",
    summary="one release a file, in UTF-8 or another encoding",
    suffixes=(".txt", ".text"),
    read=read_text,
)
