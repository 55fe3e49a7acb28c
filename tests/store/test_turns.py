"""Undo and redo of an act over many releases: made ready first, then written whole or not."""

from __future__ import annotations

import itertools
import sqlite3
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest
from club import step
from races import ANN, BOB, IDS, RELEASES, accept_all, accepting, fill, judged, statuses, sums
from tampering import faults, tampered

from annotator.model.fold import Fold
from annotator.model.plain import PastStep
from annotator.model.records import Claim, Entity, Release, Suggestion
from annotator.model.selection import NOTHING_SELECTED, Selection
from annotator.model.spans import Span
from annotator.model.steps import Decision, Step
from annotator.store import history, reading, writing
from annotator.store.errors import DamagedProjectError, StoreError
from annotator.store.project import Project
from annotator.store.turning import ReadyTurn


@pytest.fixture
def club(path: Path):
    with Project.create(path, "ann") as project:
        yield fill(project)


@pytest.fixture(params=["undo", "redo"])
def kind(request, club):
    """Undo of an act over all releases, or redo of it."""
    accept_all(club)
    if request.param == "redo":
        club.undo()
    return request.param


def turn_ready(project: Project, kind: history.TurnKind) -> ReadyTurn:
    recorded, ready = project.turn(kind)
    assert recorded is None
    assert list(ready.steps()) in ([], [ready])
    return ready


def test_a_single_step_is_turned_at_once(club):
    club.record(IDS[1], step("accept", "s3"))
    for kind, count in (("undo", 0), ("redo", 1)):
        recorded, ready = club.turn(kind)
        assert (recorded.step.kind, ready) == (kind, None)
        assert judged(club) == [0, count, 0, 0]
    assert club.turn("redo") == (None, None)


def test_a_turn_is_told_as_far_as_it_is_made_ready(club, kind, monkeypatch):
    monkeypatch.setattr("annotator.store.readying._SLICE_SECONDS", -1)
    _, ready = club.turn(kind)
    told = [one.told() for one in ready.steps()]
    assert told == [f"{count} of 4 releases" for count in range(1, 5)]


def test_a_slice_is_over_when_its_time_is(club, kind, monkeypatch):
    """The clock goes on by a second whenever somebody looks; a slice has two and a half."""
    clock = SimpleNamespace(perf_counter=partial(next, itertools.count()))
    monkeypatch.setattr("annotator.store.readying.time", clock)
    monkeypatch.setattr("annotator.store.readying._SLICE_SECONDS", 2.5)
    _, ready = club.turn(kind)
    assert [one.told() for one in ready.steps()] == ["3 of 4 releases"]
    assert ready.is_whole


def test_a_release_that_cannot_be_read_while_it_is_made_ready_is_told(club, kind, monkeypatch):
    def damaged(*_):
        error = sqlite3.DatabaseError("database disk image is malformed")
        error.sqlite_errorname = "SQLITE_CORRUPT"
        raise error

    _, turn = club.turn(kind)
    act = club.make_ready(IDS, accepting(Span(8, 11)))
    monkeypatch.setattr("annotator.store.reading.read_fold", damaged)
    for ready in (turn, act):
        with pytest.raises(DamagedProjectError, match="annotator repair"):
            list(ready.steps())
        assert not ready.is_whole


def test_making_a_turn_ready_writes_nothing(club, kind):
    before, last = (sums(club), statuses(club)), club.last_step()
    turn_ready(club, kind)
    _, half = club.turn(kind)
    with pytest.raises(StoreError, match="Not all of it is ready"):
        club.record_turned(half)
    assert ((sums(club), statuses(club)), club.last_step()) == (before, last)


def test_a_turn_is_written_whole_and_keeps_what_is_in_hand(club, kind, path):
    in_hand = club.fold(IDS[2])
    turned = club.record_turned(turn_ready(club, kind))
    stands = kind == "redo"
    assert [one.step.target for one in (turned, *turned.others)] == [1, 2, 3, 4]
    assert {one.step.kind for one in (turned, *turned.others)} == {kind}
    assert [list(one.changes.items) for one in turned.others] == [["s3"], ["s5"], ["s7"]]
    assert club.fold(IDS[2]) is in_hand
    assert in_hand.items["s5"].stands == stands
    assert judged(club) == [stands] * 4
    before = statuses(club)
    club._kept.clear()
    assert statuses(club) == before
    club.close()
    assert faults(path) == []


def test_a_step_in_between_makes_a_turn_void(club, kind):
    ready = turn_ready(club, kind)
    club.record(IDS[3], step("reject", "s8"))
    before, last = sums(club), club.last_step()
    with pytest.raises(StoreError, match="Something else was decided meanwhile"):
        club.record_turned(ready)
    assert (sums(club), club.last_step()) == (before, last)


def test_a_step_of_another_program_in_between_makes_a_turn_void(club, kind, path):
    ready = turn_ready(club, kind)
    last = club.last_step() + 1
    other = sqlite3.connect(path)
    with other:
        other.execute(
            "INSERT INTO steps (number, release, kind, annotator, at, step, done)"
            f" SELECT {last}, release, kind, annotator, at, step, {last} FROM steps"
            " WHERE number = 1"
        )
    other.close()
    with pytest.raises(StoreError, match="Something else was decided meanwhile"):
        club.record_turned(ready)
    assert club.last_step() == last


def test_suggestions_that_came_in_between_are_there_when_it_is_turned(path):
    with Project.create(path, "ann") as project:
        for release in RELEASES:
            project.add(release)
        added = Step("all", (Decision("add", "a1", ANN.record),), Selection(Span(0, 3)))
        project.record_all(IDS, lambda _release, _fold: added)
        ready = turn_ready(project, "undo")
        assert project.add_run(IDS[1], (ANN, BOB), 0.1)
        project.record_turned(ready)
        row = project.queue_row(IDS[1])
        assert (row.state, row.open, row.judged, row.doubtful) == ("new", 2, 0, 1)
    assert faults(path) == []


def fill_with_claims(project: Project) -> None:
    """Four releases with a claim each, of four claimers."""
    for release, name in zip(RELEASES, ("Ann", "Dan", "Bob", "Cid"), strict=True):
        claim = Claim((Span(8, 11),), Span(4, 7), (Span(0, 3),), name)
        project.add(release, (Suggestion(claim, "pen@1", "written", 0.9),))


def test_claimers_that_are_decided_on_again_come_to_the_front(path):
    with Project.create(path, "ann") as project:
        fill_with_claims(project)
        ready = project.make_ready(IDS[:2], accept_open)
        list(ready.steps())
        project.record_ready(ready)
        project.record(IDS[2], step("accept", "s3"))
        assert project.recent_claimers() == ["Bob", "Dan", "Ann"]
        project.undo()
        project.undo()
        project.redo()
        assert project.recent_claimers() == ["Dan", "Ann", "Bob"]


@pytest.mark.parametrize("releases", [1, 2])
def test_claimers_of_what_stands_again_after_an_undo_stay_where_they_are(path, releases):
    with Project.create(path, "ann") as project:
        fill_with_claims(project)
        for number, release in enumerate(IDS[:3], 1):
            project.record(release, step("accept", f"s{number}"))
        project.record_all(IDS[:releases], reject_standing)
        project.undo()
        assert judged(project) == [1, 1, 1, 0]
        assert project.recent_claimers() == ["Bob", "Dan", "Ann"]


def reject_standing(_release: Release, fold: Fold) -> Step:
    decisions = tuple(Decision("reject", name) for name, item in fold.items.items() if item.stands)
    return Step("all", decisions, NOTHING_SELECTED)


def accept_open(_release: Release, fold: Fold) -> Step:
    decisions = tuple(Decision("accept", name) for name, item in fold.items.items() if item.is_open)
    return Step("all", decisions, NOTHING_SELECTED)


def test_of_an_act_that_is_undone_in_part_only_the_rest_is_turned(club):
    """As in a project that was repaired: the file broke off between the rows of an undo."""
    club.record(IDS[0], step("reject", "s2"))
    accept_all(club)
    with club._writing() as db:
        for _ in range(2):
            entry = history.next_turned(db, "undo")
            writing.write_step(db, entry, "ann", "2026-03-01T09:30:00.000Z")
            release = reading.release_as_it_is(db, entry.release)
            stands = reading.read_fold(db, entry.release, release.id)
            writing.write_progress(db, entry.release, release, stands)
    assert judged(club) == [2, 1, 0, 0]
    dan = Entity(Span(0, 3), "PERSON")
    club.add(Release("Dan left."), (), [PastStep(step("add", "a1", dan))])
    assert len(club.undo().others) == 1
    assert judged(club) == [1, 0, 0, 0, 1]
    assert len(club.redo().others) == 3
    assert judged(club) == [2, 1, 1, 1, 1]
    club.undo()
    assert club.undo().step.target == 1
    assert judged(club) == [0, 0, 0, 0, 1]


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE steps SET step = '{}' WHERE number = 4",
        f"UPDATE steps SET step = '{'[' * 5_000}' WHERE number = 4",
        "DELETE FROM steps WHERE number = 1",
        "DELETE FROM releases WHERE number = 4",
        "UPDATE steps SET done = 4 WHERE number = 3",
    ],
)
def test_what_other_hands_made_of_an_act_is_told_and_nothing_of_it_turned(club, path, damage):
    accept_all(club)
    tampered(path, damage)
    with pytest.raises(DamagedProjectError, match=r"club\.annotator"):
        club.undo()
    assert club.last_step() == 4
