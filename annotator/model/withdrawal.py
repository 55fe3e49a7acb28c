"""Withdrawing a release, and bringing it back: what an act over releases decides on each."""

from __future__ import annotations

from annotator.model.fold import Fold
from annotator.model.records import Release
from annotator.model.selection import NOTHING_SELECTED
from annotator.model.steps import BRING_BACK, WITHDRAW, Step, begun


def withdraw(_release: Release, stands: Fold) -> Step | None:
    """Take a release out; None when it is out already."""
    if stands.state == "withdrawn":
        return None
    return Step(WITHDRAW, (), NOTHING_SELECTED, "withdrawn")


def bring_back(_release: Release, stands: Fold) -> Step | None:
    """Put a withdrawn release back, with all that was decided in it; None when it is not out."""
    if stands.state != "withdrawn":
        return None
    state = begun(stands.state_in_queue, stands.is_judged)  # perhaps it was while it was out
    return Step(BRING_BACK, (), NOTHING_SELECTED, state)
