"""Which claims there are cards of, and in which order."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QStringListModel, Qt
from PySide6.QtWidgets import QWidget

from annotator.edit.places import Place
from annotator.edit.session import Session
from annotator.model.fold import Item
from annotator.ui.claims.card import Card
from annotator.ui.lines import tool_tip
from annotator.ui.lists import READ_ONLY

AnyIndex = QModelIndex | QPersistentModelIndex
ITEM = Qt.ItemDataRole.UserRole
_SPOKEN = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleDescriptionRole,
)


class ClaimsModel(QStringListModel):
    """The claims on the page in reading order, in review those that were rejected, too.

    How many there are is asked once for every card that is laid out: see `QueueModel`.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session: Session | None = None
        self.review = False
        """Whether what was rejected is seen."""
        self._places: list[Place] = []
        self._known: dict[str, Place] = {}

    def reload(self) -> None:
        """Show the claims of the release in hand."""
        known = self.session.places if self.session else None
        places = (known.known if self.review else known.visible) if known else []
        self._places = [place for place in places if place[0][2] == 1]
        self._known = {place[1]: place for place in self._places}
        self.setStringList([""] * len(self._places))

    def update(self, ids: Collection[str]) -> None:
        """Look again at these items; add or drop only their cards."""
        assert self.session is not None
        for name in ids:
            item = self.session.fold.items.get(name)
            shown = item is not None and self._has_card(item)
            new = (item.record.order(), name) if item is not None and shown else None
            old = self._known.get(name)
            if old != new and not self._stays(old, new):
                self._drop(old)
                self._add(new)

    def _has_card(self, item: Item) -> bool:
        is_seen = item.is_shown or (self.review and item.status == "rejected")
        return is_seen and item.record.layer == "claim"

    def rejected(self) -> int:
        """How many cards there are of what was rejected."""
        if self.session is None or not self.review:
            return 0
        items = self.session.fold.items
        return sum(items[name].status == "rejected" for name in self._known)

    def _stays(self, old: Place | None, new: Place | None) -> bool:
        """Take over another place of a card that is still between the same two."""
        if old is None or new is None:
            return False
        at = bisect_left(self._places, old)
        around = [*self._places[max(0, at - 1) : at], new, *self._places[at + 1 : at + 2]]
        if around != sorted(around):
            return False
        self._places[at] = self._known[new[1]] = new
        return True

    def _drop(self, place: Place | None) -> None:
        if place is None:
            return
        at = bisect_left(self._places, place)
        del self._places[at]
        del self._known[place[1]]
        self.removeRows(at, 1)

    def _add(self, place: Place | None) -> None:
        if place is None:
            return
        at = bisect_left(self._places, place)
        self._places.insert(at, place)
        self._known[place[1]] = place
        self.insertRows(at, 1)

    def place(self, item: str | None) -> QModelIndex:
        """Where the card of an item is, if it is a claim."""
        known = self._known.get(item or "")
        return QModelIndex() if known is None else self.index(bisect_left(self._places, known), 0)

    def row_beside(self, place: Place, by: int) -> int:
        """The row so many after (or before) a place where there is no card."""
        return bisect_left(self._places, place) + (by - 1 if by > 0 else by)

    def flags(self, _index: AnyIndex) -> Qt.ItemFlag:
        """Nothing is edited here."""
        return READ_ONLY

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The item itself, or what the tool tip or a screen reader says of it."""
        if self.session is None:
            return None
        item = self.session.fold.items.get(self._places[index.row()][1])
        if role == ITEM or item is None:
            return item
        if role not in _SPOKEN:
            return None
        card = Card(item, self.session.words)
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{card.claimer} {card.cue}: {card.content} ({item.status})"
        if role == Qt.ItemDataRole.ToolTipRole:
            return tool_tip(card.all_words())
        return "\n".join(filter(None, (card.described, card.values)))
