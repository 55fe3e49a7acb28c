"""What covers the window to be read: the key sheet or a page of help."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from annotator.edit.keys import Keymap
from annotator.ui.help import Help, HelpPage
from annotator.ui.keysheet import KeySheet
from annotator.ui.theme import Theme


class Cover:
    """Lays one sheet at a time over `room`; `closed` is called when it is taken away."""

    def __init__(self, room: QWidget, closed: Callable[[], object]) -> None:
        self._room, self._closed = room, closed
        self.sheet: KeySheet | Help | None = None

    def show_keys(self, theme: Theme, keymap: Keymap) -> None:
        """Show the key sheet; any key but the moving ones takes it away."""
        self._show(KeySheet(theme, keymap, self._room))

    def show_page(self, theme: Theme, page: HelpPage) -> None:
        """Show a page to read."""
        self._show(Help(theme, page, self._room))

    def fit(self) -> None:
        """The room may have another size."""
        if self.sheet is not None:
            self.sheet.cover()

    def take_away(self) -> None:
        """Uncover the window."""
        if self.sheet is not None:
            self.sheet.hide()
            self.sheet.deleteLater()
            self.sheet = None
            self._closed()

    def _show(self, sheet: KeySheet | Help) -> None:
        self.take_away()
        self.sheet = sheet
        sheet.closed.connect(self.take_away)
        sheet.cover()
        sheet.show()
        sheet.setFocus()
