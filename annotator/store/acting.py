"""An act over many releases: made ready release by release, then written in one transaction.

Making ready only reads, so it can be done in slices, stopped, or killed, and nothing is half-done.
What stands is looked at again when it is written: a step that came between makes it void, and a
release with new suggestions is decided on anew.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import Connection
from typing import NamedTuple

from annotator.model.fold import Changes, Fold
from annotator.model.plain import step_to_plain
from annotator.model.records import Claim, Release
from annotator.model.steps import RecordedStep, Step
from annotator.store import history, reading, writing
from annotator.store.errors import StoreError, explained
from annotator.store.kept import Kept, KeptFolds

Decide = Callable[[Release, Fold], Step | None]
_SLICE_SECONDS = 0.01
"""How long making ready goes on without letting others do something."""


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


class ReadyAct:
    """An act that is made ready; the first release is decided on when it is written."""

    def __init__(
        self,
        db: Connection,
        kept: KeptFolds,
        path: Path,
        release_ids: Sequence[str],
        decide: Decide,
    ) -> None:
        self._db, self._kept, self._path, self.decide = db, kept, path, decide
        self.first, *self._others = release_ids
        self._last_step, self._last_run = history.last_number(db), _last_run(db)
        self._ready: dict[str, _Ready] = {}
        self._looked = 0

    @property
    def is_whole(self) -> bool:
        """Whether all of it is ready."""
        return self._looked == len(self._others)

    def told(self) -> str:
        """How far it is."""
        return f"{self._looked:,} of {len(self._others):,} releases"

    def steps(self) -> Iterator[ReadyAct]:
        """Make it ready, slice by slice. Raise `FoldError` or `StoreError` for what cannot be."""
        until = time.perf_counter() + _SLICE_SECONDS
        for release_id in self._others:
            with explained(self._path):
                self._make_ready(release_id)
            self._looked += 1
            if time.perf_counter() > until:
                yield self
                until = time.perf_counter() + _SLICE_SECONDS

    def _make_ready(self, release_id: str) -> None:
        held = self._kept.fresh(release_id)
        step = self.decide(reading.read_release(self._db, held.number), held.fold)
        if step is not None:
            self._ready[release_id] = _ready(release_id, held, step)

    def unsettled(self, db: Connection) -> list[str]:
        """The releases to be decided on now. Raise `StoreError` when a step came in between."""
        if history.last_number(db) != self._last_step:
            raise StoreError(
                "Something else was decided meanwhile; nothing was written: ask again."
            )
        newer = db.execute("SELECT release FROM runs WHERE number > ?", [self._last_run])
        numbers = {number for (number,) in newer}
        suggested = [r for r in self._ready if self._ready[r].release in numbers]
        claims = [r for r in self._ready if _has_claims(self._ready[r].step)]
        return list(dict.fromkeys([self.first, *suggested, *claims]))

    def write(self, db: Connection, annotator: str, at: str, but: Sequence[str]) -> list[Recorded]:
        """Write the steps that are ready, without those of the releases `but`."""
        ready = {r: row for r, row in self._ready.items() if r not in set(but)}
        first = history.last_number(db) + 1
        rows = [
            (number, row.release, row.plain) for number, row in enumerate(ready.values(), first)
        ]
        writing.write_new_steps(db, rows, annotator, at)
        writing.move_progress(db, [(r.state, *r.moved, r.release) for r in ready.values()])
        for release_id in ready:
            self._kept.forget(release_id)
        steps = (
            (RecordedStep(number, release_id, "do", annotator, at, row.step), row.changes)
            for number, (release_id, row) in enumerate(ready.items(), first)
        )
        return [Recorded(step, changes) for step, changes in steps]


def _ready(release_id: str, held: Kept, step: Step) -> _Ready:
    for decision in step.decisions:
        if decision.record is not None:
            writing.check_inside(decision.record.spans(), held.length)
    row = RecordedStep(0, release_id, "do", "", "", step)
    changes, moved = applied(held.fold, row)
    plain = writing.plain_text(step_to_plain(step))
    return _Ready(held.number, step, plain, changes, held.fold.state, moved)


def applied(fold: Fold, row: RecordedStep) -> tuple[Changes, tuple[int, ...]]:
    """Bring `fold` up to date; what it touched, and by how much that moves the counts."""
    changes = fold.apply(row)
    before = writing.tally(changes.before.values())
    after = writing.tally(map(fold.items.get, changes.items))
    return changes, tuple(new - old for new, old in zip(after, before, strict=True))


def _has_claims(step: Step) -> bool:
    """Whether claimers are to be remembered, which needs the fold."""
    return any(isinstance(decision.record, Claim) for decision in step.decisions)


def _last_run(db: Connection) -> int:
    (number,) = db.execute("SELECT coalesce(max(number), 0) FROM runs").fetchone()
    return int(number)
