"""What a screen reader finds on the page while names are masked.

Qt reads a text aloud from the document itself. While names are masked the page shows another one,
which holds only the paragraphs of the selection, with tags for the names; its layout leaves all
drawing and measuring to that of the release.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QPainter,
    QTextBlock,
    QTextCursor,
    QTextDocument,
    QTextFrame,
)

from annotator.model.masking import Mask
from annotator.model.spans import Span
from annotator.ui.reading.layout import PageLayout


class StandIn(QAbstractTextDocumentLayout):
    """Looks like the layout of the release, over another document."""

    def __init__(self, document: QTextDocument, page: PageLayout) -> None:
        super().__init__(document)
        self._page = page
        self.focus = 0
        page.documentSizeChanged.connect(self.documentSizeChanged)

    def documentChanged(self, position: int, removed: int, added: int) -> None:  # noqa: ARG002, N802
        """Qt calls this at every change of the width too."""
        self._page.set_width(self.document().pageSize().width())

    def documentSize(self) -> QSizeF:  # noqa: N802
        """That of the release."""
        return self._page.documentSize()

    def pageCount(self) -> int:  # noqa: N802
        """A page on the screen is one."""
        return 1

    def frameBoundingRect(self, frame: QTextFrame) -> QRectF:  # noqa: N802
        """The only frame is the page."""
        return self._page.frameBoundingRect(frame)

    def blockBoundingRect(self, block: QTextBlock) -> QRectF:  # noqa: ARG002, N802
        """The line in the eye, whatever block stands for it."""
        page, where = self._page, self._page.where
        top = where.line_top(*where.line_of(self.focus))
        x = page.left + where.x_at(self.focus)
        return QRectF(x, top, page.column, page.metrics.pitch)

    def hitTest(self, point: QPointF, accuracy: Qt.HitTestAccuracy) -> int:  # type: ignore[override]  # noqa: ARG002, N802
        """The view asks the layout of the release where it was clicked."""
        return 0

    def draw(self, painter: QPainter, context: QAbstractTextDocumentLayout.PaintContext) -> None:
        """Draw the release."""
        self._page.draw(painter, context)


class Spoken(QTextDocument):
    """The paragraphs around a piece of a release, as they may be read aloud."""

    def __init__(self, page: PageLayout, parent: QObject) -> None:
        super().__init__(parent)
        self.setUndoRedoEnabled(False)
        self._page = page
        self._stand_in = StandIn(self, page)
        self.setDocumentLayout(self._stand_in)

    def tell(self, mask: Mask, around: Span, focus: Span) -> QTextCursor:
        """Hold the blocks of `around`; the cursor holds `focus`."""
        text = self._page.text
        blocks = text.blocks_of(around.joined(focus))
        start, end = text.span(blocks[0]).start, text.span(blocks[-1]).end
        before, words = mask[start : focus.start], mask[focus.start : focus.end]
        self._stand_in.focus = focus.start
        self.setPlainText(before + words + mask[focus.end : end])
        cursor = QTextCursor(self)
        cursor.setPosition(min(_units(before), self.characterCount() - 1))
        last = min(_units(before + words), self.characterCount() - 1)
        cursor.setPosition(last, QTextCursor.MoveMode.KeepAnchor)
        return cursor


def _units(words: str) -> int:
    return len(words.encode("utf-16-le")) // 2
