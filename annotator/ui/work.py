"""Long work with progress and a way to stop: in slices of the event loop, or in a thread."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.model.errors import AnnotatorError

Done = Callable[[Any, AnnotatorError | None], None]
_TOLD_EVERY = 0.1
"""Seconds between two words about the progress."""


class Work(QObject):
    """Something that takes long. `told` says how far it is; `over` comes once."""

    told = Signal(str)
    over = Signal()

    def __init__(self, name: str, done: Done) -> None:
        super().__init__()
        self._name, self._done = name, done

    def stop(self) -> None:
        """Stop as soon as it can be done cleanly."""

    def wait(self) -> None:
        """Come back when nothing of it runs any more."""

    def _explained(self, failure: Exception) -> AnnotatorError:
        """A sentence for whatever went wrong."""
        if isinstance(failure, AnnotatorError):
            return failure
        return AnnotatorError(f"{self._name} failed: {type(failure).__name__}: {failure}")

    def _hand_over(self, result: Any, error: AnnotatorError | None) -> None:
        """Tell what came of it; whatever that leads to, this work is over."""
        try:
            self._done(result, error)
        finally:
            self.over.emit()


class SlicedWork(Work):
    """Runs an iterator, one value each time the window has nothing else to do."""

    def __init__(
        self, values: Iterator[Any], name: str, shown: Callable[[Any], str], done: Done
    ) -> None:
        super().__init__(name, done)
        self._values, self._shown = values, shown
        self._last: Any = None
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._step)
        self._timer.start()

    def stop(self) -> None:
        """Stop after the slice in hand."""
        self._end(None)

    def wait(self) -> None:
        """Stop; between two slices nothing runs."""
        self._end(None)

    def _step(self) -> None:
        try:
            self._last = next(self._values)
        except StopIteration:
            self._end(None)
        except Exception as failure:  # a timer would go on after it
            self._end(self._explained(failure))
        else:
            self.told.emit(f"{self._name}: {self._shown(self._last)}")

    def _end(self, error: AnnotatorError | None) -> None:
        if self._timer.isActive():
            self._timer.stop()
            self._hand_over(self._last, error)


class ThreadedWork(Work):
    """Runs a function in a thread; it is given a progress callback and asks whether to stop."""

    _finished = Signal(object, object)

    def __init__(
        self,
        function: Callable[[Callable[[int], None], Callable[[], bool]], Any],
        name: str,
        total: int,
        done: Done,
    ) -> None:
        super().__init__(name, done)
        self._function, self._total = function, total
        self._stop = threading.Event()
        self._since = 0.0
        self._finished.connect(self._end)
        self._thread = threading.Thread(target=self._run, name=name)
        self._thread.start()

    def stop(self) -> None:
        """Ask it to stop; it leaves nothing half-done."""
        self._stop.set()

    def wait(self) -> None:
        """Stop, and come back when the thread has ended."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        try:
            self._finished.emit(self._function(self._tell, self._stop.is_set), None)
        except Exception as failure:  # a thread must not die in silence
            self._finished.emit(None, self._explained(failure))

    def _tell(self, count: int) -> None:
        now = time.monotonic()
        if now - self._since > _TOLD_EVERY:
            self._since = now
            self.told.emit(f"{self._name}: {count:,} of {self._total:,}")

    def _end(self, result: Any, error: AnnotatorError | None) -> None:
        self._thread.join()
        self._hand_over(result, error)


class Worker:
    """Does one long work at a time. `say` gets a sentence; "{stop}" in it stands for a key."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._work: Work | None = None

    @property
    def is_busy(self) -> bool:
        """Whether something is running."""
        return self._work is not None

    def slices(
        self, values: Iterator[Any], name: str, shown: Callable[[Any], str], done: Done
    ) -> None:
        """Run an iterator between key strokes."""
        self._begin(lambda: SlicedWork(values, name, shown, done))

    def thread(
        self,
        function: Callable[[Callable[[int], None], Callable[[], bool]], Any],
        name: str,
        total: int,
        done: Done,
    ) -> None:
        """Run a function in a thread."""
        self._begin(lambda: ThreadedWork(function, name, total, done))

    def stop(self) -> None:
        """Stop what is running."""
        if self._work is None:
            self._say("Nothing is running that could be stopped")
        else:
            self._work.stop()

    def wait(self) -> None:
        """Stop what is running and come back when it has ended."""
        if self._work is not None:
            self._work.wait()

    def _begin(self, make: Callable[[], Work]) -> None:
        if self._work is not None:
            self._say("Something else is still running: wait, or stop it with {stop}")
            return
        self._work = make()
        self._work.told.connect(lambda words: self._say(f"{words}. {{stop}} stops"))
        self._work.over.connect(self._is_over)

    def _is_over(self) -> None:
        if self._work is not None:
            self._work.deleteLater()
            self._work = None
