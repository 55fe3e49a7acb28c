"""Well-known names and their labels: countries, cities, regions, peoples, bodies, facilities."""

from __future__ import annotations

import re
from functools import cache

from annotator.suggest.entities.wording import SPACE, NameFinder, either, spaced
from annotator.suggest.words import phrases

_LISTS: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("GPE", "places", "countries", ("short", "letters", "official")),
    ("GPE", "places", "gpe", ("capitals", "europe", "asia", "africa_and_oceania", "americas")),
    ("GPE", "places", "gpe", ("states",)),
    ("LOC", "places", "loc", ("regions", "waters")),
    ("NORP", "demonyms", "demonyms", ("names",)),
    ("ORG", "bodies", "organisations", ("world", "regional", "armed", "national", "media")),
    ("FAC", "bodies", "facilities", ("names",)),
)
_DOUBTFUL = (
    ("places", "gpe"), ("places", "loc"), ("demonyms", "demonyms"), ("bodies", "organisations")
)  # fmt: skip
_SHORTEST_IN_CAPITALS = 4
"""Letters; shorter names in capitals ("OMAN" is not, "MALI" is) look like abbreviations."""


@cache
def labels() -> dict[str, str]:
    """The label of every listed name, in its own letters and, for places, IN CAPITALS."""
    found: dict[str, str] = {}
    for label, file, table, keys in _LISTS:
        for name in phrases(file, table, *keys):
            found.setdefault(name, label)
            if label in ("GPE", "LOC") and len(name) >= _SHORTEST_IN_CAPITALS:
                found.setdefault(name.upper(), label)
    return found


@cache
def doubtful() -> frozenset[str]:
    """The listed names that are first names or common words too."""
    names = {name for file, table in _DOUBTFUL for name in phrases(file, table, "doubtful")}
    return frozenset(names | {name.upper() for name in names})


@cache
def finder() -> NameFinder:
    """Finds every listed name."""
    return NameFinder(labels())


def is_place(name: str) -> bool:
    """Whether `name` is a listed place."""
    return labels().get(name) in ("GPE", "LOC")


@cache
def official_country() -> re.Pattern[str]:
    """A country with its official name and article: "the Republic of Azerbaijan"."""
    return re.compile(rf"(?<!\w)(?:[Tt]he{SPACE})?(?:{_official()})(?!\w)")


@cache
def country() -> re.Pattern[str]:
    """A country, with its official name or without."""
    short = either(spaced(name) for name in phrases("places", "countries", "short", "letters"))
    return re.compile(rf"(?<!\w)(?:[Tt]he{SPACE})?(?:{_official()}|{short})(?!\w)")


def _official() -> str:
    short = either(spaced(name) for name in phrases("places", "countries", "short"))
    fixed = either(spaced(name) for name in phrases("places", "countries", "official"))
    kind = either(phrases("places", "countries", "kinds"))
    adjective = either(re.escape(a) for a in phrases("places", "countries", "adjectives"))
    people = either(spaced(name) for name in phrases("demonyms", "demonyms", "names"))
    return (
        rf"(?!Islamic{SPACE}State)(?:{adjective}{SPACE}|{people}{SPACE}){{0,4}}{kind}{SPACE}of{SPACE}(?:the{SPACE})?{short}"
        rf"|{fixed}"
    )
