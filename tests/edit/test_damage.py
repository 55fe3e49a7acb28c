"""A release whose text or rows other hands changed: it is told, and the others are worked on."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk import press, shown
from tampering import spoil_page, tampered

from annotator.edit.session import Session
from annotator.store.errors import DamagedProjectError

FIRST, SECOND, THIRD = "*[Ann]PERSON? left.", "[Bob]PERSON? came.", "[Eve]PERSON? stayed."
CHANGED = "UPDATE releases SET text = replace(text, '{0}', '{1}')"
NO_TEXT = "UPDATE releases SET text = CAST(x'ff' || text AS TEXT) WHERE number = 2"
OTHER_ID = "UPDATE releases SET sha256 = 'x' WHERE number = 2"
GONE = "DELETE FROM releases WHERE number = 2"
NO_JSON = "UPDATE suggestions SET record = '[' WHERE release = 2"


def damaged(session: Session, *statements: str) -> None:
    tampered(session.project.path, *statements)
    session.project._kept.clear()  # as after a restart


def _first_page_of(path: Path, words: bytes) -> int:
    """The number of the first page that holds so much of a text: SQLite goes on there with it."""
    content = path.read_bytes()
    return content.index(words) // int.from_bytes(content[16:18], "big") + 1


def names(session: Session) -> list[str]:
    return [row.release for row in session.project.queue()]


def test_a_changed_text_is_told_by_its_release_and_nothing_is_shown_of_it(desk):
    session = desk.session(FIRST, SECOND, THIRD)
    damaged(session, CHANGED.format("Bob", "Rob"))
    press(session, "ctrl+pagedown")
    assert session.said.tone == "error"
    path = session.project.path
    assert session.said.text == (
        'The text of release 2, "A release", is damaged: it is not what was imported;'
        f' "annotator repair {path}" saves what can be read.'
    )
    assert (session.text, list(session.fold.items)) == ("", [])


@pytest.mark.parametrize("damage", [CHANGED.format("Bob", "Rob"), NO_TEXT, NO_JSON, OTHER_ID, GONE])
def test_the_queue_goes_on_from_a_release_that_cannot_be_read(desk, damage):
    session = desk.session(FIRST, SECOND, THIRD)
    first, second, third = names(session)
    damaged(session, damage)
    press(session, "ctrl+pagedown")
    assert (session.release, session.hand.place) == (None, second)
    assert "annotator repair" in session.said.text
    press(session, "ctrl+pagedown")
    assert (session.hand.name, session.said.text) == (third, "")
    press(session, "a ctrl+pageup")
    assert session.hand.place == second
    press(session, "ctrl+pageup")
    assert session.hand.name == first
    assert shown(session) == FIRST


def test_a_key_finds_that_the_release_in_hand_cannot_be_read_and_the_queue_goes_on_from_it(desk):
    session = desk.session(FIRST, SECOND, THIRD)
    press(session, "ctrl+pagedown")
    damaged(session, CHANGED.format("Bob", "Rob"))
    press(session, "a")
    assert session.release is None
    press(session, "ctrl+pagedown")
    assert session.hand.name == names(session)[2]


def test_a_project_whose_first_release_is_damaged_opens_at_the_next_one(desk):
    session = desk.session(FIRST, SECOND, THIRD)
    damaged(session, CHANGED.format("Ann", "Dan"), CHANGED.format("Bob", "Rob"))
    session = desk.again(session)
    assert session.hand.name == names(session)[2]
    assert session.said.tone == "error"
    assert "The text of release 1," in session.said.text


NO_STEPS = ("'{'", "CAST(x'ff' || step AS TEXT)", "'{}'", "'[]'", "'7'", "'null'")


@pytest.mark.parametrize("damage", NO_STEPS)
def test_a_damaged_step_keeps_no_project_from_opening(desk, damage):
    session = desk.session(FIRST, SECOND, THIRD)
    press(session, "ctrl+pagedown a")
    damaged(session, f"UPDATE steps SET step = {damage}")
    session = desk.again(session)
    assert session.hand.name == names(session)[0]
    press(session, "ctrl+pagedown")
    assert session.said.tone == "error"
    assert "is damaged" in session.said.text


def test_where_what_was_left_off_at_has_no_known_shape_the_next_one_is_opened(desk):
    session = desk.session(FIRST, SECOND, THIRD)
    press(session, "ctrl+pagedown a")
    damaged(session, "UPDATE steps SET step = json_set(step, '$.decisions', 'none')")
    session = desk.again(session)
    assert session.hand.name == names(session)[2]
    assert "is damaged" in session.said.text


def test_the_next_one_may_be_round_the_end_or_finished(desk):
    session = desk.session(FIRST, SECOND, THIRD)
    press(session, "a ctrl+enter a ctrl+enter")
    damaged(session, CHANGED.format("Eve", "Ive"))
    session = desk.again(session)
    assert session.hand.name == names(session)[0]


def test_a_project_of_which_nothing_can_be_read_says_so(desk):
    session = desk.session(FIRST)
    damaged(session, CHANGED.format("Ann", "Dan"))
    with pytest.raises(DamagedProjectError, match='text of release 1, "A release", is damaged'):
        desk.again(session)


def test_a_page_of_the_file_is_damaged_and_the_other_releases_are_read(desk):
    written = [f"[Ann]PERSON? left {'far ' * 2_000}{number}." for number in range(3)]
    session = desk.session(*written)
    path = session.project.path
    session.project.close()
    spoil_page(path, _first_page_of(path, b"far " * 900))
    session = desk.again(session)
    assert "is damaged" in session.said.text
    assert session.hand.name == names(session)[1]


def test_nothing_is_decided_on_a_changed_text_and_what_was_decided_stays(desk):
    session = desk.session(FIRST, SECOND)
    press(session, "a")
    (name, other) = names(session)
    damaged(session, CHANGED.format("Ann", "Dan"))
    steps = session.project.steps(name)
    press(session, "ctrl+z")
    assert "is damaged" in session.said.text
    assert session.project.steps(name) == steps
    press(session, "ctrl+pagedown a")
    assert len(session.project.steps(other)) == 1
    with pytest.raises(DamagedProjectError, match='Release 1, "A release", is damaged: its text'):
        list(session.project.folded())
    damaged(session, CHANGED.format("Dan", "Ann"))
    session.open(name)
    assert shown(session) == "[Ann]PERSON+ left."


def test_the_same_in_the_project_passes_over_a_damaged_release(desk):
    session = desk.session("*[Ann]PERSON? left.", "[Ann]PERSON? came.", "[Ann]PERSON? stayed.")
    first, second, third = names(session)
    damaged(session, CHANGED.format("came", "ran!"))
    press(session, "a +")
    assert session.prompt is not None
    assert [c.detail for c in session.prompt.choices][1:] == ["it is damaged and cannot be read"]
    press(session, "enter")
    decided = [bool(session.project.steps(name)) for name in (first, second, third)]
    assert decided == [True, False, True]
