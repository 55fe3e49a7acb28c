"""Tables of releases from elsewhere, CSV and TSV: a release a row, its text in one column.

The column is found by its name or named by the person; what else a row says is kept with the
release. Delimiter and quoting are those with which the first rows are as wide as the head.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from annotator.formats.errors import Problem, RefusedError
from annotator.formats.fields import Fields, described, nothing_called, plain_name, text_name
from annotator.formats.format import Format, Source, Start
from annotator.formats.incoming import Take
from annotator.formats.lines import whole_lines
from annotator.formats.texts import checked, encoding_of
from annotator.model.plain import Incoming
from annotator.model.records import Release

LONGEST_CELL = 64_000_000
"""Characters of one cell. A quotation mark that is not closed reads no further."""

_SAMPLE, _ROWS = 64_000, 50
_OURS = frozenset({"item", "release", "status", "annotator", "at"})
_OURS_ALSO = {"claimer is": "claims", "offsets": "entities"}


class Style(NamedTuple):
    """How the cells of a row stand apart, and whether quotation marks hold them together."""

    delimiter: str
    quoting: Literal[0, 3] = csv.QUOTE_MINIMAL


STYLES = (*map(Style, (",", ";", "\t", "|")), Style("\t", csv.QUOTE_NONE))


def read_csv(source: Source, take: Take = Take.DECISIONS) -> Iterator[Incoming | Problem]:
    """A release for each row; a row that cannot be one is a problem and the others stay.

    Raise `RefusedError` or `OSError`.
    """
    del take  # a bare text says nothing to be taken in either way
    lines, note = whole_lines(source)
    rows = _rows(source, lines, _style_of(source))
    columns = _columns(next(rows, None), source)
    for row in rows:
        if isinstance(row, Problem):
            yield row
            continue
        try:
            yield Incoming(columns.release(row), origin=row.name, note=note)
        except RefusedError as error:
            yield Problem(row.name, str(error))


def first_fields(source: Source) -> Fields:
    """What the first row says, by column. Raise `RefusedError` or `OSError`."""
    rows = _rows(source, whole_lines(source)[0], _style_of(source))
    names = _names(next(rows, None), source)
    cells = next((row.cells for row in rows if isinstance(row, _Row)), ())
    said = dict.fromkeys(names, "") | dict(reversed(list(zip(names, cells, strict=False))))
    return Fields(said, text_name(names) or "")


class _Row(NamedTuple):
    name: str
    cells: Sequence[str]


def _rows(source: Source, lines: Iterator[str], style: Style) -> Iterator[_Row | Problem]:
    """Every row that is not empty, called after the line it begins in."""
    csv.field_size_limit(LONGEST_CELL)
    table = _reader(lines, style)
    while True:
        name = f"{source.shown}, line {table.line_num + 1}"
        try:
            cells = next(table)
        except StopIteration:
            return
        except csv.Error as error:
            yield Problem(
                name, f"{name} is no whole row ({error}); mend its quotation marks or leave it out."
            )
            continue
        if any(map(str.strip, cells)):
            yield _Row(name, cells)


def _reader(lines: Iterator[str], style: Style) -> Any:
    return csv.reader(lines, delimiter=style.delimiter, quoting=style.quoting, strict=True)


@dataclass(frozen=True, slots=True)
class _Columns:
    """The head of a table: what its columns are called, and which of them is the text."""

    names: Sequence[str]
    text: int

    def release(self, row: _Row) -> Release:
        """The release of a row. Raise `RefusedError`."""
        name, cells = row
        if any(map(str.strip, cells[len(self.names) :])):
            raise RefusedError(
                f"{name} has {len(cells)} cells and the head names {len(self.names)} columns; put"
                " its text into quotation marks."
            )
        text = cells[self.text] if self.text < len(cells) else ""
        if not text.strip():
            raise RefusedError(
                f'{name} has no text in the column "{self.names[self.text]}"; it was left out.'
            )
        return described(checked(text, name), self._beside(cells))

    def _beside(self, cells: Sequence[str]) -> dict[str, str]:
        said = zip(self.names, cells, strict=False)
        flat = ((key, " ".join(cell.split())) for place, (key, cell) in self._told(said))
        return {key: cell for key, cell in flat if cell}

    def _told(self, said: Iterator[tuple[str, str]]) -> Iterator[tuple[int, tuple[str, str]]]:
        """All but the text, and what stands under no name."""
        return (one for one in enumerate(said) if one[0] != self.text and one[1][0])


def _names(head: _Row | Problem | None, source: Source) -> list[str]:
    """What the columns are called. Raise `RefusedError`."""
    if head is None:
        raise RefusedError(f"{source.shown} is empty; there is no release in it.")
    if isinstance(head, Problem):
        raise RefusedError(str(head))
    names = [name.strip() for name in head.cells]
    _refuse_ours(names, source)
    return names


def _columns(head: _Row | Problem | None, source: Source) -> _Columns:
    """What the head says. Raise `RefusedError` where no column has texts."""
    names = _names(head, source)
    wanted = source.text_field
    found = _called(wanted, names) if wanted else text_name(names)
    if found is None:
        told = nothing_called(wanted, "column", filter(None, names))
        raise RefusedError(f"{source.shown} {told}")
    return _Columns(names, names.index(found))


def _called(wanted: str, names: Sequence[str]) -> str | None:
    alike = (name for name in names if plain_name(name) == plain_name(wanted))
    return wanted if wanted in names else next(alike, None)


def _refuse_ours(names: Sequence[str], source: Source) -> None:
    """Tables for people that were exported here have no texts in them."""
    kind = next((kind for name, kind in _OURS_ALSO.items() if name in names), "")
    if kind and _OURS.issubset(names):
        texts = source.path.with_suffix(".texts.jsonl").name
        raise RefusedError(
            f"{source.shown} is a table of {kind} that was exported here: it has no whole texts in"
            f" it. Import {texts} beside it, or an export as jsonl, which also holds the decisions."
        )


def _style_of(source: Source) -> Style:
    """The style with which most of the first rows are as wide as the head; else the first."""
    start = Start.of(source.path)
    encoding, _ = encoding_of(start.data, source.shown, len(start.data) < _SAMPLE)
    sample = start.data.decode(encoding, "replace").lstrip("\ufeff")
    lines = sample[:_SAMPLE].splitlines(keepends=True)
    if len(sample) > _SAMPLE and len(lines) > 1:
        lines.pop()
    return max(STYLES, key=lambda style: _fit(lines, style))


def _fit(lines: Sequence[str], style: Style) -> tuple[float, int]:
    """The share of rows as wide as the head, and that width; nothing for a single column."""
    table = _reader(iter(lines), style)
    widths: list[int] = []
    while len(widths) < _ROWS:
        try:
            cells = next(table)
        except StopIteration:
            break
        except csv.Error:
            widths.append(0)
        else:
            widths += [len(cells)] if cells else []
    if not widths or widths[0] < 2:
        return 0.0, 0
    return widths.count(widths[0]) / len(widths), widths[0]


FORMAT = Format(
    name="csv",
    title="Tables (CSV, TSV)",
    summary="a release a row; the column with the text is found by its name or named",
    suffixes=(".csv", ".tsv", ".tab"),
    read=read_csv,
    fields=first_fields,
)
