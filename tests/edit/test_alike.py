"""The same for all equal strings, and the last decision again: text - keys - text."""

from __future__ import annotations

import pytest
from desk import press, shown

from annotator.edit.alike import stays_told


@pytest.mark.parametrize(
    ("before", "keys", "after"),
    [
        # what was suggested alike is accepted
        ("*[Ann]PERSON+ met [Ann]PERSON?.", "=", "*[Ann]PERSON+ met [Ann]PERSON+."),
        # what was suggested otherwise is corrected, what was missed is added
        ("*[Ann]PERSON+ met [Ann]ORG? and Ann.", "=",
         "*[Ann]PERSON+ met [Ann]PERSON^ and [Ann]PERSON!."),
        # what was rejected is rejected everywhere
        ("*[Ann]PERSON- met [Ann]PERSON?.", "=", "*[Ann]PERSON- met [Ann]PERSON-."),
        # what is judged otherwise stays
        ("*[Ann]PERSON+ met [Ann]ORG+ and [Ann]PERSON-.", "=",
         "*[Ann]PERSON+ met [Ann]ORG+ and [Ann]PERSON-."),
        # a word inside another one, or inside a longer name, is another
        ("*[Ann]PERSON+ met Anna at [Ann Co]ORG?.", "=", "*[Ann]PERSON+ met Anna at [Ann Co]ORG?."),
        # one undo
        ("*[Ann]PERSON+ met [Ann]PERSON? and Ann.", "= ctrl+z",
         "*[Ann]PERSON+ met [Ann]PERSON? and Ann."),
    ],
)  # fmt: skip
def test_the_same_is_done_to_every_equal_string(check, before, keys, after):
    check(before, keys, after)


def test_in_a_very_long_release_no_key_waits_for_the_count(desk):
    session = desk.session("*[Ann]PERSON+ met [Ann]PERSON?. " + "She won. " * 6_000)
    assert "does the same" not in session.describe_selection()
    press(session, "=")
    assert session.said.text.startswith("Did the same to 1 more")


def test_a_decision_in_another_release_says_nothing_of_this_one(desk):
    session = desk.session("|Ann met Bob.", "[Cid]PERSON! met Cid.")
    press(session, "1 ctrl+pagedown")
    assert session.here.item is None
    press(session, "=")
    assert session.said.text.startswith("Decide on an entity first")


def test_the_count_is_told_before_and_after(desk):
    session = desk.session("*[Ann]PERSON+ met [Ann]PERSON? and [Ann]ORG+ and Ann.")
    assert session.describe_selection().endswith("= does the same to 2 more")
    press(session, "=")
    assert session.said.text == (
        "Did the same to 2 more, of “Ann”; 1 judged otherwise stays (the same key shows where)."
        " Ctrl+Z undoes"
    )
    assert "does the same" not in session.describe_selection()


def test_the_same_key_again_lists_what_stays_and_goes_there(desk):
    session = desk.session("*[Ann]PERSON+ met [Ann]PERSON?, [Ann]ORG+ and [Ann Co]ORG?.")
    press(session, "= =")
    assert session.prompt.title == (
        "No other “Ann” is left to judge; 1 judged otherwise stays; 1 overlaps an open suggestion"
    )
    assert [(c.title, c.detail) for c in session.prompt.choices] == [
        ("ORG “Ann”, accepted", "…Ann met Ann, Ann and Ann Co.…"),
        ("ORG “Ann Co”, open", "…Ann met Ann, Ann and Ann Co.…"),
    ]
    press(session, "down enter")
    assert shown(session) == "[Ann]PERSON+ met [Ann]PERSON+, [Ann]ORG+ and *[Ann Co]ORG?."
    assert session.project.last_step() == 3


def test_escape_leaves_the_list_of_what_stays(check):
    check("*[Ann]PERSON+ met [Ann]ORG+.", "= escape", "*[Ann]PERSON+ met [Ann]ORG+.")


def test_another_label_does_not_contradict_a_rejection(check):
    check("*[Ann]PERSON- met [Ann]ORG+ and [Ann]PERSON?.", "=",
          "*[Ann]PERSON- met [Ann]ORG+ and [Ann]PERSON-.")  # fmt: skip


def test_what_stands_against_a_rejection_is_listed(desk):
    session = desk.session("*[Ann]PERSON- met [Ann]PERSON+ and [Ann]ORG+.")
    press(session, "=")
    assert session.prompt.title == "No other “Ann” is left to judge; 1 judged otherwise stays"
    assert [choice.title for choice in session.prompt.choices] == ["PERSON “Ann”, accepted"]


def test_two_that_stay_are_told_as_two(desk):
    session = desk.session("*[Ann]PERSON+ met [Ann]ORG+ and [Ann]PERSON-.")
    press(session, "=")
    assert session.prompt.title == "No other “Ann” is left to judge; 2 judged otherwise stay"


def test_of_what_is_rejected_alike_the_record_says_what_was_looked_at(desk):
    session = desk.session("*[Ann]PERSON? met [Ann]PERSON? and [Ann]PERSON?.")
    press(session, "tab shift+tab x alt+up =")
    assert [(i.status, i.seen) for i in session.fold.items.values()] == [
        ("rejected", True), ("rejected", True), ("rejected", False)
    ]  # fmt: skip


def test_what_the_key_decides_without_a_look_is_recorded_as_unseen(desk):
    session = desk.session("*[Ann]PERSON? met [Ann]PERSON?, [Ann]ORG? and Ann.")
    press(session, "a alt+up =")
    assert [(i.status, i.seen) for i in session.fold.items.values()] == [
        ("accepted", True), ("accepted", True), ("corrected", False), ("added", False)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("keys", "after"),
    [
        ("a =", "[Ann]PERSON+ met *[Bob]ORG? and [Ann]PERSON+."),
        ("x =", "Ann met *[Bob]ORG? and Ann."),
        ("a tab shift+tab =", "[Ann]PERSON+ met *[Bob]ORG? and [Ann]PERSON+."),
        ("a = ctrl+z", "[Ann]PERSON+ met *[Bob]ORG? and [Ann]PERSON?."),
        ("a ctrl+z =", "*[Ann]PERSON? met [Bob]ORG? and [Ann]PERSON?."),
    ],
)
def test_right_after_a_decision_the_key_is_about_that_one(check, keys, after):
    check("*[Ann]PERSON? met [Bob]ORG? and [Ann]PERSON?.", keys, after)


def test_a_decision_says_how_many_are_equal(desk):
    session = desk.session("*[Ann]PERSON? met [Bob]ORG? and [Ann]PERSON?.")
    press(session, "a")
    assert session.said.text == "Accepted PERSON “Ann”. Ctrl+Z undoes · = does the same to 1 more"
    assert "does the same" not in session.describe_selection()
    press(session, "a")
    assert session.said.text == "Accepted ORG “Bob”. Ctrl+Z undoes"


@pytest.mark.parametrize(
    ("before", "sentence"),
    [
        ("Ann *met.", "Decide on an entity first"),
        ("*[Ann]PERSON? met Ann.", "Decide on an entity first"),
        ("*[Ann]PERSON+ met Bob.", "No other “Ann” is left to judge"),
    ],
)
def test_what_cannot_be_done_is_said(desk, before, sentence):
    session = desk.session(before)
    press(session, "=")
    assert session.said.text.startswith(sentence)


def test_line_ends_inside_a_name_make_no_other_name(check):
    check("*[Ann Lee]PERSON+ met Ann\nLee.", "=", "*[Ann Lee]PERSON+ met [Ann\nLee]PERSON!.")


@pytest.mark.parametrize(
    ("before", "keys", "after"),
    [
        # the label again on the next open one
        ("*[Ann]PERSON? met [Bob]PERSON?.", "2 .", "[Ann]ORG^ met *[Bob]ORG^."),
        ("*[Ann]PERSON? met [Bob]PERSON?.", "l o enter .", "[Ann]ORG^ met *[Bob]ORG^."),
        # after a rejection the next open one is selected already
        ("*[Ann]PERSON? met [Bob]ORG? and [Cid]ORG?.", "x .",
         "[Ann]PERSON- met [Bob]ORG- and *[Cid]ORG?."),
        # a boundary too
        ("*[Ann]PERSON? Lee met [Bob]PERSON? Roe.", "} .",
         "[Ann Lee]PERSON^ met *[Bob Roe]PERSON^."),
    ],
)  # fmt: skip
def test_the_last_decision_is_repeated(check, before, keys, after):
    check(before, keys, after)


@pytest.mark.parametrize(
    ("before", "keys", "after"),
    [
        # a label goes on past a claim
        ("*[Ann]PERSON? said [we won]CLAIM?. [Bob]PERSON? left.", "2 .",
         "[Ann]ORG^ said [we won]CLAIM?. *[Bob]ORG^ left."),
        # also past one that the person has come to
        ("*[Ann]PERSON? said [we won]CLAIM?. [Bob]PERSON? left.", "2 tab .",
         "[Ann]ORG^ said [we won]CLAIM?. *[Bob]ORG^ left."),
        # at the end it goes on from the top
        ("[Cid]ORG? met *[Ann]PERSON?. [We won]CLAIM?.", "3 .",
         "*[Cid]GPE^ met [Ann]GPE^. [We won]CLAIM?."),
        # a rejection takes what comes next, whatever it is
        ("*[Ann]PERSON? said [we won]CLAIM?. [Bob]PERSON? left.", "x .",
         "[Ann]PERSON- said [we won]CLAIM-. *[Bob]PERSON? left."),
        # a claimer goes on past an entity
        ("*[we won]CLAIM1?. [Bob]PERSON? said [they lost]CLAIM2?.", "p Z o e enter .",
         "[we won]CLAIM1^. [Bob]PERSON? said *[they lost]CLAIM2^."),
    ],
)  # fmt: skip
def test_a_repeated_decision_passes_over_what_it_cannot_be_taken_on(check, before, keys, after):
    check(before, keys, after)


def test_a_label_is_not_repeated_where_claims_alone_are_open(desk):
    session = desk.session("*[Ann]PERSON? said [we won]CLAIM?.")
    press(session, "2 .")
    assert session.said.text == "No entity is open here"
    assert shown(session) == "*[Ann]ORG^ said [we won]CLAIM?."


def test_what_a_repeated_boundary_did_is_said(desk):
    session = desk.session("*[Ann]PERSON? Lee met [Bob]PERSON? Roe.")
    press(session, "} .")
    assert session.said.text == "Moved a boundary: PERSON “Bob Roe”. Ctrl+Z undoes"


def test_without_a_decision_there_is_nothing_to_repeat(desk):
    session = desk.session("*[Ann]PERSON? met.")
    press(session, ".")
    assert session.said.text == "There is no decision that can be repeated"
    press(session, "a .")
    assert session.said.text == "Nothing is open here"


@pytest.mark.parametrize(
    ("before", "keys", "after"),
    [
        ("*[Ann]PERSON? met [Bob]ORG? and [Cid]ORG??.", "d",
         "[Ann]PERSON? met [Bob]ORG? and *[Cid]ORG??."),
        ("*[Ann]PERSON?? met [Bob]ORG? and [Cid]ORG??.", "shift+d",
         "[Ann]PERSON?? met [Bob]ORG? and *[Cid]ORG??."),
    ],
)  # fmt: skip
def test_doubtful_ones_are_a_key_away(check, before, keys, after):
    check(before, keys, after)


def test_where_nothing_is_doubtful_that_is_said(desk):
    session = desk.session("*[Ann]PERSON? met.")
    press(session, "d")
    assert session.said.text == "Nothing here is doubtful"
    assert shown(session, "*[Ann]PERSON? met.") == "*[Ann]PERSON? met."


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("*[Ann]PERSON? met [Bob]ORG?? and [Cid]ORG?.",
         "[Ann]PERSON+ met *[Bob]ORG?? and [Cid]ORG+."),
        ("*[Ann]PERSON- met [Bob]ORG?.", "[Ann]PERSON- met [Bob]ORG+."),
    ],
)  # fmt: skip
def test_all_that_are_sure_are_accepted_in_one_step(check, before, after):
    session = check(before, "shift+a", after)
    press(session, "ctrl+z")
    assert shown(session, before) == before


def test_what_was_accepted_unselected_is_recorded_as_unseen(desk):
    session = desk.session("*[Ann]PERSON? met [Bob]ORG? and [Cid]ORG?.")
    press(session, "tab shift+a")
    assert [item.seen for item in session.fold.items.values()] == [True, True, False]
    again = desk.again(session)
    assert [item.seen for item in again.fold.items.values()] == [True, True, False]
    press(again, "alt+down alt+down alt+down")
    assert "accepted unseen" in again.describe_selection()
    press(again, "1")
    assert all(item.seen for item in again.fold.items.values())


def test_finishing_accepts_the_rest_unseen(desk):
    session = desk.session("*[Ann]PERSON? met [Bob]ORG?.")
    press(session, "ctrl+enter")
    assert [item.seen for item in session.fold.items.values()] == [True, False]


def test_where_nothing_is_sure_nothing_is_accepted(desk):
    session = desk.session("*[Ann]PERSON?? met.")
    press(session, "shift+a")
    assert session.said.text.startswith("Nothing open here is sure enough")


def test_large_numbers_of_what_stays_are_grouped(desk):
    session = desk.session("*[Ann]PERSON+ met [Bob]PERSON?.")
    judged, unjudged = (item for item in session.fold.items.values())
    told = stays_told([judged] * 1_200 + [unjudged] * 2_000)
    assert told == "; 1,200 judged otherwise stay; 2,000 overlap open suggestions"
