"""Processes of this program beside the window: started from it, spoken to in JSON lines."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, Signal

from annotator.edit.messages import LONGEST_LINE, read_message
from annotator.processes import additions, command

_PATIENCE = 1_500
"""Milliseconds to let the suggester end by itself before it is killed."""


class ChildProcess(QObject):
    """Runs ``python -m MODULE`` with the arguments.

    `said` has every message that it writes; `ended` comes when it is over, also when it could not
    be started.
    """

    said = Signal(dict)
    ended = Signal()

    def __init__(
        self, module: str, arguments: Sequence[str] = (), parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.module, self.arguments = module, list(arguments)
        self._half = bytearray()
        self._process = QProcess(self)
        self._process.setProcessEnvironment(_environment())
        self._process.setProcessChannelMode(QProcess.ProcessChannelMode.SeparateChannels)
        self._process.setStandardErrorFile(QProcess.nullDevice())
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.finished.connect(self._end)
        self._process.errorOccurred.connect(self._failed)

    @property
    def is_running(self) -> bool:
        """Whether it was started and is not over."""
        return self._process.state() != QProcess.ProcessState.NotRunning

    def start(self) -> None:
        """Start the process."""
        self._half = bytearray()
        program, *arguments = command(self.module, self.arguments)
        self._process.start(program, arguments)

    def send(self, message: Mapping[str, Any]) -> None:
        """Write one message; it waits in the pipe until the process reads it."""
        self._process.write(json.dumps(message).encode("ascii") + b"\n")

    def end_input(self) -> None:
        """Say that nothing more comes, at which it stops."""
        self._process.closeWriteChannel()

    def wait(self, milliseconds: int = -1) -> bool:
        """Come back when it is over, or after so long; whether it is over."""
        return not self.is_running or self._process.waitForFinished(milliseconds)

    def _read(self) -> None:
        came = self._process.readAllStandardOutput().data()
        self._half += came  # in place: a long line comes in thousands of pieces
        if len(self._half) > LONGEST_LINE:
            self._process.kill()
        if b"\n" not in came:
            return
        *lines, self._half = self._half.split(b"\n")
        for line in lines:
            message = read_message(line)
            if message is not None:
                self._hear(message)

    def _hear(self, message: Mapping[str, Any]) -> None:
        self.said.emit(message)

    def _end(self) -> None:
        self.ended.emit()

    def _failed(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._end()


class SuggesterProcess(ChildProcess):
    """The suggester; when it is closed, nothing more is heard of it."""

    def __init__(self, arguments: Sequence[str] = (), parent: QObject | None = None) -> None:
        super().__init__("annotator.suggest", arguments, parent)
        self._closing = False
        self.ready: Mapping[str, Any] | None = None
        """What the process said when its pipeline was loaded; None before that."""

    def start(self) -> None:
        """Start the process; it says "ready" when its pipeline is loaded."""
        self.ready = None
        super().start()

    def restart(self) -> None:
        """Drop what it is working on and start anew."""
        self.close()
        self._closing = False
        self.start()

    def close(self) -> None:
        """End the process: it stops at the end of its input."""
        self._closing = True
        if not self.is_running:
            return
        self.end_input()
        if not self.wait(_PATIENCE):
            self._process.kill()
            self.wait(_PATIENCE)

    def _hear(self, message: Mapping[str, Any]) -> None:
        if self._closing:
            return
        if "ready" in message:
            self.ready = message
        super()._hear(message)

    def _end(self) -> None:
        if not self._closing:
            super()._end()


def _environment() -> QProcessEnvironment:
    environment = QProcessEnvironment.systemEnvironment()
    for name, value in additions().items():
        environment.insert(name, value)
    return environment
