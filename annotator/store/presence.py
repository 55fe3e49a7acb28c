"""Whether the file that is open still stands where it was opened.

Systems other than Windows let a file be moved or deleted while a program has it open; what is
written then goes where nobody finds it.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from annotator.model.errors import AnnotatorError
from annotator.store.backups import copy_from
from annotator.store.errors import MovedProjectError, NotRecordedError
from annotator.store.log import log_of


class Presence:
    """Remembers a project's file and the log beside it, as they are while it is open."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._files = {file: _identity(file) for file in (path, log_of(path))}
        self._rescued: Path | None = None

    def check(self, db: sqlite3.Connection) -> None:
        """Raise `MovedProjectError` when one is gone or another; what `db` holds is then saved."""
        for file, was in self._files.items():
            if was is not None and _identity(file) != was:
                raise MovedProjectError(self._told(db))

    def _told(self, db: sqlite3.Connection) -> str:
        moved = f"{self._path.name} was moved or deleted: this was not written"
        try:
            self._rescued = self._rescued or self._rescue(db)
        except (OSError, sqlite3.Error, AnnotatorError):
            return f"{moved}. Put it back, with all that stood beside it."
        return f"{moved}. All else is in {self._rescued.name}: open that."

    def _rescue(self, db: sqlite3.Connection) -> Path:
        target = free_name(self._path, "rescued")
        try:
            copy_from(db, target)
        except BaseException:
            target.unlink(missing_ok=True)
            raise
        return target


def _identity(file: Path) -> tuple[int, int] | None:
    """What tells a file from every other; None when there is none of that name."""
    try:
        found = file.stat()
    except FileNotFoundError:
        return None
    except OSError as error:
        reason = error.strerror or str(error)
        raise NotRecordedError(
            f"{file} cannot be reached: {reason}. Nothing was written."
        ) from error
    return found.st_dev, found.st_ino


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
