"""One writer at a time: who comes second reads only."""

from __future__ import annotations

import os
from pathlib import Path

from filelock import FileLock, Timeout

_TWO_NAMES = (
    "{name} opened for reading only: it has a second name (a hard link), and what is written under"
    " both is lost; delete that name, or copy the file."
)


class WriterLock:
    """The right to write to the project at `path`: a locked file beside it.

    The system lets go of it when the program ends, however it ends. `refused` is None when the
    lock is ours, otherwise the sentence that says why it is not.
    """

    def __init__(self, path: Path) -> None:
        self._lock = FileLock(path.with_name(path.name + ".lock"), timeout=0, mode=0o600)
        self.is_taken = False
        """Whether another window or program holds it."""
        self.refused = self._acquire(path)

    def _acquire(self, path: Path) -> str | None:
        if not os.access(path, os.W_OK):
            return f"{path.name} opened for reading only: the file is write-protected."
        if not os.access(path.parent, os.W_OK):
            return f"{path.name} opened for reading only: its folder is write-protected."
        try:
            if path.stat().st_nlink > 1:  # SQLite would keep a log for each name
                return _TWO_NAMES.format(name=path.name)
            self._lock.acquire()
        except Timeout:
            self.is_taken = True
            return f"{path.name} opened for reading only: another window or program has it open."
        except OSError as error:
            reason = error.strerror or str(error)
            return f"{path.name} opened for reading only: it cannot be locked ({reason})."
        return None

    def release(self) -> None:
        """Let the next one write."""
        self._lock.release()
