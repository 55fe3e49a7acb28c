"""The places of items, brought up to date for a fold that only might stand."""

from __future__ import annotations

import pytest

from annotator.edit.places import Places
from annotator.model.fold import Fold
from annotator.model.records import Entity
from annotator.model.selection import Selection
from annotator.model.spans import Span
from annotator.model.steps import Decision, RecordedStep, Step

TEXT = "[Ann]PERSON? of [Acme]ORG?? said [we won]CLAIM? it, [Bob]PERSON- left"


@pytest.mark.parametrize("verb", ["accept", "reject", "correct", "add"])
def test_places_after_a_step_are_those_of_the_fold_after_it(desk, verb):
    now = desk.session(TEXT).here
    name = now.places.open[1][1]
    record = Entity(Span(0, 6), "ORG")
    item = now.fold.next_addition() if verb == "add" else name
    was = now.fold.items[name].record if verb == "correct" else None
    decision = Decision(verb, item, record if verb in ("correct", "add") else None, was=was)
    fold = Fold(dict(now.fold.items), now.fold.state, now.fold.additions)
    step = Step("test", (decision,), Selection(Span(0, 0)))
    changes = fold.apply(RecordedStep(0, "", "do", "", "", step))
    before = seen(now.places)
    assert seen(now.places.after(fold, changes.items)) == seen(Places(fold)) != before
    assert seen(now.places) == before


def test_many_places_that_change_at_once_are_those_of_the_fold_too(desk):
    session = desk.session("[Ann]PERSON? of [Acme]ORG?? said [we won]CLAIM? it, " * 40)
    before = seen(session.places)
    for key in ("y", "ctrl+z", "shift+a", "ctrl+z", "ctrl+y", "ctrl+z"):
        session.press(key)
        assert seen(session.places) == seen(Places(session.fold))
    assert seen(session.places) == before


def test_a_step_before_anybody_asked_what_lies_where_is_not_counted_twice(desk):
    now = desk.session(TEXT).here
    fold = Fold(dict(now.fold.items), now.fold.state, now.fold.additions)
    places = Places(fold)
    record = Entity(Span(0, 6), "ORG")
    added = Decision("add", fold.next_addition(), record)
    rejected = Decision("reject", places.open[0][1])
    step = Step("test", (added, rejected), Selection(Span(0, 0)))
    places.update(fold.apply(RecordedStep(0, "", "do", "", "", step)).items)
    assert seen(places) == seen(Places(fold))
    assert added.item in [item.id for item in places.overlapping(record.span)]


def test_places_that_were_got_ready_are_the_same(desk):
    session = desk.session(TEXT)
    ready = Places(session.fold)
    ready.get_ready()
    assert seen(ready) == seen(session.places)


def seen(places: Places):
    around = [item.id for item in places.overlapping(Span(0, 99))]
    lists = (places.visible, places.known, places.open, places.doubtful, places.open_claims)
    return [*map(list, lists), places.judged, around]
