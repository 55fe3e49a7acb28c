"""Tokens and characters as a reader sees them: where a caret stops and a boundary moves.

Everything here looks only at the text around an offset, so it costs the same in a long release as
in a short one. Offsets are Unicode code points.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import chain, takewhile

from annotator.model.spans import Span

_JOINER = "\u200d"
_HYPHENS = "-\u2010\u2011"
APOSTROPHES = "'\u2018\u2019`\u00b4\u02bc"
_INVISIBLE = "\u00ad\u200c\u2060\ufeff"
"""Soft hyphen, zero-width non-joiner, word joiner, BOM: part of the word they stand in."""
_FIRST_EXTENDING = "\u00ad"
"""No character before this one belongs to what stands before it, but for a line feed."""
_RUN = re.compile(r"\w+")
"""Exactly the characters of `_is_word`."""
_PLAIN = re.compile(r"[A-Za-z0-9_]+(?=[.,]?(?:[ \t\n]|$)|[;:!?()\"])")
"""A token as most are: nothing behind it can belong to it."""
_NEXT_PLAIN = re.compile(rf"\s*({_PLAIN.pattern})")
"""The same, and the space before it."""
_REACHING = ("\r", _JOINER)
"""What may take a character behind it that does not extend by itself."""


def _extends(char: str) -> bool:
    """Whether `char` belongs to the character before it."""
    if char < _FIRST_EXTENDING:
        return False
    return (
        char == _JOINER
        or char in _INVISIBLE
        or "\U0001f3fb" <= char <= "\U0001f3ff"
        or "\U000e0020" <= char <= "\U000e007f"
        or unicodedata.category(char) in ("Mn", "Mc", "Me")
    )


def _is_flag(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def cluster_end(text: str, start: int) -> int:
    """Where the character that begins at `start` ends: accents, emoji parts and CR LF included.

    A short form of the extended grapheme clusters of UAX 29.
    """
    end = start + 1
    if end == len(text):
        return end
    if text[end] < _FIRST_EXTENDING and text[start] not in _REACHING:
        return end  # nearly always; a long text has no time for the rest
    if text[start] == "\r" and text[end : end + 1] == "\n":
        return end + 1
    if _is_flag(text[start]) and end < len(text) and _is_flag(text[end]):
        end += 1
    while end < len(text) and (
        _extends(text[end]) or (text[end - 1] == _JOINER and not text[end].isspace())
    ):
        end += 1
    return min(end, len(text))


def cluster_start(text: str, end: int) -> int:
    """Where the character that ends at `end` begins."""
    start = max(0, end - 1)
    while start > 0 and _may_belong_to_what_is_before(text, start):
        start -= 1
    while (after := cluster_end(text, start)) < end:
        start = after
    return start


def _may_belong_to_what_is_before(text: str, at: int) -> bool:
    char, before = text[at], text[at - 1]
    return _extends(char) or before == _JOINER or _is_flag(char) or (before, char) == ("\r", "\n")


def _is_word(char: str) -> bool:
    return char.isalnum() or char == "_"


def _joins(text: str, at: int, start: int) -> bool:
    """Whether the punctuation at `at` holds the word that began at `start` together."""
    char, after = text[at], text[at + 1 : at + 2]
    if char in APOSTROPHES:
        return _is_word(after) and not _is_possessive(text, at)
    if char == "." and "." in text[start:at] and text[at - 1].isalpha():
        return True  # the last stop of "U.S."
    if not after or not _is_word(after):
        return False
    if char in _HYPHENS:
        return True
    if char == "." and at - start == 1:
        return True
    return char in ".," and after.isdigit() and text[at - 1].isdigit()


def _is_possessive(text: str, at: int) -> bool:
    rest = text[at + 1 : at + 3]
    return rest[:1] in ("s", "S") and not _is_word(rest[1:2] or " ")


def token_end(text: str, start: int) -> int:
    """Where the token that begins at `start` (not white space) ends.

    A token is a word with its hyphens and inner apostrophes, a number, a possessive mark ("'s"), or
    one character of punctuation. It holds no white space.
    """
    if plain := _PLAIN.match(text, start):
        return plain.end()
    if text[start] in APOSTROPHES and _is_possessive(text, start):
        return start + 2
    if not _is_word(text[start]):
        return cluster_end(text, start)
    end = _end_of_run(text, start)
    while end < len(text) and _joins(text, end, start):
        end = _end_of_run(text, cluster_end(text, end))
    return end


def _end_of_run(text: str, at: int) -> int:
    """Where a run of letters and digits from `at` on ends, with what belongs to its characters.

    No letter or digit belongs to the character before it, so only the last one is looked at.
    """
    while run := _RUN.match(text, at):
        at = cluster_end(text, run.end() - 1)
    return at


def next_token(text: str, offset: int) -> Span | None:
    """The first token that begins at or after `offset`; `offset` must not lie inside a token."""
    while offset < len(text) and text[offset].isspace():
        offset += 1
    return Span(offset, token_end(text, offset)) if offset < len(text) else None


def tokens_from(text: str, offset: int) -> Iterator[Span]:
    """Every token that begins at or after `offset`, which must not lie inside one, in order."""
    while True:
        if plain := _NEXT_PLAIN.match(text, offset):
            token = Span(*plain.span(1))
        elif found := next_token(text, offset):
            token = found
        else:
            return
        yield token
        offset = token.end


def token_at(text: str, offset: int) -> Span | None:
    """The token at `offset`, or the first one after it; None behind the last."""
    start = min(offset, len(text))
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    token = next_token(text, start)
    while token is not None and token.end <= offset:
        token = next_token(text, token.end)
    return token


def previous_token(text: str, offset: int) -> Span | None:
    """The last token that ends at or before `offset`; None before the first."""
    end = min(offset, len(text))
    while end > 0 and text[end - 1].isspace():
        end -= 1
    if end == 0:
        return None
    start = end
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    last = None
    token = next_token(text, start)
    while token is not None and token.end <= offset:
        last, token = token, next_token(text, token.end)
    return last if last is not None else previous_token(text, start)


def tokens_in(text: str, span: Span) -> list[Span]:
    """Every token that overlaps `span`."""
    first = token_at(text, span.start)
    if first is None:
        return []
    rest = tokens_from(text, first.end)
    return [*takewhile(lambda token: token.start < span.end, chain((first,), rest))]


def snapped(text: str, span: Span) -> Span:
    """`span` widened to whole tokens and without white space at its edges."""
    tokens = tokens_in(text, span)
    return tokens[0].joined(tokens[-1]) if tokens else Span(span.start, span.start)
