"""Acting: accept, reject, move boundaries, finish. Each returns at most one step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Literal

from annotator.edit.here import Here
from annotator.edit.outcomes import Act, Found, Open, Outcome, Say
from annotator.edit.rivals import first_rival
from annotator.model.fold import Item
from annotator.model.records import Claim, Entity, Record, confirmed
from annotator.model.selection import Selection
from annotator.model.spans import Span, normalised, number_of
from annotator.model.steps import Decision
from annotator.model.tokens import cluster_end, cluster_start, next_token, previous_token, token_at

NOTHING_SELECTED = "Nothing is selected: go to the next open suggestion or mark some text"


def accept(here: Here, _: str = "") -> Outcome:
    """Accept what is selected and go to the next open suggestion."""
    if here.item is None:
        return Say(NOTHING_SELECTED)
    if here.item.stands or _is_said_twice(here, here.item):
        return _onward(here, here.item)
    return Act([Decision("accept", here.item.id)], _onward(here, here.item))


def _is_said_twice(here: Here, item: Item) -> bool:
    """Whether what was deleted stands in another item: added again, or suggested and accepted."""
    same = here.places.overlapping(next(item.record.spans())) if item.is_deleted else []
    said = confirmed(item.record)
    return any(other.stands and confirmed(other.record) == said for other in same)


def reject(here: Here, _: str = "") -> Outcome:
    """Reject what is selected (remove it, if you added it) and go to the next open suggestion."""
    if here.item is None:
        return Say(NOTHING_SELECTED)
    if here.item.status == "rejected":
        return _onward(here, here.item)
    decisions = [Decision("reject", here.item.id), *_settled(here, here.item)]
    return Act(decisions, _onward(here, here.item))


def _settled(here: Here, item: Item) -> list[Decision]:
    """Rejections of what was suggested and covered by an addition that is not to say it any more.

    Else it would be open again, and accepted with what is left.
    """
    return [Decision("reject", name) for name in here.fold.covered_by(item)]


def _onward(here: Here, item: Item) -> Selection:
    """The next open item but this one or, when none is left, the caret where it is.

    Who goes through the claims is led on to the next open claim.
    """
    places, place = here.places, (item.record.order(), item.id)
    name = places.next_claim(place) if here.among_claims else places.next_open(place)
    if name is None or name == item.id:
        return Selection(here.selection.caret)
    return here.on_item(name)


def corrected(here: Here, item: Item, record: Record, after: Selection | None = None) -> Act:
    """Correct an item to a record, and select it or `after`."""
    decisions = [Decision("correct", item.id, record, was=item.record), *_settled(here, item)]
    return Act(decisions, after or here.on_record(item.id, record))


def move_boundary(here: Here, move: str) -> Outcome:
    """Move a boundary: `move` is "start left", "end right token", "start right character" ..."""
    side, direction, *unit = move.split(" ")
    if here.item is None:
        return Say(NOTHING_SELECTED)
    span = movable(here, here.item.record)
    if span is None:
        return Say("This claim has no such part")
    step = _by_character if unit == ["character"] else _by_token
    moved = step(here.text, span, side, direction == "left")
    if moved == span or not moved.fits(len(here.text)):
        return Say("It cannot move further that way")
    record, fragment = with_span(here, here.item.record, moved)
    after = replace(here.unmarked(), caret=here.token(moved.start), fragment=fragment)
    return corrected(here, here.item, record, after)


def movable(here: Here, record: Record) -> Span | None:
    """The span that the boundary keys move: the entity's, or that of the claim's selected part."""
    if isinstance(record, Entity):
        return record.span
    wanted = (here.selection.part, here.selection.fragment)
    return next((span for part, n, span in record.parts() if (part, n) == wanted), None)


def with_span(here: Here, record: Record, span: Span) -> tuple[Record, int]:
    """The record with its selected span moved to `span`, and which fragment that is now."""
    if isinstance(record, Entity):
        return replace(record, span=span), 0
    part, number = here.selection.part, here.selection.fragment
    if part == "cue":
        return replace(record, cue=span), 0
    spans = record.content if part == "content" else record.source
    return with_piece(record, part, (*spans[:number], *spans[number + 1 :]), span)


def with_piece(
    claim: Claim, part: Literal["content", "source"], others: Sequence[Span], piece: Span
) -> tuple[Claim, int]:
    """The claim whose content or source is `others` and `piece`, and which fragment holds `piece`.

    Fragments stand in text order and neither overlap nor touch.
    """
    spans = normalised([*others, piece])
    changed = replace(claim, content=spans) if part == "content" else replace(claim, source=spans)
    return changed, number_of(piece, spans)


def _by_token(text: str, span: Span, side: str, left: bool) -> Span:
    if side == "start":
        return Span(_token_start(text, span, left), span.end)
    return Span(span.start, _token_end(text, span, left))


def _token_start(text: str, span: Span, left: bool) -> int:
    token = token_at(text, span.start)
    if left:
        if token is not None and token.start < span.start:
            return token.start
        before = previous_token(text, span.start)
        return before.start if before else span.start
    after = next_token(text, token.end) if token else None
    return after.start if after and after.start < span.end else span.start


def _token_end(text: str, span: Span, left: bool) -> int:
    last = token_at(text, span.end - 1)
    if left:
        before = previous_token(text, last.start if last else span.end)
        return before.end if before and before.end > span.start else span.end
    if last is not None and last.end > span.end:
        return last.end
    after = next_token(text, span.end)
    return after.end if after else span.end


def _by_character(text: str, span: Span, side: str, left: bool) -> Span:
    start, end = span
    if side == "start":
        start = cluster_start(text, start) if left else cluster_end(text, start)
        return Span(start, end) if start < end else span
    if left:
        end = cluster_start(text, end)
        return Span(start, end) if start < end else span
    return Span(start, cluster_end(text, end)) if end < len(text) else span


def finish(here: Here, _: str = "") -> Outcome:
    """Accept what is left, finish this release and open the next one.

    Of suggestions that lie over each other not all can be meant: then nothing is accepted.
    """
    if here.awaits_suggestions:
        return Say("Its suggestions are still being made: wait for them, then finish")
    if here.fold.state == "finished" and not here.places.open:
        return Open(0)
    rival = first_rival(here)
    if rival is not None:
        told = "An open suggestion lies over something else here: decide between them, then finish"
        return Found(here.on_item(rival), told)
    left = _accepted(here, (name for _, name in here.places.open))
    return Act(left, Selection(here.selection.caret), state="finished", opens_next=True)


def accept_sure(here: Here, _: str = "") -> Outcome:
    """Accept every open suggestion that is not doubtful, and go to the first that is."""
    sure = [name for _, name in here.places.open if not here.fold.items[name].is_doubtful]
    if not sure:
        return Say("Nothing open here is sure enough: judge what is left one by one")
    first = next((name for _, name in here.places.doubtful), None)
    after = Selection(here.selection.caret) if first is None else here.on_item(first)
    return Act(_accepted(here, sure), after)


def _accepted(here: Here, names: Iterable[str]) -> list[Decision]:
    """Accept several at once; those that nobody selected before are recorded as unseen."""
    return [Decision("accept", name, seen=name in here.looked_at) for name in names]


def reopen(here: Here, _: str = "") -> Outcome:
    """Take a finished release up again."""
    if here.fold.state != "finished":
        return Say("This release is not finished")
    return Act([], here.selection, state="started")


def record_of(here: Here) -> Claim | None:
    """The selected claim."""
    record = here.item.record if here.item else None
    return record if isinstance(record, Claim) else None
