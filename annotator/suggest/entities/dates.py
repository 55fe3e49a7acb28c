"""Dates and times of day in all the forms that releases have."""

from __future__ import annotations

import re
from functools import cache

from annotator.model.spans import Span
from annotator.suggest.entities.found import FoundEntity, Layer, Taken, replacing
from annotator.suggest.entities.wording import either
from annotator.suggest.words import phrases

_YEAR = r"(?:19|20)\d\d"
_MONTH_NUMBER = r"(?:0?[1-9]|1[0-2])"
_DAY_NUMBER = r"(?:0?[1-9]|[12]\d|3[01])"
_ISO = re.compile(
    rf"(?<![\d./-])(?=\d){_YEAR}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?![\d/-]|\.\d)"
)
_FIGURES = re.compile(
    rf"(?<![\d./-])(?=\d)(?:{_DAY_NUMBER}\.{_MONTH_NUMBER}\.{_YEAR}"
    rf"|(?:{_DAY_NUMBER}/{_MONTH_NUMBER}|{_MONTH_NUMBER}/{_DAY_NUMBER})/{_YEAR})(?![\d/-]|\.\d)"
)
_POSSESSIVE = re.compile(r"(?:(?:this|last|next) )?(?:year|month|week)(?=['’]s )")
_OWNER = re.compile(r"(?<!\w)(?:[Tt]his|[Ll]ast|[Nn]ext) $")
_EARLIER = re.compile(r"(?:earlier|later) (?:today|this (?:week|month|year))", re.IGNORECASE)
_NOW = re.compile(
    r"(?<![\w-])(?<!USA )(?:[Tt]oday|[Yy]esterday|[Tt]omorrow"
    r"|(?:[Tt]his|[Ll]ast|[Nn]ext) (?:year|month|week))(?![\w-])"
)


def with_iso_dates(found: list[FoundEntity], text: str) -> list[FoundEntity]:
    """Dates as 2023-10-06."""
    made = [FoundEntity(Span(*match.span()), "DATE", "iso-date") for match in _ISO.finditer(text)]
    return replacing(found, made, text)


def with_dates(found: list[FoundEntity], text: str) -> list[FoundEntity]:
    """Other dates in figures, and days with months: "10.08.2023", "23 JANUARY 2023"."""
    layer = Layer(found)
    patterns = (_FIGURES, _calendar())
    spans = (Span(*match.span()) for pattern in patterns for match in pattern.finditer(text))
    made = [
        FoundEntity(span, "DATE", "date")
        for span in spans
        if not any(_is_better(entity, span) for entity in layer.at(span))
    ]
    return replacing(found, made, text)


def _is_better(entity: FoundEntity, span: Span) -> bool:
    """Whether what the model found there stays: a longer date, or a name with a date in it."""
    if entity.label in ("DATE", "TIME") or entity.is_name:
        return entity.span.contains(span)
    return False


@cache
def _calendar() -> re.Pattern[str]:
    listed = phrases("numbers", "dates", "months")
    month = either({*listed, *(name.upper() for name in listed)})
    day = r"\d{1,2}(?:st|nd|rd|th)?"
    days = rf"{day}(?:(?: ?[-–] ?| and | to ){day})?"
    year = rf"(?:,? +{_YEAR}(?!\w))?"
    return re.compile(
        rf"(?<![\w.,/-])(?=[\dA-Z])(?:{days} +{month}{year}"
        rf"|{month} +{days}{year}(?![\w-]|[.,:]\d)|{month} +{_YEAR})(?!\w)"
    )


_NO_DATE = re.compile(
    r"daily|weekly|monthly|yearly|annual|quarterly|nightly|the day", re.IGNORECASE
)


def with_relative_dates(found: list[FoundEntity], text: str) -> list[FoundEntity]:
    """ "this year" also before "'s spring", "today", "earlier today"; no article before a date."""
    changed = [
        _relative(entity, text)
        for entity in found
        if entity.label != "DATE" or not _NO_DATE.fullmatch(text, *entity.span)
    ]
    taken = Taken(text, changed)
    return changed + [
        FoundEntity(Span(*match.span()), "DATE", "relative-date")
        for match in _NOW.finditer(text)
        if taken.is_free(Span(*match.span()))
    ]


def _relative(entity: FoundEntity, text: str) -> FoundEntity:
    if entity.label not in ("DATE", "TIME"):
        return entity
    start, end = entity.span
    if _EARLIER.fullmatch(text, start, end) and entity.label == "TIME":
        return entity.changed("relative-date", label="DATE")
    if owner := _POSSESSIVE.match(text, start, end):
        before = _OWNER.search(text[max(0, start - 5) : start])
        start -= len(before[0]) if before else 0
        return entity.changed("relative-date", Span(start, owner.end()))
    if bare := _bare_date().fullmatch(text, start, end):
        return entity.changed("relative-date", Span(bare.start(1), end))
    return entity


@cache
def _bare_date() -> re.Pattern[str]:
    """ "the" before a month and day, a weekday or a year: it belongs to the noun after that."""
    month = either(phrases("numbers", "dates", "months"))
    weekday = either(phrases("numbers", "dates", "weekdays"))
    return re.compile(rf"[Tt]he +((?:{month} +\d{{1,2}}(?:,? +{_YEAR})?|{weekday}|{_YEAR}))")


def with_day_parts(found: list[FoundEntity], text: str) -> list[FoundEntity]:
    """A day and its part are one time, as are an hour and its zone: "Wednesday night", "6 GMT"."""
    found = [_with_zone(entity, text) if entity.label == "TIME" else entity for entity in found]
    made = [
        FoundEntity(Span(*match.span()), "TIME", "day-part") for match in _day_part().finditer(text)
    ]
    known = {(entity.span, entity.label) for entity in found}
    return replacing(found, [e for e in made if e[:2] not in known], text, keep_longer=True)


_ZONE = re.compile(
    r" (?:local time|GMT|UTC(?:[+-]\d+)?|EST|EDT|CET|CEST"
    r"|(?:Eastern|Central|Pacific)(?: Standard)? Time|[A-Z][a-z]+ time)(?!\w)"
)


def _with_zone(entity: FoundEntity, text: str) -> FoundEntity:
    zone = _ZONE.match(text, entity.span.end)
    if zone is None:
        return entity
    return entity.changed("day-part", Span(entity.span.start, zone.end()))


@cache
def _day_part() -> re.Pattern[str]:
    weekday = either(phrases("numbers", "dates", "weekdays"))
    parts = either(phrases("numbers", "dates", "parts"))
    return re.compile(
        rf"(?<!\w)(?:(?:[Ee]arly|[Ll]ate)(?: on)? )?"
        rf"(?:{weekday}|[Yy]esterday|[Tt]omorrow) {parts}(?!\w)"
    )
