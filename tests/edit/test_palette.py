"""The palette finds commands by words, also by those of other programs, and never by chance."""

from __future__ import annotations

import pytest
from desk import press, shown

from annotator.edit.commands import COMMANDS
from annotator.edit.palette import OTHER_WORDS, PALETTE

TEXT = "*[Ann]PERSON? met [Ann]PERSON?."


def found(session, typed: str) -> list[str]:
    """The commands that fit what is typed."""
    press(session, "ctrl+k")
    session.type(typed)
    names = [choice.value for choice in session.prompt.fitting()]
    press(session, "escape")
    return names


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("save", "export"),
        ("submit", "finish"),
        ("delete", "withdraw"),
        ("comment", "note"),
        ("zoom", "larger-text"),
        ("speaker", "set-source"),
        ("theme", "colours"),
        ("rej", "reject"),
        ("Accept sure", "accept-sure"),
        ("cue set", "set-cue"),
        ("release next", "next-release"),
    ],
)
def test_what_is_typed_is_found_by_its_words(desk, typed, first):
    session = desk.session(TEXT)
    assert found(session, typed)[:1] == [first]


@pytest.mark.parametrize("typed", ["sve", "dlt", "spacy", "accept zoom"])
def test_letters_that_stand_somewhere_in_a_title_find_nothing_and_enter_does_nothing(desk, typed):
    session = desk.session(TEXT)
    assert found(session, typed) == []
    press(session, f"ctrl+k {' '.join(typed.replace(' ', ''))} enter escape")
    assert shown(session) == TEXT
    assert session.project.last_step() == 0


def test_enter_before_anything_is_typed_decides_nothing(desk):
    session = desk.session(TEXT)
    press(session, "ctrl+k enter")
    assert session.project.last_step() == 0
    assert session.hand.fold.state == "new"


def test_every_command_with_a_menu_is_offered_once_and_other_words_are_of_such(desk):
    offered = [choice.value for choice in PALETTE]
    assert sorted(offered) == sorted(
        name for name, command in COMMANDS.items() if command.menu and name != "palette"
    )
    assert set(OTHER_WORDS) <= set(offered)
    session = desk.session(TEXT)
    for name, words in OTHER_WORDS.items():
        for word in words.split():
            assert name in found(session, word), word
