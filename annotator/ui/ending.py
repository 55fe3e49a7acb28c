"""The window closes as usual when the system ends the program: at logout, or by Ctrl-C."""

from __future__ import annotations

import signal
import socket
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier
from PySide6.QtWidgets import QApplication

_SIGNALS = [
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
]


class ClosesOnSignal(QObject):
    """Closes all windows when the process is asked to end; killed (SIGKILL), it is simply gone.

    Python calls a handler between two of its own instructions, and none comes while Qt waits. So
    Python also writes a byte to a socket (`signal.set_wakeup_fd`), which wakes Qt up.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._reading, self._writing = socket.socketpair()
        for end in (self._reading, self._writing):
            end.setblocking(False)
        self._awake = QSocketNotifier(self._reading.fileno(), QSocketNotifier.Type.Read, self)
        self._awake.activated.connect(self._wake_up)
        self._wakeup_before = signal.set_wakeup_fd(
            self._writing.fileno(), warn_on_full_buffer=False
        )
        self._before = {number: signal.signal(number, self._close) for number in _SIGNALS}

    def _wake_up(self) -> None:
        self._reading.recv(64)

    def _close(self, _number: int, _frame: FrameType | None) -> None:
        QApplication.closeAllWindows()  # a dialog that is open goes first

    def let_go(self) -> None:
        """Signals mean again what they meant before."""
        self._awake.setEnabled(False)
        signal.set_wakeup_fd(self._wakeup_before)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        for end in (self._reading, self._writing):
            end.close()
