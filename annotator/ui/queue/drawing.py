"""How a row of the queue is drawn: its words from a picture, and over them how far it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from annotator.ui.drawing import draw_bar, draw_line, draw_lines, draw_state, weighted
from annotator.ui.drawn import Drawn
from annotator.ui.queue.model import ROW, AnyIndex, QueueModel
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from annotator.store.queue import QueueRow

_TITLE_LINES = 2
_INSET, _EDGE = 30, 10
"""Before the words of a row, where its sign is, and behind them."""
_KEPT = 64
"""Pictures of rows: some screens of them."""


class _Light(NamedTuple):
    """What a row stands in."""

    in_hand: bool
    focused: bool
    hovered: bool


class QueueDelegate(QStyledItemDelegate):
    """Draws a release: sign and title, date and publisher, progress, doubts."""

    def __init__(
        self, theme: Theme, walked: Callable[[], int], parent: QWidget | None = None
    ) -> None:
        """`walked` is the row that the field above walks through, or -1."""
        super().__init__(parent)
        self.theme, self._walked = theme, walked
        self._drawn = Drawn(_KEPT)

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self.theme = theme
        self._drawn.forget()

    def sizeHint(self, option: QStyleOptionViewItem, _index: AnyIndex) -> QSize:  # noqa: N802
        """All rows are of one height."""
        return QSize(120, round(option.fontMetrics.height() * 4.5))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw one row: its words, which are mostly as they were, and over them how far it is."""
        row, model, state = index.data(ROW), index.model(), option.state
        if row is None:
            return
        light = _Light(
            isinstance(model, QueueModel) and row.release == model.in_hand,
            bool(state & QStyle.StateFlag.State_HasFocus) or index.row() == self._walked(),
            bool(state & QStyle.StateFlag.State_MouseOver),
        )
        size, font = option.rect.size(), option.font
        words = row.title, _below(row), row.state, row.doubtful
        self._drawn.draw(
            painter,
            (words, light, font.key()),
            option.rect.topLeft(),
            size,
            self.theme.pane,
            lambda picture: self._row(picture, size, font, row, light),
        )
        self._bar(painter, _box(option.rect), row)

    def _row(self, painter: QPainter, size: QSize, font: QFont, row: Any, light: _Light) -> None:
        box = _box(QRect(QPoint(), size))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, box, light)
        self._words(painter, font, box, row, light.in_hand)

    def _ground(self, painter: QPainter, box: QRectF, light: _Light) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        if light.in_hand:
            painter.setBrush(self.theme.raised)
            painter.drawRoundedRect(box, 6, 6)
        elif light.hovered:
            painter.setBrush(self.theme.faded(self.theme.hairline, 0.5))
            painter.drawRoundedRect(box, 6, 6)
        if light.focused:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(self.theme.accent)
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)

    def _words(self, painter: QPainter, font: QFont, box: QRectF, row: Any, in_hand: bool) -> None:
        theme = self.theme
        small = weighted(font, QFont.Weight.Normal, 0.88)
        line = QFontMetricsF(font).height()
        colour = theme.good if row.state == "finished" else theme.muted
        draw_state(
            painter, QPointF(box.left() + 15, box.top() + line * 0.95), 11, row.state, theme, colour
        )
        left, right = box.left() + _INSET, box.right() - _EDGE
        top = QRectF(left, box.top() + line * 0.4, right - left, line)
        weight = QFont.Weight.DemiBold if in_hand else QFont.Weight.Normal
        ink = theme.muted if row.state == "finished" and not in_hand else theme.ink
        title = row.title or "Untitled"
        end = draw_lines(painter, title, top, ink, weighted(font, weight), _TITLE_LINES)
        below = QRectF(left, end + line * 0.1, right - left, line * 0.9)
        doubts = f"{row.doubtful} ?" if row.doubtful else ""
        width = painter.fontMetrics().horizontalAdvance(doubts) + 8 if doubts else 0
        place = _below(row)
        draw_line(painter, place, below.adjusted(0, 0, -width, 0), theme.muted, small)
        if doubts:
            spot = QRectF(right - width + 8, below.top(), width, below.height())
            draw_line(painter, doubts, spot, theme.warn, weighted(small, QFont.Weight.DemiBold))

    def _bar(self, painter: QPainter, box: QRectF, row: Any) -> None:
        """How far it is, which every decision changes."""
        total = row.open + row.judged
        if not total or row.state == "new":
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bar = QRectF(box.left() + _INSET, box.bottom() - 7, box.width() - _INSET - _EDGE, 2.5)
        draw_bar(painter, bar, row.judged / total, self.theme)
        painter.restore()


def _box(row: QRect) -> QRectF:
    """What a row is drawn in."""
    return QRectF(row).adjusted(8, 2, -8, -2)


def _below(row: QueueRow) -> str:
    """The second line of a row: where it comes from or else how far it is."""
    place = " · ".join(word for word in (row.date, row.publisher) if word)
    return place or {"new": "Not started"}.get(row.state, row.state.capitalize())
