"""What to draw for the items of a release: marks by offset, without any geometry."""

from __future__ import annotations

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


_STRETCH = 256
"""Code points: in a piece of text this long there are a dozen items, as a rule."""


class Marks:
    """The marks of one fold, found by the block they stand in.

    Items are filed by equal stretches of the text, which takes half the time that filing them by
    block takes for a release of 1 MB; a `SpanIndex` takes longer than that.
    """

    def __init__(self, fold: Fold, text: PageText) -> None:
        self._fold = fold
        self._text = text
        self._known = dict(fold.items)
        self._in_stretch: dict[int, list[str]] = defaultdict(list)
        """An item may be named twice."""
        for item in self._known.values():
            self._file(item)

    def item(self, item_id: str | None) -> Item | None:
        """The item as it was last drawn."""
        return None if item_id is None else self._known.get(item_id)

    def refresh(self, ids: Collection[str]) -> set[int]:
        """Take over what the fold now says of some items; the blocks they stand and stood on."""
        touched: set[int] = set()
        for item_id in ids:
            old, new = self._known.pop(item_id, None), self._fold.items.get(item_id)
            for item in filter(None, (old, new)):
                touched.update(self._blocks(item))
            if old is not None:
                self._unfile(old)
            if new is not None:
                self._known[item_id] = new
                self._file(new)
        return touched

    def _file(self, item: Item) -> None:
        record, filed = item.record, self._in_stretch
        for start, end in (record.span,) if isinstance(record, Entity) else record.spans():
            first, last = start // _STRETCH, end // _STRETCH
            filed[first].append(item.id)
            if first != last:
                for number in range(first + 1, last + 1):
                    filed[number].append(item.id)

    def _unfile(self, item: Item) -> None:
        for start, end in item.record.spans():
            for number in range(start // _STRETCH, end // _STRETCH + 1):
                filed = self._in_stretch[number]
                self._in_stretch[number] = [name for name in filed if name != item.id]

    def _around(self, piece: Span) -> Iterator[Item]:
        """The items that may stand on a piece of text."""
        stretches = range(piece.start // _STRETCH, piece.end // _STRETCH + 1)
        names = dict.fromkeys(n for at in stretches for n in self._in_stretch.get(at, ()))
        for name in names:
            item = self._known[name]
            if not isinstance(item.record, Entity) or item.record.span.overlaps(piece):
                yield item

    def _blocks(self, item: Item) -> Iterator[int]:
        for span in item.record.spans():
            yield from self._text.blocks_of(span)

    def on_block(self, number: int, *, review: bool, chosen: str | None = None) -> list[Mark]:
        """The marks on a block, by start; of what was rejected only `chosen` or, in review, all."""
        piece = self._text.span(number)
        return sorted(
            (
                mark
                for item in self._around(piece)
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
    unseen = "○" if item.stands and not item.seen else ""
    return {"corrected": "^", "added": "+"}.get(item.status, "") + unseen


def extent(spans: Iterable[Span]) -> Span:
    """From the first to the last code point of several spans."""
    known = list(spans)
    return Span(min(s.start for s in known), max(s.end for s in known))


def _look(item: Item) -> Look:
    if item.status == "rejected":
        return "rejected"
    return "open" if item.is_open else "standing"
