"""Light or dark: what the system has, or what the person chose; told to everybody who draws."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from annotator.ui.style import style_sheet
from annotator.ui.theme import Theme

COLOURS = ("as the system has them", "light", "dark")
_KEY = "window/colours"


class Look(QObject):
    """Holds the theme that is on, and dresses the program's widgets in it."""

    changed = Signal(Theme)

    def __init__(self, settings: QSettings) -> None:
        super().__init__()
        self._settings = settings
        self._labels: Sequence[str] = ()
        self.theme = self._chosen_theme()
        self._dress()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._renew)

    def next_colours(self) -> str:
        """Go from what the system has to the other, to the same, and round; what is on now.

        So the first press changes what is seen.
        """
        system, *others = COLOURS
        order = [system, *sorted(others, key=lambda name: (name == "dark") is _system_is_dark())]
        chosen = order[(order.index(self._chosen()) + 1) % len(order)]
        self._settings.setValue(_KEY, chosen)
        self._renew()
        return chosen

    def show_labels(self, names: Sequence[str]) -> None:
        """Have colours for these labels, those of the project that is shown."""
        theme = self.theme.of_scheme(names)
        if theme.stand_ins != self.theme.stand_ins:
            self._labels, self.theme = names, theme
            self.changed.emit(theme)

    def _chosen(self) -> str:
        chosen = str(self._settings.value(_KEY, ""))
        return chosen if chosen in COLOURS else COLOURS[0]

    def _chosen_theme(self) -> Theme:
        chosen = self._chosen()
        theme = Theme.load(_system_is_dark() if chosen == COLOURS[0] else chosen == "dark")
        return theme.of_scheme(self._labels)

    def _renew(self) -> None:
        self.theme = self._chosen_theme()
        self._dress()
        self.changed.emit(self.theme)

    def _dress(self) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.setPalette(self.theme.palette())
        app.setFont(self.theme.interface_font())
        app.setStyleSheet(style_sheet(self.theme))


def _system_is_dark() -> bool:
    return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
