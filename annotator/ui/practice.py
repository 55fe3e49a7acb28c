"""The card of the practice: a quiet strip over the page with the task, its keys and the ways on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFont,
    QFontMetricsF,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator.edit.guidance import Cap, Card, Foot, Words
from annotator.ui.drawing import draw_bar, draw_line, weighted
from annotator.ui.flow import Flow
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from annotator.edit.practice import PracticeSession

_EDGE = 20
_TOP = 10
_GAP = 4
_BETWEEN = 14
_BAR = 84
_NAME = 130
"""Room for the name and the count."""
_PATIENCE_MS = 20_000
"""So long nothing is pressed before a hint comes by itself."""
_MEASURE = 62
"""Width of the words in sizes of their font, at most."""


class PracticeCard(QWidget):
    """Shows what the practice says; it is as high as its highest task, so that nothing moves."""

    wanted = Signal(str)
    """One of the ways on was clicked: its command."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._session: PracticeSession | None = None
        self._ways: list[tuple[QRectF, Foot]] = []
        self.patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self.patience.timeout.connect(self._help_on)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self.theme = theme
        self.update()

    def attach(self, session: PracticeSession) -> None:
        """Show this practice from now on."""
        self._session = session
        session.changed = self.refresh
        self._fit()
        self.show()
        self.refresh()

    def detach(self) -> None:
        """The practice is over."""
        self._session = None
        self.patience.stop()
        self.hide()

    def refresh(self) -> None:
        """The practice may say something else now."""
        if self._session is None:
            return
        card = self._session.card()
        spoken = f"Practice, {card.count}: {card.spoken()}"
        if spoken != self.accessibleName():
            self.setAccessibleName(spoken)
            # The focus stays in the text: what is new here has to be announced.
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, spoken))
        self.setAccessibleDescription(_spoken_ways(card.foot))
        self.update()
        self.patience.start()

    def _help_on(self) -> None:
        """Whoever does nothing for so long may be stuck: the hint comes by itself."""
        if self._session is not None and not self._session.card().hint:
            self._session.help_on()

    # -- sizes

    def sizeHint(self) -> QSize:  # noqa: N802
        """As high as the highest card at this width."""
        return QSize(200, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Another width is another height."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def _fit(self) -> None:
        if self._session is None:
            return
        words, small, width = self._font(), self.font(), self._room()
        cards = list(self._session.all_cards())
        said = max(Flow(card.words, words, width).height for card in cards)
        told = max(Flow(_below(card), small, width).height for card in cards)
        self.setFixedHeight(round(_TOP + self._head() + said + _GAP + told + _TOP))

    def _font(self) -> QFont:
        return weighted(self.font(), QFont.Weight.Normal, 1.15)

    def _head(self) -> float:
        return QFontMetricsF(self.font()).height() * 1.5 + _GAP

    def _room(self) -> float:
        return min(self.width() - 2 * _EDGE, _MEASURE * self._font().pixelSize())

    def _left(self) -> float:
        return max(_EDGE, (self.width() - _MEASURE * self._font().pixelSize()) / 2)

    # -- drawing

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Count and ways on, then the task, then what was done or what helps."""
        if self._session is None:
            return
        card, theme = self._session.card(), self.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.pane)
        painter.setPen(QPen(theme.hairline, 1))
        painter.drawLine(
            QPointF(0, self.height() - 0.5), QPointF(self.width(), self.height() - 0.5)
        )
        self._draw_head(painter, card)
        at = QPointF(self._left(), _TOP + self._head())
        said = Flow(card.words, self._font(), self._room())
        said.draw(painter, at, theme.ink, theme)
        below = Flow(_below(card), self.font(), self._room())
        colour = theme.warn if card.hint else theme.good
        below.draw(painter, at + QPointF(0, said.height + _GAP), colour, theme)
        painter.end()

    def _draw_head(self, painter: QPainter, card: Card) -> None:
        """The count from the left, the ways on from the right; a narrow card leaves words out."""
        theme, font, left = self.theme, self.font(), self._left()
        row = QRectF(left, _TOP, self._room(), self._head() - _GAP)
        ways = [(Flow(_way(foot), font, 10_000), foot) for foot in card.foot]
        wide = sum(_width(flow) for flow, _ in ways)
        is_narrow = wide + len(ways) * _BETWEEN + _NAME > row.width()
        between = _BETWEEN / 2 if is_narrow else _BETWEEN
        if not is_narrow:
            bold = weighted(font, QFont.Weight.DemiBold)
            row.setLeft(left + draw_line(painter, "Practice", row, theme.ink, bold) + 8)
        used = row.left() + draw_line(painter, card.count, row, theme.muted, font)
        x = row.right() - wide - between * (len(ways) - 1)
        if used + 2 * _BETWEEN + _BAR < x:
            bar = QRectF(used + _BETWEEN, row.center().y() - 1, _BAR, 3)
            draw_bar(painter, bar, card.share, theme)
        self._ways = []
        for flow, foot in ways:
            box = QRectF(x, row.top(), _width(flow), row.height())
            flow.draw(painter, box.topLeft(), theme.muted, theme)
            self._ways.append((box, foot))
            x = box.right() + between

    # -- the mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """A way on was clicked."""
        command = self._command_at(event.position())
        if command:
            self.wanted.emit(command)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Show what can be clicked."""
        is_way = bool(self._command_at(event.position()))
        shape = Qt.CursorShape.PointingHandCursor if is_way else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)

    def _command_at(self, where: QPointF) -> str:
        return next((foot.command for box, foot in self._ways if box.contains(where)), "")


def _below(card: Card) -> Words:
    """The line under the task."""
    return card.hint or ((f"✓ {card.told}",) if card.told else ())


def _way(foot: Foot) -> Words:
    return (Cap(foot.keys), f" {foot.word}") if foot.keys else (foot.word,)


def _width(flow: Flow) -> float:
    return flow.placed[-1].box.right()


def _spoken_ways(ways: tuple[Foot, ...]) -> str:
    def spoken() -> Iterator[str]:
        for way in ways:
            yield f"{way.keys}: {way.word}" if way.keys else way.word

    return "; ".join(spoken())
