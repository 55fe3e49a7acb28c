"""The three panes side by side: which are shown, which has the focus, how its rows are walked."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from annotator.edit.hints import NO_CARD
from annotator.ui.claims import ClaimsPane
from annotator.ui.lists import QuietList
from annotator.ui.queue import QueuePane
from annotator.ui.reading import ReadingView
from annotator.ui.theme import Theme

FOLD_QUEUE = 1180
"""Narrower than this (logical pixels) the queue folds away; going to it brings it back."""
FOLD_CLAIMS = 960
_WIDTHS = (265, 715, 300)
_LEAST = (190, 380, 220)


class Panes(QSplitter):
    """Queue, text and claims. Narrow windows show the text alone.

    `folded_anew` tells that another width has room for other panes.
    """

    folded_anew = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.queue = QueuePane(theme)
        self.page = ReadingView(theme)
        self.claims = ClaimsPane(theme)
        self.setChildrenCollapsible(False)
        for pane, least in zip((self.queue, self.page, self.claims), _LEAST, strict=True):
            pane.setMinimumWidth(least)
            self.addWidget(pane)
        self.setHandleWidth(1)
        self.setStretchFactor(1, 1)
        self.setSizes(_WIDTHS)

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours from now on."""
        for pane in (self.queue, self.page, self.claims):
            pane.set_theme(theme)

    def mode(self) -> str:
        """The keymap's mode for where the focus is."""
        focus = self.window().focusWidget()
        if focus is self.queue.search:
            return "search"
        return "pane" if focus in (self.queue.list, self.claims.list) else "review"

    def hint_mode(self) -> str:
        """The same for the line of hints: what is selected among the claims is judged there."""
        if self.is_on_no_card():
            return NO_CARD
        return "review" if self.is_among_claims() else self.mode()

    def is_among_claims(self) -> bool:
        """Whether the focus is among the claims."""
        return self.window().focusWidget() is self.claims.list

    def is_on_no_card(self) -> bool:
        """Whether the focus is among the claims while none of them is selected."""
        return self.is_among_claims() and not self.claims.is_on_card()

    def fold(self, keep: QWidget | None = None) -> None:
        """Show what there is room for, and the pane of `keep` in any case."""
        width = self.window().width()
        self.queue.setVisible(width >= FOLD_QUEUE or keep in (self.queue.search, self.queue.list))
        self.claims.setVisible(width >= FOLD_CLAIMS or keep is self.claims.list)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Fold what there is no room for first: so the text gets its share once."""
        before = self.folded()
        self.fold(keep=self.window().focusWidget())
        if self.folded() != before:
            self.refresh()
            self.folded_anew.emit()
        super().resizeEvent(event)

    def folded(self) -> list[str]:
        """What there is no room for."""
        panes = {"queue": self.queue, "claims": self.claims}
        return [name for name, pane in panes.items() if pane.isHidden()]

    def way(self) -> str:
        """Where `go` leads next, and to which folded pane it goes on: "claims, then queue".

        "" where nothing is folded away.
        """
        folded = self.folded()
        names = {self.page: "text", self.claims.list: "claims", self.queue.search: "queue"}
        first, *others = (names.get(place, "list of the queue") for place in self._round(1)[1:])
        onward = next((name for name in others if name in folded and name != first), "")
        then = f", then {onward}" if onward else ""
        return f"{first}{then}" if folded else ""

    def go(self, by: int) -> None:
        """Put the focus on the next (+1) or previous (-1) place."""
        self.focus_on(self._round(by)[1])

    def _round(self, by: int) -> list[QWidget]:
        """The places from where the focus is, one way round (+1) or the other (-1)."""
        ring: list[QWidget] = [self.page, self.claims.list, self.queue.search, self.queue.list]
        focus = self.window().focusWidget()
        at = ring.index(focus) if focus in ring else 0
        return [ring[(at + by * place) % len(ring)] for place in range(len(ring))]

    def focus_on(self, target: QWidget) -> None:
        """Put the focus on a place, and bring its pane back if it is folded away."""
        self.fold(keep=target)
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def leave(self) -> None:
        """Back to the text."""
        self.focus_on(self.page)

    def let_go(self) -> None:
        """Back to the text; the field that searches the queue is emptied."""
        if self.mode() == "search":
            self.queue.search.clear()
        self.leave()

    def search(self) -> None:
        """Type into the field that searches the queue."""
        self.focus_on(self.queue.search)
        self.queue.search.selectAll()

    def list_in_hand(self) -> QuietList:
        """The list that the row keys move."""
        return self.claims.list if self.is_among_claims() else self.queue.list

    def step(self, by: int, pages: int = 0) -> None:
        """Move a row or a page of rows; a claim is selected at once."""
        rows = self.list_in_hand()
        by += pages * rows.rows_on_page()
        if rows is self.queue.list:
            rows.step(by)
        elif (index := self.claims.step(by)).isValid():
            self.claims.selected.emit(self.claims.id_at(index))

    def release_at_focus(self) -> str:
        """The release whose row the focus is on; "" where it is on none."""
        return self.queue.current() if self.window().focusWidget() is self.queue.list else ""

    def choose(self) -> None:
        """Open the release that the list is on, and go back to the text."""
        if self.list_in_hand() is self.queue.list:
            self.queue.choose_current()
        self.leave()
