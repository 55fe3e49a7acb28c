"""The claims of the release in hand, a card each, tied to the text both ways."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection
from typing import Any, NamedTuple

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    QStringListModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import (
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from annotator.edit.places import Place
from annotator.edit.session import Session
from annotator.edit.words import MEANINGS, described, one_line, origin
from annotator.model.fold import Item
from annotator.model.masking import claimer_in, words_in
from annotator.model.records import AUTHOR, IMPLICIT, Claim
from annotator.model.spans import Words
from annotator.ui.drawing import draw_chip, draw_line, draw_lines, draw_state, weighted
from annotator.ui.drawn import Drawn
from annotator.ui.lines import PlainLabel, tool_tip
from annotator.ui.lists import READ_ONLY, QuietList
from annotator.ui.theme import Theme

AnyIndex = QModelIndex | QPersistentModelIndex
ITEM = Qt.ItemDataRole.UserRole
_SPOKEN = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleDescriptionRole,
)
_CLAIMERS = {AUTHOR: "The release itself", IMPLICIT: "Somebody, unnamed"}
_LINES = 3
_RESTING = 0.22
"""Strength of the cards while highlights are hidden."""
_KEPT = 64
"""Pictures of cards: some screens of them, selected and not."""


class ClaimsModel(QStringListModel):
    """The claims on the page in reading order.

    How many there are is asked once for every card that is laid out: see `QueueModel`.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session: Session | None = None
        self._places: list[Place] = []
        self._known: dict[str, Place] = {}

    def reload(self) -> None:
        """Show the claims of the release in hand."""
        places = self.session.places.visible if self.session else []
        self._places = [place for place in places if place[0][2] == 1]
        self._known = {place[1]: place for place in self._places}
        self.setStringList([""] * len(self._places))

    def update(self, ids: Collection[str]) -> None:
        """Look again at these items; add or drop only their cards."""
        assert self.session is not None
        for name in ids:
            item = self.session.fold.items.get(name)
            shown = item is not None and item.is_shown and item.record.layer == "claim"
            new = (item.record.order(), name) if item is not None and shown else None
            old = self._known.get(name)
            if old != new and not self._stays(old, new):
                self._drop(old)
                self._add(new)

    def _stays(self, old: Place | None, new: Place | None) -> bool:
        """Take over another place of a card that is still between the same two."""
        if old is None or new is None:
            return False
        at = bisect_left(self._places, old)
        around = [*self._places[max(0, at - 1) : at], new, *self._places[at + 1 : at + 2]]
        if around != sorted(around):
            return False
        self._places[at] = self._known[new[1]] = new
        return True

    def _drop(self, place: Place | None) -> None:
        if place is None:
            return
        at = bisect_left(self._places, place)
        del self._places[at]
        del self._known[place[1]]
        self.removeRows(at, 1)

    def _add(self, place: Place | None) -> None:
        if place is None:
            return
        at = bisect_left(self._places, place)
        self._places.insert(at, place)
        self._known[place[1]] = place
        self.insertRows(at, 1)

    def place(self, item: str | None) -> QModelIndex:
        """Where the card of an item is, if it is a claim."""
        known = self._known.get(item or "")
        return QModelIndex() if known is None else self.index(bisect_left(self._places, known), 0)

    def flags(self, _index: AnyIndex) -> Qt.ItemFlag:
        """Nothing is edited here."""
        return READ_ONLY

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The item itself, or what the tool tip or a screen reader says of it."""
        if self.session is None:
            return None
        item = self.session.fold.items.get(self._places[index.row()][1])
        if role == ITEM or item is None:
            return item
        if role not in _SPOKEN:
            return None
        card = Card(item, self.session.words)
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{card.claimer} {card.cue}: {card.content} ({item.status})"
        if role == Qt.ItemDataRole.ToolTipRole:
            return tool_tip(card.all_words())
        return "\n".join(filter(None, (card.described, card.values)))


class Card:
    """What a card says of a claim, in words."""

    def __init__(self, item: Item, text: Words) -> None:
        record = item.record
        assert isinstance(record, Claim)
        self.sign = "doubtful" if item.is_doubtful else item.status
        claimer = record.claimer and claimer_in(record.claimer, text)
        self.claimer = _CLAIMERS.get(claimer or "", claimer or "Claimer not named")
        self.is_named = record.claimer not in (None, AUTHOR, IMPLICIT)
        self.is_guess = item.guessed_claimer is not None
        self.cue = one_line(record.cue.text(text)) if record.cue else "no cue"
        self.content = " … ".join(one_line(span.text(text)) for span in record.content)
        self.note = words_in(record.attributes.get("note", ""), text)
        values = {name: record.attributes[name] for name in _CHIPS if name in record.attributes}
        self.chips = [*(["note"] if self.note else []), *values.values()]
        self.values = "\n".join(_spelled(name, value) for name, value in values.items())
        self.origin = origin(item.suggestion, text) if item.suggestion else ""
        self._item, self._text = item, text

    @property
    def described(self) -> str:
        """The whole claim and where it comes from, which a card has no room for."""
        return described(self._item, self._text)

    def shown(self) -> tuple[object, ...]:
        """All that is drawn: cards of which it is the same look the same."""
        return (
            self.sign,
            self.claimer,
            self.is_named,
            self.is_guess,
            self.cue,
            self.content,
            tuple(self.chips),
            self.origin,
        )

    def all_words(self) -> str:
        """Everything, for the tool tip."""
        note = f"\n\nNote: {self.note}" if self.note else ""
        values = f"\n\n{self.values}" if self.values else ""
        return f"{self.claimer}, {self.cue}:\n{self.content}{values}{note}\n\n{self.described}"


def _spelled(name: str, value: str) -> str:
    """An attribute in full: "Check worthiness: CFS, a factual statement worth checking"."""
    meaning = MEANINGS.get(value)
    said = f"{name.replace('_', ' ').capitalize()}: {value}"
    return f"{said}, {meaning}" if meaning else said


_CHIPS = ("quote_type", "epistemic", "check_worthiness", "sentiment")


class _Light(NamedTuple):
    """What a card stands in."""

    selected: bool
    focused: bool
    hovered: bool
    rests: bool
    """While highlights are hidden."""


class ClaimsDelegate(QStyledItemDelegate):
    """Draws a card: sign, claimer, cue, content, attributes."""

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
            bool(option.state & QStyle.StateFlag.State_HasFocus),
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
        if light.rests:
            painter.setOpacity(_RESTING)
        self._words(painter, font, box.adjusted(12, 8, -12, -8), card)

    def _ground(self, painter: QPainter, box: QRectF, light: _Light) -> None:
        theme = self.theme
        lifted = light.selected or light.hovered
        painter.setBrush(theme.raised if lifted else Qt.BrushStyle.NoBrush)
        if light.selected or light.focused:
            painter.setPen(QPen(theme.accent, 2 if light.selected else 1))
        else:
            painter.setPen(QPen(theme.hairline, 1))
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 8, 8)

    def _words(self, painter: QPainter, font: QFont, box: QRectF, card: Card) -> None:
        theme = self.theme
        line = QFontMetricsF(font).lineSpacing()
        top = QRectF(box.left(), box.top(), box.width(), line)
        colour = theme.muted if card.sign in ("open", "doubtful") else theme.good
        centre = QPointF(box.left() + 6, top.center().y())
        draw_state(painter, centre, 12, card.sign, theme, colour)
        name = QRectF(top).adjusted(20, 0, 0, 0)
        small = weighted(font, QFont.Weight.Normal, 0.86)
        badge = QFontMetricsF(small).horizontalAdvance("guess") + 18 if card.is_guess else 0
        bold = weighted(font, QFont.Weight.DemiBold)
        ink = theme.ink if card.is_named else theme.muted
        width = draw_line(painter, card.claimer, name.adjusted(0, 0, -badge, 0), ink, bold)
        if card.is_guess:
            chip = QPointF(name.left() + width + 6, name.top() + 0.5)
            draw_chip(painter, chip, "guess", theme, small)
        cue = QRectF(box.left(), top.bottom() + 2, box.width(), line)
        italic = weighted(font, QFont.Weight.Normal, 0.94)
        italic.setItalic(True)
        draw_line(painter, card.cue, cue, theme.muted, italic)
        content = QRectF(box.left(), cue.bottom() + 3, box.width(), line * _LINES * 1.1)
        draw_lines(painter, card.content, content, theme.ink, font, _LINES)
        self._foot(painter, small, box, card)

    def _foot(self, painter: QPainter, font: QFont, box: QRectF, card: Card) -> None:
        """The attributes from the left and, in what room they leave, where the claim came from."""
        metrics, theme = QFontMetricsF(font), self.theme
        at = QPointF(box.left(), box.bottom() - metrics.height() - 2)
        for words in card.chips:
            if at.x() + metrics.horizontalAdvance(words) + 12 > box.right():
                break
            at.setX(at.x() + draw_chip(painter, at, words, theme, font) + 5)
        wanted = metrics.horizontalAdvance(card.origin)
        left = max(at.x() + 5, box.right() - wanted)
        rest = QRectF(left, at.y(), box.right() - left, metrics.height() + 2)
        if rest.width() > min(wanted, metrics.horizontalAdvance("99 % ·")):
            draw_line(painter, card.origin, rest, theme.muted, font)


class ClaimsPane(QWidget):
    """The cards, a line that counts them, and what to do when there are none.

    `chosen`: a card was clicked; `selected`: the keys came to it.
    """

    chosen = Signal(str)
    selected = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = ClaimsModel(self)
        self.delegate = ClaimsDelegate(theme, self)
        self.head = PlainLabel("Claims")
        self.list = QuietList("Claims of this release")
        self.list.setModel(self.model)
        self.list.setItemDelegate(self.delegate)
        self.list.chosen.connect(lambda index: self.chosen.emit(index.data(ITEM).id))
        self.empty = PlainLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self.empty.setMargin(24)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 14, 0, 0)
        column.setSpacing(6)
        self.head.setContentsMargins(14, 0, 14, 0)
        column.addWidget(self.head)
        column.addWidget(self.list, 1)
        column.addWidget(self.empty, 1)
        self._lit: str | None = None
        self._look: object = None
        """What all cards depend on, as it was last drawn."""
        self._show_count()

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self.delegate.set_theme(theme)
        self.list.viewport().update()

    def attach(self, session: Session) -> None:
        """Show the claims of this session's release in hand."""
        self.model.session = self.delegate.session = session
        self.reload()

    def reload(self, *, from_top: bool = True) -> None:
        """Another release is in hand or, where the list stays in its place, the same one anew."""
        self.model.reload()
        self.list.viewport().update()
        self._show_count()
        if from_top:
            self.list.scrollToTop()
        self.show_selected()

    def items_changed(self, ids: Collection[str]) -> None:
        """A step touched these items."""
        self.model.update(ids)
        self._draw_anew(ids)
        self._show_count()

    def show_selected(self) -> None:
        """Light the card of the selected claim and bring it into view."""
        session = self.model.session
        before, self._lit = self._lit, session.selection.item if session else None
        index = self.model.place(self._lit)
        if index.isValid():
            self.list.setCurrentIndex(index)
            self.list.scrollTo(index)
        self._draw_anew({before, self._lit})

    def _draw_anew(self, ids: Collection[str | None]) -> None:
        """Draw these cards anew; all of them where names or marks were hidden or shown."""
        session = self.model.session
        mask = session.mask if session else None
        look = mask and (mask, mask.version), session is not None and session.modes.marks_hidden
        if look != self._look:
            self._look = look
            self.list.viewport().update()
        for item in ids:
            index = self.model.place(item)
            if index.isValid():
                self.list.update(index)

    def id_at(self, index: QModelIndex) -> str:
        """The id of the claim whose card is at `index`."""
        return str(index.data(ITEM).id)

    def show_waiting(self) -> None:
        """Suggestions are on their way, or no longer."""
        if not self.model.rowCount():
            self._show_count()

    def _show_count(self) -> None:
        count = self.model.rowCount()
        session = self.model.session
        self.head.setText(f"{count:,} claims" if count != 1 else "1 claim")
        self.list.setVisible(bool(count))
        self.empty.setVisible(not count)
        self.head.setVisible(bool(count))
        self.empty.setText(_why_empty(session) if session and session.release else "")


def _why_empty(session: Session) -> str:
    if session.awaits_suggestions:
        return "The suggestions of this release are being made."
    key = session.keymap.shown("new-claim")
    how = f"Mark what is claimed, then press {key}." if key else "Mark what is claimed."
    return f"No claims here yet.\n{how}"
