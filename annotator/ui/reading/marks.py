"""What to draw for the items of a release: marks by offset, without any geometry."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from annotator.model.fold import Fold, Item
from annotator.model.index import SpanIndex
from annotator.model.records import Entity, Part
from annotator.model.spans import Span

Look = Literal["open", "standing", "rejected"]


@dataclass(frozen=True, slots=True)
class EntityMark:
    """An entity: `sign` is what its tag says besides the label."""

    item: str
    span: Span
    look: Look
    label: str
    sign: str


@dataclass(frozen=True, slots=True)
class PartMark:
    """One span of a claim."""

    item: str
    span: Span
    look: Look
    part: Part
    fragment: int


Mark = EntityMark | PartMark


class Marks:
    """The marks of one fold, found by the text they stand in."""

    def __init__(self, fold: Fold) -> None:
        self._fold = fold
        self._known = dict(fold.items)
        self._index: SpanIndex[str] = SpanIndex()
        pairs = [(span, item.id) for item in self._known.values() for span in item.record.spans()]
        for span, item_id in sorted(pairs):
            self._index.add(span, item_id)

    def item(self, item_id: str | None) -> Item | None:
        """The item as it was last drawn."""
        return None if item_id is None else self._known.get(item_id)

    def refresh(self, ids: Collection[str]) -> list[Span]:
        """Take over what the fold now says of some items; the text they stand and stood in."""
        touched: list[Span] = []
        for item_id in ids:
            old, new = self._known.pop(item_id, None), self._fold.items.get(item_id)
            for span in old.record.spans() if old else ():
                self._index.remove(span, item_id)
                touched.append(span)
            if new is not None:
                self._known[item_id] = new
                for span in new.record.spans():
                    self._index.add(span, item_id)
                    touched.append(span)
        return touched

    def within(self, piece: Span, *, review: bool) -> list[Mark]:
        """The marks that overlap a piece of text, by start."""
        ids = dict.fromkeys(item_id for _, item_id in self._index.overlapping(piece))
        items = (self._known[item_id] for item_id in ids)
        return sorted(
            (
                mark
                for item in items
                if review or item.status != "rejected"
                for mark in marks_of(item)
                if mark.span.overlaps(piece)
            ),
            key=lambda mark: (mark.span.start, -mark.span.end, mark.item),
        )


def marks_of(item: Item) -> Iterator[Mark]:
    """The marks of one item: one of an entity, one for each span of a claim."""
    look = _look(item)
    if isinstance(item.record, Entity):
        yield EntityMark(item.id, item.record.span, look, item.record.label, sign(item))
        return
    for part, fragment, span in item.record.parts():
        yield PartMark(item.id, span, look, part, fragment)


def sign(item: Item) -> str:
    """How an item's tag tells its state without colour."""
    if item.is_doubtful:
        return "?"
    return {"corrected": "^", "added": "+"}.get(item.status, "")


def extent(spans: Iterable[Span]) -> Span:
    """From the first to the last code point of several spans."""
    known = list(spans)
    return Span(min(s.start for s in known), max(s.end for s in known))


def _look(item: Item) -> Look:
    if item.status == "rejected":
        return "rejected"
    return "open" if item.is_open else "standing"
