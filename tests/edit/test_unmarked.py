"""Names and figures in no highlight: text - keys - text."""

from __future__ import annotations

from dataclasses import replace

import pytest
from desk import press
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from parsed import Clock

from annotator.edit.everywhere import in_one_go
from annotator.edit.places import Places
from annotator.edit.unmarked import NOTHING_UNMARKED, next_unmarked, previous_unmarked
from annotator.model import names
from annotator.model.names import name_at, name_like
from annotator.model.spans import Span
from annotator.model.tokens import token_at


@pytest.mark.parametrize(
    ("before", "keys", "after"),
    [
        ("*[Ann]PERSON? met Max Moor.", "j", "[Ann]PERSON? met <Max |Moor>."),
        ("*[Ann]PERSON? met Max Moor.", "j 1", "[Ann]PERSON? met *[|Max Moor]PERSON!."),
        ("*[Ann]PERSON? met Max and Bob.", "j j", "[Ann]PERSON? met Max and <|Bob>."),
        # round the end and back
        ("*[Ann]PERSON? met Max and Bob.", "j j j", "[Ann]PERSON? met <|Max> and Bob."),
        ("*[Ann]PERSON? met Max and Bob.", "shift+j", "[Ann]PERSON? met Max and <|Bob>."),
        ("*[Ann]PERSON? met Max and Bob.", "j j shift+j", "[Ann]PERSON? met <|Max> and Bob."),
        # figures too, and the mark can be stretched
        ("|it fell by 3.5 per cent.", "j", "it fell by <|3.5> per cent."),
        ("|it fell by 3.5 per cent.", "j shift+right", "it fell by <3.5 |per> cent."),
        # a word of the name beside the entity is no name of its own
        ("*[Ann]PERSON? met President [Bob]PERSON? Ray in Oslo.", "j",
         "[Ann]PERSON? met President [Bob]PERSON? Ray in <|Oslo>."),
        # what was rejected was decided on
        ("*[Ann]PERSON? of [Acme]ORG- met Max.", "j", "[Ann]PERSON? of [Acme]ORG- met <|Max>."),
        # a selected claim is no highlight of the name that it begins with
        ("[said]CUE *[Max won]CLAIM?.", "j", "[said]CUE *[<|Max> won]CLAIM?."),
        ("[said]CUE *[Max and Bob won]CLAIM?.", "j j",
         "[said]CUE *[Max and <|Bob> won]CLAIM?."),
        # where nothing is selected, the name under the caret is the first
        ("|Ann Lee left.", "j", "<Ann |Lee> left."),
        ("|The minister left. The minister saw Ann.", "j",
         "The minister left. The minister saw <|Ann>."),
    ],
)  # fmt: skip
def test_the_next_name_in_no_highlight_is_marked(check, before, keys, after):
    check(before, keys, after)


def test_a_claim_stays_in_hand(check):
    check(
        "Max Moor [said]CUE *[we won]CLAIM?.",
        "shift+j s",
        "[Max |Moor]SOURCE [said]CUE *[we won]CLAIM^.",
    )


def test_it_is_said_when_every_name_is_in_a_highlight(desk):
    session = desk.session("*[Ann]PERSON? left.")
    for key in ("j", "shift+j"):
        session.press(key)
        assert session.said.text == NOTHING_UNMARKED


def test_page_furniture_is_passed_over(desk):
    session = desk.session("Minister meets Ann\n\n[Ann]PERSON? left.\n\nShare: Facebook Twitter\n")
    session.press("j")
    session.press("j")
    assert session.selection.mark.text(session.text) in ("Minister", "Ann")


KEYS = ("j", "shift+j", "1", "x", "a", "tab", "ctrl+z", "}", "]", "alt+down", "y", "right")
LONG = "[Ann]PERSON? met so many people here, there and everywhere that day.\n\n" * 600


@pytest.mark.parametrize(
    ("text", "keys"),
    [(f"{LONG}Max left.", "ctrl+home j 1"), (f"Max left.\n\n{LONG}", "ctrl+end shift+j 1")],
)
def test_a_long_release_is_looked_through_in_pieces(desk, text, keys):
    session, clock = desk.session(text), Clock()
    session.use_clock(in_one_go, clock.later)
    before = session.project.last_step()
    press(session, keys)
    pieces = 0
    while session.waiting.is_on:
        assert session.project.last_step() == before
        clock.passes(0)
        pieces += 1
    assert pieces > 1
    added = [item for item in session.fold.items.values() if item.status == "added"]
    assert [item.record.span.text(session.text) for item in added] == ["Max"]


def test_escape_stops_looking(desk):
    session, clock = desk.session(LONG), Clock()
    session.use_clock(in_one_go, clock.later)
    press(session, "j escape")
    assert session.said.text == "Not done: mark the next name in no highlight"
    assert not session.waiting.is_on


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.sampled_from(KEYS), min_size=6, max_size=14))
def test_what_was_looked_through_is_forgotten_when_something_in_it_changes(desk, keys):
    session = desk.session("*[Ann]PERSON? met Max.\n\nBob [left]DATE?.\n\n[Eve]PERSON? sang")
    for key in keys:
        session.press(key)
        afresh = replace(session.here, places=Places(session.fold))
        for command in (next_unmarked, previous_unmarked):
            assert command(session.here) == command(afresh)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("However, Ann Lee left.", ["Ann Lee"]),
        ("In Baku the Ministry of Foreign Affairs spoke.", ["Baku", "Ministry of Foreign Affairs"]),
        ("Minister Ann met the minister.", ["Minister Ann"]),
        ("Minister met the minister.", []),
        ("The Hague said so.", ["Hague"]),
        ("O’Neill’s 3,500 men of COVID-19 on 2023-10-06.",
         ["O’Neill", "3,500", "COVID-19", "2023-10-06"]),
        ("Émile Zola and Ľudovít", ["Émile Zola", "Ľudovít"]),
        ("I said so.", []),
    ],
)  # fmt: skip
def test_names_are_told_by_their_form(text, names):
    assert [span.text(text) for span in name_like(text, Span(0, len(text)))] == names


def test_a_name_is_found_by_its_first_word():
    text = "then Ann Lee left"
    assert name_at(text, token_at(text, 5), Span(0, len(text))) == Span(5, 12)
    assert name_at(text, token_at(text, 0), Span(0, len(text))) is None


@given(st.text(st.sampled_from("Aa b.É1’\n\u0301🙂-"), max_size=60), st.data())
def test_names_lie_in_the_piece_in_order_and_apart(text, data):
    ends = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=2)))
    piece = Span(*ends)
    at = piece.start
    for span in name_like(text, piece):
        assert at <= span.start < span.end <= piece.end
        at = span.end


def test_a_release_that_was_got_ready_is_not_looked_through_again(desk):
    session = desk.session("|Talks began. The talks went on in Oslo.")
    session.get_ready()
    looked = names._small_words.cache_info().misses
    session.run("next-unmarked")
    assert session.selection.caret.text(session.text) == "Oslo"
    assert names._small_words.cache_info().misses == looked
