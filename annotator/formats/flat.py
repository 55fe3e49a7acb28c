"""Entities for formats in which no two may overlap: which of them go before the others."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable

from annotator.model.fold import Item
from annotator.model.records import Entity

Said = tuple[Item, Entity]
"""An item and the entity that a format would say of it."""


def flat(entities: Iterable[Said]) -> tuple[list[Said], list[Said]]:
    """Those of which no two overlap, and those that they crowd out, both in text order.

    What somebody looked at and added, corrected or accepted goes before what was accepted unseen,
    along with others. Among equals the first goes before, and the outer one.
    """
    kept: list[Said] = []
    crowded: list[Said] = []
    for said in sorted(entities, key=lambda said: (said[0].is_unseen, *said[1].order())):
        place = bisect(kept, said[1].order(), key=_order)
        beside = kept[max(place - 1, 0) : place + 1]
        if any(said[1].span.overlaps(other.span) for _, other in beside):
            crowded.append(said)
        else:
            kept.insert(place, said)
    return kept, sorted(crowded, key=_order)


def _order(said: Said) -> tuple[int, int, int]:
    return said[1].order()
