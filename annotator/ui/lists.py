"""What the queue and the claims share: a quiet list that leaves every key to the window."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPalette
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

READ_ONLY = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
"""What the rows allow: nothing is edited in a list."""


class QuietList(QListView):
    """A list whose rows are painted by a delegate; clicking a row is choosing it."""

    chosen = Signal(QModelIndex)
    menu_wanted = Signal(QModelIndex, QPoint)
    """On which row, and where on the screen."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setMouseTracking(True)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Window)
        self.clicked.connect(self.chosen)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Keys belong to the window."""
        event.ignore()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        """The menu is the window's; the menu key asks for it at the present row."""
        is_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if is_key else self.indexAt(event.pos())
        if index.isValid():
            at = self.visualRect(index).center() if is_key else event.pos()
            self.menu_wanted.emit(index, self.viewport().mapToGlobal(at))

    def step(self, by: int) -> QModelIndex:
        """Move the current row by so many, within the list; the row it is on now."""
        now = self.currentIndex().row() if self.currentIndex().isValid() else -1
        return self.go_to(now + by)

    def go_to(self, place: int) -> QModelIndex:
        """Make the row at a place the current one, or the nearest there is."""
        count = self.model().rowCount()
        if not count:
            return QModelIndex()
        index = self.model().index(min(max(place, 0), count - 1), 0)
        self.setCurrentIndex(index)
        self.scrollTo(index)
        return index

    def rows_on_page(self) -> int:
        """How many rows are in view."""
        height = self.sizeHintForRow(0) if self.model().rowCount() else 0
        return max(1, self.viewport().height() // height) if height > 0 else 1
