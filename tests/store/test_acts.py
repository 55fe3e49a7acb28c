"""One act over many releases: all of it or nothing, one undo, whatever happens in between."""

from __future__ import annotations

import random
import signal
import sqlite3
import tempfile
from pathlib import Path

import pytest
from club import step
from hypothesis import given, settings
from hypothesis import strategies as st
from killing import killed
from races import ANN, BOB, IDS, RELEASES, accept_all, accepting, fill, judged, statuses, sums
from tampering import faults

from annotator.model.fold import Fold, FoldError
from annotator.model.records import Release
from annotator.model.selection import Selection
from annotator.model.spans import Span
from annotator.model.steps import Decision, Step
from annotator.store.acting import Recorded
from annotator.store.errors import NotRecordedError, ReadOnlyProjectError, StoreError
from annotator.store.project import Project
from annotator.store.snapshot import Snapshot


@pytest.fixture
def club(path: Path):
    with Project.create(path, "ann") as project:
        yield fill(project)


def test_an_act_is_one_step_a_release_and_one_undo_turns_all_back(club):
    before = sums(club)
    act = accept_all(club)
    assert [one.step.release for one in (act, *act.others)] == IDS
    assert judged(club) == [1, 1, 1, 1]
    assert not club.fold(IDS[2]).items["s5"].seen
    undone = club.undo()
    assert (undone.step.kind, undone.step.target, undone.step.release) == ("undo", 1, IDS[0])
    assert [one.step.target for one in undone.others] == [2, 3, 4]
    assert sums(club) == before
    redone = club.redo()
    assert (redone.step.kind, redone.step.target, len(redone.others)) == ("redo", 1, 3)
    assert judged(club) == [1, 1, 1, 1]
    assert club.redo() is None


def made_ready(project: Project, decide=None):
    ready = project.make_ready(IDS, decide or accepting(Span(0, 3)))
    assert list(ready.steps()) in ([], [ready])
    return ready


def test_what_was_made_ready_is_written_as_if_at_once(club, tmp_path):
    club.fold(IDS[1])  # one that is kept
    act = club.record_ready(made_ready(club))
    with Project.create(tmp_path / "other.annotator", "ann") as other:
        at_once = accept_all(fill(other))
        steps = [(one.step.number, one.step.step, one.changes) for one in (act, *act.others)]
        assert steps == [
            (one.step.number, one.step.step, one.changes) for one in (at_once, *at_once.others)
        ]
        assert sums(club) == sums(other)
        assert statuses(club) == statuses(other)
    assert len(club.undo().others) == 3
    assert judged(club) == [0, 0, 0, 0]


def test_making_ready_writes_nothing(club):
    before = sums(club), [dict(club.fold(name).items) for name in IDS]
    shown = club.fold(IDS[-1])
    made_ready(club)
    assert [item.status for item in shown.items.values()] == ["open", "open"]
    half = club.make_ready(IDS, accepting(Span(0, 3)))
    with pytest.raises(StoreError, match="Not all of it is ready"):
        club.record_ready(half)
    assert (sums(club), [dict(club.fold(name).items) for name in IDS]) == before
    assert club.last_step() == 0


def test_a_step_in_between_makes_an_act_void(club):
    ready = made_ready(club)
    club.record(IDS[3], step("reject", "s7"))
    before = sums(club)
    with pytest.raises(StoreError, match="Something else was decided meanwhile"):
        club.record_ready(ready)
    assert (sums(club), club.last_step()) == (before, 1)


def test_suggestions_that_came_in_between_are_what_is_decided_on(club):
    ready = made_ready(club)
    club.add_run(IDS[2], (ANN, BOB), 0.0)
    before = club.counts().open
    assert len(club.record_ready(ready).others) == 3
    assert [item.status for item in club.fold(IDS[2]).items.values()] == ["accepted", "open"]
    assert club.counts().open == before - 4


def test_so_they_are_where_there_was_nothing_to_decide_before(path):
    with Project.create(path, "ann") as project:
        project.add(RELEASES[0], (ANN, BOB))
        for release in RELEASES[1:]:
            project.add(release)
        ready = made_ready(project)
        project.add_run(IDS[2], (BOB,), 0.0)
        project.add_run(IDS[3], (ANN, BOB), 0.0)
        act = project.record_ready(ready)
        assert [one.step.release for one in (act, *act.others)] == [IDS[0], IDS[3]]
        assert judged(project) == [1, 0, 0, 1]
        assert len(project.undo().others) == 1
        assert judged(project) == [0, 0, 0, 0]


def test_what_cannot_be_written_leaves_nothing_of_what_was_ready(club):
    ready = made_ready(club)
    before = sums(club)
    club._db.conn.execute(
        "CREATE TEMP TRIGGER full BEFORE INSERT ON steps WHEN NEW.release = 4"
        " BEGIN SELECT RAISE(ABORT, 'full'); END"
    )
    with pytest.raises(StoreError):
        club.record_ready(ready)
    assert (sums(club), club.last_step()) == (before, 0)
    assert club.fold(IDS[0]).items["s1"].is_open


def test_undo_keeps_the_order_of_acts_over_releases(club):
    club.record(IDS[1], step("reject", "s4"))
    accept_all(club)
    club.record(IDS[3], step("accept", "s8"))
    assert club.undo().others == ()
    assert len(club.undo().others) == 3
    assert (club.undo().step.release, judged(club)) == (IDS[1], [0, 0, 0, 0])
    assert club.undo() is None
    assert [len(club.redo().others) for _ in range(3)] == [0, 3, 0]
    assert judged(club) == [1, 2, 1, 2]


def test_a_release_with_nothing_to_decide_gets_no_step(club):
    club.record(IDS[1], step("reject", "s3"))
    act = accept_all(club)
    assert [one.step.release for one in (act, *act.others)] == [IDS[0], IDS[2], IDS[3]]
    assert club.record_all(IDS, accepting(Span(0, 3))) is None
    assert club.last_step() == 4


def test_a_release_that_is_named_twice_is_decided_on_once(club):
    asked = []

    def decide(release: Release, _stands: Fold) -> Step:
        asked.append(release.id)
        return Step("note", (), Selection(Span(0, 3)))

    act = club.record_all([IDS[0], IDS[1], IDS[0]], decide)
    assert asked == IDS[:2]
    assert [one.step.release for one in (act, *act.others)] == IDS[:2]


def test_an_act_over_one_release_is_an_ordinary_step(club):
    assert accept_all(club, IDS[:1]).others == ()
    assert accept_all(club, IDS[1:]).others != ()
    club.undo()
    assert judged(club) == [1, 0, 0, 0]


def test_the_act_is_undone_whole_after_a_restart(club, path):
    accept_all(club)
    club.close()
    with Project.open(path, "bea") as second:
        assert [one.step.annotator for one in second.undo().others] == ["bea"] * 3
        assert judged(second) == [0, 0, 0, 0]
    with Project.open(path, "bea") as third:
        assert len(third.redo().others) == 3
        assert judged(third) == [1, 1, 1, 1]


def test_a_step_that_does_not_fit_leaves_nothing_of_the_act(club):
    before = sums(club)

    def decide(release: Release, _fold: Fold) -> Step:
        name = "s1" if release.id == IDS[0] else "s99"
        return Step("all", (Decision("accept", name),), Selection(Span(0, 3)))

    with pytest.raises(FoldError):
        club.record_all(IDS, decide)
    assert (sums(club), club.last_step()) == (before, 0)
    assert club.fold(IDS[0]).items["s1"].is_open
    assert len(accept_all(club).others) == 3


@pytest.mark.parametrize("row", [2, 4])
@pytest.mark.parametrize("what", ["do", "undo", "redo"])
def test_a_write_that_fails_in_the_middle_leaves_nothing_of_it(club, path, what, row):
    """A trigger of ours stands for the disk that fails after some of the rows."""
    if what != "do":
        accept_all(club)
    if what == "redo":
        club.undo()
    before, last = sums(club), club.last_step()
    club._db.execute(
        f"CREATE TRIGGER fails BEFORE INSERT ON steps WHEN NEW.number = {last + row}"
        " BEGIN SELECT RAISE(ABORT, 'broken'); END"
    )
    action = {"do": lambda: accept_all(club), "undo": club.undo, "redo": club.redo}[what]
    with pytest.raises(NotRecordedError, match="broken"):
        action()
    assert (sums(club), club.last_step()) == (before, last)
    club._db.execute("DROP TRIGGER fails")
    club.close()
    with Project.open(path, "ann") as again:
        assert (sums(again), again.last_step()) == (before, last)
        assert (
            len((again.undo() if what == "undo" else again.redo() or accept_all(again)).others) == 3
        )


def test_nothing_is_written_into_a_project_that_is_read_only(club, path):
    with Project.open(path, "bea", read_only=True) as reader:
        with pytest.raises(ReadOnlyProjectError):
            accept_all(reader)
        accept_all(club)
        assert judged(reader) == [1, 1, 1, 1]
        assert reader.fold(IDS[3]).items["s7"].stands


def test_the_release_in_hand_stays_ready_during_a_large_act(path):
    with Project.create(path, "ann") as project:
        many = [Release(f"Ann won race {n}.") for n in range(30)]
        for release in many:
            project.add(release, (ANN,))
        in_hand = project.fold(many[5].id)
        accept_all(project, [release.id for release in many])
        assert project.fold(many[5].id) is in_hand
        assert in_hand.items["s6"].stands
        project.undo()
        assert project.fold(many[5].id) is in_hand
        assert in_hand.items["s6"].is_open


def test_a_suggestion_that_comes_later_is_covered_by_what_the_act_added(path):
    with Project.create(path, "ann") as project:
        for release in RELEASES:
            project.add(release)
        added = Step("all", (Decision("add", "a1", ANN.record),), Selection(Span(0, 3)))
        project.record_all(IDS, lambda _release, _fold: added)
        assert project.waiting(9) == IDS
        assert project.add_run(IDS[1], (ANN, BOB), 0.1)
        row = project.queue_row(IDS[1])
        assert (row.state, row.open, row.judged, row.suggested) == ("started", 1, 1, True)
        project.undo()
        row = project.queue_row(IDS[1])
        assert (row.state, row.open, row.judged, row.suggested) == ("new", 2, 0, True)
    assert faults(path) == []


def test_other_hands_cannot_bind_steps_together(club, path):
    club.record(IDS[0], step("accept", "s1"))
    club.record(IDS[1], step("accept", "s3"))
    accept_all(club, IDS[2:])
    club.record(IDS[0], step("accept", "s2"))
    club.undo()
    other = sqlite3.connect(path)
    for statement, reason in (
        ("INSERT INTO acts VALUES (1, 2)", "newest steps"),
        ("INSERT INTO acts VALUES (4, 6)", "newest steps"),
        ("INSERT INTO acts VALUES (5, 6)", "newest steps"),
        ("REPLACE INTO acts VALUES (3, 6)", "an act is"),
        ("UPDATE acts SET last = 5", "never changed"),
        ("DELETE FROM acts", "never changed"),
    ):
        with pytest.raises(sqlite3.IntegrityError, match=reason):
            other.execute(statement)
    other.close()


@pytest.fixture
def older(path) -> Path:
    """A project of the first tables: s1 accepted, s3 rejected."""
    script = Path(__file__).parents[1] / "data" / "project_without_reasons.sql"
    db = sqlite3.connect(path)
    db.executescript(script.read_text("utf-8"))
    db.close()
    return path


def test_an_older_project_takes_acts_and_undoes_what_it_had_step_by_step(older):
    with Project.open(older, "ann") as project:
        last = project.last_step()
        project.add(RELEASES[0], (ANN, BOB))
        project.add(RELEASES[1], (ANN, BOB))
        assert len(accept_all(project, IDS[:2]).others) == 1
    assert faults(older) == []
    with Project.open(older, "ann") as project:
        assert len(project.undo().others) == 1
        undone = project.undo()
        assert (undone.step.target, undone.others) == (last, ())


def test_an_older_project_is_read_as_it_is(older):
    before = older.read_bytes()
    with Project.open(older, "ann", read_only=True) as project:
        assert project.last_step() > 0
        assert [row.judged for row in project.queue()] == [2]
        assert project._db.execute("SELECT count(*) FROM acts").fetchone() == (0,)
    with Snapshot(older) as snapshot:
        assert len(list(snapshot.folded())) == 1
    assert older.read_bytes() == before


_CHILD = """
import sys
sys.path[:0] = sys.argv[2:]
from annotator.store.project import Project
from races import IDS, accept_all

project = Project.open(sys.argv[1], "ann")
while True:
    for action in (lambda: accept_all(project), project.undo, project.redo, project.undo):
        action()
        print(project.last_step(), flush=True)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no kill -9 here")
@pytest.mark.parametrize("seed", range(3))
def test_an_act_survives_kill_9_whole_or_not_at_all(path: Path, seed: int):
    with Project.create(path, "ann") as project:
        fill(project)
    shown = killed(_CHILD, path, random.Random(seed).randrange(1, 60))
    with Project.open(path, "ann") as project:
        assert project.last_step() >= int(shown[-1])
        assert project.last_step() % len(IDS) == 0
        assert judged(project) in ([0, 0, 0, 0], [1, 1, 1, 1])
    assert faults(path) == []


def test_the_releases_that_hold_words_are_found_slice_by_slice(club):
    club.add(Release("annotate a Mann", title="No names"))
    club.add(Release("Ann\u00a0 Lee\nand 100% Zoë Ann"))
    club.add_run(IDS[0], (), 0.1)
    found = [one for at in range(0, 6, 2) for one in club.holding(["Ann"], at, 2)]
    assert [one.text for one in found] == [r.text for r in RELEASES] + [
        "Ann\u00a0 Lee\nand 100% Zoë Ann"
    ]
    assert [one.suggested for one in found] == [True] * 4 + [False]
    assert [one.title for one in club.holding(["Ann", "Bob"], 1, 9)] == [
        "Race 1",
        "Race 2",
        "Race 3",
    ]
    assert [one.text for one in club.holding(["100%", "Zoë"], 0, 9)] == [found[-1].text]
    assert club.holding(["Nobody"], 0, 9) == []


def test_a_glance_keeps_nothing(club):
    in_hand = club.fold(IDS[0])
    assert club.glance(IDS[0]) is in_hand
    assert club.glance(IDS[1]) is not club.glance(IDS[1])


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from("sstaaabuuurro"), max_size=25))
def test_any_walk_over_steps_and_acts_agrees_with_two_stacks(moves):
    """s and t are steps in two releases, a and b acts over all and two, o opens anew."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "walk.annotator"
        project = fill(Project.create(path, "ann"))
        done: list[tuple[int, ...]] = []
        undone: list[tuple[int, ...]] = []
        for i, move in enumerate(moves):
            recorded = None
            if move == "s":
                recorded = project.record(IDS[0], step("accept" if i % 2 else "reject", "s1"))
            elif move == "t":
                name = project.fold(IDS[3]).next_addition()
                recorded = project.record(IDS[3], step("add", name, ANN.record))
            elif move == "a":
                recorded = project.record_all(IDS, toggling(i))
            elif move == "b":
                recorded = project.record_all([IDS[2], IDS[0]], adding())
            elif move == "u":
                turned = numbers(project.undo(), by_target=True)
                assert turned == (done[-1] if done else ())
                undone += [done.pop()] if done else []
            elif move == "r":
                turned = numbers(project.redo(), by_target=True)
                assert turned == (undone[-1] if undone else ())
                done += [undone.pop()] if undone else []
            else:
                project.close()
                project = Project.open(path, "ann")
            if recorded is not None:
                done.append(numbers(recorded))
                undone.clear()
        kept = {release: project.fold(release) for release in IDS}
        read = {release.id: (fold.items, fold.state) for release, fold in project.folded()}
        assert read == {name: (fold.items, fold.state) for name, fold in kept.items()}
        project.close()
        assert faults(path) == []


def toggling(i: int):
    """Accepts or rejects what is suggested for Bob."""

    def decide(_release: Release, fold: Fold) -> Step:
        bob = next(item.id for item in fold.items.values() if item.record == BOB.record)
        return Step("all", (Decision("reject" if i % 2 else "accept", bob),), Selection(Span(0, 3)))

    return decide


def adding():
    """Adds what is suggested for Ann, which is covered by that, once more each time."""

    def decide(_release: Release, fold: Fold) -> Step:
        decision = Decision("add", fold.next_addition(), ANN.record, seen=False)
        return Step("all", (decision,), Selection(Span(0, 3)))

    return decide


def numbers(recorded: Recorded | None, by_target: bool = False) -> tuple[int, ...]:
    """The steps of an act, or those that its rows turn back or do again."""
    if recorded is None:
        return ()
    steps = [one.step for one in (recorded, *recorded.others)]
    return tuple(sorted((one.target or 0) if by_target else one.number for one in steps))
