"""Keys pressed while a command waits mean what they mean when it need not: text - keys - text."""

from __future__ import annotations

import sqlite3

import pytest
from desk import press, shown
from parsed import Clock, Player, parse, parsed

from annotator.edit.commands import COMMANDS
from annotator.edit.events import Wanted
from annotator.edit.everywhere import in_one_go
from annotator.edit.outcomes import Say
from annotator.edit.prompts import Prompt
from annotator.edit.session import LATE, READING
from annotator.edit.waiting import AT_ONCE, LIMIT

STRUCTURE = parsed(
    "((The minister)p said (that (we won)c)c)s.", "The minister | said | that we won"
)
TEXT = "The minister said that |we won."
UNGUESSED = "*[The minister said that we won]CLAIM!."


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def player(desk, clock):
    player = Player(desk.session(TEXT, "[Bob]PERSON? left."), STRUCTURE)
    player.session.use_clock(in_one_go, clock.later)
    player.is_ready()
    return player


@pytest.mark.parametrize(
    "keys",
    [
        "g g c enter",
        "g g c",
        "g shift+right",
        "g l o r g enter",
        "g 1 x",
        "g h",
        "c c",
        "c n a space b enter",
        "c ctrl+z",
        "c ctrl+z ctrl+y left",
        "g ctrl+f w o n enter",
        "g f f",
        "c r r p 2",
        "g ctrl+k u n d o enter",
    ],
)
def test_a_fast_typist_gets_the_same_on_a_slow_machine(desk, player, keys):
    fast = desk.session(TEXT)
    parse(fast, STRUCTURE)
    press(fast, keys)
    press(player.session, keys)
    assert shown(player.session, "|") == shown(desk.session(TEXT), "|")
    assert player.session.said.text == READING
    player.answers()
    assert shown(player.session, "|") == shown(fast, "|")
    made = [[item.record for item in s.fold.items.values()] for s in (fast, player.session)]
    assert made[0] == made[1]
    assert player.session.said == fast.said


def test_shrinking_waits_for_the_structure_too(desk):
    player = Player(desk.session("<The minister> said that we won."), STRUCTURE)
    player.is_ready()
    press(player.session, "h")
    assert player.session.said.text == READING
    player.answers()
    assert shown(player.session, "|") == "The |minister said that we won."


def test_a_second_command_that_waits_keeps_what_comes_behind_it(desk):
    player = Player(desk.session("|A b.\n\nC d."), parsed("A b."))
    player.is_ready()
    press(player.session, "g down g 1")
    player.answers()
    assert player.is_asked_for() == ["A b.", "C d."]
    assert shown(player.session) == "A b.\n\nC d."
    assert player.session.said.text == READING
    player.answers()
    assert shown(player.session) == "A b.\n\n*[C d.]PERSON!"


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("g", "Not done: grow to the next larger piece"),
        ("c", "Not done: make a claim of the mark or clause"),
        ("g c", "Not done: grow to the next larger piece, nor the key after it"),
        ("g g c enter", "Not done: grow to the next larger piece, nor the 3 keys after it"),
    ],
)
def test_escape_drops_what_waits_and_says_so(player, keys, said):
    press(player.session, f"{keys} escape")
    assert player.session.said.text == said
    player.answers()
    assert shown(player.session, "|") == TEXT
    assert player.session.project.last_step() == 0
    press(player.session, "right")
    assert shown(player.session, "|") == "The minister said that we |won."


def test_what_was_dropped_does_not_come_behind_the_next_one_that_waits(player):
    press(player.session, "g c escape g")
    player.answers()
    assert shown(player.session) == "The minister said that <we won>."


def test_the_time_of_what_was_dropped_is_not_that_of_the_next_one_that_waits(player, clock):
    press(player.session, "g")
    clock.passes(LIMIT - 0.5)
    press(player.session, "escape c")
    clock.passes(0.5)
    assert player.session.waiting.is_on
    clock.passes(LIMIT)
    assert shown(player.session) == UNGUESSED


def test_a_click_drops_what_waits_and_says_so(player):
    press(player.session, "c right")
    player.session.click(4)
    assert "nor the key after it" in player.session.said.text
    player.answers()
    assert player.session.project.last_step() == 0
    assert player.session.selection.caret.start == 4


@pytest.mark.parametrize("way", ["drag", "open", "card"])
def test_so_does_whatever_else_the_mouse_does(desk, way):
    player = Player(desk.session(f"{TEXT} *[Ann]PERSON? left.", "Bob left."), STRUCTURE)
    session = player.session
    item, (_, other) = session.selection.item, session.project.queue()
    press(session, "escape left c")
    {
        "drag": lambda: session.drag(4, 12),
        "open": lambda: session.open(other.release),
        "card": lambda: session.select_item(item),
    }[way]()
    assert session.said.text.startswith("Not done: make a claim")
    player.is_ready()
    player.answers()
    assert session.project.last_step() == 0


def test_after_a_while_a_claim_is_made_of_what_the_text_tells(player, clock):
    press(player.session, "c")
    clock.passes(LIMIT - 0.1)
    assert player.session.project.last_step() == 0
    clock.passes(0.1)
    assert shown(player.session) == UNGUESSED
    assert player.session.said.tone == "done"


def test_after_a_while_growing_knows_words_and_sentences(player, clock):
    press(player.session, "g 1")
    clock.passes(LIMIT)
    assert shown(player.session) == "*[The minister said that we won]PERSON!."
    press(player.session, "ctrl+z escape left g")
    assert shown(player.session) == "<The minister said that we won>."


def test_when_nothing_else_is_said_it_is_told_why(player, clock):
    press(player.session, "g")
    clock.passes(LIMIT)
    assert player.session.said.text == LATE


def test_what_never_comes_is_waited_for_once(player, clock):
    press(player.session, "g")
    clock.passes(LIMIT)
    press(player.session, "escape left g")
    assert shown(player.session) == "<The minister said that we won>."
    assert player.is_asked_for() == ["The minister said that we won."]


def test_while_the_process_hangs_no_other_passage_is_waited_for(desk, clock):
    player = Player(desk.session("|A b.\n\nC d.\n\nE f."), parsed("A b."))
    player.session.use_clock(in_one_go, clock.later)
    player.is_ready()
    press(player.session, "right g")
    clock.passes(LIMIT)
    press(player.session, "escape down g")
    assert shown(player.session) == "A b.\n\n<C d>.\n\nE f."
    assert player.is_asked_for() == ["A b."]
    player.answers()
    assert player.is_asked_for() == ["A b.", "C d."]
    press(player.session, "escape down g")
    assert player.session.said.text == READING


def test_a_late_answer_is_welcome(player, clock):
    press(player.session, "g")
    clock.passes(LIMIT)
    press(player.session, "escape")
    player.answers()
    press(player.session, "left right g")
    assert shown(player.session) == "The minister said that <we won>."


def test_what_was_done_in_time_is_not_done_again_when_the_time_is_over(player, clock):
    press(player.session, "c")
    player.answers()
    clock.passes(2 * LIMIT)
    assert player.session.project.last_step() == 1


def test_what_was_dropped_is_not_done_when_the_time_is_over(player, clock):
    press(player.session, "c escape")
    clock.passes(LIMIT)
    assert player.session.project.last_step() == 0
    press(player.session, "c")
    clock.passes(LIMIT - 0.1)
    assert player.session.project.last_step() == 0


def test_leaving_the_project_keeps_the_claim_that_waits_and_what_came_after_it(player):
    press(player.session, "c n w h y enter")
    player.session.settle()
    assert player.session.project.last_step() == 2
    assert shown(player.session) == UNGUESSED


def test_what_only_concerns_the_window_waits_for_nobody(player):
    heard = []
    player.session.listeners.append(heard.append)
    press(player.session, "g ctrl++ ?")
    assert [e.name for e in heard if hasattr(e, "name")] == ["larger-text", "keys"]
    player.session.press("f6", "pane")  # also from a pane, whose own keys it is none of
    assert heard[-1] == Wanted("next-pane")
    player.answers()
    assert shown(player.session) == "The minister said that <we won>."


def test_what_waits_for_nobody_is_known():
    assert set(COMMANDS) >= AT_ONCE


def test_a_command_from_a_menu_is_kept_as_a_key_is(player):
    press(player.session, "g")
    player.session.run("label", "1")
    assert player.session.project.last_step() == 0
    player.answers()
    assert shown(player.session) == "The minister said that *[we won]PERSON!."


def test_a_question_of_the_program_comes_after_what_waits(player):
    press(player.session, "c")
    player.session.ask(Prompt("note", "Which?", lambda _here, _value: Say("Thanks")))
    assert shown(player.session) == UNGUESSED
    assert player.session.prompt is not None


def test_an_error_on_the_way_does_not_lose_the_keys_behind_it(player, monkeypatch):
    def write(*_):
        raise sqlite3.OperationalError("disk I/O error")

    press(player.session, "c right")
    with monkeypatch.context() as broken:
        broken.setattr("annotator.store.writing.write_step", write)
        player.answers()
    assert shown(player.session, "|") == "The minister said that we |won."
    assert player.session.said.tone == "error"
