"""Putting bounds right: the part of a claim that is meant, then its span or an entity's."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from annotator.fluency.reach import MOST_GROWTH
from annotator.fluency.rehearsal import Rehearsal
from annotator.model.records import Claim, Part
from annotator.model.spans import Span

_MOST_MOVES = 60
"""Presses after which nobody moves a boundary any more."""


def part_selected(now: Rehearsal, part: Part, number: int) -> Rehearsal | None:
    """A part of the claim in hand is the one that boundary keys move."""
    record = now.here.item.record if now.here.item else None
    if not isinstance(record, Claim):
        return None
    for _ in range(len(list(record.parts())) + 1):
        if (now.selection.part, now.selection.fragment) == (part, number):
            return now
        further = now.run("next-part")
        if further is None:
            return None
        now = further
    return None


def bounded(
    now: Rehearsal, want: Span, span_of: Callable[[Rehearsal], Span | None]
) -> Rehearsal | None:
    """The selected span grown, shrunk or moved to `want`, or first one, then the other."""
    best: Rehearsal | None = None
    for place in _sizes(now, want, span_of):
        if best is None or place.price < best.price:
            moved = _edges_moved(place, want, span_of, best.price if best else None)
            if moved is not None and (best is None or moved.price < best.price):
                best = moved
    return best


def _sizes(
    now: Rehearsal, want: Span, span_of: Callable[[Rehearsal], Span | None]
) -> Iterator[Rehearsal]:
    """The selected span as it is, then ever larger while it lies in `want`, or ever smaller."""
    yield now
    span = span_of(now)
    if span is None or span == want:
        return
    command = "grow" if want.contains(span) else "shrink"
    place: Rehearsal | None = now
    for _ in range(MOST_GROWTH):
        place = place and place.run(command)
        span = span_of(place) if place else None
        if place is None or span is None or not (want.contains(span) or span.contains(want)):
            return
        yield place


def _edges_moved(
    now: Rehearsal, want: Span, span_of: Callable[[Rehearsal], Span | None], most: int | None
) -> Rehearsal | None:
    """The selected span moved to `want`, by tokens and where those go too far by characters.

    None where that takes more presses in all than `most`, or more than anybody would make.
    """
    span = span_of(now)
    if span is None:
        return None
    sides: Sequence[str] = ("end", "start") if want.end > span.end else ("start", "end")
    further: Rehearsal | None = now
    limit = now.price + _MOST_MOVES if most is None else min(most, now.price + _MOST_MOVES)
    for side in sides:
        further = further and _side_moved(further, side, want, span_of, limit)
    return further if further is not None and span_of(further) == want else None


def _side_moved(
    now: Rehearsal, side: str, want: Span, span_of: Callable[[Rehearsal], Span | None], limit: int
) -> Rehearsal | None:
    def away(place: Rehearsal | None) -> int:
        span = span_of(place) if place is not None else None
        if span is None:
            return len(now.here.text)
        return abs(want.end - span.end if side == "end" else want.start - span.start)

    while away(now):
        span = span_of(now)
        assert span is not None
        goes_left = want.end < span.end if side == "end" else want.start < span.start
        move = f"{side}-{'left' if goes_left else 'right'}"
        nearer = min((now.run(move), now.run(f"{move}-character")), key=away)
        if nearer is None or away(nearer) >= away(now) or nearer.price > limit:
            return None
        now = nearer
    return now
