"""Titles at the edges of a name: they are no part of it, and alone they are none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from annotator.model.spans import Span
from annotator.suggest.entities.found import FoundEntity, name_in
from annotator.suggest.entities.gazetteer import labels
from annotator.suggest.entities.title_forms import follows_title, portfolio, titles
from annotator.suggest.entities.wording import SPACE, UPPER, either, spaced
from annotator.suggest.words import phrases


def without_titles(found: list[FoundEntity], text: str) -> list[FoundEntity]:
    """Titles and portfolios at the edges are no part of a name, and alone they are none."""
    kept = []
    for entity in _without_further_titles(found, text):
        span = _bare(entity, text) if entity.is_name else entity.span
        if span == entity.span:
            kept.append(entity)
        elif span.start < span.end:
            kept.append(_renamed(entity, span, text))
    return kept


def _without_further_titles(found: list[FoundEntity], text: str) -> Iterator[FoundEntity]:
    """Names cut before a dash and a title: "the Cabinet | - Minister of Health"."""
    for entity in found:
        dash = _dash_before_title().search(text, *entity.span) if entity.is_name else None
        cut = Span(entity.span.start, dash.start()) if dash else entity.span
        yield entity.changed("title-words", cut) if dash else entity


def _renamed(entity: FoundEntity, span: Span, text: str) -> FoundEntity:
    label = labels().get(name_in(span, text), entity.label)
    if span.end < entity.span.end and text[span.start : span.start + 4].lower() == "the ":
        span = Span(span.start + 4, span.end)  # the article is the title's
    return entity.changed("title-words", span, label)


@cache
def _leading() -> re.Pattern[str]:
    return re.compile(rf"(?:[Tt]he{SPACE})?(?:{titles()}{SPACE})+")


@cache
def _title_inside() -> re.Pattern[str]:
    """ "Revolution Ayatollah | Ali Roevi": what stands before a title is none of the person's."""
    offices = set(phrases("titles", "titles", "offices", "inside"))
    sure = offices - set(phrases("titles", "titles", "weak"))
    return re.compile(rf".*(?<!\w){either(spaced(t) for t in sure)}{SPACE}(?={UPPER})")


@cache
def _leading_of() -> re.Pattern[str]:
    return re.compile(
        rf"(?:[Tt]he{SPACE})?(?:{titles()}{SPACE}(?:of|for){SPACE}"
        rf"(?:(?:the{SPACE})?{portfolio()}{SPACE}(?:of|for){SPACE})?)+(?=\S)"
    )


@cache
def _trailing() -> re.Pattern[str]:
    return re.compile(rf"(?:{SPACE}|^)(?:{portfolio()}{SPACE})?(?:{titles()}(?:{SPACE}|$))+$")


@cache
def _portfolios_at_end() -> re.Pattern[str]:
    return re.compile(rf"(?:(?<!of)(?<!for)(?<!and)(?<!the){SPACE}|^){portfolio()}$")


@cache
def _title_next() -> re.Pattern[str]:
    offices = either(spaced(title) for title in phrases("titles", "titles", "offices"))
    return re.compile(rf"{SPACE}(?:{offices}|ministers?|secretary|secretaries)(?![\w'’-])")


def _bare(entity: FoundEntity, text: str) -> Span:
    """The span of an entity without titles; empty where nothing else is left."""
    start, end = entity.span
    if _only_title().fullmatch(text, start, end):
        return Span(start, start)
    start = _after_leading(entity, text)
    if entity.label != "PERSON" or _title_next().match(text, end):
        end = _before_trailing(start, end, text)
    if _title_next().match(text, end) and (tail := _portfolios_at_end().search(text[start:end])):
        end = start + tail.start()
    if text[start:end].lower().strip() in ("the", ""):
        return Span(start, start)
    return _without_portfolio(Span(start, end), text)


def _after_leading(entity: FoundEntity, text: str) -> int:
    start, end = entity.span
    title = _leading_of().match(text, start, end)
    if title is None and entity.label == "PERSON":
        title = _leading().match(text, start, end) or _title_inside().match(text, start, end)
    return title.end() if title and title.end() < end else start


def _before_trailing(start: int, end: int, text: str) -> int:
    """The end without titles, unless "of" ties them to the name ("Office of the President")."""
    tail = _trailing().search(text[start:end])
    if tail is None:
        return end
    before = text[start : start + tail.start()]
    return end if re.search(r"\b(?:of|the)$", before) else start + tail.start()


@cache
def _dash_before_title() -> re.Pattern[str]:
    """ "the Cabinet of Ministers | - Minister of Health"."""
    return re.compile(rf"{SPACE}[-–—]+{SPACE}(?={titles()})")


@cache
def _only_title() -> re.Pattern[str]:
    return re.compile(
        rf"(?:[Tt]he{SPACE})?(?:{portfolio()}{SPACE})?{titles()}(?:{SPACE}{titles()})*"
    )


@cache
def _only_portfolio() -> re.Pattern[str]:
    return re.compile(portfolio())


def _without_portfolio(span: Span, text: str) -> Span:
    """Nothing where the whole is what a minister is minister of: "Minister of | Agriculture"."""
    if _only_portfolio().fullmatch(span.text(text)) and (
        follows_title(span.start, text)
        or _further_portfolio().search(text[max(0, span.start - 80) : span.start])
    ):
        return Span(span.start, span.start)
    return span


@cache
def _further_portfolio() -> re.Pattern[str]:
    """ "Minister of Trade and | ", "Minister for Health, | "."""
    return re.compile(rf"{titles()}{SPACE}(?:of|for){SPACE}{portfolio()}(?:,|{SPACE}and){SPACE}$")
