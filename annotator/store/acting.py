"""An act over many releases: made ready first, then written in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import Connection
from typing import NamedTuple

from annotator.model.fold import Changes, Fold
from annotator.model.plain import step_to_plain
from annotator.model.records import Release
from annotator.model.steps import RecordedStep, Step
from annotator.store import history, reading, writing
from annotator.store.kept import Kept, KeptFolds
from annotator.store.readying import Readying

Decide = Callable[[Release, Fold], Step | None]


@dataclass(frozen=True, slots=True)
class Recorded:
    """A step as it was written, and what it touched.

    `others` are the further steps of the same act, in other releases.
    """

    step: RecordedStep
    changes: Changes
    others: tuple[Recorded, ...] = ()


class _Ready(NamedTuple):
    """The step of one release, as it will be written."""

    release: int
    step: Step
    plain: str
    changes: Changes
    state: str
    moved: tuple[int, ...]
    """By how much the counts of its row in the queue change."""
    claimers: tuple[str, ...]
    """Those that it decides on."""


class ReadyAct(Readying):
    """An act that is made ready; the first release is decided on when it is written."""

    def __init__(
        self,
        db: Connection,
        kept: KeptFolds,
        path: Path,
        release_ids: Sequence[str],
        decide: Decide,
        decided: int,
    ) -> None:
        self.first, *self._others = release_ids
        super().__init__(db, path, len(self._others), decided)
        self._kept, self.decide = kept, decide
        self._ready: dict[str, _Ready] = {}

    def _making_ready(self) -> Iterator[None]:
        for release_id in self._others:
            self._make_ready(release_id)
            yield

    def _make_ready(self, release_id: str) -> None:
        held = self._kept.fresh(release_id)
        step = self.decide(reading.read_release(self._db, held.number), held.fold)
        if step is not None:
            self._ready[release_id] = _ready(release_id, held, step)

    def unsettled(self, db: Connection) -> list[str]:
        """The releases to be decided on now. Raise `StoreError` when it is void."""
        self.check()
        newly = {reading.id_of(db, number) for number in self._newly_suggested(db)}
        suggested = [r for r in self._others if r in newly]  # also where nothing was found before
        return list(dict.fromkeys([self.first, *suggested]))

    def write(self, db: Connection, annotator: str, at: str, but: Sequence[str]) -> list[Recorded]:
        """Write the steps that are ready, but those of the releases `but`; what is kept follows."""
        ready = {r: row for r, row in self._ready.items() if r not in set(but)}
        first = history.last_number(db) + 1
        rows = [
            (number, row.release, row.plain) for number, row in enumerate(ready.values(), first)
        ]
        writing.write_new_steps(db, rows, annotator, at)
        writing.move_progress(db, [(r.state, *r.moved, r.release) for r in ready.values()])
        claimers = [
            (name, number)
            for number, row in enumerate(ready.values(), first)
            for name in row.claimers
        ]
        db.executemany(writing.REMEMBER_CLAIMER, claimers)
        taken = [
            Recorded(RecordedStep(number, name, "do", annotator, at, row.step), row.changes)
            for number, (name, row) in enumerate(ready.items(), first)
        ]
        for one in taken:
            self._kept.take(one.step)
        return taken


def _ready(release_id: str, held: Kept, step: Step) -> _Ready:
    for decision in step.decisions:
        if decision.record is not None:
            writing.check_inside(decision.record.spans(), held.length)
    row = RecordedStep(0, release_id, "do", "", "", step)
    changes, moved = applied(held.fold, row)
    plain = writing.plain_text(step_to_plain(step))
    claimers = writing.claimers_of(step, held.fold)
    return _Ready(held.number, step, plain, changes, held.fold.state, moved, claimers)


def applied(fold: Fold, row: RecordedStep) -> tuple[Changes, tuple[int, ...]]:
    """Bring `fold` up to date; what it touched, and by how much that moves the counts."""
    changes = fold.apply(row)
    before = writing.tally(changes.before.values())
    after = writing.tally(map(fold.items.get, changes.items))
    return changes, tuple(new - old for new, old in zip(after, before, strict=True))
