"""What can be asked of a project: its queue, its releases, what stands in them. Writes nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection

from sqlite_utils import Database

from annotator.model.fold import Fold
from annotator.model.records import Release
from annotator.model.scheme import Scheme
from annotator.model.steps import RecordedStep, StoredSuggestion
from annotator.store import history, reading
from annotator.store.errors import explained
from annotator.store.kept import KeptFolds
from annotator.store.queue import (
    Counts,
    Found,
    Holding,
    QueueRow,
    read_beside,
    read_counts,
    read_failed,
    read_found_beside,
    read_found_unfinished,
    read_holding,
    read_length,
    read_place,
    read_queue,
    read_row,
    read_unfinished,
    read_waiting,
)
from annotator.store.snapshot import Snapshot
from annotator.store.withdrawn import (
    Listed,
    count_unfound,
    read_imported,
    read_next_imported,
    read_untouched,
    read_withdrawn,
    withdrawn_count,
)

_AHEAD = 100
"""How many releases that wait are read at once."""


class Looking:
    """The part of a project that only reads."""

    def __init__(self, path: Path, db: Database, read_only_reason: str | None) -> None:
        self.path = path
        self.read_only_reason = read_only_reason
        self.scheme: Scheme = reading.read_scheme(db.conn)
        self._db = db
        self._kept = KeptFolds(db.conn)
        self._found = Found()
        self._version = self._told_version = self._data_version()

    @property
    def name(self) -> str:
        """The name of the file without its suffix."""
        return self.path.stem

    @property
    def read_only(self) -> bool:
        """Whether nothing can be written; `read_only_reason` says why."""
        return self.read_only_reason is not None

    @property
    def refusal(self) -> str:
        """What is said of anything that was to be written; "" where it can be."""
        return f"Nothing was written: {self.read_only_reason}" if self.read_only else ""

    def was_written_elsewhere(self) -> bool:
        """Whether another program wrote to it since this was asked last, where it is only read.

        Nobody else writes to one that is open for writing.
        """
        if not self.read_only:
            return False
        with explained(self.path):
            before, self._told_version = self._told_version, self._data_version()
        return self._told_version != before

    # The queue

    def queue(
        self,
        search: str = "",
        limit: int | None = None,
        offset: int = 0,
    ) -> list[QueueRow]:
        """The releases in import order; those that fit `search`.

        A row costs about 4 microseconds: with very many releases, ask by the page.
        """
        with self._reading() as db:
            return read_queue(db, self._found, search, limit, offset)

    def queue_length(self, search: str = "") -> int:
        """How many releases such a queue has."""
        with self._reading() as db:
            return read_length(db, self._found, search)

    def queue_place(self, release_id: str, search: str = "") -> int | None:
        """Where a release stands in such a queue, from 0; None when it is not in it."""
        with self._reading() as db:
            return read_place(db, self._found, self._number(release_id), search)

    def next_unfinished(self, after: str | None = None, search: str = "") -> str | None:
        """The next other release that is not finished, round the end; from the front for None.

        Of those that a search finds, where `search` has words.
        """
        with self._reading() as db:
            number = 0 if after is None else self._number(after)
            if search.split():
                return read_found_unfinished(db, self._found, number, search)
            return read_unfinished(db, number)

    def beside(self, release_id: str, direction: int, search: str = "") -> str | None:
        """The release after (1) or before (-1) this one in import order; None at the end.

        Of those that a search finds, where `search` has words.
        """
        with self._reading() as db:
            number = self._number(release_id)
            if search.split():
                return read_found_beside(db, self._found, number, direction, search)
            return read_beside(db, number, direction)

    def queue_row(self, release_id: str) -> QueueRow | None:
        """One row of the queue as it is now; None for a release that was withdrawn."""
        with self._reading() as db:
            return read_row(db, self._number(release_id))

    def counts(self) -> Counts:
        """The sums over the project."""
        with self._reading() as db:
            return read_counts(db)

    # Releases

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
        """Number, id and text of the releases behind number `after`, withdrawn or not, in order."""
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

    def imported(self, since: str | None = None) -> list[Listed]:
        """The releases of the queue that came in at `since` (UTC, as the store writes it) or later.

        For None those of the last import that brought any.
        """
        with self._reading() as db:
            return read_imported(db, since)

    def imported_unfound(self, at: str, search: str) -> int:
        """How many releases of the import that began `at` a search of the queue does not find."""
        with self._reading() as db:
            return count_unfound(db, at, search)

    def next_imported(self, after: str | None = None) -> str | None:
        """The next other release that the last import brought in or back, round its end.

        For None its first. Those that are not finished come before the others; None when it has no
        other.
        """
        with self._reading() as db:
            return read_next_imported(db, 0 if after is None else self._number(after))

    def withdrawn(self) -> list[Listed]:
        """The releases that were withdrawn, in import order."""
        with self._reading() as db:
            return read_withdrawn(db)

    def withdrawn_count(self) -> int:
        """How many there are of these."""
        with self._reading() as db:
            return withdrawn_count(db)

    def is_untouched(self, release_id: str) -> bool:
        """Whether a release is in the queue and nobody ever decided anything in it.

        Taking it out of the queue and bringing it back decides nothing in it.
        """
        with self._reading() as db:
            return read_untouched(db, self._number(release_id))

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
        while waiting := [r for r in self.waiting(len(ahead) + _AHEAD) if r not in ahead]:
            yield from waiting
        yield from failed

    def waiting_count(self) -> int:
        """How many releases wait for suggestions."""
        return self.counts().waiting

    def snapshot(self) -> Snapshot:
        """The project as it stands now, for an export; close it after use."""
        return Snapshot(self.path)

    def folded(self) -> Iterator[tuple[Release, Fold]]:
        """Every release that is not withdrawn with its fold, as of the first one, one at a time."""
        with self.snapshot() as snapshot:
            yield from snapshot.folded()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with explained(self.path):
            if self.read_only:
                self._forget_if_changed()
            yield self._db.conn

    def _forget_if_changed(self) -> None:
        """Drop what is kept of the file when another program has written since."""
        version = self._data_version()
        if version != self._version:
            self._kept.clear()
            self._found.forget()
            self._version = version
            self.scheme = reading.read_scheme(self._db.conn)

    def _data_version(self) -> int:
        (version,) = self._db.conn.execute("PRAGMA data_version").fetchone()
        return int(version)

    def _number(self, release_id: str) -> int:
        return self._kept.number(release_id)
