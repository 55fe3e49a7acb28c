"""Where the page is scrolled to: what is read stays in its place, whatever is laid out anew."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QTextEdit

from annotator.ui.reading.layout import PageLayout


class Scrolling:
    """Scrolls a view over its page; heights are in pixels from the top of the page or view."""

    def __init__(self, view: QTextEdit) -> None:
        self._bar = view.verticalScrollBar()
        self._viewport = view.viewport()
        self._is_settling = False

    @property
    def top(self) -> int:
        """What of the page is at the top of the view."""
        return self._bar.value()

    @property
    def height(self) -> int:
        """How much of the page is seen."""
        return self._viewport.height()

    @contextmanager
    def settling(self) -> Iterator[None]:
        """What is scrolled inside is laid out already."""
        self._is_settling = True
        yield
        self._is_settling = False

    @contextmanager
    def staying(self) -> Iterator[None]:
        """Stay where it is, whatever Qt scrolls to inside."""
        top, was_blocked = self.top, self._bar.blockSignals(True)
        yield
        self._bar.setValue(top)
        self._bar.blockSignals(was_blocked)

    def to(self, value: int) -> None:
        """Scroll to what is laid out already."""
        with self.settling():
            self._bar.setValue(value)

    def bring_into_view(self, layout: PageLayout, offset: int) -> None:
        """Scroll only when the line of a code point is out of view: then to the middle."""
        if self.seen_at(layout, offset) is None:
            self.show_at(layout, offset, self.height / 2)

    def seen_at(self, layout: PageLayout, offset: int) -> float | None:
        """How far down the view the middle of a line is; None when it is not wholly in view."""
        top = layout.where.line_top(*layout.where.line_of(offset)) - self.top
        pitch = layout.metrics.pitch
        return top + pitch / 2 if top >= 0 and top + pitch <= self.height else None

    def show_at(self, layout: PageLayout, offset: int, y: float) -> None:
        """Scroll so that the middle of a line is so far down the view."""
        number, line = layout.where.line_of(offset)
        layout.blocks.lay_out_around(number, y, self.height - y)
        self.to(round(layout.where.line_top(number, line) + layout.metrics.pitch / 2 - y))
        self._viewport.update()

    def lay_out_seen(self, layout: PageLayout) -> None:
        """Lay out what is in view."""
        layout.blocks.lay_out_between(self.top, self.top + self.height)

    def scrolled(self, layout: PageLayout, by: int) -> None:
        """Blocks that came in above turn out higher or lower: keep what was seen in its place."""
        if self._is_settling:
            return
        top = self.top
        was_top = layout.blocks.block_at(top + by) if abs(by) < self.height else 0
        moved = layout.blocks.lay_out_between(top, top + self.height, keep=was_top)
        if moved:
            self.to(top + round(moved))

    def anchor(self, layout: PageLayout) -> tuple[int, float]:
        """The code point at the top of the view, and how far its line is scrolled."""
        top = self.top
        if top < layout.head.height or not len(layout.blocks.heights):
            return -1, top
        offset = layout.offset_at(QPointF(layout.left, top))
        return offset, top - layout.where.line_top(*layout.where.line_of(offset))

    def return_to(self, layout: PageLayout, anchor: tuple[int, float]) -> None:
        """Have an anchor at the top again, in another width or text size."""
        offset, scrolled = anchor
        if offset < 0:
            layout.blocks.lay_out_between(0, self.height)
            self.to(round(scrolled))
            return
        number, line = layout.where.line_of(offset)
        layout.blocks.lay_out_around(number, 0, self.height)
        self.to(round(layout.where.line_top(number, line) + scrolled))
