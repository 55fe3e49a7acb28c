"""The letters at the words, drawn above where each word begins."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from annotator.edit.letters import Lettered
from annotator.model.spans import Span
from annotator.ui.reading.metrics import Metrics
from annotator.ui.theme import Theme

Place = Callable[[int], QPointF]
"""Where a code point stands on the page, and where its line begins above."""
_PAD = 1.5
"""Left and right of the letters: the next word may be near."""


class Letters:
    """Caps with letters, by the offset of their words."""

    def __init__(self, lettered: Lettered, theme: Theme, metrics: Metrics) -> None:
        self._theme = theme
        self._typed = lettered.typed.upper()
        at = {word.start: letters.upper() for letters, word in lettered.fitting().items()}
        self._at = dict(sorted(at.items()))
        self._starts = list(self._at)
        self._font = QFont(metrics.tag)
        self._font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 100)
        self._font.setPixelSize(round(metrics.tag.pixelSize() * theme.tag.letters))
        self._widths = QFontMetricsF(self._font)
        self._height = round(self._widths.capHeight() + 5)

    def draw(self, painter: QPainter, here: Span, place: Place) -> None:
        """Draw those in the block that holds `here`."""
        first, end = (bisect_left(self._starts, offset) for offset in here)
        painter.setFont(self._font)
        for offset in self._starts[first:end]:
            self._cap(painter, place(offset), self._at[offset])
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _cap(self, painter: QPainter, at: QPointF, letters: str) -> None:
        """What is typed already is pale, what is still to be typed stands out."""
        typed, whole = self._advance(self._typed), self._advance(self._typed + letters)
        box = QRectF(at.x() - 1, at.y(), whole + 2 * _PAD, self._height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.accent)
        painter.drawRoundedRect(box, self._theme.tag.radius, self._theme.tag.radius)
        baseline = box.bottom() - 2.5
        words = self._theme.on_accent
        left = box.left() + _PAD
        self._write(painter, QPointF(left, baseline), self._typed, _pale(words))
        self._write(painter, QPointF(left + typed, baseline), letters, words)

    def _write(self, painter: QPainter, at: QPointF, letters: str, colour: QColor) -> None:
        painter.setPen(colour)
        painter.drawText(at, letters)

    def _advance(self, letters: str) -> float:
        return self._widths.horizontalAdvance(letters)


def _pale(colour: QColor) -> QColor:
    pale = QColor(colour)
    pale.setAlphaF(0.55)
    return pale
