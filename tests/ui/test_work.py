"""Long work: it ends once, whatever happens to it, and nothing of it runs after that."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from annotator.model.errors import AnnotatorError
from annotator.ui.work import Worker


class Ends:
    """Keeps what came of a work."""

    def __init__(self) -> None:
        self.results: list[object] = []
        self.errors: list[str | None] = []

    def __call__(self, result: object, error: AnnotatorError | None) -> None:
        self.results.append(result)
        self.errors.append(None if error is None else str(error))


def deaf(_result: object, _error: AnnotatorError | None) -> None:
    raise AnnotatorError("There is no session any more.")


def counted(numbers: list[int], failure: Exception | None = None) -> Iterator[int]:
    for number in range(100):
        numbers.append(number)
        yield number
        if failure is not None and number == 2:
            raise failure


@pytest.mark.parametrize(
    ("failure", "sentence"),
    [
        (None, None),
        (AnnotatorError("The disk is full."), "The disk is full."),
        (KeyError("text"), "Importing failed: KeyError: 'text'"),
    ],
)
def test_slices_run_to_their_end_and_say_how_it_was(qtbot, failure, sentence):
    worker = Worker(lambda _: None)
    ends, numbers = Ends(), []
    worker.slices(counted(numbers, failure), "Importing", str, ends)
    qtbot.waitUntil(lambda: not worker.is_busy)
    assert ends.errors == [sentence]
    assert ends.results == [99 if failure is None else 2]


def test_who_waits_for_slices_stops_them(qtbot):
    worker = Worker(lambda _: None)
    ends, numbers = Ends(), []
    worker.slices(counted(numbers), "Importing", str, ends)
    qtbot.waitUntil(lambda: len(numbers) >= 2)
    worker.wait()
    assert not worker.is_busy
    assert len(ends.results) == 1
    before = list(numbers)
    QApplication.processEvents()
    worker.stop()
    assert numbers == before
    assert len(ends.results) == 1


@pytest.mark.usefixtures("qtbot")
def test_slices_are_stopped_by_what_they_gave_back_and_a_work_that_is_refused_by_nothing():
    said: list[str] = []
    worker, ends, numbers = Worker(said.append), Ends(), []
    stop = worker.slices(counted(numbers), "Importing", str, ends)
    assert worker.slices(iter([1]), "Exporting", str, deaf) is None
    assert said == ["Something else is still running: wait, or stop it with {stop}"]
    stop()
    assert not worker.is_busy
    QApplication.processEvents()
    assert (ends.results, numbers) == ([None], [])


def test_a_work_is_over_even_if_nobody_can_hear_of_it(qtbot):
    worker = Worker(lambda _: None)
    with qtbot.captureExceptions() as raised:
        worker.slices(iter([1]), "Importing", str, deaf)
        qtbot.waitUntil(lambda: bool(raised))
    assert not worker.is_busy
