"""Grow and shrink along the parse: what is marked, or the selected entity or part of a claim.

A mark grows without a trace, an item by one step a key. Shrinking right after growing goes back the
same way.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from annotator.edit.here import Here
from annotator.edit.judging import movable, with_span
from annotator.edit.moving import mark_of
from annotator.edit.outcomes import Act, Outcome, Say, Wait
from annotator.edit.structures import structure_or_wait
from annotator.model.fold import Item
from annotator.model.records import Claim, Entity
from annotator.model.selection import Selection
from annotator.model.spans import Span
from annotator.model.steps import Decision
from annotator.model.structure import KINDS, OF_NAMES, Kind

WHOLE = "It cannot grow further here"
SINGLE = "It cannot shrink further"
NO_PART = "This claim has no such part"


@dataclass(frozen=True, slots=True)
class _Grip:
    """What grows: a mark or, with an `item`, its selected span; `beside` is not to be run into."""

    span: Span
    item: Item | None = None
    kinds: Collection[Kind] = KINDS
    beside: tuple[Span, ...] = ()


def grow(here: Here, _: str = "") -> Outcome:
    """Grow what is marked or selected, or the token here, to the next larger constituent."""
    grip = _grip(here)
    if grip is None:
        return Say(NO_PART)
    structure = structure_or_wait(here, grip.span.start)
    if isinstance(structure, Wait):
        return structure
    span = structure.grown(grip.span, grip.kinds, grip.beside)
    trail = (*here.selection.trail, grip.span)
    return Say(WHOLE) if span is None else _to(here, grip, span, trail)


def shrink(here: Here, _: str = "") -> Outcome:
    """Shrink what is marked or selected: back the way it grew, or to the next smaller constituent.

    The smaller one holds the caret or, of an item, its head word; the last one is a token.
    """
    grip, trail = _grip(here), here.selection.trail
    if grip is None:
        return Say(NO_PART)
    if trail:
        return _to(here, grip, trail[-1], trail[:-1])
    structure = structure_or_wait(here, grip.span.start)
    if isinstance(structure, Wait):
        return structure
    caret = here.selection.caret.start
    is_at_caret = grip.item is None and grip.span.covers(caret)
    at = caret if is_at_caret else structure.head(grip.span)
    span = structure.shrunk(grip.span, at, grip.kinds) or here.token(at)
    is_smaller = span != grip.span and grip.span.contains(span)
    return _to(here, grip, span, ()) if is_smaller else Say(SINGLE)


def _grip(here: Here) -> _Grip | None:
    """What is marked, else what is selected, else the token under the caret."""
    item = here.item
    if here.selection.mark is not None or item is None:
        return _Grip(here.chosen())
    span = movable(here, item.record)
    if span is None:
        return None
    if isinstance(item.record, Entity):
        return _Grip(span, item, OF_NAMES)
    return _Grip(span, item, KINDS, _other_parts(here, item.record, span))


def _other_parts(here: Here, claim: Claim, span: Span) -> tuple[Span, ...]:
    """The other spans of a claim that the selected one does not overlap yet."""
    chosen = (here.selection.part, here.selection.fragment)
    others = (other for part, number, other in claim.parts() if (part, number) != chosen)
    return tuple(other for other in others if not other.overlaps(span))


def _to(here: Here, grip: _Grip, span: Span, trail: tuple[Span, ...]) -> Outcome:
    """`span` in place of what was marked or selected."""
    if grip.item is None:
        return _marked(here, span, trail)
    was = grip.item.record
    record, fragment = with_span(here, was, span)
    caret = here.token(span.start)
    after = replace(here.unmarked(), caret=caret, fragment=fragment, trail=trail)
    return Act([Decision("correct", grip.item.id, record, was=was)], after)


def _marked(here: Here, span: Span, trail: tuple[Span, ...]) -> Selection:
    """A mark with the caret at its end, where the marking keys go on; a token needs no mark."""
    if span == here.token(span.start):
        return here.at_caret(span)
    return replace(mark_of(here, span), trail=trail)
