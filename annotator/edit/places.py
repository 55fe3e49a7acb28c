"""Where the items of a release stand: reading order, what is open, what lies at an offset.

Kept up to date item by item, so that a key costs the same in a long release as in a short one.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Collection, Hashable, Iterable
from copy import copy
from functools import cache, cached_property

from annotator.edit.searched import Searched
from annotator.model.fold import Fold, Item
from annotator.model.index import FEW, SpanIndex
from annotator.model.spans import Span

Place = tuple[tuple[int, int, int], str]
"""Reading order of the record, then the id."""


_KNOWN, _VISIBLE, _OPEN, _DOUBTFUL, _CLAIM, _DELETED = _LISTS = range(6)


_REJECTED = (_KNOWN,)
_GONE = (_KNOWN, _DELETED)
_STANDING = (_KNOWN, _VISIBLE)
_TO_JUDGE = (
    ((_KNOWN, _VISIBLE, _OPEN), (_KNOWN, _VISIBLE, _OPEN, _CLAIM)),
    ((_KNOWN, _VISIBLE, _OPEN, _DOUBTFUL), (_KNOWN, _VISIBLE, _OPEN, _DOUBTFUL, _CLAIM)),
)
"""By whether it is doubtful, then by whether it is a claim."""


def _listed(item: Item | None) -> tuple[int, ...]:
    """The lists that an item belongs to."""
    if item is None:
        return ()
    if item.is_open:
        return _TO_JUDGE[item.is_doubtful][item.record.layer == "claim"]
    if item.status == "covered":
        return ()
    if item.is_deleted:
        return _GONE
    return _REJECTED if item.status == "rejected" else _STANDING


@cache
def _apart(one: tuple[int, ...], other: tuple[int, ...]) -> tuple[int, ...]:
    """The lists in the first that are not in the other."""
    return tuple(number for number in one if number not in other)


class Places:
    """An index over the fold of the release in hand."""

    def __init__(self, fold: Fold) -> None:
        self._fold = fold
        self._known: dict[str, Item] = {}
        self._lists: tuple[list[Place], ...] = tuple([] for _ in _LISTS)
        self.searched = Searched()
        """Where nothing is left to find, as far as it was looked for."""
        self.counted: dict[tuple[Hashable, ...], int] = {}
        """What was counted since something changed last."""
        self._fill()

    def _fill(self) -> None:
        """Take in all items; once a release, so it is in one go and sorted once."""
        items = self._known = dict(self._fold.items)
        for place, item in sorted([(_place(item), item) for item in items.values()]):
            for number in _listed(item):
                self._lists[number].append(place)

    @cached_property
    def _spans(self) -> SpanIndex[str]:
        """The spans of what is known; a page can be shown before they are in order."""
        known = ((name, self._known[name].record) for _, name in self.known)
        return SpanIndex([(span, name) for name, record in known for span in record.spans()])

    def get_ready(self) -> None:
        """Do now what the next key may ask for."""
        self._spans  # noqa: B018
        self._fold.get_ready()

    @property
    def judged(self) -> int:
        """How many count as a verdict."""
        return len(self.known) - len(self.open) - len(self._lists[_DELETED])

    @property
    def known(self) -> list[Place]:
        """What is visible and what was rejected or deleted: it may be brought back."""
        return self._lists[_KNOWN]

    @property
    def visible(self) -> list[Place]:
        """What is on the page: open or standing."""
        return self._lists[_VISIBLE]

    @property
    def open(self) -> list[Place]:
        """What nobody has judged yet."""
        return self._lists[_OPEN]

    @property
    def doubtful(self) -> list[Place]:
        """What is open and its suggester not sure of."""
        return self._lists[_DOUBTFUL]

    @property
    def open_claims(self) -> list[Place]:
        """The claims that nobody has judged yet."""
        return self._lists[_CLAIM]

    def after(self, fold: Fold, changed: Collection[str]) -> Places:
        """The places in a copy of the fold where these items changed; this one stays as it is."""
        other = copy(self)
        other._fold, other._known, other._spans = fold, dict(self._known), self._spans.copy()
        other._lists = tuple([*places] for places in self._lists)
        other.searched, other.counted = self.searched.copy(), {}
        other.update(changed)
        return other

    def update(self, ids: Collection[str]) -> None:
        """Look again at these items; some may be new, gone, rejected or covered."""
        spans = self._spans  # before anything changes: it may not be there yet
        self.counted.clear()
        moves = _Moves()
        for name in ids:
            old, new = self._known.pop(name, None), self._fold.items.get(name)
            if new is not None:
                self._known[name] = new
            moves.take(old, new)
        for places, leaving, coming in zip(self._lists, moves.leaving, moves.coming, strict=True):
            _move(places, leaving, coming)
        spans.update(moves.spans_leaving, moves.spans_coming)
        self.searched.forget([span for span, _ in (*moves.spans_leaving, *moves.spans_coming)])

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

    def next_entity(self, after: Place) -> str | None:
        """The next open entity in reading order, from the top again at the end."""
        claims = set(self.open_claims)
        return _next([place for place in self.open if place not in claims], after)

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

    def lying_at(self, span: Span) -> list[Item]:
        """The same, and behind those what was rejected or deleted there."""
        return sorted(self._around(span), key=lambda item: not item.is_shown)

    def entity_spans(self, piece: Span) -> list[Span]:
        """The spans of entities that share text with `piece`, by start; also of rejected ones."""
        items, found = self._fold.items, self._spans.overlapping(piece)
        return [span for span, name in found if items[name].record.layer == "entity"]

    def _around(self, span: Span) -> list[Item]:
        found: dict[str, int] = {}
        for piece, name in self._spans.overlapping(span):
            found[name] = min(found.get(name, piece.end), piece.end - piece.start)
        return [self._fold.items[name] for name in sorted(found, key=lambda n: (found[n], n))]


class _Moves:
    """What leaves each list and what comes into it."""

    def __init__(self) -> None:
        self.leaving: list[list[Place]] = [[] for _ in _LISTS]
        self.coming: list[list[Place]] = [[] for _ in _LISTS]
        self.spans_leaving: list[tuple[Span, str]] = []
        self.spans_coming: list[tuple[Span, str]] = []

    def take(self, old: Item | None, new: Item | None) -> None:
        """An item was `old` and is `new`; None where it was not there, or is not."""
        before, after = _listed(old), _listed(new)
        if _is_same_record(old, new):
            left, come = _apart(before, after), _apart(after, before)
        else:
            left, come = before, after
        if old is not None and left:
            self._out(old, left)
        if new is not None and come:
            self._in(new, come)

    def _out(self, item: Item, left: Iterable[int]) -> None:
        place = _place(item)
        for number in left:
            self.leaving[number].append(place)
            if number == _KNOWN:
                self.spans_leaving += [(span, item.id) for span in item.record.spans()]

    def _in(self, item: Item, come: Iterable[int]) -> None:
        place = _place(item)
        for number in come:
            self.coming[number].append(place)
            if number == _KNOWN:
                self.spans_coming += [(span, item.id) for span in item.record.spans()]


def _is_same_record(old: Item | None, new: Item | None) -> bool:
    if old is None or new is None:
        return False
    return old.record is new.record or old.record == new.record


def _place(item: Item) -> Place:
    return item.record.order(), item.id


def _move(places: list[Place], leaving: list[Place], coming: list[Place]) -> None:
    """Take places out of a list in reading order, and others in."""
    if len(leaving) + len(coming) > FEW:
        gone = set(leaving)
        places[:] = sorted([*(p for p in places if p not in gone), *coming])
        return
    for place in leaving:
        del places[bisect_left(places, place)]
    for place in coming:
        insort(places, place)


def _next(places: list[Place], after: Place) -> str | None:
    at = bisect_right(places, after)
    return places[at % len(places)][1] if places else None


def _previous(places: list[Place], before: Place) -> str | None:
    at = bisect_left(places, before)
    return places[at - 1][1] if places else None
