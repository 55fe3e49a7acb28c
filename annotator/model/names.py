"""Words that look like names or figures, by their form alone: what a suggester may have missed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from annotator.model.resources import resource
from annotator.model.spans import Span

_APOSTROPHE = "['’`´ʼ]"
_PARTICLES = "de|la|del|van|von|der|bin|ibn|al|el|da|di|du|le"
_CAPITALISED = rf"(?:[^\W\d_a-zß-ÿ](?:[\w-]|\.(?=\w)|{_APOSTROPHE}(?!s\b)(?=\w))*)"
_RUN = rf"(?:{_CAPITALISED}(?:\s+(?:(?:{_PARTICLES})\s+){{0,2}}{_CAPITALISED})*)"
_NAME = re.compile(
    rf"""
    (?P<name> {_RUN} (?: \s+ (?:of|for) (?:\s+the)? \s+ {_RUN} (?: \s+and\s+ {_RUN} )? )* )
    | (?P<figure> (?<!\w) \d (?: [\d.,:-]* \d )? (?!\w) )
    """,
    re.VERBOSE,
)
_BEGINNING = re.compile(r"[^\W_a-zß-ÿ]")
_BEGINS = re.compile(r"(?:^|[.!?:;…•*]|\n)[\s\"'“”‘’«»()\[\]–—-]*$")
"""What stands before the first word of a sentence."""
_FIRST_WORD = re.compile(r"\S+\s+(?:[a-z]+\s+)*")
_SMALL = re.compile(r"\b[a-zß-ÿ][\w-]*")
_BEFORE = 24
"""So many characters are looked at to tell whether a sentence begins."""


def name_like(text: str, piece: Span) -> Iterator[Span]:
    """Spans in `piece` of `text` that look like a name (a run of capitals) or a figure, in order.

    A capital letter at the start of a sentence says nothing: such a word counts only when another
    capitalised one follows it, or when the text never writes it small.
    """
    for found in _NAME.finditer(text, piece.start, piece.end):
        span = Span(*found.span())
        if found["name"] is not None:
            named = _without_starter(text, span)
            if named is None:
                continue
            span = named
        yield span


def may_hold_name(text: str, piece: Span) -> bool:
    """Whether any letter or digit in `piece` could begin what `name_like` finds; quick to tell."""
    return _BEGINNING.search(text, piece.start, piece.end) is not None


def name_at(text: str, token: Span, within: Span) -> Span | None:
    """The name-like span of `within` that begins at `token`, if there is one."""
    found = next(name_like(text, Span(token.start, within.end)), None)
    return found if found is not None and found.start == token.start else None


def _without_starter(text: str, span: Span) -> Span | None:
    """The name without the words that are large only because a sentence begins with them."""
    found: Span | None = span
    while found is not None and _first_word(text, found).casefold() in _starters():
        found = _after_first(text, found)
    if found is None or (found.text(text).isalpha() and len(found.text(text)) == 1):
        return None
    first = _first_word(text, found)
    if first != found.text(text) or not _begins_sentence(text, found.start):
        return found
    return None if first.casefold() in _small_words(text) else found


def _first_word(text: str, span: Span) -> str:
    return span.text(text).split(maxsplit=1)[0]


def _after_first(text: str, span: Span) -> Span | None:
    """The rest of a name after its first word and the small ones behind it."""
    rest = _FIRST_WORD.match(text, span.start, span.end)
    return Span(rest.end(), span.end) if rest is not None and rest.end() < span.end else None


def _begins_sentence(text: str, at: int) -> bool:
    return at == 0 or _BEGINS.search(text[max(0, at - _BEFORE) : at]) is not None


@cache
def _starters() -> frozenset[str]:
    """Words that begin sentences and are no names."""
    return frozenset(resource("sentence_starters.txt").read_text("utf-8").split())


def get_ready(text: str) -> None:
    """Look through a text now, which the first question about a name in it needs."""
    _small_words(text)


@lru_cache(maxsize=2)
def _small_words(text: str) -> frozenset[str]:
    """The words that `text` writes with a small first letter."""
    return frozenset(word for words in set(text.split()) for word in _SMALL.findall(words))
