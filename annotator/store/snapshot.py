"""A project as it stood at one moment, to be read while the work goes on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from annotator.model.records import Unread
from annotator.model.scheme import Scheme
from annotator.store.checking import check_file, check_ordinary
from annotator.store.errors import DamagedReleaseError, StoreError, explained, told_of_damage
from annotator.store.opening import open_for_reading
from annotator.store.queue import Counts, read_counts
from annotator.store.reading import read_scheme, read_suggesters, texts
from annotator.store.walking import Stands, folded, last_step, withdrawn_count


class Snapshot:
    """Everything an export needs, as of the moment of its making.

    It has a connection of its own, so it may be made and read in another thread than its project.
    `alone` leaves out the log beside it, which is foreign.
    """

    def __init__(self, path: Path, *, alone: bool = False) -> None:
        check_ordinary(path)
        self.path = path
        try:
            self._db = open_for_reading(path, alone=alone)
        except StoreError:
            check_file(path)  # says better what is wrong with a file that nobody has open
            raise
        try:
            with explained(path):
                self._read()
        except BaseException:
            self._db.close()
            raise

    def _read(self) -> None:
        db = self._db.conn
        db.execute("BEGIN")
        self.last_step: int = last_step(db)  # the first read fixes the moment
        self.scheme: Scheme = read_scheme(db)
        self.suggesters: list[str] = read_suggesters(db)
        self.withdrawn: int = withdrawn_count(db)

    def __enter__(self) -> Snapshot:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    @property
    def counts(self) -> Counts:
        """The sums over the project."""
        with explained(self.path):
            return read_counts(self._db.conn)

    def each(self) -> Iterator[Stands | Unread]:
        """Every release with what stands in it, in import order; none that is withdrawn.

        What cannot be read of a damaged project is told in its place.
        """
        with explained(self.path):
            yield from folded(self._db.conn)

    def folded(self) -> Iterator[Stands]:
        """The same where all must be sound. Raise `DamagedReleaseError`."""
        for found in self.each():
            if isinstance(found, Unread):
                raise DamagedReleaseError(told_of_damage(found, self.path))
            yield found

    def texts(self, after: int = 0) -> Iterator[tuple[int, str, str]]:
        """Number, id and text of the releases behind number `after`, withdrawn or not, in order."""
        with explained(self.path):
            yield from texts(self._db.conn, after)
