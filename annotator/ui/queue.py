"""The queue: every release of the project, with its state, progress and doubts; searchable."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    QStringListModel,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import (
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from annotator.edit.keys import Keymap
from annotator.edit.session import Session
from annotator.edit.words import one_line
from annotator.model.masking import Mask
from annotator.ui.drawing import draw_bar, draw_line, draw_lines, draw_state, weighted
from annotator.ui.drawn import Drawn
from annotator.ui.lines import PlainLabel, indented, tool_tip
from annotator.ui.lists import READ_ONLY, QuietList
from annotator.ui.theme import Theme

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
_SEARCH_DELAY = 60
"""Milliseconds after the last letter before the queue is searched."""
_TITLE_LINES = 2
_INSET, _EDGE = 30, 10
"""Before the words of a row, where its sign is, and behind them."""
_KEPT = 64
"""Pictures of rows: some screens of them."""


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
        row = row._replace(title=one_line(row.title), publisher=one_line(row.publisher))
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


class _Light(NamedTuple):
    """What a row stands in."""

    in_hand: bool
    focused: bool
    hovered: bool


class QueueDelegate(QStyledItemDelegate):
    """Draws a release: sign and title, date and publisher, progress, doubts."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._drawn = Drawn(_KEPT)

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self.theme = theme
        self._drawn.forget()

    def sizeHint(self, option: QStyleOptionViewItem, _index: AnyIndex) -> QSize:  # noqa: N802
        """All rows are of one height."""
        return QSize(120, round(option.fontMetrics.height() * 4.5))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw one row: its words, which are mostly as they were, and over them how far it is."""
        row, model, state = index.data(ROW), index.model(), option.state
        if row is None:
            return
        light = _Light(
            isinstance(model, QueueModel) and row.release == model.in_hand,
            bool(state & QStyle.StateFlag.State_HasFocus),
            bool(state & QStyle.StateFlag.State_MouseOver),
        )
        size, font = option.rect.size(), option.font
        words = row.title, _below(row), row.state, row.doubtful
        self._drawn.draw(
            painter,
            (words, light, font.key()),
            option.rect.topLeft(),
            size,
            self.theme.pane,
            lambda picture: self._row(picture, size, font, row, light),
        )
        self._bar(painter, _box(option.rect), row)

    def _row(self, painter: QPainter, size: QSize, font: QFont, row: Any, light: _Light) -> None:
        box = _box(QRect(QPoint(), size))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, box, light)
        self._words(painter, font, box, row, light.in_hand)

    def _ground(self, painter: QPainter, box: QRectF, light: _Light) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        if light.in_hand:
            painter.setBrush(self.theme.raised)
            painter.drawRoundedRect(box, 6, 6)
        elif light.hovered:
            painter.setBrush(self.theme.faded(self.theme.hairline, 0.5))
            painter.drawRoundedRect(box, 6, 6)
        if light.focused:
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
        left, right = box.left() + _INSET, box.right() - _EDGE
        top = QRectF(left, box.top() + line * 0.4, right - left, line)
        weight = QFont.Weight.DemiBold if in_hand else QFont.Weight.Normal
        ink = theme.muted if row.state == "finished" and not in_hand else theme.ink
        title = row.title or "Untitled"
        end = draw_lines(painter, title, top, ink, weighted(font, weight), _TITLE_LINES)
        below = QRectF(left, end + line * 0.1, right - left, line * 0.9)
        doubts = f"{row.doubtful} ?" if row.doubtful else ""
        width = painter.fontMetrics().horizontalAdvance(doubts) + 8 if doubts else 0
        place = _below(row)
        draw_line(painter, place, below.adjusted(0, 0, -width, 0), theme.muted, small)
        if doubts:
            spot = QRectF(right - width + 8, below.top(), width, below.height())
            draw_line(painter, doubts, spot, theme.warn, weighted(small, QFont.Weight.DemiBold))

    def _bar(self, painter: QPainter, box: QRectF, row: Any) -> None:
        """How far it is, which every decision changes."""
        total = row.open + row.judged
        if not total or row.state == "new":
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bar = QRectF(box.left() + _INSET, box.bottom() - 7, box.width() - _INSET - _EDGE, 2.5)
        draw_bar(painter, bar, row.judged / total, self.theme)
        painter.restore()


def _box(row: QRect) -> QRectF:
    """What a row is drawn in."""
    return QRectF(row).adjusted(8, 2, -8, -2)


def _counted(row: QueueRow) -> str:
    """How far a release is; the "?" of its row counts those that the program is not sure of."""
    doubts = f", {row.doubtful} of them doubtful (?)" if row.doubtful else ""
    return f"{row.state}, {row.open} open{doubts}"


def _below(row: QueueRow) -> str:
    """The second line of a row: where it comes from or else how far it is."""
    place = " · ".join(word for word in (row.date, row.publisher) if word)
    return place or {"new": "Not started"}.get(row.state, row.state.capitalize())


def _how_to_fill(keymap: Keymap) -> str:
    key = keymap.shown("import") or "Import in the Release menu"
    return f"The queue is empty. {key} takes in files, or drop them here."


def _how_to_clear(keymap: Keymap) -> str:
    key = keymap.shown("drop")
    return f" {key} clears the search." if key else ""


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
        self.empty = PlainLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self.hidden = PlainLabel()
        self.hidden.setWordWrap(True)
        self.hidden.setStyleSheet(indented(f"color: {theme.warn.name()}", 12))
        self.hidden.hide()
        self._delay = QTimer(self, singleShot=True, interval=_SEARCH_DELAY)
        self._delay.timeout.connect(self.refresh)
        self.search.textChanged.connect(self._delay.start)
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
        self.refresh()

    def detach(self) -> None:
        """Ask the session for nothing more: its project is about to be closed."""
        self.session = None
        self._delay.stop()

    def refresh(self) -> None:
        """Read the queue anew, searched for what is typed."""
        if self.session is None:
            return
        count = self.session.queue.length(self.search.text())
        self.model.show(count, partial(self.session.queue.page, self.search.text()))
        self.empty.setVisible(not count)
        self.list.setVisible(bool(count))
        wanted = self.search.text().strip()
        self.empty.setText(
            f'No release has "{wanted}" in its title, publisher or date.'
            + _how_to_clear(self.session.keymap)
            if wanted
            else _how_to_fill(self.session.keymap)
        )
        self.show_in_hand()

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
        release = session.release if session else None
        self.model.in_hand = release.id if release else ""
        self.list.viewport().update()
        place = session.queue.place(self.search.text(), release.id) if session and release else None
        is_hidden = release is not None and place is None and self.model.rowCount() > 0
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

    def choose_current(self) -> None:
        """Open the release that the list is on (the first one, if it is on none)."""
        index = self.list.currentIndex()
        self._choose(index if index.isValid() else self.model.index(0, 0))

    def _choose(self, index: QModelIndex) -> None:
        row = self.model.row(index.row()) if index.isValid() else None
        if row is not None:
            self.chosen.emit(row.release)
