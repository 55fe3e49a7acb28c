"""Backups made in the background, while somebody judges: a thread with connections of its own."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from annotator.store.backups import Backup, Plan, StoppedError, back_up, told_of_loss
from annotator.store.errors import NoBackupError

PAUSE = 20
"""How many times as long as the last backup took is waited before the next."""


class BackingUp:
    """Backs a project up by a plan. What goes wrong is told once, and the work goes on."""

    def __init__(self, path: Path, plan: Plan, clock: Callable[[], float] = time.monotonic) -> None:
        self.path, self.plan = path, plan
        self.made: list[Backup] = []
        self._clock = clock
        self._thread: threading.Thread | None = None
        self._stop = threading.Event()
        self._news: list[str] = []
        self._told: set[str] = set()
        self._steps = 0
        self._not_before = 0.0

    def took(self, steps: int) -> None:
        """So many more steps are on the disk; a backup begins when there are enough of them."""
        self._steps += steps
        if self.plan.every and self._steps >= self.plan.every:
            self.begin()

    def begin(self) -> None:
        """Make a backup now, if none is being made and the last one is long enough ago."""
        if not self.plan.keep or self._is_busy() or self._clock() < self._not_before:
            return
        self._steps = 0
        self._thread = threading.Thread(target=self._run, name="backup", daemon=True)
        try:
            self._thread.start()
        except RuntimeError as error:  # the step is on the disk, and is not to be called off
            self._thread = None
            self._tell(f"No backup of {self.path.name} could be made: {error}.")

    def _is_busy(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def _run(self) -> None:
        began = self._clock()
        try:
            self._tell_of_loss()
            made = back_up(self.path, self.plan, self._stop.is_set)
            if made is not None:
                self.made.append(made)
        except StoppedError:
            return
        except NoBackupError as error:
            self._tell(str(error))
        finally:
            now = self._clock()
            self._not_before = now + PAUSE * (now - began)

    def _tell_of_loss(self) -> None:
        """A project that lost its end, with its log or by going back, is told while it is fresh."""
        with suppress(sqlite3.Error, OSError):
            told = told_of_loss(self.path)
            if told:
                self._tell(told)

    def _tell(self, sentence: str) -> None:
        if sentence not in self._told:
            self._told.add(sentence)
            self._news.append(sentence)

    def news(self) -> list[str]:
        """What went wrong since this was asked last; each thing once."""
        told = []
        while self._news:
            told.append(self._news.pop(0))
        return told

    def wait(self) -> None:
        """Until the backup that is being made is done."""
        if self._thread is not None:
            self._thread.join()

    def close(self) -> None:
        """Break off the backup that is being made; nothing of it is left."""
        self._stop.set()
        self.wait()
