"""Making and mending claims: text - keys - text."""

from __future__ import annotations

import pytest
from desk import press

from annotator.model.records import AUTHOR, CLAIMER_BASIS, GUESS, IMPLICIT, Claim


@pytest.mark.parametrize(
    ("before", "keys", "after"),
    [
        ("Ann said <we won>.", "c", "Ann said *[we won]CLAIM!."),
        # without a mark: the sentence under the caret, without its full stop
        ("It rained. |Ann won. All left.", "c", "It rained. *[Ann won]CLAIM!. All left."),
        ("Ann <said> *[we won]CLAIM?.", "q", "Ann [said]CUE *[we won]CLAIM^."),
        ("<Ann> said *[we won]CLAIM?.", "s", "[Ann]SOURCE said *[we won]CLAIM^."),
        (
            "[Ann]SOURCE and <Bob> said *[we won]CLAIM?.",
            "shift+s",
            "[Ann]SOURCE and [Bob]SOURCE said *[we won]CLAIM^.",
        ),
        (
            "*[We won]CLAIM?, said Ann, <and left>.",
            "w",
            "*[We won]CLAIM^, said Ann, [and left]CLAIM^.",
        ),
        # fragments that touch become one
        ("*[We won]CLAIM? <won and left>.", "w", "*[We won]CLAIM^ [won and left]CLAIM^."),
        # also with several at once, and the keys go on with what they became
        (
            "*[We]CLAIM? <won and left> [at]CLAIM? last.",
            "w } }",
            "*[We]CLAIM^ [won and left at last]CLAIM^.",
        ),
        # a boundary that runs into the next fragment joins the two; the keys move both
        ("*[We]CLAIM? won [and left]CLAIM? it.", "} } }", "*[We won and left it]CLAIM^."),
        ("*[We]CLAIM? won [and left]CLAIM? it.", "} } {", "*[We won and]CLAIM^ left it."),
        ("*[We]CLAIM?, [won]CLAIM? it.", "v [ [", "*[We, won]CLAIM^ it."),
        # sources are joined alike, and none stands twice
        (
            "[Ann Lee]SOURCE and <Lee> said *[we won]CLAIM?.",
            "shift+s",
            "[Ann Lee]SOURCE and [Lee]SOURCE said *[we won]CLAIM^.",
        ),
        (
            "[<Ann Lee>]SOURCE said *[we won]CLAIM?.",
            "shift+s",
            "[<Ann Lee>]SOURCE said *[we won]CLAIM?.",
        ),
        # the boundary keys move the part that V selects
        ("Ann [said]CUE so *[we won]CLAIM? it.", "}", "Ann [said]CUE so *[we won it]CLAIM^."),
        ("Ann [said]CUE so *[we won]CLAIM? it.", "v }", "Ann [said so]CUE *[we won]CLAIM^ it."),
        ("Ann [said]CUE so *[we won]CLAIM? it.", "v backspace", "Ann said so *[we won]CLAIM^ it."),
        (
            "[Ann]SOURCE [said]CUE *[we won]CLAIM?.",
            "v v backspace",
            "Ann [said]CUE *[we won]CLAIM^.",
        ),
        ("*[We]CLAIM? and *[us]CLAIM?", "backspace", "We and *[us]CLAIM^"),
        # a claim keeps its last content
        ("*[We won]CLAIM?", "backspace", "*[We won]CLAIM?"),
        # a source can be marked with the claim still in hand
        (
            "|Ann Lee said *[we won]CLAIM?.",
            "shift+right s",
            "[Ann Lee]SOURCE said *[we won]CLAIM^.",
        ),
    ],
)
def test_claims_are_made_and_mended(check, before, keys, after):
    check(before, keys, after)


def claim_in_hand(session) -> Claim:
    return session.fold.items[session.selection.item].record


def test_a_new_claim_is_the_authors_until_a_source_is_set(desk):
    session = desk.session("[Ann Lee]PERSON? said <we won>.")
    session.press("c")
    assert claim_in_hand(session).claimer == AUTHOR
    session.drag(0, 6)
    session.press("s")
    assert claim_in_hand(session).claimer == "Ann Lee"
    assert CLAIMER_BASIS not in claim_in_hand(session).attributes


def test_a_title_is_no_part_of_the_claimers_name(desk):
    session = desk.session("<President [Ann Lee]PERSON?> said *[we won]CLAIM?.")
    session.press("s")
    assert claim_in_hand(session).claimer == "Ann Lee"


def test_a_pronoun_as_source_is_only_a_guess(desk):
    session = desk.session("<She> said *[we won]CLAIM?.")
    session.press("s")
    assert claim_in_hand(session).attributes[CLAIMER_BASIS] == GUESS


@pytest.mark.parametrize("key", ["s", "shift+s"])
def test_a_claimer_that_was_picked_outlives_a_new_source(desk, key):
    session = desk.session("<[Ann]PERSON?> said *[we won]CLAIM?.")
    session.press("p")
    session.type("Bob")
    session.press("enter")
    session.drag(0, 3)
    session.press(key)
    assert claim_in_hand(session).claimer == "Bob"
    assert claim_in_hand(session).source == ((0, 3),)


def test_the_claimer_is_picked_from_names_and_roles(desk):
    session = desk.session("[Ann]PERSON? of [Acme]ORG? said *[we won]CLAIM?.")
    session.press("p")
    assert [c.value for c in session.prompt.choices] == ["Ann", "Acme", AUTHOR, IMPLICIT]
    for key in ["a", "c", "down", "enter"]:
        session.press(key)
    assert claim_in_hand(session).claimer == "Acme"
    session.press("p")
    assert session.prompt.choices[0].value == "Acme"


@pytest.mark.parametrize(
    ("typed", "chosen"),
    [
        ("Zoe Quinn", "Zoe Quinn"),
        ("Ann", "Ann"),  # though its letters are in Susanna Nixon
        ("UN", "UN"),  # though IMPLICIT is somebody unnamed
        ("author", AUTHOR),
        ("susanna nixon", "Susanna Nixon"),
    ],
)
def test_what_is_typed_is_the_claimer_unless_somebody_is_called_so(desk, typed, chosen):
    session = desk.session("[Susanna Nixon]PERSON? said *[we won]CLAIM?.")
    session.press("p")
    session.type(typed)
    session.press("enter")
    assert claim_in_hand(session).claimer == chosen


def test_whoever_fits_what_is_typed_stands_below_it(desk):
    session = desk.session("[Susanna Nixon]PERSON? of [Nix Ltd]ORG? said *[we won]CLAIM?.")
    session.press("p")
    session.type("nix")
    assert [c.value for c in session.prompt.fitting()] == ["nix", "Nix Ltd", "Susanna Nixon"]
    session.type("unnamed")
    assert [c.value for c in session.prompt.fitting()] == ["unnamed", IMPLICIT]


def test_claimers_of_other_releases_come_most_recent_first(desk):
    session = desk.session("*[We won]CLAIM?", "*[They lost]CLAIM?")
    for name in ("Ann", "Bob"):
        session.press("p")
        session.type(name)
        session.press("enter")
    session.run("next-release")
    session.press("p")
    assert [c.value for c in session.prompt.choices] == ["Bob", "Ann", AUTHOR, IMPLICIT]


@pytest.mark.parametrize(
    ("keys", "name", "value"),
    [
        ("e 2", "epistemic", "true-uncertain"),
        ("e down enter", "epistemic", "true-uncertain"),
        ("k 1", "check_worthiness", "CFS"),
        ("k n f enter", "check_worthiness", "NFS"),
        ("shift+e 1 shift+e enter", "sentiment", "positive"),
        ("shift+k 2 shift+k down enter", "quote_type", "mixed"),
        ("k 1 k 0", "check_worthiness", None),
        ("k 2 k escape", "check_worthiness", "UFS"),
    ],
)
def test_a_value_of_an_attribute_is_picked(desk, keys, name, value):
    session = desk.session("*[We won]CLAIM?")
    press(session, keys)
    assert session.prompt is None
    assert claim_in_hand(session).attributes.get(name) == value


def test_the_values_say_what_they_mean_and_which_is_the_present_one(desk):
    session = desk.session("*[We won]CLAIM?")
    press(session, "k 2 k")
    told = [(choice.title, choice.detail, choice.keys) for choice in session.prompt.choices]
    assert told[1] == ("UFS", "a factual statement not worth checking · now", "2")
    assert told[3] == ("none", "no value", "0")
    assert session.prompt.value() == "UFS"


def test_a_note_is_written_and_taken_out(desk):
    session = desk.session("*[We won]CLAIM?")
    session.press("n")
    session.type("check the date")
    session.press("enter")
    assert claim_in_hand(session).attributes == {"note": "check the date"}
    session.press("n")
    assert session.prompt.text == "check the date"
    session.type("")
    session.press("enter")
    assert claim_in_hand(session).attributes == {}


@pytest.mark.parametrize("key", ["s", "q", "w", "p", "e", "k", "n", "backspace", "v", "shift+s"])
def test_keys_for_claims_say_so_when_none_is_selected(desk, key):
    session = desk.session("*[Ann]PERSON? left")
    session.press(key)
    assert "claim" in session.said.text.lower()
    assert session.project.last_step() == 0


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("“*We won the vote.”", "direct"),
        ("*Ann said that they “won” the vote.", "mixed"),
        ("*Ann said that they won the vote.", "indirect"),
    ],
)
def test_a_new_claim_is_quoted_as_its_marks_tell(desk, text, kind):
    session = desk.session(text)
    press(session, "c")
    assert claim_in_hand(session).attributes["quote_type"] == kind
