"""The one table of file formats, from which the CLI, the menus and the docs are made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from annotator.formats.errors import Problem
from annotator.formats.exporting import About, Cancelled, Folded, Progress, Receipt
from annotator.formats.jsonl import read_jsonl
from annotator.formats.own_writer import write_own
from annotator.formats.text import read_text
from annotator.model.errors import AnnotatorError, did_you_mean
from annotator.model.plain import Incoming

Reader = Callable[[Path], Iterator[Incoming | Problem]]


class Writer(Protocol):
    """Writes all releases to one file."""

    def __call__(
        self,
        path: Path,
        releases: Folded,
        about: About,
        progress: Progress = ...,
        cancelled: Cancelled = ...,
    ) -> Receipt:
        """Raise `ExportError` or `CancelledError`; then nothing is left."""


@dataclass(frozen=True, slots=True)
class Format:
    """A file format: `name` for the command line, `suffixes` (the first is written), one line."""

    name: str
    suffixes: tuple[str, ...]
    summary: str
    reader: Reader | None
    writer: Writer | None


FORMATS = (
    Format(
        "jsonl",
        (".jsonl", ".ndjson"),
        "JSON Lines, one release a line: texts, entities, claims and every verdict",
        read_jsonl,
        write_own,
    ),
    Format("text", (".txt", ".text"), "Plain text in UTF-8, one release a file", read_text, None),
)


class UnknownFormatError(AnnotatorError):
    """No format has this name."""


def writer_named(name: str) -> tuple[Format, Writer]:
    """The format of this name and what writes it. Raise `UnknownFormatError`."""
    written = {known.name: (known, known.writer) for known in FORMATS if known.writer is not None}
    if name in written:
        return written[name]
    raise UnknownFormatError(
        f'There is no format "{name}" to export; there is {", ".join(written)}.'
        f"{did_you_mean(name, written)}"
    )
