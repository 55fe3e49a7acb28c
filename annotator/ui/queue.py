"""The queue: every release of the project, with its state, progress and doubts; searchable."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from annotator.edit.session import Session
from annotator.ui.drawing import draw_bar, draw_line, draw_lines, draw_state, weighted
from annotator.ui.lines import tool_tip
from annotator.ui.lists import QuietList
from annotator.ui.theme import Theme

AnyIndex = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
_SEARCH_DELAY = 60
"""Milliseconds after the last letter before the queue is searched."""
_TITLE_LINES = 2


class QueueModel(QAbstractListModel):
    """The rows of the queue, as the session hands them out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Any] = []
        self._place: dict[str, int] = {}
        self.in_hand = ""

    def show(self, rows: list[Any]) -> None:
        """Show these rows and no others."""
        self.beginResetModel()
        self.rows = rows
        self._place = {row.release: i for i, row in enumerate(rows)}
        self.endResetModel()

    def replace(self, row: Any) -> None:
        """Show one row anew, if it is in the list."""
        at = self._place.get(row.release)
        if at is not None:
            self.rows[at] = row
            self._repaint(row.release)

    def hold(self, release: str) -> None:
        """The release in hand is this one now."""
        before, self.in_hand = self.in_hand, release
        self._repaint(before)
        self._repaint(release)

    def place(self, release: str) -> QModelIndex:
        """Where a release stands, if it is in the list."""
        at = self._place.get(release)
        return QModelIndex() if at is None else self.index(at, 0)

    def _repaint(self, release: str) -> None:
        index = self.place(release)
        if index.isValid():
            self.dataChanged.emit(index, index)

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: N802, B008
        """How many releases there are."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The row itself, or what a screen reader says of it."""
        row = self.rows[index.row()]
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            doubts = f", {row.doubtful} doubtful" if row.doubtful else ""
            return f"{row.title}, {row.date}, {row.state}, {row.open} open{doubts}"
        return tool_tip(row.title) if role == Qt.ItemDataRole.ToolTipRole else None


class QueueDelegate(QStyledItemDelegate):
    """Draws a release: sign and title, date and publisher, progress, doubts."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, _index: AnyIndex) -> QSize:  # noqa: N802
        """All rows are of one height."""
        return QSize(120, round(option.fontMetrics.height() * 4.5))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw one row."""
        row = index.data(ROW)
        box = QRectF(option.rect).adjusted(8, 2, -8, -2)
        model = index.model()
        in_hand = isinstance(model, QueueModel) and row.release == model.in_hand
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, option, box, in_hand)
        self._words(painter, option.font, box, row, in_hand)
        painter.restore()

    def _ground(
        self, painter: QPainter, option: QStyleOptionViewItem, box: QRectF, in_hand: bool
    ) -> None:
        state = option.state
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        painter.setPen(Qt.PenStyle.NoPen)
        if in_hand:
            painter.setBrush(self.theme.raised)
            painter.drawRoundedRect(box, 6, 6)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(self.theme.faded(self.theme.hairline, 0.5))
            painter.drawRoundedRect(box, 6, 6)
        if focused:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(self.theme.accent)
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)

    def _words(self, painter: QPainter, font: QFont, box: QRectF, row: Any, in_hand: bool) -> None:
        theme = self.theme
        small = weighted(font, QFont.Weight.Normal, 0.88)
        line = QFontMetricsF(font).height()
        colour = theme.good if row.state == "finished" else theme.muted
        draw_state(
            painter, QPointF(box.left() + 15, box.top() + line * 0.95), 11, row.state, theme, colour
        )
        left, right = box.left() + 30, box.right() - 10
        top = QRectF(left, box.top() + line * 0.4, right - left, line)
        weight = QFont.Weight.DemiBold if in_hand else QFont.Weight.Normal
        ink = theme.muted if row.state == "finished" and not in_hand else theme.ink
        title = row.title or "Untitled"
        end = draw_lines(painter, title, top, ink, weighted(font, weight), _TITLE_LINES)
        below = QRectF(left, end + line * 0.1, right - left, line * 0.9)
        doubts = f"{row.doubtful} ?" if row.doubtful else ""
        width = painter.fontMetrics().horizontalAdvance(doubts) + 8 if doubts else 0
        place = " · ".join(word for word in (row.date, row.publisher) if word)
        draw_line(painter, place, below.adjusted(0, 0, -width, 0), theme.muted, small)
        if doubts:
            spot = QRectF(right - width + 8, below.top(), width, below.height())
            draw_line(painter, doubts, spot, theme.warn, weighted(small, QFont.Weight.DemiBold))
        total = row.open + row.judged
        if total and row.state != "new":
            bar = QRectF(left, box.bottom() - 7, right - left, 2.5)
            draw_bar(painter, bar, row.judged / total, theme)


class QueuePane(QWidget):
    """The list of releases and the field that searches it."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session: Session | None = None
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search the queue")
        self.search.setAccessibleName("Search the queue")
        self.search.setClearButtonEnabled(True)
        self.model = QueueModel(self)
        self.list = QuietList("Queue of releases")
        self.list.setModel(self.model)
        self.delegate = QueueDelegate(theme, self)
        self.list.setItemDelegate(self.delegate)
        self.empty = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self._delay = QTimer(self, singleShot=True, interval=_SEARCH_DELAY)
        self._delay.timeout.connect(self.refresh)
        self.search.textChanged.connect(self._delay.start)
        self.list.chosen.connect(lambda index: self.chosen.emit(index.data(ROW).release))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 0)
        column.setSpacing(8)
        field = QVBoxLayout()
        field.setContentsMargins(10, 0, 10, 0)
        field.addWidget(self.search)
        column.addLayout(field)
        column.addWidget(self.list, 1)
        column.addWidget(self.empty, 1)
        self.empty.hide()

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self.delegate.theme = theme
        self.list.viewport().update()

    def attach(self, session: Session) -> None:
        """Show the queue of this session's project."""
        self.session = session
        self.refresh()

    def detach(self) -> None:
        """Ask the session for nothing more: its project is about to be closed."""
        self.session = None
        self._delay.stop()

    def refresh(self) -> None:
        """Read the queue anew, searched for what is typed."""
        if self.session is None:
            return
        rows = self.session.queue(self.search.text())
        self.model.show(rows)
        self.empty.setVisible(not rows)
        self.list.setVisible(bool(rows))
        wanted = self.search.text().strip()
        self.empty.setText(
            f'No release has "{wanted}" in its title, publisher or date.'
            if wanted
            else "The queue is empty. Ctrl+I imports text or JSONL files."
        )
        self.show_in_hand()

    def refresh_row(self, release: str | None) -> None:
        """Read one row anew, or all."""
        if release is None:
            self.refresh()
        elif self.session is not None:
            row = self.session.queue_row(release)
            if row is not None:
                self.model.replace(row)

    def show_in_hand(self) -> None:
        """Mark the release in hand and bring it into view."""
        release = self.session.release if self.session else None
        self.model.hold(release.id if release else "")
        index = self.model.place(self.model.in_hand)
        if index.isValid():
            self.list.setCurrentIndex(index)
            self.list.scrollTo(index)

    def choose_current(self) -> None:
        """Open the release that the list is on (the first one, if it is on none)."""
        index = self.list.currentIndex()
        if not index.isValid() and self.model.rowCount():
            index = self.model.index(0, 0)
        if index.isValid():
            self.chosen.emit(index.data(ROW).release)
