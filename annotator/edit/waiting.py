"""A command that waits, and what is pressed meanwhile: done in order when it goes on.

So the same keys mean the same on a slow machine as on a fast one.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from annotator.edit.commands import COMMANDS

LIMIT = 1.5
"""Seconds that a command waits for the suggester's process at most."""
BREATH = 0.02
"""Seconds in which a window surely paints what was said."""
AT_ONCE = {
    *("larger-text", "smaller-text", "normal-text", "colours", "show-rejected"),
    *("next-pane", "previous-pane", "search-queue", "menus", "keys", "guide", "guidelines"),
    *("stop", "quit"),
}
"""These only concern the window: they wait for nobody."""

Later = Callable[[float, Callable[[], None]], object]
"""Calls a function so many seconds later, between two keys."""


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True, eq=False)
class Awaited:
    """A command that waits: what goes on when the time is over, and when what it wants has come."""

    command: str
    late: Callable[[], object]
    again: Callable[[], object] | None = None
    has_come: Callable[[], bool] = _never


class Waiting:
    """At most one command that waits, and what is to be done after it."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self.later: Later | None = None
        """The window's clock; without one nothing is ever late."""
        self._say = say
        self._awaited: Awaited | None = None
        self._kept: deque[Callable[[], object]] = deque()

    @property
    def has_clock(self) -> bool:
        """Whether something can wait for time to pass."""
        return self.later is not None

    @property
    def is_on(self) -> bool:
        """Whether something waits."""
        return self._awaited is not None

    def begin(self, awaited: Awaited, seconds: float) -> None:
        """Let this wait, so long at most."""
        self._awaited = awaited
        if self.later is not None:
            self.later(seconds, lambda: self._is_late(awaited))

    def keep(self, action: Callable[[], object]) -> None:
        """Do this as well when it goes on."""
        self._kept.append(action)

    def look(self) -> None:
        """Something came: go on, if that is what was waited for."""
        awaited = self._awaited
        if awaited is not None and awaited.again is not None and awaited.has_come():
            self._go_on(awaited.again)

    def settle(self) -> None:
        """Do all of it now."""
        while self._awaited is not None:
            self._go_on(self._awaited.late)

    def drop(self) -> bool:
        """Forget it and what was kept, and say so; False when nothing waits."""
        awaited, self._awaited = self._awaited, None
        if awaited is None:
            return False
        after = len(self._kept)
        self._kept.clear()
        known = COMMANDS.get(awaited.command)
        title = known.title if known else "What was asked for"
        more = f", nor the {after} keys after it" if after > 1 else ", nor the key after it" * after
        self._say(f"Not done: {title[0].lower()}{title[1:]}{more}")
        return True

    def _is_late(self, awaited: Awaited) -> None:
        if self._awaited is awaited:
            self._go_on(awaited.late)

    def _go_on(self, action: Callable[[], object]) -> None:
        """Do it, then what was kept, as far as the next one that waits."""
        self._awaited = None
        action()
        while self._kept and self._awaited is None:
            self._kept.popleft()()
