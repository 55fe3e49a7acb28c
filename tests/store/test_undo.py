"""Undo and redo by rows, checked against two plain lists."""

from __future__ import annotations

import tempfile
from pathlib import Path

from club import ANN, NEWS, SUGGESTIONS, step
from hypothesis import given, settings
from hypothesis import strategies as st
from tampering import faults

from annotator.model.plain import PastStep
from annotator.model.records import Entity, Release
from annotator.model.spans import Span
from annotator.store.project import Project

OTHER = Release("Bob Ray lost.")


def test_undo_and_redo_put_back_what_stood_and_say_what_was_selected(project):
    accepted = project.record(NEWS.id, step("accept", "s1"))
    undone = project.undo()
    assert undone is not None
    assert (undone.step.kind, undone.step.target) == ("undo", 1)
    assert undone.step.step.selection == accepted.step.step.selection
    assert undone.changes.items == {"s1"}
    assert project.fold(NEWS.id).items["s1"].is_open
    assert project.fold(NEWS.id).state == "new"
    redone = project.redo()
    assert redone is not None
    assert (redone.step.kind, redone.step.target) == ("redo", 1)
    assert project.fold(NEWS.id).items["s1"].status == "accepted"


def test_there_is_nothing_to_undo_or_redo_at_first(project):
    assert project.undo() is None
    assert project.redo() is None
    assert project.last_step() == 0


def test_a_new_step_ends_what_could_be_done_again(project):
    project.record(NEWS.id, step("accept", "s1"))
    project.undo()
    project.record(NEWS.id, step("reject", "s1"))
    assert project.redo() is None
    assert project.fold(NEWS.id).items["s1"].status == "rejected"


def test_yesterdays_step_is_undone_after_a_restart(path):
    with Project.create(path, "ann") as first:
        first.add(NEWS, SUGGESTIONS)
        first.record(NEWS.id, step("accept", "s1"))
        first.record(NEWS.id, step("accept", "s2"))
        first.undo()
    with Project.open(path, "bea") as second:
        undone = second.undo()
        assert undone is not None
        assert (undone.step.target, undone.step.annotator) == (1, "bea")
    with Project.open(path, "bea") as third:
        assert [third.redo().step.target, third.redo().step.target] == [1, 2]
        assert third.redo() is None
        assert third.fold(NEWS.id).items["s2"].status == "accepted"


def test_undo_goes_back_over_releases_in_the_order_of_the_steps(project):
    project.add(OTHER)
    project.record(NEWS.id, step("accept", "s1"))
    project.record(OTHER.id, step("add", "a1", Entity(Span(0, 7), "PERSON")))
    project.record(NEWS.id, step("accept", "s2"))
    assert [project.undo().step.release for _ in range(3)] == [NEWS.id, OTHER.id, NEWS.id]


def test_an_import_is_not_undone_and_stops_nothing(project):
    project.record(NEWS.id, step("accept", "s1"))
    project.record(NEWS.id, step("accept", "s2"))
    project.undo()
    project.add(OTHER, (), (PastStep(step("add", "a1", Entity(Span(0, 7), "PERSON"))),))
    assert project.last_step() == 4
    assert project.redo().step.target == 2
    assert [project.undo().step.target, project.undo().step.target] == [2, 1]
    assert project.undo() is None
    assert project.fold(OTHER.id).items["a1"].stands


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from("dddnuuurrio"), max_size=30))
def test_any_walk_through_history_agrees_with_two_stacks(moves):
    """d and n decide in two releases, u undoes, r does again, i imports, o opens anew."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "walk.annotator"
        project = Project.create(path, "ann")
        project.add(NEWS, SUGGESTIONS)
        project.add(OTHER)
        done: list[int] = []
        undone: list[int] = []
        for i, move in enumerate(moves):
            if move == "d":
                verb = "accept" if i % 2 else "reject"
                done.append(project.record(NEWS.id, step(verb, f"s{i % 3 + 1}")).step.number)
                undone.clear()
            elif move == "n":
                name = project.fold(OTHER.id).next_addition()
                recorded = project.record(OTHER.id, step("add", name, ANN))
                done.append(recorded.step.number)
                undone.clear()
            elif move == "u":
                turned = project.undo()
                assert (turned and turned.step.target) == (done[-1] if done else None)
                undone += [done.pop()] if done else []
            elif move == "r":
                again = project.redo()
                assert (again and again.step.target) == (undone[-1] if undone else None)
                done += [undone.pop()] if undone else []
            elif move == "i":
                project.add(Release(f"Import {i}"), (), (PastStep(step("add", "a1", ANN)),))
            else:
                project.close()
                project = Project.open(path, "ann")
        kept = {row.release: project.fold(row.release) for row in project.queue()}
        assert {release.id: stands.items for release, stands in project.folded()} == {
            name: stands.items for name, stands in kept.items()
        }
        project.close()
        assert faults(path) == []
