"""The repairs in their order. Each is a function from a list of entities to a list of entities.

Settings can switch each one off by its name, and what it makes or changes has the name in its rule.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from annotator.suggest.entities.edges import with_clean_edges, with_names_split
from annotator.suggest.entities.found import FoundEntity
from annotator.suggest.entities.listed import (
    with_diseases,
    with_events,
    with_iso_dates,
    with_listed,
    without_words,
)
from annotator.suggest.entities.repeats import with_abbreviations, with_same_strings
from annotator.suggest.prepare import Prepared

Repair = Callable[[list[FoundEntity], str], list[FoundEntity]]

REPAIRS: dict[str, Repair] = {
    "edges": with_clean_edges,
    "not-a-name": without_words,
    "head-noun": with_events,
    "disease-list": with_diseases,
    "iso-date": with_iso_dates,
    "name-split": with_names_split,
    "name-list": with_listed,
    "abbreviation": with_abbreviations,
    "same-string": with_same_strings,
}


def repaired(
    found: list[FoundEntity], prepared: Prepared, off: Collection[str] = ()
) -> list[FoundEntity]:
    """`found` after every repair that is not `off`: flat, without overlaps, in order."""
    for name, repair in REPAIRS.items():
        if name not in off:
            found = repair(found, prepared.plain)
    return sorted(found)
