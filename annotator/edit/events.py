"""What a session tells its listeners. Each pane asks "is it mine?" and repaints only that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from annotator.edit.keys import Lookup
from annotator.edit.letters import Lettered
from annotator.edit.prompts import Prompt
from annotator.model.fold import Changes

Tone = Literal["quiet", "done", "error"]


@dataclass(frozen=True, slots=True)
class Opened:
    """Another release is in hand (or none), or its suggestions have come."""


@dataclass(frozen=True, slots=True)
class Selected:
    """Something else is selected, caret and mark included."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A step was recorded: these items of the release in hand may look different."""

    changes: Changes


@dataclass(frozen=True, slots=True)
class QueueChanged:
    """What the queue shows of one release (None: of any) changed."""

    release: str | None


@dataclass(frozen=True, slots=True)
class LabelsChanged:
    """The project has another label."""


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence for the status line."""

    text: str
    tone: Tone
    stays: str = ""
    """What of an error is still to be read after the next key; all of it where this is empty."""


@dataclass(frozen=True, slots=True)
class Prompted:
    """A question is open, changed, or (None) answered."""

    prompt: Prompt | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """The window is to do something, by name."""

    name: str


@dataclass(frozen=True, slots=True)
class Copied:
    """A piece of the untouched text is to go to the clipboard."""

    text: str


@dataclass(frozen=True, slots=True)
class Typed:
    """Keys are typed that mean nothing yet."""

    keys: str
    lookup: Lookup


@dataclass(frozen=True, slots=True)
class LettersShown:
    """Letters stand at the words, are fewer now, or (None) are gone."""

    letters: Lettered | None


Event = (
    Opened
    | Selected
    | Changed
    | QueueChanged
    | LabelsChanged
    | Said
    | Prompted
    | Wanted
    | Copied
    | Typed
    | LettersShown
)
Listener = Callable[[Event], None]
