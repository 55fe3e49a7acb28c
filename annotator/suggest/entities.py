"""Entities: what the pipeline's recogniser found, and the repairs that make it fit releases.

Every repair is one function from a list of entities to a list of entities. `rule` names what made
an entity or changed it last.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple

from annotator.model.spans import Span
from annotator.suggest.prepare import Piece, Prepared
from annotator.suggest.words import word_list, words

Score = Callable[[str], float]

_DISEASE_SCORE, _DATE_SCORE, _SPLIT_SCORE, _REPEAT_SCORE = 0.97, 0.99, 0.85, 0.75
_LISTED_SCORE = 0.9

_POSSESSIVE = re.compile(r"(?:['’‘]s|['’‘])$", re.IGNORECASE)
_DANGLING = re.compile(
    r"(?:\s+[-–—+−*|]+(?:\s+(?:of|and|in|the|for))?|\s*\(|\s+(?:of|and|in|the|for)|[\s,;:*|\"“”]+)$"
)
_LEADING = re.compile(r"^[\s+−*|,;:.\"“”)–—-]+")
_ISO_DATE = re.compile(
    r"(?<![\d-])(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?![\d-])"
)
_ABBREVIATION = re.compile(r"\s?\(([A-Z][A-Za-z]*[A-Z])\)")
_ARTICLE = re.compile(r"^the\s+", re.IGNORECASE)
_NOT_A_NAME = frozenset({"CARDINAL", "DATE", "ORDINAL", "TIME", "MONEY", "PERCENT", "QUANTITY"})
_WITH_ARTICLE = frozenset({"ORG", "FAC", "LAW"})
"""The labels whose names keep a leading "the", as OntoNotes has it."""


class FoundEntity(NamedTuple):
    """An entity on its way through the repairs."""

    span: Span
    label: str
    rule: str
    score: float


def read_entities(doc: Any, piece: Piece, score: Score) -> Iterator[FoundEntity]:
    """The entities of a parsed piece, at their places in the release."""
    for ent in doc.ents:
        span = piece.span(ent.start_char, ent.end_char)
        yield FoundEntity(span, ent.label_, "ner", score(ent.label_))


def repaired(found: list[FoundEntity], prepared: Prepared) -> list[FoundEntity]:
    """`found` after every repair: flat, without overlaps, in order."""
    text = prepared.plain
    found = with_clean_edges(found, text)
    found = with_brackets_split(found, text)
    found = without_words(found, text)
    found = with_events(found, text)
    found = with_diseases(found, text)
    found = with_iso_dates(found, text)
    found = with_names_split(found, text)
    found = with_listed(found, text)
    found = with_abbreviations(found, text)
    found = with_one_label(found, text)
    found = with_repeats(found, text)
    return sorted(found)


def with_clean_edges(found: Iterable[FoundEntity], text: str) -> list[FoundEntity]:
    """Possessive marks, dangling "- of" and "(", and stray punctuation are no part of a name."""
    cleaned = []
    for entity in found:
        span = _without_edges(entity.span, text)
        if span == entity.span:
            cleaned.append(entity)
        elif span.start < span.end:
            cleaned.append(entity._replace(span=span, rule=entity.rule + "+edges"))
    return cleaned


def _without_edges(span: Span, text: str) -> Span:
    start, end = span
    for pattern in (_POSSESSIVE, _DANGLING):
        if tail := pattern.search(text[start:end]):
            end = start + tail.start()
    if text[end - 1 : end] == ")" and "(" not in text[start:end]:
        end -= 1
    if head := _LEADING.match(text[start:end]):
        start += head.end()
    return Span(start, max(start, end))


def without_words(found: Iterable[FoundEntity], text: str) -> list[FoundEntity]:
    """Drop what is no name whatever the model says: titles alone, pronouns, lower-case "names"."""
    common = words("entities", "not_names")
    return [
        entity
        for entity in found
        if entity.label in _NOT_A_NAME
        or (
            _key(entity.span, text).lower() not in common
            and any(char.isupper() for char in entity.span.text(text))
        )
    ]


def with_listed(found: list[FoundEntity], text: str) -> list[FoundEntity]:
    """Well-known names get their listed label where the model found the span (demonyms, bodies)."""
    listed = {
        name: label for label, names in word_list("entities")["labels"].items() for name in names
    }
    changed = []
    for entity in found:
        label = listed.get(_key(entity.span, text), entity.label)
        if label == entity.label or entity.label in _NOT_A_NAME:
            changed.append(entity)
        else:
            changed.append(entity._replace(label=label, rule="name-list", score=_LISTED_SCORE))
    return changed


def with_events(found: Iterable[FoundEntity], text: str) -> list[FoundEntity]:
    """An ORG or a work of art whose head is "Summit" or "Conference" is an EVENT."""
    heads = words("entities", "event_heads")
    return [
        entity._replace(label="EVENT", rule="head-noun", score=_SPLIT_SCORE)
        if entity.label in ("ORG", "WORK_OF_ART", "FAC") and _head(entity.span, text) in heads
        else entity
        for entity in found
    ]


def _head(span: Span, text: str) -> str:
    """The last word before "of", "on" ... in a longer name: what it is the name of."""
    words_of_name = _key(span, text).split()
    if len(words_of_name) < 2:
        return ""
    return re.split(r"\s(?:of|on|for|to|in)\s", " ".join(words_of_name))[0].split()[-1]


def with_diseases(found: list[FoundEntity], text: str) -> list[FoundEntity]:
    """Diseases by a list; OntoNotes has no label for them."""
    made = [
        FoundEntity(Span(*match.span()), "DISEASE", "disease-list", _DISEASE_SCORE)
        for match in _disease_pattern().finditer(text)
    ]
    return _replacing(found, made, text, keep_longer=True)


@cache
def _disease_pattern() -> re.Pattern[str]:
    names = "|".join(word_list("diseases")["patterns"])
    return re.compile(rf"(?<![\w-])(?:{names})(?![\w])(?!-\w)", re.IGNORECASE)


def with_iso_dates(found: list[FoundEntity], text: str) -> list[FoundEntity]:
    """Dates as 2023-10-06 wherever they stand, in page furniture too."""
    made = [
        FoundEntity(Span(*match.span()), "DATE", "iso-date", _DATE_SCORE)
        for match in _ISO_DATE.finditer(text)
    ]
    return _replacing(found, made, text, keep_longer=False)


def _replacing(
    found: list[FoundEntity], made: list[FoundEntity], text: str, keep_longer: bool
) -> list[FoundEntity]:
    """`found` with `made` in the place of what overlaps it.

    With `keep_longer` a longer name that holds a made one ("the COVID-19 Task Force") stays.
    """
    taken = _Taken(text)
    kept_made = []
    longer = {e.span for e in found} if keep_longer else set()
    for entity in made:
        if not any(_is_longer_name(span, entity.span, text) for span in longer):
            kept_made.append(entity)
            taken.take(entity.span)
    return [e for e in found if taken.is_free(e.span)] + kept_made


def _is_longer_name(span: Span, part: Span, text: str) -> bool:
    return span.contains(part) and len(_key(span, text).split()) > len(_key(part, text).split()) + 1


def with_names_split(found: list[FoundEntity], text: str) -> list[FoundEntity]:
    """An ORG that swallowed a person ("World Health Organization Jane Roe") becomes two.

    A person's name of two words or more is trusted when it stands alone as PERSON at least once.
    """
    people = {
        _key(e.span, text) for e in found if e.label == "PERSON" and " " in _key(e.span, text)
    }
    longest_first = sorted(people, key=lambda name: (-len(name), name))
    changed: list[FoundEntity] = []
    for entity in found:
        changed += _split(entity, longest_first, text)
    return changed


def _split(entity: FoundEntity, people: list[str], text: str) -> list[FoundEntity]:
    if entity.label == "PERSON":
        return [entity]
    piece = re.sub(r"\s", " ", entity.span.text(text))
    for name in people:
        at = piece.rfind(name)
        if at < 0 or at + len(name) != len(piece):
            continue
        start = entity.span.start + at
        parts = [FoundEntity(Span(start, entity.span.end), "PERSON", "name-split", _SPLIT_SCORE)]
        rest = Span(entity.span.start, entity.span.start + len(piece[:at].rstrip(" ,")))
        if rest.start < rest.end:
            parts.insert(0, entity._replace(span=rest, rule="name-split"))
        return parts
    return [entity]


def with_brackets_split(found: Iterable[FoundEntity], text: str) -> list[FoundEntity]:
    """A name that swallowed its own abbreviation, and perhaps a title, ends before the bracket."""
    changed = []
    for entity in found:
        inner = _ABBREVIATION.search(entity.span.text(text))
        if inner is not None and inner.start() > 0:
            name = Span(entity.span.start, entity.span.start + inner.start())
            if _abbreviates(inner[1], _key(name, text)):
                changed.append(entity._replace(span=name, rule=entity.rule + "+edges"))
                continue
        changed.append(entity)
    return changed


def with_abbreviations(found: list[FoundEntity], text: str) -> list[FoundEntity]:
    """An abbreviation in brackets has the label of the name before it: "World Bank (WB)"."""
    by_end = {e.span.end: e for e in found if e.label not in _NOT_A_NAME}
    labels: dict[str, str] = {}
    made = []
    for match in _ABBREVIATION.finditer(text):
        name = by_end.get(match.start())
        if name is None or not _abbreviates(match[1], _key(name.span, text)):
            continue
        labels[match[1]] = name.label
        made.append(FoundEntity(Span(*match.span(1)), name.label, "abbreviation", _LISTED_SCORE))
    kept = _replacing(found, made, text, keep_longer=False)
    return [
        e._replace(label=labels[key], rule="abbreviation", score=_LISTED_SCORE)
        if (key := _key(e.span, text)) in labels and e.label != labels[key]
        else e
        for e in kept
    ]


def _abbreviates(short: str, name: str) -> bool:
    initials = "".join(word[0] for word in re.split(r"[\s-]+", name) if word[:1].isupper())
    return short.upper() == initials.upper()


def with_one_label(found: list[FoundEntity], text: str) -> list[FoundEntity]:
    """The same name has the same label all through a release: the one most of its places have."""
    best = _majority(found, text)
    changed = []
    for entity in found:
        label = best.get(_key(entity.span, text), entity.label)
        if label == entity.label:
            changed.append(entity)
        else:
            changed.append(entity._replace(label=label, rule="same-string", score=_REPEAT_SCORE))
    return changed


def _majority(found: Iterable[FoundEntity], text: str) -> dict[str, str]:
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for entity in sorted(found):
        key = _key(entity.span, text)
        if entity.label not in _NOT_A_NAME and len(key) > 1 and key[0].isupper():
            votes[key][entity.label] += 1
    return {key: count.most_common(1)[0][0] for key, count in votes.items()}


def with_repeats(found: list[FoundEntity], text: str) -> list[FoundEntity]:
    """A name found in one place is found in all its places, longer names first."""
    taken = _Taken(text)
    for entity in found:
        taken.take(entity.span)
    known = Counter(_key(entity.span, text) for entity in found)
    made: list[FoundEntity] = []
    best = _majority(found, text)
    for name in sorted(best, key=lambda name: (-len(name), name)):
        if text.count(name) <= known[name]:
            continue  # every place is found: most names need no search by pattern
        for span in _places(name, text):
            wide = _with_article(span, best[name], text)
            if taken.is_free(wide):
                taken.take(wide)
                made.append(FoundEntity(wide, best[name], "same-string", _REPEAT_SCORE))
    return found + made


def _places(name: str, text: str) -> Iterator[Span]:
    if len(name) < 3 and not name.isupper():
        return
    for match in re.finditer(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text):
        yield Span(*match.span())


def _with_article(span: Span, label: str, text: str) -> Span:
    before = text[max(0, span.start - 4) : span.start]
    if label in _WITH_ARTICLE and before == "the " and " " in span.text(text):
        return Span(span.start - 4, span.end)
    return span


def _key(span: Span, text: str) -> str:
    """The name in `span` without article, white space made even."""
    return _ARTICLE.sub("", " ".join(span.text(text).split()))


class _Taken:
    """Which characters belong to an entity already."""

    def __init__(self, text: str) -> None:
        self._taken = bytearray(len(text))

    def take(self, span: Span) -> None:
        self._taken[span.start : span.end] = b"\x01" * (span.end - span.start)

    def is_free(self, span: Span) -> bool:
        return not any(self._taken[span.start : span.end])
