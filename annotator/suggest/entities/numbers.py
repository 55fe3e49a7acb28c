"""Numbers with their units and currencies, and what only looks like a number."""

from __future__ import annotations

import re
from functools import cache

from annotator.model.spans import Span
from annotator.suggest.entities.found import FoundEntity, Layer, replacing
from annotator.suggest.entities.wording import either
from annotator.suggest.words import phrases

_SCALE = (
    r"(?: ?(?:hundred|thousand|million|billion|trillion|mln|bln|crore|lakh)(?: crore)?(?!\w)"
    r"|(?:bn|mn|tn|m|k)(?![\w.]))"
)
_FIGURE = r"(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d+)(?:[.,]\d+)?"
_SMALL = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|several|dozen"
_CODES = ("RM", "Rs", "Tk", "GH[¢₵]", "KSh", "USD", "EUR", "AED", "SAR")
_GLUED = "|".join(rf"(?<=\b{code})" for code in _CODES)
"""Currencies that stand before a figure without a space."""
_FIGURES = re.compile(
    rf"(?=\d)(?:(?<![\w.,/:\-–])|{_GLUED}){_FIGURE}{_SCALE}?"
    rf"(?:(?: ?[-–] ?| to | or ){_FIGURE}{_SCALE}?)?(?!\d|[.,:/]\d)"
)
_IN_WORDS = re.compile(rf"(?<![\w-])(?=[oteshfnd]){either(_SMALL.split('|'))}{_SCALE}(?!\w)")
_NUMERIC = frozenset({"CARDINAL", "QUANTITY", "MONEY", "PERCENT"})
_PERCENT = re.compile(r" ?(?:%|per ?cent(?!\w)|percentage points?(?!\w)|pct(?!\w))")
_SCALED = re.compile(rf"{_SCALE}$")
_PHONE = re.compile(
    r"\+\d[\d ()./\-]{6,}\d|(?<!\w)(?:[Tt]el|[Ff]ax|[Pp]hone|[Mm]obile|TEL|FAX)\w*[.:]* *"
    r"[(+\d][\d ()/+\-]{5,}\d"
)
_ADDRESS = re.compile(r"(?<!\S)[^\s@]+@\S+\.\w+|(?<!\w)(?:https?://|www\.)\S+")
_HAS_NUMBER = re.compile(
    r"\d|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|teen|twenty|thirty|forty"
    r"|fifty|sixty|eighty|ninety|hundred|thousand|million|billion|trillion|half|dozen|several|few"
    r"|third|quarter|tens|dozens)(?:teen|ty|s)?(?!\w)",
    re.IGNORECASE,
)


_FIRST = re.compile(r" (?:responders?|aid|lad(?:y|ies)|names?|instance|of all|and foremost)(?!\w)")
_COMPOUND = re.compile(r"-[A-Z]")


def without_lookalikes(found: list[FoundEntity], text: str) -> list[FoundEntity]:
    """Telephone numbers, addresses, signs, "first aid" and "a tonne" are no entities."""
    spans = [m.span() for m in _PHONE.finditer(text)]
    if "@" in text or "://" in text or "www." in text:
        spans += [m.span() for m in _ADDRESS.finditer(text)]
    contacts = Layer(FoundEntity(Span(*span), "", "") for span in spans)
    return [e for e in found if not contacts.at(e.span) and not _is_empty(e, text)]


def _is_empty(entity: FoundEntity, text: str) -> bool:
    piece = entity.span.text(text)
    if not any(char.isalnum() for char in piece):
        return True
    if entity.label == "ORDINAL":
        return piece.lower() == "first" and _FIRST.match(text, entity.span.end) is not None
    if entity.label == "CARDINAL":  # "the one-China principle"
        return piece.isalpha() and _COMPOUND.match(text, entity.span.end) is not None
    return entity.label in ("QUANTITY", "MONEY") and _HAS_NUMBER.search(piece) is None


def with_measures(found: list[FoundEntity], text: str) -> list[FoundEntity]:
    """A number with its unit, currency or per cent is one entity, approximation included."""
    layer = Layer(found)
    made: list[FoundEntity] = []
    end = 0
    for number in _candidates(found, text):
        if number.start < end:
            continue
        measure = _measure(number, layer, text)
        if measure is not None and measure.span.start >= end:
            made.append(measure)
            end = measure.span.end
    return replacing(found, made, text)


def _candidates(found: list[FoundEntity], text: str) -> list[Span]:
    """Figures and what the model took for numbers, in order, the longest first at each place."""
    numbers = (_FIGURES.finditer(text), _IN_WORDS.finditer(text))
    figures = {Span(*match.span()) for matches in numbers for match in matches}
    return sorted(
        figures.union(e.span for e in found if e.label in _NUMERIC),
        key=lambda span: (span.start, -span.end),
    )


def _measure(number: Span, layer: Layer, text: str) -> FoundEntity | None:
    """What a number measures; None where the model had it right or where it is a plain number."""
    there = layer.at(number)
    kind, span = _kind(number, text)
    if kind is None:
        if len(there) != 1 or there[0].span != number:
            return None
        kind = there[0].label
    span = _without_article(Span(_about(span.start, text), span.end), text)
    for entity in there:
        if entity.label == kind and not _is_article(entity.span.start, text):
            span = span.joined(entity.span)
    if any(entity.label not in _NUMERIC for entity in layer.at(span)):
        return None
    if len(there) != 1:
        return FoundEntity(span, kind, "measure")
    is_known = there[0].span == span and there[0].label == kind
    return None if is_known else there[0].changed("measure", span, kind)


def _kind(number: Span, text: str) -> tuple[str | None, Span]:
    """The label of a number by the words around it, and the span with them."""
    start, end = number
    if percent := _PERCENT.match(text, end):
        return "PERCENT", Span(start, percent.end())
    if sign := _currency_before().search(text[max(0, start - 8) : start]):
        start -= len(sign[0])
        word = _currency_after().match(text, end)
        return "MONEY", Span(start, word.end() if word else end)
    if word := _currency_after().match(text, end):
        return "MONEY", Span(start, word.end())
    if _SCALED.search(number.text(text)) and (word := _late_currency().match(text, end)):
        return "MONEY", Span(start, word.end())
    if unit := _unit().match(text, end):
        return "QUANTITY", Span(start, unit.end())
    return None, number


@cache
def _currency_before() -> re.Pattern[str]:
    signs = either(phrases("numbers", "money", "signs"))
    codes = either(phrases("numbers", "money", "codes"))
    return re.compile(rf"(?<![\w$])(?:{signs} ?|{codes} ?)$")


@cache
def _currency_after() -> re.Pattern[str]:
    kinds = either(phrases("numbers", "money", "kinds"))
    names = either(phrases("numbers", "money", "words"))
    codes = either(phrases("numbers", "money", "codes"))
    return re.compile(rf" +(?:(?:{kinds} +)?{names}|{codes})(?!\w)")


@cache
def _late_currency() -> re.Pattern[str]:
    kinds = either(phrases("numbers", "money", "kinds"))
    names = either(phrases("numbers", "money", "after_scale"))
    return re.compile(rf" +(?:{kinds} +)?{names}(?!\w)")


@cache
def _unit() -> re.Pattern[str]:
    before = either(phrases("numbers", "units", "before"))
    names = either(phrases("numbers", "units", "names"))
    per = either(phrases("numbers", "units", "per"))
    return re.compile(
        rf" +(?:{before} +)?{names}(?![\w-])(?: +per +{per}(?!\w))?"
        r"|(?<=\d)(?:km|kg|MW|GW|kW|ha|mm|cm|°C|°F)(?!\w)"
    )


@cache
def _approximations() -> frozenset[str]:
    return frozenset(phrases("numbers", "about", "words"))


_WORDS_BEFORE = re.compile(r"(?<![\w-])(?:[A-Za-z]+ +){1,5}$")


def _about(start: int, text: str) -> int:
    """Where a number begins with the approximation before it."""
    if text[start - 1 : start] != " ":
        return start
    at = max(0, start - 40)
    before = _WORDS_BEFORE.search(text[at:start])
    words = list(_WORD.finditer(before[0])) if before else []
    for i, word in enumerate(words):
        phrase = " ".join(w[0].lower() for w in words[i:])
        if phrase in _approximations():
            is_topic = phrase == "about" and i > 0 and words[i - 1][0] in _talking()
            return start if is_topic or before is None else at + before.start() + word.start()
    return start


_WORD = re.compile(r"[A-Za-z]+")


@cache
def _talking() -> frozenset[str]:
    return frozenset(phrases("numbers", "about", "talking"))


def _is_article(start: int, text: str) -> bool:
    return text[start : start + 4].lower() == "the "


def _without_article(span: Span, text: str) -> Span:
    return Span(span.start + 4, span.end) if _is_article(span.start, text) else span
