"""Repairs that know something: lists of diseases and names, head nouns, forms of dates."""

from __future__ import annotations

import re
from functools import cache

from annotator.model.spans import Span
from annotator.suggest.entities.found import FoundEntity, name_in, replacing
from annotator.suggest.words import word_list, words

_ISO_DATE = re.compile(
    r"(?<![\d-])(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?![\d-])"
)


def without_words(found: list[FoundEntity], text: str) -> list[FoundEntity]:
    """Drop what is no name whatever the model says: titles alone, pronouns, lower-case "names"."""
    common = words("entities", "not_names")
    return [
        entity
        for entity in found
        if not entity.is_name
        or (
            name_in(entity.span, text).lower() not in common
            and any(char.isupper() for char in entity.span.text(text))
        )
    ]


def with_events(found: list[FoundEntity], text: str) -> list[FoundEntity]:
    """An ORG or a work of art whose head is "Summit" or "Conference" is an EVENT."""
    heads = words("entities", "event_heads")
    return [
        entity.changed("head-noun", label="EVENT")
        if entity.label in ("ORG", "WORK_OF_ART", "FAC") and _head(entity.span, text) in heads
        else entity
        for entity in found
    ]


def _head(span: Span, text: str) -> str:
    """The last word before "of", "on" ... in a longer name: what it is the name of."""
    words_of_name = name_in(span, text).split()
    if len(words_of_name) < 2:
        return ""
    return re.split(r"\s(?:of|on|for|to|in)\s", " ".join(words_of_name))[0].split()[-1]


def with_diseases(found: list[FoundEntity], text: str) -> list[FoundEntity]:
    """Diseases by a list; OntoNotes has no label for them."""
    made = [
        FoundEntity(Span(*match.span()), "DISEASE", "disease-list")
        for match in _disease_pattern().finditer(text)
    ]
    return replacing(found, made, text, keep_longer=True)


@cache
def _disease_pattern() -> re.Pattern[str]:
    names = "|".join(word_list("diseases")["patterns"])
    return re.compile(rf"(?<![\w-])(?:{names})(?![\w])(?!-\w)", re.IGNORECASE)


def with_iso_dates(found: list[FoundEntity], text: str) -> list[FoundEntity]:
    """Dates as 2023-10-06."""
    made = [
        FoundEntity(Span(*match.span()), "DATE", "iso-date") for match in _ISO_DATE.finditer(text)
    ]
    return replacing(found, made, text, keep_longer=False)


def with_listed(found: list[FoundEntity], text: str) -> list[FoundEntity]:
    """Well-known names get their listed label where the model found the span (demonyms, bodies)."""
    listed = _listed_labels()
    changed = []
    for entity in found:
        label = listed.get(name_in(entity.span, text), entity.label)
        is_relabelled = entity.is_name and label != entity.label
        changed.append(entity.changed("name-list", label=label) if is_relabelled else entity)
    return changed


@cache
def _listed_labels() -> dict[str, str]:
    labels: dict[str, list[str]] = word_list("entities")["labels"]
    return {name: label for label, names in labels.items() for name in names}
