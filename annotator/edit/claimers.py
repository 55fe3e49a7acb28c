"""Who stands behind the selected claim: picked from a list, or the next likely one by a key."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from annotator.edit.claiming import NO_CLAIM
from annotator.edit.here import Here
from annotator.edit.judging import record_of
from annotator.edit.likely import likely
from annotator.edit.outcomes import Act, Outcome, Say, not_asked
from annotator.edit.prompts import Choice, Prompt
from annotator.model.records import AUTHOR, CHOSEN, CLAIMER_BASIS, IMPLICIT, Claim
from annotator.model.steps import Decision

_ROLES = {AUTHOR: "the release itself", IMPLICIT: "somebody, unnamed"}
_NUMBERED = 8
"""So many in the list are picked by their number, beside those who have one of their own."""
_FIXED = {IMPLICIT: "9", AUTHOR: "0"}


def claimer(here: Here, name: str) -> Outcome:
    """Pick who stands behind the selected claim: a name, AUTHOR or IMPLICIT."""
    claim = record_of(here)
    if claim is None:
        return not_asked(NO_CLAIM, name)
    if not name:
        choices = _choices(candidates(here), here.recent_claimers())
        return Prompt("claimer", "Who claims this?", claimer, choices, free=True, at_once=True)
    return _put(here, claim, name)


def next_claimer(here: Here, _: str = "") -> Outcome:
    """Take the next likely claimer of the selected claim; after the last one the first again."""
    return _beside(here, 1)


def previous_claimer(here: Here, _: str = "") -> Outcome:
    """Take the claimer before, the other way round."""
    return _beside(here, -1)


def _beside(here: Here, by: int) -> Outcome:
    claim = record_of(here)
    if claim is None:
        return Say(NO_CLAIM)
    around = candidates(here)
    before = _picked_before(here, claim, around) if by < 0 else None
    return _put(here, claim, before or around[by if claim.claimer else min(by, 0)])


def _picked_before(here: Here, claim: Claim, around: Sequence[str]) -> str | None:
    """Who was picked last, when the first likely one has just taken the place of that one.

    Somebody who is typed and not likely is in nobody's round.
    """
    assert here.item is not None
    if claim.claimer != next(likely(here, here.item, claim)):
        return None
    last = next((name for name in here.recent_claimers() if name != claim.claimer), None)
    return None if last in around else last


def name_after(here: Here) -> str | None:
    """Whom `next_claimer` would take; None when no claim is selected."""
    claim = record_of(here)
    if claim is None or here.item is None:
        return None
    if claim.claimer is None:
        return next(likely(here, here.item, claim))
    names = likely(here, here.item, claim)
    first = next(names)
    if first == claim.claimer:
        return next(names)
    return next((next(names, first) for name in names if name == claim.claimer), first)


def candidates(here: Here) -> list[str]:
    """The claimers that the keys go through: the present one, then those that follow it.

    The order goes round: whoever stands before the present one comes last.
    """
    claim = record_of(here)
    if claim is None or here.item is None:
        return []
    names = list(likely(here, here.item, claim))
    if claim.claimer is None:
        return names
    at = names.index(claim.claimer) if claim.claimer in names else 0
    return list(dict.fromkeys([claim.claimer, *names[at:], *names[:at]]))


def _choices(names: Sequence[str], recent: Sequence[str]) -> tuple[Choice, ...]:
    """The candidates, then those picked lately elsewhere in the project."""
    listed = _in_sight([*dict.fromkeys([*names, *recent])])
    return numbered(Choice(name, name, _ROLES.get(name, "")) for name in listed)


def _in_sight(names: list[str]) -> list[str]:
    """The same with those who are no names, IMPLICIT and AUTHOR, behind the last numbered name."""
    late = {IMPLICIT, AUTHOR}.intersection(names[_NUMBERED:])
    others = [name for name in names if name not in late]
    return [*others[:_NUMBERED], *(n for n in (IMPLICIT, AUTHOR) if n in late), *others[_NUMBERED:]]


def numbered(choices: Iterable[Choice]) -> tuple[Choice, ...]:
    """Choices with the numbers that pick them: AUTHOR is always 0 and IMPLICIT 9.

    The others are 1 to 8 in their order, without gaps.
    """
    numbers = map(str, range(1, _NUMBERED + 1))
    return tuple(
        replace(choice, keys=_FIXED.get(choice.value) or next(numbers, "")) for choice in choices
    )


def _put(here: Here, claim: Claim, name: str) -> Outcome:
    """Make somebody the claimer; the caret stays, as what is chosen does."""
    assert here.item is not None
    attributes = {**claim.attributes, CLAIMER_BASIS: CHOSEN}
    chosen = replace(claim, claimer=name, attributes=attributes)
    if chosen == claim:
        return Say("That is what it is already")
    decision = Decision("correct", here.item.id, chosen, was=claim)
    return Act([decision], here.unmarked())
