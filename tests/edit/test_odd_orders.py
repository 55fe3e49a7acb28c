"""Keys in an order that nobody plans: what was once lost, doubled or decided unseen."""

from __future__ import annotations

import pytest
from desk import press, shown

from annotator.edit.claiming import ALREADY, MARK_FIRST
from annotator.edit.commands import COMMANDS
from annotator.edit.modes import SHOW_FIRST, SHOW_ONLY
from annotator.model.names import name_like
from annotator.model.spans import Span


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_no_command_decides_while_highlights_are_hidden(desk, command):
    session = desk.session("*[Ann]PERSON? of [Acme]ORG? [said]CUE [we won]CLAIM?.")
    session.run("highlights")
    session.run(command, "1" if command == "label" else "")
    assert session.project.last_step() == 0
    chooses = command in SHOW_ONLY | SHOW_FIRST
    assert session.modes.marks_hidden != (chooses or command == "highlights")


@pytest.mark.parametrize("keys", ["x r .", "x v backspace .", "x e 1 ."])
def test_an_older_decision_is_not_repeated_after_one_that_cannot_be(desk, keys):
    session = desk.session(
        "*[Bo]PERSON? [Ann Lee]SOURCE [said]CUE [we won]CLAIM?. [Max]PERSON? [Roe]PERSON?"
    )
    press(session, keys)
    assert session.said.text == "There is no decision that can be repeated"
    assert "[Max]PERSON? [Roe]PERSON?" in shown(session)


@pytest.mark.parametrize(
    "elsewhere",
    [
        lambda session: session.click(5),
        lambda session: session.drag(5, 8),
        lambda session: session.aim(1),
        lambda session: session.select_item(session.fold.items["s2"].id),
        lambda session: session.run("accept"),
        lambda session: session.run("undo"),
    ],
    ids=["click", "drag", "menu", "card", "menu bar", "undo"],
)
@pytest.mark.parametrize("question", ["n", "e", "p"])
def test_no_question_on_a_claim_stays_when_the_mouse_goes_elsewhere(desk, question, elsewhere):
    session = desk.session("*[one]CLAIM? [two]CLAIM2?.")
    press(session, question)
    assert session.prompt is not None
    elsewhere(session)
    assert session.prompt is None, "else its answer would go to what is selected now"


def test_letters_go_when_suggestions_come(desk):
    session = desk.session("|We saw Ann.")
    press(session, "f")
    session.suggestions_came(session.release.id)
    assert session.lettering.shown is None


def test_a_claim_is_not_made_twice(desk):
    session = desk.session("*[We won]CLAIM?.")
    press(session, "c")
    assert session.said.text == ALREADY
    session = desk.session("So [<we won>]CLAIM?, he said.")
    press(session, "c")
    assert shown(session) == "So *[we won]CLAIM?, he said."
    assert session.project.last_step() == 0


def test_growing_a_fragment_leaves_the_other_one(desk):
    session = desk.session("*[We won]CLAIM?, he said, [by far]CLAIM?.")
    press(session, "g h")
    assert shown(session).count("]CLAIM") == 2


def test_the_way_back_leads_to_a_claimer_that_was_typed(desk):
    session = desk.session("[Bo Roe]PERSON? met us. [Ann]SOURCE said *[we won]CLAIM?.")
    press(session, "p Z e d enter r shift+r")
    assert session.here.item.record.claimer == "Zed"


@pytest.mark.parametrize("key", ["s", "q", "shift+s"])
def test_a_part_is_not_set_from_a_caret_that_nobody_put_there(desk, key):
    session = desk.session("[Ann]SOURCE [said]CUE *[we won]CLAIM?.")
    press(session, key)
    assert session.said.text == MARK_FIRST
    assert session.project.last_step() == 0


def test_an_emptied_question_for_the_claimer_answers_nothing(desk):
    session = desk.session("[Ann]SOURCE [said]CUE *[we won]CLAIM?.")
    press(session, "p b")
    session.type("")
    assert session.prompt is not None
    assert session.project.last_step() == 0


def test_a_claimer_that_was_guessed_stays_marked_until_it_is_accepted(desk):
    session = desk.session("[Ann]PERSON? left. <He> said *[we won]CLAIM!.")
    press(session, "s")
    assert session.here.item.guessed_claimer == "Ann"
    press(session, "p enter")
    assert session.here.item.guessed_claimer is None


def test_a_wrong_letter_is_forgotten_with_the_right_one(desk):
    session = desk.session("|" + "we saw " * 40 + "Ann.")
    press(session, "f")
    two = next(k for k in session.lettering.shown.words if len(k) == 2)
    session.lettering.type("1")
    assert session.said.text.startswith("No word")
    press(session, two[0])
    assert not session.said.text.startswith("No word")


def test_a_thousand_words_that_begin_sentences_are_no_name():
    text = "The " * 2000 + "Hague"
    assert [s.text(text) for s in name_like(text, Span(0, len(text)))] == ["Hague"]
