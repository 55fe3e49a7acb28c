"""Presses keys as a person does: real key events, by their names in the keymap."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.edit.session import Session
from annotator.ui.frame import Frame
from annotator.ui.keyboard import key_called
from annotator.ui.workbench import Workbench


class Typist:
    """Types into the focused widget of a window."""

    def __init__(self, window: Frame) -> None:
        self._window = window

    def press(self, name: str) -> None:
        """One key with its modifiers, or a character as it is typed."""
        key, held = key_called(name)
        widget = self._window.focusWidget()
        if isinstance(key, Qt.Key):
            QTest.keyClick(widget, key, held)
        elif key.isascii():
            QTest.keyClicks(widget, key, held)
        else:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(widget, QKeyEvent(kind, Qt.Key.Key_unknown, held, key))


@contextmanager
def typist_at(frame: Frame, session: Session) -> Iterator[Typist]:
    """Somebody who types into a window on a session; the window is closed afterwards."""
    bench = Workbench(frame)
    bench.attach(session)
    session.show()
    frame.show()
    frame.activateWindow()
    QTest.qWaitForWindowActive(frame)
    try:
        yield Typist(frame)
    finally:
        bench.detach()
        frame.close()
        QApplication.processEvents()
