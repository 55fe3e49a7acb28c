"""What a person meets who opens the wrong thing: one sentence, and nothing is harmed."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
import tempfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from club import HOUSE, NEWS, SUGGESTIONS, statuses, step
from tampering import faults

from annotator.model.errors import AnnotatorError
from annotator.store import connection, locking
from annotator.store.connection import _without_host, connect
from annotator.store.errors import (
    DamagedProjectError,
    NewerProjectError,
    NoProjectError,
    NotMadeError,
    StoreError,
)
from annotator.store.opening import migrations, open_for_reading
from annotator.store.project import Project
from annotator.store.snapshot import Snapshot


def test_a_project_is_made_once_and_for_its_owner_alone(path):
    Project.create(path, "ann").close()
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(NotMadeError, match="already there"):
        Project.create(path, "ann")
    with Project.open(path, "ann") as project:
        assert project.counts().releases == 0


def test_a_project_needs_a_folder(tmp_path):
    with pytest.raises(NotMadeError, match=r"x\.annotator could not be made: there is no folder"):
        Project.create(tmp_path / "nowhere" / "x.annotator", "ann")


def test_nothing_is_left_of_a_project_that_could_not_be_made(path, monkeypatch):
    def full(*_):
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr("annotator.store.opening.write_scheme", full)
    with pytest.raises(AnnotatorError, match=r"club\.annotator could not be used: disk I/O error"):
        Project.create(path, "ann")
    assert list(path.parent.iterdir()) == []


def test_the_log_of_a_project_that_was_moved_without_it_is_not_deleted_by_a_new_one(path):
    """What a killed program decided last may stand in the log alone."""
    with Project.create(path, "ann") as project:
        project.add(NEWS, SUGGESTIONS)
        project.record(NEWS.id, step("accept", "s1"))
        log = path.with_name(f"{path.name}-wal")
        left = log.read_bytes()
    moved = path.rename(path.with_name("moved.annotator"))
    log.write_bytes(left)
    with pytest.raises(NotMadeError, match=r"club\.annotator was not made: .*-wal lies there"):
        Project.create(path, "ann")
    assert log.read_bytes() == left
    assert sorted(path.parent.glob("*.annotator")) == [moved]
    log.write_bytes(b"")
    Project.create(path, "ann").close()


def test_what_is_left_of_a_project_whose_making_was_killed_is_told(path):
    """Its sign is written last of all; where there is a release, only that one is damaged."""
    Project.create(path, "ann").close()
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA application_id = 0")
    with pytest.raises(NoProjectError, match="was being made when the program ended: nothing is"):
        Project.open(path, "ann")
    path.unlink()
    with Project.create(path, "ann") as project:
        project.add(NEWS)
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA application_id = 0")
    with pytest.raises(NoProjectError, match="another program's"):
        Project.open(path, "ann")


def test_what_is_left_of_one_that_had_no_tables_yet_is_told_too(path):
    path.touch()
    with closing(connect(path, "write")) as db:
        migrations.ensure_migrations_table(db)  # what comes before them
    with pytest.raises(NoProjectError, match="was being made when the program ended: nothing is"):
        Project.open(path, "ann")
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE other (name)")
    with pytest.raises(NoProjectError, match="another program's"):
        Project.open(path, "ann")


def test_an_empty_file_is_told_to_be_one(path):
    """Its name is there before anything is in it."""
    path.touch()
    with pytest.raises(
        NoProjectError, match="is not a project: it is empty, as where the program end"
    ):
        Project.open(path, "ann")


def test_a_closed_project_is_one_file_and_its_lock(path):
    with Project.create(path, "ann") as project:
        project.add(NEWS)
    assert {file.name for file in path.parent.iterdir()} <= {path.name, path.name + ".lock"}
    project.close()


def test_a_missing_project_says_how_to_make_one(path):
    with pytest.raises(NoProjectError, match=r'no project .*club\.annotator.*"annotator new"'):
        Project.open(path, "ann")


def test_a_snapshot_of_no_project_is_told_alike(tmp_path, path):
    for wrong, words in ((path, "There is no project"), (tmp_path, "is a folder")):
        with pytest.raises(NoProjectError, match=words):
            Snapshot(wrong)


def test_a_folder_is_no_project(tmp_path):
    with pytest.raises(NoProjectError, match="is a folder"):
        Project.open(tmp_path, "ann")


@pytest.mark.parametrize("content", [b"Dear all,", b"SQLite", b"\0" * 4096])
def test_any_other_file_is_no_project(path, content):
    path.write_bytes(content)
    with pytest.raises(NoProjectError, match=r"club\.annotator is not a project: it is no SQLite"):
        Project.open(path, "ann")
    assert path.read_bytes() == content


def test_another_programs_database_is_no_project(path):
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE notes (text)")
    other.close()
    before = path.read_bytes()
    with pytest.raises(NoProjectError, match="another program's SQLite file"):
        Project.open(path, "ann")
    assert path.read_bytes() == before


@pytest.mark.parametrize("read_only", [True, False])
def test_a_project_of_a_newer_version_is_left_alone(path, read_only):
    Project.create(path, "ann").close()
    other = sqlite3.connect(path)
    other.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
        " VALUES ('annotator', 'agreement_tables', '2031')"
    )
    other.commit()
    other.close()
    with pytest.raises(NewerProjectError, match=r"club\.annotator was written by a newer version"):
        Project.open(path, "ann", read_only)


@pytest.fixture
def older(path) -> Path:
    """A project of the first tables: s1 accepted, s3 rejected, no suggestion has a reason."""
    script = Path(__file__).parents[1] / "data" / "project_without_reasons.sql"
    db = sqlite3.connect(path)
    db.executescript(script.read_text("utf-8"))
    db.close()
    return path


WITHOUT_REASONS = [replace(suggestion, reason="") for suggestion in SUGGESTIONS]


def test_a_project_of_an_older_version_is_brought_up_to_date(older):
    with Project.open(older, "ann") as project:
        assert [s.suggestion for s in project.suggestions(NEWS.id)] == WITHOUT_REASONS
        assert statuses(project) == {"s1": "accepted", "s2": "open", "s3": "rejected"}
        project.undo()
        project.add(replace(NEWS, text=NEWS.text * 2), SUGGESTIONS)
    with Project.open(older, "ann") as project:
        assert statuses(project) == {"s1": "accepted", "s2": "open", "s3": "open"}
        assert [s.suggestion for s in project.suggestions(NEWS.id)] == WITHOUT_REASONS
        (_, (_, stands)) = project.folded()
        assert stands.items["s4"].suggestion == SUGGESTIONS[0]
    assert faults(older) == []


def test_what_an_older_version_kept_is_still_never_changed(older):
    Project.open(older, "ann").close()
    other = sqlite3.connect(older)
    for statement in ("UPDATE suggestions SET reason = 'x'", "DELETE FROM suggestions"):
        with pytest.raises(sqlite3.IntegrityError, match="never changed"):
            other.execute(statement)
    other.close()


def test_a_project_of_an_older_version_is_read_as_it_is(older):
    before = older.read_bytes()
    with Project.open(older, "ann", read_only=True) as project:
        assert [s.suggestion for s in project.suggestions(NEWS.id)] == WITHOUT_REASONS
        assert statuses(project) == {"s1": "accepted", "s2": "open", "s3": "rejected"}
        ((release, stands),) = project.folded()
        assert (release, stands.items["s1"].status) == (NEWS, "accepted")
    assert older.read_bytes() == before


def test_a_reader_goes_on_when_another_window_brings_the_project_up_to_date(older):
    with Project.open(older, "ann", read_only=True) as reader:
        assert reader.counts().releases == 1
        with Project.open(older, "bea") as writer:
            writer.add(replace(NEWS, text=NEWS.text * 2), SUGGESTIONS)
        later = reader.queue()[1].release
        assert [s.suggestion for s in reader.suggestions(later)] == list(SUGGESTIONS)


def read_through(path: Path) -> None:
    with Project.open(path, "ann") as project:
        project.queue()
        project.release(NEWS.id)


@pytest.mark.parametrize("start", [100, 4096, 12_288])
def test_a_damaged_project_is_told_as_such(path, start):
    with Project.create(path, "ann") as project:
        project.add(NEWS)
    with path.open("r+b") as file:
        file.seek(start)
        file.write(b"\xa5" * 40_000)
    with pytest.raises(DamagedProjectError, match=r"club\.annotator is damaged"):
        read_through(path)


def test_a_project_with_a_missing_table_is_damaged(path):
    Project.create(path, "ann").close()
    other = sqlite3.connect(path)
    other.execute("DROP TABLE labels")
    other.close()
    for look in (Snapshot, lambda path: Project.open(path, "ann", read_only=True)):
        with pytest.raises(AnnotatorError, match=r"club\.annotator.*labels"):
            look(path)
    with pytest.raises(AnnotatorError, match=r"club\.annotator.*labels"):
        Project.open(path, "ann")


def test_the_second_window_reads_only_and_says_so(project, path):
    with Project.open(path, "bea") as second:
        assert second.read_only
        assert "another window or program has it open" in second.read_only_reason
        assert second.fold(NEWS.id).items["s1"].is_open
        project.record(NEWS.id, step("accept", "s1"))
        assert second.counts().judged == 1
        assert second.fold(NEWS.id).items["s1"].stands
    assert not project.read_only


@pytest.mark.skipif(os.name != "posix", reason="links take rights elsewhere")
@pytest.mark.usefixtures("project")
def test_a_link_to_an_open_project_is_the_same_project(path):
    link = path.with_name("link.annotator")
    link.symlink_to(path)
    with Project.open(link, "bea") as second:
        assert second.read_only


def test_a_project_with_two_names_is_written_under_neither(path):
    """Each name has a log of its own: what is decided under one of them would be lost."""
    Project.create(path, "ann").close()
    second = path.with_name("second.annotator")
    second.hardlink_to(path)
    for name in (path, second):
        with Project.open(name, "ann") as project:
            assert "it has a second name (a hard link)" in project.read_only_reason
    second.unlink()
    with Project.open(path, "ann") as project:
        assert project.read_only_reason is None


def test_the_next_one_writes_when_the_first_has_closed(project, path):
    project.close()
    with Project.open(path, "bea") as second:
        assert second.read_only_reason is None


def test_a_failed_opening_holds_no_lock(path):
    Project.create(path, "ann").close()
    content = path.read_bytes()
    path.write_bytes(content[:60] + b"\0" * 40 + content[100:])
    with pytest.raises(AnnotatorError):
        Project.open(path, "ann")
    path.write_bytes(content)
    with Project.open(path, "ann") as project:
        assert not project.read_only


def test_what_is_no_database_is_let_go_again(path, monkeypatch):
    path.write_bytes(b"Ann left the club early on Monday, said the chair. " * 100)
    opened, connect = [], connection.connect

    def noticed(*where):
        opened.append(connect(*where))
        return opened[-1]

    monkeypatch.setattr(connection, "connect", noticed)
    with pytest.raises(AnnotatorError):
        open_for_reading(path)
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        opened[0].conn.total_changes  # noqa: B018


@pytest.mark.parametrize(("protected", "is_"), [("file", "the file"), ("folder", "its folder")])
def test_what_is_write_protected_is_opened_for_reading(path, monkeypatch, protected, is_):
    with Project.create(path, "ann") as project:
        project.add(NEWS)
    refused = path if protected == "file" else path.parent
    monkeypatch.setattr(locking.os, "access", lambda asked, _: asked != refused)
    with Project.open(path, "ann") as reader:
        assert f"{is_} is write-protected" in reader.read_only_reason
        assert reader.release(NEWS.id) == NEWS


# What Python imports late may lie where nobody else can read: `as_uri` needs urllib.
_AS_NOBODY = """
import os, sys, urllib.parse
sys.path[:0] = sys.argv[2:]
from annotator.store.project import Project

os.setuid(65534)
project = Project.open(sys.argv[1], "eve")
print(project.read_only_reason, project.counts().releases)
"""


def as_nobody(path: Path) -> str:
    command = [sys.executable, "-c", _AS_NOBODY, str(path), HOUSE]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


@pytest.mark.skipif(
    os.name != "posix" or os.geteuid() != 0, reason="only root can take another person's place"
)
def test_somebody_else_reads_a_project_where_they_may_not_write():
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        path = folder / "club.annotator"
        with Project.create(path, "ann") as project:
            project.add(NEWS)
        path.chmod(0o444)
        assert "the file is write-protected. 1" in as_nobody(path)
        path.chmod(0o666)
        assert "its folder is write-protected. 1" in as_nobody(path)
        path.chmod(0o000)
        assert "club.annotator cannot be read: Permission denied." in as_nobody(path)


def test_a_log_that_cannot_be_read_is_told_and_its_steps_are_not_left_out(
    project, path, monkeypatch
):
    """As where the folder lets nothing be written: without the log older steps would be shown."""
    project.record(NEWS.id, step("accept", "s1"))

    def refuse(*_):
        raise sqlite3.OperationalError("unable to open database file")

    unopened = SimpleNamespace(conn=SimpleNamespace(execute=refuse), close=lambda: None)
    real = connection.connect
    monkeypatch.setattr(
        connection, "connect", lambda at, mode: unopened if mode == "read" else real(at, mode)
    )
    assert path.with_name(f"{path.name}-wal").exists()
    with pytest.raises(StoreError, match="unable to open database file"):
        Project.open(path, "eve", read_only=True)
    project.close()
    with Project.open(path, "eve", read_only=True) as reader:  # the log is in the file now
        assert reader.last_step() == 1


@pytest.mark.parametrize(
    ("uri", "taken"),
    [
        ("file:///C:/club.annotator", "file:///C:/club.annotator"),
        ("file://server/share/a%20club.annotator", "file:////server/share/a%20club.annotator"),
    ],
)
def test_a_project_on_a_share_of_windows_has_a_name_that_sqlite_takes(uri, taken):
    assert _without_host(uri) == taken
