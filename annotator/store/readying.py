"""What is to be written in many releases at once: made ready in slices, then written as one.

Making ready only reads, so it can be stopped or killed, and nothing is half-done. What stands is
looked at again when it is written: a step that came between makes it void, and a release with new
suggestions is looked at anew.
"""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator
from pathlib import Path
from sqlite3 import Connection
from typing import Self

from annotator.store import history
from annotator.store.errors import StoreError, explained

_SLICE_SECONDS = 0.01
"""How long making ready goes on without letting others do something."""


class Readying(ABC):
    """What is made ready: `total` releases, in `decided` of which something is decided."""

    def __init__(self, db: Connection, path: Path, total: int, decided: int) -> None:
        self._db, self._path, self._total, self._decided = db, path, total, decided
        self._last_step, self._last_run = history.last_number(db), _last_run(db)
        self._looked = 0

    @property
    def is_whole(self) -> bool:
        """Whether all of it is ready."""
        return self._looked == self._total

    def told(self) -> str:
        """How far it is."""
        return f"{min(self._looked, self._decided):,} of {self._decided:,} releases"

    def steps(self) -> Iterator[Self]:
        """Make it ready, slice by slice. Raise `FoldError` or `StoreError` for what cannot be."""
        until = time.perf_counter() + _SLICE_SECONDS
        with explained(self._path):
            for _ in self._making_ready():
                self._looked += 1
                if time.perf_counter() > until:
                    yield self
                    until = time.perf_counter() + _SLICE_SECONDS

    @abstractmethod
    def _making_ready(self) -> Iterator[None]:
        """Make one release ready after another."""

    def check(self) -> None:
        """Raise `StoreError` when it is not whole, or when a step came in between."""
        if not self.is_whole:
            raise StoreError("Not all of it is ready; nothing was written.")
        if self.is_void:
            raise StoreError(
                "Something else was decided meanwhile; nothing was written: ask again."
            )

    @property
    def is_void(self) -> bool:
        """Whether a step came in between."""
        with explained(self._path):
            return history.last_number(self._db) != self._last_step

    def _newly_suggested(self, db: Connection) -> Collection[int]:
        """The rows of the releases that got suggestions since."""
        newer = db.execute("SELECT release FROM runs WHERE number > ?", [self._last_run])
        return {number for (number,) in newer}


def _last_run(db: Connection) -> int:
    (number,) = db.execute("SELECT coalesce(max(number), 0) FROM runs").fetchone()
    return int(number)
