"""The same for all equal strings of the project: counted first, done as one act over its releases.

Releases that are finished are left alone, for their people decided. So are those that still wait
for a suggester that is at work: what it finds there can be accepted later, and would be said twice
if it were added now. Where no suggester is at work, what is missing is added there as well; should
suggestions come after all, those that say the same are covered.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from annotator.edit.alike import (
    Ground,
    Stay,
    Verdict,
    alike,
    ground_of,
    says,
    stays_told,
    verdict_on,
)
from annotator.edit.here import Here
from annotator.edit.outcomes import ActInAll, Outcome, Say, Show, Want
from annotator.edit.places import Places
from annotator.edit.prompts import Choice, Prompt, yes_no_prompt
from annotator.edit.words import quoted, shortened
from annotator.model.counting import counted
from annotator.model.errors import AnnotatorError
from annotator.model.fold import Fold
from annotator.model.masking import words_in
from annotator.model.records import Entity, Release
from annotator.model.selection import Selection
from annotator.model.spans import Span, Words
from annotator.model.steps import RecordedStep, Step
from annotator.store.errors import DamagedProjectError

if TYPE_CHECKING:
    from annotator.store.acting import Recorded
    from annotator.store.project import Project
    from annotator.store.queue import Holding

COMMAND: Literal["same-in-project"] = "same-in-project"
LISTED = 200
"""How many places that stay are listed."""
_SLICE_SECONDS = 0.01
"""How long the window may be kept waiting for a slice of the search."""
_AT_ONCE_SECONDS = 0.08
"""How long a key may take that looks through the project."""
_FIRST_SLICE = 200
_SLOW = 5_000
"""Releases of which it is said that it takes some seconds: a third of a millisecond each."""
_DO, _LEAVE = "do", "leave"
_DAMAGED = "it is damaged and cannot be read"

Stop = Callable[[], object]
Slices = Callable[
    [Iterator[Any], str, Callable[[Any], str], Callable[[Any, AnnotatorError | None], None]],
    Stop | None,
]
"""Goes through an iterator between other work, says how far it is, and tells what came of it.

What is given back stops it; None where it did not begin or is over already.
"""


def in_one_go(
    values: Iterator[Any],
    _name: str,
    _shown: Callable[[Any], str],
    done: Callable[[Any, AnnotatorError | None], None],
) -> None:
    """Go through an iterator where no window waits. Raise what it raises."""
    done([*values][-1:], None)


def head_start(values: Iterator[object]) -> None:
    """Go on until it is over or would be felt: what is done by then is done within the key."""
    until = time.perf_counter() + _AT_ONCE_SECONDS
    for _ in values:
        if time.perf_counter() > until:
            break


def same_in_project(here: Here, _: str = "") -> Outcome:
    """Look for every equal string in the project, then ask whether to judge all of them alike."""
    verdict = verdict_on(here)
    return verdict if isinstance(verdict, Say) else Want(COMMAND)


class Elsewhere(NamedTuple):
    """An equal string in some release that stays as it is, and why, in words."""

    release: str
    title: str
    stay: Stay | None
    why: str
    span: Span


@dataclass(slots=True)
class Search:
    """Where the string of a verdict stands in the project, as far as it was looked through."""

    verdict: Verdict
    release: str
    """The release that the verdict was given in."""
    ground: Ground
    """The same release as it stood."""
    selection: Selection
    total: int
    looked: int = 0
    places: int = 0
    releases: list[str] = field(default_factory=list)
    """Those in which something is to be decided, apart from `release`, in import order."""
    stays: list[Elsewhere] = field(default_factory=list)
    finished: int = 0
    """How many finished releases would have something to decide."""
    waiting: int = 0
    """How many releases with the string wait for their suggestions."""

    @property
    def is_whole(self) -> bool:
        """Whether everything was looked through."""
        return self.looked >= self.total

    @property
    def count(self) -> int:
        """In how many releases something is to be decided."""
        return len(self.releases) + bool(alike(self.ground, self.verdict).decisions)

    def is_of(self, here: Here, release: str) -> bool:
        """Whether the verdict is still in hand: the same release, selected and judged the same."""
        if (release, here.selection) != (self.release, self.selection):
            return False
        return here.fold.items.get(self.verdict.item.id) == self.verdict.item

    def told(self) -> str:
        """How far it is."""
        return f"{min(self.looked, self.total):,} of {self.total:,} releases"

    def left_alone(self) -> str:
        """What stays as it is, to be said after what was done; "" when nothing does."""
        told = stays_told(one.stay.item for one in self.stays if one.stay is not None)
        if self.finished:
            told += f"; {counted(self.finished, 'finished release')} left alone"
        if self.waiting:
            told += f"; {counted(self.waiting, 'release')} still to be suggested for"
        return told


def search_for(here: Here, release: str, total: int) -> Search | None:
    """A search for the string of the selected entity, nothing looked through yet."""
    verdict = verdict_on(here)
    if isinstance(verdict, Say):
        return None
    return Search(verdict, release, ground_of(here, verdict), here.selection, total)


def look_through(project: Project, search: Search, suggesting: bool) -> Iterator[Search]:
    """Look through the project slice by slice, in import order."""
    words, size = search.verdict.words.split(), _FIRST_SLICE
    while not search.is_whole:
        began = time.perf_counter()
        found = project.holding(words, search.looked, size)
        took = time.perf_counter() - began
        until = began + _SLICE_SECONDS
        for holding in found:
            if time.perf_counter() > until:
                yield search
                until = time.perf_counter() + _SLICE_SECONDS
            _look_into(holding, project, search, suggesting)
        search.looked += size
        yield search
        # Whatever was found is looked into between yields: only finding it grows with the size.
        size = max(1, round(size * min(2.0, _SLICE_SECONDS / 2 / took)))


def _look_into(holding: Holding, project: Project, search: Search, suggesting: bool) -> None:
    """Take one release that holds the words into the search."""
    is_in_hand = holding.release == search.release
    title = holding.title or "Untitled"
    try:
        fold = project.glance(holding.release)
    except DamagedProjectError:
        nowhere = Span(0, 0)
        search.stays.append(Elsewhere(holding.release, title, None, _DAMAGED, nowhere))
        return
    ground = search.ground if is_in_hand else Ground(holding.text, fold, Places(fold))
    found = alike(ground, search.verdict)
    if suggesting and not holding.suggested and not is_in_hand and holding.state != "finished":
        search.waiting += bool(found.decisions)
        return
    search.stays += [
        Elsewhere(holding.release, title, stay, says(stay.item, holding.text), stay.span)
        for stay in found.stay
    ]
    if holding.state == "finished" and not is_in_hand:
        if found.first is not None:
            search.finished += 1
            why = f"finished: {counted(len(found.decisions), 'place')} left alone"
            search.stays.append(Elsewhere(holding.release, title, None, why, found.first))
        return
    search.places += len(found.decisions)
    if found.decisions and not is_in_hand:
        search.releases.append(holding.release)


def asked(search: Search) -> Prompt | Say:
    """The question that the search leads to, with what stays listed beneath."""
    words = quoted(search.verdict.words)
    if not search.places and not search.stays:
        return Say(f"No other {words} is left to judge in this project{search.left_alone()}")

    def answer(here: Here, value: str) -> Outcome:
        if value == _LEAVE:
            return Say("Nothing was done")
        if value != _DO:
            one = search.stays[int(value)]
            return Show(one.release, one.span, one.stay.item.id if one.stay else None)
        return _act(here, search)

    verb = "Accept" if search.verdict.stands else "Reject"
    detail = "one undo for all" if search.count < _SLOW else "takes some seconds; one undo for all"
    act = Choice(_DO, f"{verb} it in {_count(search.places, search.count)}", detail)
    listed = [
        Choice(str(number), shortened(one.title, 36), one.why)
        for number, one in enumerate(search.stays[:LISTED])
    ]
    title = f"{search.verdict.label} {words} in the project{search.left_alone()}"
    if not listed:
        return yes_no_prompt(COMMAND, title, answer, act, Choice(_LEAVE, "Leave them as they are"))
    return Prompt(COMMAND, title, answer, (*([act] if search.places else []), *listed))


def _act(here: Here, search: Search) -> Outcome:
    """Do it, unless something else was decided while the question stood."""
    verdict = search.verdict
    if here.fold.items.get(verdict.item.id) != verdict.item:
        return Say(f"Something else was decided on {quoted(verdict.words)} meanwhile: ask again")

    def decide(release: Release, fold: Fold) -> Step | None:
        is_origin = release.id == search.release
        looked_at, but = (here.looked_at, search.ground.but) if is_origin else ((), None)
        found = alike(Ground(release.text, fold, Places(fold), looked_at, but), verdict)
        if is_origin:  # also when there is nothing to do in it: undo leads back to it
            return Step(COMMAND, tuple(found.decisions), search.selection)
        if fold.state in ("finished", "withdrawn") or found.first is None:
            return None
        return Step(COMMAND, tuple(found.decisions), Selection(found.first))

    releases = (search.release, *search.releases)
    return ActInAll(releases, decide, search.left_alone(), decided=search.count)


def told_in_all(recorded: Recorded, project: Project, text: Words) -> str:
    """What an act over many releases did: "Accepted PERSON “Ann” in 14 places of 9 releases".

    It is read from what was decided: what was selected may be another highlight, for a decision
    goes on to the next one. A name that is masked in `text` stays so.
    """
    deciding = [one.step for one in (recorded, *recorded.others) if one.step.step.decisions]
    places = sum(len(one.step.decisions) for one in deciding)
    what = _decided(deciding[0], project, text) if deciding else "Accepted an equal string"
    return f"{what} in {_count(places, len(deciding))}"


def _decided(recorded: RecordedStep, project: Project, text: Words) -> str:
    """What the first decision of a step was: "Accepted PERSON “Ann”"."""
    decision = recorded.step.decisions[0]
    item = project.glance(recorded.release).items.get(decision.item)
    record = decision.record or (item.record if item is not None else None)
    verb = "Rejected" if decision.verb == "reject" else "Accepted"
    if not isinstance(record, Entity):
        return f"{verb} an equal string"
    words = record.span.text(project.release(recorded.release).text)
    return f"{verb} {record.label} {quoted(words_in(words, text))}"


def _count(places: int, releases: int) -> str:
    return f"{counted(places, 'place')} of {counted(releases, 'release')}"
