"""While the queue is searched, the next release is one of those that are found."""

from __future__ import annotations

import pytest
from desk import press

from annotator.edit.hints import keys_now
from annotator.model.plain import Incoming
from annotator.model.records import Release

TITLES = ("Race 1", "Budget 1", "Race 2", "Budget 2", "Race 3")


@pytest.fixture
def session(desk):
    session = desk.session("Ann left.")
    session.project.add_all(Incoming(Release(f"{title}.", title=title)) for title in TITLES)
    press(session, "ctrl+pagedown")
    session.hand.search = "race"
    return session


def test_next_and_previous_go_through_what_the_search_finds(session):
    seen = []
    for key in ("ctrl+pagedown", "ctrl+pagedown", "ctrl+pageup"):
        session.press(key)
        seen.append(session.title)
    assert seen == ["Race 2", "Race 3", "Race 2"]
    press(session, "ctrl+pagedown ctrl+pagedown")
    assert session.said.text == "This is the last release that the search “race” finds"
    press(session, "ctrl+pageup ctrl+pageup ctrl+pageup")
    assert session.said.text == "This is the first release that the search “race” finds"
    session.hand.search = ""
    press(session, "ctrl+pageup")
    assert session.title == "A release"


def test_one_that_the_search_hides_leads_to_its_neighbours_among_those(session):
    session.open(session.project.queue("budget")[0].release)
    press(session, "ctrl+pagedown")
    assert session.title == "Race 2"


def test_finishing_opens_the_next_that_the_search_finds_and_says_when_there_is_none(session):
    press(session, "y y")
    assert session.title == "Race 3"
    press(session, "y")
    told = "Every release that the search “race” finds is finished: clear the search to go on"
    assert session.said.text == told
    session.hand.search = ""
    press(session, "y")
    assert session.title == "A release"


def test_what_was_begun_since_it_was_searched_for_is_still_to_be_finished(session):
    session.hand.search = "race is:new"
    press(session, "ctrl+pagedown ctrl+pageup 1 ctrl+pagedown y y")
    assert session.title == "Race 1"
    press(session, "y")
    told = "Every release that the search “race is:new” finds is finished"
    assert session.said.text == f"{told}: clear the search to go on"


def test_withdrawing_goes_on_with_what_the_search_finds_and_then_with_any_other(session):
    press(session, "ctrl+shift+backspace ctrl+shift+backspace")
    assert session.title == "Race 3"
    press(session, "ctrl+shift+backspace")
    assert session.title == "A release"


def test_the_hint_of_the_next_release_goes_when_the_search_finds_none_after_it(session):
    press(session, "y y")
    session.open(session.project.queue("race")[1].release)
    assert "next-release" in [binding.command for _, binding in keys_now(session)]
    session.hand.search = "race 2"
    assert "next-release" not in [binding.command for _, binding in keys_now(session)]
