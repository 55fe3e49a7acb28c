"""When the disk or the project fails: what is not written is not shown, and the window goes on."""

from __future__ import annotations

import sqlite3

import pytest
from desk import press, shown

BEFORE = "*[Ann]PERSON? said [we won]CLAIM?."


@pytest.fixture
def full_disk(monkeypatch):
    def write(*_):
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr("annotator.store.writing.write_step", write)


@pytest.mark.parametrize(
    ("before", "keys"),
    [
        (BEFORE, "a"),
        (BEFORE, "2"),
        (BEFORE, "l o r g enter"),
        ("Ann said *[we won]CLAIM?.", "p B o b enter"),
        ("Ann said *[we won]CLAIM?.", "n w h y enter"),
    ],
)
@pytest.mark.usefixtures("full_disk")
def test_what_could_not_be_written_is_not_on_the_screen(desk, before, keys):
    session = desk.session(before)
    records = [item.record for item in session.fold.items.values()]
    press(session, keys)
    assert shown(session).replace("*", "") == before.replace("*", "")
    assert [item.record for item in session.fold.items.values()] == records
    assert session.said.tone == "error"
    assert "disk I/O error" in session.said.text


def test_a_release_that_cannot_be_read_any_more_is_put_down(desk):
    session = desk.session(BEFORE)
    session.project.close()
    press(session, "a")
    assert session.release is None
    assert session.said.tone == "error"
    assert "closed database" in session.said.text
    press(session, "tab a ctrl+enter ctrl+pagedown ctrl+z p escape")
    assert session.queue.length() == 0
    assert session.queue.page("", 0, 100) == []
    assert session.queue.place("", "gone") is None
    assert session.queue.row("gone") is None
    assert session.counts().releases == 0


def test_a_release_that_is_not_there_leaves_the_one_in_hand(desk):
    session = desk.session(BEFORE)
    session.open("gone")
    assert shown(session) == BEFORE
    assert "No release of this project has the id gone" in session.said.text
