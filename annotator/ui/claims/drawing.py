"""How the cards look."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from annotator.edit.session import Session
from annotator.edit.words import shortened
from annotator.ui.claims.card import Card
from annotator.ui.claims.model import ITEM, AnyIndex
from annotator.ui.drawing import chip_width, draw_chip, draw_line, draw_lines, draw_state, weighted
from annotator.ui.drawn import Drawn
from annotator.ui.theme import Theme

_LINES = 3
_BESIDE = 20
"""From the left of the sign of the state to the claimer."""
_DOT = 8
"""Room for the hollow dot of what nobody looked at."""
_GAP = 5
"""Between two chips."""
_RESTING = 0.22
"""Strength of the cards while highlights are hidden."""
_REJECTED = 0.6
"""Strength of the cards of what was rejected."""
_NOTE = 0.5
"""The share of a line that a note has at least, however long the cue."""
_LONGEST_NOTE = 100
"""Characters of a note that are looked at: more than a wide card has room for."""
_KEPT = 64
"""Pictures of cards: some screens of them, selected and not."""


class _Light(NamedTuple):
    """What a card stands in."""

    selected: bool
    hovered: bool
    rests: bool
    """While highlights are hidden."""


class ClaimsDelegate(QStyledItemDelegate):
    """Draws a card: sign, claimer, cue and note, content, attributes."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.session: Session | None = None
        self._drawn = Drawn(_KEPT)

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self.theme = theme
        self._drawn.forget()

    def sizeHint(self, option: QStyleOptionViewItem, _index: AnyIndex) -> QSize:  # noqa: N802
        """All cards are of one height, so that thousands cost nothing."""
        line = QFontMetricsF(option.font).lineSpacing()
        return QSize(160, round(line * (_LINES * 1.12 + 3) + 34))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw one card."""
        item = index.data(ITEM)
        if item is None or self.session is None:
            return
        light = _Light(
            item.id == self.session.selection.item,
            bool(option.state & QStyle.StateFlag.State_MouseOver),
            self.session.modes.marks_hidden,
        )
        card, font = Card(item, self.session.words), option.font
        self._drawn.draw(
            painter,
            (card.shown(), light, font.key()),
            option.rect.topLeft(),
            option.rect.size(),
            self.theme.pane,
            lambda picture: self._card(picture, option.rect.size(), font, card, light),
        )

    def _card(self, painter: QPainter, size: QSize, font: QFont, card: Card, light: _Light) -> None:
        box = QRectF(QPointF(), size).adjusted(8, 4, -10, -4)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, box, light)
        if card.sign == "rejected":
            painter.setOpacity(_REJECTED)
            font = _struck(font)
        if light.rests:
            painter.setOpacity(_RESTING)
        self._words(painter, font, box.adjusted(12, 8, -12, -8), card)

    def _ground(self, painter: QPainter, box: QRectF, light: _Light) -> None:
        """Framed is the card of what is selected, whatever row Qt goes on from: keys act on it."""
        theme = self.theme
        lifted = light.selected or light.hovered
        painter.setBrush(theme.raised if lifted else Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.accent, 2) if light.selected else QPen(theme.hairline, 1))
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 8, 8)

    def _words(self, painter: QPainter, font: QFont, box: QRectF, card: Card) -> None:
        theme, line = self.theme, QFontMetricsF(font).lineSpacing()
        small = weighted(font, QFont.Weight.Normal, 0.86)
        small.setStrikeOut(False)
        top = QRectF(box.left(), box.top(), box.width(), line)
        self._state(painter, top, card)
        self._claimer(painter, font, small, top.adjusted(_BESIDE, 0, 0, 0), card)
        cue = QRectF(box.left(), top.bottom() + 2, box.width(), line)
        italic = weighted(font, QFont.Weight.Normal, 0.94)
        italic.setItalic(True)
        self._cue(painter, italic, small, cue, card)
        content = QRectF(box.left(), cue.bottom() + 3, box.width(), line * _LINES * 1.1)
        draw_lines(painter, card.content, content, theme.ink, font, _LINES)
        self._foot(painter, small, box, card)

    def _cue(
        self, painter: QPainter, italic: QFont, small: QFont, line: QRectF, card: Card
    ) -> None:
        """The cue and, in what it leaves of its line, the first words of the note."""
        theme, note = self.theme, shortened(card.note, _LONGEST_NOTE)
        room = line.width() * _NOTE if note else 0
        width = draw_line(painter, card.cue, line.adjusted(0, 0, -room, 0), theme.muted, italic)
        if note:
            rest = line.adjusted(width + 8, 0, 0, 0)
            draw_line(painter, f"Note: {note}", rest, theme.ink, small)

    def _state(self, painter: QPainter, line: QRectF, card: Card) -> None:
        """The sign of the state at the left; behind it a hollow dot where nobody looked at it."""
        theme = self.theme
        is_good = card.sign not in ("open", "doubtful", "rejected")
        colour = theme.good if is_good else theme.muted
        middle = line.center().y()
        draw_state(painter, QPointF(line.left() + 6, middle), 12, card.sign, theme, colour)
        if card.is_unseen:
            painter.setPen(QPen(colour, 1.4))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(line.left() + 18.5, middle), 3, 3)

    def _claimer(
        self, painter: QPainter, font: QFont, small: QFont, line: QRectF, card: Card
    ) -> None:
        """The claimer and, where nobody confirmed them, that they are a guess."""
        theme, bold = self.theme, weighted(font, QFont.Weight.DemiBold)
        box = line.adjusted(_DOT if card.is_unseen else 0, 0, 0, 0)
        badge = QFontMetricsF(small).horizontalAdvance("guess") + 18 if card.is_guess else 0
        ink = theme.ink if card.is_named else theme.muted
        width = draw_line(painter, card.claimer, box.adjusted(0, 0, -badge, 0), ink, bold)
        if card.is_guess:
            draw_chip(
                painter, QPointF(box.left() + width + 6, box.top() + 0.5), "guess", theme, small
            )

    def _foot(self, painter: QPainter, font: QFont, box: QRectF, card: Card) -> None:
        """The attributes from the left and, in what room they leave, where the claim came from."""
        metrics, theme = QFontMetricsF(font), self.theme
        at = QPointF(box.left(), box.bottom() - metrics.height() - 2)
        for words in card.chips_in(
            box.width() + _GAP, lambda words: chip_width(words, font) + _GAP
        ):
            at.setX(at.x() + draw_chip(painter, at, words, theme, font) + _GAP)
        wanted = metrics.horizontalAdvance(card.origin)
        left = max(at.x() + _GAP, box.right() - wanted)
        rest = QRectF(left, at.y(), box.right() - left, metrics.height() + 2)
        if rest.width() > min(wanted, metrics.horizontalAdvance("99 % ·")):
            draw_line(painter, card.origin, rest, theme.muted, font)


def _struck(font: QFont) -> QFont:
    """The same font with a line through what is written."""
    struck = QFont(font)
    struck.setStrikeOut(True)
    return struck
