"""Sentences with key caps in them, wrapped into lines and drawn."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from annotator.edit.guidance import Cap, Piece, Words
from annotator.ui.drawing import draw_key_cap, key_cap_width, weighted
from annotator.ui.theme import Theme

_PITCH = 1.5
"""From line to line, in heights of the font: a cap is higher than letters."""
_SIDE = 1.5
"""Room left and right of a cap, in pixels."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A word or a cap, and where it stands from the left top of all lines."""

    piece: Piece
    box: QRectF


class Flow:
    """How a sentence runs over lines of a width."""

    def __init__(self, words: Words, font: QFont, width: float) -> None:
        self.font = font
        self.small = weighted(font, QFont.Weight.Medium, 0.86)
        self._metrics = QFontMetricsF(font)
        self.pitch = self._metrics.height() * _PITCH
        self.placed: list[Placed] = []
        self.lines = self._lay(words, width)

    @property
    def height(self) -> float:
        """The height of all lines."""
        return self.lines * self.pitch

    def _lay(self, words: Words, width: float) -> int:
        x, line, space = 0.0, 0, self._metrics.horizontalAdvance(" ")
        for unit in _units(words):
            wide = sum(map(self._width, unit))
            if x > 0 and x + wide > width:
                x, line = 0.0, line + 1
            for piece in unit:
                box = QRectF(x, line * self.pitch, self._width(piece), self.pitch)
                self.placed.append(Placed(piece, box))
                x = box.right()
            x += space
        return line + 1 if self.placed else 0

    def _width(self, piece: Piece) -> float:
        if isinstance(piece, Cap):
            return key_cap_width(piece.keys, self.small) + 2 * _SIDE
        return self._metrics.horizontalAdvance(piece)

    def draw(self, painter: QPainter, at: QPointF, colour: QColor, theme: Theme) -> None:
        """Draw it with its left top at `at`."""
        cap_height = round(self._metrics.height() * 1.2)
        for placed in self.placed:
            box = placed.box.translated(at)
            if isinstance(placed.piece, Cap):
                top = round(box.center().y() - cap_height / 2)
                cap = QRectF(box.left() + _SIDE, top, box.width() - 2 * _SIDE, cap_height)
                draw_key_cap(painter, cap, placed.piece.keys, theme, self.small)
                continue
            painter.setFont(self.font)
            painter.setPen(colour)
            place = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(box, place | Qt.TextFlag.TextDontClip, placed.piece)


def _units(words: Words) -> Iterator[list[Piece]]:
    """What stays together on a line: a word, or a cap with the full stop behind it."""
    unit: list[Piece] = []
    for piece in words:
        for part in [piece] if isinstance(piece, Cap) else re.findall(r"\s+|\S+", piece):
            if isinstance(part, Cap) or not part.isspace():
                unit.append(part)
            elif unit:
                yield unit
                unit = []
    if unit:
        yield unit
