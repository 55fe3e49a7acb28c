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
    start = Start.of(source.path).data
    encoding, note = encoding_of(start, source.shown, len(start) < FIRST_BYTES)
    return _text_lines(source, "utf-8-sig" if encoding == "utf-8" else encoding), note


def _text_lines(source: Source, encoding: str) -> Iterator[str]:
    with source.path.open(encoding=encoding, newline="\n") as lines:
        try:
            for line in lines:
                yield line.rstrip("\r\n")
        except UnicodeDecodeError as error:
            raise RefusedError(
                f"{source.shown} is no whole {error.encoding}; convert it to UTF-8."
            ) from None
