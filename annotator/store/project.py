"""The project: what the program does with its one SQLite file.

    with Project.create(path, annotator="ann") as project:
        project.add(release)
        project.add_run(release.id, suggestions, seconds=0.4)
        project.record(release.id, step)
        project.undo()

Every method may raise a `StoreError`, a sentence for the person. A `Project` belongs to the thread
that opened it; `snapshot` may be used in any other.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from sqlite3 import Connection
from types import TracebackType

from sqlite_utils import Database

from annotator.model.fold import Fold
from annotator.model.plain import Incoming, PastStep
from annotator.model.records import Release, Suggestion
from annotator.model.scheme import Scheme
from annotator.model.steps import RecordedStep, ReleaseState, Step, StoredSuggestion
from annotator.store import history, reading, writing
from annotator.store.acting import Decide, ReadyAct, Recorded, applied
from annotator.store.backing import BackingUp
from annotator.store.backups import Plan
from annotator.store.chain import linking
from annotator.store.checking import check_file
from annotator.store.connection import now, transaction
from annotator.store.errors import ReadOnlyProjectError, StoreError, explained
from annotator.store.intake import Intake
from annotator.store.kept import Kept, KeptFolds
from annotator.store.locking import WriterLock
from annotator.store.opening import make, open_for_reading, open_for_writing
from annotator.store.presence import Presence
from annotator.store.queue import (
    Counts,
    Found,
    Holding,
    QueueRow,
    read_beside,
    read_counts,
    read_failed,
    read_holding,
    read_length,
    read_place,
    read_queue,
    read_row,
    read_unfinished,
    read_waiting,
)
from annotator.store.snapshot import Snapshot

"""The step for a release in which this stands, or None where there is nothing to decide."""
BATCH = 100
"""Releases in one transaction of an import."""


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one incoming release; `twin` is the title of the one with the same text."""

    release: str
    origin: str
    twin: str | None = None

    @property
    def is_duplicate(self) -> bool:
        """Whether its text was already there, so that nothing was added."""
        return self.twin is not None


def _together(taken: Sequence[Recorded]) -> Recorded | None:
    """The first step of an act with the others in it."""
    if not taken:
        return None
    first, *others = sorted(taken, key=lambda one: one.step.target or one.step.number)
    return replace(first, others=tuple(others))


class Project:
    """One project, open. Make one with `create` or `open`."""

    def __init__(
        self, path: Path, annotator: str, db: Database, lock: WriterLock | None, reason: str | None
    ) -> None:
        self.path = path
        self.annotator = annotator
        self.read_only_reason = reason
        self.scheme: Scheme = reading.read_scheme(db.conn)
        self._db = db
        self._lock = lock
        self._kept = KeptFolds(db.conn)
        self._found = Found()
        self._version = self._data_version()
        self._presence = Presence(path.resolve())
        self._backing: BackingUp | None = None
        self._taken = 0

    @classmethod
    def create(cls, path: Path | str, annotator: str, scheme: Scheme | None = None) -> Project:
        """Make a new project, readable for its owner alone. Raise `NotMadeError`."""
        make(Path(path), scheme or Scheme())
        return cls.open(path, annotator)

    @classmethod
    def open(cls, path: Path | str, annotator: str, read_only: bool = False) -> Project:
        """Open a project; read-only when asked, when it is write-protected or open elsewhere."""
        path = Path(path)
        check_file(path)
        if read_only:
            return cls._over(path, annotator, None, f"{path.name} was opened for reading only.")
        lock = WriterLock(path.resolve())  # a link to the project is the same project
        if lock.refused is not None:
            return cls._over(path, annotator, None, lock.refused)
        try:
            return cls._over(path, annotator, lock, None)
        except BaseException:
            lock.release()
            raise

    @classmethod
    def _over(
        cls, path: Path, annotator: str, lock: WriterLock | None, reason: str | None
    ) -> Project:
        db = open_for_writing(path) if lock else open_for_reading(path)
        try:
            with explained(path):
                return cls(path, annotator, db, lock, reason)
        except BaseException:
            db.close()
            raise

    @property
    def name(self) -> str:
        """The name of the file without its suffix."""
        return self.path.stem

    @property
    def read_only(self) -> bool:
        """Whether nothing can be written; `read_only_reason` says why."""
        return self.read_only_reason is not None

    def __enter__(self) -> Project:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Fold the write-ahead log into the file and let go of it; twice does no harm."""
        if self._backing is not None:
            self._backing.close()
        self._kept.clear()
        self._db.close()  # the last connection to close checkpoints
        if self._lock is not None:
            self._lock.release()

    # Reading

    def queue(
        self,
        search: str = "",
        state: ReleaseState | None = None,
        limit: int | None = None,
        offset: int = 0,
    ) -> list[QueueRow]:
        """The releases in import order; those whose title, publisher or date hold every word.

        A row costs about 4 microseconds: with very many releases, ask by the page.
        """
        with self._reading() as db:
            return read_queue(db, self._found, search, state, limit, offset)

    def queue_length(self, search: str = "", state: ReleaseState | None = None) -> int:
        """How many releases such a queue has."""
        with self._reading() as db:
            return read_length(db, self._found, search, state)

    def queue_place(self, release_id: str, search: str = "") -> int | None:
        """Where a release stands in such a queue, from 0; None when it is not in it."""
        with self._reading() as db:
            return read_place(db, self._found, self._number(release_id), search)

    def next_unfinished(self, after: str | None = None) -> str | None:
        """The next other release that is not finished, round the end; from the front for None."""
        with self._reading() as db:
            return read_unfinished(db, 0 if after is None else self._number(after))

    def beside(self, release_id: str, direction: int) -> str | None:
        """The release after (1) or before (-1) this one in import order; None at the end."""
        with self._reading() as db:
            return read_beside(db, self._number(release_id), direction)

    def queue_row(self, release_id: str) -> QueueRow:
        """One row of the queue as it is now."""
        with self._reading() as db:
            return read_row(db, self._number(release_id))

    def counts(self) -> Counts:
        """The sums over the project."""
        with self._reading() as db:
            return read_counts(db)

    def release(self, release_id: str) -> Release:
        """A release with its untouched text. Raise `UnknownReleaseError`."""
        with self._reading() as db:
            return reading.read_release(db, self._number(release_id))

    def suggestions(self, release_id: str) -> list[StoredSuggestion]:
        """What the newest good run suggested, under the ids that decisions name."""
        with self._reading() as db:
            return reading.read_suggestions(db, self._number(release_id))

    def steps(self, release_id: str) -> list[RecordedStep]:
        """The steps of a release, oldest first."""
        with self._reading() as db:
            return reading.read_steps(db, self._number(release_id), release_id)

    def fold(self, release_id: str) -> Fold:
        """What stands in a release. Kept and brought up to date by `record`, `undo` and `redo`.

        After an error of one of these, ask for it again.
        """
        with self._reading():
            return self._kept.keep(release_id).fold

    def glance(self, release_id: str) -> Fold:
        """What stands in a release, for one look: it may not be kept, nor brought up to date."""
        with self._reading():
            return self._kept.look(release_id).fold

    def holding(self, words: Sequence[str], after: int, count: int) -> list[Holding]:
        """Those of the `count` releases after the first `after` whose text holds every word.

        To look through many, ask for a slice at a time.
        """
        with self._reading() as db:
            return read_holding(db, words, after, count)

    def texts(self, after: int = 0) -> Iterator[tuple[int, str, str]]:
        """Number, id and text of the releases behind number `after`, in import order."""
        with self._reading() as db:
            yield from reading.texts(db, after)

    @property
    def doubtful_below(self) -> float:
        """The score below which an open suggestion is doubtful."""
        with self._reading() as db:
            return reading.read_limit(db)

    def last_step(self) -> int:
        """The number of the newest step, 0 when there is none."""
        with self._reading() as db:
            return history.last_number(db)

    def recent_claimers(self, limit: int = 20) -> list[str]:
        """The claimers that were decided on, most recent first."""
        with self._reading() as db:
            return reading.read_claimers(db, limit)

    def waiting(self, limit: int = 1) -> list[str]:
        """The first releases without a run that are not finished, in import order."""
        with self._reading() as db:
            return read_waiting(db, limit)

    def failed(self) -> list[str]:
        """The releases whose runs all failed and that are not finished: worth another try."""
        with self._reading() as db:
            return read_failed(db)

    def due(self, ahead: Collection[str] = ()) -> Iterator[str]:
        """The releases to suggest for: those that wait, then once those that failed.

        `ahead` holds those that were handed out and have no run yet, as that changes.
        """
        failed = self.failed()
        while waiting := [r for r in self.waiting(len(ahead) + BATCH) if r not in ahead]:
            yield from waiting
        yield from failed

    def waiting_count(self) -> int:
        """How many releases wait for suggestions."""
        return self.counts().waiting

    def snapshot(self) -> Snapshot:
        """The project as it stands now, for an export; close it after use."""
        return Snapshot(self.path)

    def folded(self) -> Iterator[tuple[Release, Fold]]:
        """Every release with its fold, as of the first one, one at a time."""
        with self.snapshot() as snapshot:
            yield from snapshot.folded()

    def problems(self) -> list[str]:
        """What SQLite finds wrong with the file; reads all of it."""
        with self._reading() as db:
            found = [row[0] for row in db.execute("PRAGMA integrity_check")]
        return [] if found == ["ok"] else found

    # Backups

    def keep_backups(self, plan: Plan) -> None:
        """Back the project up in the background, now and every so many steps, unless read only."""
        if not self.read_only:
            self._backing = BackingUp(self.path, plan)
            self._backing.begin()

    def backup_news(self) -> list[str]:
        """Why backups could not be made, since this was asked last; each reason once."""
        return [] if self._backing is None else self._backing.news()

    # Writing

    def add(
        self,
        release: Release,
        suggestions: Sequence[Suggestion] = (),
        steps: Sequence[PastStep] = (),
    ) -> Added:
        """Take in one release with what is known of it; not a second time."""
        return self._add_batch([Incoming(release, tuple(suggestions), tuple(steps))])[0]

    def add_all(
        self, incoming: Iterable[Incoming], report: Callable[[Added], None] = lambda _: None
    ) -> int:
        """Take in many releases, `BATCH` in a transaction; how many were new.

        `report` hears of each one when it is safely in the file.
        """
        count = 0
        stream = iter(incoming)
        while batch := list(itertools.islice(stream, BATCH)):
            for added in self._add_batch(batch):
                count += not added.is_duplicate
                report(added)
        return count

    def _add_batch(self, batch: Sequence[Incoming]) -> list[Added]:
        with self._writing() as db:
            intake = Intake(db, self.annotator)
            added = [Added(one.release.id, one.origin, intake.take(one)) for one in batch]
            intake.write()
            return added

    def add_known(self, incoming: Incoming) -> bool:
        """Store what became known of a release that is here: suggestions, and decisions on them.

        False, and nothing is stored, when somebody has decided anything in it.
        """
        release_id = incoming.release.id
        with self._writing() as db:
            number = self._number(release_id)
            if reading.read_steps(db, number, release_id):
                return False
            intake = Intake(db, self.annotator)
            intake.take_known(number, incoming)
            intake.write()
            self._kept.forget(release_id)
            return True

    def choose_language(self, release_ids: Iterable[str], language: str) -> None:
        """These releases are in `language`; what was imported stays as it is beside it."""
        with self._writing() as db:
            for release_id in release_ids:
                writing.write_language(db, self._number(release_id), language, self.annotator)

    def doubt_below(self, limit: float) -> None:
        """Suggestions with a lower score are doubtful; counted anew where the limit was another."""
        if self.doubtful_below != limit:
            with self._writing() as db:
                writing.write_limit(db, limit)
                self._kept.clear()

    def add_run(
        self,
        release_id: str,
        suggestions: Sequence[Suggestion],
        seconds: float,
        error: str | None = None,
    ) -> bool:
        """Store what a suggester found in `seconds`, or why it failed.

        False, and nothing is stored, when the release is finished, or has a step and a good run:
        what is under somebody's fingers never changes. A first run may come after steps, for a
        person may be faster than the suggester; what was added already is covered, not suggested
        again.
        """
        with self._writing() as db:
            number = self._number(release_id)
            stands = reading.read_fold(db, number, release_id)
            if stands.state == "finished" or not reading.may_be_suggested(db, number):
                return False
            release = reading.read_release(db, number)
            intake = Intake(db, self.annotator)
            intake.run(number, len(release.text), suggestions, seconds, error)
            intake.write()
            self._kept.forget(release_id)
            stands = reading.read_fold(db, number, release_id)
            writing.write_progress(db, number, release, stands)
            return True

    def record(self, release_id: str, step: Step) -> Recorded:
        """Write one step; when it returns, the step is on the disk.

        Raise `FoldError` when it does not fit what stands. After an error nothing of it is kept.
        """
        with self._writing() as db:
            return self._take(history.next_do(db, self._kept.keep(release_id).number, step))

    def record_all(self, release_ids: Iterable[str], decide: Decide) -> Recorded | None:
        """Write one act: the step that `decide` has for each release, all of them or none.

        One undo turns all of it back, also after a restart. What is returned is the step of the
        first release with the others in it; None when there was nothing to decide anywhere. Raise
        `FoldError` when a step does not fit. About 0.3 ms a release of a few entities.
        """
        with self._writing() as db:
            return self._bound(db, [*self._decided(db, release_ids, decide)])

    def make_ready(self, release_ids: Sequence[str], decide: Decide) -> ReadyAct:
        """The same act for whom a window waits: nothing is written before `record_ready`.

        Its `steps` make it ready in slices; whoever leaves them undoes nothing.
        """
        with self._reading() as db:
            return ReadyAct(db, self._kept, self.path, release_ids, decide)

    def record_ready(self, act: ReadyAct) -> Recorded | None:
        """Write an act that was made ready, all of it or nothing; returns what `record_all` does.

        Raise `StoreError` when it is not whole or another step was written in between. About
        0.03 ms a release.
        """
        if not act.is_whole:
            raise StoreError("Not all of it is ready; nothing was written.")
        with self._writing() as db:
            now_decided = act.unsettled(db)
            taken = [*self._decided(db, now_decided, act.decide)]
            written = act.write(db, self.annotator, now(), now_decided)
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
        return self._turn(history.next_undo)

    def redo(self) -> Recorded | None:
        """Do again what was undone last; None when nothing was, or a step came after it."""
        return self._turn(history.next_redo)

    def _turn(self, following: Callable[[Connection], history.Entry | None]) -> Recorded | None:
        """Write the rows that undo or redo takes, as many as the act has steps."""
        with self._writing() as db:
            entry = following(db)
            if entry is None or entry.target is None:
                return None
            count = history.steps_in_act(db, entry.target)
            taken = [self._take(entry, None if count == 1 else self._look_in(entry))]
            while len(taken) < count and (entry := following(db)) is not None:
                taken.append(self._take(entry, self._look_in(entry)))
            return _together(taken)

    def rebuild(self) -> None:
        """Make the queue's rows anew from releases, suggestions and steps."""
        with self._writing() as db:
            self._found.forget()
            for number, release_id in db.execute("SELECT number, sha256 FROM releases").fetchall():
                stands = reading.read_fold(db, number, release_id)
                writing.write_progress(db, number, reading.read_release(db, number), stands)

    def _look_in(self, entry: history.Entry) -> Kept:
        return self._kept.look(reading.id_of(self._db.conn, entry.release))

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
        writing.move_progress(db, [(kept.fold.state, *moved, entry.release)])
        self._taken += 1
        if entry.kind != "undo":
            writing.remember_claimers(db, entry.step, entry.number, kept.fold)
        return Recorded(row, changes)

    def _number(self, release_id: str) -> int:
        return self._kept.number(release_id)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with explained(self.path):
            if self.read_only:
                self._forget_if_changed()
            yield self._db.conn

    def _forget_if_changed(self) -> None:
        """Drop kept folds when another program has written since."""
        version = self._data_version()
        if version != self._version:
            self._kept.clear()
            self._found.forget()
            self._version = version

    def _data_version(self) -> int:
        (version,) = self._db.conn.execute("PRAGMA data_version").fetchone()
        return int(version)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """One transaction. When it fails, kept folds are dropped, for they may be ahead."""
        if self.read_only_reason is not None:
            raise ReadOnlyProjectError(f"Nothing was written: {self.read_only_reason}")
        self._taken = 0
        try:
            with explained(self.path):
                self._presence.check(self._db.conn)
                with transaction(self._db), linking(self._db.conn):
                    self._forget_if_changed()
                    yield self._db.conn
        except BaseException:
            self._kept.clear()
            self._found.forget()
            raise
        if self._backing is not None and self._taken:
            self._backing.took(self._taken)
