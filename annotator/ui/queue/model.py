"""The rows of the queue, read by the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QStringListModel, Qt
from PySide6.QtWidgets import QWidget

from annotator.edit.words import one_line
from annotator.model.masking import Mask
from annotator.ui.lines import tool_tip
from annotator.ui.lists import READ_ONLY

if TYPE_CHECKING:
    from annotator.store.queue import QueueRow

AnyIndex = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
Read = Callable[[int, int], Sequence["QueueRow"]]
"""Reads so many rows (the second number) from a place on."""
PAGE = 100
"""Rows that are read at once."""
_KEPT_PAGES = 20
_ROLES = (ROW, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)


class QueueModel(QStringListModel):
    """The rows of the queue, read from the session by the page as they are wanted.

    A list asks how many rows there are once for every row that it lays out: `QStringListModel`
    keeps the number in C++, which takes a twentieth of the time.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.in_hand = ""
        """The release in hand."""
        self.mask: Mask | None = None
        """What masks its names."""
        self._read: Read = lambda _first, _count: []
        self._pages: dict[int, list[QueueRow]] = {}

    def show(self, count: int, read: Read) -> None:
        """Show so many rows from now on, and no others."""
        self._read = read
        self._pages.clear()
        self.setStringList([""] * count)

    def replace(self, row: QueueRow) -> QModelIndex:
        """Show one row anew, if it was read; where it is."""
        for number, page in self._pages.items():
            for place, known in enumerate(page):
                if known.release == row.release:
                    page[place] = row
                    return self.index(number * PAGE + place, 0)
        return QModelIndex()

    def row(self, place: int) -> QueueRow | None:
        """The row at a place; None when it cannot be read."""
        number, within = divmod(place, PAGE)
        page = self._pages.pop(number, None)
        if page is None:
            page = list(self._read(number * PAGE, PAGE))
        self._pages[number] = page
        if len(self._pages) > _KEPT_PAGES:
            del self._pages[next(iter(self._pages))]
        return page[within] if within < len(page) else None

    def _veiled(self, row: QueueRow | None) -> QueueRow | None:
        """The row as it may be read while names are masked: not even by whom the release is."""
        if row is None:
            return None
        title, date, publisher = map(one_line, (row.title, row.date, row.publisher))
        row = row._replace(title=title, date=date, publisher=publisher)
        if self.mask is None:
            return row
        publisher = "" if row.release == self.in_hand else self.mask.hide(row.publisher)
        return row._replace(title=self.mask.hide(row.title), publisher=publisher)

    def flags(self, _index: AnyIndex) -> Qt.ItemFlag:
        """Nothing is edited here."""
        return READ_ONLY

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The row itself, or what a screen reader says of it."""
        if role not in _ROLES:
            return None
        row = self._veiled(self.row(index.row()))
        if role == ROW or row is None:
            return row
        if role == Qt.ItemDataRole.ToolTipRole:
            return tool_tip("\n".join(filter(None, (row.title, row.publisher, _counted(row)))))
        return ", ".join(filter(None, (row.title, row.date, _counted(row))))


def _counted(row: QueueRow) -> str:
    """How far a release is; the "?" of its row counts those that the program is not sure of."""
    doubts = f", {row.doubtful} of them doubtful (?)" if row.doubtful else ""
    return f"{row.state}, {row.open} open{doubts}"
