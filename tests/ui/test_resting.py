"""What waits until the person rests: Python's collector is not to hold up a key."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from weakref import ref

import pytest

from annotator.ui.resting import leave_memory_alone, set_memory_aside

MANY = 200_000
"""Things of which the collector would look through everything, were it left as it is."""


class Ring:
    """Holds itself, so that only the collector clears it up."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def collector() -> Iterator[None]:
    """Python's collector; it is as it was afterwards."""
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


def looked_through() -> int:
    """How often the collector looked through everything."""
    return gc.get_stats()[2]["collections"]


@pytest.mark.usefixtures("collector")
def test_the_collector_looks_at_everything_only_while_the_person_rests() -> None:
    leave_memory_alone()
    set_memory_aside()
    before = looked_through()
    opened = [[number] for number in range(MANY)]
    assert looked_through() == before
    set_memory_aside()
    assert looked_through() == before + 1
    assert len(opened) == MANY


@pytest.mark.usefixtures("collector")
def test_what_is_unused_is_cleared_up_while_the_person_rests() -> None:
    ring = Ring()
    left = ref(ring)
    set_memory_aside()
    del ring
    assert left() is not None
    set_memory_aside()
    assert left() is None
