"""Acting: accept, reject, relabel, move boundaries, finish. Each returns at most one step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Literal

from annotator.edit.here import Here
from annotator.edit.outcomes import Act, Open, Outcome, Say, not_asked
from annotator.edit.prompts import Choice, Prompt
from annotator.model.errors import did_you_mean
from annotator.model.fold import Item
from annotator.model.records import Claim, Entity, Record
from annotator.model.scheme import Label
from annotator.model.selection import Selection
from annotator.model.spans import Span, normalised, number_of
from annotator.model.steps import Decision
from annotator.model.tokens import cluster_end, cluster_start, next_token, previous_token, token_at

NOTHING_SELECTED = "Nothing is selected: go to the next open suggestion or mark some text"

_FOREIGN = "not in the scheme, occurs in this release"


def accept(here: Here, _: str = "") -> Outcome:
    """Accept what is selected and go to the next open suggestion."""
    if here.item is None:
        return Say(NOTHING_SELECTED)
    if here.item.stands or _is_said_twice(here, here.item):
        return _onward(here, here.item)
    return Act([Decision("accept", here.item.id)], _onward(here, here.item))


def _is_said_twice(here: Here, item: Item) -> bool:
    """Whether what was deleted stands in another item: somebody has added it again."""
    same = here.places.overlapping(next(item.record.spans())) if item.is_deleted else []
    return any(other.stands and other.record == item.record for other in same)


def reject(here: Here, _: str = "") -> Outcome:
    """Reject what is selected (remove it, if you added it) and go to the next open suggestion."""
    if here.item is None:
        return Say(NOTHING_SELECTED)
    if here.item.status == "rejected":
        return _onward(here, here.item)
    return Act([Decision("reject", here.item.id)], _onward(here, here.item))


def _onward(here: Here, item: Item) -> Selection:
    """The next open item but this one or, when none is left, the caret where it is.

    Who goes through the claims is led on to the next open claim.
    """
    places, place = here.places, (item.record.order(), item.id)
    name = places.next_claim(place) if here.among_claims else places.next_open(place)
    if name is None or name == item.id:
        return Selection(here.selection.caret)
    return here.on_item(name)


def label(here: Here, name: str) -> Outcome:
    """Label what is marked; without a mark relabel the selected entity or label the token.

    A claim that was only come to has no label, and its first word is not meant.
    A mark over part of an open entity that has this label already gives it these bounds.
    """
    if _is_claim_come_to(here):
        return not_asked("A claim has no label: mark a name in it first", name)
    if not name:
        return _ask_label(here)
    found = _label_called(here, name)
    if found is None:
        hint = did_you_mean(name.upper(), here.scheme.names())
        return Say(f'The scheme has no label "{name}".{hint}')
    return _labelled(here, found)


def _labelled(here: Here, found: str) -> Outcome:
    """Give what was chosen a label by its name."""
    target = _entity_to_label(here)
    if target is not None:
        return _relabel(here, target, found)
    stretched = _entity_to_stretch(here, found)
    if stretched is not None:
        return _corrected(here, stretched, Entity(here.chosen(), found))
    return _add_entity(here, found)


def _ask_label(here: Here) -> Prompt:
    choices = tuple(Choice(known.name, known.name, known.meaning) for known in labels(here))
    target = _entity_to_label(here)
    present = [n for n, c in enumerate(choices) if target and c.value == _name(target.record)]
    return Prompt("label", "Label", label, choices, index=next(iter(present), 0))


def labels(here: Here) -> list[Label]:
    """Those of the scheme and, behind them, others that came into this release with a file.

    A number is no such label: it is a place in the scheme.
    """
    scheme = here.scheme.names()
    found = {_name(item.record) for item in here.fold.items.values() if not item.is_void}
    others = sorted(name for name in found.difference(scheme) if name and not name.isdecimal())
    return [*here.scheme.labels, *(Label(name, _FOREIGN) for name in others)]


def _label_called(here: Here, name: str) -> str | None:
    """A label by its name or its number in the scheme."""
    names = here.scheme.names()
    if name.isdecimal():
        return names[int(name) - 1] if 0 < int(name) <= len(names) else None
    if name in names:
        return name
    return next((known.name for known in labels(here) if known.name == name), None)


def _is_claim_come_to(here: Here) -> bool:
    """Whether a claim is selected, and nothing in it."""
    item = here.item
    if item is None or not isinstance(item.record, Claim):
        return False
    return here.selection == here.on_item(item.id)


def _entity_to_label(here: Here) -> Item | None:
    """The selected entity, or the one that stands exactly where the mark or the caret is."""
    if here.selection.mark is None and here.item and isinstance(here.item.record, Entity):
        return here.item
    span = here.chosen()
    exact = [i for i in here.places.overlapping(span) if i.record == Entity(span, _name(i.record))]
    return exact[0] if exact else None


def _entity_to_stretch(here: Here, name: str) -> Item | None:
    """The one open entity with this label that shares text with the mark: its bounds were meant."""
    mark = here.selection.mark
    around = [] if mark is None else here.places.overlapping(mark)
    same = [i for i in around if i.is_open and _name(i.record) == name]
    return same[0] if len(same) == 1 else None


def _name(record: Record) -> str:
    return record.label if isinstance(record, Entity) else ""


def _relabel(here: Here, item: Item, name: str) -> Outcome:
    assert isinstance(item.record, Entity)
    if item.record.label == name:
        if not item.stands:
            return Act([Decision("accept", item.id)], here.on_item(item.id))
        return Say(f"It is {name} already")
    return _corrected(here, item, replace(item.record, label=name))


def _corrected(here: Here, item: Item, record: Record, after: Selection | None = None) -> Act:
    decision = Decision("correct", item.id, record, was=item.record)
    return Act([decision], after or here.on_record(item.id, record))


def _add_entity(here: Here, name: str) -> Outcome:
    span = here.chosen()
    if not span.fits(len(here.text)):
        return Say("Mark some text first")
    record = Entity(span, name)
    deleted = _deleted(here, record)
    if deleted is not None:
        return Act([Decision("accept", deleted)], here.on_item(deleted))
    added = here.fold.next_addition()
    return Act([Decision("add", added, record)], here.on_record(added, record))


def _deleted(here: Here, record: Entity) -> str | None:
    """What was added and deleted here before: it comes back rather than standing there twice."""
    around = here.places.lying_at(record.span)
    return next((i.id for i in around if i.is_deleted and i.record == record), None)


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
    return _corrected(here, here.item, record, after)


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
    """Accept what is left, finish this release and open the next one."""
    if here.awaits_suggestions:
        return Say("Its suggestions are still being made: wait for them, then finish")
    if here.fold.state == "finished" and not here.places.open:
        return Open(0)
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
