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
    assert session.said.text.startswith("Two open suggestions lie over each other here")
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


def test_what_was_decided_already_has_no_rival(suggested):
    session = suggested(ANN, Entity(Span(0, 7), "ORG"))
    session.select_item(session.places.open[0][1])
    press(session, "a y")
    assert session.fold.state == "finished"
