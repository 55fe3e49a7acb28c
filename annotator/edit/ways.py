"""How a task of the practice is meant to go, and whether somebody strays from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from annotator.edit.commands import COMMANDS
from annotator.edit.here import Here
from annotator.edit.lesson import Task

_WINDOW = ("View", "Help", "")
"""Menus whose commands are never a wrong try."""
_HISTORY = ("undo", "redo")
_STEERING = {c.id for c in COMMANDS.values() if c.menu in ("Go", "Mark")}
_STEERED = {c.id for c in COMMANDS.values() if c.menu == "Mark"} | {
    name for name in COMMANDS if name.startswith(("caret-", "paragraph-"))
}
"""Commands of a task in which one may steer as one likes."""


class Stop(NamedTuple):
    """What there is at one moment of the practice."""

    stands: tuple[str, frozenset[object]]
    """The state of the release and every item with its status."""
    chosen: object
    """What is selected, without ids: those of additions differ from time to time."""


def stop_at(here: Here) -> Stop:
    """What there is now."""
    items = here.fold.items.values()
    stands = frozenset((item.record, item.status) for item in items if not item.is_void)
    now, record = here.selection, here.item and here.item.record
    chosen = (now.caret, now.mark, now.part, now.fragment, record)
    return Stop((here.fold.state, stands), chosen)


@dataclass(frozen=True, slots=True)
class Way:
    """What a task looks like when it is done as written: before its keys and after each of them."""

    task: Task
    stops: tuple[Stop, ...]

    def strays(self, now: Stop) -> tuple[bool, bool]:
        """Whether something else was done, and whether something else is selected."""
        steers = any(binding.command in _STEERED for binding in self.task.commands())
        return self._has_done_else(now), not steers and now not in self.stops

    def _has_done_else(self, now: Stop) -> bool:
        return all(now.stands != stop.stands for stop in self.stops)

    def keys_to(self, now: Stop) -> int:
        """So many of the task's keys have been pressed, as far as that can be seen."""
        return self.stops.index(now) if now in self.stops else 0

    def is_left(self, now: Stop, ran: Iterable[str]) -> bool:
        """Whether a command is none of the task's, or something was done that it does not ask."""
        if self._has_done_else(now):
            return True
        expected = {binding.command for binding in self.task.commands()} | set(_HISTORY)
        if expected & _STEERED:
            expected |= _STEERING
        return any(not _is_expected(command, expected) for command in ran)


def _is_expected(command: str, expected: set[str]) -> bool:
    known = COMMANDS.get(command)
    return known is not None and (command in expected or known.menu in _WINDOW)
