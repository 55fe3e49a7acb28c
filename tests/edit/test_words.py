"""What people are told of an item and of a step."""

from __future__ import annotations

from dataclasses import replace

import pytest
from desk import press

from annotator.edit.words import described, told
from annotator.model.fold import Fold, Item
from annotator.model.masking import Mask
from annotator.model.records import CLAIMER_BASIS, GUESS, Claim, Entity, Release, Suggestion
from annotator.model.selection import Selection
from annotator.model.spans import Span
from annotator.model.steps import Decision, Step

TEXT = "He said we won."
HE = Entity(Span(0, 2), "PERSON")
WON = Claim((Span(8, 14),), Span(3, 7), (Span(0, 2),), "Ann Lee", {CLAIMER_BASIS: GUESS})


@pytest.mark.parametrize(
    ("before", "keys", "words"),
    [
        ("*[Ann]PERSON? left.", "", "PERSON 90 % · written · pen@1"),
        ("*[Ann]PERSON?? left.", "", "PERSON 40 % · written · doubtful · pen@1"),
        ("*[Ann]PERSON+ left.", "", "PERSON 90 % · written · pen@1"),
        ("*[Ann]PERSON- left.", "", "PERSON · rejected · 90 % · written · pen@1"),
        ("*[Ann]PERSON? left.", "2", "ORG · suggested as PERSON “Ann” · 90 % · written · pen@1"),
        (
            "Dr *[Ann]PERSON? left.",
            "[",
            "PERSON · suggested as PERSON “Ann” · 90 % · written · pen@1",
        ),
        ("*[Ann]PERSON? left.", "2 1", "PERSON 90 % · written · pen@1"),
        ("|Ann left.", "1", "PERSON · added by ann"),
        ("*[we won]CLAIM? and left.", "", "Claim 90 % · written · pen@1"),
        ("*[we won]CLAIM? and left.", "e 1", "Claim · corrected · 90 % · written · pen@1"),
        ("|Ann left.", "", ""),
        # it goes on to the next one, and its reason with it
        ("*[Ann]PERSON? of [Acme]ORG??", "a", "ORG 40 % · written · doubtful · pen@1"),
    ],
)
def test_the_selection_is_told_with_where_it_came_from(desk, before, keys, words):
    session = desk.session(before)
    press(session, keys)
    assert session.describe_selection() == words


@pytest.mark.parametrize(
    ("record", "reason", "words"),
    [
        (HE, "name list", "PERSON 92 % · name list · spacy@3.8"),
        (HE, "", "PERSON 92 % · ner · spacy@3.8"),
        (HE, " one\nline ", "PERSON 92 % · one line · spacy@3.8"),
        (WON, "said", "Claim 92 % · said · claimer Ann Lee is a guess · spacy@3.8"),
    ],
)
def test_the_reason_is_told_or_else_the_rule(record, reason, words):
    item = Item("s1", record, "open", Suggestion(record, "spacy@3.8", "ner", 0.92, reason))
    assert described(item, TEXT) == words


def test_names_in_reasons_titles_and_notes_are_masked_with_the_others():
    text = "Ann Lee said we won."
    mask = Mask(text, [Item("s0", Entity(Span(0, 7), "PERSON"), "open")])
    won = Claim((Span(13, 19),), Span(8, 12), (Span(0, 7),))
    item = Item("s1", won, "open", Suggestion(won, "plug-in@1", "said", 0.92, "as Lee says"))
    assert described(item, text) == "Claim 92 % · as Lee says · plug-in@1"
    assert described(item, mask) == "Claim 92 % · as Person A says · plug-in@1"

    known, release, top = Fold({"s1": item}), Release(text, "Lee wins"), Selection(Span(0, 3))
    finished = Step("finish", (), top, "finished")
    assert told(finished, known, release, mask) == "Finished “Person A wins”"
    noted = Decision("correct", "s1", replace(won, attributes={"note": "Lee again"}), won)
    assert told(Step("note", (noted,), top), known, release, mask) == "Set note: Person A again"


def test_decisions_that_came_with_a_file_are_told_by_their_number():
    decisions = tuple(Decision("add", f"a{number}", HE) for number in range(2))
    step = Step("import", decisions, Selection(Span(0, 0)))
    assert told(step, Fold(), Release(TEXT)) == "Imported 2 decisions"


def test_a_claimer_that_was_accepted_is_no_guess_any_more_unless_nobody_looked():
    item = Item("s1", WON, "accepted", Suggestion(WON, "rules@1", "clause", 0.95))
    assert item.guessed_claimer is None
    assert described(item, TEXT) == "Claim 95 % · clause · rules@1"
    assert replace(item, seen=False).guessed_claimer == "Ann Lee"


def test_an_addition_from_elsewhere_may_have_nobodys_name():
    assert described(Item("a1", HE, "added"), TEXT) == "PERSON · added by hand"


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Ann left", "Finished “Ann left”"),
        (
            "Foreign Secretary meets his Iraqi counterpart in Baghdad",
            "Finished “Foreign Secretary meets his…”",
        ),
        ("", "Finished this release"),
    ],
)
def test_a_finished_release_is_told_by_its_title(title, words):
    step = Step("finish", (), Selection(Span(0, 0)), "finished")
    assert told(step, Fold(), Release(TEXT, title)) == words


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (None, "Added PERSON “He” and 1,200 more"),
        ("finished", "Accepted the 1,201 left and finished “News”"),
    ],
)
def test_large_numbers_are_told_in_groups_of_three(state, words):
    decisions = tuple(Decision("add", f"a{number}", HE) for number in range(1201))
    step = Step("label", decisions, Selection(Span(0, 0)), state)
    assert told(step, Fold(), Release(TEXT, "News")) == words
