"""Undo and redo are steps: any number, over restarts and releases, with the selection back."""

from __future__ import annotations

import random
from dataclasses import replace

from desk import press, shown

from annotator.model.records import Entity, Suggestion
from annotator.model.spans import Span
from annotator.model.steps import Decision, Step

BEFORE = "*[Ann]PERSON? of [Acme]ORG? said [we won]CLAIM?."


def test_undo_puts_back_what_stood_and_what_was_selected(check):
    check(BEFORE, "2 ctrl+z", BEFORE)
    check(BEFORE, "a ctrl+z", BEFORE)
    check(BEFORE, "x x ctrl+z ctrl+z", BEFORE)


def test_redo_does_it_again(check):
    check(BEFORE, "2 ctrl+z ctrl+shift+z", BEFORE.replace("PERSON?", "ORG^"))


def test_a_new_step_ends_redo(desk):
    session = desk.session(BEFORE)
    press(session, "2 ctrl+z 3 ctrl+shift+z")
    assert session.said.text == "There is nothing to redo"


def test_nothing_to_undo_is_said(desk):
    session = desk.session(BEFORE)
    session.press("ctrl+z")
    assert session.said.text == "There is nothing to undo"


def test_undo_says_in_words_what_it_took_back(desk):
    session = desk.session(BEFORE)
    press(session, "a")
    assert session.said.text == "Accepted PERSON “Ann”. Ctrl+Z undoes"
    press(session, "ctrl+z")
    assert session.said.text == "Took back: accepted PERSON “Ann”"


def test_yesterdays_step_is_undone_after_a_restart(desk):
    session = desk.session(BEFORE)
    press(session, "2 tab x")
    session = desk.again(session)
    press(session, "ctrl+z ctrl+z")
    assert shown(session) == BEFORE


def test_undo_goes_back_to_the_release_it_belongs_to(desk):
    session = desk.session("*[Ann]PERSON? left.", "[Bob]PERSON? stayed.")
    press(session, "ctrl+enter")
    assert session.text == "Bob stayed."
    press(session, "ctrl+z")
    assert shown(session) == "*[Ann]PERSON? left."
    assert session.fold.state == "new"


def test_undo_of_an_addition_brings_back_what_was_suggested_meanwhile(desk):
    session = desk.session_without_run("Ann left.")
    press(session, "1")
    ann = Suggestion(Entity(Span(0, 3), "PERSON"), "pen@1", "test", 0.9)
    session.project.add_run(session.release.id, [ann], seconds=0)
    session.suggestions_came(session.release.id)
    assert shown(session) == "*[Ann]PERSON! left."
    assert session.places.open == []
    press(session, "ctrl+z")
    assert shown(session) == "[Ann]PERSON? left."
    press(session, "ctrl+shift+z")
    assert shown(session) == "*[Ann]PERSON! left."


def test_undo_selects_nothing_where_nobody_knows_what_was_selected(desk):
    session = desk.session(BEFORE)
    selected = replace(session.selection, item="a7")
    step = Step("reject", (Decision("reject", "s2"),), selected)
    session.project.record(session.release.id, step)
    session = desk.again(session)
    press(session, "ctrl+z")
    assert shown(session) == BEFORE.replace("*", "")
    assert session.selection == replace(selected, item=None)


def test_undoing_everything_gives_what_was_suggested(desk):
    """A thousand random keys, all undone; then all done again."""
    judging, moving = ["a", "x", "1", "2", "3", "[", "]", "{", "}"], ["tab", "shift+tab", "right"]
    claiming = ["alt+down", "shift+right", "c", "s", "q", "w", "e 1", "k 2", "v"]
    keys = judging + moving + claiming
    chance = random.Random(7)
    session = desk.session(BEFORE)
    start = shown(session)
    for _ in range(1000):
        press(session, chance.choice(keys))
        if session.prompt is not None:
            session.press("escape")  # no claim is selected
    end = [(i.record, i.status) for i in session.fold.items.values()]
    steps = session.project.last_step()
    assert steps > 150
    for _ in range(steps):
        session.press("ctrl+z")
    assert shown(session).replace("*", "") == start.replace("*", "")
    assert session.fold.state == "new"
    for _ in range(steps):
        session.press("ctrl+shift+z")
    assert [(i.record, i.status) for i in session.fold.items.values()] == end
    fresh = desk.again(session)
    assert [(i.record, i.status) for i in fresh.fold.items.values()] == end
