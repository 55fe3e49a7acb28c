"""The window itself, bare: on the screen at once, before what fills it is even imported."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QByteArray, QSettings, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QMainWindow

from annotator.ui.look import Look

_GEOMETRY = "window/geometry"


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
        self.resize(1280, 800)
        geometry = settings.value(_GEOMETRY)
        if isinstance(geometry, QByteArray):
            self.restoreGeometry(geometry)

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
