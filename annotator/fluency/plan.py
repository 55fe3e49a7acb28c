"""What to press for each item: the cheapest of the few ways that an expert knows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from annotator.fluency.bounds import bounded, part_selected
from annotator.fluency.cost import Cost
from annotator.fluency.reach import WALK, WITH_CLAIM, marked, selected, to_token
from annotator.fluency.rehearsal import Rehearsal, chain, cheapest
from annotator.fluency.tasks import Task, claim_changes, is_done
from annotator.model.records import CLAIMER_BASIS, Claim, Entity, Part
from annotator.model.spans import Span

_SETTING = {"content": "add-content", "cue": "set-cue", "source": "set-source"}
_PICKING = {
    "quote_type": "quote-type",
    "epistemic": "epistemic",
    "sentiment": "sentiment",
    "check_worthiness": "check-worthiness",
    "note": "note",
}
_LEAST_OTHERWISE = 3
"""To reject an entity and add another takes at least so many presses."""
_MOST_SWAPS = 4
"""So many candidates for a claimer are gone through; the list is quicker for those behind."""
_MENDED_QUICKLY = 6
"""Presses after which nobody looks for another way to put a claim right."""
_MOST_PIECES = 12
"""So many times the pieces of a content are put right before that is given up."""


def planned(now: Rehearsal, task: Task) -> Rehearsal | None:
    """The cheapest way to do a task; None when no way is known. What is right needs no key."""
    true = task.true
    if task.verb == "keep":
        return now
    if true is None:
        return _rejected(now, task.item)
    if isinstance(true, Entity):
        return _entity_added(now, true) if task.verb == "add" else _entity_right(now, task, true)
    return _claim_made(now, true) if task.verb == "add" else _claim_right(now, task, true)


def _rejected(now: Rehearsal, item: str) -> Rehearsal | None:
    return chain(selected(now, item), lambda r: r.run("reject"))


# -- entities


def _entity_right(now: Rehearsal, task: Task, true: Entity) -> Rehearsal | None:
    """Corrected, its true words marked and labelled, or another one in its place."""
    corrected = _entity_corrected(now, task.item, true)
    if corrected is not None and corrected.price <= now.price + _LEAST_OTHERWISE:
        return corrected
    add = partial(_entity_added, true=true)
    reject = partial(_rejected, item=task.item)
    done = partial(_done, task=task)
    return cheapest(
        now,
        lambda _: corrected,
        lambda r: chain(r, add, done),
        lambda r: chain(r, reject, add, done),
        lambda r: chain(r, add, reject, done),
    )


def _done(now: Rehearsal, task: Task) -> Rehearsal | None:
    """The same where the task is done."""
    return now if is_done(task, now.here.fold) else None


def _entity_added(now: Rehearsal, true: Entity) -> Rehearsal | None:
    return chain(
        marked(now, true.span),
        lambda r: _labelled(r, true.label),
        lambda r: bounded(r, true.span, _entity_span),
    )


def _entity_corrected(now: Rehearsal, item: str, true: Entity) -> Rehearsal | None:
    return chain(
        selected(now, item),
        lambda r: bounded(r, true.span, _entity_span),
        lambda r: _labelled(r, true.label),
    )


def _labelled(now: Rehearsal, label: str) -> Rehearsal | None:
    """What is chosen has this label: by its key or, without one, from the list."""
    item = now.here.item
    if (
        now.selection.mark is None
        and item is not None
        and item.record == Entity(next(item.record.spans()), label)
    ):
        return now
    number = str(now.here.scheme.names().index(label) + 1)
    return cheapest(now, lambda r: r.run("label", number), lambda r: r.pick("label", label))


def _entity_span(now: Rehearsal) -> Span | None:
    record = now.here.item.record if now.here.item else None
    return record.span if isinstance(record, Entity) else None


# -- claims


def _claim(now: Rehearsal) -> Claim | None:
    record = now.here.item.record if now.here.item else None
    return record if isinstance(record, Claim) else None


def _claim_right(now: Rehearsal, task: Task, true: Claim) -> Rehearsal | None:
    """Corrected or, where that takes many keys, another one in its place."""
    mended = chain(selected(now, task.item), lambda r: _claim_mended(r, true))
    if mended is not None and mended.price <= now.price + _MENDED_QUICKLY:
        return mended
    return cheapest(
        now,
        lambda _: mended,
        lambda r: chain(_rejected(r, task.item), lambda a: _claim_made(a, true)),
    )


def _claim_made(now: Rehearsal, true: Claim) -> Rehearsal | None:
    """Begun in the way from which the rest takes the least time, then put right."""
    task = Task(None, true)

    def handling(end: Rehearsal) -> float:
        return (task.decisions_after(end.guess) + Cost(k=end.price, m=end.picks)).handling

    ends = (_claim_mended(begun, true) for begun in _begun(now, true))
    return min((end for end in ends if end is not None), key=handling, default=None)


def _begun(now: Rehearsal, true: Claim) -> Iterable[Rehearsal]:
    """The claim made of its content, or at its content, cue or source; each way that differs.

    Of those that lead to the same claim, the cheapest.
    """
    first = true.content[0]
    at = [first.start, first.end - 1, *(span.start for span in (true.cue, *true.source) if span)]
    ways = [
        chain(marked(now, first), _made),
        *(chain(_at(now, offset), _made) for offset in at),
    ]
    found: dict[str, Rehearsal] = {}
    for begun in sorted(filter(None, ways), key=lambda way: way.price):
        if begun.guess is not None and any(s.overlaps(first) for s in begun.guess.content):
            found.setdefault(repr(begun.guess), begun)
    return found.values()


def _made(now: Rehearsal) -> Rehearsal | None:
    return now.run("new-claim")


def _at(now: Rehearsal, offset: int) -> Rehearsal | None:
    """The caret at an offset, and nothing marked."""
    there = to_token(now, now.here.token(offset), WALK)
    if there is None or there.selection.mark is None:
        return there
    return there.run("drop")


def _claim_mended(now: Rehearsal, true: Claim) -> Rehearsal | None:
    """The claim in hand put right, part by part."""
    return chain(
        now,
        lambda r: _content_right(r, true.content),
        lambda r: _cue_right(r, true.cue),
        lambda r: _source_right(r, true.source),
        lambda r: _claimer_right(r, true),
        lambda r: _attributes_right(r, true),
        lambda r: None if (claim := _claim(r)) is None or claim_changes(claim, true) else r,
    )


def _content_right(now: Rehearsal, want: tuple[Span, ...]) -> Rehearsal | None:
    for _ in range(_MOST_PIECES):
        claim = _claim(now)
        if claim is None or claim.content == want:
            return now if claim else None
        further = _piece_right(now, claim, want)
        if further is None:
            return None
        now = further
    return None


def _piece_right(now: Rehearsal, claim: Claim, want: tuple[Span, ...]) -> Rehearsal | None:
    """One piece more is there or, when all are, one too many is taken out."""
    lacking = next((span for span in want if span not in claim.content), None)
    if lacking is None:
        extra = next(n for n, span in enumerate(claim.content) if span not in want)
        return _taken_out(now, "content", extra)
    touched = [n for n, span in enumerate(claim.content) if span.overlaps(lacking)]

    def added(r: Rehearsal) -> Rehearsal | None:
        after = _set(r, "content", lacking)
        made = _claim(after) if after else None
        return after if made is not None and lacking in made.content else None

    if not touched:
        return added(now)
    return cheapest(now, added, lambda r: _moved(r, "content", touched[0], lacking))


def _cue_right(now: Rehearsal, want: Span | None) -> Rehearsal | None:
    claim = _claim(now)
    if claim is None or claim.cue == want:
        return now if claim else None
    if want is None:
        return _taken_out(now, "cue", 0)
    return cheapest(now, lambda r: _set(r, "cue", want), lambda r: _moved(r, "cue", 0, want))


def _source_right(now: Rehearsal, want: tuple[Span, ...]) -> Rehearsal | None:
    claim = _claim(now)
    if claim is None or claim.source == want:
        return now if claim else None
    if not want:
        return chain(_taken_out(now, "source", 0), lambda r: _source_right(r, want))
    if len(want) == len(claim.source) == 1:
        return cheapest(
            now,
            lambda r: _set(r, "source", want[0]),
            lambda r: _moved(r, "source", 0, want[0]),
        )
    further = _set(now, "source", want[0])
    for span in want[1:]:
        further = further and _set(further, "source", span, "add-source")
    return further


def _set(now: Rehearsal, part: Part, span: Span, command: str = "") -> Rehearsal | None:
    """A part set from the mark, and moved where tokens are too coarse."""
    after = chain(marked(now, span, WITH_CLAIM), lambda r: r.run(command or _SETTING[part]))
    if after is None:
        return None
    return after if _part_span(after) == span else bounded(after, span, _part_span)


def _moved(now: Rehearsal, part: Part, number: int, span: Span) -> Rehearsal | None:
    return chain(part_selected(now, part, number), lambda r: bounded(r, span, _part_span))


def _taken_out(now: Rehearsal, part: Part, number: int) -> Rehearsal | None:
    return chain(part_selected(now, part, number), lambda r: r.run("remove-part"))


def _part_span(now: Rehearsal) -> Span | None:
    """The span of the selected part."""
    claim, selection = _claim(now), now.selection
    wanted = (selection.part, selection.fragment)
    parts = claim.parts() if claim is not None else ()
    return next((span for part, number, span in parts if (part, number) == wanted), None)


def _claimer_right(now: Rehearsal, true: Claim) -> Rehearsal | None:
    claim = _claim(now)
    if claim is None or true.claimer in (None, claim.claimer):
        return now if claim else None
    wanted = true.claimer or ""
    return cheapest(
        now,
        lambda r: _swapped(r, "next-claimer", wanted),
        lambda r: _swapped(r, "previous-claimer", wanted),
        lambda r: r.pick("claimer", wanted),
    )


def _swapped(now: Rehearsal, command: str, wanted: str) -> Rehearsal | None:
    """Going through the candidates; the first one is shown before the key is pressed."""
    went: Rehearsal | None = now
    for times in range(1, _MOST_SWAPS + 1):
        went = went and went.run(command)
        claim = _claim(went) if went else None
        if went is None or claim is None:
            return None
        if claim.claimer == wanted:
            is_shown = times == 1 and command == "next-claimer"
            return went if is_shown else replace(went, picks=went.picks + 1)
    return None


def _attributes_right(now: Rehearsal, true: Claim) -> Rehearsal | None:
    for name, value in true.attributes.items():
        further = now if name == CLAIMER_BASIS else _attribute_right(now, name, value)
        if further is None:
            return None
        now = further
    return now


def _attribute_right(now: Rehearsal, name: str, value: str) -> Rehearsal | None:
    claim = _claim(now)
    if claim is None or claim.attributes.get(name) == value:
        return now if claim else None
    if name in _PICKING:
        return now.pick(_PICKING[name], value)
    return now.pick("other-attribute", value, of=name)
