"""Plays a perfect analyst: presses what is planned, and looks whether it did what it should."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from annotator.agree.gold import Gold
from annotator.edit.session import Session
from annotator.fluency.cost import Cost
from annotator.fluency.hands import Hands, Keys, presses
from annotator.fluency.plan import planned
from annotator.fluency.rehearsal import AtCaret, Rehearsal
from annotator.fluency.tasks import Task, differences, is_done, tasks
from annotator.model.errors import AnnotatorError
from annotator.model.records import Release

Press = Callable[[str], object]
"""Presses a key by its name; a letter in a question as it is typed."""


class PlayError(AnnotatorError):
    """The keys did not lead to the gold."""


@dataclass(frozen=True, slots=True)
class Played:
    """One task as it was done: the keys, and what they cost."""

    kind: str
    keys: Keys
    cost: Cost
    spans_cost: Cost
    """What it would cost if nobody said who claims it and how: see `Task.spans_only`."""
    task: Task | None = None
    letters_read: int = 0


@dataclass(slots=True)
class PlayedRelease:
    """One release brought to its gold."""

    release: Release
    acts: list[Played] = field(default_factory=list)

    @property
    def cost(self) -> Cost:
        """What all of it cost."""
        return sum((act.cost for act in self.acts), Cost())

    @property
    def spans_cost(self) -> Cost:
        """What it would cost to say no more than a tool that only knows spans."""
        return sum((act.spans_cost for act in self.acts), Cost())

    @property
    def tasks(self) -> list[Task]:
        """What was to be done."""
        return [act.task for act in self.acts if act.task is not None]


def play(session: Session, gold: Gold, press: Press) -> PlayedRelease:
    """Bring the release in hand to its gold and finish it. Raise `PlayError` where that fails."""
    release, hands = gold.release, Hands(session.keymap)
    played = PlayedRelease(release)
    for task in tasks(gold, session.project.suggestions(release.id)):
        played.acts.append(_done(session, task, hands, press, release))
    played.acts.append(_finished(hands, press))
    found = session.project.fold(release.id)
    wrong = differences(gold, found)
    if found.state != "finished":
        wrong.append("it was not finished")
    if wrong:
        raise PlayError(f"{_named(release)}: {'; '.join(wrong)}.")
    return played


def _done(session: Session, task: Task, hands: Hands, press: Press, release: Release) -> Played:
    before = Rehearsal(replace(session.here, lines=AtCaret(session.lines)), hands)
    plan = planned(before, task)
    if plan is None:
        raise PlayError(f"{_named(release)}: no keys are known to {_told(task, release)}.")
    for key in plan.keys:
        press(key)
    if not is_done(task, session.fold):
        keys = " ".join(plan.keys)
        raise PlayError(f"{_named(release)}: {keys} did not {_told(task, release)}.")
    cost = _cost(task, plan)
    return Played(task.kind, plan.keys, cost, _spans_cost(before, task, cost), task, plan.reads)


def _cost(task: Task, plan: Rehearsal) -> Cost:
    return task.decisions_after(plan.guess) + Cost(k=plan.price, m=plan.picks)


def _spans_cost(before: Rehearsal, task: Task, cost: Cost) -> Cost:
    """What the task costs without claimer and attributes; as much where no other way is known."""
    bare = task.spans_only
    plan = planned(before, bare) if bare != task else None
    return cost if plan is None else _cost(bare, plan)


def _finished(hands: Hands, press: Press) -> Played:
    keys = hands.of("finish")
    if keys is None:
        raise PlayError("The keymap has no key for finishing a release.")
    for key in keys:
        press(key)
    cost = Cost(k=presses(keys), m=1)
    return Played("finish", keys, cost, cost)


def _told(task: Task, release: Release) -> str:
    span = next(task.record.spans())
    return f"{task.kind} ({span.text(release.text)!r} at {span.start})"


def _named(release: Release) -> str:
    return release.title or release.id[:12]


def by_kind(releases: list[PlayedRelease]) -> dict[str, tuple[int, Cost]]:
    """How often each kind of work comes and what it costs, the dearest first."""
    found: dict[str, tuple[int, Cost]] = {}
    for act in _acts(releases):
        count, cost = found.get(act.kind, (0, Cost()))
        found[act.kind] = count + 1, cost + act.cost
    return dict(sorted(found.items(), key=lambda kind: -kind[1][1].seconds))


def _acts(releases: list[PlayedRelease]) -> Iterator[Played]:
    for release in releases:
        yield from release.acts
