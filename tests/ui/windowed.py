"""The real window without a suggester, keys for it, and what it says when something is over."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QProcess, QSettings, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from annotator.program import Program
from annotator.ui.child import ChildProcess, SuggesterProcess
from annotator.ui.frame import Frame

CTRL = Qt.KeyboardModifier.ControlModifier
CTRL_SHIFT = CTRL | Qt.KeyboardModifier.ShiftModifier
RELEASE = "*[Ann Lee]PERSON? of [Acme]ORG? [said]CUE [we won the [2020]DATE?? vote]CLAIM?."
"""A release as the notation of the tests writes it."""
ENGLISH = "The minister said on Tuesday in Paris that the schools would get more money this year."
BACK = "Ctrl+G opens it, Ctrl+Shift+Del takes it back"
MANY_BACK = BACK.replace("opens it", "opens the first")
"""What follows the message on an import of one release, or of several."""


def pid_of(child: ChildProcess) -> int:
    """The id of a process that the window started; 0 while it does not run."""
    return child.findChild(QProcess).processId()


class Noticed(QObject):
    """Notes to which widgets events of some kinds come, in the order in which they do."""

    def __init__(self, kinds, *widgets):
        super().__init__()
        self._kinds, self.widgets = kinds, []
        for widget in widgets:
            widget.installEventFilter(self)

    def eventFilter(self, widget, event):  # noqa: N802
        if event.type() in self._kinds:
            self.widgets.append(widget)
        return False


@contextmanager
def shown(qtbot, frame: Frame) -> Iterator[None]:
    """A window on the screen; it is gone afterwards."""
    with qtbot.waitActive(frame):
        frame.show()
        frame.activateWindow()
    yield
    frame.close()
    frame.deleteLater()
    QApplication.processEvents()


@contextmanager
def shown_program(qtbot, tmp_path: Path) -> Iterator[Program]:
    """The program in its window, with settings of its own; its suggester is not started."""
    settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    frame = Frame(settings)
    program = Program(frame, SuggesterProcess(parent=frame))
    with shown(qtbot, frame):
        yield program


def press(qtbot, program, key, held=Qt.KeyboardModifier.NoModifier):
    """Press a key where the focus of the program is."""
    press_in(qtbot, program.window, key, held)


def press_in(qtbot, window, key, held=Qt.KeyboardModifier.NoModifier):
    """Press a key where the focus of a window is."""
    qtbot.keyClick(window.frame.focusWidget(), key, held)


def hold_in(window, key, held=Qt.KeyboardModifier.NoModifier, text="", repeats=3):
    """Press a key where the focus of a window is and hold it, so that it repeats itself."""
    for is_repeated in (False, *[True] * repeats):
        event = QKeyEvent(QEvent.Type.KeyPress, key, held, text, is_repeated)
        QApplication.sendEvent(window.frame.focusWidget(), event)
    event = QKeyEvent(QEvent.Type.KeyRelease, key, held, text)
    QApplication.sendEvent(window.frame.focusWidget(), event)


def finished(qtbot, program):
    """Wait for the end of what is running; what is said then."""
    qtbot.waitUntil(lambda: not program.window.worker.is_busy, timeout=60_000)
    return program.window.status.message.text()


def titles(program):
    """What stands in the queue."""
    return {row.title for row in program.session.queue.page("", 0, 100)}
