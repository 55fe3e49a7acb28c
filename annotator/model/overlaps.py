"""Entities that share text: allowed here, but some trainers refuse them, so people are told."""

from __future__ import annotations

from collections.abc import Iterator

from annotator.model.fold import Fold, Item
from annotator.model.records import Entity


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
