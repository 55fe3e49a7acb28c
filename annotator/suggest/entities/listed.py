"""Repairs that know names: the gazetteer, also inside hyphen compounds, and lists of diseases."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

from annotator.model.spans import Span
from annotator.suggest.entities.found import (
    FoundEntity,
    Layer,
    is_list_of,
    name_in,
    replacing,
    words_of_people,
)
from annotator.suggest.entities.gazetteer import doubtful, labels, listed_in
from annotator.suggest.entities.wording import (
    Hit,
    either,
    in_headline,
    is_compound,
    word_after,
    word_before,
)
from annotator.suggest.words import phrases, word_list, words

_PLACE_FOLLOWS = re.compile(
    r"\b(?:in|In|near|outside|across|to|from|From|visit|visited|leaving|capital) $"
)
_BARE_AFTER = re.compile(
    r"$|\n|[,;:.!?)”\"\]]|['’]s?(?!\w)| (?:and|or|of|in|on|at|to|for|from|with|by|as|has|have|had"
    r"|is|are|was|were|will|would|can|could|should|may|must|shall|also|did|does|said|says|that|which"
    r"|who|but|after|before|since|under|during|against|into|over|through|called|calls|urged|urges"
    r"|[-–—]+)(?!\w)"
)  # fmt: skip
_LOWER_PART = re.compile(r"(?:^|\W)[a-z]+[-‐‑–]$")
_LANGUAGE_NAME = re.compile(r"[A-Z][a-z]+(?: [A-Z][a-z]+)*")
_LOWER_NEXT = re.compile(r"[-‐‑–][a-z]+")


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


def with_diseases(found: list[FoundEntity], text: str) -> list[FoundEntity]:
    """Diseases by a list; OntoNotes has no label for them."""
    made = [
        FoundEntity(Span(*match.span()), "DISEASE", "disease-list")
        for match in _disease_pattern().finditer(text)
    ]
    return replacing(found, made, text, keep_longer=True)


@cache
def _disease_pattern() -> re.Pattern[str]:
    names = either(word_list("diseases")["patterns"])
    return re.compile(rf"(?<![\w-])(?=[a-z]){names}(?![\w])(?!-\w)", re.IGNORECASE)


def with_listed(found: list[FoundEntity], text: str) -> list[FoundEntity]:
    """Well-known names have their listed label, and are found where the model saw nothing."""
    people = words_of_people(found, text)
    layer = Layer(found)
    made: list[FoundEntity] = []
    inside: defaultdict[FoundEntity, list[Hit]] = defaultdict(list)
    for hit in listed_in(text):
        if is_compound(hit.span, text):
            continue
        there = layer.at(hit.span)
        if not there:
            made += _filled(hit, layer, text)
        elif len(there) == 1 and name_in(there[0].span, text) == name_in(hit.span, text):
            made += _relabelled(there[0], hit, people, text)
        elif all(hit.span.contains(entity.span) for entity in there):
            made += [_entity(hit, "name-list", text)] * (hit.name not in doubtful())
        elif there[0].span.contains(hit.span):
            inside[there[0]].append(hit)
    for entity, hits in inside.items():
        made += _split(entity, hits, "name-list", text)
    return replacing(found, made, text)


def _entity(hit: Hit, repair: str, text: str) -> FoundEntity:
    label = labels()[hit.name]
    return FoundEntity(with_article(hit.span, label, text), label, repair)


def is_article(at: int, text: str) -> bool:
    """Whether "the" stands at `at`."""
    return at >= 0 and text[at : at + 4].lower() == "the " and not text[at - 1 : at].isalnum()


def with_article(span: Span, label: str, text: str) -> Span:
    """`span` with the article before it, where that belongs to a name with this label."""
    if not is_article(span.start - 4, text):
        return span
    if label == "LOC" or (label in ("ORG", "FAC") and _BARE_AFTER.match(text, span.end)):
        return Span(span.start - 4, span.end)
    return span


def _filled(hit: Hit, layer: Layer, text: str) -> list[FoundEntity]:
    span = hit.span
    if hit.name in doubtful():
        return []
    if not in_headline(span.start, text):
        is_alone = (
            (not word_before(span, text) or layer.ending(span.start - 1))
            and (not word_after(span, text) or layer.starting(span.end + 1))
        )  # fmt: skip
        if not is_alone:
            return []
    made = _entity(hit, "name-list", text)
    if layer.starting(span.end + 1) and made.label == "ORG" and is_article(span.start - 4, text):
        made = made.changed("name-list", Span(span.start - 4, span.end))
    return [made]


def _relabelled(
    entity: FoundEntity, hit: Hit, people: frozenset[str], text: str
) -> list[FoundEntity]:
    label = labels()[hit.name]
    is_known = label == entity.label or (entity.label, label) in _KEPT
    if is_known or (entity.label == "PERSON" and not _is_no_person(hit, people, text)):
        return []
    if hit.name in doubtful() and entity.label in ("DATE", "PRODUCT", "WORK_OF_ART", "LAW"):
        return []
    if label in ("LOC", "ORG", "FAC"):
        span = entity.span.joined(with_article(hit.span, label, text))
    else:
        span = _without_article(entity.span, text) if label == "GPE" else entity.span
    return [entity.changed("name-list", span, label)]


def _without_article(span: Span, text: str) -> Span:
    """A country of one word has no article: "the | UAE", but "the Russian Federation"."""
    piece = span.text(text)
    is_one_word = piece[:4].lower() == "the " and " " not in piece[4:]
    return Span(span.start + 4, span.end) if is_one_word else span


_KEPT = frozenset({("LANGUAGE", "NORP"), ("FAC", "ORG")})
"""Labels of the model, and of lists, that are both possible."""


def _is_no_person(hit: Hit, people: frozenset[str], text: str) -> bool:
    if hit.name in people:
        return False
    before = text[max(0, hit.span.start - 12) : hit.span.start]
    return hit.name not in doubtful() or _PLACE_FOLLOWS.search(before) is not None


def _split(entity: FoundEntity, hits: list[Hit], repair: str, text: str) -> list[FoundEntity]:
    """The parts of an entity that is a mere list of known names: "Iraq and Syria", "EU-NATO"."""
    if not is_list_of([hit.span for hit in hits], entity.span, text):
        return []
    return [entity.changed(repair, hit.span, labels()[hit.name]) for hit in hits]


def with_compounds(found: list[FoundEntity], text: str) -> list[FoundEntity]:
    """Known names inside compounds: "counter-ISIL", "U.S.-led", "the Kazakh-Turkmen border"."""
    layer = Layer(found)
    hits = [hit for hit in listed_in(text) if is_compound(hit.span, text)]
    starts, ends = {h.span.start for h in hits}, {h.span.end for h in hits}
    made: list[FoundEntity] = []
    inside: defaultdict[FoundEntity, list[Hit]] = defaultdict(list)
    for hit in hits:
        there = layer.at(hit.span)
        if there and there[0].span != hit.span:
            inside[there[0]].append(hit)
        elif _is_part(hit, starts, ends, text):
            made.append(_compound_part(hit, there))
    for entity, parts in inside.items():
        made += _split(entity, parts, "compound", text)
    return replacing(found, made, text)


def _compound_part(hit: Hit, there: list[FoundEntity]) -> FoundEntity:
    label = labels()[hit.name]
    if there:
        is_kept = (there[0].label, label) in _KEPT or there[0].label == label
        return there[0] if is_kept else there[0].changed("compound", label=label)
    return FoundEntity(hit.span, label, "compound")


def _is_part(hit: Hit, starts: set[int], ends: set[int], text: str) -> bool:
    """Whether what is tied to the name is a word in lower case or another known name."""
    start, end = hit.span
    left = start - 1 in ends or not _is_tied(text[start - 1 : start]) or bool(
        _LOWER_PART.search(text[max(0, start - 20) : start])
        and text[max(0, start - 3) : start] != "al-"
    )  # fmt: skip
    right = end + 1 in starts or not _is_tied(text[end : end + 1]) or bool(
        _LOWER_NEXT.match(text, end)
    )  # fmt: skip
    return left and right


def _is_tied(char: str) -> bool:
    return char != "" and char in "-‐‑–"


def with_languages(found: list[FoundEntity], text: str) -> list[FoundEntity]:
    """A people's name is a language after "in", "speak", "the teaching of", before no noun."""
    made = [
        FoundEntity(
            Span(match.start(1) + name.start(), match.start(1) + name.end()), "LANGUAGE", "language"
        )
        for match in _language().finditer(text)
        for name in _LANGUAGE_NAME.finditer(match[1])
    ]
    return replacing(found, made, text, keep_longer=True)


@cache
def _language() -> re.Pattern[str]:
    names = "|".join(phrases("demonyms", "languages", "names"))
    before = (
        r"(?:[Ii]n|into|(?:speak|learn|teach|stud[yi])(?:s|es|ing|er of|ed)?"
        r"|(?:[Tt]each|learn)ing of"
        r"|fluent in|translated (?:in)?to|from)"
    )
    after = (
        r"(?=[.,;:)!?”\"'’\n]|$| (?:and|or|as|at|for|to|on|with|by|languages?|versions?|texts?"
        r"|subtitles|in)(?!\w))"
    )
    more = rf"(?:(?:, | and |, and | or )(?:{names}))*"
    return re.compile(rf"(?<!\w){before} ((?:{names}){more}){after}")
