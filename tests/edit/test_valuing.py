"""What is said of a claim besides its words: values that have a key, others, and notes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from desk import claim_in_hand, press

from annotator.model.records import CHOSEN, CLAIMER_BASIS, Claim
from annotator.model.scheme import Scheme, ValuesError
from annotator.model.selection import NOTHING_SELECTED
from annotator.model.steps import Decision, Step

TOPIC = ("topic", ["economy", "migration", "health"])
SAID = "[Ann]SOURCE said *[we won]CLAIM+. [Bob]SOURCE said [we lost]CLAIM2+."


@pytest.mark.parametrize("key", ["e", "k"])
def test_the_list_tells_what_each_value_means(desk, key):
    session = desk.session("*[We won]CLAIM?.")
    press(session, key)
    values = [(choice.value, choice.detail) for choice in session.prompt.choices]
    assert [value for value, meaning in values if not meaning] == []


@pytest.mark.parametrize(
    ("keys", "name", "value"),
    [
        ("e 2", "epistemic", "true-uncertain"),
        ("e down down enter", "epistemic", "true-uncertain"),
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


@pytest.mark.parametrize("key", ["e", "k", "shift+e", "shift+k"])
def test_a_hasty_enter_gives_a_claim_no_value(desk, key):
    session = desk.session("*[We won]CLAIM?")
    press(session, key)
    assert session.prompt.choices[session.prompt.index].detail == "no value · now"
    press(session, "enter")
    assert session.prompt is None
    assert session.project.last_step() == 0
    assert session.here.item.is_open


def test_a_value_that_the_scheme_does_not_know_stays_with_a_hasty_enter(desk):
    session = desk.session("*[We won]CLAIM?")
    session.press("e")
    session.choose("doubted")
    press(session, "e enter")
    assert claim_in_hand(session).attributes == {"epistemic": "doubted"}
    press(session, "e 2")
    assert claim_in_hand(session).attributes == {"epistemic": "true-uncertain"}


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


@pytest.mark.parametrize("sign", ["?", "-", "+"])
def test_a_note_says_so_where_the_claim_stands_by_it(desk, sign):
    session = desk.session(f"*[We won]CLAIM{sign}")
    session.press("n")
    assert ("the claim stands" in session.prompt.title) is (sign != "+")
    session.type("check")
    session.press("enter")
    assert session.here.item.stands
    session.press("n")
    assert session.prompt.title == "Note"


@pytest.fixture
def session(desk):
    """Two claims in a project whose claims have a topic, one of three, and an affiliation."""
    session = desk.session(SAID)
    session.project.add_attributes(TOPIC, ("affiliation", []))
    return session


def stored(session, item, claim):
    """Let the claim be so, without the keys that lead there."""
    step = Step("note", (Decision("correct", item, claim),), NOTHING_SELECTED)
    session.project.record(session.hand.name, step)


def choices(session):
    return [choice.value for choice in session.prompt.choices]


def test_an_attribute_of_the_project_is_picked_by_two_numbers(session):
    press(session, "o")
    assert choices(session) == ["topic", "affiliation"]
    press(session, "1 2")
    assert claim_in_hand(session).attributes["topic"] == "migration"
    assert session.said.text.startswith("Set topic: migration")
    press(session, "ctrl+z")
    assert "topic" not in claim_in_hand(session).attributes


def test_what_is_free_text_is_typed(session):
    press(session, "o 2")
    session.type("The Green Party")
    press(session, "enter")
    assert claim_in_hand(session).attributes["affiliation"] == "The Green Party"
    press(session, "o")
    told = [choice.detail for choice in session.prompt.choices]
    assert told == ["economy, migration, health", "The Green Party · now"]


def test_a_hasty_enter_writes_no_text_and_none_takes_it_out(session):
    steps = session.project.last_step()
    press(session, "o 2 enter")
    assert session.project.last_step() == steps
    press(session, "o 2 U N enter o 2")
    assert session.prompt.value() == "UN"
    press(session, "down enter")
    assert "affiliation" not in claim_in_hand(session).attributes


def test_texts_of_other_claims_are_offered_those_of_the_same_claimer_first(desk):
    session = desk.session("*[one]CLAIM+ [two]CLAIM2+ [six]CLAIM3+")
    session.project.add_attributes(("affiliation", []))
    values = {"two": ("Bob", "UN"), "six": ("Ann", "WHO")}
    for item in [*session.fold.items.values()]:
        if (words := item.record.content[0].text(session.text)) in values:
            name, body = values[words]
            said = {"affiliation": body}
            stored(session, item.id, replace(item.record, claimer=name, attributes=said))
    again = desk.again(session)
    again.select_item(min(again.fold.items))
    press(again, "p A n n space enter o")
    assert choices(again)[:2] == ["WHO", "UN"]


def test_neither_notes_nor_what_nobody_kept_are_offered(desk):
    session = desk.session("*[one]CLAIM+ [two]CLAIM2-")
    session.project.add_attributes(("affiliation", []))
    kept, gone = sorted(session.fold.items)
    rejected = session.fold.items[gone].record
    stored(session, gone, replace(rejected, attributes={"affiliation": "UN"}))
    stored(session, kept, replace(session.fold.items[kept].record, attributes={"note": "odd"}))
    again = desk.again(session)
    again.select_item(gone)
    press(again, "x")
    again.select_item(kept)
    press(again, "o")
    assert again.prompt.title == "Affiliation", "the note is none of them"
    assert choices(again) == ["none"]


def test_a_text_is_typed_to_its_end_although_a_number_stands_in_it(session):
    press(session, "o 2 1 space U N enter")
    assert claim_in_hand(session).attributes["affiliation"] == "1 UN"


def test_names_in_texts_are_masked_while_claims_are_judged_blind(desk):
    session = desk.session("[Ann]PERSON+ said *[we won]CLAIM?.")
    session.project.add_attributes(("affiliation", []), ("tone", []))
    press(session, "o 1")
    session.type("Office of Ann")
    press(session, "enter b")
    session.select_item(session.selection.item)
    press(session, "o")
    assert "Ann" not in session.prompt.choices[0].detail
    press(session, "1")
    assert "Ann" not in session.prompt.choices[0].title
    press(session, "enter")
    assert claim_in_hand(session).attributes["affiliation"] == "Office of Ann"


def test_the_only_attribute_is_asked_for_at_once(desk):
    session = desk.session("*[We won]CLAIM?")
    session.project.add_attributes(TOPIC)
    press(session, "o 3")
    assert claim_in_hand(session).attributes == {"topic": "health"}


def test_without_any_it_is_said_how_to_get_one(desk):
    session = desk.session("*[We won]CLAIM?")
    press(session, "o")
    assert "annotator attributes" in session.prompt.title
    press(session, "enter")
    assert session.project.last_step() == 0


def test_what_came_with_a_file_can_be_changed_too(desk):
    session = desk.session("*[We won]CLAIM?")
    (item,) = session.fold.items.values()
    claim = Claim(item.record.content, attributes={"stance": "for", CLAIMER_BASIS: CHOSEN})
    stored(session, item.id, claim)
    again = desk.again(session)
    again.select_item(item.id)
    press(again, "o")
    assert choices(again) == ["for", "none"]
    again.type("against")
    press(again, "enter")
    assert claim_in_hand(again).attributes["stance"] == "against"


def test_from_the_tenth_value_on_there_is_no_number(desk):
    session = desk.session("*[We won]CLAIM?")
    session.project.add_attributes(("topic", [f"t{n}" for n in range(1, 13)]))
    press(session, "o")
    keys = [choice.keys for choice in session.prompt.choices]
    assert keys == [*"123456789", "", "", "", "0"]
    press(session, "0")
    assert session.project.last_step() == 0
    press(session, "o t 1 1 enter")
    assert claim_in_hand(session).attributes == {"topic": "t11"}


def test_a_value_of_the_project_that_is_called_as_one_of_ours_means_nothing_else(desk):
    session = desk.session("*[We won]CLAIM?")
    session.project.add_attributes(("stance", ["unknown"]))
    press(session, "o")
    assert [c.detail for c in session.prompt.choices] == ["", "no value · now"]


@pytest.mark.parametrize(
    ("name", "values", "sentence"),
    [
        ("Topic", [], '"Topic" cannot be an attribute: it begins with a small letter'),
        ("note", [], '"note" cannot be an attribute: claims have it already'),
        ("epistemic", [], 'There is an attribute "epistemic" already'),
        ("topic", [""], '"" cannot be a value of topic'),
        ("topic", ["none"], '"none" cannot be a value of topic'),
        ("topic", ["a\nb"], "cannot be a value of topic: it is one line"),
        ("topic", ["x" * 81], "cannot be a value of topic: it is one line of 1 to 80"),
        ("topic", ["Health", "health"], "Two values of topic are the same"),
    ],
)
def test_an_attribute_that_no_list_could_hold_is_refused(name, values, sentence):
    with pytest.raises(ValuesError, match=sentence):
        Scheme().with_attribute(name, values)
