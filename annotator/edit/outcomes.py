"""What a command may want: a new selection, a step, a question, or something of the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.edit.prompts import Prompt
from annotator.model.selection import Selection
from annotator.model.steps import Decision, ReleaseState

if TYPE_CHECKING:
    from annotator.edit.here import Here


@dataclass(frozen=True, slots=True)
class Act:
    """Write one step, then select `after`."""

    decisions: Sequence[Decision]
    after: Selection
    state: ReleaseState | None = None
    opens_next: bool = False
    note: str = ""
    """What the sentence about it says besides."""


@dataclass(frozen=True, slots=True)
class Say:
    """Write nothing; tell why."""

    text: str


@dataclass(frozen=True, slots=True)
class Copy:
    """Write nothing; put a piece of the untouched text on the clipboard."""

    text: str


@dataclass(frozen=True, slots=True)
class Open:
    """Open another release: the next one (+1), the one before (-1), or the first unfinished (0)."""

    direction: int


@dataclass(frozen=True, slots=True)
class Turn:
    """Undo (-1) or redo (+1)."""

    direction: int


@dataclass(frozen=True, slots=True)
class Want:
    """Something only the window can do, by name ("larger-text", "quit" ...)."""

    name: str


@dataclass(frozen=True, slots=True)
class Wait:
    """Run the command again when the structure that it needs has come.

    If something else comes first, it is done without where it `keeps`, else forgotten.
    """

    keeps: bool


Outcome = Selection | Act | Say | Copy | Open | Turn | Want | Prompt | Wait
Function = Callable[["Here", str], Outcome]
