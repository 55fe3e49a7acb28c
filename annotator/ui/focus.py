"""Whether a widget has the focus: told when it comes or goes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QWidget


class FocusMoves(QObject):
    """Tells when the focus comes to a widget, or goes from it."""

    moved = Signal()

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        widget.installEventFilter(self)

    def eventFilter(self, _widget: QObject, event: QEvent) -> bool:  # noqa: N802
        """Hear of the widget's events, and leave them all to it."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.moved.emit()
        return False
