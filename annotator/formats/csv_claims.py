"""A table of claims for people: a claim a row, opened by any spreadsheet.

``NAME.csv`` holds the claims and ``NAME.texts.jsonl`` the untouched texts in which their offsets
count (Unicode code points, half-open). How cells are kept from being run is told in
`annotator.formats.cells`. A value of an attribute has a column of its own where the scheme knows
the attribute, and so has the note; what else there is, or is too long for a cell, stands as JSON
under "more attributes".
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from annotator.formats import cells
from annotator.formats.cells import SUFFIX, Row, TableError, offsets, spans_of, words
from annotator.formats.errors import Problem
from annotator.formats.format import Format, Source
from annotator.formats.texts_beside import TEXTS, put_text
from annotator.formats.writing import About, Loss, Options, Page, Writer
from annotator.model.fold import Item
from annotator.model.plain import Incoming
from annotator.model.records import Claim

if TYPE_CHECKING:
    from annotator.formats.places import Out

_SAID = (*cells.RELEASE, "claimer", "source", "cue", "content")
_AFTER = ("status", "annotator", "at", "content at", "cue at", "source at")
NOTE, MORE = "note", "more attributes"
NOBODY = "no claimer"
"""Under "claimer is", where there is none; a name may be empty."""
COLUMNS = (*_SAID, *_AFTER, "claimer is", MORE, "item", "release")


class ClaimsWriter(Writer):
    """Claims, whatever became of them."""

    checker = "this program's own reader of tables"
    suffixes = (SUFFIX, TEXTS)

    def __init__(self, out: Out, about: About, options: Options) -> None:
        super().__init__(out, about, options)
        known = about.scheme.attributes
        self._attributes = [*(n for n in known if n not in (*COLUMNS, NOTE)), NOTE]

    def start(self) -> None:
        """Write the names of the columns."""
        super().start()
        names = [*_SAID, *self._attributes, *_AFTER, "claimer is", MORE, "item", "release"]
        for part in self.parts:
            cells.put_head(self.out.file(self.stem(part) + SUFFIX), names)

    def write(self, page: Page) -> Iterator[Loss]:
        """Write a row for each claim."""
        put_text(self.file(page, TEXTS), page)
        for item in page.items:
            cells.put_row(self.file(page, SUFFIX), self._row(page, item))
        yield from ()

    def _row(self, page: Page, item: Item) -> Iterator[str]:
        claim, text = item.record, page.text
        assert isinstance(claim, Claim)
        cue = [] if claim.cue is None else [claim.cue]
        more = dict(claim.attributes)
        yield from cells.of_release(page)
        yield cells.shortened(claim.claimer or "")
        yield from (words(spans, text) for spans in (claim.source, cue, claim.content))
        for name in self._attributes:
            fits = 0 < len(more.get(name, "")) < cells.LONGEST_CELL
            yield more.pop(name) if fits else ""
        yield from (item.status, item.annotator or "", item.at or "")
        yield from (offsets(spans) for spans in (claim.content, cue, claim.source))
        yield _claimer_is(claim)
        yield json.dumps(more, ensure_ascii=False) if more else ""
        yield from (item.id, page.release.id)

    def read_back(self, part: str) -> Iterator[Incoming | Problem]:
        """The releases beside the table with their rows."""
        source, beside = Source(self.path(part, SUFFIX)), Source(self.path(part, TEXTS))
        return cells.read_table(
            source, beside, COLUMNS, partial(_claim, attributes=self._attributes)
        )


def _claimer_is(claim: Claim) -> str:
    """What the cell of the claimer cannot say for itself: that there is none, or a long name."""
    if claim.claimer is None:
        return NOBODY
    cut = claim.claimer != cells.shortened(claim.claimer)
    return json.dumps(claim.claimer, ensure_ascii=False) if cut else ""


def _claim(row: Row, length: int, attributes: list[str]) -> Claim:
    content, cue, source = (
        spans_of(row[f"{part} at"], length) for part in ("content", "cue", "source")
    )
    if not content:
        raise TableError('a claim has offsets under "content at".')
    said = {name: row[name] for name in attributes if row.get(name)}
    return Claim(
        tuple(content),
        cue[0] if cue else None,
        tuple(source),
        _claimer(row),
        {**said, **json.loads(row[MORE] or "{}")},
    )


def _claimer(row: Row) -> str | None:
    if row["claimer is"] == NOBODY:
        return None
    return str(json.loads(row["claimer is"])) if row["claimer is"] else row["claimer"]


_TABLE = "a table for people says what is claimed, not how it was found"
FORMAT = Format(
    name="csv-claims",
    title="Table of claims",
    summary="a claim a row with claimer, source, cue, content and verdict, safe in a spreadsheet",
    writer=lambda: ClaimsWriter,
    lacks={
        "entities": "a row is a claim; csv-entities has the entities",
        "origin": "the status is there, and not what was suggested before",
        "suggester": _TABLE,
        "rule": _TABLE,
        "score": _TABLE,
        "seen": _TABLE,
    },
)
