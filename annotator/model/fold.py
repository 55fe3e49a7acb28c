"""The fold: suggestions + steps -> what now stands. The screen and every export use this one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import Literal, NamedTuple

from annotator.model.errors import AnnotatorError
from annotator.model.records import CLAIMER_BASIS, GUESS, Claim, Record, Suggestion, confirmed
from annotator.model.steps import (
    BRING_BACK,
    Decision,
    RecordedStep,
    ReleaseState,
    Step,
    StoredSuggestion,
)

Status = Literal["open", "accepted", "corrected", "added", "rejected", "covered"]
"""A suggestion is covered while nobody judged it and an addition stands that says the same."""
STANDING: frozenset[Status] = frozenset({"accepted", "corrected", "added"})
"""The statuses of what counts as true."""
DOUBTFUL_BELOW = 0.7
"""An open suggestion with a lower score is doubtful, marked "?" and counted in the queue, where the
person has not set another limit."""


class FoldError(AnnotatorError):
    """A step does not fit what stands."""


@dataclass(frozen=True, slots=True)
class Item:
    """One entity or claim as it now stands, and where it came from.

    `was` is the suggested record of a corrected or rejected item; `annotator` and `at` are of the
    last decision, and None while nobody judged it.
    """

    id: str
    record: Record
    status: Status
    suggestion: Suggestion | None = None
    annotator: str | None = None
    at: str | None = None
    seen: bool = True
    """Whether the person had selected it when it was last decided on."""
    blind: bool = False
    """Whether the last decision on it was blind."""
    doubtful_below: float = field(default=DOUBTFUL_BELOW, compare=False)

    @property
    def was(self) -> Record | None:
        """What was suggested, where that is not what stands."""
        if self.suggestion is None or self.suggestion.record == self.record:
            return None
        return self.suggestion.record

    @property
    def is_open(self) -> bool:
        """Whether nobody has judged it yet."""
        return self.status == "open"

    @property
    def is_doubtful(self) -> bool:
        """Whether it is open and its suggester is not sure of it."""
        suggestion = self.suggestion
        return self.is_open and suggestion is not None and suggestion.score < self.doubtful_below

    @property
    def guessed_claimer(self) -> str | None:
        """The claimer, while it was only inferred and nobody has judged it with the claim."""
        record = self.record
        is_judged = self.status == "rejected" or (self.status == "accepted" and self.seen)
        if is_judged or not isinstance(record, Claim):
            return None
        return record.claimer if record.attributes.get(CLAIMER_BASIS) == GUESS else None

    @property
    def stands(self) -> bool:
        """Whether it counts as true: accepted, corrected or added."""
        return self.status in STANDING

    @property
    def is_unseen(self) -> bool:
        """Whether it stands though the person had not selected it: it came along with others."""
        return self.stands and not self.seen

    @property
    def is_deleted(self) -> bool:
        """Whether it is an addition that was rejected: nobody ever suggested it."""
        return self.status == "rejected" and self.suggestion is None

    @property
    def is_void(self) -> bool:
        """Whether it says nothing: an addition is deleted, a covered suggestion said twice."""
        return self.status == "covered" or self.is_deleted

    @property
    def is_judged(self) -> bool:
        """Whether it counts as a verdict of somebody."""
        return not self.is_open and not self.is_void

    @property
    def is_shown(self) -> bool:
        """Whether it is on the page: open or standing."""
        return self.is_open or self.stands


@dataclass(frozen=True, slots=True)
class Changes:
    """What one step touched: items as they were before (None: not there), and whether the state."""

    before: Mapping[str, Item | None] = field(default_factory=dict)
    state: bool = False
    queue: bool = False
    """Whether the release left the queue by it, or came back."""

    @property
    def items(self) -> frozenset[str]:
        """The ids of the items that look different now."""
        return frozenset(self.before)


class _Stands(NamedTuple):
    """A step that stands, and how it found what it touched (None: not there) and the state."""

    step: Step
    before: dict[str, Item | None]
    state: ReleaseState


@dataclass(slots=True)
class Fold:
    """What stands in one release; kept up to date step by step.

    `items` keeps rejected and covered ones too. `additions` counts every addition ever made, so
    that ids are never used twice.
    """

    items: dict[str, Item] = field(default_factory=dict)
    state: ReleaseState = "new"
    additions: int = 0
    _standing: dict[int, _Stands] = field(default_factory=dict)
    """The steps that stand by their numbers, in the order in which they were done."""
    _suggested: dict[Record, list[str]] = field(default_factory=dict, compare=False)

    @property
    def state_in_queue(self) -> ReleaseState:
        """The state; of a withdrawn release the one that it was in before."""
        states = (self.state, *(stands.state for stands in reversed(self._standing.values())))
        return next((state for state in states if state != "withdrawn"), "new")

    @property
    def is_judged(self) -> bool:
        """Whether there is a verdict of somebody on anything."""
        return any(item.is_judged for item in self.items.values())

    def apply(self, recorded: RecordedStep) -> Changes:
        """Take in one more row. Raise `FoldError` when it does not fit."""
        if recorded.kind == "undo":
            return self._turn_back(recorded)
        number = recorded.number if recorded.target is None else recorded.target
        return self._do(number, recorded)

    def _do(self, number: int, recorded: RecordedStep) -> Changes:
        step = recorded.step
        touched = {d.item: self.items.get(d.item) for d in step.decisions}
        after = [self._decided(decision, recorded) for decision in step.decisions]
        self._standing[number] = _Stands(step, touched, self.state)
        for item in after:
            self.items[item.id] = item
        self._cover(touched, after)
        if recorded.kind == "do":
            self.additions += sum(d.verb == "add" for d in step.decisions)
        return self._moved_to(_state_after(step, self.state), touched)

    def _moved_to(self, state: ReleaseState, touched: Mapping[str, Item | None]) -> Changes:
        """Be in a state from now on; what that and the items that were touched come to."""
        before, self.state = self.state, state
        return Changes(touched, before != state, before != state and "withdrawn" in (before, state))

    def _cover(self, touched: dict[str, Item | None], after: Iterable[Item]) -> None:
        """Cover what was suggested and is now added too, uncover what no addition says any more.

        What changes by that is put into `touched`, as it was.
        """
        added = [i for i in (*touched.values(), *after) if i is not None and i.suggestion is None]
        for record in {item.record for item in added}:
            for name in self._suggested_as(record):
                old = self.items[name]
                if _says(old) == record and old.status in ("open", "covered"):
                    touched.setdefault(name, old)
                    self.items[name] = replace(old, status=self._unjudged_as(record))

    def get_ready(self) -> None:
        """File the suggestions by what they say, which the first addition needs.

        They never change, so it is done once; over a long release it takes as long as many steps.
        """
        if not self._suggested:
            self._suggested = defaultdict(list)
            for item in self.items.values():
                if item.suggestion is not None:
                    self._suggested[confirmed(item.suggestion.record)].append(item.id)

    def _suggested_as(self, record: Record) -> list[str]:
        """The suggestions of this record, whether or not somebody has confirmed its claimer."""
        self.get_ready()
        return self._suggested.get(confirmed(record), [])

    def covered_by(self, item: Item) -> list[str]:
        """The suggestions that nobody judged because this addition says the same."""
        if item.status != "added":
            return []
        return [n for n in self._suggested_as(item.record) if self.items[n].status == "covered"]

    def _unjudged_as(self, record: Record) -> Status:
        added = (item for item in self.items.values() if item.status == "added")
        return "covered" if any(item.record == record for item in added) else "open"

    def _turn_back(self, recorded: RecordedStep) -> Changes:
        if recorded.target is None or recorded.target not in self._standing:
            raise FoldError(f"Step {recorded.number} takes back a step that does not stand.")
        state = self._state_without(recorded.target)
        restored = self._standing.pop(recorded.target).before
        touched = {name: self.items.get(name) for name in restored}
        for name, item in restored.items():
            if item is None:
                del self.items[name]
            else:
                self.items[name] = item
        return self._moved_to(state, touched)

    def _state_without(self, number: int) -> ReleaseState:
        """The state that follows from the other steps that stand.

        Those that came later with an import stay when this one goes, and say on what they said.
        """
        later = [*takewhile(number.__ne__, reversed(self._standing))]
        state = self._standing[number].state
        for one in reversed(later):
            stands = self._standing[one]
            self._standing[one] = stands._replace(state=state)
            state = _state_after(stands.step, state)
        return state

    def _decided(self, decision: Decision, by: RecordedStep) -> Item:
        if decision.verb == "add":
            if decision.record is None or decision.item in self.items:
                raise FoldError(f"Step {by.number} adds {decision.item}, which is already there.")
            return _judged(Item(decision.item, decision.record, "added"), decision, by)
        old = self.items.get(decision.item)
        if old is None:
            raise FoldError(f"Step {by.number} names {decision.item}, which is not there.")
        return _judged(old, decision, by)

    def next_addition(self, ahead: int = 0) -> str:
        """The id of the next addition (`ahead`: of the one after so many more)."""
        return f"a{self.additions + 1 + ahead}"


def _judged(old: Item, decision: Decision, by: RecordedStep) -> Item:
    """The item as the decision leaves it."""
    record = decision.record if decision.verb in ("correct", "add") else old.record
    if record is None:
        raise FoldError(f"Step {by.number} corrects {decision.item} to nothing.")
    rejected, suggestion = decision.verb == "reject", old.suggestion
    if decision.verb == "accept" and decision.seen and isinstance(record, Claim):
        record, suggestion = _confirmed(record, suggestion)
    return Item(  # `replace` would cost four times as much, and an export makes many
        old.id,
        record,
        "rejected" if rejected else _standing_as(record, suggestion),
        suggestion,
        by.annotator,
        by.at,
        decision.seen,
        decision.blind,
        old.doubtful_below,
    )


def _confirmed(record: Record, suggestion: Suggestion | None) -> tuple[Record, Suggestion | None]:
    """What somebody accepted who had it before them: a claimer that was a guess is judged, too.

    What is accepted is what was suggested, so neither says "guess" any more. A claim that somebody
    added or mended has a claimer to be picked.
    """
    known = confirmed(record)
    if known is record or suggestion is None or suggestion.record != record:
        return record, suggestion
    return known, replace(suggestion, record=known)


def _says(item: Item) -> Record | None:
    """What was suggested, if it was."""
    return item.suggestion.record if item.suggestion else None


def _standing_as(record: Record, suggestion: Suggestion | None) -> Status:
    if suggestion is None:
        return "added"
    said = suggestion.record
    return "accepted" if record is said or record == said else "corrected"


def _state_after(step: Step, before: ReleaseState) -> ReleaseState:
    if step.command == BRING_BACK and before != "withdrawn":
        return before  # it is in the queue as it is
    if step.state is not None:
        return step.state
    return "started" if before == "new" else before


def fold(
    suggestions: Iterable[StoredSuggestion],
    steps: Iterable[RecordedStep],
    doubtful_below: float = DOUBTFUL_BELOW,
) -> Fold:
    """What stands after `steps`, oldest first. Raise `FoldError` when they contradict."""
    open_items = (
        Item(s.id, s.suggestion.record, "open", s.suggestion, doubtful_below=doubtful_below)
        for s in suggestions
    )
    result = Fold({item.id: item for item in open_items})
    for step in steps:
        result.apply(step)
    return result
