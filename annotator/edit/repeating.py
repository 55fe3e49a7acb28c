"""The last decision, done again on what is next."""

from __future__ import annotations

from collections.abc import Callable

from annotator.edit.commands import COMMANDS
from annotator.edit.everywhere import COMMAND as SAME_IN_PROJECT
from annotator.edit.here import Here
from annotator.edit.inhand import InHand
from annotator.edit.moving import NO_OPEN_CLAIM, NOTHING_OPEN
from annotator.edit.places import Places
from annotator.model.selection import Selection

_DECIDING = {c.id for c in COMMANDS.values() if c.menu == "Judge"} - {"same", SAME_IN_PROJECT}
_REPEATED = _DECIDING | {"claimer"}
"""The commands that decide on what is selected."""

_LAYER = {"label": "entity", "claimer": "claim"}
"""What only an entity or only a claim has; all else is decided on either."""
_NEXT = {
    "entity": (Places.next_entity, "No entity is open here"),
    "claim": (Places.next_claim, NO_OPEN_CLAIM),
    "": (Places.next_open, NOTHING_OPEN),
}
"""How the next open item of a layer is found, and what is said where there is none."""


class Repeating:
    """Remembers the last decision as command and argument."""

    def __init__(
        self,
        hand: InHand,
        say: Callable[[str], None],
        select: Callable[[Selection], None],
        run: Callable[[str, str], None],
    ) -> None:
        self._hand, self._say, self._select, self._run = hand, say, select, run
        self._last: tuple[str, str] | None = None

    def remember(self, command: str, argument: str) -> None:
        """Keep a decision; one that means nothing elsewhere takes its place."""
        if command in _REPEATED:
            self._last = command, argument
        elif command not in COMMANDS or COMMANDS[command].menu in ("Mark", "Claim"):
            self._last = None  # a command, or the answer to a question of one

    def repeat(self) -> None:
        """Do it again: to what is selected if it is open and can take it, else to the next such."""
        if self._last is None:
            self._say("There is no decision that can be repeated")
            return
        here, layer = self._hand.here, _LAYER.get(self._last[0], "")
        if not _is_meant(here, layer):
            next_one, otherwise = _NEXT[layer]
            name = next_one(here.places, here.place)
            if name is None:
                self._say(otherwise)
                return
            self._select(here.on_item(name))
        self._run(*self._last)


def _is_meant(here: Here, layer: str) -> bool:
    """Whether what is selected is open and of this layer; what is marked in it is meant as well."""
    item = here.item
    if item is None or not item.is_open:
        return False
    return layer in ("", item.record.layer) or here.selection.mark is not None
