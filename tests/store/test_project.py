"""A project: releases, steps and folds come back as they went in, and nobody changes them."""

from __future__ import annotations

import json
import sqlite3
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from club import NEWS, OSLO, SUGGESTIONS, WON, statuses, step
from locks import held, lost_on_close
from tampering import faults, tampered

from annotator.model.errors import AnnotatorError
from annotator.model.plain import Incoming, step_to_plain
from annotator.model.records import Entity, Release, Suggestion
from annotator.model.scheme import ENTITY_LABELS, Label, LabelError, Scheme, ValuesError
from annotator.model.spans import Span
from annotator.store.errors import (
    DamagedProjectError,
    DamagedReleaseError,
    NotRecordedError,
    ReadOnlyProjectError,
    UnknownReleaseError,
)
from annotator.store.project import Project
from annotator.store.snapshot import Snapshot


def test_a_release_comes_back_as_it_was(project):
    assert project.release(NEWS.id) == NEWS
    assert project.name == "club"


def test_what_is_settled_stands_in_the_file_without_its_log(project, path, tmp_path):
    project.record(NEWS.id, step("accept", "s1"))
    alone = tmp_path / "alone.annotator"
    alone.write_bytes(path.read_bytes())
    with Project.open(alone, "ann", read_only=True) as before:
        assert before.last_step() == 0
    project.settle()
    alone.write_bytes(path.read_bytes())
    with Project.open(alone, "ann", read_only=True) as after:
        assert after.last_step() == 1


@lost_on_close
def test_a_snapshot_costs_the_open_project_no_lock(project, path):
    assert held(path) == {"", "-shm"}
    with Snapshot(path):
        assert held(path) == {"", "-shm"}
    assert held(path) == {"", "-shm"}
    assert project.last_step() == 0


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


def test_a_label_that_is_added_stands_behind_the_others_and_stays(tmp_path):
    with Project.create(tmp_path / "a.annotator", "ann") as made:
        made.add_labels(Label("PARTY", "parties"), Label("POLICY", ""))
        with pytest.raises(LabelError, match='There is a label "PARTY" already'):
            made.add_labels(Label("BILL", ""), Label("PARTY", "again"))
        scheme = made.scheme
    assert scheme.names() == [*Scheme().names(), "PARTY", "POLICY"]
    with Project.open(tmp_path / "a.annotator", "ann", read_only=True) as again:
        assert again.scheme == scheme
    assert faults(tmp_path / "a.annotator") == []


def test_an_attribute_that_is_added_stands_behind_the_others_and_stays(tmp_path):
    with Project.create(tmp_path / "a.annotator", "ann") as made:
        made.add_attributes(("topic", ["economy", "health"]), ("affiliation", []))
        with pytest.raises(ValuesError, match='There is an attribute "topic" already'):
            made.add_attributes(("tone", []), ("topic", []))
        scheme = made.scheme
    assert [*scheme.attributes] == [*Scheme().attributes, "topic", "affiliation"]
    with Project.open(tmp_path / "a.annotator", "ann", read_only=True) as again:
        assert again.scheme == scheme
    assert faults(tmp_path / "a.annotator") == []
    tampered(tmp_path / "a.annotator", "UPDATE attributes SET name = 'theme' WHERE name = 'topic'")
    assert [fault[:23] for fault in faults(tmp_path / "a.annotator")] == ["Attribute 5 was changed"]


def test_where_other_hands_took_a_label_away_another_one_can_still_be_added(tmp_path):
    path = tmp_path / "a.annotator"
    Project.create(path, "ann").close()
    tampered(
        path,
        "DELETE FROM labels WHERE name = 'ORG'",
        "DELETE FROM attributes WHERE name = 'sentiment'",
    )
    with Project.open(path, "ann") as opened:
        opened.add_labels(Label("PARTY", ""))
        opened.add_attributes(("topic", []))
        assert opened.scheme.names()[-1] == "PARTY"
    label, attribute = faults(path)
    assert label.startswith("Label 2 was taken out")
    assert attribute.startswith("Attribute 3 was taken out")


def test_nobody_adds_labels_to_what_is_opened_for_reading(project):
    with (
        Project.open(project.path, "bob", read_only=True) as reader,
        pytest.raises(ReadOnlyProjectError),
    ):
        reader.add_labels(Label("PARTY", ""))


def test_who_only_reads_learns_of_labels_that_are_added_meanwhile(project):
    with Project.open(project.path, "bob") as reader:
        project.add_labels(Label("PARTY", "parties"))
        reader.queue()
        assert reader.scheme.names() == [*Scheme().names(), "PARTY"]


def test_labels_that_a_scheme_leaves_out_are_not_suggested_but_those_of_plug_ins_are(tmp_path):
    release = Release("Ann left nine.")
    found = [Entity(Span(0, 3), "PERSON"), Entity(Span(9, 13), "CARDINAL")]
    found.append(Entity(Span(4, 8), "PARTY"))
    with Project.create(tmp_path / "a.annotator", "ann", Scheme(ENTITY_LABELS[:1])) as made:
        made.add(release)
        made.add_run(release.id, [Suggestion(e, "pen@1", "by hand", 0.9) for e in found], 0)
        stored = made.suggestions(release.id)
    assert [one.suggestion.record for one in stored] == [found[0], found[2]]


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


CHANGED = "UPDATE releases SET text = 'Eve' || substr(text, 4)"
NO_UTF_8 = "UPDATE releases SET text = CAST(x'ff' || text AS TEXT)"


@pytest.mark.parametrize(
    ("damage", "named"), [(CHANGED, '1, "Ann Lee on the match",'), (NO_UTF_8, "1")]
)
def test_a_text_that_is_not_the_imported_one_is_told_and_nothing_decided_on_it(
    project, path, damage, named
):
    tampered(path, damage)
    told = (
        f"The text of release {named} is damaged: it is not what was imported;"
        f' "annotator repair {path}" saves what can be read.'
    )
    for look in (
        project.release,
        project.fold,
        lambda name: project.record(name, step("accept", "s1")),
    ):
        with pytest.raises(DamagedReleaseError) as raised:
            look(NEWS.id)
        assert str(raised.value) == told
    assert project.last_step() == 0


def test_an_export_does_not_go_out_with_decisions_on_another_text(project, path):
    tampered(path, CHANGED)
    with project.snapshot() as snapshot, pytest.raises(DamagedReleaseError, match="Release 1"):
        list(snapshot.folded())


@pytest.mark.parametrize("record", ["CAST(x'ff' || record AS TEXT)", "substr(record, 2)"])
def test_rows_that_make_no_sense_are_damage_and_are_not_cited(project, path, record):
    tampered(path, f"UPDATE suggestions SET record = {record}")
    with pytest.raises(DamagedProjectError) as raised:
        project.fold(NEWS.id)
    assert (
        str(raised.value) == f'{path} is damaged; "annotator repair {path}" saves what can be read.'
    )


@pytest.mark.parametrize("choices", ["null", "1", "[1]", "[", "[" * 5_000 + "]" * 5_000])
def test_a_scheme_that_makes_no_sense_is_damage(path, choices):
    Project.create(path, "ann").close()
    tampered(path, f"UPDATE attributes SET choices = '{choices}' WHERE position = 1")
    with pytest.raises(DamagedProjectError, match=r"club\.annotator is damaged"):
        Project.open(path, "ann")


def test_claimers_are_listed_with_the_latest_first(project):
    project.record(NEWS.id, step("accept", "s2"))
    project.record(NEWS.id, step("correct", "s2", replace(WON, claimer="AUTHOR"), WON))
    assert project.recent_claimers() == ["AUTHOR", "Ann Lee"]
    project.record(NEWS.id, step("correct", "s2", WON, WON))
    assert project.recent_claimers(1) == ["Ann Lee"]


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
        "UPDATE labels SET name = 'X'",
        "DELETE FROM labels WHERE position = 1",
        "REPLACE INTO labels SELECT * FROM labels",
        "UPDATE attributes SET choices = '[]'",
        "DELETE FROM attributes",
        "REPLACE INTO attributes SELECT * FROM attributes",
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


def test_a_step_costs_as_much_in_a_long_release_as_in_a_short_one(tmp_path: Path):
    calls, operations = work_of_a_step(tmp_path, words=100)
    more_calls, more_operations = work_of_a_step(tmp_path, words=10_000)
    assert more_calls < 2 * calls
    assert more_operations < 2 * operations


def work_of_a_step(folder: Path, words: int) -> tuple[int, int]:
    """The calls of Python and the operations of SQLite in a step, where each word is suggested."""
    release = Release("word " * words)
    spans = (Span(5 * i, 5 * i + 4) for i in range(words))
    found = [Suggestion(Entity(span, "ORG"), "spacy@1", "ner", 0.9) for span in spans]
    calls: list[object] = []
    operations: list[None] = []
    with Project.create(folder / f"{words}.annotator", "ann") as project:
        project.add(release)
        project.add_run(release.id, found, 1.0)
        project.record(release.id, step("accept", "s1"))
        project._db.conn.set_progress_handler(lambda: operations.append(None), 1)
        second, before = step("accept", "s2"), sys.getprofile()
        sys.setprofile(lambda _frame, event, _about: calls.append(event))
        try:
            project.record(release.id, second)
        finally:
            sys.setprofile(before)
            project._db.conn.set_progress_handler(None, 1)
    assert calls
    assert operations
    return len(calls), len(operations)


def test_what_another_program_decided_meanwhile_stands_with_the_next_step(project, path):
    assert statuses(project)["s1"] == "open"
    theirs = json.dumps(step_to_plain(step("reject", "s1")))
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("INSERT INTO annotators (number, name) VALUES (9, 'eve')")
        other.execute(
            "INSERT INTO steps VALUES (1, 1, 'do', 9, '2026', ?, NULL, 1, NULL)", [theirs]
        )
    project.record(NEWS.id, step("accept", "s3"))
    assert statuses(project) == {"s1": "rejected", "s2": "open", "s3": "accepted"}
