"""What is put off until the person rests for a moment, because it would hold up a key."""

from __future__ import annotations

import gc
from collections.abc import Callable

from PySide6.QtCore import QAbstractEventDispatcher, QObject, QTimer, Slot

AFTER = 250
"""Milliseconds without anything new: longer than between two keys of somebody who leafs on."""
_NEW = 700
"""So many things more than before are worth a look."""
_WITHOUT_WAITING = 50_000
"""So many of them get one in any case."""
_GENERATION = 10
"""How often the collector looks at what is new before it looks at what was new then."""
_SELDOM = 1_000
"""How often it does that before it looks at everything: hardly ever."""


class Resting(QObject):
    """Does something once, a moment after it was last put off."""

    def __init__(self, parent: QObject, action: Callable[[], object], after: int = AFTER) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, singleShot=True, interval=after)
        self._timer.timeout.connect(action)

    def put_off(self) -> None:
        """Not now: in a moment, counted from now."""
        self._timer.start()


class Tidying(QObject):
    """Has Python's collector look at what is new while the window waits, and not within a key.

    There it took up to 14 ms, in a release of 1 MB. It goes on by itself only where the window has
    not waited for long; `set_memory_aside` does the rest.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.set_threshold(_WITHOUT_WAITING, _GENERATION, _SELDOM)
        QAbstractEventDispatcher.instance().aboutToBlock.connect(self._tidy)

    @Slot()
    def _tidy(self) -> None:
        new, looked, _ = gc.get_count()
        if new > _NEW:
            gc.collect(1 if looked >= _GENERATION else 0)


def set_memory_aside() -> None:
    """Clear up what is unused, and let Python's collector never again look at what is left.

    Over a release of 1 MB it would take a tenth of a second, at any key; it looks at what is new
    only, as long as nothing else is opened.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
