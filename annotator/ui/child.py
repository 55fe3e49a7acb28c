"""The suggester's process: started beside the window, spoken to in JSON lines."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, Signal

from annotator.edit.messages import LONGEST_LINE, read_message
from annotator.suggest.launch import additions, command

_PATIENCE = 1_500
"""Milliseconds to let the process end by itself before it is killed."""


class SuggesterProcess(QObject):
    """Runs ``python -m annotator.suggest``.

    `said` has every message that it writes; `ended` comes when it stops without being asked to.
    """

    said = Signal(dict)
    ended = Signal()

    def __init__(self, arguments: Sequence[str] = (), parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.arguments = list(arguments)
        self._half = b""
        self._closing = False
        self.ready: Mapping[str, Any] | None = None
        """What the process said when its pipeline was loaded; None before that."""
        self._process = QProcess(self)
        self._process.setProcessEnvironment(_environment())
        self._process.setProcessChannelMode(QProcess.ProcessChannelMode.SeparateChannels)
        self._process.setStandardErrorFile(QProcess.nullDevice())
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.finished.connect(self._finished)
        self._process.errorOccurred.connect(self._failed)

    @property
    def pid(self) -> int:
        """The process id, 0 while it does not run."""
        return self._process.processId()

    def start(self) -> None:
        """Start the process; it says "ready" when its pipeline is loaded."""
        self._half = b""
        self.ready = None
        program, *arguments = command(self.arguments)
        self._process.start(program, arguments)

    def send(self, message: Mapping[str, Any]) -> None:
        """Write one message; it waits in the pipe until the process reads it."""
        self._process.write(json.dumps(message).encode("ascii") + b"\n")

    def restart(self) -> None:
        """Drop what it is working on and start anew."""
        self.close()
        self._closing = False
        self.start()

    def close(self) -> None:
        """End the process: it stops at the end of its input."""
        self._closing = True
        if self._process.state() == QProcess.ProcessState.NotRunning:
            return
        self._process.closeWriteChannel()
        if not self._process.waitForFinished(_PATIENCE):
            self._process.kill()
            self._process.waitForFinished(_PATIENCE)

    def _read(self) -> None:
        whole = self._half + bytes(self._process.readAllStandardOutput().data())
        *lines, self._half = whole.split(b"\n")
        if len(self._half) > LONGEST_LINE:
            self._process.kill()
        for line in lines:
            message = read_message(line)
            if message is not None and not self._closing:
                if "ready" in message:
                    self.ready = message
                self.said.emit(message)

    def _finished(self) -> None:
        if not self._closing:
            self.ended.emit()

    def _failed(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart and not self._closing:
            self.ended.emit()


def _environment() -> QProcessEnvironment:
    environment = QProcessEnvironment.systemEnvironment()
    for name, value in additions().items():
        environment.insert(name, value)
    return environment
