from __future__ import annotations

import sqlite3
import time
from dataclasses import replace
from pathlib import Path

import pytest
from club import ANN, NEWS, OSLO, SUGGESTIONS, WON, statuses, step

from annotator.model.errors import AnnotatorError
from annotator.model.fold import Fold, FoldError
from annotator.model.plain import Incoming, PastStep
from annotator.model.records import Entity, Release, Suggestion
from annotator.model.scheme import Label, Scheme
from annotator.model.selection import Selection
from annotator.model.spans import Span
from annotator.model.steps import Step
from annotator.store.errors import (
    NotRecordedError,
    ReadOnlyProjectError,
    StoreError,
    UnknownReleaseError,
)
from annotator.store.project import Added, Project


def test_a_release_comes_back_as_it_was(project):
    assert project.release(NEWS.id) == NEWS
    assert project.name == "club"


def test_a_language_chosen_later_counts_and_the_release_stays_as_it_came(project, path):
    other = Release("Gut so.", language="de")
    project.add(other)
    assert project.release(NEWS.id).language == ""
    project.choose_language([NEWS.id, other.id], "fr")
    project.choose_language([NEWS.id], "nl")
    assert project.release(NEWS.id) == replace(NEWS, language="nl")
    assert [release.language for release, _ in project.folded()] == ["nl", "fr"]
    project.close()
    with Project.open(path, "ann") as again:
        assert again.release(NEWS.id).language == "nl"


def test_odd_characters_keep_their_place(project):
    text = "\ufeff 👩‍👩‍👧 e\u0301\r\nשלום\u00a0\u00ad\u2028x"
    project.add(Release(text))
    assert project.release(Release(text).id).text == text


def test_the_scheme_is_kept_with_the_project(tmp_path):
    scheme = Scheme((Label("TEAM", "clubs"),), {"mood": ("good", "bad")})
    with Project.create(tmp_path / "a.annotator", "ann", scheme) as made:
        assert made.scheme == scheme


def test_the_same_text_is_not_added_twice(project):
    again = replace(NEWS, title="Another title")
    assert project.add(again) == Added(NEWS.id, "", twin=NEWS.title)
    assert project.counts().releases == 1


def test_many_releases_come_in_and_each_is_reported(project):
    heard: list[Added] = []
    stream = (Incoming(Release(f"Text {i % 150}"), origin=f"line {i}") for i in range(200))
    assert project.add_all(stream, heard.append) == 150
    assert next(added.origin for added in heard if added.is_duplicate) == "line 150"
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


def test_the_queue_shows_what_is_left_to_do(project):
    project.add(Release("Untouched", title="Zebra", publisher="ÉLYSÉE"))
    first, second = project.queue()
    assert (first.title, first.state, first.open, first.judged, first.doubtful) == (
        *(NEWS.title, "new"),
        *(3, 0, 1),
    )
    assert first.suggested
    assert not second.suggested
    project.record(NEWS.id, step("accept", "s1"))
    project.record(NEWS.id, step("reject", "s3"))
    row = project.queue_row(NEWS.id)
    assert (row.state, row.open, row.judged, row.doubtful) == ("started", 1, 2, 0)


@pytest.mark.parametrize(
    ("search", "found"),
    [("", 2), ("zebra", 1), ("élysée ZEB", 1), ("2024-05", 1), ("zebra club", 0), ("50% _", 0)],
)
def test_the_queue_is_searched_by_words_in_any_case(project, search, found):
    project.add(Release("Untouched", title="Zebra", publisher="ÉLYSÉE"))
    assert len(project.queue(search)) == found


def test_the_queue_is_narrowed_to_a_state(project):
    project.add(Release("Untouched"))
    project.record(NEWS.id, step("accept", "s1"))
    assert [row.release for row in project.queue(state="started")] == [NEWS.id]


def test_a_long_queue_is_read_by_the_page(project):
    project.add_all(Incoming(Release(f"Text {i}", title=f"T{i % 3}")) for i in range(10))
    assert project.queue_length() == 11
    assert project.queue_length("t1", "new") == 3
    assert project.queue(limit=4, offset=8) == project.queue()[8:]
    for search in ("", "t1"):
        found = [row.release for row in project.queue(search)]
        assert [project.queue_place(release, search) for release in found] == [*range(len(found))]
    assert project.queue_place(NEWS.id, "t1") is None


def test_a_search_finds_what_was_imported_since(project):
    assert project.queue_length("t1") == 0
    project.add(Release("First", title="T1"))
    assert [row.title for row in project.queue("t1")] == ["T1"]
    wrong = Incoming(Release("Wrong", title="T1"), steps=(PastStep(step("accept", "a7")),))
    with pytest.raises(FoldError):
        project.add_all([Incoming(Release("Second", title="T1")), wrong])
    project.add(Release("Third", title="Other"))
    project.add(Release("Fourth", title="T1 too"))
    assert [row.title for row in project.queue("t1")] == ["T1", "T1 too"]
    assert project.queue_place(Release("Fourth").id, "t1") == 1


def test_somebody_who_only_reads_finds_what_another_imports(project, path):
    with Project.open(path, "bob", read_only=True) as other:
        assert other.queue_length("zebra") == 0
        project.add(Release("Untouched", title="Zebra"))
        assert [row.title for row in other.queue("zebra")] == ["Zebra"]


def test_pages_and_places_are_right_where_other_hands_took_a_row_out(project, path):
    project.add_all(Incoming(Release(f"Text {i}")) for i in range(5))
    whole = [row.release for row in project.queue()]
    with sqlite3.connect(path) as db:
        db.execute("DELETE FROM progress WHERE release = 2")
    left = [release for release in whole if release != whole[1]]
    pages = [project.queue(limit=2, offset=first) for first in range(0, 6, 2)]
    assert [row.release for page in pages for row in page] == left
    assert [project.queue_place(release) for release in left] == [*range(5)]


def test_the_next_unfinished_release_is_found_round_the_end(project):
    first, second, third = NEWS.id, Release("Two").id, Release("Three").id
    assert project.next_unfinished(first) is None
    project.add_all([Incoming(Release("Two")), Incoming(Release("Three"))])
    assert project.next_unfinished() == first
    project.record(second, Step("finish", (), Selection(Span(0, 0)), "finished"))
    assert project.next_unfinished(first) == third
    assert project.next_unfinished(third) == first
    assert [project.beside(second, way) for way in (-1, 1)] == [first, third]
    assert [project.beside(first, -1), project.beside(third, 1)] == [None, None]


def test_counts_add_up_over_the_project(project):
    project.add(Release("Untouched"))
    project.record(NEWS.id, step("accept", "s1", state="finished"))
    counts = project.counts()
    assert (counts.new, counts.started, counts.finished, counts.releases) == (1, 0, 1, 2)
    assert (counts.open, counts.judged, counts.doubtful, counts.waiting) == (2, 1, 1, 1)


def test_another_limit_of_doubt_is_kept_and_counted_anew(project, path):
    project.add(Release("Bob left."))
    bob = Suggestion(Entity(Span(0, 3), "PERSON"), "spacy@3.8", "ner", 0.8)
    project.add_run(Release("Bob left.").id, [bob], seconds=0.1)
    project.record(NEWS.id, step("accept", "s1"))
    assert [row.doubtful for row in project.queue()] == [1, 0]
    project.doubt_below(0.99)
    assert [row.doubtful for row in project.queue()] == [2, 1]
    assert [item.is_doubtful for item in project.fold(NEWS.id).items.values()] == [
        False,
        True,
        True,
    ]
    project.record(NEWS.id, step("accept", "s2"))
    project.close()
    with Project.open(path, "ann") as again:
        assert again.doubtful_below == 0.99
        assert again.counts().doubtful == 2
        again.rebuild()
        assert again.counts().doubtful == 2
        again.doubt_below(0)
        assert again.counts().doubtful == 0


def test_derived_rows_can_be_made_anew(project):
    project.add(Release("Untouched", title="Zebra"))
    project.record(NEWS.id, step("accept", "s1"))
    project.record(NEWS.id, step("add", "a1", Entity(Span(13, 15), "ORG")))
    project.record(NEWS.id, step("reject", "a1"))
    project.undo()
    before = project.queue(), project.counts()
    project.rebuild()
    assert (project.queue(), project.counts()) == before


def test_a_step_is_told_with_number_person_time_and_changes(project):
    recorded = project.record(NEWS.id, step("accept", "s1", seconds=1.5))
    assert recorded.step.number == project.last_step() == 1
    assert recorded.step.annotator == "ann"
    assert recorded.step.at.endswith("Z")
    assert len(recorded.step.at) == len("2026-01-01T00:00:00.000Z")
    assert recorded.changes.items == {"s1"}
    assert recorded.changes.state
    assert project.steps(NEWS.id) == [recorded.step]


def test_the_kept_fold_is_the_one_read_from_the_file(project, path):
    kept = project.fold(NEWS.id)
    project.record(NEWS.id, step("correct", "s3", replace(OSLO, label="GPE"), OSLO))
    project.record(NEWS.id, step("reject", "s1"))
    project.undo()
    assert project.fold(NEWS.id) is kept
    with Project.open(path, "ann", read_only=True) as other:
        assert other.fold(NEWS.id).items == kept.items


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (step("accept", "s99"), "s99, which is not there"),
        (step("add", "a1", Entity(Span(20, 99), "ORG")), "20-99 lies outside"),
        (step("add", "a1", Entity(Span(3, 3), "ORG")), "3-3 lies outside"),
        (step("correct", "s2", replace(WON, attributes={"note": "\ud83d"}), WON), "half a char"),
    ],
)
def test_nothing_of_a_step_that_does_not_fit_is_kept(project, wrong, sentence):
    project.record(NEWS.id, step("accept", "s1"))
    with pytest.raises(AnnotatorError, match=sentence):
        project.record(NEWS.id, wrong)
    assert project.last_step() == 1
    assert statuses(project) == {"s1": "accepted", "s2": "open", "s3": "open"}
    assert project.record(NEWS.id, step("reject", "s3")).step.number == 2


def test_a_full_disk_is_told_and_nothing_is_kept(project):
    pages = project._db.execute("PRAGMA page_count").fetchone()[0]
    project._db.execute(f"PRAGMA max_page_count = {pages}")
    note = replace(WON, attributes={"note": "x" * 100_000})
    with pytest.raises(NotRecordedError, match=r"disk of .*club\.annotator is full"):
        project.record(NEWS.id, step("correct", "s2", note, WON))
    project._db.execute("PRAGMA max_page_count = 1000000")
    assert statuses(project)["s2"] == "open"
    assert project.record(NEWS.id, step("correct", "s2", note, WON)).step.number == 1


def test_a_project_that_another_program_writes_to_is_busy(project, path):
    project._db.execute("PRAGMA busy_timeout = 10")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(NotRecordedError, match="busy"):
        project.record(NEWS.id, step("accept", "s1"))
    other.close()
    assert project.record(NEWS.id, step("accept", "s1")).step.number == 1


def test_an_unknown_release_is_named(project):
    with pytest.raises(UnknownReleaseError, match="abc"):
        project.fold("abc")


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


def test_claimers_are_listed_with_the_latest_first(project):
    project.record(NEWS.id, step("accept", "s2"))
    project.record(NEWS.id, step("correct", "s2", replace(WON, claimer="AUTHOR"), WON))
    assert project.recent_claimers() == ["AUTHOR", "Ann Lee"]
    project.record(NEWS.id, step("correct", "s2", WON, WON))
    assert project.recent_claimers(1) == ["Ann Lee"]


def test_an_import_leaves_the_order_of_the_claimers(project):
    project.record(NEWS.id, step("correct", "s2", replace(WON, claimer="AUTHOR"), WON))
    project.record(NEWS.id, step("correct", "s2", WON, WON))
    theirs = [replace(WON, claimer=name) for name in ("Ann Lee", "Bob")]
    for number, claim in enumerate(theirs):
        release = Release(NEWS.text + "!" * (number + 1))
        project.add(release, (), (PastStep(step("add", "a1", claim)),))
    assert project.recent_claimers() == ["Ann Lee", "AUTHOR", "Bob"]


def test_an_export_reads_one_moment_while_work_goes_on(project):
    project.add(Release("Another"))
    with project.snapshot() as snapshot:
        project.record(NEWS.id, step("accept", "s1"))
        project.add(Release("A third"))
        found = list(snapshot.folded())
        assert snapshot.last_step == 0
    assert [release.text for release, _ in found] == [NEWS.text, "Another"]
    assert found[0][1].items["s1"].is_open
    assert len(list(project.folded())) == 3


def test_a_stream_of_folds_is_each_fold_also_without_runs_and_after_failed_ones(
    project, monkeypatch
):
    """More rows than are read at once; runs are not in the order of their releases."""
    monkeypatch.setattr("annotator.store.reading._AT_ONCE", 7)
    releases = [Release(f"{NEWS.text} {number}") for number in range(24)]
    project.add_all(map(Incoming, releases))
    for number, release in reversed([*enumerate(releases)]):
        if number % 3:
            project.add_run(release.id, (), 0.1, "it failed")
        if number % 3 != 1:
            project.add_run(release.id, SUGGESTIONS, 0.1)
        project.record(release.id, step("add", "a1", Entity(Span(0, number % 9 + 1), "X")))
        if number % 4 == 0:
            project.undo()
            project.redo()
    found = list(project.folded())
    assert [release for release, _ in found] == [NEWS, *releases]
    for release, stands in found:
        kept = project.glance(release.id)
        assert (stands.items, stands.state) == (kept.items, kept.state)


def test_many_releases_in_hand_cost_little_memory(project):
    for i in range(20):
        project.add(Release(f"Text {i}"))
        project.fold(Release(f"Text {i}").id)
    assert len(project._kept) == 8
    assert statuses(project) == {"s1": "open", "s2": "open", "s3": "open"}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE steps SET at = ''",
        "DELETE FROM steps",
        "REPLACE INTO steps SELECT * FROM steps",
        "INSERT INTO steps SELECT 9, release, kind, annotator, at, step, target, done, undone"
        " FROM steps",
        "UPDATE releases SET text = 'other'",
        "UPDATE releases SET title = 'other'",
        "DELETE FROM releases",
        "REPLACE INTO releases SELECT * FROM releases",
        "REPLACE INTO releases SELECT 9, sha256, title, publisher, date, url, language, extra,"
        " imported_at, 'other' FROM releases",
        "UPDATE suggestions SET score = 1",
        "DELETE FROM suggestions",
        "REPLACE INTO suggestions SELECT * FROM suggestions",
        "UPDATE languages SET language = 'fr'",
        "DELETE FROM languages",
        "REPLACE INTO languages SELECT * FROM languages",
        "UPDATE runs SET error = ''",
        "DELETE FROM runs",
    ],
)
def test_no_program_changes_what_was_decided(project, path, statement):
    project.record(NEWS.id, step("accept", "s1"))
    project.choose_language([NEWS.id], "de")
    other = sqlite3.connect(path)  # its recursive triggers are off
    with pytest.raises(sqlite3.IntegrityError, match=r"never changed|already there|follows"):
        other.execute(statement)
    other.close()


def test_nothing_is_written_into_a_project_opened_for_reading(project, path):
    with Project.open(path, "bea", read_only=True) as reader:
        for write in (
            lambda: reader.record(NEWS.id, step("accept", "s1")),
            reader.undo,
            lambda: reader.add(Release("x")),
            lambda: reader.add_run(NEWS.id, [], 0.1),
            lambda: reader.choose_language([NEWS.id], "de"),
        ):
            with pytest.raises(ReadOnlyProjectError, match=r"club\.annotator was opened for"):
                write()
        assert reader.queue() == project.queue()


def test_a_step_costs_little_in_a_long_release(tmp_path: Path):
    release = Release("word " * 20_000)
    found = [
        Suggestion(Entity(Span(5 * i, 5 * i + 4), "ORG"), "spacy@1", "ner", 0.9)
        for i in range(20_000)
    ]
    with Project.create(tmp_path / "long.annotator", "ann") as project:
        project.add(release)
        project.add_run(release.id, found, 1.0)
        project.fold(release.id)
        started = time.perf_counter()
        for i in range(1, 21):
            project.record(release.id, step("accept", f"s{i}"))
        assert (time.perf_counter() - started) / 20 < 0.05
