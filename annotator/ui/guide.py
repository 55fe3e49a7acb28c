"""The guide: what to do and how, from ``resources/help/guide.md``. Nothing is fetched."""

from __future__ import annotations

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from annotator.model.resources import resource
from annotator.ui.keysheet import SCROLLING
from annotator.ui.theme import Theme

_MEASURE = 46
"""Width of the text in its own sizes."""


class Guide(QTextBrowser):
    """Covers the window; any key but the scrolling ones closes it."""

    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._size = round(theme.fonts.interface_size * 1.15)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setAccessibleName("Guide")
        self.setStyleSheet(f"background: {theme.raised.name()}; font-size: {self._size}px")
        self.document().setDefaultFont(theme.interface_font(self._size))
        self.document().setDefaultStyleSheet(f"a {{ color: {theme.ink.name()} }}")
        self.setMarkdown(resource("help/guide.md").read_text("utf-8"))

    def loadResource(self, kind: int, name: QUrl | str) -> object:  # noqa: N802
        """Only what is in the text itself."""
        style = QTextDocument.ResourceType.StyleSheetResource.value
        return super().loadResource(kind, name) if kind == style else None

    def press(self, key: str) -> bool:
        """A key was pressed: True when it closed the guide, False when it scrolls it."""
        if key in SCROLLING:
            return False
        self.closed.emit()
        return True

    def cover(self) -> None:
        """Take the whole room of the window's middle, the text in a column."""
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())
            side = max(24, (parent.width() - _MEASURE * self._size) // 2)
            self.setViewportMargins(side, 32, side, 0)
