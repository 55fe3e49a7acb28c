"""The lines of a text file in whatever encoding, in constant memory."""

from __future__ import annotations

from collections.abc import Iterator

from annotator.formats.errors import RefusedError
from annotator.formats.format import FIRST_BYTES, Source, Start
from annotator.formats.texts import encoding_of


def text_lines(source: Source) -> tuple[Iterator[str], str]:
    """The lines of a text file, one at a time, and a note on its encoding.

    Only a line feed ends a line, whatever Unicode holds for one. Raise `RefusedError`, `OSError`.
    """
    lines, note = whole_lines(source, newline="\n")
    return (line.rstrip("\r\n") for line in lines), note


def whole_lines(source: Source, newline: str = "") -> tuple[Iterator[str], str]:
    """The same with the line ends, as they are; `newline` says what is one, as `open` does."""
    start = Start.of(source.path).data
    encoding, note = encoding_of(start, source.shown, len(start) < FIRST_BYTES)
    known = "utf-8-sig" if encoding == "utf-8" else encoding
    return _whole_lines(source, known, newline), note


def _whole_lines(source: Source, encoding: str, newline: str) -> Iterator[str]:
    with source.path.open(encoding=encoding, newline=newline) as lines:
        try:
            yield from lines
        except UnicodeDecodeError as error:
            raise RefusedError(
                f"{source.shown} is no whole {error.encoding}; convert it to UTF-8."
            ) from None
