"""The key sheet: every command of the menus with its keys, made from their table and the keymap."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QScrollArea, QWidget

from annotator.edit.commands import MENUS, in_menu
from annotator.edit.keys import Keymap, shown_keys
from annotator.ui.drawing import draw_key_cap, draw_line, key_cap_width, weighted
from annotator.ui.theme import Theme

SCROLLING = frozenset({"up", "down", "pageup", "pagedown", "home", "end"})
"""The keys that move a sheet; every other one closes it."""
_ROW = 26
_COLUMN = 400
_MARGIN = 28
_HEAD = 24
"""What the line above the columns takes."""


def key_rows(keymap: Keymap) -> list[tuple[str, list[tuple[str, list[str]]]]]:
    """Menus with their commands, each with all its keys; commands without a key last."""
    menus = []
    for menu in MENUS:
        rows = [(command.title, keymap.all_shown(command.id)) for command in in_menu(menu)]
        menus.append((menu, sorted(rows, key=lambda row: not row[1])))
    return menus


def closing_keys(keymap: Keymap) -> list[str]:
    """The keys to name for closing the sheet, which nearly any key does: two that are tried."""
    keys = (keymap.keys_of(command) for command in ("drop", "keys"))
    firsts = (next((key for key in some if key not in SCROLLING), "") for some in keys)
    return [shown_keys(key) for key in dict.fromkeys(firsts) if key]


class _Sheet(QWidget):
    """The drawing itself: how to close it, then the keys in as many columns as fit."""

    def __init__(self, theme: Theme, keymap: Keymap) -> None:
        super().__init__()
        self.theme = theme
        self.menus = key_rows(keymap)
        self.closing = closing_keys(keymap)

    def columns(self, width: int) -> list[list[tuple[str, list[tuple[str, list[str]]]]]]:
        """The menus spread over columns of about the same height."""
        count = max(1, (width - _MARGIN) // _COLUMN)
        columns: list[list[tuple[str, list[tuple[str, list[str]]]]]] = [[] for _ in range(count)]
        heights = [0] * count
        for menu in sorted(self.menus, key=lambda m: -len(m[1])):
            least = heights.index(min(heights))
            columns[least].append(menu)
            heights[least] += len(menu[1]) + 3
        return columns

    def fit(self, width: int) -> None:
        """Take the height that this width needs."""
        rows = max(sum(len(menu[1]) + 3 for menu in column) for column in self.columns(width))
        self.setFixedSize(width, rows * _ROW + 2 * _MARGIN + _HEAD)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Draw every column from the top."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), self.theme.raised)
        self._draw_head(painter, QRectF(_MARGIN, _MARGIN / 2, self.width() - 2 * _MARGIN, _ROW))
        columns = self.columns(self.width())
        width = (self.width() - _MARGIN) / len(columns) - _MARGIN
        for number, column in enumerate(columns):
            y = float(_MARGIN + _HEAD)
            for menu in column:
                left = _MARGIN + number * (width + _MARGIN)
                y = self._draw_menu(painter, menu, QRectF(left, y, width, _ROW))
        painter.end()

    def _draw_head(self, painter: QPainter, row: QRectF) -> None:
        """How to get back: nobody is to be caught here."""
        small = weighted(self.font(), QFont.Weight.Medium, 0.86)
        for cap in self.closing:
            wide = key_cap_width(cap, small)
            place = QRectF(row.left(), row.top() + 4, wide, 18)
            draw_key_cap(painter, place, cap, self.theme, small)
            row.setLeft(place.right() + 6)
        draw_line(painter, _closes(self.closing), row, self.theme.muted, self.font())

    def _draw_menu(
        self, painter: QPainter, menu: tuple[str, list[tuple[str, list[str]]]], row: QRectF
    ) -> float:
        name, commands = menu
        heading = weighted(self.font(), QFont.Weight.DemiBold, 1.1)
        draw_line(painter, name, row, self.theme.ink, heading)
        row = row.translated(0, _ROW * 1.2)
        small = weighted(self.font(), QFont.Weight.Medium, 0.86)
        for title, keys in commands:
            left = row.right()
            for cap in reversed(keys[:3]):
                wide = key_cap_width(cap, small)
                left -= wide
                draw_key_cap(painter, QRectF(left, row.top() + 4, wide, 18), cap, self.theme, small)
                left -= 4
            words = QRectF(row.left(), row.top(), left - row.left() - 6, _ROW)
            draw_line(painter, title, words, self.theme.ink, self.font())
            painter.setPen(QPen(self.theme.hairline, 1, Qt.PenStyle.DotLine))
            end = row.left() + QFontMetricsF(self.font()).horizontalAdvance(title) + 8
            if keys and end < left - 8:
                painter.drawLine(
                    round(end),
                    round(row.center().y() + 4),
                    round(left - 8),
                    round(row.center().y() + 4),
                )
            row = row.translated(0, _ROW)
        return row.top() + _ROW * 0.8


def _closes(keys: list[str]) -> str:
    """What the caps of the head say, and that others do it too."""
    if not keys:
        return "A click closes this, and any key but the arrows, PgUp, PgDn, Home and End"
    verb = "closes" if len(keys) == 1 else "close"
    return f"{verb} this, and so does a click or any key that does not scroll it"


class KeySheet(QScrollArea):
    """Covers the window; a click, and any key but the scrolling ones, closes it."""

    closed = Signal()

    def __init__(self, theme: Theme, keymap: Keymap, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("All keys")
        self.sheet = _Sheet(theme, keymap)
        closing = self.sheet.closing
        self.setAccessibleDescription(" ".join([*closing, _closes(closing)]))
        self.setWidget(self.sheet)

    def press(self, key: str) -> bool:
        """A key was pressed: True when it closed the sheet, False when it scrolls it."""
        if key in SCROLLING:
            return False
        self.closed.emit()
        return True

    def mousePressEvent(self, _event: QMouseEvent) -> None:  # noqa: N802
        """A click closes it."""
        self.closed.emit()

    def cover(self) -> None:
        """Take the whole room of the window's middle."""
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())
            self.sheet.fit(self.width() - self.verticalScrollBar().sizeHint().width())
