"""The widget that shows a release and says where it was clicked. It holds no truth and no keys."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QMimeData,
    QPoint,
    QPointF,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
    QPaintEvent,
    QResizeEvent,
    QTextDocument,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QTextEdit, QWidget

from annotator.edit.letters import Lettered
from annotator.model.masking import Mask
from annotator.model.selection import NOTHING_SELECTED, Selection
from annotator.model.spans import Span
from annotator.ui.reading.layout import PageLayout
from annotator.ui.reading.page import Page, PageText
from annotator.ui.reading.pointer import Pointer
from annotator.ui.reading.preparing import Preparing
from annotator.ui.reading.reader import Reader, focus_of
from annotator.ui.reading.scrolling import Scrolling
from annotator.ui.theme import Theme, scroll_bar_style

_RING = 6
"""How far a ring or a raised tag may reach out of its block, in pixels."""


class ReadingView(QTextEdit):
    """A release as a page. Offsets are code points of the untouched text.

    Signals: `clicked` (offset, shift held), `dragged` (first and present offset, while dragging),
    `menu_wanted` (offset, global position) and `size_stepped` (+1 or -1, Ctrl and the wheel).
    """

    clicked = Signal(int, bool)
    dragged = Signal(int, int)
    menu_wanted = Signal(int, QPoint)
    size_stepped = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._size = theme.fonts.text_size
        self._layout: PageLayout | None = None
        self._document: QTextDocument | None = None
        self._selection = NOTHING_SELECTED
        self._review = self._marks_hidden = False
        self._mask_drawn: tuple[Mask, int] | None = None
        self._scrolling = Scrolling(self)
        self._reader = Reader(self, self._scrolling)
        self._pointer = Pointer(self, self._offset_at)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setAcceptDrops(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard
            | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self.setAccessibleName("Release text")
        self._preparing = Preparing(self, self._scrolling, lambda: self._layout)
        self._dress()

    # What the window says

    def set_theme(self, theme: Theme) -> None:
        """Draw with other colours and sizes."""
        self._theme = theme
        self._dress()
        self._restyle()

    def set_text_size(self, px: float) -> None:
        """Draw the text larger or smaller; what is selected stays in view or, when it was not
        there, the top line where it is.
        """
        layout = self._layout
        focus = focus_of(layout, self._selection).start if layout is not None else 0
        seen_at = self._scrolling.seen_at(layout, focus) if layout is not None else None
        self._size = px
        self._restyle()
        if layout is not None and seen_at is not None:
            height = self._scrolling.height
            self._scrolling.show_at(layout, focus, min(max(seen_at, height / 3), height * 2 / 3))

    def show_page(self, page: Page | None) -> None:
        """Show another release from its top, or nothing."""
        self._selection = NOTHING_SELECTED
        self._pointer.forget()
        document = QTextDocument(self)
        document.setUndoRedoEnabled(False)
        self._layout = None
        if page is not None:
            text = PageText(page.text, page.paragraphs)
            document.setPlainText(text.shown)
            layout = PageLayout(document, page, text, self._theme, self._size)
            layout.drawn.set_review(self._review)
            layout.drawn.hide_marks(self._marks_hidden)
            layout.set_view_height(self.viewport().height())
            document.setDocumentLayout(layout)
            self._layout = layout
        self.setDocument(document)
        self._reader.let_go()
        if self._document is not None:
            self._document.deleteLater()
        self._document = document
        self._let_page_draw_paper(page is not None)
        self.viewport().update()
        self.verticalScrollBar().setValue(0)

    def set_selection(self, selection: Selection) -> None:
        """Show another selection; scroll only when it is out of view."""
        old, self._selection = self._selection, selection
        layout = self._layout
        if layout is None:
            return
        damaged = {
            *layout.looks.blocks_of(old),
            *layout.looks.blocks_of(selection),
        }
        layout.drawn.select(selection)
        self._reader.put(layout, selection)
        self._scrolling.bring_into_view(layout, focus_of(layout, selection).start)
        self._repaint(layout, damaged)

    def items_changed(self, ids: Collection[str]) -> None:
        """Draw items anew after a step; new and gone ones too. What is selected is told next."""
        layout = self._layout
        if layout is None or not ids:
            return
        before = layout.looks.blocks_of(self._selection)
        blocks = layout.looks.marks.refresh(ids)
        layout.drawn.marks_changed(blocks)
        if self._selection.item in ids:
            blocks.update(before, layout.looks.blocks_of(self._selection))
        self._repaint(layout, blocks)

    def paint_now(self) -> None:
        """Paint what is asked for at once: people look here, so nothing else is done before."""
        QCoreApplication.sendPostedEvents(self.window(), QEvent.Type.UpdateRequest)

    def show_letters(self, lettered: Lettered | None) -> None:
        """Draw letters at the words, or (None) none any more."""
        if self._layout is not None:
            self._layout.drawn.show_letters(lettered)
            self.viewport().update()

    def set_review(self, review: bool) -> None:
        """Show what was rejected with a thin strike, or not at all."""
        self._review = review
        if self._layout is not None:
            self._layout.drawn.set_review(review)
            self.viewport().update()

    def hide_marks(self, hidden: bool) -> None:
        """Show the text without any mark, or with all of them. The text does not move."""
        if hidden == self._marks_hidden:
            return
        self._marks_hidden = hidden
        if self._layout is not None:
            self._layout.drawn.hide_marks(hidden)
            self.viewport().update()

    def set_mask(self, mask: Mask | None) -> None:
        """Cover the names in the text, or let them be read; also where a screen reader reads it."""
        layout, drawn = self._layout, mask and (mask, mask.version)
        anew = drawn is not None and drawn != self._mask_drawn
        if layout is None or (mask is layout.looks.mask and not anew):
            return
        self._mask_drawn = drawn or self._mask_drawn
        layout.drawn.cover(mask, anew=anew)
        self._reader.change_document(layout)
        self.viewport().update()

    # What the window asks

    def lines_from(self, offset: int, by: int, goal: int, /) -> int:
        """The code point so many lines down (or up, below nought), at the x of `goal`."""
        return offset if self._layout is None else self._layout.where.line_from(offset, by, goal)

    def pages_from(self, offset: int, by: int, goal: int, /) -> int:
        """The code point about so many views down (or up, below nought), at the x of `goal`."""
        return self.lines_from(offset, by * self._lines_per_view(), goal)

    def in_view(self, offset: int, /) -> int:
        """The code point itself when its line is in view, otherwise the first one that is."""
        layout = self._layout
        if layout is None or self._scrolling.seen_at(layout, offset) is not None:
            return offset
        return self.visible().start

    def visible(self) -> Span:
        """The text in view, from the first line to the last."""
        layout = self._layout
        if layout is None:
            return Span(0, 0)
        self._scrolling.lay_out_seen(layout)
        top = self._scrolling.top
        bottom = top + self._scrolling.height
        first = layout.offset_at(QPointF(layout.left, top))
        last = layout.offset_at(QPointF(layout.left + layout.column, bottom))
        return Span(first, last + 1)

    # What Qt says

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Keys are the window's."""
        event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Keys are the window's."""
        event.ignore()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:  # noqa: N802
        """Even a read-only text would take these in."""
        event.ignore()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        """Nothing can be dropped here."""
        event.ignore()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:  # noqa: ARG002, N802
        """Nothing can be pasted or dropped here."""
        return False

    def createMimeDataFromSelection(self) -> QMimeData:  # noqa: N802
        """The untouched text, not Qt's rendering of it."""
        return self._reader.copied(self._layout)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Here a click or a drag may begin."""
        if event.button() == Qt.MouseButton.LeftButton and self._layout is not None:
            self._pointer.press(event.position().toPoint())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Tell how far a drag has come."""
        dragged = self._pointer.move(event.position().toPoint())
        if dragged is not None:
            self.dragged.emit(*dragged)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """A press without a drag is a click."""
        clicked = self._pointer.release()
        if event.button() == Qt.MouseButton.LeftButton and clicked is not None:
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.clicked.emit(clicked, shift)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """The second press of two."""
        self.mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        """The menu is the window's; the menu key asks for it at the selection."""
        layout = self._layout
        event.accept()
        if layout is None:
            return
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            offset = focus_of(layout, self._selection).start
            below = self._point_of(layout, offset) + QPoint(0, layout.metrics.pitch)
            self.menu_wanted.emit(offset, self.viewport().mapToGlobal(below))
            return
        self.menu_wanted.emit(self._offset_at(event.pos()), event.globalPos())

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """With Ctrl the wheel asks for another text size; Qt's own zoom would only blow up."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if event.angleDelta().y():
                self.size_stepped.emit(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """The page has its own font: QTextEdit would give it the window's."""
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange):
            QAbstractScrollArea.changeEvent(self, event)
        else:
            super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Keep the top line where it is."""
        layout = self._layout
        if layout is None:
            super().resizeEvent(event)
            return
        anchor = self._scrolling.anchor(layout)
        layout.set_view_height(self.viewport().height())
        super().resizeEvent(event)
        self._scrolling.return_to(layout, anchor)

    def scrollContentsBy(self, _dx: int, dy: int) -> None:  # noqa: N802
        """Blocks that come in above turn out higher or lower: keep what was seen in its place.

        What is seen is not moved, as Qt would, but painted anew: what is laid out may move it.
        """
        self.viewport().update()
        if self._layout is not None:
            self._scrolling.scrolled(self._layout, dy)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Lay out what is seen before it is painted, because that may move it."""
        if self._layout is not None:
            self._scrolling.lay_out_seen(self._layout)
        super().paintEvent(event)
        self._preparing.put_off()

    # How it is done

    def _let_page_draw_paper(self, draws: bool) -> None:
        """A page draws its own ground, but not under pictures; Qt would draw all of it first."""
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent, draws)
        self.viewport().setAutoFillBackground(not draws)

    def _dress(self) -> None:
        for part in (self, self.viewport()):
            part.setPalette(self._theme.palette())
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self.verticalScrollBar().setStyleSheet(scroll_bar_style(self._theme))

    def _restyle(self) -> None:
        layout = self._layout
        if layout is not None:
            anchor = self._scrolling.anchor(layout)
            layout.restyle(self._theme, self._size)
            self._scrolling.return_to(layout, anchor)
        self.viewport().update()

    def _repaint(self, layout: PageLayout, blocks: Iterable[int]) -> None:
        """Ask for the blocks in view to be painted again, and nothing else."""
        top = self._scrolling.top
        first = layout.blocks.block_at(top)
        last = layout.blocks.block_at(top + self._scrolling.height)
        for number in blocks:
            if first <= number <= last:
                y = round(layout.blocks.top(number)) - top
                height = round(layout.blocks.heights[number])
                self.viewport().update(
                    QRect(0, y - _RING, self.viewport().width(), height + 2 * _RING)
                )

    def _offset_at(self, point: QPoint) -> int:
        if self._layout is None:
            return 0
        return self._layout.offset_at(QPointF(point) + QPointF(0, self._scrolling.top))

    def _point_of(self, layout: PageLayout, offset: int) -> QPoint:
        y = layout.where.line_top(*layout.where.line_of(offset)) - self._scrolling.top
        return QPoint(round(layout.left + layout.where.x_at(offset)), round(y))

    def _lines_per_view(self) -> int:
        if self._layout is None:
            return 1
        return max(1, self.viewport().height() // self._layout.metrics.pitch - 2)
