"""What the mouse does over the text: a click, or a drag from one place to another."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractScrollArea, QApplication


class Pointer:
    """One press at a time. `offset_at` tells which code point is at a point of the viewport."""

    def __init__(self, view: QAbstractScrollArea, offset_at: Callable[[QPoint], int]) -> None:
        self._view, self._offset_at = view, offset_at
        self._pressed: int | None = None
        self._pressed_at = QPoint()
        self._is_dragging = False

    def forget(self) -> None:
        """Another text is shown: what was pressed is gone."""
        self._pressed = None

    def press(self, at: QPoint) -> None:
        """Remember where a click or a drag may begin."""
        self._pressed, self._pressed_at = self._offset_at(at), at
        self._is_dragging = False

    def move(self, at: QPoint) -> tuple[int, int] | None:
        """From where to where a drag has come; None while it may still be a click."""
        if self._pressed is None:
            return None
        far = (at - self._pressed_at).manhattanLength() >= QApplication.startDragDistance()
        if not (self._is_dragging or far):
            return None
        self._is_dragging = True
        self._scroll_towards(at)
        return self._pressed, self._offset_at(at)

    def release(self) -> int | None:
        """What was clicked; None after a drag."""
        pressed, self._pressed = self._pressed, None
        return None if self._is_dragging else pressed

    def _scroll_towards(self, point: QPoint) -> None:
        """Let a drag go on beyond the edge of the view."""
        bar, height = self._view.verticalScrollBar(), self._view.viewport().height()
        if point.y() < 0:
            bar.setValue(bar.value() + point.y())
        elif point.y() > height:
            bar.setValue(bar.value() + point.y() - height)
