"""Entities that share text: allowed here, but some trainers refuse them, so people are told.

What is suggested after somebody decided never lies over what stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from annotator.model.fold import Fold, Item
from annotator.model.index import SpanIndex
from annotator.model.records import Entity, Suggestion


def overlapping_entities(stands: Fold) -> Iterator[tuple[Item, Item]]:
    """Every two standing entities that share text, in text order."""
    entities = [i for i in stands.items.values() if i.stands and isinstance(i.record, Entity)]
    entities.sort(key=lambda item: (item.record.order(), item.id))
    reach: list[Item] = []
    for item in entities:
        (span,) = item.record.spans()
        reach = [other for other in reach if next(other.record.spans()).overlaps(span)]
        yield from ((other, item) for other in reach)
        reach.append(item)


def beside_standing(found: Iterable[Suggestion], stands: Fold) -> list[Suggestion]:
    """The suggestions without entities that share text with one that somebody decided on before.

    One that says the same as an addition is kept: the fold covers it while that stands.
    """
    items = (item for item in stands.items.values() if item.stands)
    entities = [item for item in items if isinstance(item.record, Entity)]
    taken = SpanIndex((next(item.record.spans()), item.id) for item in entities)
    added = {item.record for item in entities if item.status == "added"}
    return [s for s in found if s.record in added or not _lies_over(s, taken)]


def _lies_over(suggestion: Suggestion, taken: SpanIndex[str]) -> bool:
    record = suggestion.record
    return isinstance(record, Entity) and bool(taken.overlapping(record.span))
