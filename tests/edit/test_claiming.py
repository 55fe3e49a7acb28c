"""Making and mending claims: text - keys - text."""

from __future__ import annotations

import pytest
from desk import claim_in_hand, press, shown
from parsed import parse, parsed

from annotator.formats.own import to_line
from annotator.model.records import AUTHOR, CLAIMER_BASIS, GUESS, IMPLICIT, Claim, Suggestion
from annotator.model.spans import Span


@pytest.mark.parametrize(
    ("keys", "guessed"),
    [
        ("a", [False, True]),
        ("enter", [False, True]),
        # one by one, then the rest: those that were selected were looked at
        ("a a", [False, False]),
        ("t t y", [False, False]),
        ("y", [False, True]),
        ("shift+a", [False, True]),
        # a person who picks somebody knows
        ("a p b o b space enter", [False, False]),
    ],
)
def test_exports_call_a_claimer_a_guess_until_somebody_judged_the_claim(desk, keys, guessed):
    session = desk.session_without_run("He said we won and she said they lost.")
    claims = [
        Claim((content,), claimer="Ann", attributes={CLAIMER_BASIS: GUESS})
        for content in (Span(8, 14), Span(28, 37))
    ]
    name = session.release.id
    session.project.add_run(name, [Suggestion(c, "pen@1", "test", 0.9) for c in claims], seconds=0)
    session.suggestions_came(name)
    press(session, keys)
    line = to_line(session.release, session.fold)
    known = [*line["claims"], *line["open"]["claims"]]
    known.sort(key=lambda claim: claim["content"][0]["start"])
    assert [c["attributes"].get(CLAIMER_BASIS) == GUESS for c in known] == guessed
    assert {c["status"] for c in line["claims"]} <= {"accepted", "corrected"}


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
        (
            "[Ann]SOURCE and [Bob]SOURCE [said]CUE *[we won]CLAIM?.",
            "shift+v backspace",
            "[Ann]SOURCE and Bob [said]CUE *[we won]CLAIM^.",
        ),
        # Shift+V walks the other way, round both ends
        (
            "[Ann]SOURCE [said]CUE *[we won]CLAIM?.",
            "shift+v backspace",
            "Ann [said]CUE *[we won]CLAIM^.",
        ),
        (
            "[Ann]SOURCE [said]CUE *[we won]CLAIM?.",
            "shift+v shift+v backspace",
            "[Ann]SOURCE said *[we won]CLAIM^.",
        ),
        (
            "Ann [said]CUE so *[we won]CLAIM? it.",
            "v shift+v }",
            "Ann [said]CUE so *[we won it]CLAIM^.",
        ),
        # a walk over all parts, each put right on the way
        (
            "Mr [Ann]SOURCE has [said]CUE so *[we]CLAIM? won.",
            "} v [ } v [",
            "[Mr Ann]SOURCE [has said so]CUE *[we won]CLAIM^.",
        ),
        (
            "[Ann Lee]SOURCE [said]CUE *[we won, and]CLAIM? left.",
            "v v { shift+v backspace { {",
            "[Ann]SOURCE Lee said *[we won]CLAIM^, and left.",
        ),
        # what is marked on the way becomes a part, and the walk goes on from there
        (
            "|Ann Lee has [said]CUE *[we won]CLAIM?.",
            "shift+right s v {",
            "[Ann Lee]SOURCE has [said]CUE *[we]CLAIM^ won.",
        ),
        (
            "Mr [Ann]SOURCE said *[we won]CLAIM?, |and left.",
            "shift+right w v [",
            "[Mr Ann]SOURCE said *[we won]CLAIM^, [and left]CLAIM^.",
        ),
        (
            "[Ann]SOURCE |has said *[we won]CLAIM?.",
            "shift+right q v backspace",
            "Ann [has said]CUE *[we won]CLAIM^.",
        ),
        # a part that was taken out leaves the content in hand, its first piece
        ("[Ann]SOURCE said *[we]CLAIM? won.", "v backspace }", "Ann said *[we won]CLAIM^."),
        ("Ann [said]CUE *[we]CLAIM? won.", "v backspace }", "Ann said *[we won]CLAIM^."),
        (
            "*[We]CLAIM? won, [ran]CLAIM? and [left]CLAIM? it.",
            "v backspace }",
            "*[We won]CLAIM^, ran and [left]CLAIM^ it.",
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


@pytest.mark.parametrize(
    ("before", "claimer", "basis"),
    [
        ("[Ann Lee]PERSON? left. <She> said *[we won]CLAIM?.", "Ann Lee", GUESS),
        ("[Ann Lee]PERSON? left. <[Lee]PERSON?> said *[we won]CLAIM?.", "Ann Lee", None),
        ("<The Bank of Malta> said *[we won]CLAIM?.", "Bank of Malta", None),
        ("<the officials> said *[we won]CLAIM?.", "officials", GUESS),
        ("<’s> said *[we won]CLAIM?.", "’s", GUESS),
    ],
)
def test_a_new_source_brings_the_claimer_that_it_stands_for(desk, before, claimer, basis):
    session = desk.session(before)
    session.press("s")
    assert claim_in_hand(session).claimer == claimer
    assert claim_in_hand(session).attributes.get(CLAIMER_BASIS) == basis


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


@pytest.mark.parametrize("key", [*"sqwpekonvr", "backspace", "shift+v", "shift+r", "shift+s"])
def test_keys_for_claims_say_so_when_none_is_selected(desk, key):
    session = desk.session("*[Ann]PERSON? left")
    session.press(key)
    why = session.said.text if session.prompt is None else session.prompt.title
    assert "claim" in why.lower()
    assert session.project.last_step() == 0


@pytest.mark.parametrize("walk", ["", "v", "v v", "shift+v", "v v v", "v shift+v"])
def test_enter_accepts_the_whole_record_whatever_part_is_selected(check, walk):
    check(
        "[Ann]SOURCE [said]CUE *[we won]CLAIM?. [Bo]PERSON? left.",
        f"{walk} enter",
        "[Ann]SOURCE [said]CUE [we won]CLAIM+. *[Bo]PERSON? left.",
    )


def test_enter_goes_on_after_a_part_was_put_right(check):
    check(
        "[Ann]SOURCE [said]CUE *[we won]CLAIM? it. [Bo]PERSON? left.",
        "} v v backspace enter",
        "Ann [said]CUE [we won it]CLAIM^. *[Bo]PERSON? left.",
    )


SAID = parsed(
    "((The (Minister)n)p said (that (we won)c)c)s. ((It rained)c)s.",
    "The Minister | said | that we won",
)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # what is marked is the content
        (
            "The Minister said <that we won>. It rained.",
            "[The Minister]SOURCE [said]CUE *[that we won]CLAIM!. It rained.",
        ),
        (
            "The Minister said that <we won>. It rained.",
            "[The Minister]SOURCE [said]CUE that *[we won]CLAIM!. It rained.",
        ),
        # without a mark, the clause under the caret, or what the cue under it governs
        (
            "The Minister said that we |won. It rained.",
            "[The Minister]SOURCE [said]CUE *[that we won]CLAIM!. It rained.",
        ),
        (
            "The Minister |said that we won. It rained.",
            "[The Minister]SOURCE [said]CUE *[that we won]CLAIM!. It rained.",
        ),
        # where nothing governs nothing is guessed
        (
            "The Minister said that we won. It |rained.",
            "The Minister said that we won. *[It rained]CLAIM!.",
        ),
        (
            "<The Minister said that we won>. It rained.",
            "*[The Minister said that we won]CLAIM!. It rained.",
        ),
        # a guess never overlaps the content
        (
            "<The Minister said> that we won. It rained.",
            "*[The Minister said]CLAIM! that we won. It rained.",
        ),
    ],
)
def test_cue_and_source_of_a_new_claim_are_guessed_in_one_step(desk, before, after):
    session = desk.session(before)
    parse(session, SAID)
    session.press("c")
    assert shown(session) == after, session.said
    assert session.project.last_step() == 1
    session.press("ctrl+z")
    assert not session.places.visible


def test_what_was_guessed_is_told(desk):
    session = desk.session("The Minister said that we |won. It rained.")
    parse(session, SAID)
    session.press("c")
    assert session.said.text == (
        "Added claim “that we won”, with cue “said” and source “The Minister”. Ctrl+Z undoes"
    )


def test_the_claimer_of_a_guessed_source_is_found_as_for_a_chosen_one(desk):
    session = desk.session("The Minister said that we |won. It rained.")
    parse(session, SAID)
    session.press("c")
    assert claim_in_hand(session).claimer == "Minister"
    assert claim_in_hand(session).attributes[CLAIMER_BASIS] == GUESS
    session = desk.session("The [Minister]PERSON? said that we |won. It rained.")
    parse(session, SAID)
    session.press("c")
    assert claim_in_hand(session).claimer == "Minister"


def test_a_passive_that_names_nobody_is_implicit(desk):
    session = desk.session("It is said that we |won.")
    parse(session, parsed("It is said that we won.", " | is said | that we won"))
    session.press("c")
    assert claim_in_hand(session).claimer == IMPLICIT


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
