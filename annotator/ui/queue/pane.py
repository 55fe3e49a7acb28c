"""The list of releases and the field that searches it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from annotator.edit.keys import Keymap
from annotator.edit.session import Session
from annotator.model.masking import Mask
from annotator.ui.focus import FocusMoves
from annotator.ui.lines import PlainLabel, indented
from annotator.ui.lists import QuietList
from annotator.ui.queue.drawing import QueueDelegate
from annotator.ui.queue.model import QueueModel
from annotator.ui.theme import Theme

_EDGE = 12
_SEARCHED = (
    "Search titles, publishers and dates, or how far releases are: is:new, is:started, is:finished,"
    " is:unfinished"
)
_SEARCH_DELAY = 60
"""Milliseconds after the last letter before the queue is searched."""


def _how_to_fill(keymap: Keymap) -> str:
    key = keymap.shown("import") or "Import in the Release menu"
    return f"The queue is empty. {key} takes in files, or drop them here."


def _how_to_clear(keymap: Keymap) -> str:
    key = keymap.shown("drop")
    return f" {key} clears the search." if key else ""


class SearchField(QLineEdit):
    """Where the queue is searched."""

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText("Search or is:unfinished")
        self.setAccessibleName(_SEARCHED)
        self.setToolTip(_SEARCHED)
        self.setClearButtonEnabled(True)


class QueuePane(QWidget):
    """The list of releases and the field that searches it."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session: Session | None = None
        self.search = SearchField()
        self.model = QueueModel(self)
        self.list = QuietList("Queue of releases")
        self.list.setModel(self.model)
        self.delegate = QueueDelegate(theme, self._walked, self)
        self.list.setItemDelegate(self.delegate)
        self.empty = PlainLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self.empty.setContentsMargins(_EDGE, 0, _EDGE, 0)
        self.hidden = PlainLabel()
        self.hidden.setWordWrap(True)
        self.hidden.setStyleSheet(indented(f"color: {theme.warn.name()}", 12))
        self.hidden.hide()
        self._delay = QTimer(self, singleShot=True, interval=_SEARCH_DELAY)
        self._delay.timeout.connect(self.refresh)
        self.search.textChanged.connect(self._seek)
        FocusMoves(self.search).moved.connect(self.list.viewport().update)
        self.list.chosen.connect(self._choose)
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 0)
        column.setSpacing(8)
        field = QVBoxLayout()
        field.setContentsMargins(10, 0, 10, 0)
        field.addWidget(self.search)
        column.addLayout(field)
        column.addWidget(self.hidden)
        column.addWidget(self.list, 1)
        column.addWidget(self.empty, 1)
        self.empty.hide()

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self.delegate.set_theme(theme)
        self.hidden.setStyleSheet(indented(f"color: {theme.warn.name()}", 12))
        self.list.viewport().update()

    def attach(self, session: Session) -> None:
        """Show the queue of this session's project."""
        self.session = session
        session.hand.search = self.search.text()
        self.refresh()

    def detach(self) -> None:
        """Ask the session for nothing more: its project is about to be closed."""
        self.session = None
        self._delay.stop()

    def _seek(self, words: str) -> None:
        """The search is another: the next key goes by it, and the rows soon."""
        if self.session is not None:
            self.session.hand.search = words
        self._delay.start()

    def refresh(self) -> None:
        """Read the queue anew, searched for what is typed; who walks through it stays there."""
        if self.session is None:
            return
        place = self.list.currentIndex().row() if self.list.hasFocus() else -1
        count = self.session.queue.length(self.search.text())
        self.model.show(count, partial(self.session.queue.page, self.search.text()))
        self.empty.setVisible(not count)
        self.list.setVisible(bool(count))
        wanted = self.search.text().strip()
        self.empty.setText(
            f'No release fits "{wanted}".' + _how_to_clear(self.session.keymap)
            if wanted
            else _how_to_fill(self.session.keymap)
        )
        self.show_in_hand()
        if place >= 0:
            self.list.go_to(place)

    def refresh_row(self, release: str | None) -> None:
        """Read one row anew, or all."""
        if release is None:
            self.refresh()
        elif self.session is not None:
            row = self.session.queue.row(release)
            if row is not None:
                self.list.update(self.model.replace(row))

    def show_in_hand(self) -> None:
        """Mark the release in hand and bring it into view, or say that the search hides it."""
        session = self.session
        release = session.hand.place if session else ""
        self.model.in_hand = release
        self.list.viewport().update()
        place = session.queue.place(self.search.text(), release) if session and release else None
        is_hidden = bool(release) and place is None and self.model.rowCount() > 0
        if session is not None and is_hidden:
            how = _how_to_clear(session.keymap)
            self.hidden.setText(f"The release in hand is not among these.{how}")
        self.hidden.setVisible(is_hidden)
        if place is not None:
            index = self.model.index(place, 0)
            self.list.setCurrentIndex(index)
            self.list.scrollTo(index)

    def set_mask(self, mask: Mask | None) -> None:
        """Mask these names in the rows, or none."""
        if mask is not self.model.mask:
            self.model.mask = mask
            self.list.viewport().update()

    def current(self) -> str:
        """The release that the list is on; "" when it is on none."""
        index = self.list.currentIndex()
        row = self.model.row(index.row()) if index.isValid() else None
        return row.release if row is not None else ""

    def _walked(self) -> int:
        """The row that is opened from the search field, while the focus is there; else -1."""
        return max(0, self.list.currentIndex().row()) if self.search.hasFocus() else -1

    def choose_current(self) -> None:
        """Open the release that the list is on (the first one, if it is on none)."""
        index = self.list.currentIndex()
        self._choose(index if index.isValid() else self.model.index(0, 0))

    def _choose(self, index: QModelIndex) -> None:
        row = self.model.row(index.row()) if index.isValid() else None
        if row is not None:
            self.chosen.emit(row.release)
