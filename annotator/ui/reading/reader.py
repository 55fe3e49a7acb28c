"""What a screen reader reads and what is copied: the cursor and the document that Qt holds."""

from __future__ import annotations

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextEdit

from annotator.model.records import Claim
from annotator.model.selection import Selection
from annotator.model.spans import Span
from annotator.ui.reading.layout import PageLayout
from annotator.ui.reading.marks import extent
from annotator.ui.reading.scrolling import Scrolling
from annotator.ui.reading.spoken import Spoken


class Reader:
    """Keeps Qt's cursor where the selection is, over words that may be read."""

    def __init__(self, view: QTextEdit, scrolling: Scrolling) -> None:
        self._view, self._scrolling = view, scrolling
        self._spoken: Spoken | None = None
        """Stands in for the release while names are masked."""

    def put(self, layout: PageLayout, selection: Selection) -> None:
        """Hold what is selected."""
        span = selection.mark or focus_of(layout, selection)
        if self._spoken is not None and layout.looks.mask is not None:
            item = layout.looks.marks.item(selection.item)
            around = extent([span, *(item.record.spans() if item else ())])
            cursor = self._spoken.tell(layout.looks.mask, around, span)
        else:
            cursor = QTextCursor(self._view.document())
            cursor.setPosition(layout.text.map.to_units(span.start))
            cursor.setPosition(layout.text.map.to_units(span.end), QTextCursor.MoveMode.KeepAnchor)
        with self._scrolling.staying():  # Qt would scroll to its end
            self._view.setTextCursor(cursor)

    def change_document(self, layout: PageLayout) -> None:
        """Hold what may be read aloud now; what is seen stays where it is."""
        if layout.looks.mask is not None and self._spoken is None:
            self._spoken = Spoken(layout, self._view)
            self._hold(self._spoken)
        elif layout.looks.mask is None and self._spoken is not None:
            self._hold(layout.document())
            self.let_go()

    def _hold(self, document: QTextDocument) -> None:
        top = self._scrolling.top
        with self._scrolling.settling():
            self._view.setDocument(document)
        self._scrolling.to(top)

    def let_go(self) -> None:
        """Another document is held now."""
        if self._spoken is not None:
            self._spoken.deleteLater()
            self._spoken = None

    def copied(self, layout: PageLayout | None) -> QMimeData:
        """The untouched text of what is held, not Qt's rendering of it."""
        data, cursor = QMimeData(), self._view.textCursor()
        if self._spoken is not None:
            data.setText(cursor.selection().toPlainText())
        elif layout is not None:
            to_points = layout.text.map.to_points
            span = Span(to_points(cursor.selectionStart()), to_points(cursor.selectionEnd()))
            data.setText(span.text(layout.page.text))
        return data


def focus_of(layout: PageLayout, chosen: Selection) -> Span:
    """What the eye should be on: the marked text, the caret where it was moved away from the
    selected part, or that part.
    """
    item = layout.looks.marks.item(chosen.item)
    if chosen.mark is not None:
        return chosen.caret if chosen.mark.contains(chosen.caret) else chosen.mark
    if item is None:
        return chosen.caret
    if isinstance(item.record, Claim):
        for part, fragment, span in item.record.parts():
            if (part, fragment) == (chosen.part, chosen.fragment):
                return span if chosen.caret.covers(span.start) else chosen.caret
    return next(item.record.spans())
