"""What can be used of plain values that anybody may have written.

Whatever is not what it should be is taken as if it were not there: the rest comes in without it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from annotator.model.steps import ReleaseState

STATES: tuple[ReleaseState, ...] = ("new", "started", "finished")
"""What a file may say of a release; a withdrawn one goes out in none."""


def state_of(said: Any) -> ReleaseState:
    """The state that a file says, new where it says none."""
    return next((state for state in STATES if state == said), "new")


def named_texts(plain: Any) -> dict[str, str]:
    """The texts in an object, by their names; without what is no text."""
    if not isinstance(plain, Mapping):
        return {}
    return {
        name: value
        for name, value in plain.items()
        if isinstance(name, str) and isinstance(value, str)
    }
