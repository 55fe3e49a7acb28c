"""A withdrawn release is in no queue and in no export, and comes back with all that was decided."""

from __future__ import annotations

import shutil
import signal
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from club import NEWS, SUGGESTIONS, step
from hypothesis import given, settings
from hypothesis import strategies as st
from killing import killed
from tampering import faults, tampered

from annotator.model.plain import Incoming, PastStep
from annotator.model.records import Entity, Release, Suggestion
from annotator.model.selection import NOTHING_SELECTED
from annotator.model.spans import Span
from annotator.model.steps import Decision, Step
from annotator.model.withdrawal import bring_back, withdraw
from annotator.store.project import Project
from annotator.store.repair import repair
from annotator.store.snapshot import Snapshot

RELEASES = [Release(f"Ann met Bob in race {n}.", title=f"Race {n}") for n in range(5)]
IDS = [release.id for release in RELEASES]
ANN = Suggestion(Entity(Span(0, 3), "PERSON"), "pen@1", "written", 0.9)
FINISH = Step("finish", (), NOTHING_SELECTED, "finished")
BOB = Suggestion(Entity(Span(8, 11), "PERSON"), "pen@1", "written", 0.4)


def incoming(which=RELEASES) -> list[Incoming]:
    return [Incoming(release, (ANN, BOB)) for release in which]


@pytest.fixture
def club(path: Path):
    """Five releases with two suggestions each."""
    with Project.create(path, "ann") as project:
        project.add_all(incoming())
        yield project


def in_queue(project: Project) -> list[str]:
    return [row.release for row in project.queue()]


def test_a_withdrawn_release_is_in_no_list_and_no_count(club):
    before = club.queue(), club.counts()
    club.record(IDS[2], withdraw(RELEASES[2], club.fold(IDS[2])))
    assert in_queue(club) == [*IDS[:2], *IDS[3:]]
    assert club.queue("race 2") == []
    assert (club.queue_row(IDS[2]), club.queue_place(IDS[2])) == (None, None)
    assert [club.queue_place(name) for name in IDS[3:]] == [2, 3]
    assert (club.beside(IDS[1], 1), club.next_unfinished(IDS[1])) == (IDS[3], IDS[3])
    assert (club.counts().releases, club.counts().open, club.withdrawn_count()) == (4, 8, 1)
    assert [one.release for one in club.withdrawn()] == [IDS[2]]
    assert club.undo().step.release == IDS[2]
    assert (club.queue(), club.counts()) == before
    assert club.withdrawn() == []


def test_a_search_that_was_looked_up_forgets_what_is_withdrawn_and_finds_it_again(club):
    assert club.queue_length("race") == 5
    club.record_all(IDS[1:3], withdraw)
    assert (club.queue_length("race"), club.queue_place(IDS[3], "race")) == (3, 1)
    club.undo()
    assert club.queue_length("race") == 5
    club.record(IDS[0], withdraw(RELEASES[0], club.fold(IDS[0])))
    assert club.queue_length("race") == 4
    club.record_ready(made_ready(club, IDS[:2]))  # the first is out already
    assert club.queue_length("race") == 3
    club.add_all(incoming(RELEASES[:2]))
    assert club.queue_length("race") == 5


@pytest.mark.parametrize(
    ("taken_out", "told"),
    [
        ("DELETE FROM progress", "4 releases of club.annotator are missing in the queue, and nobody"
         ' withdrew them; "annotator repair {}" saves what can be read.'),
        ("DELETE FROM progress WHERE release = 5", "1 release of club.annotator is missing in the"
         ' queue, and nobody withdrew it; "annotator repair {}" saves what can be read.'),
        ("UPDATE steps SET step = replace(step, '{', '')", None),
    ],
)  # fmt: skip
def test_what_is_out_of_the_queue_though_nobody_withdrew_it_is_told(club, path, taken_out, told):
    club.record_all(IDS[1:2], withdraw)
    club.close()
    tampered(path, taken_out)
    for read_only in (True, False):
        with Project.open(path, "ann", read_only) as project:
            assert project.news() == ([] if told is None else [told.format(path)])
    if told is not None:
        with Project.open(repair(path).path, "ann") as project:
            assert (in_queue(project), project.news()) == ([IDS[0], *IDS[2:]], [])


@pytest.mark.usefixtures("club")
def test_of_very_many_that_are_missing_it_is_told_that_there_are_at_least_so_many(
    path, monkeypatch
):
    monkeypatch.setattr("annotator.store.withdrawn._LOOKED_THROUGH", 3)
    tampered(path, "DELETE FROM progress")
    with Project.open(path, "bea", read_only=True) as project:
        assert project.news()[0].startswith("At least 3 releases of club.annotator are missing")


def made_ready(project: Project, ids):
    ready = project.make_ready(ids, withdraw)
    list(ready.steps())
    return ready


def test_texts_are_looked_through_behind_the_gaps_slice_by_slice(club):
    club.record_all(IDS[:3], withdraw)
    found = [one.release for after in range(5) for one in club.holding(["Ann"], after, 1)]
    assert found == IDS[3:]


def test_many_are_withdrawn_in_one_act_and_come_back_with_one_undo(path):
    releases = [Release(f"Nothing {n}.", title=f"N {n}") for n in range(1200)]
    with Project.create(path, "ann") as project:
        project.add_all(map(Incoming, releases))
        before = project.queue(), project.counts()
        written = project.record_ready(made_ready(project, [r.id for r in releases[100:]]))
        assert len(written.others) == 1099
        assert project.counts().releases == 100
    assert faults(path) == []
    with Project.open(path, "bea") as again:
        assert (again.counts().releases, again.withdrawn_count()) == (100, 1100)
        assert len(again.undo().others) == 1099
        assert (again.queue(), again.counts()) == before
        assert again.undo() is None


def test_no_export_has_it_and_none_of_those_who_read_the_folds(club, path):
    club.record_all(IDS[1:4], withdraw)
    assert [release.id for release, _ in club.folded()] == [IDS[0], IDS[4]]
    with Snapshot(path) as snapshot:
        assert (snapshot.counts.releases, snapshot.withdrawn) == (2, 3)


def test_it_waits_for_no_suggestions_and_takes_none_until_it_is_back(path):
    with Project.create(path, "ann") as project:
        project.add(RELEASES[0])
        project.add(RELEASES[1])
        project.record(IDS[0], withdraw(RELEASES[0], project.fold(IDS[0])))
        assert (project.waiting(5), next(project.due())) == ([IDS[1]], IDS[1])
        assert not project.add_run(IDS[0], [ANN], 0.1)
        project.undo()
        assert project.waiting(5) == IDS[:2]
        assert project.add_run(IDS[0], [ANN], 0.1)
    assert faults(path) == []


def test_one_that_failed_is_not_tried_again(path):
    with Project.create(path, "ann") as project:
        project.add(RELEASES[0])
        project.add_run(IDS[0], (), 0.1, "broke")
        project.record(IDS[0], withdraw(RELEASES[0], project.fold(IDS[0])))
        assert project.failed() == []


def test_the_same_text_again_brings_it_back_with_its_decisions(club, path):
    club.record(IDS[1], step("accept", "s3"))
    club.record_all(IDS[:3], withdraw)
    heard = []
    assert club.add_all([*incoming(RELEASES[:4]), *incoming([RELEASES[0]])], heard.append) == 0
    assert [added.came_back for added in heard] == [True] * 3 + [False] * 2
    assert not any(added.is_new for added in heard)
    assert in_queue(club) == IDS
    assert [club.fold(name).state for name in IDS[:3]] == ["new", "started", "new"]
    assert club.fold(IDS[1]).items["s3"].status == "accepted"
    assert [row.judged for row in club.queue("race")] == [0, 1, 0, 0, 0]
    assert club.withdrawn_count() == 0
    club.close()
    assert faults(path) == []


def test_what_was_finished_comes_back_finished_by_an_import_as_by_a_step(club, path):
    club.record(IDS[0], FINISH)
    club.record(IDS[1], replace(FINISH, decisions=step("accept", "s3").decisions))
    club.record_all(IDS[:3], withdraw)
    club.add_all(incoming([RELEASES[0]]))
    club.record_all(IDS, bring_back)
    assert [row.state for row in club.queue()][:3] == ["finished", "finished", "new"]
    assert club.counts().finished == 2
    club.close()
    assert faults(path) == []


def test_undo_after_it_came_back_by_an_import_changes_nothing_and_harms_nothing(club, path):
    club.record(IDS[1], step("accept", "s3"))
    club.record_all(IDS[:3], withdraw)
    club.add_all(incoming(RELEASES[:3]))
    before = club.queue()
    assert len(club.undo().others) == 2
    assert club.queue() == before
    assert len(club.redo().others) == 2
    assert in_queue(club) == IDS[3:]
    club.undo()
    club.undo()
    assert club.fold(IDS[1]).state == "new"
    assert [row.judged for row in club.queue()] == [0] * 5
    club.close()
    assert faults(path) == []


@pytest.mark.parametrize(
    ("came_along", "state"),
    [([], "new"), ([step("accept", "s1")], "started"), ([FINISH], "finished")],
)
def test_undoing_the_withdrawal_leaves_the_state_that_an_import_brought(path, came_along, state):
    with Project.create(path, "ann") as project:
        project.add(RELEASES[0])
        project.record_all(IDS[:1], withdraw)
        project.add(RELEASES[0])
        project.add_known(Incoming(RELEASES[0], (ANN, BOB), tuple(map(PastStep, came_along))))
        assert project.queue_row(IDS[0]).state == state
        before = project.queue()
        project.undo()
        assert (project.fold(IDS[0]).state, project.queue()) == (state, before)
        project.redo()
        assert in_queue(project) == []
        project.undo()
        assert project.queue() == before
    assert faults(path) == []


def test_undo_far_enough_after_an_import_brought_it_back_goes_on_as_if_it_had_never_been_out(
    club, path
):
    club.record(IDS[1], step("accept", "s3"))
    club.record(IDS[1], FINISH)
    club.record_all(IDS[1:2], withdraw)
    club.record(IDS[1], step("accept", "s4"))
    club.add_all(incoming(RELEASES[1:2]))
    states = []
    while club.undo():
        states.append(club.queue_row(IDS[1]).state)
    assert states == ["finished", "finished", "started", "new"]
    club.close()
    assert faults(path) == []


def test_bringing_back_is_a_step_and_is_undone(club, path):
    club.record_all(IDS[:2], withdraw)
    act = club.record_all(IDS[:4], bring_back)
    assert [one.step.release for one in (act, *act.others)] == IDS[:2]
    assert in_queue(club) == IDS
    club.undo()
    assert in_queue(club) == IDS[2:]
    club.redo()
    assert in_queue(club) == IDS
    assert club.record_all(IDS, bring_back) is None
    club.close()
    assert faults(path) == []


def test_what_an_import_brought_is_known_by_the_time_it_began(path):
    with Project.create(path, "ann") as project:
        project.add(NEWS, SUGGESTIONS)
        began = project.import_time()
        project.add_all(incoming(RELEASES[:2]), began=began)
        project.add_all(incoming(RELEASES[2:]), began=began)
        assert [one.release for one in project.imported()] == IDS
        assert [one.release for one in project.imported(began)] == IDS
        assert len(project.imported("2000")) == 6
        project.add_all(incoming(RELEASES[:2]))  # nothing new: the last import is the one before
        assert [one.release for one in project.imported()] == IDS
        project.record_all(IDS, withdraw)
        assert project.imported() == []


def test_two_imports_in_one_moment_are_two(club, monkeypatch):
    times = iter(["2026-01-01", "2026-01-01", "2026-01-01", "2026-01-02"])
    monkeypatch.setattr("annotator.store.withdrawn.now", lambda: next(times))
    club.add(Release("One"))
    club.add(Release("Two"))
    assert [one.imported_at for one in club.imported()] == ["2026-01-02"]


def test_what_came_last_is_found_also_where_other_hands_took_releases_out(club, path):
    club.add_all(Incoming(Release(f"Number {n}")) for n in range(8))
    last = club.imported()[-1].release
    (number,) = club._db.execute("SELECT max(number) FROM releases").fetchone()
    gone = ", ".join(str(number - back) for back in (1, 2, 3, 4, 6))
    tampered(path, f"DELETE FROM releases WHERE number IN ({gone})")
    found = {club.next_imported(), club.next_imported(last)}
    assert found <= {row.release for row in club.queue()}


@pytest.mark.parametrize(
    ("steps", "decided"),
    [
        ([], False),
        ([step("accept", "s1")], True),
        ([FINISH], True),
        ([step("reject", "s1"), "undo"], False),
        ([step("accept", "s1"), "undo", "redo"], True),
    ],
)
def test_whether_somebody_has_decided_in_it_is_known(project, steps, decided):
    for one in steps:
        project.record(NEWS.id, one) if isinstance(one, Step) else getattr(project, one)()
    assert [one.decided for one in project.imported()] == [decided]


def test_decisions_that_came_in_with_the_import_are_nobodys_here(path):
    with Project.create(path, "ann") as project:
        project.add(NEWS, SUGGESTIONS, [PastStep(step("accept", "s1"), "eve", "2020")])
        assert [one.decided for one in project.imported()] == [False]
        project.record_all([NEWS.id], withdraw)
        project.undo()
        assert [one.decided for one in project.imported()] == [False]
        project.record(NEWS.id, step("accept", "s2"))
        assert [one.decided for one in project.imported()] == [True]


def test_a_decision_on_what_is_out_is_kept_for_when_it_is_back(club):
    club.record(IDS[0], withdraw(RELEASES[0], club.fold(IDS[0])))
    club.record(IDS[0], step("accept", "s1"))
    assert club.fold(IDS[0]).state == "withdrawn"
    club.add_all(incoming(RELEASES[:1]))
    assert (club.fold(IDS[0]).state, club.queue_row(IDS[0]).judged) == ("started", 1)


@pytest.fixture
def used(club, path) -> Path:
    """The second is withdrawn, the third came back from an import, the fourth by undo."""
    club.record(IDS[2], step("accept", "s5"))
    club.record_all(IDS[1:3], withdraw)
    club.add_all(incoming([RELEASES[2]]))
    club.record_all(IDS[3:4], withdraw)
    club.undo()
    club.close()
    return path


def test_check_finds_nothing_wrong_with_a_release_that_is_rightly_out(used):
    assert faults(used) == []


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("DELETE FROM progress WHERE release = 1", "Release 1 is missing in the queue."),
        (
            "INSERT INTO progress SELECT 2, sha256, title, publisher, date, lower(title), 'new',"
            " 2, 0, 1, 1 FROM releases WHERE number = 2",
            "The queue has release 2, which was withdrawn.",
        ),
        (
            "UPDATE steps SET step = replace(step, '\"withdrawn\"', '\"new\"') WHERE number = 2",
            "Release 2 is missing in the queue.",
        ),
    ],
)
def test_check_finds_a_row_too_few_and_one_too_many(used, statement, sentence):
    assert faults(used) == []
    tampered(used, statement)
    assert sentence in faults(used)


def test_a_repaired_project_has_out_what_was_out(used, tmp_path):
    done = repair(used, tmp_path / "new.annotator")
    assert done.is_sound, done.findings
    with Project.open(done.path, "ann") as project, Project.open(used, "ann") as old:
        assert project.queue() == old.queue()
        assert [one.release for one in project.withdrawn()] == [IDS[1]]
        assert [project.fold(name).state for name in IDS] == [old.fold(name).state for name in IDS]


_WITHDRAWING = """
import sys
sys.path[:0] = sys.argv[2:]
from annotator.model.withdrawal import withdraw
from annotator.store.project import Project

project = Project.open(sys.argv[1], "ann")
ids = [row.release for row in project.queue()]
while True:
    project.record_all(ids, withdraw)
    print("out", flush=True)
    project.undo()
    print("in", flush=True)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no kill -9 here")
@pytest.mark.parametrize("after", [3, 10])
def test_a_kill_leaves_all_of_them_in_or_all_of_them_out(club, path, after):
    club.close()
    killed(_WITHDRAWING, path, after)
    with Project.open(path, "ann") as project:
        assert (project.counts().releases, project.withdrawn_count()) in [(5, 0), (0, 5)]
    assert faults(path) == []


class Model:
    """What should be so: of each release its states one over the other, and what undo turns."""

    def __init__(self) -> None:
        self.states = ["new"] * 3
        self.done: list[list[tuple[int, str, str]]] = []
        self.undone: list[list[tuple[int, str, str]]] = []

    def act(self, moves: list[tuple[int, str]]) -> None:
        act = [(which, self.states[which], state) for which, state in moves]
        for which, _, state in act:
            self.states[which] = state
        if act:
            self.done.append(act)
            self.undone.clear()

    def undo(self) -> None:
        if self.done:
            self.undone.append(self.done.pop())
            for which, before, _ in reversed(self.undone[-1]):
                self.states[which] = before

    def state_in_queue(self, which: int, is_judged: bool) -> str:
        """The last state of a withdrawn release that is another one, or what was decided since."""
        states = (before for act in reversed(self.done) for n, before, _ in act if n == which)
        before = next(state for state in states if state != "withdrawn")
        return "started" if before == "new" and is_judged else before

    def redo(self) -> None:
        if self.undone:
            self.done.append(self.undone.pop())
            for which, _, after in self.done[-1]:
                self.states[which] = after


MOVES = st.sampled_from(["judge 0", "judge 1", "finish 1", "finish 2", "out 0", "out 2", "out",
                         "back", "undo", "undo", "redo"])  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(MOVES, max_size=14))
def test_whatever_is_done_and_undone_the_queue_is_what_it_should_be(moves):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "club.annotator"
        shutil.copy(_made(), path)
        with Project.open(path, "ann") as project:
            model = Model()
            for move in moves:
                _do(project, model, move)
                queue = {row.release: row.state for row in project.queue()}
                expected = zip(IDS, model.states, strict=False)
                assert queue == {name: s for name, s in expected if s != "withdrawn"}
                assert [project.fold(name).state for name in IDS[:3]] == model.states
                assert project.counts().releases == len(queue)
        assert faults(path) == []


def _made(kept: list[Path] = []) -> Path:  # noqa: B006
    if not kept:
        kept.append(Path(tempfile.mkdtemp()) / "made.annotator")
        with Project.create(kept[0], "ann") as project:
            project.add_all(incoming(RELEASES[:3]))
    return kept[0]


def _do(project: Project, model: Model, move: str) -> None:
    what, _, number = move.partition(" ")
    which = [int(number)] if number else [0, 1, 2]
    states = model.states
    if what in ("undo", "redo"):
        getattr(project, what)()
        getattr(model, what)()
    elif what == "out":
        project.record_all([IDS[n] for n in which], withdraw)
        model.act([(n, "withdrawn") for n in which if states[n] != "withdrawn"])
    elif what == "back":
        judged = {n: any(i.is_judged for i in project.fold(IDS[n]).items.values()) for n in which}
        project.record_all([IDS[n] for n in which], bring_back)
        out = [n for n in which if states[n] == "withdrawn"]
        model.act([(n, model.state_in_queue(n, judged[n])) for n in out])
    else:
        (n,) = which
        decisions = (Decision("accept", f"s{2 * n + 1}"),) if what == "judge" else ()
        state = "finished" if what == "finish" else None
        project.record(IDS[n], Step(what, decisions, NOTHING_SELECTED, state))
        model.act([(n, state or ("started" if states[n] == "new" else states[n]))])
