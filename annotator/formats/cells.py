"""Tables for people: CSV that spreadsheets open as it is, and that no cell of which is run.

UTF-8 with a byte order mark, a comma between cells, CR LF after each row, every cell in quotation
marks. A cell that a spreadsheet could take for a formula, because it begins with ``= + - @``, one
of their full-width forms, a tab or a line end, gets an apostrophe in front; so does one that begins
with an apostrophe, so that `plain` can take it away again. Words longer than a spreadsheet's cell
are cut; the offsets beside them are not.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from annotator.formats.errors import Problem, RefusedError
from annotator.formats.format import Source
from annotator.formats.incoming import Mark, incoming, proposed, rejected
from annotator.formats.texts_beside import written_texts
from annotator.formats.writing import Page
from annotator.model.errors import AnnotatorError
from annotator.model.plain import Incoming
from annotator.model.records import Record
from annotator.model.spans import Span

SUFFIX = ".csv"
SUGGESTER = "csv@import"
LONGEST_CELL = 32_767
"""Characters that a cell of Excel holds."""
RELEASE = ("title", "publisher", "date", "url", "language")
"""Columns that say again what the file of texts says of a release."""

_BOM = "\ufeff".encode()
_RUN = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20'")
_CUT = " […]"

Row = Mapping[str, str]


class TableError(AnnotatorError):
    """A row does not say what it should."""


def safe(cell: str) -> str:
    """`cell` so that no spreadsheet runs it."""
    return f"'{cell}" if cell.startswith(_RUN) else cell


def plain(cell: str) -> str:
    """What `safe` was given."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_RUN) else cell


def shortened(words: str) -> str:
    """Words that fit into a cell, with room for an apostrophe."""
    longest = LONGEST_CELL - 1
    return words if len(words) <= longest else words[: longest - len(_CUT)] + _CUT


def put_row(file: BinaryIO, cells: Iterable[str]) -> None:
    """Write one row."""
    line = io.StringIO()
    csv.writer(line, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow(map(safe, cells))
    file.write(line.getvalue().encode("utf-8"))


def put_head(file: BinaryIO, names: Iterable[str]) -> None:
    """Write the byte order mark and the names of the columns."""
    file.write(_BOM)
    put_row(file, names)


def of_release(page: Page) -> list[str]:
    """The cells under `RELEASE`."""
    return [shortened(getattr(page.release, name)) for name in RELEASE]


def offsets(spans: Iterable[Span]) -> str:
    """Code points, half-open: ``13-29; 40-44``."""
    return "; ".join(f"{span.start}-{span.end}" for span in spans)


def spans_of(cell: str, length: int) -> list[Span]:
    """The spans of such a cell in a text of `length` code points. Raise `TableError`."""
    found = []
    for piece in filter(None, cell.split("; ")):
        start, _, end = piece.partition("-")
        try:
            span = Span(int(start), int(end))
        except ValueError:
            raise TableError(f'offsets are written 13-29; 40-44, not "{cell[:40]}".') from None
        if not span.fits(length):
            raise TableError(f"the span {piece} lies outside the text of {length} characters.")
        found.append(span)
    return found


def words(spans: Iterable[Span], text: str) -> str:
    """What people read of spans."""
    return shortened(" … ".join(span.text(text) for span in spans))


# Reading


def rows(path: Path, columns: Iterable[str]) -> Iterator[tuple[int, Row]]:
    """Every row of a table with its number (the head is row 1). Raise `RefusedError`."""
    csv.field_size_limit(1 << 27)
    with path.open(encoding="utf-8-sig", newline="") as file:
        table = csv.reader(file)
        names = next(table, [])
        missing = [name for name in columns if name not in names]
        if missing:
            raise RefusedError(f'{path.name} has no column "{missing[0]}"; export it again.')
        for number, cells in enumerate(table, start=2):
            yield number, dict(zip(names, map(plain, cells), strict=False))


def read_table(
    source: Source,
    beside: Source,
    columns: Iterable[str],
    record: Callable[[Row, int], Record],
) -> Iterator[Incoming | Problem]:
    """Each release of `beside` with its rows, which stand in the order of the releases.

    `record` tells what a row says of a text of so many code points, or raises. A row that cannot
    be understood, or is of none of the releases, is a problem.
    """
    if not beside.path.stat().st_size:
        return
    table = _Table(rows(source.path, columns))
    for release, state in written_texts(beside):
        marks = []
        for number, row in table.rows_of(release.id):
            try:
                marks.append(_mark(row, record(row, len(release.text))))
            except (AnnotatorError, KeyError, TypeError, ValueError) as error:
                yield _problem(source, number, f"cannot be understood ({error!s})")
        try:
            yield incoming(release, marks, source.shown, state=state)
        except RefusedError as error:
            yield Problem(source.shown, str(error))
    for number, _ in table.rest():
        yield _problem(source, number, "is of no release beside it, or out of order")


class _Table:
    """The numbered rows of a table, taken release by release as they stand."""

    def __init__(self, numbered: Iterator[tuple[int, Row]]) -> None:
        self._numbered = numbered
        self._waiting = next(numbered, None)

    def rows_of(self, release_id: str) -> Iterator[tuple[int, Row]]:
        """Those of a release that come next."""
        while self._waiting is not None and self._waiting[1].get("release") == release_id:
            yield self._waiting
            self._waiting = next(self._numbered, None)

    def rest(self) -> Iterator[tuple[int, Row]]:
        """All that nobody has taken."""
        while self._waiting is not None:
            yield self._waiting
            self._waiting = next(self._numbered, None)


def _problem(source: Source, number: int, what: str) -> Problem:
    name = f"{source.shown}, row {number}"
    return Problem(name, f"{name} {what}; it is left out.")


def _mark(row: Row, record: Record) -> Mark:
    if row["status"] == "open":
        return proposed(record, SUGGESTER)
    mark = rejected(record, SUGGESTER) if row["status"] == "rejected" else Mark(record)
    return replace(mark, annotator=row["annotator"] or None, at=row["at"] or None)
