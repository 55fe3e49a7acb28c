"""A project is looked through: what other hands did to it is named, row by row."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from club import ANN, NEWS, OSLO, SUGGESTIONS, statuses, step
from sqlite_utils import Database
from tampering import faults, page_of, spoil_page, tampered
from terminal import annotator

from annotator.model.plain import Incoming
from annotator.model.records import Release
from annotator.model.scheme import Scheme
from annotator.store.audit import audit
from annotator.store.backups import Plan, back_up
from annotator.store.chain import TABLES, link_all, linking
from annotator.store.connection import now, transaction
from annotator.store.errors import NewerProjectError
from annotator.store.intake import Intake
from annotator.store.project import Project
from annotator.store.schema import APPLICATION_ID, kept_scheme, migrations
from annotator.store.writing import write_scheme

OTHER = replace(NEWS, text="Bob Day left Oslo.", title="Bob leaves")


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("used") / "club.annotator"
    with Project.create(path, "ann") as project:
        project.add(NEWS)
        project.add_run(NEWS.id, SUGGESTIONS, seconds=0.1)
        project.add(OTHER, SUGGESTIONS[:1])
        project.record(NEWS.id, step("accept", "s1"))
        project.record(NEWS.id, step("add", "a1", OSLO))
        project.undo()
        project.redo()
        project.record_all([NEWS.id, OTHER.id], lambda release, _: _in_each(release))
        project.choose_language([OTHER.id], "de")
    return path


@pytest.fixture
def used(made, path) -> Path:
    """A project in which everything happened once: steps 1 to 6, an act, a language, two runs."""
    shutil.copy(made, path)
    return path


def _in_each(release: Release):
    return step("reject", "s3" if release == NEWS else "s4")


def test_a_sound_project_is_told_to_be_sound(used):
    assert faults(used) == []
    told = [finding.sentence for finding in audit(used)]
    assert "Every label, release, run, step and language stands as it was written" in " ".join(told)
    code, out, _ = annotator("check", used)
    assert code == 0
    assert out.count("ok ") == len(told)


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("UPDATE steps SET step = replace(step, 's1', 's2') WHERE number = 1", "Step 1 was"),
        ("UPDATE steps SET at = '2020' WHERE number = 3", "Step 3 was changed"),
        ("UPDATE annotators SET name = 'eve'", "Step 1 was changed"),
        ("UPDATE suggestions SET score = 0.99 WHERE number = 3", "Run 1 with its suggestions was"),
        ("UPDATE suggestions SET reason = 'because' WHERE number = 4", "Run 2 with its"),
        ("UPDATE suggesters SET version = '9'", "Run 1 with its suggestions was"),
        ("UPDATE releases SET title = 'New' WHERE number = 2", "Release 2 was changed"),
        ("UPDATE releases SET text = CAST(x'ff' || text AS TEXT) WHERE number = 2", "no UTF-8"),
        ("UPDATE languages SET language = 'fr'", "The chosen language 1 was changed"),
        ("UPDATE acts SET last = 7", "The act from step 5 was changed"),
        ("DELETE FROM acts", "The act from step 5 was taken out"),
        ("UPDATE links SET hash = x'00' WHERE kind = 'step' AND row = 1", "Step 1 was changed"),
        ("DELETE FROM links WHERE number = 5", "The chain has a gap before link 6"),
        ("UPDATE labels SET meaning = '' WHERE name = 'ORG'", "Label 2 was changed by other"),
        ("DELETE FROM attributes WHERE position = 4", "Attribute 4 was taken out"),
        ("INSERT INTO labels VALUES (99, 'X', '')", "Label 99 was put in by other hands"),
        ("DELETE FROM links WHERE kind = 'language'", "language 1 was put"),
        ("UPDATE totals SET open = open + 1", "sums of the queue"),
        ("UPDATE totals SET open = 1 WHERE state = 'finished'", "sums of the queue"),
        ("DELETE FROM totals WHERE state = 'finished'", "sums of the queue"),
        ("UPDATE progress SET title = 'x' WHERE release = 2", "The queue says of release 2"),
        ("DELETE FROM progress WHERE release = 1", "Release 1 is missing in the queue"),
    ],
)  # fmt: skip
def test_what_other_hands_change_is_named(used, statement, sentence):
    tampered(used, statement)
    assert any(sentence in fault for fault in faults(used)), faults(used)


@pytest.mark.parametrize("lost", ["state = 'finished'", "TRUE"])
def test_a_project_opens_without_the_sums_of_its_queue(project, path, lost):
    project.close()
    tampered(path, f"DELETE FROM totals WHERE {lost}")
    with Project.open(path, "ann") as again:
        assert again.counts().finished == 0
        assert [row.release for row in again.queue()] == [NEWS.id]


def test_only_the_row_that_was_changed_is_named(used):
    tampered(used, "UPDATE steps SET at = '2020' WHERE number = 2")
    (fault,) = faults(used)
    assert fault.startswith("Step 2 was changed by other hands")


def test_a_step_that_was_put_in_is_named(used):
    tampered(
        used,
        "INSERT INTO steps SELECT 7, release, kind, annotator, at, step, target, 7, NULL FROM steps"
        " WHERE number = 6",
    )
    assert "Step 7 was put in by other hands: no link of the chain is of it." in faults(used)


def test_steps_cut_off_with_their_links_are_found_by_the_queue_and_the_backup(used):
    back_up(used, Plan())
    cut = "DELETE FROM {} WHERE number >= {}"
    tampered(
        used,
        "DELETE FROM acts",
        "DELETE FROM languages",
        cut.format("links", "(SELECT number FROM links WHERE kind = 'step' AND row = 5)"),
        cut.format("steps", 5),
    )
    told = " ".join(faults(used))
    assert "The queue says of release 1 what its suggestions and steps do not say." in told
    assert "holds what the project does not hold" in told


def test_the_last_step_cut_off_with_its_link_is_missed_also_where_the_queue_says_the_same(used):
    with Project.open(used, "ann") as project:
        project.record(NEWS.id, step("reject", "s1"))  # which was judged before
    tampered(
        used,
        "DELETE FROM links WHERE kind = 'step' AND row = 7",
        "DELETE FROM steps WHERE number = 7",
    )
    assert faults(used) == ["The chain ends with link 35, but link 36 was its last."]


@pytest.mark.parametrize("number", [-5, 0, 34])
def test_where_the_head_of_the_file_has_a_lower_number_that_is_told_and_nothing_is_missed(
    used, number
):
    tampered(used, f"PRAGMA user_version = {number}")
    assert faults(used) == [
        f"The head of the file says that the chain ends with link {number}, but it ends with link"
        " 35: other hands changed that number or added to the chain."
    ]


def test_two_steps_that_change_places_are_named(used):
    def swap(one: int, other: int) -> list[str]:
        move = "UPDATE steps SET number = {} WHERE number = {}".format
        return ["PRAGMA foreign_keys = OFF", move(99, one), move(one, other), move(other, 99)]

    tampered(used, *swap(1, 2))
    told = " ".join(faults(used))
    assert "Step 1 was changed by other hands" in told
    assert "Step 2 was changed by other hands" in told


def test_a_row_taken_out_with_its_link_breaks_the_chain_at_the_next_one(used):
    tampered(
        used,
        "DELETE FROM acts",
        "DELETE FROM links WHERE kind = 'act'",
        "UPDATE links SET number = number - 1 WHERE kind = 'language'",
    )
    told = faults(used)
    assert told[0].startswith("The chosen language 1 was changed by other hands")
    assert told[1:] == ["The chain ends with link 34, but link 35 was its last."]


def test_a_chain_that_was_hashed_anew_is_found_out_by_a_backup(used):
    back_up(used, Plan())
    tampered(used, "UPDATE releases SET title = 'New' WHERE number = 2", "DELETE FROM links")
    with closing(sqlite3.connect(used, isolation_level=None)) as db:
        db.execute("DROP TRIGGER links_in_order")
        link_all(db, *TABLES)
    told = [fault for fault in faults(used) if "trigger" not in fault and "queue" not in fault]
    assert len(told) == 1
    assert "holds what the project does not hold, or holds otherwise" in told[0]


def test_a_changed_text_and_what_lies_outside_of_it_is_named(used):
    tampered(used, "UPDATE releases SET text = 'Ann.' WHERE number = 1")
    told = faults(used)
    assert any(fault.startswith("The text of release 1 is not the one") for fault in told)
    assert "Suggestion s1 of release 1 has the span 0-7, outside its text of 4 characters." in told
    assert any(fault.startswith("A decision of step 2 has the span 23-27") for fault in told)


def test_a_suggestion_of_an_earlier_run_outside_the_text_is_named(path):
    with Project.create(path, "ann") as project:
        project.add(NEWS)
        for _ in range(2):
            project.add_run(NEWS.id, SUGGESTIONS, seconds=0.1)
    tampered(path, "UPDATE suggestions SET record = replace(record, '27', '99') WHERE number = 3")
    assert any("an earlier run over release 1 has the span 23-99" in one for one in faults(path))


def test_steps_that_cannot_be_folded_are_named(used):
    tampered(used, "UPDATE steps SET step = replace(step, 's1', 's99') WHERE number = 1")
    assert any("Release 1 cannot be folded: Step 1 names s99" in one for one in faults(used))
    tampered(used, "UPDATE steps SET step = '{' WHERE number = 1")
    assert any("Release 1 cannot be folded" in one for one in faults(used))


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("DROP TRIGGER steps_no_update", "The trigger steps_no_update, which keeps .*, is missing"),
        ("DROP INDEX idx_steps_release", "The index idx_steps_release of the table steps is miss"),
        ("ALTER TABLE suggestions DROP COLUMN reason", '"reason TEXT" of the table suggestions'),
        (
            "CREATE TRIGGER mine AFTER INSERT ON steps BEGIN SELECT 1; END",
            "The trigger mine is not the program's.",
        ),
    ],
)
def test_tables_and_triggers_that_are_not_the_programs_are_named(used, statement, sentence):
    with closing(sqlite3.connect(used, isolation_level=None)) as db:
        db.execute(statement)
    with pytest.raises(AssertionError, match=sentence):
        assert not faults(used)


def test_an_altered_trigger_is_named(used):
    with closing(sqlite3.connect(used, isolation_level=None)) as db:
        db.execute("DROP TRIGGER steps_no_delete")
        db.execute("CREATE TRIGGER steps_no_delete BEFORE DELETE ON steps BEGIN SELECT 1; END")
    assert faults(used) == [
        "The trigger steps_no_delete, which keeps rows as they are, was altered."
    ]


def test_an_index_that_does_not_fit_its_table_is_named(used):
    """What leads astray whoever looks a row up by it, though every row can be read."""
    with closing(sqlite3.connect(used, isolation_level=None)) as db:
        db.execute("PRAGMA writable_schema = ON")
        db.execute(
            "UPDATE sqlite_master SET sql = 'CREATE INDEX idx_languages_release ON languages (at)'"
            " WHERE name = 'idx_languages_release'"
        )
    (fault,) = faults(used)
    assert fault.startswith("SQLite finds a fault in the file: row 1 missing from index")


def test_a_row_that_names_none_is_named(used):
    tampered(used, "UPDATE suggestions SET suggester = 77 WHERE number = 1")
    assert any("of suggestions names a row of suggesters" in fault for fault in faults(used))


def test_a_spoiled_page_is_told_and_the_rest_is_looked_through(used):
    spoil_page(used, page_of(used, "suggestions"))
    told = faults(used)
    assert f'"annotator repair {used}" saves what can be read' in told[0]
    assert "Release 1 cannot be read whole: database disk image is malformed." in told
    assert not any("Step" in fault for fault in told)
    code, out, _ = annotator("check", used, "--json")
    assert code == 1
    assert '"sound": false' in out


def test_many_faults_of_one_kind_are_counted(path):
    with Project.create(path, "ann") as project:
        for number in range(30):
            project.add(Release(f"Release {number}."))
    tampered(path, "UPDATE releases SET text = text || '!'")
    told = faults(path)
    assert len(told) == 11
    assert told[-1] == "There are 20 more such faults."


def test_a_clock_that_goes_back_is_no_fault_and_steps_go_by_their_numbers(path, monkeypatch):
    times = iter([f"2024-05-0{day}T10:00:00.000Z" for day in (1, 1, 5, 4, 3, 6)])
    with Project.create(path, "ann") as project:
        project.add(NEWS, SUGGESTIONS)
        monkeypatch.setattr("annotator.store.recording.now", lambda: next(times))
        for verb in ("accept", "reject", "accept", "reject"):
            project.record(NEWS.id, step(verb, "s1"))
        project.undo()
        assert statuses(project)["s1"] == "accepted"
    with Project.open(path, "ann") as project:
        assert statuses(project)["s1"] == "accepted"
        assert [row.number for row in project.steps(NEWS.id)] == [1, 2, 3, 4, 5]
    assert faults(path) == []
    told = [finding.sentence for finding in audit(path) if finding.about == "clock"]
    assert told == ["The clock went back 2 times, first at step 4; steps go by their numbers."]


def test_a_project_of_a_newer_version_is_not_called_damaged(project, path):
    project.close()
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
            " VALUES ('annotator', 'agreement_tables', '2031')"
        )
    with pytest.raises(NewerProjectError):
        list(audit(path))


def test_the_project_of_an_older_version_gets_its_chain_when_it_is_opened(path):
    script = Path(__file__).parents[1] / "data" / "project_without_reasons.sql"
    with closing(sqlite3.connect(path)) as db:
        db.executescript(script.read_text("utf-8"))
    assert faults(path) == []
    assert any("it has no chain until" in finding.sentence for finding in audit(path))
    Project.open(path, "ann").close()
    assert faults(path) == []
    with closing(sqlite3.connect(path)) as db:
        twice = "SELECT kind, row FROM links GROUP BY kind, row HAVING count(*) > 1"
        assert db.execute(twice).fetchall() == []
    tampered(path, "UPDATE steps SET at = '2020' WHERE number = 1")
    assert any("Step 1 was changed" in fault for fault in faults(path))


def test_a_project_from_before_its_scheme_was_linked_is_checked_as_far_as_it_was(path):
    make_before(kept_scheme.__name__, path)
    assert faults(path) == []
    tampered(path, "UPDATE releases SET title = 'New'")
    assert any(fault.startswith("Release 1 was changed") for fault in faults(path))
    tampered(path, f"UPDATE releases SET title = '{NEWS.title}'")
    Project.open(path, "ann").close()
    assert faults(path) == []
    tampered(path, "UPDATE labels SET name = 'HUMAN' WHERE name = 'PERSON'")
    assert [fault[:19] for fault in faults(path)] == ["Label 1 was changed"]


def make_before(migration: str, path: Path) -> None:
    """A project with one release, as the program made it before a migration."""
    with Database(path, execute_plugins=False) as db:
        migrations.apply(db, stop_before=migration)
        write_scheme(db.conn, Scheme())
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.conn.isolation_level = None
        with transaction(db), linking(db.conn):
            intake = Intake(db.conn, "ann", now())
            intake.take(Incoming(NEWS))
            intake.write()
        db.execute("PRAGMA user_version = 0")


def test_a_backup_that_cannot_be_read_is_named_and_the_others_are_fine(used):
    spoiled = back_up(used, Plan())
    with Project.open(used, "ann") as project:
        project.record(NEWS.id, step("reject", "s1"))
    back_up(used, Plan())
    spoiled.path.write_bytes(b"x" * 10_000)
    assert faults(used) == [f"Backup {spoiled.path.name}, 0.0 MB, cannot be read."]


def test_what_is_no_project_is_not_looked_through(tmp_path):
    code, _, complaint = annotator("check", tmp_path / "none.annotator")
    assert (code, complaint.count("There is no project")) == (1, 1)


def test_a_check_may_go_on_while_somebody_writes(project, path):
    findings = audit(path)
    first = next(findings)
    project.record(NEWS.id, step("correct", "s1", replace(ANN, label="ORG"), ANN))
    assert all(finding.fine for finding in [first, *findings])
    assert faults(path) == []
