"""A table of entities for people: an entity a row, opened by any spreadsheet.

Like the table of claims (`annotator.formats.csv_claims`), with the texts beside it.
"""

from __future__ import annotations

from collections.abc import Iterator

from annotator.formats import cells
from annotator.formats.cells import SUFFIX, Row, TableError, offsets, spans_of, words
from annotator.formats.errors import Problem
from annotator.formats.format import Format, Source
from annotator.formats.texts_beside import TEXTS, put_text
from annotator.formats.writing import Loss, Page, Writer
from annotator.model.plain import Incoming
from annotator.model.records import Entity

COLUMNS = (
    *cells.RELEASE,
    "entity",
    "label",
    "status",
    "annotator",
    "at",
    "offsets",
    "item",
    "release",
)


class EntitiesWriter(Writer):
    """Entities, whatever became of them."""

    checker = "this program's own reader of tables"
    suffixes = (SUFFIX, TEXTS)

    def start(self) -> None:
        """Write the names of the columns."""
        super().start()
        for part in self.parts:
            cells.put_head(self.out.file(self.stem(part) + SUFFIX), COLUMNS)

    def write(self, page: Page) -> Iterator[Loss]:
        """Write a row for each entity."""
        put_text(self.file(page, TEXTS), page)
        for item in page.items:
            entity = item.record
            assert isinstance(entity, Entity)
            if len(entity.label) >= cells.LONGEST_CELL:
                yield page.loses(item, "label", "a cell of a spreadsheet does not hold so much")
                continue
            what = (words([entity.span], page.text), entity.label)
            verdict = (item.status, item.annotator or "", item.at or "")
            where = (offsets([entity.span]), item.id, page.release.id)
            row = (*cells.of_release(page), *what, *verdict, *where)
            cells.put_row(self.file(page, SUFFIX), row)

    def read_back(self, part: str) -> Iterator[Incoming | Problem]:
        """The releases beside the table with their rows."""
        source, beside = Source(self.path(part, SUFFIX)), Source(self.path(part, TEXTS))
        return cells.read_table(source, beside, COLUMNS, _entity)


def _entity(row: Row, length: int) -> Entity:
    spans = spans_of(row["offsets"], length)
    if len(spans) != 1:
        raise TableError("an entity has one pair of offsets")
    return Entity(spans[0], row["label"])


_TABLE = "a table for people says what is named, not how it was found"
FORMAT = Format(
    name="csv-entities",
    title="Table of entities",
    summary="an entity a row with label and verdict, safe in a spreadsheet",
    writer=lambda: EntitiesWriter,
    lacks={
        "claims": "a row is an entity; csv-claims has the claims",
        "origin": "the status is there, and not what was suggested before",
        "suggester": _TABLE,
        "rule": _TABLE,
        "score": _TABLE,
        "seen": _TABLE,
    },
)
