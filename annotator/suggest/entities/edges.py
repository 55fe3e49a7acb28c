"""Where names begin and end: possessives, dangling signs, abbreviations, swallowed people."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

from annotator.model.spans import Span
from annotator.suggest.entities.found import FoundEntity, name_in
from annotator.suggest.entities.gazetteer import labels

_POSSESSIVE = re.compile(r"(?:['’‘]s|['’‘])$", re.IGNORECASE)
_DANGLING = re.compile(
    r"(?:\s+[-–—+−*|]+(?:\s+(?:of|and|in|the|for))?|\s*\("
    r"|\s+(?:of|and|in|the|for|on|at|to|by|with|from|as)|[\s,;:*|\"“”]+)$"
)
_LEADING = re.compile(r"^[\s+−*|,;:.\"“”)–—-]+")
ABBREVIATION = re.compile(r"\s?\(([A-Z][A-Za-z]*[A-Z])\)")
"""``(WHO)`` after a name; group 1 is the abbreviation."""


_WITH_ARTICLE = frozenset({"ORG", "FAC", "LAW", "LOC", "EVENT"})
"""The labels whose names keep a leading "the", as OntoNotes has it."""
_ARTICLE_BEFORE = re.compile(r"(?<!\w)the +$", re.IGNORECASE)
_ARTICLE = re.compile(r"the +", re.IGNORECASE)


def with_articles(found: list[FoundEntity], text: str) -> list[FoundEntity]:
    """The article belongs to a name that it determines: "the SDF", but not "the | UNGA meeting"."""
    return [_with_own_article(entity, text) for entity in found]


def _with_own_article(entity: FoundEntity, text: str) -> FoundEntity:
    start, end = entity.span
    if entity.label not in _WITH_ARTICLE or entity.article is None:
        return entity
    before = _ARTICLE_BEFORE.search(text, max(0, start - 10), start)
    if before and (entity.article == "name" or entity.label == "LOC"):
        return entity.changed("article", Span(before.start(), end))
    inside = _ARTICLE.match(text, start, end)
    is_one_word = inside is not None and " " not in text[inside.end() : end]
    if inside and entity.article == "noun" and entity.label == "ORG" and is_one_word:
        return entity.changed("article", Span(inside.end(), end))
    return entity


def with_clean_edges(found: list[FoundEntity], text: str) -> list[FoundEntity]:
    """Possessive marks, dangling "- of" and "(", and stray punctuation are no part of a name.

    A name that swallowed its own abbreviation, and perhaps a title, ends before the bracket.
    """
    cleaned = []
    for entity in found:
        span = _before_abbreviation(_without_edges(entity.span, text), text)
        if span == entity.span:
            cleaned.append(entity)
        elif span.start < span.end:
            cleaned.append(entity.changed("edges", span=span))
    return cleaned


def _without_edges(span: Span, text: str) -> Span:
    start, end = span
    for pattern in (_POSSESSIVE, _DANGLING):
        if tail := pattern.search(text[start:end]):
            end = start + tail.start()
    if "(" in (piece := text[start:end]) and ")" not in piece:
        end = start + len(piece[: piece.rindex("(")].rstrip())
    if text[end - 1 : end] == ")" and "(" not in text[start:end]:
        end -= 1
    if head := _LEADING.match(text[start:end]):
        start += head.end()
    return Span(start, max(start, end))


def _before_abbreviation(span: Span, text: str) -> Span:
    inner = ABBREVIATION.search(span.text(text))
    if inner is not None and inner.start() > 0:
        name = Span(span.start, span.start + inner.start())
        if abbreviates(inner[1], name_in(name, text)):
            return name
    return span


def abbreviates(short: str, name: str) -> bool:
    """Whether `short` is the initials of the capitalised words of `name`."""
    initials = "".join(word[0] for word in re.split(r"[\s-]+", name) if word[:1].isupper())
    return short.upper() == initials.upper()


def with_names_split(found: list[FoundEntity], text: str) -> list[FoundEntity]:
    """An ORG that swallowed a person ("World Health Organization Jane Roe") becomes two.

    A person's name of two words or more is trusted when it stands alone as PERSON at least once.
    """
    people: defaultdict[str, list[str]] = defaultdict(list)
    for name in {name_in(e.span, text) for e in found if e.label == "PERSON"}:
        if " " in name:
            people[name.split()[-1]].append(name)
    return [part for entity in found for part in _split(entity, people, text)]


def _split(entity: FoundEntity, people: Mapping[str, list[str]], text: str) -> list[FoundEntity]:
    """`entity`, or what stands before the longest known person at its end and that person."""
    if entity.label == "PERSON":
        return [entity]
    piece = re.sub(r"\s", " ", entity.span.text(text))
    last = piece.rsplit(" ", 1)[-1]
    for name in sorted(people.get(last, ()), key=len, reverse=True):
        at = len(piece) - len(name)
        if piece.endswith(name) and (at == 0 or piece[at - 1] in " ,"):
            start, end = entity.span
            person = entity.changed("name-split", Span(start + at, end), "PERSON")
            rest = Span(start, start + len(piece[:at].rstrip(" ,")))
            label = labels().get(name_in(rest, text), entity.label)
            whole = entity.changed("name-split", rest, label)
            return [whole, person] if rest.start < rest.end else [person]
    return [entity]
