"""Where the items of a release stand: reading order, what is open, what lies at an offset.

Kept up to date item by item, so that a key costs the same in a long release as in a short one.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator
from copy import copy

from annotator.model.fold import Fold, Item
from annotator.model.index import SpanIndex
from annotator.model.spans import Span

Place = tuple[tuple[int, int, int], str]
"""Reading order of the record, then the id."""


class Places:
    """An index over the fold of the release in hand."""

    def __init__(self, fold: Fold) -> None:
        self._fold = fold
        self._known: dict[str, Item] = {}
        self._spans: SpanIndex[str] = SpanIndex()
        self.visible: list[Place] = []
        self.known: list[Place] = []
        """What is visible and what was rejected."""
        self.open: list[Place] = []
        self.doubtful: list[Place] = []
        self.open_claims: list[Place] = []
        self.judged = 0
        for item in sorted(fold.items.values(), key=_place):
            self._take_in(item)

    def after(self, fold: Fold, changed: Iterable[str]) -> Places:
        """The places in a copy of the fold where these items changed; this one stays as it is."""
        other = copy(self)
        other._fold, other._known, other._spans = fold, dict(self._known), self._spans.copy()
        other.visible, other.known = [*self.visible], [*self.known]
        other.open, other.doubtful = [*self.open], [*self.doubtful]
        other.open_claims = [*self.open_claims]
        other.update(changed)
        return other

    def update(self, ids: Iterable[str]) -> None:
        """Look again at these items; some may be new, gone, rejected or covered."""
        for name in ids:
            old = self._known.pop(name, None)
            if old is not None:
                self._take_out(old)
            new = self._fold.items.get(name)
            if new is not None:
                self._take_in(new)

    def _take_in(self, item: Item) -> None:
        self._known[item.id] = item
        self.judged += item.is_judged
        for places in self._holding(item):
            _insert(places, _place(item))
        if item.is_void:
            return
        for span in item.record.spans():
            self._spans.add(span, item.id)

    def _take_out(self, item: Item) -> None:
        self.judged -= item.is_judged
        for places in self._holding(item):
            _remove(places, _place(item))
        if item.is_void:
            return
        for span in item.record.spans():
            self._spans.remove(span, item.id)

    def _holding(self, item: Item) -> Iterator[list[Place]]:
        """The lists that an item belongs to."""
        if not item.is_void:
            yield self.known
        if item.is_shown:
            yield self.visible
        if item.is_open:
            yield self.open
        if item.is_doubtful:
            yield self.doubtful
        if item.is_open and item.record.layer == "claim":
            yield self.open_claims

    def next_open(self, after: Place) -> str | None:
        """The next open item in reading order, from the top again at the end."""
        return _next(self.open, after)

    def previous_open(self, before: Place) -> str | None:
        """The open item before, from the end again at the top."""
        return _previous(self.open, before)

    def next_doubtful(self, after: Place) -> str | None:
        """The next open item that its suggester is not sure of, from the top again at the end."""
        return _next(self.doubtful, after)

    def previous_doubtful(self, before: Place) -> str | None:
        """The doubtful item before, from the end again at the top."""
        return _previous(self.doubtful, before)

    def next_claim(self, after: Place) -> str | None:
        """The next open claim in reading order, from the top again at the end."""
        return _next(self.open_claims, after)

    def previous_claim(self, before: Place) -> str | None:
        """The open claim before, from the end again at the top."""
        return _previous(self.open_claims, before)

    def next_known(self, after: Place) -> str | None:
        """The next item of any state, from the top again at the end."""
        return _next(self.known, after)

    def previous_known(self, before: Place) -> str | None:
        """The item of any state before, from the end again at the top."""
        return _previous(self.known, before)

    def overlapping(self, span: Span) -> list[Item]:
        """Items on the page with a span that shares text with `span`, shortest span first."""
        return [item for item in self._around(span) if item.is_shown]

    def rejected_at(self, span: Span) -> list[Item]:
        """The same of what was rejected."""
        return [item for item in self._around(span) if not item.is_shown]

    def _around(self, span: Span) -> list[Item]:
        found: dict[str, int] = {}
        for piece, name in self._spans.overlapping(span):
            found[name] = min(found.get(name, piece.end), piece.end - piece.start)
        return [self._fold.items[name] for name in sorted(found, key=lambda n: (found[n], n))]


def _place(item: Item) -> Place:
    return item.record.order(), item.id


def _insert(places: list[Place], place: Place) -> None:
    if not places or places[-1] < place:
        places.append(place)
    else:
        insort(places, place)


def _remove(places: list[Place], place: Place) -> None:
    del places[bisect_left(places, place)]


def _next(places: list[Place], after: Place) -> str | None:
    at = bisect_right(places, after)
    return places[at % len(places)][1] if places else None


def _previous(places: list[Place], before: Place) -> str | None:
    at = bisect_left(places, before)
    return places[at - 1][1] if places else None
