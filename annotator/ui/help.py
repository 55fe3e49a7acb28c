"""Pages to read that cover the window: the guide, the labelling guidelines, a list of problems."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import (
    QGuiApplication,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from annotator.edit.words import one_line
from annotator.model.resources import resource
from annotator.ui.keysheet import SCROLLING
from annotator.ui.lines import PlainLabel
from annotator.ui.theme import Theme

_MEASURE = 46
"""Width of the text in its own sizes."""
_ABOVE, _BELOW, _BELOW_ITEM = 1.1, 0.55, 0.25
"""Room above a heading, and below a paragraph and an item of a list, in the same."""
_COPY = "ctrl+c"
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_ESCAPED = r"\\\1"
"""Markdown takes every sign of punctuation as it is behind a backslash."""
_EDGE = 32
"""Room above and below all of it, in pixels."""
_WAY_OUT = "Esc closes this page"
"""So does any other key that does not scroll it; one is enough to be told."""


@dataclass(frozen=True, slots=True)
class HelpPage:
    """Markdown to read, and how a screen reader calls it."""

    name: str
    words: str


def help_page(command: str) -> HelpPage:
    """The help page that a command shows, from ``resources/help``."""
    name = {"guide": "Guide", "guidelines": "Labelling guidelines"}[command]
    return HelpPage(name, resource(f"help/{command}.md").read_text("utf-8"))


def list_page(name: str, words: str, lines: Sequence[str]) -> HelpPage:
    """A heading, some words and a list of lines that are shown as they are."""
    items = [f"- {_PUNCTUATION.sub(_ESCAPED, one_line(line))}" for line in lines]
    return HelpPage(name, "\n".join([f"# {name}", "", words, "", *items]))


class Help(QTextBrowser):
    """Covers the window with a page; keys scroll and copy it, any other closes it."""

    closed = Signal()

    def __init__(self, theme: Theme, page: HelpPage, parent: QWidget) -> None:
        super().__init__(parent)
        self._size = round(theme.fonts.interface_size * 1.15)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setAcceptDrops(False)  # the window takes what is dropped
        self.setAccessibleName(page.name)
        self.setStyleSheet(f"background: {theme.raised.name()}; font-size: {self._size}px")
        self.document().setDefaultFont(theme.interface_font(self._size))
        self.document().setDefaultStyleSheet(f"a {{ color: {theme.ink.name()} }}")
        self.setMarkdown(page.words)
        _space_blocks(self.document(), self._size)
        _rule_tables(self.document(), theme, self._size)
        self._way_out = PlainLabel(_WAY_OUT, parent=self)
        self._way_out.setStyleSheet(
            f"color: {theme.muted.name()}; font-size: {theme.fonts.interface_size}px; padding: 4px"
        )
        self.setAccessibleDescription(_WAY_OUT)

    def loadResource(self, kind: int, name: QUrl | str) -> object:  # noqa: N802
        """Only what is in the text itself."""
        style = QTextDocument.ResourceType.StyleSheetResource.value
        return super().loadResource(kind, name) if kind == style else None

    def press(self, key: str) -> bool:
        """A key was pressed: True when it was used, False when it scrolls the page."""
        if key in SCROLLING:
            return False
        if key == _COPY:
            self._copy()
        else:
            self.closed.emit()
        return True

    def _copy(self) -> None:
        """Copy what is marked with the mouse, or all of it."""
        marked = self.textCursor().selection().toPlainText()
        QGuiApplication.clipboard().setText(marked or self.toPlainText())

    def cover(self) -> None:
        """Take the whole room of the window's middle, the text in a column."""
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())
            side = max(24, (parent.width() - _MEASURE * self._size) // 2)
            self.setViewportMargins(side, 0, side, 0)
            self._way_out.adjustSize()
            bar = self.verticalScrollBar().sizeHint().width()
            self._way_out.move(parent.width() - self._way_out.width() - bar - 8, 4)


def _space_blocks(document: QTextDocument, size: float) -> None:
    """Give blocks the room that Qt leaves out where the font is measured in pixels."""
    whole = document.rootFrame().frameFormat()
    whole.setTopMargin(_EDGE)
    whole.setBottomMargin(_EDGE)
    document.rootFrame().setFrameFormat(whole)
    block = document.begin()
    while block.isValid():
        cursor = QTextCursor(block)
        look = block.blockFormat()
        look.setTopMargin(_ABOVE * size if look.headingLevel() else 0)
        look.setBottomMargin(_room_below(cursor) * size)
        cursor.setBlockFormat(look)
        block = block.next()


def _room_below(cursor: QTextCursor) -> float:
    """The room below a block, in sizes of the text; cells have their own."""
    if cursor.currentTable() is not None:
        return 0
    items = cursor.currentList()
    if items is None or items.itemNumber(cursor.block()) == items.count() - 1:
        return _BELOW
    return _BELOW_ITEM


def _rule_tables(document: QTextDocument, theme: Theme, size: float) -> None:
    """Give tables thin lines in the theme's colours, room in their cells, and the whole width."""
    for table in document.rootFrame().childFrames():
        if isinstance(table, QTextTable):
            look = table.format()
            look.setBorder(1)
            look.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
            look.setBorderBrush(theme.faded(theme.muted, 0.4))
            look.setBorderCollapse(True)
            look.setCellPadding(size / 3)
            look.setTopMargin(_BELOW * size)
            look.setBottomMargin(_ABOVE * size)
            look.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
            table.setFormat(look)
