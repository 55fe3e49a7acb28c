"""The page's layout as Qt asks for it: a centred column of blocks under the title."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QPainter,
    QTextBlock,
    QTextDocument,
    QTextFrame,
)

from annotator.ui.reading.blocks import Blocks
from annotator.ui.reading.drawing import Drawing
from annotator.ui.reading.head import Head
from annotator.ui.reading.leftovers import Leftovers
from annotator.ui.reading.looks import BlockLooks
from annotator.ui.reading.metrics import Metrics
from annotator.ui.reading.page import Page, PageText
from annotator.ui.reading.whereabouts import Whereabouts
from annotator.ui.theme import Theme


class PageLayout(QAbstractTextDocumentLayout):
    """Holds the blocks of a page, where things are in them, and how they are drawn."""

    def __init__(
        self, document: QTextDocument, page: Page, text: PageText, theme: Theme, size: float
    ) -> None:
        super().__init__(document)
        self.page = page
        self.text = text
        self.leftovers = Leftovers()
        self.blocks = Blocks(document, text, self._tell_size)
        self.where = Whereabouts(self.blocks, self.leftovers)
        self.looks = BlockLooks(page, self.blocks, self.where, self.leftovers)
        self.drawn = Drawing(self.looks)
        self.theme: Theme
        self.metrics: Metrics
        self.left = 0.0
        self._width = 0.0
        self._view_height = 0.0
        self._use(theme, Metrics(theme, size))

    # What Qt asks

    def documentChanged(self, position: int, removed: int, added: int) -> None:  # noqa: ARG002, N802
        """Qt calls this at every change of the width too; the text itself never changes."""
        self.set_width(self.document().pageSize().width())

    def documentSize(self) -> QSizeF:  # noqa: N802
        """The whole page, with the room above and below."""
        height = self.blocks.bottom()
        tail = self._view_height * self.theme.page.tail if height > self._view_height else 0.0
        return QSizeF(self._width, height + tail)

    def pageCount(self) -> int:  # noqa: N802
        """A page on the screen is one."""
        return 1

    def frameBoundingRect(self, frame: QTextFrame) -> QRectF:  # noqa: ARG002, N802
        """The only frame is the page."""
        return QRectF(QPointF(0, 0), self.documentSize())

    def blockBoundingRect(self, block: QTextBlock) -> QRectF:  # noqa: N802
        """Where a block lies on the page."""
        number, blocks = block.blockNumber(), self.blocks
        if not 0 <= number < len(blocks.heights):
            return QRectF()
        blocks.lay_out(number)
        return QRectF(self.left, blocks.top(number), self.column, blocks.heights[number])

    def hitTest(self, point: QPointF, accuracy: Qt.HitTestAccuracy) -> int:  # type: ignore[override]  # noqa: ARG002, N802
        """The position between characters that is nearest to a point."""
        return self.where.position_at(point.x() - self.left, point.y())

    def draw(self, painter: QPainter, context: QAbstractTextDocumentLayout.PaintContext) -> None:
        """Draw what `context.clip` shows. Its selections dangle in Python and are not touched."""
        clip = context.clip
        if not clip.isValid():
            clip = QRectF(QPointF(0, 0), self.documentSize())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.drawn.draw_paper(painter, clip)
        if clip.top() < self.head.height:
            self.head.draw(painter, self.left, self.looks.mask, self.looks.veil)
        self.drawn.draw(painter, clip)

    # Sizes

    @property
    def column(self) -> float:
        """How wide the column is."""
        return self.blocks.column

    def restyle(self, theme: Theme, size: float) -> None:
        """Take over another theme or text size; other colours move nothing."""
        metrics = Metrics(theme, size)
        if metrics.is_like(self.metrics):
            self.theme = theme
            self.drawn.restyle(theme, self.metrics)
            self.head = Head(self.page, theme, self.metrics, self.column)
            return
        self._use(theme, metrics)

    def _use(self, theme: Theme, metrics: Metrics) -> None:
        self.document().setDefaultFont(metrics.body)
        self.theme = theme
        self.metrics = self.blocks.metrics = metrics
        self.drawn.restyle(theme, metrics)
        self.head = Head(self.page, theme, metrics, max(self.column, 1))
        width, self._width = self._width, 0.0
        self.blocks.column = 0.0  # no column is as wide as this: all is laid out anew
        self.set_width(width)

    def set_width(self, width: float) -> None:
        """Centre the column in `width`; what is laid out is kept when the column stays as wide."""
        if width <= 0 or width == self._width:
            return
        self._width = width
        column = max(120.0, min(self.metrics.column, width - 2 * self.theme.page.margin))
        self.left = self.drawn.left = float(round((width - column) / 2))
        if column != self.column:
            self.head = Head(self.page, self.theme, self.metrics, column)
            self.lay_out_anew(column)
        self._tell_size()

    def lay_out_anew(self, column: float) -> None:
        """Keep nothing of what was laid out and drawn: the column is so wide from now on."""
        self.blocks.fit(column, self.head.height)
        self.where.forget()
        self.drawn.all_changed()

    def set_view_height(self, height: float) -> None:
        """Leave room under a long text, so that its last line can be read in mid view."""
        self._view_height = height

    def _tell_size(self) -> None:
        self.documentSizeChanged.emit(self.documentSize())

    def offset_at(self, point: QPointF) -> int:
        """The code point under a point of the page, or the nearest one."""
        return self.where.offset_at(point.x() - self.left, point.y())
