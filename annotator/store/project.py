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
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from sqlite3 import Connection
from types import TracebackType

from sqlite_utils import Database

from annotator.model.plain import Incoming, PastStep
from annotator.model.records import Release, Suggestion
from annotator.model.scheme import Label, Scheme
from annotator.store import reading, writing
from annotator.store.backing import BackingUp
from annotator.store.backups import Plan
from annotator.store.checking import check_file
from annotator.store.connection import now
from annotator.store.errors import explained
from annotator.store.foreign_log import is_foreign, put_aside, told_of_log
from annotator.store.intake import Intake
from annotator.store.locking import WriterLock
from annotator.store.opening import make, open_for_reading, open_for_writing
from annotator.store.recording import Recording
from annotator.store.withdrawn import import_time, read_untouched, told_of_missing

BATCH = 100
"""Releases in one transaction of an import."""


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one incoming release; `twin` is the title of the one with the same text.

    `came_back` says that this one had been withdrawn and is in the queue again.
    """

    release: str
    origin: str
    twin: str | None = None
    came_back: bool = False

    @property
    def is_new(self) -> bool:
        """Whether there was no such text before."""
        return self.twin is None


class Project(Recording):
    """One project, open. Make one with `create` or `open`."""

    def __init__(
        self, path: Path, annotator: str, db: Database, lock: WriterLock | None, reason: str | None
    ) -> None:
        super().__init__(path, annotator, db, reason)
        self._lock = lock
        self._news: list[str] = []

    @classmethod
    def create(
        cls,
        path: Path | str,
        annotator: str,
        scheme: Scheme | None = None,
        incoming: Iterable[Incoming] = (),
    ) -> Project:
        """Make a new project, readable for its owner alone, with all of `incoming` or not at all.

        Raise `NotMadeError`.
        """
        make(Path(path), scheme or Scheme(), partial(_fill, incoming, annotator))
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
        is_stray = is_foreign(path, thorough=lock is not None)
        news = [put_aside(path) if lock else told_of_log(path)] if is_stray else []
        db = open_for_writing(path) if lock else open_for_reading(path, alone=is_stray)
        try:
            with explained(path):
                project = cls(path, annotator, db, lock, reason)
                news += told_of_missing(db.conn, path)
        except BaseException:
            db.close()
            raise
        project._news += news
        return project

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

    # Backups

    def keep_backups(self, plan: Plan) -> None:
        """Back the project up in the background, now and every so many steps, unless read only."""
        if not self.read_only:
            self._backing = BackingUp(self.path, plan)
            self._backing.begin()

    def news(self) -> list[str]:
        """What people should know since this was asked last, each once.

        That a log was put aside, what is missing in the queue, and why backups could not be made.
        """
        news, self._news = self._news, []
        return news if self._backing is None else [*news, *self._backing.news()]

    # Writing

    def add(
        self,
        release: Release,
        suggestions: Sequence[Suggestion] = (),
        steps: Sequence[PastStep] = (),
    ) -> Added:
        """Take in one release with what is known of it; not a second time.

        One that is here but withdrawn comes back, with all that was decided in it.
        """
        incoming = Incoming(release, tuple(suggestions), tuple(steps))
        return self._add_batch([incoming], self.import_time())[0]

    def import_time(self) -> str:
        """The time (UTC) that tells an import which begins now from all before."""
        with self._reading() as db:
            return import_time(db)

    def add_all(
        self,
        incoming: Iterable[Incoming],
        report: Callable[[Added], None] = lambda _: None,
        began: str = "",
    ) -> int:
        """Take in many releases, `BATCH` in a transaction; how many were new.

        `report` hears of each one when it is safely in the file. `began` is the `import_time` of an
        import of which these are only a part.
        """
        count, began = 0, began or self.import_time()
        stream = iter(incoming)
        while batch := list(itertools.islice(stream, BATCH)):
            for added in self._add_batch(batch, began):
                count += added.is_new
                report(added)
        return count

    def _add_batch(self, batch: Sequence[Incoming], began: str) -> list[Added]:
        with self._writing() as db:
            intake = Intake(db, self.annotator, began)
            added = [Added(one.release.id, one.origin, *intake.take(one)) for one in batch]
            intake.write()
            for one in (one for one in added if one.came_back):
                self._kept.forget(one.release)
                self._found.look_again()
            return added

    def add_known(self, incoming: Incoming) -> bool:
        """Store what became known of a release that is here: suggestions, and decisions on them.

        False, and nothing is stored, when it is not `is_untouched`.
        """
        release_id = incoming.release.id
        with self._writing() as db:
            number = self._number(release_id)
            if not read_untouched(db, number):
                return False
            intake = Intake(db, self.annotator, now())
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

    def add_labels(self, *labels: Label) -> None:
        """Let the scheme have more labels; they stay, as all that was decided with them does.

        Raise `LabelError`, and add none, where one cannot be called so.
        """
        with self._writing() as db:
            scheme = self.scheme
            for label in labels:
                scheme = scheme.with_label(label)
            writing.write_labels(db, labels)
        self.scheme = scheme

    def add_attributes(self, *attributes: tuple[str, Sequence[str]]) -> None:
        """Let claims have more attributes, each with its values; without any it is free text.

        They stay, as labels do. Raise `ValuesError`, and add none, where one cannot be so.
        """
        with self._writing() as db:
            scheme = self.scheme
            for name, values in attributes:
                scheme = scheme.with_attribute(name, values)
            writing.write_attributes(db, attributes)
        self.scheme = scheme

    def settle(self) -> None:
        """Move what the log holds into the file, while nobody waits: else a step would do it."""
        if not self.read_only:
            with self._reading() as db:
                db.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()

    def add_run(
        self,
        release_id: str,
        suggestions: Sequence[Suggestion],
        seconds: float,
        error: str | None = None,
    ) -> bool:
        """Store what a suggester found in `seconds`, or why it failed.

        False, and nothing is stored, when the release is finished or withdrawn, or has a step and a
        good run: what is under somebody's fingers never changes. A first run may come after steps,
        for a person may be faster than the suggester; what was added already is covered, not
        suggested again. Labels that the scheme leaves out are not suggested.
        """
        with self._writing() as db:
            number = self._number(release_id)
            stands = reading.read_fold(db, number, release_id)
            if stands.state in ("finished", "withdrawn") or not reading.may_be_suggested(
                db, number
            ):
                return False
            release = reading.read_release(db, number)
            intake = Intake(db, self.annotator, now())
            wanted = self.scheme.wanted(suggestions)
            intake.run(number, len(release.text), wanted, seconds, error)
            intake.write()
            self._kept.forget(release_id)
            stands = reading.read_fold(db, number, release_id)
            writing.write_progress(db, number, release, stands)
            return True


def _fill(incoming: Iterable[Incoming], annotator: str, db: Connection) -> None:
    """Let a project that is being made begin with releases."""
    intake = Intake(db, annotator, now())
    for one in incoming:
        intake.take(one)
    intake.write()
