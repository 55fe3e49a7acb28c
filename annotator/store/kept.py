"""Folds kept ready: of the release in hand and of those around it."""

from __future__ import annotations

from dataclasses import dataclass
from sqlite3 import Connection

from annotator.model.fold import Fold
from annotator.model.steps import RecordedStep
from annotator.store import reading

KEPT_FOLDS = 8
"""How many releases are kept ready."""


@dataclass(slots=True)
class Kept:
    """A release: its row, the length of its text in code points, and its fold."""

    number: int
    length: int
    fold: Fold


class KeptFolds:
    """The folds of the releases that were asked for last; whoever writes brings them up to date."""

    def __init__(self, db: Connection) -> None:
        self._db = db
        self._kept: dict[str, Kept] = {}

    def __len__(self) -> int:
        return len(self._kept)

    def keep(self, release_id: str) -> Kept:
        """A release, read when it is not kept; the longest unused one makes room for it."""
        kept = self._kept.pop(release_id, None)
        self._kept[release_id] = kept = kept or self.fresh(release_id)
        if len(self._kept) > KEPT_FOLDS:
            del self._kept[next(iter(self._kept))]
        return kept

    def look(self, release_id: str) -> Kept:
        """The same for once: who goes through many pushes none out of those in hand."""
        return self._kept.get(release_id) or self.fresh(release_id)

    def number(self, release_id: str) -> int:
        """The row of a release. Raise `UnknownReleaseError`."""
        kept = self._kept.get(release_id)
        return kept.number if kept else reading.number_of(self._db, release_id)

    def take(self, step: RecordedStep) -> None:
        """Bring the release of a step that was written up to date, if it is kept."""
        kept = self._kept.get(step.release)
        if kept is not None:
            kept.fold.apply(step)

    def forget(self, release_id: str) -> None:
        """Read this one anew when it is asked for next."""
        self._kept.pop(release_id, None)

    def clear(self) -> None:
        """Read all anew."""
        self._kept.clear()

    def fresh(self, release_id: str) -> Kept:
        """A release read anew, for who changes its fold to see what would come of it."""
        number = reading.number_of(self._db, release_id)
        length = len(reading.read_release(self._db, number).text)
        return Kept(number, length, reading.read_fold(self._db, number, release_id))
