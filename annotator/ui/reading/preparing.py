"""What is drawn before it is wanted: the text around what is seen, and the letters at words."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QTextEdit

from annotator.ui.reading.layout import PageLayout
from annotator.ui.reading.scrolling import Scrolling
from annotator.ui.resting import Resting

_IDLE = 10
"""Milliseconds without a paint before blocks are drawn ahead, one between two events."""
_VIEWS = 1.75
"""So many views are drawn, from the top of what is seen."""


class Preparing(QObject):
    """Draws ahead for a view while nothing happens; `layout` says what it shows now."""

    def __init__(
        self, view: QTextEdit, scrolling: Scrolling, layout: Callable[[], PageLayout | None]
    ) -> None:
        super().__init__(view)
        self._view, self._scrolling, self._layout = view, scrolling, layout
        self._idle = QTimer(self, singleShot=True)
        self._idle.timeout.connect(self._prepare_blocks)
        self._resting = Resting(self, self._prepare_letters)

    def put_off(self) -> None:
        """The view was painted just now: more may follow."""
        self._idle.start(_IDLE)
        self._resting.put_off()

    def _seen(self) -> PageLayout | None:
        return self._layout() if self._view.isVisible() else None

    def _prepare_blocks(self) -> None:
        """Free what was forgotten, then draw what the next keys will show, one block at a time."""
        layout = self._seen()
        if layout is None:
            return
        if layout.leftovers.free_one():
            self._idle.start(0)
            return
        top = self._scrolling.top
        bottom = top + _VIEWS * self._scrolling.height
        if layout.drawn.prepare_next(top, bottom, self._ratio()):
            layout.blocks.tell_size()
            self._idle.start(0)

    def _prepare_letters(self) -> None:
        """While the person rests, draw what F will show: whoever leafs on has no use for it."""
        layout = self._seen()
        if layout is not None and layout.drawn.prepare_letters(self._ratio()):
            QTimer.singleShot(0, self, self._prepare_letters)

    def _ratio(self) -> float:
        return self._view.viewport().devicePixelRatioF()
