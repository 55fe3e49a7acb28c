"""What happened, in a sentence: on its line or, where that has no room, over what is around it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from functools import partial
from math import ceil

from PySide6.QtCore import QEvent, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QWidget

from annotator.ui.drawing import draw_whole
from annotator.ui.lines import CutLine, tool_tip

_CUT = Qt.TextElideMode.ElideMiddle
"""The end of a sentence says how to take it back or what to do: the middle is cut."""
_NAME = re.compile(r'"[^"]*"|“[^”]*”|(?:~?/|[A-Za-z]:\\)[^"“”]*?\.\w+\S*|\S+')
"""What a sentence cites and may be long: words in quotation marks, a path, any other word."""
_LEAST = 24
"""So many letters of a name are always kept."""


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
            self._metrics[self.weight] = QFontMetricsF(self.font_of(self.weight))
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
        self._rows: list[QRect] = []
        self._look = QColor(), QFont()
        self.setAutoFillBackground(True)
        self.hide()

    def lay(self, line: MessageLine, rooms: Sequence[Sequence[QRect]]) -> None:
        """Show the sentence of `line` in the first of these rooms that it fits, or cut in the last.

        A room is a row for each line. Long names are cut before anything else is.
        """
        words, metrics = " ".join(line.text().split()), line.metrics()
        for rows in rooms:
            widths = [row.width() for row in rows]
            if _fits(metrics, widths, words):
                break
        else:
            words = with_short_names(words, partial(_fits, metrics, widths))
        self.lines = broken(words, metrics, widths)
        self.lines[-1] = metrics.elidedText(self.lines[-1], _CUT, widths[len(self.lines) - 1])
        self._look = line.colour, line.font_of(line.weight)
        self.setToolTip(tool_tip(line.text()))
        region = QRegion()
        for row in rows:
            region += row
        corner = region.boundingRect().topLeft()
        self._rows = [row.translated(-corner) for row in rows]
        self.setGeometry(region.boundingRect())
        self.setMask(region.translated(-corner))
        self.raise_()
        self.show()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Draw line under line."""
        painter, (colour, font) = QPainter(self), self._look
        for words, row in zip(self.lines, self._rows, strict=False):
            draw_whole(painter, words, QRectF(row), colour, font)
        painter.end()


def _fits(metrics: QFontMetricsF, widths: Sequence[float], words: str) -> bool:
    """Whether there is room for all of `words` in lines of these widths."""
    lines = broken(words, metrics, widths)
    return metrics.horizontalAdvance(lines[-1]) <= widths[len(lines) - 1]


def with_short_names(words: str, fits: Callable[[str], bool]) -> str:
    """`words` with the middle of long names left out, as much of it as it takes to fit."""
    sizes = range(max(map(len, _NAME.findall(words)), default=0), _LEAST - 1, -1)
    if not sizes:
        return words
    at = bisect_left(sizes, True, key=lambda size: fits(_cut_to(words, size)))
    return _cut_to(words, sizes[min(at, len(sizes) - 1)])


def _cut_to(words: str, size: int) -> str:
    """`words` with no name in them that is longer than `size`."""

    def cut(name: re.Match[str]) -> str:
        found, half = name.group(), size // 2
        return found if len(found) <= size else f"{found[: size - 1 - half]}…{found[-half:]}"

    return _NAME.sub(cut, words)


def broken(words: str, metrics: QFontMetricsF, widths: Sequence[float]) -> list[str]:
    """`words` in lines of these widths; the last one is as long as it has to be."""
    width, *below = widths
    if not below or metrics.horizontalAdvance(words) <= width:
        return [words]
    spaces = [at for at, letter in enumerate(words) if letter == " "]
    for ends in (spaces, range(1, len(words))):  # a path may have no space
        fitting = bisect_right(ends, width, key=lambda at: metrics.horizontalAdvance(words[:at]))
        if fitting:
            break
    end = ends[fitting - 1] if fitting else 1
    return [words[:end], *broken(words[end:].lstrip(), metrics, below)]
