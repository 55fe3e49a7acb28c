"""A label that the scheme does not have: asked for, added for good, used at once."""

from __future__ import annotations

import pytest
from desk import press, shown

from annotator.edit.session import Session
from annotator.model.records import Release
from annotator.model.scheme import ENTITY_LABELS, Label, Scheme
from annotator.store.project import Project

NEW = [*Scheme().names(), "PARTY"]


def named(session, typed):
    """Type the name of a label, and take what is on."""
    press(session, "l")
    session.type(typed)
    press(session, "enter")


def test_a_name_that_no_label_has_is_asked_about_and_then_a_label(desk):
    session = desk.session("*[Ann]PERSON? left.")
    named(session, "Party")
    assert session.prompt.title == "Make PARTY a label of this project?"
    press(session, "y")
    assert shown(session) == "*[Ann]PARTY^ left."
    assert session.project.scheme.names() == NEW
    assert desk.again(session).project.scheme.names() == NEW


def test_a_mistyped_label_is_not_made_unless_somebody_says_so(desk):
    session = desk.session("*[Ann]PERSON? left.")
    named(session, "persn")
    assert session.prompt.title == ('Make PERSN a label of this project? Did you mean "PERSON"?')
    press(session, "n")
    assert session.said.text == "Nothing was labelled"
    assert session.project.scheme == Scheme()
    assert session.project.last_step() == 0


def test_the_first_letters_of_a_label_still_mean_that_label(desk):
    session = desk.session("*[Ann]PERSON? left.")
    named(session, "eve")
    assert shown(session) == "*[Ann]EVENT^ left."


def test_a_new_label_is_offered_from_then_on_and_undo_leaves_it(desk):
    session = desk.session("*[Ann]PERSON? left [Bob]PERSON? here.")
    named(session, "party")
    press(session, "y ctrl+z")
    assert shown(session) == "*[Ann]PERSON? left [Bob]PERSON? here."
    press(session, "tab")
    named(session, "par")
    assert shown(session) == "[Ann]PERSON? left *[Bob]PARTY^ here."


def test_a_mark_gets_the_new_label(desk):
    session = desk.session("Ann left.")
    press(session, "shift+right")
    named(session, "left party")
    press(session, "y")
    assert shown(session) == "*[Ann left]LEFT_PARTY!."


def test_where_there_is_nothing_to_label_no_label_is_made(desk):
    session = desk.session("   ")
    named(session, "party")
    assert session.prompt is None
    assert session.said.text == "Mark some text first"
    assert session.project.scheme == Scheme()


@pytest.mark.parametrize("name", ["claim", "Source"])
def test_a_part_of_a_claim_is_no_label(desk, name):
    session = desk.session("Ann said <we won>.")
    named(session, name)
    assert session.prompt is None
    assert session.said.text == (
        f'"{name.upper()}" cannot be a label: in files it would be taken for a part of a claim.'
    )


def test_a_label_of_the_program_that_a_project_left_out_means_what_it_always_does(keymap, tmp_path):
    with Project.create(tmp_path / "own.annotator", "ann", Scheme(ENTITY_LABELS[:1])) as project:
        project.add(Release("Flu is back."))
        session = Session(project, keymap)
        session.open_first()
        named(session, "disease")
        press(session, "y")
        assert project.scheme.labels[1] == Label("DISEASE", "diseases and their agents")


@pytest.mark.parametrize("name", ["9TH", "_X", "A/B", "X" * 41])
def test_a_name_that_cannot_be_told_apart_is_refused(desk, name):
    session = desk.session("*[Ann]PERSON? left.")
    session.run("label", name)
    assert session.said.text.startswith(f'"{name}" cannot be a label: it begins with a letter')
    assert session.project.scheme == Scheme()


def test_a_number_without_a_label_says_how_many_there_are(desk):
    session = desk.session("*[Ann]PERSON? left.")
    session.run("label", "40")
    assert session.said.text == f"The scheme has no label 40: there are {len(ENTITY_LABELS)}"


def test_where_nothing_may_be_written_no_label_is_asked_for(desk):
    session = desk.beside(desk.session("*[Ann]PERSON? left."))
    session.open_first()
    press(session, "l")
    assert session.prompt is None
    assert "Nothing was written" in session.said.text
