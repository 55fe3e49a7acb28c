"""Level lines of dashes or dots: drawn once for each colour and pattern, and copied.

On a screen of 200 % Qt takes five times as long to stroke such a line as to copy it.
"""

from __future__ import annotations

from math import ceil, floor

from PySide6.QtCore import QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from annotator.ui.drawn import CLEAR, is_sharp, picture_of

_REPEATS = 100
"""So many times a pattern is on a picture; a longer line is copied from it piece by piece."""


class Dashes:
    """Lines whose dashes and gaps are `pattern` pixels long."""

    def __init__(self) -> None:
        self._pens: dict[tuple[int, float, tuple[float, ...]], QPen] = {}
        self._pictures: dict[tuple[int, float, tuple[float, ...], float, float], QPixmap] = {}

    def pen(self, colour: QColor, width: float, pattern: tuple[float, ...]) -> QPen:
        """A pen for lines that are not level."""
        key = colour.rgb(), width, pattern
        pen = self._pens.get(key)
        if pen is None:
            pen = self._pens[key] = QPen(colour, width)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            pen.setDashPattern([length / width for length in pattern])  # Qt counts in widths
        return pen

    def draw(
        self,
        painter: QPainter,
        line: QLineF,
        colour: QColor,
        width: float,
        pattern: tuple[float, ...],
    ) -> None:
        """Draw a level line from its left to its right."""
        ratio = painter.device().devicePixelRatioF()
        if not is_sharp(ratio):
            painter.setPen(self.pen(colour, width, pattern))
            painter.drawLine(line)
            return
        y = line.y1()
        top, bottom = floor(y - width / 2), ceil(y + width / 2)
        picture = self._picture(colour, width, pattern, y - top, bottom - top, ratio)
        left, right = round(line.x1() * ratio), round(line.x2() * ratio)
        while left < right:
            copied = min(right - left, picture.width())
            place = QRectF(left / ratio, top, copied / ratio, bottom - top)
            painter.drawPixmap(place, picture, QRectF(0, 0, copied, picture.height()))
            left += copied

    def _picture(
        self,
        colour: QColor,
        width: float,
        pattern: tuple[float, ...],
        middle: float,
        height: int,
        ratio: float,
    ) -> QPixmap:
        """A line, its middle so far down."""
        key = colour.rgb(), width, pattern, middle, ratio
        known = self._pictures.get(key)
        if known is None:
            size = QSize(round(_REPEATS * sum(pattern)), height)
            line, pen = QLineF(0, middle, size.width(), middle), self.pen(colour, width, pattern)
            known = picture_of(size, ratio, CLEAR, lambda to: _stroke(to, line, pen))
            self._pictures[key] = known
        return known


def _stroke(painter: QPainter, line: QLineF, pen: QPen) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(pen)
    painter.drawLine(line)
