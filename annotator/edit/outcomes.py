"""What a command may want: a new selection, a step, a question, or something of the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.edit.prompts import Prompt
from annotator.model.fold import Fold
from annotator.model.records import Release
from annotator.model.selection import Selection
from annotator.model.spans import Span
from annotator.model.steps import Decision, ReleaseState, Step

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
class ActInAll:
    """Write one act over many releases: the step that `decide` has for each, if any.

    Where the release in hand is among them, what is selected in it stays.
    """

    releases: Sequence[str]
    decide: Callable[[Release, Fold], Step | None]
    note: str = ""
    """What the sentence about it says besides."""
    doing: str = "Judging equal strings"
    """What is said to be done while it is made ready."""
    decided: int | None = None
    """In how many of them something is decided, as far as is known; None: in all."""


@dataclass(frozen=True, slots=True)
class Show:
    """Go to an item (None: mark the place) of a release (None: of the one in hand)."""

    release: str | None
    span: Span
    item: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """Select a place that was searched for, and tell which of them it is."""

    selection: Selection
    told: str


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
class NewLabel:
    """Let the scheme of the project have one more label, then label what is chosen with it."""

    name: str


@dataclass(frozen=True, slots=True)
class Want:
    """Something only the window can do, by name ("larger-text", "quit" ...)."""

    name: str


@dataclass(frozen=True, slots=True)
class Wait:
    """Run the command again when the structure of the passage at `offset` has come."""

    offset: int


@dataclass(frozen=True, slots=True)
class More:
    """Nothing yet, as far as there was time to look: run the command again to look on."""


Outcome = (
    Selection
    | Found
    | Act
    | ActInAll
    | Show
    | Say
    | Copy
    | Open
    | Turn
    | NewLabel
    | Want
    | Prompt
    | Wait
    | More
)
Function = Callable[["Here", str], Outcome]


def outcome_of(function: Function, here: Here, argument: str) -> Outcome:
    """What a command comes to, however long it looks."""
    outcome = function(here, argument)
    while isinstance(outcome, More):
        outcome = function(here, argument)
    return outcome


def not_asked(why: str, answer: str = "") -> Say | Prompt:
    """Why a question is not put: said where it was answered already, else in its place.

    So whoever types the answer at once decides nothing by it.
    """
    if answer:
        return Say(why)
    return Prompt("not-asked", why, lambda _here, _typed: Say(""), free=True, has_field=False)
