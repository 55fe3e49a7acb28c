"""Consistency within a release: the same name has the same label, in all its places."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from annotator.model.spans import Span
from annotator.suggest.entities.edges import ABBREVIATION, abbreviates
from annotator.suggest.entities.found import FoundEntity, Taken, name_in, replacing
from annotator.suggest.entities.wording import Hit, NameFinder, is_compound

_WITH_ARTICLE = frozenset({"ORG", "FAC", "LAW", "LOC", "EVENT"})
"""The labels whose names keep a leading "the", as OntoNotes has it."""
_SURE = frozenset(
    {"titled-person", "swallowed-person", "name-list", "dateline", "abbreviation", "particle",
     "province", "official-name", "disease-list"}
)  # fmt: skip
"""Repairs with evidence of their own: their word counts more than any majority."""
_WEIGHT_OF_SURE = 1000


def with_abbreviations(found: list[FoundEntity], text: str) -> list[FoundEntity]:
    """An abbreviation in brackets has the label of the name before it: "World Bank (WB)"."""
    by_end = {e.span.end: e for e in found if e.is_name}
    labels: dict[str, str] = {}
    made = []
    for match in ABBREVIATION.finditer(text):
        name = by_end.get(match.start())
        if name is not None and abbreviates(match[1], name_in(name.span, text)):
            labels[match[1]] = name.label
            made.append(FoundEntity(Span(*match.span(1)), name.label, "abbreviation"))
    labels.update(_initials(found, text))
    kept = replacing(found, made, text)
    taken = Taken(text, kept)
    kept += [
        FoundEntity(span, labels[short], "abbreviation")
        for span, short in _places(labels, text)
        if len(short) >= _SHORTEST_INITIALS and taken.is_free(span)
    ]
    return [_relabelled(entity, labels, text, "abbreviation") for entity in kept]


def _initials(found: list[FoundEntity], text: str) -> dict[str, str]:
    """Abbreviations that stand alone somewhere, for the longer names of bodies."""
    words = set(_IN_CAPITALS.findall(text))
    names = {name_in(e.span, text) for e in found if e.label == "ORG"}
    initials = (_capitals(name) for name in sorted(names) if name.count(" ") >= 2)
    return {
        short: "ORG" for short in initials if len(short) >= _SHORTEST_INITIALS and short in words
    }


def _capitals(name: str) -> str:
    return "".join(word[0] for word in re.split(r"[\s-]+", name) if word[:1].isupper())


_IN_CAPITALS = re.compile(r"(?<![\w-])[A-Z]{3,8}(?![\w-])")
_SHORTEST_INITIALS = 3


def _relabelled(entity: FoundEntity, labels: dict[str, str], text: str, repair: str) -> FoundEntity:
    if entity.label == "LANGUAGE":  # the same word is a people elsewhere
        return entity
    label = labels.get(name_in(entity.span, text), entity.label)
    return entity if label == entity.label else entity.changed(repair, label=label)


def with_same_strings(found: list[FoundEntity], text: str) -> list[FoundEntity]:
    """The same name has one label, that of most of its places, and is found in all of them."""
    labels = _majority(found, text)
    alike = [_relabelled(entity, labels, text, "same-string") for entity in found]
    return alike + _missed_repeats(alike, labels, text)


def _majority(found: Iterable[FoundEntity], text: str) -> dict[str, str]:
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for entity in sorted(found):
        name = name_in(entity.span, text)
        if entity.is_name and entity.label != "LANGUAGE" and len(name) > 1 and name[0].isupper():
            votes[name][entity.label] += _weight(entity)
    return {name: count.most_common(1)[0][0] for name, count in votes.items()}


def _weight(entity: FoundEntity) -> int:
    return _WEIGHT_OF_SURE if _SURE.intersection(entity.rule.split("+")) else 1


def _missed_repeats(
    found: list[FoundEntity], labels: dict[str, str], text: str
) -> list[FoundEntity]:
    """The places of known names where nothing was found, the longest name at each."""
    taken = Taken(text, found)
    made: list[FoundEntity] = []
    for span, name in _places(labels, text):
        wide = _with_article(span, labels[name], text)
        if taken.is_free(wide):
            taken.take(wide)
            made.append(FoundEntity(wide, labels[name], "same-string"))
    return made


def _places(names: Iterable[str], text: str) -> Iterator[Hit]:
    """Where `names` stand for themselves."""
    long_enough = (name for name in names if len(name) > 2 or name.isupper())
    return (hit for hit in NameFinder(long_enough).hits(text) if not is_compound(hit.span, text))


def _with_article(span: Span, label: str, text: str) -> Span:
    before = text[max(0, span.start - 4) : span.start]
    if label in _WITH_ARTICLE and before == "the " and " " in span.text(text):
        return Span(span.start - 4, span.end)
    return span
