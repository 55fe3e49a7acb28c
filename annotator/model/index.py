"""Which spans overlap a piece of text: fast for many short spans and a few long ones."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Collection, Iterable
from typing import Generic, TypeVar

from annotator.model.spans import Span

T = TypeVar("T")
LONG = 2_000
"""Spans longer than this (code points) are kept aside, so that they widen no search."""

FEW = 64
"""Up to so many pairs are moved one by one."""


class SpanIndex(Generic[T]):
    """A set of (span, key) pairs, searchable by overlap. Keys must sort among each other."""

    def __init__(self, pairs: Iterable[tuple[Span, T]] = ()) -> None:
        self._fill(pairs)

    def _fill(self, pairs: Iterable[tuple[Span, T]]) -> None:
        ordered = sorted(pairs)
        lengths = [end - start for (start, end), _ in ordered]
        self._widest = max(lengths, default=0)
        self._short, self._long = ordered, []
        if self._widest > LONG:
            both = list(zip(ordered, lengths, strict=True))
            self._short = [pair for pair, length in both if length <= LONG]
            self._long = [pair for pair, length in both if length > LONG]
            self._widest = max((length for length in lengths if length <= LONG), default=0)

    def copy(self) -> SpanIndex[T]:
        """The same pairs in an index of their own."""
        other: SpanIndex[T] = SpanIndex()
        other._short, other._long, other._widest = [*self._short], [*self._long], self._widest
        return other

    def add(self, span: Span, key: T) -> None:
        """Take in one pair."""
        length = span.end - span.start
        if length > LONG:
            insort(self._long, (span, key))
            return
        self._widest = max(self._widest, length)
        insort(self._short, (span, key))

    def remove(self, span: Span, key: T) -> None:
        """Take one pair out. Raise `KeyError` when it is not there."""
        kept = self._long if span.end - span.start > LONG else self._short
        place = bisect_left(kept, (span, key))
        if place == len(kept) or kept[place] != (span, key):
            raise KeyError((span, key))
        del kept[place]

    def update(
        self, leaving: Collection[tuple[Span, T]], coming: Collection[tuple[Span, T]]
    ) -> None:
        """Take pairs out, which are there, and others in; many cost what making it anew costs."""
        if len(leaving) + len(coming) > FEW:
            gone = set(leaving)
            kept = (pair for pair in (*self._short, *self._long) if pair not in gone)
            self._fill([*kept, *coming])
            return
        for span, key in leaving:
            self.remove(span, key)
        for span, key in coming:
            self.add(span, key)

    def overlapping(self, piece: Span) -> list[tuple[Span, T]]:
        """The pairs that share a code point with `piece`, by start."""
        first = bisect_left(self._short, (Span(piece.start - self._widest, 0),))
        last = bisect_left(self._short, (Span(piece.end, 0),))
        found = [pair for pair in self._short[first:last] if pair[0].end > piece.start]
        long = [pair for pair in self._long if pair[0].overlaps(piece)]
        return sorted(found + long) if long else found
