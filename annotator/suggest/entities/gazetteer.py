"""Well-known names and their labels: countries, cities, regions, peoples, bodies, facilities."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from annotator.model.spans import Span
from annotator.suggest.entities.wording import SPACE, Hit, NameFinder, either
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


@lru_cache(maxsize=2)
def listed_in(text: str) -> tuple[Hit, ...]:
    """The listed names in `text`; several repairs ask for the same text."""
    return tuple(finder().hits(text))


def official_names(text: str) -> list[Span]:
    """The countries with their official names and articles: "the Republic of Azerbaijan"."""
    found = []
    for kind in _kind_of().finditer(text):
        country = _countries().hit_at(kind.end(), text)
        if country is not None:
            start = _before_kind(kind.start(), text)
            if _ISLAMIC_STATE.match(text, start) is None:
                found.append(Span(_with_the(start, text), country.span.end))
    fixed = set(phrases("places", "countries", "official"))
    hits = (hit.span for hit in listed_in(text) if hit.name in fixed)
    return found + [Span(_with_the(start, text), end) for start, end in hits]


_ISLAMIC_STATE = re.compile(rf"Islamic{SPACE}State(?!\w)")
_LAST_WORD = re.compile(r"(?<![\w'’-])([\w'’-]+) +$")
_WORD_AND_SPACE = re.compile(r"([\w'’-]+) +")
_THE = re.compile(r"[Tt]he +")


@cache
def _countries() -> NameFinder:
    return NameFinder(phrases("places", "countries", "short", "letters", "official"))


@cache
def _kind_of() -> re.Pattern[str]:
    kinds = either(phrases("places", "countries", "kinds"))
    return re.compile(rf"(?<![\w-]){kinds}{SPACE}of{SPACE}(?:the{SPACE})?")


@cache
def _adjectives() -> frozenset[str]:
    """What may stand before the kind: "Democratic", "People's", "Hashemite", "Kyrgyz"."""
    return frozenset(
        (*phrases("places", "countries", "adjectives"), *phrases("demonyms", "demonyms", "names"))
    )


def _before_kind(at: int, text: str) -> int:
    """Where the adjectives before a kind of country begin."""
    while (word := _LAST_WORD.search(text, max(0, at - 20), at)) and word[1] in _adjectives():
        at = word.start()
    return at


def _with_the(at: int, text: str) -> int:
    return at - 4 if text[max(0, at - 4) : at].lower() == "the " else at


def country_at(at: int, text: str) -> Span | None:
    """The country that begins at `at`, with its article and official name or without."""
    the = _THE.match(text, at)
    start = the.end() if the else at
    name = start
    while (word := _WORD_AND_SPACE.match(text, name)) and word[1] in _adjectives():
        name = word.end()
    kind = _kind_of().match(text, name)
    country = _countries().hit_at(kind.end() if kind else start, text)
    return Span(at, country.span.end) if country else None


def countries_in(span: Span, text: str) -> list[Span]:
    """The countries inside a name."""
    return [
        Span(span.start + hit.span.start, span.start + hit.span.end)
        for hit in _countries().hits(span.text(text))
    ]
