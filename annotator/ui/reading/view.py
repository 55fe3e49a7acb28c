"""The widget that shows a release and says where it was clicked. It holds no truth and no keys."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
    QPaintEvent,
    QResizeEvent,
    QTextCursor,
    QTextDocument,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QTextEdit, QWidget

from annotator.edit.letters import Lettered
from annotator.model.masking import Mask
from annotator.model.records import Claim
from annotator.model.selection import Selection
from annotator.model.spans import Span
from annotator.ui.reading.layout import NOTHING, PageLayout
from annotator.ui.reading.marks import extent
from annotator.ui.reading.page import Page, PageText
from annotator.ui.reading.spoken import Spoken
from annotator.ui.theme import Theme, scroll_bar_style

_RING = 6
"""How far a ring or a raised tag may reach out of its block, in pixels."""
_IDLE = 4
"""Milliseconds without a paint before the next block is drawn ahead."""


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
        self._selection = NOTHING
        self._review = self._marks_hidden = False
        self._mask_drawn: tuple[Mask, int] | None = None
        self._spoken: Spoken | None = None
        self._pressed: int | None = None
        self._pressed_at = QPoint()
        self._is_dragging = False
        self._is_settling = False
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
        self._idle = QTimer(self, singleShot=True, interval=_IDLE)
        self._idle.timeout.connect(self._prepare)
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
        focus = self._focus(layout).start if layout is not None else 0
        seen_at = self._seen_at(layout, focus) if layout is not None else None
        self._size = px
        self._restyle()
        if layout is not None and seen_at is not None:
            height = self.viewport().height()
            self._show_at(layout, focus, min(max(seen_at, height / 3), height * 2 / 3))

    def show_page(self, page: Page | None) -> None:
        """Show another release from its top, or nothing."""
        self._selection = NOTHING
        self._pressed = None
        document = QTextDocument(self)
        document.setUndoRedoEnabled(False)
        self._layout = None
        if page is not None:
            text = PageText(page.text, page.paragraphs)
            document.setPlainText(text.shown)
            layout = PageLayout(document, page, text, self._theme, self._size)
            layout.review = self._review
            layout.marks_hidden = self._marks_hidden
            layout.set_view_height(self.viewport().height())
            document.setDocumentLayout(layout)
            self._layout = layout
        self.setDocument(document)
        for old in filter(None, (self._document, self._spoken)):
            old.deleteLater()
        self._document, self._spoken = document, None
        self.viewport().update()
        self.verticalScrollBar().setValue(0)

    def set_selection(self, selection: Selection) -> None:
        """Show another selection; scroll only when it is out of view."""
        old, self._selection = self._selection, selection
        layout = self._layout
        if layout is None:
            return
        damaged = {*layout.blocks_of_selection(old), *layout.blocks_of_selection(selection)}
        layout.select(selection)
        self._put_cursor(layout)
        self._bring_into_view(layout, self._focus(layout).start)
        self._repaint(layout, damaged)

    def items_changed(self, ids: Collection[str]) -> None:
        """Draw items anew after a step; new and gone ones too."""
        layout = self._layout
        if layout is None or not ids:
            return
        before = layout.blocks_of_selection(self._selection)
        blocks = layout.marks.refresh(ids)
        layout.forget_shapes(blocks)
        if self._selection.item in ids:
            self._put_cursor(layout)
            blocks.update(before, layout.blocks_of_selection(self._selection))
        self._repaint(layout, blocks)

    def show_letters(self, lettered: Lettered | None) -> None:
        """Draw letters at the words, or (None) none any more."""
        if self._layout is not None:
            self._layout.show_letters(lettered)
            self.viewport().update()

    def set_review(self, review: bool) -> None:
        """Show what was rejected with a thin strike, or not at all."""
        self._review = review
        if self._layout is not None:
            self._layout.review = review
            self._layout.forget_shapes()
            self.viewport().update()

    def hide_marks(self, hidden: bool) -> None:
        """Show the text without any mark, or with all of them. The text does not move."""
        if hidden == self._marks_hidden:
            return
        self._marks_hidden = hidden
        if self._layout is not None:
            self._layout.marks_hidden = hidden
            self._layout.forget_shapes()
            self.viewport().update()

    def set_mask(self, mask: Mask | None) -> None:
        """Cover the names in the text, or let them be read; also where a screen reader reads it."""
        layout, drawn = self._layout, mask and (mask, mask.version)
        anew = drawn is not None and drawn != self._mask_drawn
        if layout is None or (mask is layout.mask and not anew):
            return
        self._mask_drawn = drawn or self._mask_drawn
        layout.cover(mask, anew=anew)
        self._change_document(layout)
        self.viewport().update()

    # What the window asks

    def lines_from(self, offset: int, by: int, goal: int, /) -> int:
        """The code point so many lines down (or up, below nought), at the x of `goal`."""
        return offset if self._layout is None else self._layout.line_from(offset, by, goal)

    def pages_from(self, offset: int, by: int, goal: int, /) -> int:
        """The code point about so many views down (or up, below nought), at the x of `goal`."""
        return self.lines_from(offset, by * self._lines_per_view(), goal)

    def in_view(self, offset: int, /) -> int:
        """The code point itself when its line is in view, otherwise the first one that is."""
        layout = self._layout
        if layout is None or self._seen_at(layout, offset) is not None:
            return offset
        return self.visible().start

    def visible(self) -> Span:
        """The text in view, from the first line to the last."""
        layout = self._layout
        if layout is None:
            return Span(0, 0)
        top = self.verticalScrollBar().value()
        bottom = top + self.viewport().height()
        layout.lay_out_between(top, bottom)
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
        data = QMimeData()
        cursor, layout = self.textCursor(), self._layout
        if layout is not None:
            to_points = layout.text.map.to_points
            span = Span(to_points(cursor.selectionStart()), to_points(cursor.selectionEnd()))
            data.setText(span.text(layout.page.text))
        if self._spoken is not None:
            data.setText(cursor.selection().toPlainText())
        return data

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Remember where a click or a drag may begin."""
        if event.button() == Qt.MouseButton.LeftButton and self._layout is not None:
            self._pressed = self._offset_at(event.position().toPoint())
            self._pressed_at = event.position().toPoint()
            self._is_dragging = False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Tell how far a drag has come."""
        if self._pressed is None:
            return
        here = event.position().toPoint()
        far = (here - self._pressed_at).manhattanLength() >= QApplication.startDragDistance()
        if self._is_dragging or far:
            self._is_dragging = True
            self._scroll_towards(here)
            self.dragged.emit(self._pressed, self._offset_at(here))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """A press without a drag is a click."""
        pressed, self._pressed = self._pressed, None
        if event.button() != Qt.MouseButton.LeftButton or pressed is None:
            return
        if not self._is_dragging:
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.clicked.emit(pressed, shift)

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
            offset = self._focus(layout).start
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
        anchor = self._anchor(layout)
        layout.set_view_height(self.viewport().height())
        super().resizeEvent(event)
        self._return_to(layout, anchor)

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: N802
        """Blocks that come in above turn out higher or lower: keep what was seen in its place."""
        super().scrollContentsBy(dx, dy)
        layout = self._layout
        if layout is None or self._is_settling:
            return
        top = self.verticalScrollBar().value()
        height = self.viewport().height()
        was_top = layout.block_at(top + dy) if abs(dy) < height else 0
        moved = layout.lay_out_between(top, top + height, keep=was_top)
        if moved:
            self._settle_at(top + round(moved))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Lay out what is seen before it is painted, because that may move it."""
        if self._layout is not None:
            top = self.verticalScrollBar().value()
            self._layout.lay_out_between(top, top + self.viewport().height())
        super().paintEvent(event)
        self._idle.start()

    # How it is done

    def _prepare(self) -> None:
        """While nothing happens, draw what the next keys will show, one block at a time."""
        layout = self._layout
        if layout is None or not self.isVisible():
            return
        top, height = self.verticalScrollBar().value(), self.viewport().height()
        ratio = self.viewport().devicePixelRatioF()
        if layout.prepare_next(top, top + 1.75 * height, ratio):
            layout.tell_size()
            self._idle.start()

    def _dress(self) -> None:
        self.setPalette(self._theme.palette())
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self.verticalScrollBar().setStyleSheet(scroll_bar_style(self._theme))

    def _restyle(self) -> None:
        layout = self._layout
        if layout is not None:
            anchor = self._anchor(layout)
            layout.restyle(self._theme, self._size)
            self._return_to(layout, anchor)
        self.viewport().update()

    def _focus(self, layout: PageLayout) -> Span:
        """What the eye should be on: the marked text, the caret where it was moved away from the
        selected part, or that part.
        """
        chosen = self._selection
        item = layout.marks.item(chosen.item)
        if chosen.mark is not None:
            return chosen.caret if chosen.mark.contains(chosen.caret) else chosen.mark
        if item is None:
            return chosen.caret
        if isinstance(item.record, Claim):
            for part, fragment, span in item.record.parts():
                if (part, fragment) == (chosen.part, chosen.fragment):
                    return span if chosen.caret.covers(span.start) else chosen.caret
        return next(item.record.spans())

    def _put_cursor(self, layout: PageLayout) -> None:
        """Qt's cursor holds what a screen reader reads and what is copied."""
        span = self._selection.mark or self._focus(layout)
        if self._spoken is not None and layout.mask is not None:
            item = layout.marks.item(self._selection.item)
            around = extent([span, *(item.record.spans() if item else ())])
            self._settle_on(self._spoken.tell(layout.mask, around, span))
            return
        cursor = QTextCursor(self.document())
        cursor.setPosition(layout.text.map.to_units(span.start))
        cursor.setPosition(layout.text.map.to_units(span.end), QTextCursor.MoveMode.KeepAnchor)
        self._settle_on(cursor)

    def _settle_on(self, cursor: QTextCursor) -> None:
        self._is_settling = True
        self.setTextCursor(cursor)
        self._is_settling = False

    def _change_document(self, layout: PageLayout) -> None:
        """Hold what may be read aloud now; what is seen stays where it is."""
        if layout.mask is not None and self._spoken is None:
            self._spoken = Spoken(layout, self)
            self._hold(self._spoken)
        elif layout.mask is None and self._spoken is not None:
            self._hold(layout.document())
            self._spoken.deleteLater()
            self._spoken = None

    def _hold(self, document: QTextDocument) -> None:
        top = self.verticalScrollBar().value()
        self._is_settling = True
        self.setDocument(document)
        self.verticalScrollBar().setValue(top)
        self._is_settling = False

    def _bring_into_view(self, layout: PageLayout, offset: int) -> None:
        if self._seen_at(layout, offset) is None:
            self._show_at(layout, offset, self.viewport().height() / 2)

    def _seen_at(self, layout: PageLayout, offset: int) -> float | None:
        """How far down the view the middle of a line is; None when it is not wholly in view."""
        top = layout.line_top(*layout.line_of(offset)) - self.verticalScrollBar().value()
        pitch, height = layout.metrics.pitch, self.viewport().height()
        return top + pitch / 2 if top >= 0 and top + pitch <= height else None

    def _show_at(self, layout: PageLayout, offset: int, y: float) -> None:
        """Scroll so that the middle of a line is so far down the view."""
        number, line = layout.line_of(offset)
        layout.lay_out_around(number, y, self.viewport().height() - y)
        self._settle_at(round(layout.line_top(number, line) + layout.metrics.pitch / 2 - y))
        self.viewport().update()

    def _settle_at(self, value: int) -> None:
        self._is_settling = True
        self.verticalScrollBar().setValue(value)
        self._is_settling = False

    def _anchor(self, layout: PageLayout) -> tuple[int, float]:
        """The code point at the top of the view, and how far its line is scrolled."""
        top = self.verticalScrollBar().value()
        if top < layout.head.height or not len(layout.heights):
            return -1, top
        offset = layout.offset_at(QPointF(layout.left, top))
        return offset, top - layout.line_top(*layout.line_of(offset))

    def _return_to(self, layout: PageLayout, anchor: tuple[int, float]) -> None:
        offset, scrolled = anchor
        height = self.viewport().height()
        if offset < 0:
            layout.lay_out_between(0, height)
            self._settle_at(round(scrolled))
            return
        number, line = layout.line_of(offset)
        layout.lay_out_around(number, 0, height)
        self._settle_at(round(layout.line_top(number, line) + scrolled))

    def _repaint(self, layout: PageLayout, blocks: Iterable[int]) -> None:
        """Ask for the blocks in view to be painted again, and nothing else."""
        top = self.verticalScrollBar().value()
        first = layout.block_at(top)
        last = layout.block_at(top + self.viewport().height())
        for number in blocks:
            if first <= number <= last:
                y = round(layout.top(number)) - top
                height = round(layout.heights[number])
                self.viewport().update(
                    QRect(0, y - _RING, self.viewport().width(), height + 2 * _RING)
                )

    def _offset_at(self, point: QPoint) -> int:
        if self._layout is None:
            return 0
        return self._layout.offset_at(QPointF(point) + QPointF(0, self.verticalScrollBar().value()))

    def _point_of(self, layout: PageLayout, offset: int) -> QPoint:
        y = layout.line_top(*layout.line_of(offset)) - self.verticalScrollBar().value()
        return QPoint(round(layout.left + layout.x_at(offset)), round(y))

    def _lines_per_view(self) -> int:
        if self._layout is None:
            return 1
        return max(1, self.viewport().height() // self._layout.metrics.pitch - 2)

    def _scroll_towards(self, point: QPoint) -> None:
        """Let a drag go on beyond the edge of the view."""
        bar = self.verticalScrollBar()
        if point.y() < 0:
            bar.setValue(bar.value() + point.y())
        elif point.y() > self.viewport().height():
            bar.setValue(bar.value() + point.y() - self.viewport().height())
