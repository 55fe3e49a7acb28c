"""Getting there: the caret on a token, a span marked, an item selected.

Each looks for the fewest presses: jumps that lead nearer are tried best first, and from every place
that they lead to the rest is walked token by token.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache, partial

from annotator.fluency.hands import presses
from annotator.fluency.rehearsal import Rehearsal, Way, chain, cheapest
from annotator.model.records import Entity
from annotator.model.spans import Span
from annotator.model.tokens import snapped, tokens_in

MOST_GROWTH = 8
"""So often a mark or a part is grown or shrunk at most."""
LONGEST_SEARCH = 40
"""Nobody types more letters than that to find a place."""

_IN_VIEW = 60
"""So many tokens before and behind the caret are taken to be on the screen."""
_MOST_NAMES = 8
"""So many names in no highlight are gone through for one span."""


@dataclass(frozen=True, slots=True)
class Gait:
    """How one goes: a token to the left or right, and further at a time."""

    left: str
    right: str
    jumps: tuple[str, ...]


_OVER_LINES = ("up", "down", "paragraph-start", "paragraph-end")
_OVER_ITEMS = (
    "next-open",
    "previous-open",
    "next-claim",
    "previous-claim",
    "next-item",
    "previous-item",
)
_OVER_TEXT = (
    "caret-up",
    "caret-down",
    "page-up",
    "page-down",
    "paragraph-start",
    "paragraph-end",
    "release-start",
    "release-end",
)
WALK = Gait("caret-left", "caret-right", (*_OVER_ITEMS, *_OVER_TEXT))
WITH_CLAIM = Gait("caret-left", "caret-right", _OVER_TEXT)
"""The claim in hand stays in hand."""
MARK = Gait("mark-left", "mark-right", tuple(f"mark-{over}" for over in _OVER_LINES))


@lru_cache(maxsize=2)
def _token_starts(text: str) -> dict[int, int]:
    """The number of each token by the offset where it starts."""
    return {token.start: number for number, token in enumerate(tokens_in(text, Span(0, len(text))))}


@dataclass(slots=True)
class _Best:
    """The place from which the whole way is the cheapest so far."""

    place: Rehearsal | None = None
    price: int | None = None

    def offer(self, place: Rehearsal | None, price: int) -> None:
        """Take it if it is better."""
        if place is not None and self.may_be(price):
            self.place, self.price = place, price

    def may_be(self, price: int) -> bool:
        """Whether a way of this price would be better."""
        return self.price is None or price < self.price


def to_token(now: Rehearsal, token: Span, gait: Gait) -> Rehearsal | None:
    """The caret on `token`."""
    best = _Best()
    for place in _places(now, token, gait, best):
        steps, step = _distance(place, token), place.hands.of(_direction(place, token, gait))
        if step is not None or not steps:
            best.offer(place, place.price + steps * presses(step or ()))
    return best.place and _walked(best.place, token, gait)


def _distance(place: Rehearsal, token: Span) -> int:
    """How many tokens the caret is away."""
    number = _token_starts(place.here.text)
    return abs(number[token.start] - number[place.selection.caret.start])


def _places(now: Rehearsal, token: Span, gait: Gait, best: _Best) -> Iterator[Rehearsal]:
    """The places that jumps lead to, the cheapest first, as long as they may be of use."""
    counter = itertools.count()
    starts = [now] if gait is MARK else [now, *_found(now, token)]
    heap = [(start.price, next(counter), start) for start in starts]
    heapq.heapify(heap)
    seen = set()
    while heap:
        price, _, place = heapq.heappop(heap)
        if not best.may_be(price):
            return
        known = (place.selection.caret, place.selection.item, place.selection.mark is None)
        if known in seen:
            continue
        seen.add(known)
        yield place
        for jump in gait.jumps:
            keys = place.hands.of(jump)
            if keys is None or not best.may_be(place.price + presses(keys)):
                continue
            further = place.run(jump)
            if further is not None and _distance(further, token) <= _distance(place, token):
                heapq.heappush(heap, (further.price, next(counter), further))


def _direction(place: Rehearsal, token: Span, gait: Gait) -> str:
    return gait.left if token.start < place.selection.caret.start else gait.right


def _walked(place: Rehearsal, token: Span, gait: Gait) -> Rehearsal | None:
    now: Rehearsal | None = place
    while now is not None and now.selection.caret != token:
        before = now
        now = now.run(_direction(now, token, gait))
        if now is not None and now.selection.caret == before.selection.caret:
            return None
    return now


def _found(now: Rehearsal, token: Span) -> Iterator[Rehearsal]:
    """The search that leads to `token` with the fewest letters, if there is one."""
    text = now.here.text
    for end in range(token.start + 1, min(token.start + LONGEST_SEARCH, len(text)) + 1):
        words = " ".join(text[token.start : end].split()).casefold()
        if not text[end - 1].isspace() and (found := now.find(words)) is not None:
            mark = found.selection.mark
            if mark is not None and mark.start == token.start:
                yield found
                return


def marked(now: Rehearsal, span: Span, gait: Gait = WALK) -> Rehearsal | None:
    """`span` is what the next command takes: marked or, when it is one token, under the caret.

    A span that does not end at tokens is widened to them, unless it can be searched for.
    """
    text = now.here.text
    tokens = tokens_in(text, span)
    first, last = tokens[0], tokens[-1]
    ways: list[Way] = [
        lambda r: chain(to_token(r, first, gait), lambda a: to_token(a, last, MARK)),
        lambda r: chain(to_token(r, last, gait), lambda a: to_token(a, first, MARK)),
    ]
    if first == last:
        ways = [lambda r: chain(to_token(r, first, gait), _unmarked)]
    searched = _searched(now, span)
    if searched is not None and span != snapped(text, span):
        return searched
    further: list[Way] = [lambda r: _come_upon(r, span), lambda r: _by_letters(r, span)]
    further += [partial(_grown, token=t, span=span, gait=gait) for t in _telling(tokens)]
    return cheapest(now, lambda _: searched, *further, *ways)


def _come_upon(now: Rehearsal, span: Span) -> Rehearsal | None:
    """The span as one of the names that no entity holds, which a key goes through."""
    found = [_gone_through(now, c, span) for c in ("next-unmarked", "previous-unmarked")]
    return min(filter(None, found), key=lambda end: end.price, default=None)


def _by_letters(now: Rehearsal, span: Span) -> Rehearsal | None:
    """The span by letters at its words, as far as those are surely in view."""
    ends = (now.here.token(at) for at in (span.start, span.end - 1))
    return now.mark_by_letters(span) if all(_is_near(now, token) for token in ends) else None


def _is_near(now: Rehearsal, token: Span) -> bool:
    return _distance(now, token) <= _IN_VIEW


def _gone_through(now: Rehearsal, command: str, span: Span) -> Rehearsal | None:
    further: Rehearsal | None = now
    for _ in range(_MOST_NAMES):
        further = further and further.run(command)
        if further is None or further.selection.mark == span:
            return further
    return None


def _telling(tokens: list[Span]) -> list[Span]:
    """The tokens that a person would grow from: the first two and the last one."""
    return list(dict.fromkeys([*tokens[:2], tokens[-1]]))


def _grown(now: Rehearsal, token: Span, span: Span, gait: Gait) -> Rehearsal | None:
    """`span` marked by growing from a token in it and, where that ends too early, by stretching."""
    place = chain(to_token(now, token, gait), _unmarked)
    best: Rehearsal | None = None
    for _ in range(MOST_GROWTH):
        place = place and place.run("grow")
        mark = place.selection.mark if place else None
        if place is None or mark is None or not span.contains(mark):
            break
        if mark == span:
            return place if best is None or place.price <= best.price else best
        if mark.start == span.start:
            stretched = to_token(place, place.here.token(span.end - 1), MARK)
            best = min(filter(None, (best, stretched)), key=lambda p: p.price, default=None)
    return best


def _unmarked(now: Rehearsal) -> Rehearsal | None:
    """Only the token under the caret counts: no mark, and no entity that would be taken instead."""
    item = now.here.item
    if now.selection.mark is not None and now.selection.mark != now.selection.caret:
        return now.run("drop")
    if now.selection.mark is None and item is not None and isinstance(item.record, Entity):
        return now.run("drop")
    return now


def _searched(now: Rehearsal, span: Span) -> Rehearsal | None:
    """The whole span searched for, which marks it."""
    if span.end - span.start > LONGEST_SEARCH:
        return None
    found = now.find(" ".join(span.text(now.here.text).split()).casefold())
    return found if found is not None and found.selection.mark == span else None


def selected(now: Rehearsal, item: str) -> Rehearsal | None:
    """An item is selected and nothing is marked."""
    if now.selection.item == item and now.selection.mark is None:
        return now
    first = now.here.on_item(item).caret
    best = _Best()
    picked = chain(to_token(now, first, WALK), lambda r: _picked_here(r, item))
    best.offer(picked, picked.price if picked else 0)
    if _is_near(now, first):
        lettered = chain(now.select_by_letters(first), lambda r: _picked_here(r, item))
        best.offer(lettered, lettered.price if lettered else 0)
    for place in _places(now, first, WALK, best):
        if place.selection.item == item and place.selection.mark is None:
            return place
    return best.place


def _picked_here(now: Rehearsal, item: str) -> Rehearsal | None:
    """Among what lies under the caret, the item."""
    for _ in now.here.places.overlapping(now.selection.caret):
        if now.selection.item == item and now.selection.mark is None:
            return now
        further = now.run("select-here")
        if further is None:
            return None
        now = further
    return now if now.selection.item == item else None
