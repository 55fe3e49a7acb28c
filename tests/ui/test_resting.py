"""What waits until the person rests: Python's collector is not to hold up a key."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from weakref import ref

import pytest
from PySide6.QtCore import QObject, Qt
from pytestqt.qtbot import QtBot

from annotator.ui.resting import Resting, Tidying, set_memory_aside

MANY = 200_000
"""Things of which the collector would look through everything, were it left as it is."""


A_KEY = 5_000
"""Things that one key may make."""


class Ring:
    """Holds itself, so that only the collector clears it up."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def collector() -> Iterator[None]:
    """Python's collector as the window has it; it is as it was afterwards."""
    before, window = gc.get_threshold(), QObject()
    Tidying(window)
    yield
    window.deleteLater()
    gc.set_threshold(*before)
    gc.unfreeze()


def looked(generation: int) -> int:
    """How often the collector looked at what is so old, at everything by 2."""
    return gc.get_stats()[generation]["collections"]


@pytest.mark.usefixtures("qapp", "collector")
def test_the_collector_looks_at_everything_only_while_the_person_rests() -> None:
    set_memory_aside()
    before = looked(2)
    opened = [[number] for number in range(MANY)]
    assert looked(2) == before
    set_memory_aside()
    assert looked(2) == before + 1
    assert gc.get_freeze_count() > MANY
    assert len(opened) == MANY


@pytest.mark.usefixtures("collector")
def test_the_collector_looks_at_what_is_new_when_the_window_waits_and_not_before(
    qtbot: QtBot,
) -> None:
    set_memory_aside()
    before, ring = looked(0), Ring()
    left = ref(ring)
    del ring
    pressed = [[number] for number in range(A_KEY)]
    assert looked(0) == before
    assert left() is not None
    qtbot.waitUntil(lambda: left() is None)
    assert len(pressed) == A_KEY


@pytest.mark.usefixtures("collector")
def test_what_lived_through_many_looks_is_looked_at_again(qtbot: QtBot) -> None:
    set_memory_aside()
    before, kept = looked(1), []
    while looked(1) == before:
        kept.append([[number] for number in range(A_KEY)])
        seen = looked(0) + looked(1)
        qtbot.waitUntil(lambda seen=seen: looked(0) + looked(1) > seen)
        assert len(kept) < 20
    assert len(kept) > 5


@pytest.mark.usefixtures("qapp", "collector")
def test_the_collector_looks_at_what_is_new_by_itself_when_the_window_never_waits() -> None:
    """As while a thread works, or one thing that takes long."""
    set_memory_aside()
    ring = Ring()
    left = ref(ring)
    del ring
    made = [[number] for number in range(MANY)]
    assert left() is None
    assert len(made) == MANY


@pytest.mark.usefixtures("qapp", "collector")
def test_it_does_not_look_at_everything_after_some_looks_at_what_is_new() -> None:
    set_memory_aside()
    made, before = [[number] for number in range(MANY)], looked(2)
    for _ in range(100):
        gc.collect(1)
    made += [[number] for number in range(MANY)]
    assert looked(2) == before
    assert len(made) == 2 * MANY


@pytest.mark.usefixtures("qapp", "collector")
def test_what_is_unused_is_cleared_up_while_the_person_rests() -> None:
    ring = Ring()
    left = ref(ring)
    set_memory_aside()
    del ring
    assert left() is not None
    set_memory_aside()
    assert left() is None


def test_what_is_put_off_again_waits_as_long_as_at_first(qtbot: QtBot) -> None:
    window = QObject()
    resting = Resting(window, lambda: None, 60_000)
    resting._timer.setTimerType(Qt.TimerType.PreciseTimer)
    left = resting._timer.remainingTime
    resting.put_off()
    qtbot.waitUntil(lambda: left() < 59_990)
    before = left()
    resting.put_off()
    assert left() > before
    window.deleteLater()
