"""Pieces of a text that were looked through and hold nothing, until an item in them changes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Sequence

from annotator.model.index import FEW
from annotator.model.spans import Span


class Searched:
    """Spans that do not overlap, such as paragraphs."""

    def __init__(self) -> None:
        self._spans: list[Span] = []
        self._known: set[Span] = set()

    def copy(self) -> Searched:
        """The same spans, to be remembered and forgotten apart."""
        other = Searched()
        other._spans, other._known = [*self._spans], {*self._known}
        return other

    def remember(self, span: Span) -> None:
        """There is nothing in this piece."""
        if span not in self._known:
            self._known.add(span)
            insort(self._spans, span)

    def holds(self, span: Span) -> bool:
        """Whether there is nothing in this very piece."""
        return span in self._known

    def forget(self, changed: Sequence[Span]) -> None:
        """What lies here changed: pieces that share text with it may hold something now."""
        if len(changed) > FEW:
            self._spans, self._known = [], set()
            return
        for span in changed:
            self._forget(span)

    def _forget(self, span: Span) -> None:
        first = max(0, bisect_right(self._spans, span.start, key=_start) - 1)
        last = bisect_left(self._spans, span.end, key=_start)
        touched = {piece for piece in self._spans[first:last] if piece.overlaps(span)}
        if touched:
            self._known -= touched
            self._spans[first:last] = [s for s in self._spans[first:last] if s not in touched]


def _start(span: Span) -> int:
    return span.start
