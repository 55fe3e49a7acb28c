"""Releases that come into a project, one by one and many at once, bare and judged."""

from __future__ import annotations

from dataclasses import replace

import pytest
from club import NEWS, WON, step

from annotator.model.fold import FoldError
from annotator.model.plain import Incoming, PastStep
from annotator.model.records import Entity, Release, Suggestion
from annotator.model.selection import Selection
from annotator.model.spans import Span
from annotator.model.steps import Step
from annotator.store.errors import (
    StoreError,
)
from annotator.store.project import Added


def test_the_same_text_is_not_added_twice(project):
    again = replace(NEWS, title="Another title")
    assert project.add(again) == Added(NEWS.id, "", twin=NEWS.title)
    assert project.counts().releases == 1


def test_many_releases_come_in_and_each_is_reported(project):
    heard: list[Added] = []
    stream = (Incoming(Release(f"Text {i % 150}"), origin=f"line {i}") for i in range(200))
    assert project.add_all(stream, heard.append) == 150
    assert next(added.origin for added in heard if not added.is_new) == "line 150"
    assert len(heard) == 200


def test_the_same_text_twice_in_one_import_is_one_release(project):
    heard: list[Added] = []
    twins = [Incoming(Release("Bob won.", title=t), origin=t) for t in ("First", "Second")]
    assert project.add_all(twins, heard.append) == 1
    assert [(added.origin, added.twin) for added in heard] == [("First", None), ("Second", "First")]


def test_a_release_comes_in_with_what_was_decided_elsewhere(project):
    release = Release("Bob Ray said no.")
    bob = Entity(Span(0, 7), "PERSON")
    steps = (
        PastStep(step("accept", "s1"), "bea", "2024-01-01T10:00:00Z"),
        PastStep(step("add", "a1", Entity(Span(13, 15), "ORG"), state="finished"), "bob"),
    )
    project.add(release, (Suggestion(bob, "spacy@1", "ner", 1.0),), steps)
    stands = project.fold(release.id)
    assert [(i.id, i.status, i.annotator) for i in stands.items.values()] == [
        ("s4", "accepted", "bea"),
        ("a1", "added", "bob"),
    ]
    assert stands.items["s4"].at == "2024-01-01T10:00:00Z"
    assert stands.state == "finished"
    assert project.waiting_count() == 0


@pytest.mark.parametrize(("state", "waits"), [(None, True), ("finished", False)])
def test_a_release_that_comes_in_judged_without_suggestions_gets_some_until_it_is_finished(
    project, state, waits
):
    release = Release("Bob Ray said no.")
    bob = Entity(Span(0, 7), "PERSON")
    project.add(release, (), (PastStep(step("add", "a1", bob, state=state)),))
    assert (release.id in project.waiting()) is waits
    project.record(release.id, Step("reopen", (), Selection(Span(0, 0)), "started"))
    assert (release.id in project.waiting()) is waits
    assert project.add_run(release.id, [Suggestion(bob, "spacy@1", "ner", 1.0)], 0.1) is waits


def test_nothing_of_a_batch_stays_when_one_of_it_contradicts_itself(project):
    wrong = Incoming(Release("Wrong"), steps=(PastStep(step("accept", "a7")),))
    with pytest.raises(FoldError, match="a7, which is not there"):
        project.add_all([Incoming(Release("Right")), wrong])
    assert project.counts().releases == 1


def test_a_decision_on_a_suggestion_that_did_not_come_along_is_refused(project):
    with pytest.raises(StoreError, match="names s1, which did not come with its release"):
        project.add(Release("Right"), (), (PastStep(step("accept", "s1")),))


def test_a_decision_outside_of_its_text_is_refused_and_nothing_of_it_stays(project):
    far = PastStep(step("add", "a1", Entity(Span(4, 9), "PERSON")))
    with pytest.raises(StoreError, match="The span 4-9 lies outside its text of 5 characters"):
        project.add(Release("Right"), (), (far,))
    assert project.counts().releases == 1


def test_an_import_leaves_the_order_of_the_claimers(project):
    project.record(NEWS.id, step("correct", "s2", replace(WON, claimer="AUTHOR"), WON))
    project.record(NEWS.id, step("correct", "s2", WON, WON))
    theirs = [replace(WON, claimer=name) for name in ("Ann Lee", "Bob")]
    for number, claim in enumerate(theirs):
        release = Release(NEWS.text + "!" * (number + 1))
        project.add(release, (), (PastStep(step("add", "a1", claim)),))
    assert project.recent_claimers() == ["Ann Lee", "AUTHOR", "Bob"]
