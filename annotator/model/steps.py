"""Steps: what one command did. They are only ever added; undo and redo are steps too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from annotator.model.records import Record, Suggestion
from annotator.model.selection import Selection

Verb = Literal["accept", "reject", "correct", "add"]
ReleaseState = Literal["new", "started", "finished", "withdrawn"]
"""A withdrawn release is in no queue and goes out with no export, until it comes back."""
WITHDRAW: Literal["withdraw"] = "withdraw"
BRING_BACK: Literal["bring-back"] = "bring-back"
"""The commands whose steps take a release out and put it back."""
StepKind = Literal["do", "undo", "redo"]


def begun(state: ReleaseState, is_judged: bool) -> ReleaseState:
    """The state of a release that is said to be in one: where something is judged it is not new."""
    return "started" if state == "new" and is_judged else state


@dataclass(frozen=True, slots=True)
class Decision:
    """One verdict on one item: accept, reject, correct (`was` -> `record`) or add (`record`).

    `item` is the id of a stored suggestion (``s17``) or of an addition (``a3``: the third of its
    release).
    """

    verb: Verb
    item: str
    record: Record | None = None
    was: Record | None = None
    seen: bool = True
    """False where it was decided on along with others and the person never selected it."""
    blind: bool = False
    """Whether it was seen, and decided while the names in the release were masked, with blind mode
    on ever since the release was opened; entities selected in between, when names are shown, do not
    change that."""


@dataclass(frozen=True, slots=True)
class Step:
    """What one command did to one release, before the store numbers it.

    `selection` is what was selected before; undo puts it back. `state` is the state that the
    release is put in ("finished", "withdrawn", or "started" to reopen), or None when that stays as
    it is.
    `seconds` is how long the person took since the step before.
    """

    command: str
    decisions: tuple[Decision, ...]
    selection: Selection
    state: ReleaseState | None = None
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class RecordedStep:
    """A step as the store keeps it.

    For "undo" and "redo", `target` is the number of the step that is turned back or done again and
    `step` is that step; for "do" `target` is None.
    """

    number: int
    release: str
    kind: StepKind
    annotator: str
    at: str
    """UTC, ISO 8601."""
    step: Step
    target: int | None = None


@dataclass(frozen=True, slots=True)
class StoredSuggestion:
    """A suggestion under the id that decisions name."""

    id: str
    suggestion: Suggestion
