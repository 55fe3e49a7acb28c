"""What counts as done: each condition where it holds and where it does not."""

from __future__ import annotations

import pytest
from desk import press

from annotator.edit.conditions import CONDITIONS, Seen

CLAIM = "[Ann]SOURCE [said]CUE *[that we won]CLAIM?."


@pytest.mark.parametrize(
    ("written", "keys", "name", "true", "false"),
    [
        ("*[Ann]PERSON? left.", "", "selected", "PERSON Ann", "ORG Ann"),
        (CLAIM, "", "selected", "claim that we", "claim we won"),
        (CLAIM, "v v", "part", "source", "cue"),
        ("<Ann Lee> left.", "", "marked", "Ann Lee", "Ann"),
        ("*[Ann]PERSON? left.", "a", "accepted", "PERSON Ann", "PERSON left"),
        ("*[Ann]PERSON? left.", "x", "rejected", "PERSON Ann", "ORG Ann"),
        ("<Ann Lee> left.", "1", "added", "PERSON Ann Lee", "PERSON Ann"),
        ("|Ann left.", "c", "added", "claim Ann left", "claim left"),
        ("*[Ann]ORG? met [Ann]ORG?.", "1 =", "everywhere", "PERSON Ann", "ORG Ann"),
        ("*[Acme]PERSON? left.", "2", "label", "ORG", "PERSON"),
        ("*[Ann]PERSON? Lee left.", "}", "span", "Ann Lee", "Ann"),
        (CLAIM, "a alt+up", "content", "that we won", "we won"),
        (CLAIM, "a alt+up", "source", "Ann", "said"),
        (CLAIM, "a alt+up", "cue", "said", "Ann"),
        (CLAIM, "p B o enter", "claimer", "Bo", "Ann"),
        ("*[Ann]PERSON? left.", "ctrl+enter", "state", "finished", "started"),
    ],
)
def test_a_condition_holds_only_for_what_is_so(desk, written, keys, name, true, false):
    session = desk.session(written)
    press(session, keys)
    seen = Seen(session.here)
    assert CONDITIONS[name](seen, true)
    assert not CONDITIONS[name](seen, false)


@pytest.mark.parametrize(
    ("written", "name", "value"),
    [
        ("|Ann left.", "selected", "PERSON Ann"),
        ("*[Ann]PERSON? left.", "part", "content"),
        ("|Ann left.", "marked", "Ann"),
        ("*[Ann]PERSON? left.", "accepted", "PERSON Ann"),
        ("*[Ann]PERSON^ left.", "accepted", "PERSON Ann"),
        ("*[Ann]PERSON? left.", "rejected", "PERSON Ann"),
        ("*[Ann]PERSON+ left.", "added", "PERSON Ann"),
        ("*[Ann]PERSON+ met [Ann]PERSON?.", "everywhere", "PERSON Ann"),
        ("*[Ann]PERSON+ left.", "everywhere", "PERSON Bo"),
        ("*[Ann]PERSON? left.", "label", "PERSON"),
        ("*[Ann]PERSON? left.", "span", "Ann"),
        ("|[Ann]PERSON+ left.", "span", "Ann"),
        (CLAIM, "content", "that we won"),
        (CLAIM, "source", "Ann"),
        (CLAIM, "cue", "said"),
        (CLAIM, "claimer", "Ann"),
        (CLAIM, "state", "started"),
    ],
)
def test_what_is_only_suggested_or_not_selected_does_not_count(desk, written, name, value):
    assert not CONDITIONS[name](Seen(desk.session(written).here), value)


def test_an_addition_that_was_removed_is_neither_added_nor_rejected(desk):
    session = desk.session("<Ann> left.")
    press(session, "1 x")
    assert not CONDITIONS["added"](Seen(session.here), "PERSON Ann")
    assert not CONDITIONS["rejected"](Seen(session.here), "PERSON Ann")


def test_commands_count_since_the_task_began(desk):
    here = desk.session("Ann left.").here
    assert CONDITIONS["ran"](Seen(here, ["undo", "redo"]), "redo undo")
    assert not CONDITIONS["ran"](Seen(here, ["undo"]), "redo undo")
    assert CONDITIONS["ran"](Seen(here, ["blind", "undo", "blind"]), "blind blind")
    assert not CONDITIONS["ran"](Seen(here, ["blind"]), "blind blind")


def test_every_condition_is_tested_here():
    marks = test_a_condition_holds_only_for_what_is_so.pytestmark
    tested = {case[2] for case in marks[0].args[1]} | {"ran"}
    assert tested == set(CONDITIONS)
