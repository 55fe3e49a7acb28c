"""The repairs in their order. Each is a function from a list of entities to a list of entities.

Settings can switch each one off by its name, and what it makes or changes has the name in its rule.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from annotator.suggest.entities.bodies import with_longest_bodies
from annotator.suggest.entities.dates import (
    with_dates,
    with_day_parts,
    with_iso_dates,
    with_relative_dates,
)
from annotator.suggest.entities.edges import with_articles, with_clean_edges, with_names_split
from annotator.suggest.entities.found import FoundEntity, flat
from annotator.suggest.entities.heads import with_forms, with_headed, with_heads
from annotator.suggest.entities.listed import (
    with_compounds,
    with_diseases,
    with_languages,
    with_listed,
    without_words,
)
from annotator.suggest.entities.numbers import with_measures, without_lookalikes
from annotator.suggest.entities.people import with_particles, with_rulers, with_surnames
from annotator.suggest.entities.places import (
    with_datelines,
    with_official_names,
    with_places_in_context,
    with_provinces,
)
from annotator.suggest.entities.repeats import with_abbreviations, with_same_strings
from annotator.suggest.entities.titled_people import (
    with_people_in_apposition,
    with_swallowed_people,
    with_titled_people,
)
from annotator.suggest.entities.titles import without_titles
from annotator.suggest.prepare import Prepared

Repair = Callable[[list[FoundEntity], str], list[FoundEntity]]

REPAIRS: dict[str, Repair] = {
    "article": with_articles,
    "edges": with_clean_edges,
    "lookalike": without_lookalikes,
    "measure": with_measures,
    "iso-date": with_iso_dates,
    "date": with_dates,
    "relative-date": with_relative_dates,
    "day-part": with_day_parts,
    "head-noun": with_heads,
    "swallowed-person": with_swallowed_people,
    "titled-person": with_titled_people,
    "apposition": with_people_in_apposition,
    "title-words": without_titles,
    "particle": with_particles,
    "dateline": with_datelines,
    "official-name": with_official_names,
    "name-list": with_listed,
    "compound": with_compounds,
    "province": with_provinces,
    "not-a-name": without_words,
    "disease-list": with_diseases,
    "language": with_languages,
    "headed": with_headed,
    "form": with_forms,
    "longest": with_longest_bodies,
    "name-split": with_names_split,
    "abbreviation": with_abbreviations,
    "place-context": with_places_in_context,
    "ruler": with_rulers,
    "surname": with_surnames,
    "same-string": with_same_strings,
}

EVERY_LANGUAGE = frozenset(
    {"edges", "lookalike", "iso-date", "not-a-name", "disease-list", "name-split", "abbreviation",
     "same-string"}
)  # fmt: skip
"""The repairs that need to know no English."""


def repaired(
    found: list[FoundEntity], prepared: Prepared, off: Collection[str] = ()
) -> list[FoundEntity]:
    """`found` after every repair that is not `off`: flat, without overlaps, in order.

    Where a pipeline for another language found something, only `EVERY_LANGUAGE` is done.
    """
    is_english = not found or any(entity.language == "en" for entity in found)
    for name, repair in REPAIRS.items():
        if name not in off and (is_english or name in EVERY_LANGUAGE):
            found = repair(found, prepared.plain)
    return flat(found)
