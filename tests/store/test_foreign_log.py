"""Somebody puts another file where a project was when the program ended by force."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random
from struct import unpack_from

import pytest
from club import NEWS, SUGGESTIONS, statuses, step
from sqlite_utils import Database
from tampering import faults, page_of, spoil_page, tampered
from terminal import annotator

from annotator.model.plain import Incoming
from annotator.model.records import Release
from annotator.store import foreign_log
from annotator.store.backups import Plan, back_up, listed
from annotator.store.connection import Mode, connect
from annotator.store.errors import ForeignLogError, NoProjectError
from annotator.store.foreign_log import is_foreign
from annotator.store.log import HEADER, index_of, log_of
from annotator.store.project import Project
from annotator.store.repair import repair

ASIDE = "was put aside as club.annotator-wal.aside."


def judge(project: Project, times: int = 6) -> None:
    for number in range(times):
        project.record(NEWS.id, step("accept" if number % 2 else "reject", "s3"))


def bring_in(project: Project, first: int, count: int) -> None:
    project.add_all(
        Incoming(Release(f"Race {n} was won by Ann. {'They said so. ' * 150}", f"Race {n}"))
        for n in range(first, first + count)
    )


@pytest.fixture
def crashed(project: Project, path: Path, tmp_path: Path) -> Path:
    """A project as it lies on the disk after ``kill -9``: six steps more than its newest backup."""
    project.record(NEWS.id, step("accept", "s1"))
    back_up(path, Plan())
    judge(project)
    return left_by(path, tmp_path / "crashed")


def left_by(path: Path, folder: Path) -> Path:
    """The files of an open project as they are on the disk, in a folder of their own."""
    folder.mkdir()
    left = folder / path.name
    shutil.copyfile(path, left)
    shutil.copyfile(log_of(path), log_of(left))
    if (path.parent / "club.backups").exists():
        shutil.copytree(path.parent / "club.backups", folder / "club.backups")
    return left


def made(path: Path, releases: int = 3) -> Path:
    """Another project, closed."""
    with Project.create(path, "bea") as project:
        bring_in(project, 0, releases)
    return path


def test_a_damaged_file_keeps_the_log_that_was_written_to_it(path, tmp_path):
    with Project.create(path, "ann") as project:
        bring_in(project, 0, 40)
        project.add(NEWS)
        project.add_run(NEWS.id, SUGGESTIONS, seconds=0)
    with Project.open(path, "ann") as project:
        judge(project)
        left = left_by(path, tmp_path / "crashed")
    spoil_page(left, page_of(left, "releases"))
    assert not is_foreign(left, thorough=True)
    done = repair(left)
    assert done.left_out == []
    with Project.open(done.path, "ann") as project:
        assert project.last_step() == 6


def at_work(path: Path, *statements: str) -> sqlite3.Connection:
    """A connection that has written `statements` to the log and nowhere else."""
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    for statement in statements:
        db.execute(statement)
    return db


def test_a_project_of_an_earlier_version_without_a_chain_keeps_its_log(path, tmp_path):
    script = Path(__file__).parents[1] / "data" / "project_without_reasons.sql"
    with closing(sqlite3.connect(path)) as db:
        db.executescript(script.read_text("utf-8"))
    with closing(at_work(path, "INSERT INTO annotators (name) VALUES ('eve')")):
        left = left_by(path, tmp_path / "crashed")
    with Project.open(left, "ann") as project:
        assert project.news() == []
    with closing(sqlite3.connect(left)) as db:
        assert db.execute("SELECT 1 FROM annotators WHERE name = 'eve'").fetchone()


def test_the_log_of_another_program_that_is_at_work_stays_where_it_is(path):
    with closing(at_work(path, "CREATE TABLE notes (words)")) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        db.execute("INSERT INTO notes VALUES ('mine')")
        log = log_of(path).read_bytes()
        with pytest.raises(NoProjectError, match="another program's"):
            Project.open(path, "ann")
        assert log_of(path).read_bytes() == log
        assert not list(path.parent.glob("*.aside"))


def test_a_log_beside_the_file_of_another_program_stays_where_it_is(path):
    """Such a file has no log by its head, as a backup, but is none of ours."""
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE notes (words)")
    log_of(path).write_bytes(b"theirs" * 100)
    with pytest.raises(NoProjectError, match="another program's"):
        Project.open(path, "ann")
    assert not list(path.parent.glob("*.aside"))


def test_a_row_that_other_hands_changed_condemns_no_log(path, tmp_path):
    with Project.create(path, "ann") as project:
        project.add(NEWS)
        project.add_run(NEWS.id, SUGGESTIONS, seconds=0)
    with Project.open(path, "ann") as project:
        judge(project)
        tampered(path, "UPDATE steps SET at = '2020' WHERE number = 3")
        left = left_by(path, tmp_path / "crashed")
    assert not is_foreign(left, thorough=True)
    assert any("Step 3 was changed by other hands" in fault for fault in faults(left))
    with Project.open(left, "ann") as project:
        assert project.last_step() == 6


def restored(crashed: Path) -> Path:
    """Its newest backup over it, as the manual says; the log stays where it was."""
    shutil.copyfile(listed(crashed)[-1].path, crashed)
    return crashed


def replaced(crashed: Path) -> Path:
    """Another project in its place."""
    made(crashed.with_name("other.annotator")).replace(crashed)
    return crashed


def test_a_project_that_was_killed_keeps_its_own_log(crashed):
    assert not is_foreign(crashed, thorough=True)
    with Project.open(crashed, "ann") as project:
        assert project.last_step() == 7
        assert project.news() == []
    assert faults(crashed) == []


def test_a_backup_in_the_place_of_a_killed_project_is_opened_as_it_is(crashed):
    log = log_of(crashed).read_bytes()
    with Project.open(restored(crashed), "ann") as project:
        (told,) = project.news()
        assert told.endswith(ASIDE)
        assert project.news() == []
        assert project.last_step() == 1
        assert statuses(project)["s3"] == "open"
        judge(project, 2)
    assert log_of(crashed).with_name("club.annotator-wal.aside").read_bytes() == log
    assert not index_of(crashed).exists()
    assert faults(crashed) == []
    with Project.open(crashed, "ann") as project:
        assert project.last_step() == 3


def test_another_project_in_the_place_of_a_killed_one_is_opened_as_it_is(crashed):
    with Project.open(replaced(crashed), "ann") as project:
        assert project.news()[0].endswith(ASIDE)
        assert project.counts().releases == 3
        project.keep_backups(Plan())
        project._backing.wait()
        (told,) = project.news()
        assert "is of another project, which stood in this place" in told
    assert annotator("check", crashed)[0] == 1  # the backups beside it are of the other one
    shutil.rmtree(crashed.with_name("club.backups"))
    assert annotator("check", crashed)[0] == 0


def test_an_old_copy_in_the_place_of_a_killed_project_is_opened_as_it_is(path, tmp_path):
    with Project.create(path, "ann") as project:
        bring_in(project, 0, 5)
    old = tmp_path / "old"
    shutil.copyfile(path, old)
    with Project.open(path, "ann") as project:
        bring_in(project, 5, 60)
        project.settle()  # moves the log into the file: what follows is all that the log has
        bring_in(project, 65, 3)
        left = left_by(path, tmp_path / "crashed")
    shutil.copyfile(old, left)
    assert is_foreign(left, thorough=True)
    with Project.open(left, "ann") as project:
        assert project.counts().releases == 5
    assert faults(left) == []


@pytest.mark.parametrize("seed", range(8))
def test_a_file_into_which_its_log_was_being_moved_keeps_it(path, tmp_path, seed):
    """The program ended within a checkpoint: the file has some pages of the log."""
    with Project.create(path, "ann") as project:
        project.add(NEWS)
        project.add_run(NEWS.id, SUGGESTIONS, seconds=0)
        bring_in(project, 0, 40)
    with Project.open(path, "ann") as project:
        bring_in(project, 40, 40)
        judge(project)
        left = left_by(path, tmp_path / "crashed")
    move_some(left, Random(seed))
    assert not is_foreign(left, thorough=True)
    with Project.open(left, "ann") as project:
        assert project.last_step() == 6
        assert project.counts().releases == 81
    assert faults(left) == []


def move_some(left: Path, chance: Random) -> None:
    """Write some pages of the log to the file, as SQLite does in the order of their numbers."""
    log, file = log_of(left).read_bytes(), bytearray(left.read_bytes())
    (size,) = unpack_from(">I", log, 8)
    pages = {
        unpack_from(">I", log, at)[0]: log[at + 24 : at + 24 + size]
        for at in range(HEADER, len(log) - 24 - size + 1, 24 + size)
    }
    for number in sorted(pages)[: chance.randrange(len(pages))]:
        end = number * size
        file.extend(bytes(max(0, end - len(file))))
        file[end - size : end] = pages[number]
    left.write_bytes(file)


@pytest.mark.parametrize("put", [restored, replaced])
def test_whoever_only_looks_leaves_a_foreign_log_out_and_says_so(crashed, put):
    files = {file: file.read_bytes() for file in put(crashed).parent.iterdir() if file.is_file()}
    code, out, err = annotator("status", crashed)
    assert code == 0
    assert ("1 step." if put is restored else "0 steps.") in out
    assert "club.annotator-wal was not written to club.annotator" in err
    with Project.open(crashed, "eve", read_only=True) as reader:
        assert "was left out" in reader.news()[0]
    assert {file: file.read_bytes() for file in files} == files


def test_an_export_leaves_a_foreign_log_out(crashed, tmp_path):
    out = tmp_path / "out"
    code, _, err = annotator("export", restored(crashed), "--out", out, "--all")
    assert (code, err.count("\n")) == (0, 1)
    assert "club.annotator-wal was not written to club.annotator" in err
    told = json.loads(next(out.glob("*/receipt.json")).read_text(encoding="utf-8"))
    assert told["last_step"] == 1


@pytest.mark.parametrize("command", ["evaluate", "calibrate", "simulate"])
def test_whoever_measures_with_a_project_is_told_of_a_foreign_log(crashed, command):
    code, _, err = annotator(command, restored(crashed))
    assert code == 1
    assert "club.annotator-wal was not written to club.annotator" in err
    assert "no release is finished" in err


def test_a_check_names_a_foreign_log_and_accuses_nobody(crashed):
    code, out, _ = annotator("check", restored(crashed))
    assert code == 1
    wrong = [line for line in out.splitlines() if not line.startswith("ok")]
    assert len(wrong) == 1
    assert "club.annotator-wal was not written to club.annotator" in wrong[0]
    assert "other hands" not in out


def test_a_repair_takes_the_file_without_a_foreign_log(crashed):
    done = repair(replaced(crashed))
    assert done.was_sound
    assert done.path is None
    assert "club.annotator-wal was not written" in next(done.told())
    assert log_of(crashed).exists()


def test_a_foreign_log_that_cannot_be_put_aside_is_told_and_nothing_is_written(
    crashed, monkeypatch
):
    content = restored(crashed).read_bytes()

    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "replace", refused)
    with pytest.raises(ForeignLogError, match=r"cannot be put aside \(Permission denied\)"):
        Project.open(crashed, "ann")
    assert crashed.read_bytes() == content


@pytest.mark.parametrize("name", ["SQLITE_PROTOCOL", "SQLITE_NOMEM", "SQLITE_FULL"])
def test_a_log_that_could_not_be_looked_into_is_left_where_it_is(crashed, monkeypatch, name):
    def failing(path: Path, mode: Mode) -> Database:
        if mode == "read":
            error = sqlite3.OperationalError("not now")
            error.sqlite_errorname = name
            raise error
        return connect(path, mode)

    monkeypatch.setattr(foreign_log, "connect", failing)
    assert not is_foreign(crashed, thorough=True)


def test_a_second_foreign_log_gets_a_name_of_its_own(crashed):
    log = log_of(crashed).read_bytes()
    for _ in range(2):
        log_of(crashed).write_bytes(log)
        Project.open(restored(crashed), "ann").close()
    names = {file.name for file in crashed.parent.glob("*.aside*")}
    assert names == {"club.annotator-wal.aside", "club.annotator-wal.aside1"}
