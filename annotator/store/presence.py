"""Whether the file that is open still stands where it was opened, and all of the log beside it.

Systems other than Windows let a file be moved or deleted while a program has it open; what is
written then goes where nobody finds it. Nor does SQLite look how long its log still is: behind what
somebody cut off it writes on, over a gap that nobody can read later.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from annotator.model.errors import AnnotatorError
from annotator.store.backups import copy_from
from annotator.store.connection import connect
from annotator.store.errors import MovedProjectError, NotRecordedError
from annotator.store.log import length_of, log_of


class Presence:
    """Remembers a project's file and the log beside it, as they are while it is open."""

    def __init__(self, path: Path) -> None:
        self._path, self._log = path, log_of(path)
        self._files = {file: _identity(_found(file)) for file in (path, self._log)}
        self._log_size = 0
        self._rescued: Path | None = None
        self.wrote()

    def wrote(self) -> None:
        """The log is as long as it is now: it may grow, and only other hands shorten it."""
        with suppress(NotRecordedError):  # what was written is written
            self._log_size = _size(_found(self._log))

    def check(self, db: sqlite3.Connection) -> None:
        """Raise `MovedProjectError` when one is gone, another or cut off; `db` is then saved."""
        for file, was in self._files.items():
            if was is not None and _identity(_found(file)) != was:
                raise MovedProjectError(
                    self._told(db, "was moved or deleted", "Put it back, with all beside it.")
                )
        size = _size(_found(self._log))
        if size < self._log_size and not self._is_whole(db, size):
            way_out = f'Close the window: "annotator repair {self._path}" saves what is left.'
            raise MovedProjectError(self._told(db, "lost the end of the log beside it", way_out))

    def _is_whole(self, db: sqlite3.Connection, size: int) -> bool:
        """Whether another program moved a log into the file, as SQLite may, and began it anew.

        All is read from the disk first, for `db` may have in mind what is nowhere else, and SQLite
        moves half a step where it does not find the other half.
        """
        with suppress(sqlite3.Error):
            with closing(connect(self._path, "read")) as fresh:
                if fresh.conn.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                    return False
            _, frames, _ = db.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
            (page,) = db.execute("PRAGMA page_size").fetchone()
            return frames >= 0 and size >= length_of(frames, page)
        return False

    def _told(self, db: sqlite3.Connection, trouble: str, way_out: str) -> str:
        told = f"{self._path.name} {trouble}: this was not written"
        try:
            self._rescued = self._rescued or self._rescue(db)
        except (OSError, sqlite3.Error, AnnotatorError):
            return f"{told}. {way_out}"
        return f"{told}. All else is in {self._rescued.name}: open that."

    def _rescue(self, db: sqlite3.Connection) -> Path:
        target = free_name(self._path, "rescued")
        try:
            copy_from(db, target)
        except BaseException:
            target.unlink(missing_ok=True)
            raise
        return target


def _found(file: Path) -> os.stat_result | None:
    """What the system says of a file; None when there is none of that name."""
    try:
        return file.stat()
    except FileNotFoundError:
        return None
    except OSError as error:
        reason = error.strerror or str(error)
        raise NotRecordedError(
            f"{file} cannot be reached: {reason}. Nothing was written."
        ) from error


def _identity(found: os.stat_result | None) -> tuple[int, int] | None:
    """What tells a file from every other."""
    return None if found is None else (found.st_dev, found.st_ino)


def _size(found: os.stat_result | None) -> int:
    return 0 if found is None else found.st_size


def free_name(path: Path, word: str) -> Path:
    """``club.WORD.annotator`` beside a project, or the first ``club.WORD-2...`` that is free."""
    path = path.resolve()
    number = 1
    while True:
        more = "" if number == 1 else f"-{number}"
        found = path.with_name(f"{path.stem}.{word}{more}{path.suffix}")
        if not found.exists():
            return found
        number += 1
