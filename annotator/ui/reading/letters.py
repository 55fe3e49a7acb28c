"""The letters at the words, drawn above where each word begins."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from functools import partial
from math import ceil

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from annotator.edit.letters import WORDS, Lettered
from annotator.model.spans import Span
from annotator.ui.drawn import Drawn
from annotator.ui.reading.metrics import Metrics
from annotator.ui.theme import Theme

Place = Callable[[int], tuple[float, float]]
"""Where a code point stands in its block, and where its line begins above: x and y."""
_PAD = 1.5
"""Left and right of the letters: the next word may be near."""
_KEPT = 2 * WORDS
"""Caps whose pictures are kept: the same letters come again, at other words."""
_CLEAR = QColor(0, 0, 0, 0)


class Letters:
    """Caps with letters, by the offset of their words; none before some are shown."""

    def __init__(self, theme: Theme, metrics: Metrics) -> None:
        self._theme = theme
        self._pale = _pale(theme.on_accent)
        self._font = QFont(metrics.tag)
        self._font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 100)
        self._font.setPixelSize(round(metrics.tag.pixelSize() * theme.tag.letters))
        self._widths = QFontMetricsF(self._font)
        self._height = round(self._widths.capHeight() + 5)
        self._drawn = Drawn(_KEPT)
        self._sizes: dict[str, QSize] = {}
        self.show(None)

    def show(self, lettered: Lettered | None) -> None:
        """Have these letters to draw, or none any more."""
        fitting = {} if lettered is None else lettered.fitting()
        self._typed = "" if lettered is None else lettered.typed.upper()
        self._caps = sorted((word.start, letters.upper()) for letters, word in fitting.items())

    def within(self, here: Span) -> list[tuple[int, str]]:
        """The words in the block that holds `here`: where each begins, and its letters."""
        first, end = (bisect_left(self._caps, (offset,)) for offset in here)
        return self._caps[first:end]

    def draw(self, painter: QPainter, caps: list[tuple[int, str]], place: Place) -> None:
        """Draw some caps of one block, from its top left corner."""
        for offset, letters in caps:
            x, y = place(offset)
            self._drawn.draw(
                painter,
                (self._typed, letters),
                QPoint(round(x - 1), round(y)),
                self._size(self._typed + letters),
                _CLEAR,
                partial(self._cap, letters=letters),
            )

    def _size(self, letters: str) -> QSize:
        size = self._sizes.get(letters)
        if size is None:
            width = ceil(self._advance(letters) + 2 * _PAD)
            size = self._sizes[letters] = QSize(width, self._height)
        return size

    def _cap(self, painter: QPainter, *, letters: str) -> None:
        """What is typed already is pale, what is still to be typed stands out."""
        box = QRectF(QPointF(0, 0), self._size(self._typed + letters).toSizeF())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._font)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.accent)
        painter.drawRoundedRect(box, self._theme.tag.radius, self._theme.tag.radius)
        at = QPointF(_PAD, box.bottom() - 2.5)
        if self._typed:
            painter.setPen(self._pale)
            painter.drawText(at, self._typed)
            at.setX(_PAD + self._advance(self._typed))
        painter.setPen(self._theme.on_accent)
        painter.drawText(at, letters)

    def _advance(self, letters: str) -> float:
        return self._widths.horizontalAdvance(letters)


def _pale(colour: QColor) -> QColor:
    pale = QColor(colour)
    pale.setAlphaF(0.55)
    return pale
