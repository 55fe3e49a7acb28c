"""Lines into paragraphs: which newline is a hard wrap, which ends a paragraph, what is furniture.

The suggester and the reading view share this decision. Many releases break their lines at 60 to 80
columns, inside sentences and names. Such a line was broken because the next word did not fit any
more: from that test on every pair of lines the width of the text is found, and with the width each
newline is judged. Everything is linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from annotator.model.furniture.abouts import abouts_among
from annotator.model.furniture.contacts import contacts_among
from annotator.model.furniture.lines import is_furniture_line
from annotator.model.furniture.part import LONGEST_HEAD, Part
from annotator.model.sentences import sentence_at
from annotator.model.spans import Span

ParagraphKind = Literal["body", "heading", "bullet", "furniture"]

NARROWEST, WIDEST = 40, 120
"""Columns: no text is wrapped narrower or wider than this."""
_AGREEING = 0.5
"""The part of a text's lines that must agree on a width before it is believed."""
_RAGGED = 0.75
"""The part of the width that an unfinished line fills at least: fonts are not all of one width."""
_LONGEST_HEADING = 100

_LINE_ENDS = "\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_PARAGRAPH_ENDS = ("\x0c", "\x1c", "\x1d", "\x1e", "\u2029")
_FINAL = tuple(".!?:;…")
_CLOSERS = "\"'”’»)]"
_BULLET = re.compile(
    r"\s*(?:([-‐‑‒–—―])|[*•‣◦▪●■□·]|\(?\d{1,3}[.)]|\(?[A-Za-z][.)](?!\s?[A-Z]\.)|\([ivx]+\))\s+(?=\S)"
)
_LOWER_CASE = re.compile(r"(?!www\.|http)[^\W\d_A-Z](?!\S*[@:])")
"""A word that goes on with a sentence; an address begins in lower case too and does not."""
_UNFINISHED = re.compile(
    r"(?:,|\b(?:an?|the|of|and|or|but|for|from|with|by|to|in|on|at|as|that|which|who|into|its|his"
    r"|her|their|our|this|these|is|are|was|were|has|have|had|will|Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col"
    r"|President|Minister|Secretary|Director|General)\.?)$"
)
"""What cannot stand at the end of a heading or of a paragraph."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph: its span without the final line end, and the line ends inside that are wraps.

    `wraps` are spans, because a line end may be two characters (CR LF).
    """

    span: Span
    kind: ParagraphKind
    wraps: tuple[Span, ...] = ()


class _Line:
    """A line that is not blank: its span without the line end, and how it looks.

    Most lines are whole paragraphs, of which little is asked: the rest is worked out when it is.
    """

    __slots__ = ("_whole", "is_furniture", "span", "words")

    def __init__(self, whole: str, at: int) -> None:
        self._whole = whole
        self.span = Span(at, at + len(whole.rstrip(_LINE_ENDS)))
        self.words = whole.strip()
        """The line without white space at its edges."""
        self.is_furniture = is_furniture_line(self.words)

    @property
    def after(self) -> int:
        """Where the next line begins."""
        return self.span.start + len(self._whole)

    @property
    def indent(self) -> int:
        """How much white space it begins with."""
        return len(self._whole) - len(self._whole.lstrip())

    @property
    def columns(self) -> int:
        """Where the last character stands, from the left edge."""
        return self.indent + len(self.words)

    @property
    def first_word(self) -> int:
        """The length of the first word."""
        return len(self.words.split(None, 1)[0])

    @property
    def is_final(self) -> bool:
        """Whether it ends as a sentence does."""
        return self.words.rstrip(_CLOSERS).endswith(_FINAL)

    @property
    def ends_paragraph(self) -> bool:
        """Whether its line end is one that always ends a paragraph (U+2029, form feed)."""
        return self._whole.endswith(_PARAGRAPH_ENDS)


def paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs of `text` in order; blank lines belong to none."""
    blocks = list(_blocks(text))
    width = _width(blocks)
    found: list[Paragraph] = []
    after_blank: set[int] = set()
    for block in blocks:
        after_blank.add(len(found))
        own = _width([block]) if len(block) > 3 else None
        found += _paragraphs_of(block, own or width, len(blocks) == 1)
    parts = [_part(text, paragraph, i in after_blank) for i, paragraph in enumerate(found)]
    contacts = contacts_among(parts)
    for i in contacts | abouts_among(parts, contacts):
        found[i] = replace(found[i], kind="furniture")
    return found


def _part(text: str, paragraph: Paragraph, after_blank: bool) -> Part:
    start, end = paragraph.span
    words = " ".join(text[start : min(end, start + LONGEST_HEAD)].split())
    return Part(words, end - start, paragraph.kind, after_blank)


def _blocks(text: str) -> Iterator[list[_Line]]:
    """The lines of `text` in runs without a blank line between them."""
    block: list[_Line] = []
    at = 0
    for whole in text.splitlines(keepends=True):
        if not whole.isspace():
            block.append(_Line(whole, at))
        elif block:
            yield block
            block = []
        at += len(whole)
    if block:
        yield block


def _width(blocks: Iterable[list[_Line]]) -> int | None:
    """The width in columns that most lines of `blocks` were wrapped at; None for unwrapped text.

    A line of 70 columns before a word of 9 letters was wrapped at 70 to 79 columns, if it was
    wrapped at all. The width that most such pairs agree on is the one that most intervals cover.
    """
    edges: list[tuple[int, int]] = []
    for block in blocks:
        for line, following in pairwise(block):
            edges += [(line.columns, 1), (line.columns + 1 + following.first_word, -1)]
    covering, best, width = 0, 0, 0
    for at, change in sorted(edges):
        covering += change
        if covering > best and NARROWEST <= at <= WIDEST:
            best, width = covering, at
    pairs = len(edges) // 2
    return width if best >= 2 and best >= _AGREEING * pairs else None


def _paragraphs_of(block: list[_Line], width: int | None, alone: bool) -> Iterator[Paragraph]:
    """Cut one run of lines into paragraphs; `alone` says that it is all there is."""
    start = 0
    for i, line in enumerate(block):
        following = block[i + 1] if i + 1 < len(block) else None
        if following is not None and _goes_on(block[start], line, following, width):
            continue
        if following is not None and alone and len(block) == 2 and _is_pair(line, following):
            continue
        yield _paragraph(block[start : i + 1])
        start = i + 1


def _goes_on(first: _Line, line: _Line, following: _Line, width: int | None) -> bool:
    """Whether `following` continues the sentence or paragraph of `line`, which began at `first`."""
    if line.ends_paragraph or line.is_furniture or following.is_furniture:
        return False
    full = width is not None and _is_full(line, following, width)
    bullet = _BULLET.match(following.words)
    if bullet and not _is_dash_inside(first, line, bullet, full):
        return False
    if full:
        return not (line.is_final and _is_set_apart(first, line, following))
    if line.is_final:
        return False
    return (
        _LOWER_CASE.match(following.words) is not None
        or (width is not None and _RAGGED * width <= line.columns <= width / _RAGGED)
        or (len(line.words) >= NARROWEST and _UNFINISHED.search(line.words) is not None)
    )


def _is_full(line: _Line, following: _Line, width: int) -> bool:
    """Whether the next word would not have fitted (and the line is no longer than the width)."""
    return line.columns <= width + 2 and line.columns + 1 + following.first_word > width


def _is_dash_inside(first: _Line, line: _Line, bullet: re.Match[str], full: bool) -> bool:
    """Whether what looks like a bullet is a dash, or a number, inside a wrapped sentence."""
    return full and not line.is_final and not _BULLET.match(first.words) and bullet[1] is not None


def _is_set_apart(first: _Line, line: _Line, following: _Line) -> bool:
    """Whether an indent marks `following` as a new paragraph."""
    if _BULLET.match(first.words):
        return following.indent < line.indent
    return following.indent > line.indent


def _is_pair(line: _Line, following: _Line) -> bool:
    """Whether two lines that are the whole text are one sentence: too few to find the width."""
    return (
        55 <= len(line.words) <= 100
        and not line.is_final
        and following.is_final
        and not _BULLET.match(following.words)
        and len(following.words) <= len(line.words)
        and not line.is_furniture
    )


def _paragraph(lines: list[_Line]) -> Paragraph:
    if len(lines) == 1:
        return Paragraph(lines[0].span, _kind(lines))
    whole = Span(lines[0].span.start, lines[-1].span.end)
    wraps = tuple([Span(line.span.end, line.after) for line in lines[:-1]])
    return Paragraph(whole, _kind(lines), wraps)


def _kind(lines: list[_Line]) -> ParagraphKind:
    if len(lines) == 1 and lines[0].is_furniture:
        return "furniture"
    if _BULLET.match(lines[0].words):
        return "bullet"
    words = " ".join([line.words for line in lines])
    if len(words) > _LONGEST_HEADING or lines[-1].is_final or words.endswith(","):
        return "body"
    whole = Span(0, len(words))
    return "heading" if sentence_at(words, whole, 0) == whole else "body"


def unwrapped(text: str, found: list[Paragraph]) -> str:
    """`text` with every wrap turned into spaces of the same length."""
    pieces: list[str] = []
    at = 0
    for paragraph in found:
        for wrap in paragraph.wraps:
            pieces += [text[at : wrap.start], " " * (wrap.end - wrap.start)]
            at = wrap.end
    return "".join([*pieces, text[at:]])
