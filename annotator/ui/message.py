"""What happened, in a sentence: on its line or, where that has no room, over what is around it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QEvent, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from annotator.ui.drawing import draw_whole, weighted
from annotator.ui.lines import CutLine, tool_tip

_CUT = Qt.TextElideMode.ElideMiddle
"""The end of a sentence says how to take it back or what to do: the middle is cut."""


class MessageLine(CutLine):
    """The sentence on its line; whether that has room is found out when it is said."""

    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_CUT, parent)
        self.colour, self.weight = QColor(), QFont.Weight.Normal
        self._metrics: dict[QFont.Weight, QFontMetricsF] = {}
        self._wanted = 0

    def say(self, words: str) -> None:
        """Show these words."""
        before = self.text()
        self.show_words(words)
        if self.text() != before:
            self._measure()

    def draw_in(self, colour: QColor, weight: QFont.Weight) -> None:
        """Draw the words so from now on."""
        self.colour = colour
        if weight != self.weight:
            self.weight = weight
            self._measure()
        super().draw_in(colour, weight)

    def has_room(self) -> bool:
        """Whether all of it is to be seen."""
        return self._wanted <= self.width()

    def metrics(self) -> QFontMetricsF:
        """How wide its letters are."""
        if self.weight not in self._metrics:
            self._metrics[self.weight] = QFontMetricsF(weighted(self.font(), self.weight))
        return self._metrics[self.weight]

    def _measure(self) -> None:
        self._wanted = ceil(self.metrics().horizontalAdvance(self.text()))

    def shown(self, painter: QPainter) -> str:
        """The words, measured before; cut where there is no room."""
        return self.text() if self.has_room() else super().shown(painter)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Another font has other widths."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._metrics.clear()
            self._measure()
            self.resized.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """There is more room, or less."""
        super().resizeEvent(event)
        self.resized.emit()


class WholeMessage(QWidget):
    """A sentence laid over what stands beside and above its line, which stays where it is.

    No layout knows of it: however long a sentence is, nothing is moved or resized.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.lines: list[str] = []
        self._look = QColor(), QFont()
        self.setAutoFillBackground(True)
        self.hide()

    def lay(self, line: MessageLine, rooms: Sequence[QRect], row: int) -> None:
        """Show the sentence of `line` in the first of these rooms that it fits, or cut in the last.

        A room has as many lines as it has rows of that height.
        """
        words, metrics = " ".join(line.text().split()), line.metrics()
        for room in rooms:
            self.lines = broken(words, metrics, room.width(), room.height() // row)
            if metrics.horizontalAdvance(self.lines[-1]) <= room.width():
                break
        self.lines[-1] = metrics.elidedText(self.lines[-1], _CUT, room.width())
        self._look = line.colour, weighted(line.font(), line.weight)
        self.setToolTip(tool_tip(line.text()))
        self.setGeometry(room)
        self.raise_()
        self.show()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Draw line under line."""
        painter, (colour, font) = QPainter(self), self._look
        pitch = self.height() / len(self.lines)
        for number, words in enumerate(self.lines):
            row = QRectF(0, number * pitch, self.width(), pitch)
            draw_whole(painter, words, row, colour, font)
        painter.end()


def broken(words: str, metrics: QFontMetricsF, width: float, most: int) -> list[str]:
    """`words` in at most so many lines of a width; the last one is as long as it has to be."""
    if most == 1 or metrics.horizontalAdvance(words) <= width:
        return [words]
    spaces = [at for at, letter in enumerate(words) if letter == " "]
    for ends in (spaces, range(1, len(words))):  # a path may have no space
        fitting = bisect_right(ends, width, key=lambda at: metrics.horizontalAdvance(words[:at]))
        if fitting:
            break
    end = ends[fitting - 1] if fitting else 1
    return [words[:end], *broken(words[end:].lstrip(), metrics, width, most - 1)]
