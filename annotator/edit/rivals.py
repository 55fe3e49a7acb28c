"""What lies over each other though only one of it can be meant, as what two annotators say."""

from __future__ import annotations

from collections import defaultdict

from annotator.edit.here import Here
from annotator.model.fold import Item
from annotator.model.records import Claim, Entity
from annotator.model.spans import Span


def first_rival(here: Here) -> str | None:
    """The first open item that lies over another one, open or standing; None where there is none.

    Entities do not overlap; two claims with one cue do not claim the same words.
    """
    known = _Known()
    for _, name in here.places.visible:
        item = here.fold.items[name]
        beside = known.beside(item)
        rival = next((one for one in (item, *beside) if beside and one.is_open), None)
        if rival is not None:
            return rival.id
    return None


class _Known:
    """What came before, in reading order: the entity that reaches farthest, and claims by cue."""

    def __init__(self) -> None:
        self._farthest: tuple[int, Item] | None = None
        self._by_cue: dict[Span, list[tuple[Claim, Item]]] = defaultdict(list)

    def beside(self, item: Item) -> list[Item]:
        """The items before this one that it lies over; it is among them from now on."""
        record = item.record
        if isinstance(record, Entity):
            return self._entities_beside(record.span, item)
        if record.cue is None:
            return []
        others = self._by_cue[record.cue]
        beside = [other for claim, other in others if _claim_the_same(record, claim)]
        others.append((record, item))
        return beside

    def _entities_beside(self, span: Span, item: Item) -> list[Item]:
        end, farthest = self._farthest or (0, item)
        if span.end > end:
            self._farthest = span.end, item
        return [farthest] if span.start < end else []


def _claim_the_same(claim: Claim, other: Claim) -> bool:
    return any(mine.overlaps(theirs) for mine in claim.content for theirs in other.content)
