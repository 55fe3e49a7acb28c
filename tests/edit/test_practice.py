"""The practice, played by the keys that it names."""

from __future__ import annotations

from random import Random

import pytest
from lessons import SMALL, do, lesson_of, own_lesson

from annotator.edit.commands import COMMANDS
from annotator.edit.events import Wanted
from annotator.edit.guidance import after, plain
from annotator.edit.keys import Keymap, read_keymap
from annotator.edit.lesson import Lesson, LessonError
from annotator.edit.practice import PracticeSession
from annotator.edit.ways import stop_at
from annotator.model.fold import FoldError
from annotator.store.project import Project


class Clock:
    """Goes on by ten seconds at each look."""

    now = 0.0

    def __call__(self) -> float:
        self.now += 10
        return self.now


@pytest.fixture
def practise(tmp_path, keymap):
    """Begins practices; closes their projects after the test."""
    projects = []

    def practise(lesson: Lesson | None = None, keymap: Keymap = keymap) -> PracticeSession:
        path = tmp_path / f"{len(projects)}.annotator"
        projects.append(Project.create(path, "ann"))
        return PracticeSession(projects[-1], keymap, lesson or lesson_of(tmp_path), Clock())

    yield practise
    for project in projects:
        project.close()


OWN_KEYS = """
[review]
"enter" = ""
"a" = ""
"space" = "accept"
"z n" = "next-open"
"tab" = ""
"1" = ""
"2" = ""
"f5" = "reject"
"x" = ""
"delete" = ""
"=" = ""
"j" = "new-claim"
"c" = ""
[prompt]
"f2" = "prompt-choose"
"enter" = ""
"""


@pytest.fixture(params=["", OWN_KEYS], ids=["the program's keys", "a person's own"])
def hands(request, tmp_path, keymap) -> Keymap:
    path = tmp_path / "keymap.toml"
    path.write_text(request.param, "utf-8")
    merged, problems = read_keymap(path, COMMANDS, keymap)
    assert problems == []
    return merged


def test_the_whole_practice_is_done_by_its_keys(practise, hands):
    session = practise(own_lesson(), hands)
    for number, task in enumerate(session.lesson.tasks):
        assert session.at == number, plain(session.card().hint)
        do(session)
        assert session.card().told == plain(session.guide.words(task.done))
    assert session.task is None
    assert session.fold.state == "finished"
    assert f"with {session.keys} keys. The next keys" in plain(session.card().words)


def test_the_card_names_the_keys_in_force(practise, hands):
    session = practise(own_lesson(), hands)
    cards = [plain(card.words) for card in session.all_cards()]
    assert not any("{" in words or "  " in words for words in cards)
    own = "space" in hands.modes["review"] and hands.shown("accept") == "Space"
    assert cards[1].endswith("Accept it with Space." if own else "Accept it with Enter.")
    relabel = "L “ORG” F2 makes it an ORG." if own else "2 makes it an ORG."
    assert cards[2].endswith(relabel)
    if own:
        assert "Ctrl+K “Do the same to every equal string” F2 does the same" in cards[6]


def test_a_wrong_key_brings_the_right_one_and_then_every_press(practise):
    session = practise()
    session.press("z")
    assert plain(session.card().hint) == "That was another key: this takes Enter."
    assert session.at == 0
    session.press("tab")
    hint = plain(session.card().hint)
    assert hint == "F5 begins this task anew. Then press Enter."
    session.press("f5")
    assert session.card().hint == ()
    session.press("enter")
    assert session.card().told == "One."


def test_a_wrong_step_is_told_and_undo_is_enough(practise):
    session = practise()
    session.press("x")
    assert plain(session.card().hint).startswith("That did something else: Ctrl+Z takes it back")
    session.press("ctrl+z")
    assert session.card().hint == ()
    session.press("a")
    assert session.at == 1


def test_whoever_waits_is_told_what_to_press(practise):
    session = practise()
    session.help_on()
    assert plain(session.card().hint) == "Press Enter."
    session.press("enter")
    assert session.card().hint == ()
    session.press("1")
    session.help_on()
    assert plain(session.card().hint) == "Press Tab."
    session.press("tab")
    session.press("y")
    assert session.task is None
    session.help_on()
    assert session.card().hint == ()


def test_who_was_told_what_to_press_and_presses_it_is_not_sent_back(practise):
    session = practise()
    session.press("a")
    session.help_on()
    assert plain(session.card().hint) == "Press 1, Tab."
    session.press("1")
    assert session.card().hint == ()


def test_looking_around_in_menus_is_no_mistake(practise):
    session = practise()
    for key in ("ctrl+k", "u", "escape", "?", "f1", "ctrl++"):
        session.press(key)
    assert session.card().hint == ()


def test_what_went_beyond_a_task_is_put_right(practise):
    session = practise()
    session.press("shift+a")
    assert session.at == 1  # Ann is accepted, but so is everything else
    assert [item.status for item in session.fold.items.values()].count("open") == 2
    session.press("1")
    session.press("tab")
    assert session.at == 2


def test_skipping_does_the_task_and_going_back_takes_it_back(practise):
    session = practise()
    session.press("ctrl+pagedown")
    assert session.card().told == "Skipped: it was done for you"
    assert [item.status for item in session.fold.items.values()].count("accepted") == 1
    session.press("ctrl+pageup")
    assert (session.at, session.card().count) == (0, "1 of 3")
    assert all(item.is_open for item in session.fold.items.values())
    session.press("ctrl+pageup")
    assert session.at == 0
    for _ in range(3):
        session.press("ctrl+pagedown")
    assert session.task is None
    assert ", 3 tasks skipped. F1 is next." in plain(session.card().words)
    session.press("ctrl+pagedown")
    assert session.task is None
    session.press("ctrl+pageup")
    assert session.at == 2


def test_after_the_last_task_that_one_is_begun_again(practise):
    session = practise()
    session.go_to(len(session.lesson.tasks))
    assert session.task is None
    session.run("practice-again")
    assert session.at == len(session.lesson.tasks) - 1
    assert session.card().told == "From the start of this task"


def test_where_a_task_is_to_steer_any_way_there_is_no_mistake(practise):
    session = practise(own_lesson())
    session.go_to(next(n for n, t in enumerate(session.lesson.tasks) if "source" in t.when))
    session.run("release-start")
    session.run("next-unmarked")
    assert session.card().hint == ()


def test_a_task_that_is_begun_again_begins_where_it_did(practise):
    session = practise(own_lesson())
    for number in range(0, len(session.lesson.tasks), 3):
        session.go_to(number)
        before = stop_at(session.here)
        for key in ("x", "tab", "shift+right", "1", "c", "escape"):
            session.press(key)
        session.go_to(number)
        assert stop_at(session.here) == before


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_pressed_the_way_on_is_there(practise, keymap, seed):
    session, chance = practise(own_lesson()), Random(seed)
    named = [key for mode in keymap.modes.values() for keys in mode for key in keys.split(" ")]
    for key in chance.choices([*named, *"Ilham z9"], k=250):
        session.press(key)
        assert 0 <= session.at <= len(session.lesson.tasks)
        assert plain(session.card().words)
    session.go_to(0)
    for number in range(len(session.lesson.tasks)):
        assert session.at == number
        do(session)
    assert session.fold.state == "finished"


@pytest.mark.parametrize("mode", ["highlights", "blind"])
def test_starting_over_brings_names_and_marks_back(practise, mode):
    session = practise(own_lesson())
    for number in range(len(session.lesson.tasks)):
        session.run(mode)
        session.press("f5")
        assert session.card().told == "From the start of this task"
        assert session.at == number
        do(session)
    assert session.task is None


def test_a_mark_made_with_the_mouse_counts(practise):
    session = practise(own_lesson())
    session.go_to(7)
    start = session.text.index("Tedros")
    session.drag(start, start + len("Tedros Adhanom Ghebreyesus"))
    assert session.at == 8


def test_an_answer_picked_with_the_mouse_counts(practise):
    session = practise(own_lesson())
    number = next(n for n, t in enumerate(session.lesson.tasks) if "claimer" in t.when)
    session.go_to(number)
    session.run("claimer")
    session.choose(session.task.when["claimer"])
    assert session.at == number + 1


@pytest.fixture
def wanting(practise):
    """A practice, and what it wants of the window."""
    session, wanted = practise(), []
    session.listeners.append(lambda e: wanted.append(e.name) if isinstance(e, Wanted) else None)
    return session, wanted


def test_escape_lets_go_then_asks_and_then_leaves(wanting):
    session, wanted = wanting
    session.press("escape")
    session.press("shift+right")
    session.press("escape")
    session.press("escape")
    assert session.said.text == "Esc again leaves the practice"
    assert wanted == []
    session.press("escape")
    assert wanted == ["practice"]
    session.press("ctrl+shift+p")
    assert wanted == ["practice", "practice"]


def test_whoever_presses_escape_three_times_to_get_out_of_letters_goes_on(wanting):
    session, wanted = wanting
    for key in ("f", "escape", "escape", "escape"):
        session.press(key)
    assert session.lettering.shown is None
    assert wanted == []


@pytest.mark.parametrize("between", ["right", "f1", "f5"])
def test_escape_asks_anew_after_any_other_key(wanting, between):
    session, wanted = wanting
    for key in ("escape", "escape", between, "escape"):
        session.press(key)
    assert "practice" not in wanted


def test_escape_shows_hidden_highlights_also_with_nothing_selected(wanting):
    session, wanted = wanting
    for key in ("escape", "m", "escape"):
        session.press(key)
    assert not session.modes.marks_hidden
    assert wanted == []


def test_skip_in_a_question_is_typed_not_done(practise):
    session = practise()
    session.press("l")
    session.press("f5")
    assert session.prompt is not None
    session.run("practice-again")  # as a click on the card
    assert session.prompt is None


def test_a_key_of_a_task_goes_before_those_of_the_practice(practise, tmp_path, keymap):
    path = tmp_path / "own.toml"
    path.write_text('[review]\n"f5" = "accept"\n"enter" = ""\n"a" = ""', "utf-8")
    session = practise(keymap=read_keymap(path, COMMANDS, keymap)[0])
    assert plain(session.card().words) == "Accept with F5."
    session.press("f5")
    assert session.at == 1


def test_a_practice_that_cannot_be_written_any_more_says_so(practise, monkeypatch):
    session = practise()

    def refuse(*_):
        raise FoldError("The disk is full.")

    monkeypatch.setattr(session.project, "undo", refuse)
    session.press("shift+a")  # more than was asked for: to be put right
    assert session.said.text == "The disk is full."
    session.press("f5")
    assert session.said.text == "The disk is full."


def test_keys_and_time_are_counted(practise):
    session = practise()
    for key in ("a", "l", "p", "enter", "tab", "ctrl+enter"):
        session.press(key)
    assert session.task is None
    assert session.keys == 6
    assert plain(session.card().words).endswith("with 6 keys. F1 is next.")


@pytest.mark.parametrize(
    ("seconds", "keys", "skipped", "sentence"),
    [
        (250.4, 78, 0, "Done in 4 minutes 10 seconds with 78 keys."),
        (61, 1, 1, "Done in 1 minute 1 second with 1 key, 1 task skipped."),
        (0.2, 0, 2, "Done in no time with no keys, 2 tasks skipped."),
    ],
)
def test_the_last_words_tell_time_and_keys(seconds, keys, skipped, sentence):
    assert after(seconds, keys, skipped) == sentence


@pytest.mark.parametrize(
    ("right", "wrong", "sentence"),
    [
        ('["accept"]', '["reject"]', "practice.toml: task 1 is not done by its own keys."),
        ('state = "finished"', 'state = "started"', "practice.toml: task 3 is done before it"),
    ],
)
def test_a_task_that_its_keys_do_not_do_is_told(practise, tmp_path, right, wrong, sentence):
    with pytest.raises(LessonError, match=sentence):
        practise(lesson_of(tmp_path, SMALL.replace(right, wrong)))


def test_withdrawing_the_release_of_the_practice_is_put_right_by_undo_or_beginning_again(practise):
    for way in ("ctrl+z", "f5"):
        session = practise()
        session.press("ctrl+shift+backspace")
        session.press(way)
        assert session.release is not None
        assert session.fold.state == "new"
