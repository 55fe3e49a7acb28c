"""Words of names: what may be one, where listed names stand, which lines are headlines."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from annotator.model.spans import Span
from annotator.suggest.words import phrases, words

UPPER = r"[^\W\d_a-zß-öø-ÿ]"
"""A capital letter, or one of a script without capitals; as a small class, for speed."""
CAPITAL = rf"(?:(?:[A-Z]\.){{1,5}}|{UPPER}[\w&]*(?:(?:['’‘](?!s(?!\w))|-)\w+)*)"
"""A word with a capital letter, as a regular expression."""
SPACE = " +"
"""Between the words of a name: a wrap leaves several spaces, a paragraph ends at a newline."""

_WORD = re.compile(r"(?<!\w)[^\W\d_]\w*")
_LAST_WORD = re.compile(rf"(?<![\w'’]){CAPITAL},? $")
_NEXT_WORD = re.compile(rf" ({CAPITAL})")
_LONGEST_HEADLINE = 200


def either(alternatives: Iterable[str]) -> str:
    """A regular expression for one of several others, the longest that fits.

    They are grouped by their first letter: a word that begins with another costs next to nothing.
    """
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for alternative in sorted(alternatives, key=lambda a: (-len(a), a)):
        is_plain = _PLAIN_START.match(alternative) is not None
        groups[alternative[0] if is_plain else ""].append(alternative)
    odd = groups.pop("", [])
    grouped = [f"{first}(?:{'|'.join(a[1:] for a in group)})" for first, group in groups.items()]
    return f"(?:{'|'.join([*odd, *grouped])})"


_PLAIN_START = re.compile(r"\w(?![?*+{])")


def spaced(phrase: str) -> str:
    """A regular expression for a phrase, whatever the white space in it."""
    return SPACE.join(re.escape(word) for word in phrase.split())


class Hit(NamedTuple):
    """A listed name at its place."""

    span: Span
    name: str


class NameFinder:
    """Finds many names in one pass: each word is looked up as the first word of a name."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_first: defaultdict[str, list[str]] = defaultdict(list)
        for name in sorted(names, key=lambda name: (-len(name), name)):
            if first := _WORD.match(name):
                self._by_first[first[0]].append(name)
        lower = [first for first in self._by_first if first[0].islower()]
        self._first = re.compile(
            "(?<!\\w)(?:" + "|".join([UPPER + r"\w*", *sorted(lower)]) + ")(?!\\w)"
        )

    def hit_at(self, at: int, text: str) -> Hit | None:
        """The longest name that begins at `at`."""
        word = _WORD.match(text, at)
        for name in self._by_first.get(word[0], ()) if word else ():
            end = _end_of(name, at, text)
            if end is not None:
                return Hit(Span(at, end), name)
        return None

    def hits(self, text: str) -> Iterator[Hit]:
        """The names in `text`, the longest at each place, none inside another."""
        end = 0
        for word in self._first.finditer(text) if self._by_first else ():
            if word.start() < end:
                continue
            if word[0] in self._by_first and (hit := self.hit_at(word.start(), text)):
                end = hit.span.end
                yield hit


_WIDE = re.compile("  ")


def _end_of(name: str, at: int, text: str) -> int | None:
    """Where `name` ends that begins at `at`, whatever the white space in it."""
    if text.startswith(name, at):
        end = at + len(name)
    elif (
        " " in name
        and _WIDE.search(text, at, at + len(name))
        and (found := _pattern(name).match(text, at))
    ):
        end = found.end()
    else:
        return None
    return None if end < len(text) and (text[end].isalnum() or text[end] == "_") else end


@lru_cache(maxsize=1000)
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(spaced(name))


def is_compound(span: Span, text: str) -> bool:
    """Whether a hyphen ties `span` to another word."""
    return (
        text[span.start - 1 : span.start] in _HYPHENS or text[span.end : span.end + 1] in _HYPHENS
    )


_HYPHENS = frozenset("-‐‑–")


def word_before(span: Span, text: str) -> str:
    """The capitalised word right before `span`, unless it begins a sentence or is a title."""
    before = text[max(0, span.start - 30) : span.start]
    found = _LAST_WORD.search(before)
    if found is None or "," in found[0]:
        return ""
    word = found[0].strip()
    return "" if is_function_word(word) or word in title_words() else word


def word_after(span: Span, text: str) -> str:
    """The capitalised word right after `span` that is no title."""
    found = _NEXT_WORD.match(text, span.end)
    return "" if found is None or found[1] in title_words() or found[1] in weekdays() else found[1]


@cache
def weekdays() -> frozenset[str]:
    """The days of the week."""
    return frozenset(phrases("numbers", "dates", "weekdays"))


@cache
def title_words() -> frozenset[str]:
    """The single words of titles."""
    titles = phrases("titles", "titles", "offices", "ranks", "address")
    return frozenset(word for title in titles for word in title.split() if word[:1].isupper())


def is_function_word(word: str) -> bool:
    """Whether it only begins a sentence."""
    return word.lower() in words("entities", "function_words")


@lru_cache(maxsize=2)
def headlines(text: str) -> tuple[Span, ...]:
    """The lines where Nearly Every Word Has a Capital: there a capital tells nothing."""
    found, at = [], 0
    for line in text.split("\n"):
        if len(line) <= _LONGEST_HEADLINE and _is_headline(line):
            found.append(Span(at, at + len(line)))
        at += len(line) + 1
    return tuple(found)


def _is_headline(line: str) -> bool:
    found = [word for word in re.findall(r"[^\W\d_][\w'’]*", line) if len(word) > 3]
    return (
        len(found) >= 4
        and not line.rstrip().endswith(".")
        and all(word[0].isupper() or is_function_word(word) for word in found)
    )


def in_headline(offset: int, text: str) -> bool:
    """Whether the line at `offset` is a headline in title case."""
    lines = headlines(text)
    i = bisect_right(lines, Span(offset, len(text)))
    return i > 0 and lines[i - 1].covers(offset)
