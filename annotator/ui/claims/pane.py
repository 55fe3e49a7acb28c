"""The list of cards, with what is said above it and in its place."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.edit.session import Session
from annotator.model.counting import counted
from annotator.model.languages import DEFAULT_LANGUAGE, language_name
from annotator.ui.claims.drawing import ClaimsDelegate
from annotator.ui.claims.model import ITEM, ClaimsModel
from annotator.ui.focus import FocusMoves
from annotator.ui.lines import PlainLabel, indented
from annotator.ui.lists import QuietList
from annotator.ui.theme import Theme


class ClaimsPane(QWidget):
    """The cards, a line that counts them, and what to do when there are none.

    `chosen`: a card was clicked; `selected`: the keys came to it.
    """

    chosen = Signal(str)
    selected = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = ClaimsModel(self)
        self.delegate = ClaimsDelegate(theme, self)
        self.head = PlainLabel("Claims")
        self.list = QuietList("Claims of this release")
        self.list.setModel(self.model)
        self.list.setItemDelegate(self.delegate)
        self.list.chosen.connect(lambda index: self.chosen.emit(index.data(ITEM).id))
        self.empty = PlainLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self.empty.setMargin(24)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 14, 0, 0)
        column.setSpacing(6)
        self._show_focus()
        column.addWidget(self.head)
        column.addWidget(self.list, 1)
        column.addWidget(self.empty, 1)
        FocusMoves(self.list).moved.connect(self._show_focus)
        self._lit: str | None = None
        self._look: object = None
        """What all cards depend on, as it was last drawn."""
        self._show_count()

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        self.delegate.set_theme(theme)
        self._show_focus()
        self.list.viewport().update()

    def attach(self, session: Session) -> None:
        """Show the claims of this session's release in hand."""
        self.model.session = self.delegate.session = session
        self.reload()

    def set_review(self, review: bool) -> None:
        """Show cards of what was rejected, too, or none."""
        self.model.review = review
        self.reload(from_top=False)

    def reload(self, *, from_top: bool = True) -> None:
        """Another release is in hand or, where the list stays in its place, the same one anew."""
        self.model.reload()
        self.list.viewport().update()
        self._show_count()
        if from_top:
            self.list.scrollToTop()
        self.show_selected()

    def items_changed(self, ids: Collection[str]) -> None:
        """Steps touched these items."""
        if not ids:
            return
        self.model.update(ids)
        self._draw_anew(ids)
        self._show_count()

    def show_selected(self) -> None:
        """Light the card of the selected claim and bring it into view."""
        session = self.model.session
        before, self._lit = self._lit, session.selection.item if session else None
        index = self.model.place(self._lit)
        if index.isValid():
            self.list.setCurrentIndex(index)
            self._bring_into_view(index)
        self._draw_anew({before} ^ {self._lit})

    def _bring_into_view(self, index: QModelIndex) -> None:
        """Scroll where it is needed: Qt would draw a card anew that is in view already."""
        if not self.list.viewport().rect().contains(self.list.visualRect(index)):
            self.list.scrollTo(index)

    def _draw_anew(self, ids: Collection[str | None]) -> None:
        """Draw these cards anew; all of them where names or marks were hidden or shown."""
        session = self.model.session
        mask = session.mask if session else None
        look = mask and (mask, mask.version), session is not None and session.modes.marks_hidden
        if look != self._look:
            self._look = look
            self.list.viewport().update()
        for item in ids:
            index = self.model.place(item)
            if index.isValid():
                self.list.update(index)

    def _show_focus(self) -> None:
        """The line above the cards says whether the keys go through them."""
        theme = self.delegate.theme
        ink = theme.accent if self.list.hasFocus() else theme.ink
        self.head.setStyleSheet(indented(f"color: {ink.name()}", 14))

    def is_on_card(self) -> bool:
        """Whether a card is framed: the claim that the keys act on."""
        session = self.model.session
        return session is not None and self.model.place(session.selection.item).isValid()

    def step(self, by: int) -> QModelIndex:
        """Go on by so many cards from the selected one or, where none is, from the caret."""
        session = self.model.session
        if session is None or self.is_on_card():
            return self.list.step(by)
        return self.list.go_to(self.model.row_beside(session.here.place, by))

    def id_at(self, index: QModelIndex) -> str:
        """The id of the claim whose card is at `index`."""
        return str(index.data(ITEM).id)

    def show_waiting(self) -> None:
        """Suggestions are on their way, or no longer."""
        if not self.model.rowCount():
            self._show_count()

    def _show_count(self) -> None:
        count = self.model.rowCount()
        session = self.model.session
        rejected = self.model.rejected()
        standing = counted(count - rejected, "claim")
        self.head.setText(f"{standing}, {rejected:,} rejected" if rejected else standing)
        self.list.setVisible(bool(count))
        self.empty.setVisible(not count)
        self.head.setVisible(bool(count))
        self.empty.setText(_why_empty(session) if session and session.release else "")


def _why_empty(session: Session) -> str:
    if session.awaits_suggestions:
        return "The suggestions of this release are being made."
    key = session.keymap.shown("new-claim")
    how = f"Mark what is claimed, then press {key}." if key else "Mark what is claimed."
    return f"{_nothing_found(session)}\n{how}"


def _nothing_found(session: Session) -> str:
    """What there is none of; where nothing at all was suggested, the language may be why."""
    language = session.release.language if session.release else ""
    if session.fold.items or language in ("", DEFAULT_LANGUAGE):
        return "No claims here yet."
    return f"Nothing was suggested here, in {language_name(language)}."
