"""The benchmarks cannot lie: what they measure must have happened."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import everywhere_speed
import key_speed
import pytest
import safety_speed
import session_speed
import start_speed
from hands import Hands
from large_project import measure_here
from measured import Moment, Times, UntrueError, in_a_process, memory_of, p99, quarters, told
from pytestqt.qtbot import QtBot

from annotator.edit.keys import Keymap
from annotator.edit.session import Session
from annotator.model.plain import Incoming
from annotator.model.records import Entity, Release, Suggestion
from annotator.model.spans import Span
from annotator.store.project import Project

ANN = Suggestion(Entity(Span(0, 7), "PERSON"), "pen@1", "written", 0.9)


class Keyboard:
    """Runs a command for each key; the page is painted as often as `paints` says."""

    def __init__(self, session: Session, paints: int) -> None:
        self.session, self.paints, self.count = session, paints, 0
        self.ended = Moment(0, 0)

    def press(self, key: str) -> None:
        self.session.run(key)
        self.count += self.paints
        self.ended = Moment.now()


@pytest.fixture
def session(tmp_path: Path, qapp: object) -> Iterator[Session]:  # noqa: ARG001
    with Project.create(tmp_path / "bench.annotator", "ann") as project:
        project.add_all(iter([Incoming(Release("Ann Lee won.", "A race"), (ANN,))]))
        session = Session(project, Keymap())
        session.open_first()
        yield session


def hands_on(session: Session, paints: int) -> Hands:
    keyboard = Keyboard(session, paints)
    return Hands(SimpleNamespace(), session, keyboard, keyboard)  # type: ignore[arg-type]


def test_a_key_without_its_paint_is_an_error(session: Session) -> None:
    hands = hands_on(session, paints=0)
    with pytest.raises(UntrueError, match="nothing was painted"):
        hands.press("next", "next-open")
    hands.close()


def test_a_decision_that_is_not_on_the_disk_is_an_error(session: Session) -> None:
    hands = hands_on(session, paints=1)
    hands.press("accept", "accept", decides=True)
    page, window = hands.times["accept"].figures(), hands.wholes["accept"].figures()
    assert page["count"] == window["count"] == hands.paints["accept"] == 1
    assert 0 < page["median"] <= window["median"]
    with pytest.raises(UntrueError, match="wrote 0 steps"):
        hands.press("accept", "next-open", decides=True)
    with pytest.raises(UntrueError, match="wrote 1 steps"):
        hands.press("next", "undo")
    hands.close()


def test_a_large_project_is_measured_all_over(qtbot: QtBot) -> None:  # noqa: ARG001
    found = measure_here(30, 1)
    assert found["sizes"]["releases"] == 30
    assert found["sizes"]["suggestions"] == 300
    names = {"open", "next release", "search: none", "status", "step", "queue: search"}
    assert names <= found["times"].keys()
    assert json.dumps(found)


def test_every_key_is_measured_in_the_window_of_the_program() -> None:
    found = key_speed.measure(4_000, "1", rounds=3, runs=1)
    assert found.keys() == {*key_speed.KEYS, *key_speed.FURTHER}
    for row in found.values():
        assert row["paints"] >= row["count"] > 0
        assert 0 < row["median"] <= row["window median"]


def test_a_press_is_at_its_median_of_several_runs_and_the_worst_run_stands_beside_it() -> None:
    slow_each_time = [[1.0, 9.0], [1.2, 8.0], [1.1, 10.0]]
    lent_away_once = [[1.0, 2.0], [30.0, 2.2], [1.4, 2.1]]
    for runs, usual, worst in (
        (slow_each_time, [1.1, 9.0], 10.0),
        (lent_away_once, [1.4, 2.1], 30),
    ):
        times = [Times(run, run) for run in runs]
        assert Times.usual(times).wall == usual
        found = key_speed.usual_figures(times, "")
        assert (found["p99"], found["p99 of one run"]) == (max(usual), worst)


def test_runs_that_did_not_do_the_same_are_an_error() -> None:
    with pytest.raises(UntrueError, match="did not do the same"):
        Times.usual([Times([1.0], [1.0]), Times([1.0, 2.0], [1.0, 2.0])])


def test_a_start_is_measured_until_the_first_key_is_accepted(tmp_path: Path) -> None:
    found = start_speed.start(str(tmp_path))
    moments = [found[moment] for moment in start_speed.MOMENTS]
    assert moments == sorted(moments)
    assert found["window RSS"] > 10
    assert found["suggester RSS"] > 10


def test_a_start_that_never_gets_there_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start_speed, "LONGEST", 0.01)
    with pytest.raises(UntrueError, match="not accepted within"):
        start_speed.start(str(tmp_path))


def test_keys_without_a_window_are_measured_with_what_they_write(qapp: object) -> None:  # noqa: ARG001
    rows = {row["what"]: row for row in session_speed.measured(20_000)}
    assert {"open", "tab", "a", "x", "ctrl+z", "1 2", "ctrl+z of y"} <= rows.keys()
    assert rows["a"]["count"] == session_speed.ROUNDS
    assert all(row["median"] <= row["worst"] for row in rows.values())


def test_a_verdict_in_a_whole_project_is_measured_from_finding_to_redo() -> None:
    rows = {row["what"]: row for row in everywhere_speed.measured(20)}
    assert {what for what in rows if what.endswith("Ann Lee")} == {
        "find Ann Lee", "do Ann Lee", "undo Ann Lee", "redo Ann Lee",
    }  # fmt: skip
    assert rows["do Ann Lee"]["places"] == 19
    assert all(0 < row["longest"] <= row["seconds"] * 1000 for row in rows.values())


def test_what_safety_costs_is_measured_with_and_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(safety_speed, "STEPS", 12)
    rows = {row["what"]: row for row in safety_speed.measured(8, tmp_path)}
    assert rows["step with its link"]["count"] == rows["step without"]["count"] == 12
    assert {"step while a backup is made", "backup", "check"} <= rows.keys()
    with Project.open(tmp_path / "8.annotator", "ann") as project:
        assert project.last_step() > 24


def test_a_check_that_finds_nothing_wrong_with_steps_without_a_link_is_an_error(
    tmp_path: Path,
) -> None:
    path = tmp_path / "sound.annotator"
    Project.create(path, "ann").close()
    with pytest.raises(UntrueError, match="were not found"):
        safety_speed.checked(path)


def test_figures_tell_the_middle_the_end_and_what_is_missed() -> None:
    assert p99(range(1, 101)) == 100
    assert quarters([1.0, 2.0, 3.0, 4.0, 5.0]) == (2, 3, 4)
    assert (told(7.9, 8.0), told(8.1, 8.0)) == ("7.90 ", "8.10!")
    times = Times()
    for _ in range(3):
        with times.once():
            sum(range(1000))
    times.add_longest(times)
    assert times.figures()["count"] == 4
    assert times.wall[-1] == max(times.wall[:-1])
    assert times.figures()["p99"] <= times.figures()["worst"]
    assert 0 < times.figures()["thread median"] <= times.figures()["p99"]


def test_memory_is_that_of_another_process_too() -> None:
    import os

    assert in_a_process(os.getpid) != os.getpid()
    held = memory_of(os.getpid())
    assert 10 < held["PSS"] <= held["RSS"]
