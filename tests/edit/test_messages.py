"""How long a message stays."""

from __future__ import annotations

import pytest
from desk import press


@pytest.mark.parametrize(
    ("keys", "then"),
    [("ctrl+shift+z", "right"), ("a", "tab"), ("a", "ctrl+f"), ("f3", "shift+right")],
)
def test_a_message_goes_with_the_next_key_that_does_something_else(desk, keys, then):
    session = desk.session("*[Ann]PERSON? of [Acme]ORG? left.")
    press(session, keys)
    assert session.said.text
    press(session, then)
    assert session.said.text == ""


def test_a_message_on_finishing_stays_until_the_next_release_is_left(desk):
    session = desk.session("[Ann]PERSON?", "[Bob]PERSON?", "[Cid]PERSON?")
    press(session, "ctrl+enter")
    assert session.text == "Bob"
    assert "finished" in session.said.text
    session.open(session.project.beside(session.release.id, 1))
    assert session.said.text == ""


def test_what_went_wrong_stays_to_be_read(desk):
    session = desk.session("*[Ann]PERSON? of [Acme]ORG? left.")
    session.say("The disk is full.", "error")
    press(session, "right tab")
    assert session.said.text == "The disk is full."


def test_of_what_went_wrong_only_a_part_may_be_there_to_stay(desk):
    session = desk.session("*[Ann]PERSON? of [Acme]ORG? left.")
    session.say("Two files cannot be read. Ctrl+G opens the others", "error", "Two files are left.")
    press(session, "right")
    assert (session.said.text, session.said.tone) == ("Two files are left.", "error")
    press(session, "right")
    assert session.said.text == "Two files are left."


def test_a_sentence_that_ends_already_gets_no_full_stop(desk):
    session = desk.session("[Ann]SOURCE said *[we won]CLAIM?.")
    press(session, "n")
    session.type("Who said so?")
    press(session, "enter")
    assert session.said.text == "Set note: Who said so? Ctrl+Z undoes"
