"""What is put off until the person rests for a moment, because it would hold up a key."""

from __future__ import annotations

import gc
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

AFTER = 250
"""Milliseconds without anything new: longer than between two keys of somebody who leafs on."""


class Resting(QObject):
    """Does something once, a moment after it was last put off."""

    def __init__(self, parent: QObject, action: Callable[[], object], after: int = AFTER) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, singleShot=True, interval=after)
        self._timer.timeout.connect(action)

    def put_off(self) -> None:
        """Not now: in a moment, counted from now."""
        self._timer.start()


def set_memory_aside() -> None:
    """Clear up what is unused, and let Python's collector never again look at what is left.

    Over a release of 1 MB it would take a tenth of a second, at any key; it looks at what is new
    only, as long as nothing else is opened.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
