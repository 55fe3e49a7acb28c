"""What is done in a project: steps, acts over releases, undo and redo, each in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from sqlite3 import Connection

from sqlite_utils import Database

from annotator.model.steps import Step
from annotator.store import history, reading, writing
from annotator.store.acting import Decide, ReadyAct, Recorded, applied
from annotator.store.backing import BackingUp
from annotator.store.chain import linking
from annotator.store.connection import now, transaction
from annotator.store.errors import ReadOnlyProjectError, explained
from annotator.store.kept import Kept
from annotator.store.looking import Looking
from annotator.store.presence import Presence
from annotator.store.queue import read_left_at
from annotator.store.turning import ReadyTurn


class Recording(Looking):
    """The part of a project that records what `annotator` does."""

    def __init__(
        self, path: Path, annotator: str, db: Database, read_only_reason: str | None
    ) -> None:
        super().__init__(path, db, read_only_reason)
        self.annotator = annotator
        self._presence = Presence(path.resolve())
        self._backing: BackingUp | None = None
        self._taken = 0

    def left_at(self) -> str | None:
        """The release that `annotator` decided on last; None when it is finished or withdrawn."""
        with self._reading() as db:
            return read_left_at(db, self.annotator)

    def record(self, release_id: str, step: Step) -> Recorded:
        """Write one step; when it returns, the step is on the disk.

        Raise `FoldError` when it does not fit what stands. After an error nothing of it is kept.
        """
        with self._writing() as db:
            return self._take(history.next_do(db, self._kept.keep(release_id).number, step))

    def record_all(self, release_ids: Iterable[str], decide: Decide) -> Recorded | None:
        """Write one act: the step that `decide` has for each release, once, all of them or none.

        One undo turns all of it back, also after a restart. What is returned is the step of the
        first release with the others in it; None when there was nothing to decide anywhere. Raise
        `FoldError` when a step does not fit. About 0.3 ms a release of a few entities.
        """
        with self._writing() as db:
            return self._bound(db, [*self._decided(db, dict.fromkeys(release_ids), decide)])

    def make_ready(
        self, release_ids: Sequence[str], decide: Decide, decided: int | None = None
    ) -> ReadyAct:
        """The same act for whom a window waits: nothing is written before `record_ready`.

        Its `steps` make it ready in slices; whoever leaves them undoes nothing. `decided` says in
        how many releases something is expected to be decided (None: in all), to be told.
        """
        with self._reading() as db:
            count = len(release_ids) if decided is None else decided
            return ReadyAct(db, self._kept, self.path, release_ids, decide, count)

    def record_ready(self, act: ReadyAct) -> Recorded | None:
        """Write an act that was made ready, all of it or nothing; returns what `record_all` does.

        Raise `StoreError` when it is not whole or another step was written in between. About
        0.03 ms a release.
        """
        with self._writing() as db:
            now_decided = act.unsettled(db)
            taken = [*self._decided(db, now_decided, act.decide)]
            written = act.write(db, self.annotator, now(), now_decided)
            self._found.look_again()  # it may take releases out of the queue
            self._taken += len(written)
            return self._bound(db, [*taken, *written])

    @staticmethod
    def _bound(db: Connection, taken: Sequence[Recorded]) -> Recorded | None:
        """Bind steps that were just written into one act."""
        if len(taken) > 1:
            history.write_act(db, taken[0].step.number, taken[-1].step.number)
        return _together(taken)

    def _decided(
        self, db: Connection, release_ids: Iterable[str], decide: Decide
    ) -> Iterator[Recorded]:
        for release_id in release_ids:
            held = self._kept.look(release_id)
            step = decide(reading.read_release(db, held.number), held.fold)
            if step is not None:
                yield self._take(history.next_do(db, held.number, step), held)

    def undo(self) -> Recorded | None:
        """Turn back the last act of the project that stands; None when there is none."""
        return self._turn_at_once("undo")

    def redo(self) -> Recorded | None:
        """Do again what was undone last; None when nothing was, or a step came after it."""
        return self._turn_at_once("redo")

    def _turn_at_once(self, kind: history.TurnKind) -> Recorded | None:
        recorded, ready = self.turn(kind)
        if ready is None:
            return recorded
        for _ in ready.steps():
            pass  # nobody waits
        return self.record_turned(ready)

    def turn(self, kind: history.TurnKind) -> tuple[Recorded | None, ReadyTurn | None]:
        """Undo or redo for whom a window waits: a single step is turned at once.

        Of an act over several releases nothing is written before `record_turned`: its `steps` make
        it ready in slices; whoever leaves them has turned nothing. Both are None when there is
        nothing to turn.
        """
        with self._writing() as db:
            entry = history.next_turned(db, kind)
            if entry is None:
                return None, None
            rest = history.rest_of_act(db, entry)
            if rest:
                kept, path = self._kept, self.path
                return None, ReadyTurn(db, kept, path, entry, rest, self.annotator)
            return self._take(entry), None

    def record_turned(self, turned: ReadyTurn) -> Recorded | None:
        """Write undo or redo of an act that was made ready, all of it or nothing.

        Raise `StoreError` when it is not whole or another step was written in between. About
        0.02 ms a release.
        """
        with self._writing() as db:
            taken = turned.write(db)
            self._found.look_again()  # it may take releases out of the queue, or bring some back
            self._taken += len(taken)
            return _together(taken)

    def _take(self, entry: history.Entry, held: Kept | None = None) -> Recorded:
        """Apply the next row to the kept fold, or to the one that is held, and write it."""
        db = self._db.conn
        release_id = reading.id_of(db, entry.release)
        kept = held or self._kept.keep(release_id)
        for decision in entry.step.decisions:
            if decision.record is not None:
                writing.check_inside(decision.record.spans(), kept.length)
        row = writing.recorded(entry, release_id, self.annotator, now())
        changes, moved = applied(kept.fold, row)
        writing.write_step(db, entry, row.annotator, row.at)
        if changes.queue and kept.fold.state != "withdrawn":
            release = reading.release_as_it_is(db, entry.release)
            writing.write_progress(db, entry.release, release, kept.fold)
        else:
            writing.move_progress(db, [(kept.fold.state, *moved, entry.release)])
        if changes.queue:
            self._found.look_again()
        self._taken += 1
        if entry.kind != "undo":
            writing.remember_claimers(db, entry.step, entry.number, kept.fold)
        return Recorded(row, changes)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """One transaction. When it fails, kept folds are dropped, for they may be ahead."""
        if self.read_only:
            raise ReadOnlyProjectError(self.refusal)
        self._taken = 0
        try:
            with explained(self.path):
                self._presence.check(self._db.conn)
                with transaction(self._db), linking(self._db.conn):
                    self._forget_if_changed()
                    yield self._db.conn
                self._presence.wrote()
        except BaseException:
            self._kept.clear()
            self._found.forget()
            raise
        if self._backing is not None and self._taken:
            self._backing.took(self._taken)


def _together(taken: Sequence[Recorded]) -> Recorded | None:
    """The first step of an act with the others in it."""
    if not taken:
        return None
    first, *others = sorted(taken, key=lambda one: one.step.target or one.step.number)
    return replace(first, others=tuple(others))
