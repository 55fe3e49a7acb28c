"""Structures asked for ahead of need, with a suggester's process that the test plays itself."""

from __future__ import annotations

import pytest
from desk import press, shown
from parsed import Player, parsed

from annotator.edit.session import READING
from annotator.model.plain import structure_to_plain

STRUCTURE = parsed(
    "((The minister)p said (that (we won)c)c)s.", "The minister | said | that we won"
)
TEXT = "The minister said that |we won."
GUESSED = "[The minister]SOURCE [said]CUE *[that we won]CLAIM!."
UNGUESSED = "*[The minister said that we won]CLAIM!."


@pytest.fixture
def player(desk):
    return Player(desk.session(TEXT), STRUCTURE)


def test_the_paragraph_of_the_selection_is_asked_for_once(desk):
    player = Player(desk.session("\n\nOne left.\n\nAnother one left."), parsed("One left."))
    player.is_ready()
    press(player.session, "right left right")
    (asked,) = player.sent
    assert asked == {"text": "One left.", "offset": 2, "language": "", "kind": "body"} | {
        "structure": asked["structure"]
    }
    player.answers()
    press(player.session, "left right")
    assert len(player.sent) == 1
    press(player.session, "down")
    assert player.sent[-1]["text"] == "Another one left."


def test_of_paragraphs_passed_while_one_is_read_only_the_last_is_asked_for(desk):
    player = Player(desk.session("A b.\n\nC d.\n\nE f.\n\nG h."), parsed("A b."))
    player.is_ready()
    press(player.session, "right down down down")
    assert [asked["text"] for asked in player.sent] == ["A b."]
    player.answers()
    assert [asked["text"] for asked in player.sent] == ["A b.", "G h."]


def test_nothing_is_sent_before_the_process_is_ready(player):
    press(player.session, "right")
    assert player.sent == []
    player.is_ready()
    assert len(player.sent) == 1


@pytest.mark.parametrize(
    ("keys", "after"), [("c", GUESSED), ("g", "The minister said that <we won>.")]
)
def test_a_command_runs_when_the_structure_comes(player, keys, after):
    press(player.session, keys)
    assert player.session.said.text == READING
    assert player.session.project.last_step() == 0
    player.is_ready()
    player.answers()
    assert shown(player.session) == after
    assert player.session.said.text != READING


def test_suggestions_that_come_meanwhile_do_not_move_what_the_claim_is_made_of(player):
    press(player.session, "c")
    before = player.session.selection
    player.session.suggestions_came(player.session.release.id)
    assert player.session.selection == before
    player.is_ready()
    player.answers()
    assert shown(player.session) == GUESSED


@pytest.mark.parametrize(
    "nonsense",
    [
        {"found": None, "error": "This could not be read."},
        {"found": {"passage": {"start": 0, "end": 3}}},
        {"found": structure_to_plain(STRUCTURE.moved(1))},
        {"found": 7},
    ],
)
def test_what_cannot_be_read_is_done_by_punctuation_alone(player, nonsense):
    press(player.session, "c")
    player.is_ready()
    player.answers(**nonsense)
    assert shown(player.session) == UNGUESSED
    assert len(player.sent) == 1


@pytest.mark.parametrize("restarts", [True, False])
def test_when_the_process_ends_a_waiting_command_does_not_hang(player, restarts):
    player.is_ready()
    press(player.session, "c")
    player.parses.ended(restarts)
    assert shown(player.session) == UNGUESSED
    press(player.session, "ctrl+z g")
    assert shown(player.session) == "<The minister said that we won>."


def test_a_process_that_failed_to_start_is_not_waited_for(player):
    player.parses.took({"failed": "There is no pipeline."})
    press(player.session, "c")
    assert shown(player.session) == UNGUESSED


def test_after_a_restart_other_paragraphs_are_asked_for(desk):
    player = Player(desk.session("A b.\n\nC d."), parsed("A b."))
    player.is_ready()
    press(player.session, "right")
    player.parses.ended(restarts=True)
    press(player.session, "down")
    player.is_ready()
    assert [asked["text"] for asked in player.sent] == ["A b.", "C d."]


def test_a_long_release_is_asked_for_by_paragraph(desk):
    long = "The minister said that we won.\n\n" * 3_000
    player = Player(desk.session(long), STRUCTURE)
    player.is_ready()
    press(player.session, "ctrl+end")
    assert len(player.sent[-1]["text"]) < 50
    assert player.sent[-1]["offset"] > 90_000


def test_what_was_used_longest_ago_is_forgotten_first(desk, monkeypatch):
    monkeypatch.setattr("annotator.edit.parsing._KEPT", 2)
    player = Player(desk.session("A b.\n\nC d.\n\nE f."), parsed("A b."))
    player.is_ready()
    for keys in ("right", "down", "up g escape ctrl+end"):
        press(player.session, keys)
        player.answers()
    press(player.session, "ctrl+home right")
    assert player.is_asked_for() == ["A b.", "C d.", "E f."]
    press(player.session, "down")
    assert player.is_asked_for() == ["A b.", "C d.", "E f.", "C d."]
