"""Entities by tokens, with the parse at hand: repairs that must know how words hang together."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, NamedTuple

_WITH_ARTICLE = frozenset({"ORG", "FAC", "LAW", "LOC", "EVENT"})
"""The labels whose names keep a leading "the", as OntoNotes has it."""


class TokenEntity(NamedTuple):
    """Tokens ``[start, end)`` of a parsed piece with their label."""

    start: int
    end: int
    label: str
    rule: str


def parsed_entities(doc: Any, off: Collection[str] = ()) -> list[TokenEntity]:
    """What the recogniser found in `doc`, after every repair by the parse that is not `off`."""
    found = [TokenEntity(ent.start, ent.end, ent.label_, "ner") for ent in doc.ents]
    for name, repair in PARSE_REPAIRS.items():
        if name not in off:
            found = repair(doc, found)
    return found


def with_articles(doc: Any, found: list[TokenEntity]) -> list[TokenEntity]:
    """The article belongs to a name that it determines: "the SDF", but not "the | UNGA meeting"."""
    if not doc.has_annotation("DEP"):
        return found
    return [_with_own_article(doc, entity) for entity in found]


def _with_own_article(doc: Any, entity: TokenEntity) -> TokenEntity:
    start, end, label, rule = entity
    if label in _WITH_ARTICLE and start and doc[start - 1].lower_ == "the":
        if label == "LOC" or _determines(start - 1, entity, doc):
            return TokenEntity(start - 1, end, label, f"{rule}+article")
        return entity
    is_two = label == "ORG" and end - start == 2 and doc[start].lower_ == "the"
    if is_two and not _determines(start, entity, doc):
        return TokenEntity(start + 1, end, label, f"{rule}+article")
    return entity


def _determines(article: int, entity: TokenEntity, doc: Any) -> bool:
    """Whether the article is that of the name, not of a noun after it: "the EU-led | process"."""
    end = entity.end
    is_tied = end < len(doc) and doc[end].text[0] in "-–" and not doc[end - 1].whitespace_
    return not is_tied and entity.start <= doc[article].head.i < end


PARSE_REPAIRS: dict[str, Callable[[Any, list[TokenEntity]], list[TokenEntity]]] = {
    "article": with_articles,
}
"""The repairs by the parse, in their order; `repairs.REPAIRS` are those that come after."""
