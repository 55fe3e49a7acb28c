"""The last decision, done again on what is next."""

from __future__ import annotations

from collections.abc import Callable

from annotator.edit.commands import COMMANDS
from annotator.edit.everywhere import COMMAND as SAME_IN_PROJECT
from annotator.edit.inhand import InHand
from annotator.edit.moving import NOTHING_OPEN
from annotator.model.selection import Selection

_DECIDING = {c.id for c in COMMANDS.values() if c.menu == "Judge"} - {"same", SAME_IN_PROJECT}
_REPEATED = _DECIDING | {"claimer"}
"""The commands that decide on what is selected."""


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
        """Do it again: to what is selected if it is open, else to the next open."""
        if self._last is None:
            self._say("There is no decision that can be repeated")
            return
        here = self._hand.here
        if here.item is None or not here.item.is_open:
            name = here.places.next_open(here.place)
            if name is None:
                self._say(NOTHING_OPEN)
                return
            self._select(here.on_item(name))
        self._run(*self._last)
