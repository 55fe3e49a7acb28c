"""Who only looks at a project while somebody else works on it sees at the next key what stands."""

from __future__ import annotations

import pytest
from desk import Desk, press, shown

from annotator.edit.events import LabelsChanged, Opened, QueueChanged
from annotator.edit.session import Session
from annotator.model.records import Entity
from annotator.model.scheme import Label
from annotator.model.selection import Selection
from annotator.model.spans import Span
from annotator.model.steps import Decision, Step
from annotator.model.withdrawal import withdraw


@pytest.fixture
def work(desk: Desk) -> Session:
    """Who works."""
    return desk.session("*[Ann]PERSON? of [Acme]ORG? met [Bob]PERSON?.", "[Bob]PERSON? left.")


@pytest.fixture
def look(desk: Desk, work: Session) -> Session:
    """Who looks."""
    session = desk.beside(work)
    session.open_first()
    return session


def test_what_is_decided_and_undone_elsewhere_is_shown(work, look):
    press(work, "a 2")
    press(look, "tab")
    assert shown(look) == "[Ann]PERSON+ of [Acme]ORG+ met *[Bob]PERSON?."
    press(work, "ctrl+z ctrl+z")
    press(look, "shift+tab")
    assert shown(look) == "[Ann]PERSON? of *[Acme]ORG? met [Bob]PERSON?."


def test_what_is_selected_may_be_gone(work, look):
    met = Decision("add", "a1", Entity(Span(12, 15), "EVENT"))
    work.project.record(work.hand.name, Step("label", (met,), Selection(Span(12, 15))))
    press(look, "alt+down alt+down")
    assert look.here.item is not None
    assert look.here.item.id == "a1"
    work.project.undo()
    press(look, "escape")
    assert look.here.item is None
    assert "a1" not in look.fold.items


def test_labels_come_and_releases_go(work, look):
    told: list[object] = []
    look.listeners.append(told.append)
    work.project.add_labels(Label("PARTY", "parties"))
    work.project.record_all([work.hand.name], withdraw)
    press(look, "escape")
    assert look.project.scheme.names()[-1] == "PARTY"
    assert len(look.queue.page("", 0, 9)) == 1
    assert all(event in told for event in (Opened(), LabelsChanged(), QueueChanged(None)))


def test_where_nobody_wrote_nothing_is_read_anew(look):
    told: list[object] = []
    look.listeners.append(told.append)
    press(look, "tab tab")
    assert Opened() not in told
