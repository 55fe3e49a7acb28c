"""The bottom of the window: what is selected, what the keys do, what happened, how far we are."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from math import ceil
from time import monotonic

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from annotator.edit.ahead import Ahead
from annotator.ui.drawing import draw_bar, draw_key_cap, harmless, key_cap_width, weighted
from annotator.ui.drawn import Drawn
from annotator.ui.hints import Hint
from annotator.ui.lines import CutLine, PlainLabel
from annotator.ui.message import MessageLine, WholeMessage
from annotator.ui.theme import Theme

_GAP = 18
_CAP = 18
_BESIDE = 6
"""Between a key cap and its words."""
_KEPT = 64
"""Pictures and widths of hints."""
_SIDE, _EDGE, _APART, _BETWEEN = 16, 7, 1, 22
"""Room at the sides of the pane, above and below, from line to line, and beside each other."""
_ROWS = 2
"""Lines that a sentence may take."""
_READING = 8.0
"""Seconds after which two lines have been read."""


class HintLine(QWidget):
    """Key caps, each with what it does; as many as there is room for."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.hints: list[Hint] = []
        self._widths: dict[Hint, int] = {}
        self._drawn = Drawn(_KEPT)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802
        """One line of caps."""
        return QSize(200, 24)

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self.theme = theme
        self._drawn.forget()

    def show_hints(self, hints: list[Hint]) -> None:
        """Show these keys and words."""
        if hints != self.hints:
            self.hints = hints
            if len(self._widths) > _KEPT:
                self._widths.clear()
            self.setAccessibleName("; ".join(f"{hint.keys}: {hint.words}" for hint in hints))
            self.update()

    def fitting(self) -> list[Hint]:
        """Those that there is room for: what stays, and of the others the first ones."""
        room = self.width() + _GAP - sum(self._width(hint) for hint in self.hints if hint.stays)
        shown = []
        for hint in self.hints:
            room -= 0 if hint.stays else self._width(hint)
            if hint.stays or room >= 0:
                shown.append(hint)
        return shown

    def _small(self) -> QFont:
        return weighted(self.font(), QFont.Weight.Medium, 0.86)

    def _width(self, hint: Hint) -> int:
        """The width of a hint and of the gap behind it."""
        if hint not in self._widths:
            words = QFontMetricsF(self.font()).horizontalAdvance(hint.words)
            cap = key_cap_width(hint.keys, self._small())
            self._widths[hint] = ceil(cap + _BESIDE + words + _GAP)
        return self._widths[hint]

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Another font has other widths."""
        super().changeEvent(event)
        self._widths.clear()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Draw the caps from the left."""
        painter, x = QPainter(self), 0
        ground, font = self.theme.pane, self.font().key()
        for hint in self.fitting():
            size = QSize(self._width(hint), self.height())
            draw = partial(self._draw_hint, hint=hint)
            self._drawn.draw(painter, (hint, font), QPoint(x, 0), size, ground, draw)
            x += size.width()
        painter.end()

    def _draw_hint(self, painter: QPainter, hint: Hint) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        small = self._small()
        cap = key_cap_width(hint.keys, small)
        key = QRectF(0, self.height() / 2 - _CAP / 2, cap, _CAP)
        draw_key_cap(painter, key, hint.keys, self.theme, small)
        painter.setFont(self.font())
        painter.setPen(self.theme.muted)
        box = QRectF(cap + _BESIDE, 0, self._width(hint), self.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, harmless(hint.words))


class ProgressLine(QWidget):
    """A few words and a thin bar: how much of the release is judged."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.words = ""
        self.share = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802
        """As wide as the words."""
        return QSize(round(QFontMetricsF(self.font()).horizontalAdvance(self.words)) + 100, 24)

    def show_progress(self, words: str, share: float) -> None:
        """Show `words` and a bar filled to `share`, 0..1."""
        if (words, share) == (self.words, self.share):
            return
        before = self.sizeHint()
        self.words, self.share = words, share
        self.setAccessibleName(words)
        if self.sizeHint() != before:
            self.updateGeometry()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Words at the left, the bar at the right."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self.theme.muted)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, self.words)
        if self.words:
            bar = QRectF(self.width() - 84, self.height() / 2 - 1.5, 84, 3)
            draw_bar(painter, bar, self.share, self.theme)
        painter.end()


class StatusPane(QWidget):
    """Three quiet lines under the page."""

    def __init__(
        self,
        theme: Theme,
        parent: QWidget | None = None,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        super().__init__(parent)
        self.theme, self._clock = theme, clock
        # Else all that lies under it, the whole window, would be drawn with every key.
        self.setAutoFillBackground(True)
        self.hints = HintLine(theme)
        self.selection = CutLine()
        self.selection.setAccessibleName("Selected")
        self.message = MessageLine()
        self.suggester = PlainLabel()
        self.project = PlainLabel()
        self.progress = ProgressLine(theme)
        self._tone = "quiet"
        self._most = _ROWS
        self._laid_at = 0.0
        self.whole = WholeMessage(self)
        self.message.resized.connect(self._lay_message)
        above, below = QHBoxLayout(), QHBoxLayout()
        above.setSpacing(_BETWEEN)
        below.setSpacing(_BETWEEN)
        above.addWidget(self.selection, 1)
        above.addWidget(self.suggester)
        below.addWidget(self.message, 1)
        below.addWidget(self.project)
        below.addWidget(self.progress)
        column = QVBoxLayout(self)
        column.setContentsMargins(_SIDE, _EDGE, _SIDE, _EDGE)
        column.setSpacing(_APART)
        column.addLayout(above)
        column.addWidget(self.hints)
        column.addLayout(below)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self.theme = self.progress.theme = theme
        self.hints.set_theme(theme)
        muted = f"color: {theme.muted.name()}"
        for label in (self.selection, self.suggester, self.project):
            label.setStyleSheet(muted)
        self._colour_message()
        self._lay_message()
        self.update()

    def show_ahead(self, ahead: Ahead) -> None:
        """Show how far suggesting is."""
        words = {
            "starting": "Starting the suggester",
            "restarting": "Restarting the suggester",
            "stopped": "Suggester stopped",
            "off": "Read only: nothing is suggested",
            "working": f"Suggesting: {ahead.left:,} left",
        }.get(ahead.condition, "")
        share = f" ({100 * ahead.share:.0f} % of a long one)" if ahead.share else ""
        self.suggester.setText(words + share)

    def say(self, text: str, tone: str) -> None:
        """Show a sentence; errors stand out and stay until the next sentence.

        One that is too long for its line takes, as much as it needs, the room of the counters
        beside it and that of the hints above.
        """
        self._tone = tone
        self.message.say(text)
        self._colour_message()
        self._most = _ROWS
        self._lay_message()
        if self._covers_hints():
            self._laid_at = self._clock()

    def heed_key(self) -> None:
        """A key was pressed: hints get their line back from what was there long enough to read."""
        if self._covers_hints() and self._clock() - self._laid_at > _READING:
            self.uncover_hints()

    def uncover_hints(self) -> None:
        """The hints matter now: a long sentence is cut down to one line until the next one."""
        if self._covers_hints():
            self._most = 1
            self._lay_message()

    def _covers_hints(self) -> bool:
        return not self.whole.isHidden() and len(self.whole.lines) > 1

    def _lay_message(self) -> None:
        """Lay the sentence over what is around its line, if it has no room there."""
        if not self.message.has_room():
            self.whole.lay(self.message, self._rooms())
        elif not self.whole.isHidden():
            self.whole.hide()

    def _rooms(self) -> list[list[QRect]]:
        """Where a long sentence may go, what it takes least from first."""
        progress = self.progress.sizeHint()
        inner, height = self.width() - 2 * _SIDE, progress.height()
        line = QRect(_SIDE, self.height() - _EDGE - height, inner, height)
        above = line.translated(0, -height - _APART)
        beside = line.adjusted(0, 0, -progress.width() - _BETWEEN, 0)
        lines = [beside, line] if self.progress.words and beside.width() > 0 else [line]
        one, two = [[line] for line in lines], [[above, line] for line in lines]
        return [*one, *two] if self._most == _ROWS else one

    def _colour_message(self) -> None:
        colours = {"error": self.theme.warn, "done": self.theme.ink}
        weight = QFont.Weight.DemiBold if self._tone == "error" else QFont.Weight.Normal
        self.message.draw_in(colours.get(self._tone, self.theme.muted), weight)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """A hairline above."""
        painter = QPainter(self)
        painter.setPen(QPen(self.theme.hairline, 1))
        painter.drawLine(QPointF(0, 0.5), QPointF(self.width(), 0.5))
        painter.end()
