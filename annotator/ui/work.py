"""Long work with progress and a way to stop: in slices of the event loop, or in a process."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.model.errors import AnnotatorError, sentence_of
from annotator.ui.child import ChildProcess

Done = Callable[[Any, AnnotatorError | None], None]


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
            self._end(AnnotatorError(sentence_of(failure, self._name)))
        else:
            self.told.emit(f"{self._name}: {self._shown(self._last)}")

    def _end(self, error: AnnotatorError | None) -> None:
        if self._timer.isActive():
            self._timer.stop()
            self._hand_over(self._last, error)


class ProcessWork(Work):
    """Has a process carry out one order, and hands over the last message that is no progress."""

    def __init__(
        self, module: str, order: Mapping[str, Any], name: str, total: int, done: Done
    ) -> None:
        super().__init__(name, done)
        self._total = total
        self._answer: Mapping[str, Any] | None = None
        self._child = ChildProcess(module, parent=self)
        self._child.said.connect(self._hear)
        self._child.ended.connect(self._end)
        self._child.start()
        self._child.send(order)

    def stop(self) -> None:
        """Ask it to stop; it leaves nothing half-done."""
        self._child.end_input()

    def wait(self) -> None:
        """Stop, and come back when the process has ended."""
        self.stop()
        self._child.wait()

    def _hear(self, message: Mapping[str, Any]) -> None:
        if "done" in message:
            self.told.emit(f"{self._name}: {message['done']:,} of {self._total:,}")
        else:
            self._answer = message

    def _end(self) -> None:
        answer = self._answer or {"error": f"{self._name} failed: its process ended early."}
        said = answer.get("error")
        self._hand_over(answer, None if said is None else AnnotatorError(said))


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
    ) -> Callable[[], None] | None:
        """Run an iterator between key strokes; what stops it, or None where it is refused."""
        return self._begin(lambda: SlicedWork(values, name, shown, done))

    def process(
        self, module: str, order: Mapping[str, Any], name: str, total: int, done: Done
    ) -> None:
        """Have a process carry out an order; `done` is given its last message."""
        self._begin(lambda: ProcessWork(module, order, name, total, done))

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

    def _begin(self, make: Callable[[], Work]) -> Callable[[], None] | None:
        if self._work is not None:
            self._say("Something else is still running: wait, or stop it with {stop}")
            return None
        self._work = make()
        self._work.told.connect(lambda words: self._say(f"{words}. {{stop}} stops"))
        self._work.over.connect(self._is_over)
        return self._work.stop

    def _is_over(self) -> None:
        if self._work is not None:
            self._work.deleteLater()
            self._work = None
