"""Every key of the window goes to the session first, wherever the focus is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from annotator.ui.keyboard import key_of

Press = Callable[[str, bool, bool], bool]
"""Gets a key's name, whether it comes from a field that is typed into, and whether it is held and
repeats itself; True when it is used."""


class KeyRouter(QObject):
    """Watches the focused widget of one window. Menus and dialogs keep their own keys."""

    def __init__(self, window: QWidget, press: Press) -> None:
        super().__init__(window)
        self._window, self._press = window, press
        application().installEventFilter(self)

    def stop(self) -> None:
        """Leave keys alone from now on."""
        application().removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Take key presses; claim their shortcuts, so that no menu takes them first."""
        # Every event of the program comes here: its class is asked for in no time, its type is not.
        if not isinstance(event, QKeyEvent) or not self._is_ours(watched):
            return False
        if event.type() == QEvent.Type.KeyPress:
            key = key_of(event)
            in_field = isinstance(watched, QLineEdit)
            return bool(key) and self._press(key, in_field, event.isAutoRepeat())
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
        return False

    def _is_ours(self, watched: QObject) -> bool:
        return watched is self._window.focusWidget() and self._window.isActiveWindow()


def application() -> QApplication:
    """The one application that every window belongs to."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app
