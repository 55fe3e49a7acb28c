"""Suggestions that lie over each other are decided on before a release is finished."""

from __future__ import annotations

import pytest
from desk import press

from annotator.model.records import Claim, Entity, Suggestion
from annotator.model.spans import Span

TEXT = "Ann Lee said that Acme had won."
ANN = Entity(Span(0, 7), "PERSON")
WON = Claim((Span(13, 30),), Span(8, 12), (Span(0, 7),))


@pytest.fixture
def suggested(desk):
    """A session on a release for which these were suggested."""

    def begin(*records):
        session = desk.session_without_run(TEXT)
        found = [Suggestion(record, "annotators@1", "disputed", 0.5) for record in records]
        session.project.add_run(session.hand.name, found, seconds=0)
        session.suggestions_came(session.hand.name)
        return session

    return begin


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (ANN, Entity(Span(0, 7), "ORG")),
        (ANN, Entity(Span(4, 12), "PERSON")),
        (WON, Claim((Span(18, 30),), Span(8, 12))),
        (WON, Claim((Span(0, 3), Span(18, 30)), Span(8, 12))),
    ],
)
def test_nothing_is_finished_before_one_of_two_is_decided_for(suggested, first, second):
    session = suggested(first, second)
    press(session, "y")
    assert session.said.text.startswith("An open suggestion lies over something else here")
    assert session.project.last_step() == 0
    assert session.here.item.record in (first, second)
    press(session, "x y")
    assert session.fold.state == "finished"
    assert sum(item.stands for item in session.fold.items.values()) == 1


@pytest.mark.parametrize(
    "records",
    [
        (ANN, WON, Entity(Span(18, 22), "ORG")),
        (WON, Claim((Span(18, 22),), None)),
        (WON, Claim((Span(18, 22),), Span(23, 26))),
        (Claim((Span(0, 3),), Span(8, 12)), Claim((Span(18, 22),), Span(8, 12))),
        (Claim((Span(0, 3),)), Claim((Span(0, 7),))),
    ],
)
def test_entities_in_claims_and_claims_in_claims_are_no_rivals(suggested, records):
    session = suggested(*records)
    press(session, "y")
    assert session.fold.state == "finished"
    assert all(item.stands for item in session.fold.items.values())


def test_what_stands_has_rivals_too(suggested):
    session = suggested(ANN, Entity(Span(0, 7), "ORG"), Entity(Span(18, 22), "ORG"))
    session.select_item(session.places.open[0][1])
    press(session, "a end y")
    assert session.fold.state == "started"
    assert session.here.item.is_open
    press(session, "x y")
    assert session.fold.state == "finished"
    assert [item.record for item in session.fold.items.values() if item.stands] == [
        ANN, Entity(Span(18, 22), "ORG")
    ]  # fmt: skip


def test_two_that_stand_over_each_other_were_decided_on(suggested):
    session = suggested(ANN, Entity(Span(0, 7), "ORG"))
    for _ in range(2):
        session.select_item(session.places.open[0][1])
        press(session, "a")
    press(session, "y")
    assert session.fold.state == "finished"


@pytest.fixture
def added_first(desk):
    """A session on a release in which somebody added an entity before it was suggested, too."""
    session = desk.session_without_run(TEXT)
    press(session, "1")
    again = Suggestion(session.here.item.record, "pen@1", "by hand", 0.9)
    session.project.add_run(session.hand.name, [again], seconds=0)
    session.suggestions_came(session.hand.name)
    assert [item.status for item in session.fold.items.values()] == ["covered", "added"]
    return session


def test_an_addition_that_is_deleted_takes_the_same_suggestion_along(added_first):
    press(added_first, "x")
    assert added_first.said.text.startswith("Deleted PERSON")
    press(added_first, "y")
    assert not any(item.stands for item in added_first.fold.items.values())


def test_an_addition_that_gets_another_label_leaves_no_suggestion_of_the_old_one(added_first):
    press(added_first, "2 y")
    standing = [item.record.label for item in added_first.fold.items.values() if item.stands]
    assert standing == ["ORG"]
    press(added_first, "ctrl+z ctrl+z")
    assert [item.status for item in added_first.fold.items.values()] == ["covered", "added"]
