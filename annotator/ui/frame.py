"""The window itself, bare: on the screen at once, before what fills it is even imported."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QByteArray, QMargins, QSettings, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QMainWindow

from annotator.ui.look import Look

_GEOMETRY = "window/geometry"
_USUAL = QSize(1280, 800)
_DECORATION = QMargins(4, 36, 4, 4)
"""About what a window manager puts around a window; it says so only later."""


class Frame(QMainWindow):
    """Remembers its place and size; tells when it is first painted and when it closes."""

    closing = Signal()

    def __init__(self, settings: QSettings) -> None:
        super().__init__()
        self.settings = settings
        self.look = Look(settings)
        self._once_painted: Callable[[], object] | None = None
        self.setWindowTitle("Annotator")
        self.setMinimumSize(560, 420)
        self.resize(_USUAL)
        geometry = settings.value(_GEOMETRY)
        if isinstance(geometry, QByteArray):
            self.restoreGeometry(geometry)

    def fit(self, room: QSize) -> None:
        """Fill a screen that has no room for the usual size and its frame.

        A size that a person left is kept, unless this screen is smaller than that.
        """
        around = QMargins() if self.settings.contains(_GEOMETRY) else _DECORATION
        wanted = self.size().grownBy(around)
        if wanted.boundedTo(room) != wanted and not self.isMaximized():
            self.resize(self.size().boundedTo(room.shrunkBy(_DECORATION)))
            self.setWindowState(Qt.WindowState.WindowMaximized)

    def when_painted(self, action: Callable[[], object]) -> None:
        """Do something once the window is on the screen."""
        self._once_painted = action

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The first time, begin what waited for the window."""
        super().paintEvent(event)
        if self._once_painted is not None:
            QTimer.singleShot(0, self._once_painted)
            self._once_painted = None

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """Remember place and size; every decision is on the disk already."""
        self.settings.setValue(_GEOMETRY, self.saveGeometry())
        self.closing.emit()
        super().closeEvent(event)
