"""Undo and redo of an act over many releases: made ready first, then written in one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from sqlite3 import Connection
from typing import NamedTuple

from annotator.model.steps import ReleaseState
from annotator.store import history, reading, writing
from annotator.store.acting import Recorded, applied
from annotator.store.connection import now
from annotator.store.kept import KeptFolds
from annotator.store.readying import Readying


class _Ready(NamedTuple):
    """The row of one release as it will be written, and what it does to the queue."""

    entry: history.Entry
    recorded: Recorded
    state: ReleaseState
    moved: tuple[int, ...]
    """By how much the counts of its row in the queue change."""
    returned: list[object] | None
    """That row, where the release comes back to the queue."""
    claimers: tuple[str, ...]
    """Those that it decides on again."""


class ReadyTurn(Readying):
    """Undo or redo of an act: of a first step of it, and of so many more, one in each release."""

    def __init__(
        self,
        db: Connection,
        kept: KeptFolds,
        path: Path,
        first: history.Entry,
        more: int,
        annotator: str,
    ) -> None:
        decided = 1 + more if history.begins_deciding(db, first, more) else more
        super().__init__(db, path, 1 + more, decided)
        self._kept, self._first, self._more = kept, first, more
        self._annotator, self._at = annotator, now()
        self._ready: dict[int, _Ready] = {}

    def _making_ready(self) -> Iterator[None]:
        more = history.turned_after(self._db, self._first, self._more)
        for entry in chain([self._first], more):
            self._make_ready(entry)
            yield

    def _make_ready(self, entry: history.Entry) -> None:
        release_id = reading.id_of(self._db, entry.release)
        stands = reading.read_fold(self._db, entry.release, release_id)
        step = writing.recorded(entry, release_id, self._annotator, self._at)
        changes, moved = applied(stands, step)
        returned = None
        if changes.queue and stands.state != "withdrawn":
            release = reading.release_as_it_is(self._db, entry.release)
            returned = writing.progress_row(self._db, entry.release, release_id, release, stands)
        claimers = () if entry.kind == "undo" else writing.claimers_of(entry.step, stands)
        recorded = Recorded(step, changes)
        self._ready[entry.release] = _Ready(
            entry, recorded, stands.state, moved, returned, claimers
        )

    def write(self, db: Connection) -> list[Recorded]:
        """Write all rows and bring what is kept up to date. Raise `StoreError` when it is void."""
        self.check()
        for number in self._ready.keys() & self._newly_suggested(db):
            self._make_ready(self._ready[number].entry)
        ready = self._ready.values()
        writing.write_steps(db, (row.entry for row in ready), self._annotator, self._at)
        self._write_progress(db)
        claimers = [(name, row.entry.number) for row in ready for name in row.claimers]
        db.executemany(writing.REMEMBER_CLAIMER, claimers)
        for row in ready:
            self._kept.take(row.recorded.step)
        return [row.recorded for row in ready]

    def _write_progress(self, db: Connection) -> None:
        """Take the rows into the queue."""
        ready = self._ready.values()
        writing.move_progress(
            db, ((r.state, *r.moved, r.entry.release) for r in ready if r.returned is None)
        )
        db.executemany(
            writing.INSERT_PROGRESS, (r.returned for r in ready if r.returned is not None)
        )
