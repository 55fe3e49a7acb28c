"""Spans of text, counted in Unicode code points of the untouched text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol


class Words(Protocol):
    """A text to read from: the untouched one, or one whose names are masked."""

    def __getitem__(self, piece: slice, /) -> str:
        """The words of a piece."""


class Span(NamedTuple):
    """A half-open piece of text ``[start, end)``; sorts by start, then by end."""

    start: int
    end: int

    def text(self, whole: Words) -> str:
        """The piece of `whole` that this span covers."""
        return whole[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def covers(self, offset: int) -> bool:
        """Whether the code point at `offset` lies inside."""
        return self.start <= offset < self.end

    def contains(self, other: Span) -> bool:
        """Whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def joined(self, other: Span) -> Span:
        """The smallest span that holds both."""
        return Span(min(self.start, other.start), max(self.end, other.end))

    def fits(self, length: int) -> bool:
        """Whether this is a non-empty span of a text of `length` code points."""
        return 0 <= self.start < self.end <= length


def normalised(spans: Iterable[Span]) -> tuple[Span, ...]:
    """`spans` in text order, those that overlap or touch joined into one."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            joined[-1] = joined[-1].joined(span)
        else:
            joined.append(span)
    return tuple(joined)


def number_of(inner: Span, spans: Sequence[Span]) -> int:
    """Which of `spans` holds `inner`, from 0."""
    return next(number for number, span in enumerate(spans) if span.contains(inner))


def trimmed(span: Span, text: str) -> Span:
    """`span` without white space at its edges; an empty span at its start when nothing is left."""
    piece = span.text(text)
    start = span.start + len(piece) - len(piece.lstrip())
    end = span.start + len(piece.rstrip())
    return Span(start, max(start, end)) if piece.strip() else Span(span.start, span.start)
