"""Where a project begins when it is opened again: where one left off."""

from __future__ import annotations

import pytest
from desk import press
from notation import first_steps, read

from annotator.edit.session import Session
from annotator.model.plain import Incoming, PastStep
from annotator.store.project import Project

THREE = ("*[Ann]PERSON? left.", "[Ann]PERSON? came.", "[Ann]PERSON? stayed.")
NEXT, BACK = "ctrl+pagedown", "ctrl+pageup"
WITHDRAW = "ctrl+shift+backspace"


def place(session: Session) -> int:
    """The number of the release in hand, from 1."""
    return [row.release for row in session.project.queue()].index(session.hand.name) + 1


@pytest.mark.parametrize(
    ("keys", "begins"),
    [
        ("", 1),
        (f"{NEXT}", 1),  # looking decides nothing
        (f"{NEXT} a", 2),
        (f"{NEXT} a {NEXT} a {BACK}", 3),
        (f"{NEXT} a {NEXT} a ctrl+z", 3),
        (f"{NEXT} a {BACK} a ctrl+z ctrl+z", 2),  # what was taken back last
        (f"{NEXT} a ctrl+enter", 1),  # finished: the first that is not
        ("a ctrl+enter a ctrl+enter a ctrl+enter", 1),
        (f"a {NEXT} a + enter", 2),  # one act over all: where it was decided
        (f"a {NEXT} a + enter ctrl+z", 2),
        (f"a {NEXT} a + enter ctrl+z ctrl+shift+z", 2),
    ],
)
def test_a_project_begins_where_one_left_off(desk, keys, begins):
    session = desk.session(*THREE)
    press(session, keys)
    assert place(desk.again(session)) == begins


def test_withdrawing_decides_nothing_and_what_is_withdrawn_is_not_opened(desk):
    session = desk.session(*THREE)
    press(session, f"{NEXT} a {NEXT} {WITHDRAW}")
    session = desk.again(session)
    assert place(session) == 2
    press(session, f"{WITHDRAW} enter")
    assert session.queue.length() == 1
    assert place(desk.again(session)) == 1


def test_each_annotator_begins_where_that_one_left_off(desk):
    session = desk.session(*THREE)
    press(session, f"{NEXT} a")
    path, keymap = session.project.path, session.keymap
    session.project.close()
    with Project.open(path, "bob") as project:
        bob = Session(project, keymap)
        bob.open_first()
        assert place(bob) == 1
        press(bob, f"{NEXT} {NEXT} a")
    assert place(desk.again(session)) == 2


def test_decisions_that_came_in_with_an_import_are_none_of_this_annotator_here(desk):
    session = desk.session(*THREE)
    press(session, f"{NEXT} a")
    ran = read("[Ann]PERSON+ ran.")
    (suggestion,) = ran.suggestions()
    (step,) = first_steps(ran, {suggestion.record: "s1"})
    session.project.add_all([Incoming(ran.release, (suggestion,), (PastStep(step, "ann"),))])
    (taken,) = session.project.steps(ran.release.id)
    assert taken.annotator == "ann"
    assert place(desk.again(session)) == 2


def test_only_so_many_steps_of_others_are_passed_over(desk, monkeypatch):
    monkeypatch.setattr("annotator.store.queue._LOOKED_BACK", 2)
    session = desk.session(*THREE)
    press(session, f"{NEXT} a")
    path, keymap = session.project.path, session.keymap
    session.project.close()
    for keys, begins in (("a", 2), (f"{NEXT} {NEXT} a", 1)):
        with Project.open(path, "bob") as project:
            bob = Session(project, keymap)
            bob.open_first()
            press(bob, keys)
        session = desk.again(session)
        assert place(session) == begins
        session.project.close()
