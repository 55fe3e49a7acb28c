"""The panel that asks for a label, a claimer, a command, a text: a field and what fits."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsDropShadowEffect,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from annotator.edit.prompts import Choice, Prompt
from annotator.ui.drawing import draw_key_cap, draw_line, harmless, key_cap_width, weighted
from annotator.ui.lines import PlainLabel, indented
from annotator.ui.theme import Theme

CHOICE = Qt.ItemDataRole.UserRole
_WIDTH = 460
_WIDTHS = {
    "palette": 500,
    "find": 600,
    "withdraw-import": 640,
    "format": 760,
    "versions": 760,
    "same-in-project": 640,
    "scope": 600,
    "field": 760,
    "withdraw": 640,
    "not-asked": 560,
}
"""Questions whose choices need more room to be told apart."""
_MOST_ROWS = 10
"""As many as there are digits."""
_DISTANCE = 30
_EDGE = 16
_HINTS = {
    "find": "Enter keeps it marked · F3 next · Shift+F3 the one before · Esc goes back",
    "note": "Enter keeps the note · an empty one is taken out · Esc goes back",
    "claimer": "A number picks at once, or type a name · Enter picks",
    "attribute": "Its number picks at once, or the arrows and Enter · Esc leaves it",
    "text": "Type it, or the arrows · Enter picks · Esc leaves it",
    "value": "Its number picks at once, or the arrows and Enter · Esc leaves it",
    "label": "Type the first letters, or a new label · Enter picks",
    "new-label": "Enter picks · Esc leaves the labels as they are",
    "language-here": "Type its name · Enter picks · Esc leaves it as it is",
    "language": "Type its name · Enter picks · Esc leaves it open: read as English",
    "same": "The arrows and Enter go to one of them · Esc leaves it",
    "same-in-project": "Enter does it or, on one that stays, goes there · Esc leaves it",
    "palette": "Type what you want to do · Enter does it",
    "field": "The arrows and Enter pick, or type its name · Esc imports nothing",
    "format": "Type the first letters · Enter picks",
    "versions": "The arrows and Enter pick · Esc carries nothing over",
    "scope": "Enter exports, or changes the row that is on · Esc leaves it",
    "seed": "Enter takes the number, nothing leaves it as it is · Esc leaves the export",
    "withdraw": "Enter picks · Esc leaves it in the queue",
    "withdraw-import": "Enter picks · Esc leaves them in the queue",
    "not-asked": "Esc or Enter goes on · nothing else that is typed does anything",
    "shares": "Enter picks, or type others, such as 60/20/20 · Esc leaves it",
}


class ChoiceDelegate(QStyledItemDelegate):
    """Draws a choice: its title, a few words on it, and its key."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme

    def sizeHint(  # noqa: N802
        self, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """All rows are of one height."""
        return QSize(100, round(option.fontMetrics.height() * 1.9))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw one row."""
        choice: Choice = index.data(CHOICE)
        box = QRectF(option.rect).adjusted(6, 1, -6, -1)
        theme, font = self.theme, option.font
        is_on = index.row() == index.model().parent().currentRow()  # type: ignore[union-attr]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if is_on:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.accent)
            painter.drawRoundedRect(box, 6, 6)
        ink = theme.on_accent if is_on else theme.ink
        muted = theme.on_accent if is_on else theme.muted
        words = box.adjusted(10, 0, -10, 0)
        if choice.keys:
            words = words.adjusted(0, 0, -self._draw_keys(painter, words, choice.keys, font), 0)
        title_font = weighted(font, QFont.Weight.Medium)
        width = draw_line(painter, choice.title, words, ink, title_font)
        small = weighted(font, QFont.Weight.Normal, 0.88)
        draw_line(painter, choice.detail, words.adjusted(width + 10, 0, 0, 0), muted, small)
        painter.restore()

    def _draw_keys(self, painter: QPainter, row: QRectF, keys: str, font: QFont) -> float:
        """Draw keys at the end of a row; how much of it they take."""
        small = weighted(font, QFont.Weight.Medium, 0.85)
        width = key_cap_width(keys, small)
        cap = QRectF(row.right() - width, row.center().y() - 10, width, 20)
        draw_key_cap(painter, cap, keys, self.theme, small)
        return width + 10


class Picker(QFrame):
    """Shows the session's prompt; holds no truth of its own but what is being typed."""

    typed = Signal(str)
    picked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._room, self._width = parent, _WIDTH
        self.title = PlainLabel()
        self.title.setWordWrap(True)
        self.field = QLineEdit()
        self.field.setFrame(False)
        self.field.textEdited.connect(self.typed)
        self.rows = QListWidget()
        self.rows.setFrameShape(QFrame.Shape.NoFrame)
        self.rows.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.rows.setUniformItemSizes(True)
        self.rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rows.itemClicked.connect(lambda item: self.picked.emit(item.data(CHOICE).value))
        self.delegate = ChoiceDelegate(theme, self.rows)
        self.rows.setItemDelegate(self.delegate)
        self.hint = PlainLabel()
        self.theme = theme
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 12, 8, 10)
        column.setSpacing(6)
        self.field.setContentsMargins(6, 0, 6, 0)
        for widget in (self.title, self.field, self.rows, self.hint):
            column.addWidget(widget)
        self.set_theme(theme)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self.theme = self.delegate.theme = theme
        shadow = QGraphicsDropShadowEffect(self, blurRadius=36, xOffset=0, yOffset=8)
        shadow.setColor(QColor(0, 0, 0, 150 if theme.dark else 60))
        self.setGraphicsEffect(shadow)
        muted = theme.muted.name()
        self.title.setStyleSheet(indented(f"color: {muted}; font-weight: 600", 8))
        self.hint.setStyleSheet(indented(f"color: {muted}; font-size: 11px", 8))
        self.field.setStyleSheet("background: transparent; font-size: 17px; padding: 2px")
        self.rows.setStyleSheet("background: transparent")

    def show_prompt(self, prompt: Prompt | None, avoid: QRect, roof: int = 0) -> None:
        """Show a question, or hide when there is none; `avoid` and all above `roof` stay free."""
        if prompt is None:
            self.hide()
            return
        if not self.isVisible():
            self.title.setText(prompt.title)
            for asking in (self, self.field):
                asking.setAccessibleName(prompt.title)
            self.hint.setText(_HINTS[prompt.kind])
            self._width = _WIDTHS.get(prompt.kind, _WIDTH)
        if self.field.text() != prompt.text:
            self.field.setText(prompt.text)
        self._show_choices(prompt)
        self.field.setVisible(prompt.has_field)
        self.place(avoid, roof)
        self.show()
        self.raise_()
        (self.field if prompt.has_field else self).setFocus()

    def _show_choices(self, prompt: Prompt) -> None:
        fitting = prompt.fitting()
        self.rows.setVisible(bool(prompt.choices))
        shown = [self.rows.item(i).data(CHOICE) for i in range(self.rows.count())]
        if shown != fitting:
            self.rows.clear()
            for choice in fitting:
                row = QListWidgetItem(harmless(choice.title))
                row.setData(CHOICE, choice)
                self.rows.addItem(row)
        if fitting:
            self.rows.setCurrentRow(min(prompt.index, len(fitting) - 1))
            height = self.rows.sizeHintForRow(0)
            self.rows.setFixedHeight(height * min(_MOST_ROWS, len(fitting)) + 4)
        elif prompt.choices:
            self.rows.setFixedHeight(0)
            if not prompt.free:
                self.hint.setText("Nothing fits: take a letter back")
                return
        self.hint.setText(" · ".join(filter(None, (prompt.told, _HINTS[prompt.kind]))))

    def place(self, avoid: QRect, roof: int = 0) -> None:
        """Sit over the text: under the selection, or above it where there is more room."""
        least = roof + _EDGE
        parent = self._room
        width = min(self._width, parent.width() - 40)
        self.ensurePolished()
        self.setFixedWidth(width)
        self.adjustSize()
        height, room = self.height(), parent.height()
        below, above = avoid.bottom() + _DISTANCE, avoid.top() - _DISTANCE - height
        top = below if below + height <= room - _EDGE or above < least else above
        top = max(least, min(top, room - height - _EDGE))
        self.move((parent.width() - width) // 2, top)

    def paintEvent(self, _event: object) -> None:  # noqa: N802
        """A raised, rounded panel."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.theme.hairline, 1))
        painter.setBrush(self.theme.raised)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)
        painter.end()
