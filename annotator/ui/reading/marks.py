"""What to draw for the items of a release: marks by offset, without any geometry."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from annotator.model.fold import Fold, Item
from annotator.model.records import Entity, Part
from annotator.model.spans import Span
from annotator.ui.reading.page import PageText

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
    """The marks of one fold, found by the block they stand in.

    Blocks are the only question the page asks; filing by block takes a fifth of the time that a
    `SpanIndex` takes to build for the items of a release of 1 MB.
    """

    def __init__(self, fold: Fold, text: PageText) -> None:
        self._fold = fold
        self._text = text
        self._known = dict(fold.items)
        self._on_block: dict[int, set[str]] = defaultdict(set)
        self._file_all()

    def item(self, item_id: str | None) -> Item | None:
        """The item as it was last drawn."""
        return None if item_id is None else self._known.get(item_id)

    def refresh(self, ids: Collection[str]) -> set[int]:
        """Take over what the fold now says of some items; the blocks they stand and stood on."""
        touched: set[int] = set()
        for item_id in ids:
            old, new = self._known.pop(item_id, None), self._fold.items.get(item_id)
            if old is not None:
                touched.update(self._unfile(old))
            if new is not None:
                self._known[item_id] = new
                touched.update(self._file(new))
        return touched

    def _file_all(self) -> None:
        """File every item, most of which stand on one block; once a release, so it is in one go."""
        on_block, starts, lengths = self._on_block, self._text.starts, self._text.lengths
        for name, item in self._known.items():
            record = item.record
            spans = (record.span,) if isinstance(record, Entity) else record.spans()
            for start, end in spans:
                number = bisect_right(starts, start) - 1
                if end <= starts[number] + lengths[number]:
                    on_block[number].add(name)
                else:
                    for touched in self._text.blocks_of(Span(start, end)):
                        on_block[touched].add(name)

    def _file(self, item: Item) -> Collection[int]:
        blocks = self._blocks(item)
        for number in blocks:
            self._on_block[number].add(item.id)
        return blocks

    def _unfile(self, item: Item) -> Collection[int]:
        blocks = self._blocks(item)
        for number in blocks:
            self._on_block[number].discard(item.id)
        return blocks

    def _blocks(self, item: Item) -> Collection[int]:
        if isinstance(item.record, Entity):
            return self._text.blocks_of(item.record.span)
        return {number for span in item.record.spans() for number in self._text.blocks_of(span)}

    def on_block(self, number: int, *, review: bool, chosen: str | None = None) -> list[Mark]:
        """The marks on a block, by start; of what was rejected only `chosen` or, in review, all."""
        piece = self._text.span(number)
        items = (self._known[item_id] for item_id in self._on_block.get(number, ()))
        return sorted(
            (
                mark
                for item in items
                if item.is_shown or (item.status == "rejected" and (review or item.id == chosen))
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
    unseen = "○" if item.is_unseen else ""
    return {"corrected": "^", "added": "+"}.get(item.status, "") + unseen


def extent(spans: Iterable[Span]) -> Span:
    """From the first to the last code point of several spans."""
    known = list(spans)
    return Span(min(s.start for s in known), max(s.end for s in known))


def _look(item: Item) -> Look:
    if item.status == "rejected":
        return "rejected"
    return "open" if item.is_open else "standing"
