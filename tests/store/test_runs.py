"""Runs of the suggester: what they bring, when they are due, what they never touch."""

from __future__ import annotations

import pytest
from club import ANN, NEWS, SUGGESTIONS, step
from tampering import faults

from annotator.model.fold import Fold
from annotator.model.plain import Incoming
from annotator.model.records import Entity, Release, Suggestion
from annotator.model.selection import Selection
from annotator.model.spans import Span
from annotator.model.steps import Step
from annotator.store.errors import (
    StoreError,
)


def test_suggestions_come_once_they_are_made_and_are_numbered_over_the_project(project):
    release = Release("Bob won.")
    project.add(release)
    assert project.waiting(5) == [release.id]
    assert project.fold(release.id) == Fold()
    bob = Suggestion(Entity(Span(0, 3), "PERSON"), "spacy@3.8", "ner", 0.6)
    assert project.add_run(release.id, [bob], seconds=0.1)
    assert list(project.fold(release.id).items) == ["s4"]
    assert [s.suggestion for s in project.suggestions(NEWS.id)] == list(SUGGESTIONS)
    assert project.waiting_count() == 0


def test_a_newer_run_replaces_an_older_one_until_the_first_step(project):
    newer = Suggestion(ANN, "spacy@4", "ner", 0.8)
    assert project.add_run(NEWS.id, [newer], seconds=0.1)
    assert list(project.fold(NEWS.id).items) == ["s4"]
    assert project.queue_row(NEWS.id).open == 1
    project.record(NEWS.id, step("accept", "s4"))
    assert not project.add_run(NEWS.id, SUGGESTIONS, seconds=0.1)
    assert list(project.fold(NEWS.id).items) == ["s4"]


def test_a_person_may_be_faster_than_the_suggester(project):
    release = Release("Bob won.")
    project.add(release)
    added = Entity(Span(0, 3), "PERSON")
    project.record(release.id, step("add", "a1", added))
    won = Entity(Span(4, 7), "EVENT")
    found = [Suggestion(record, "pen@1", "test", 0.9) for record in (added, won)]
    assert project.add_run(release.id, found, seconds=0.1)
    stands = project.fold(release.id)
    assert sorted((i.record.label, i.status) for i in stands.items.values()) == [
        ("EVENT", "open"),
        ("PERSON", "added"),
        ("PERSON", "covered"),
    ]
    row = project.queue_row(release.id)
    assert (row.open, row.judged) == (1, 1)
    project.undo()
    assert [i.status for i in project.fold(release.id).items.values()] == ["open", "open"]
    row = project.queue_row(release.id)
    assert (row.open, row.judged) == (2, 0)


@pytest.mark.parametrize("name", ["spacy@3.8", "spacy", "spacy@", "@3.8", "me@home@2", ""])
def test_a_suggester_comes_back_as_it_is_called(project, name):
    release = Release("Bob won.")
    project.add(release)
    project.add_run(release.id, [Suggestion(Entity(Span(0, 3), "PERSON"), name, "ner", 0.6)], 0.1)
    assert [s.suggestion.suggester for s in project.suggestions(release.id)] == [name]
    with project.snapshot() as snapshot:
        assert name in snapshot.suggesters


def test_suggestions_never_change_under_somebodys_fingers_even_after_undo(project):
    release = Release("Bob won.")
    project.add(release)
    assert project.add_run(release.id, [], seconds=0.1)
    project.record(release.id, step("add", "a1", Entity(Span(0, 3), "PERSON")))
    project.undo()
    assert not project.add_run(release.id, [], seconds=0.1)


def test_a_finished_release_is_not_suggested_for(project):
    release = Release("Bob won.")
    project.add(release)
    project.record(release.id, Step("finish", (), Selection(Span(0, 0)), state="finished"))
    assert release.id not in project.waiting(99)
    assert not project.add_run(release.id, [], seconds=0.1)


def test_a_failed_run_is_a_run_that_may_be_tried_again(project):
    release = Release("Bob won.")
    project.add(release)
    assert project.add_run(release.id, [], seconds=2.0, error="The suggester stopped.")
    assert project.waiting() == []
    assert project.suggestions(release.id) == []
    assert project.failed() == list(project.due()) == [release.id]
    project.record(release.id, step("add", "a1", Entity(Span(4, 7), "EVENT")))
    bob = Suggestion(Entity(Span(0, 3), "PERSON"), "spacy@3.8", "ner", 0.6)
    assert project.add_run(release.id, [bob], seconds=0.1), "nothing was under anybody's fingers"
    assert project.failed() == []
    assert not project.add_run(release.id, [], seconds=0.1)


def test_a_run_that_fails_takes_nothing_away(project):
    assert project.add_run(NEWS.id, [], seconds=2.0, error="The suggester stopped.")
    assert [s.suggestion for s in project.suggestions(NEWS.id)] == list(SUGGESTIONS)
    assert project.failed() == []


def test_a_run_that_fails_takes_no_doubt_away(project, path):
    assert project.add_run(NEWS.id, [], seconds=2.0, error="The suggester stopped.")
    project.doubt_below(0.99)
    assert project.queue_row(NEWS.id).doubtful == len(SUGGESTIONS)
    assert faults(path) == []


def test_a_run_that_failed_in_part_is_a_good_one(project):
    release = Release("Bob won.")
    project.add(release)
    bob = Suggestion(Entity(Span(0, 3), "PERSON"), "spacy@3.8", "ner", 0.6)
    assert project.add_run(release.id, [bob], seconds=0.1, error="There were no claim rules.")
    assert [s.suggestion for s in project.suggestions(release.id)] == [bob]
    assert project.failed() == []


def test_those_that_wait_are_due_first_and_those_that_failed_once(project):
    ids = [Release(f"Text {n}").id for n in range(3)]
    project.add_all(Incoming(Release(f"Text {n}")) for n in range(3))
    project.add_run(ids[0], [], 0.1, error="Out of memory.")
    seen = []
    for release_id in project.due():
        seen.append(release_id)
        project.add_run(release_id, [], 0.1, error="Out of memory.")
    assert seen == [ids[1], ids[2], ids[0]]


def test_a_suggestion_outside_the_text_is_refused_with_its_run(project):
    beyond = Suggestion(Entity(Span(20, 30), "ORG"), "spacy@1", "ner", 0.5)
    with pytest.raises(StoreError, match="20-30 lies outside its text of 28"):
        project.add_run(NEWS.id, [beyond], seconds=0.1)
    assert len(project.suggestions(NEWS.id)) == 3
