"""Names of bodies to their ends: "the Ministry of Foreign Affairs of the Republic of Palau"."""

from __future__ import annotations

import re
from functools import cache

from annotator.model.spans import Span
from annotator.suggest.entities.found import FoundEntity, Layer, name_in
from annotator.suggest.entities.wording import CAPITAL, SPACE, either
from annotator.suggest.words import phrases, words

_OF = re.compile(rf"{SPACE}(?:of|for){SPACE}")
_ABROAD = re.compile(rf"{SPACE}(?:in|to){SPACE}")
_THE = re.compile(rf"[Tt]he{SPACE}")
_FIRST_PART = re.compile(r" (?:of|for|on|in|to) ")
_GOES_ON = frozenset({"ORG", "GPE", "NORP", "LOC"})
_FOR_REGIONS = frozenset({"Office", "Centre", "Center", "Commission", "Bureau", "Department"})
"""These go on over "for" to a region: "the Economic Commission for Africa"."""
_MOST_PARTS = 4


def with_longest_bodies(found: list[FoundEntity], text: str) -> list[FoundEntity]:
    """A body and the country or body it is "of" are one name: no entity holds another."""
    layer = Layer(found)
    joined: list[FoundEntity] = []
    end = 0
    for entity in layer:
        if entity.span.start < end:
            continue
        whole = _whole(entity, layer, text) if entity.label in ("ORG", "GPE") else entity
        if joined and joined[-1].span.end > whole.span.start:
            whole = entity
        joined.append(whole)
        end = whole.span.end
    return joined


def _whole(entity: FoundEntity, layer: Layer, text: str) -> FoundEntity:
    """`entity` with all that it is of."""
    end = entity.span.end
    start = _start(entity.span.start, layer, text)
    if entity.label == "GPE" and start == entity.span.start:
        return entity
    for _ in range(_MOST_PARTS):
        further = _further(start, end, layer, text)
        if further == end:
            break
        end = further
    if Span(start, end) == entity.span:
        return entity
    return entity.changed("longest", Span(start, end), "ORG")


def _start(at: int, layer: Layer, text: str) -> int:
    """Where a name begins whose head the model missed: "the Staff of | the Armed Forces"."""
    found = _body_before().search(text[max(0, at - 80) : at])
    if found is None:
        return at
    start = max(0, at - 80) + found.start()
    return at if layer.at(Span(start, at)) else start


@cache
def _body_before() -> re.Pattern[str]:
    heads = either(words("bodies", "heads", "joining"))
    return re.compile(
        rf"(?<![\w-])(?:[Tt]he{SPACE}(?:(?:{CAPITAL}{SPACE}){{1,4}}(?<= ))?)?{heads}{SPACE}"
        rf"of{SPACE}(?:the{SPACE})?$"
    )


def _further(start: int, end: int, layer: Layer, text: str) -> int:
    """The end with one more part, or the same."""
    head = _head(Span(start, end), text)
    last = _last_head(Span(start, end), text)
    if head in words("bodies", "heads", "abroad") and (link := _ABROAD.match(text, end)):
        place = _part(link, layer, text)
        return place.span.end if place is not None and place.label == "GPE" else end
    if not {head, last} & words("bodies", "heads", "joining"):
        return end
    link = _OF.match(text, end)
    if link is None:
        return end
    part = _part(link, layer, text)
    if part is not None and (link[0].strip() == "of" or head in _FOR_REGIONS):
        return part.span.end if part.label in _GOES_ON else end
    portfolio = _portfolio().match(text, link.end())
    return portfolio.end() if portfolio and not layer.at(Span(*portfolio.span())) else end


def _part(link: re.Match[str], layer: Layer, text: str) -> FoundEntity | None:
    """The entity after "of", with its article or without."""
    the = _THE.match(text, link.end())
    return layer.starting(link.end()) or (layer.starting(the.end()) if the else None)


def _head(span: Span, text: str) -> str:
    """The last word of the name's first part: Ministry, Committee, Bank."""
    parts = _FIRST_PART.split(name_in(span, text))[0].split()
    return parts[-1] if parts else ""


def _last_head(span: Span, text: str) -> str:
    """The last word of the whole: "the Main Directorate of the General Staff" goes on too."""
    return name_in(span, text).split()[-1]


@cache
def _portfolio() -> re.Pattern[str]:
    word = either(phrases("titles", "portfolios", "words"))
    joint = rf"(?:,?{SPACE}and{SPACE}|,{SPACE}|{SPACE}(?:of{SPACE})?(?:the{SPACE})?)"
    return re.compile(rf"(?:the{SPACE})?{word}(?!\w)(?:{joint}{word}(?!\w))*")
