"""Words as they are, cut where the room ends, and the tool tips that show all of them."""

from __future__ import annotations

from html import escape
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from annotator.ui.drawing import harmless, weighted


def indented(style: str, pixels: int) -> str:
    """A label's style sheet with room at both sides: margins are lost when it is set again."""
    return f"{style}; padding: 0 {pixels}px"


def tool_tip(words: str) -> str:
    """`words` as a tool tip that wraps; plain ones run over the whole screen."""
    return f"<qt>{escape(harmless(words)).replace(chr(10), '<br>')}</qt>" if words else ""


class PlainLabel(QLabel):
    """Words as they are: Qt would take a "<b>" or an "<img>" out of a release for markup."""

    def __init__(self, words: str = "", **properties: Any) -> None:
        super().__init__(harmless(words), textFormat=Qt.TextFormat.PlainText, **properties)
        self.setIndent(0)  # Qt would move words in by half a letter wherever there is padding

    def setText(self, words: str) -> None:  # noqa: N802
        """Show these words."""
        super().setText(harmless(words))


class CutLine(PlainLabel):
    """A line that is never wider than its room. What is cut off stands in its tool tip."""

    def __init__(
        self,
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent=parent)
        self._mode = mode
        self._drawn: tuple[QColor, QFont.Weight] | None = None
        self._fonts: dict[QFont.Weight, QFont] = {}
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802
        """The height of a line, also while there are no words: nothing moves when they come."""
        return QSize(0, self.fontMetrics().height() + 4)

    def show_words(self, words: str) -> None:
        """Show these words."""
        words = harmless(words)
        if words != self.text():
            self.setText(words)
            self.setToolTip(tool_tip(words))
            self.setAccessibleDescription(words)

    def draw_in(self, colour: QColor, weight: QFont.Weight) -> None:
        """Draw the words so from now on; a style sheet for it would dress the line anew."""
        if self._drawn != (colour, weight):
            self._drawn = colour, weight
            self.update()

    def font_of(self, weight: QFont.Weight) -> QFont:
        """Its font in a weight."""
        if weight not in self._fonts:
            self._fonts[weight] = weighted(self.font(), weight)
        return self._fonts[weight]

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Another font may be meant."""
        super().changeEvent(event)
        self._fonts.clear()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Draw what there is room for."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        if self._drawn is not None:
            colour, weight = self._drawn
            painter.setPen(colour)
            painter.setFont(self.font_of(weight))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, self.shown(painter))
        painter.end()

    def shown(self, painter: QPainter) -> str:
        """The words that there is room for, in the painter's font."""
        return painter.fontMetrics().elidedText(self.text(), self._mode, self.width())
