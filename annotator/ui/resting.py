"""What is put off until the person rests for a moment, because it would hold up a key."""

from __future__ import annotations

import gc
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

AFTER = 250
"""Milliseconds without anything new: longer than between two keys of somebody who leafs on."""
_SELDOM = 1_000
"""How often the collector looks at what is new before it looks at everything: hardly ever."""


class Resting(QObject):
    """Does something once, a moment after it was last put off."""

    def __init__(self, parent: QObject, action: Callable[[], object], after: int = AFTER) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, singleShot=True, interval=after)
        self._timer.timeout.connect(action)

    def put_off(self) -> None:
        """Not now: in a moment, counted from now."""
        self._timer.start()


def leave_memory_alone() -> None:
    """Let Python's collector look at what is new only; `set_memory_aside` does the rest.

    Otherwise it would go through everything twice while a release of 1 MB is opened: 0.2 s.
    """
    often, less_often, _ = gc.get_threshold()
    gc.set_threshold(often, less_often, _SELDOM)


def set_memory_aside() -> None:
    """Clear up what is unused, and let Python's collector never again look at what is left.

    Over a release of 1 MB it would take a tenth of a second, at any key; it looks at what is new
    only, as long as nothing else is opened.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
