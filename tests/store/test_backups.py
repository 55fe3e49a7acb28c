"""Backups are made beside the project, in the background, rotated, and never in the way."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
from collections import namedtuple
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from club import ANN, NEWS, statuses, step
from tampering import faults, page_of, spoil_page, tampered
from terminal import annotator

from annotator.model.fold import FoldError
from annotator.model.records import Release
from annotator.store import backing, backups
from annotator.store.backing import BackingUp
from annotator.store.backups import Backup, Plan, StoppedError, back_up, folder_of, listed
from annotator.store.errors import NoBackupError
from annotator.store.project import Project

QUICK = Plan(every=3, keep=4, days=0)


def accept(project: Project, times: int = 1) -> None:
    for number in range(times):
        project.record(NEWS.id, step("accept" if number % 2 else "reject", "s1"))


def in_folder_of(path: Path) -> list[Path]:
    """What is in the folder of the backups but for the lock of whoever makes one."""
    return [file for file in folder_of(path).iterdir() if file.name != ".lock"]


def test_a_backup_is_a_whole_project_for_its_owner_alone(project, path):
    accept(project)
    made = back_up(path, Plan())
    assert made.path.parent == folder_of(path) == path.parent / "club.backups"
    assert in_folder_of(path) == [made.path]
    if os.name == "posix":
        assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
        assert stat.S_IMODE(made.path.parent.stat().st_mode) == 0o700
    assert faults(made.path) == []
    with Project.open(made.path, "eve") as copy:
        assert not copy.read_only
        assert statuses(copy) == statuses(project)
        accept(copy)
        with sqlite3.connect(made.path) as reader:  # whoever reads keeps nobody from writing
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM steps").fetchone()
            copy.undo()
        reader.close()


def test_the_files_beside_an_open_project_are_for_its_owner_alone(project, path):
    accept(project)
    beside = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    assert {"club.annotator", "club.annotator-wal", "club.annotator-shm"} <= set(beside)
    if os.name == "posix":
        assert set(beside.values()) == {0o600}


def test_nothing_new_needs_no_backup(project, path):
    assert back_up(path, Plan()) is not None
    assert back_up(path, Plan()) is None
    accept(project)
    assert back_up(path, Plan()).number == 2


def test_a_backup_whose_file_is_gone_hides_no_other(project, path):
    first = back_up(path, Plan())
    accept(project)
    (folder_of(path) / "club.00001.2020-01-01.120000.annotator").symlink_to("nowhere")
    second = back_up(path, Plan())
    (folder_of(path) / "club.00009.2020-01-01.120000.annotator").symlink_to("nowhere")
    assert listed(path) == [first, second]


def test_a_project_backs_itself_up_at_the_start_and_every_so_many_steps(project, path):
    project.keep_backups(QUICK)
    project._backing.wait()
    assert len(listed(path)) == 1
    project._backing._clock = lambda: 1e9  # the last backup is long ago
    accept(project, 2)
    project._backing.wait()
    assert len(listed(path)) == 1
    accept(project)
    project._backing.wait()
    (_, second) = listed(path)
    with Project.open(second.path, "eve", read_only=True) as copy:
        assert copy.last_step() == 3
    assert project.news() == []


def backing_up(project: Project, plan: Plan) -> Callable[[], int]:
    """Let a project back itself up as if every backup were long ago; how many there are."""

    def made() -> int:
        project._backing.wait()
        return len(project._backing.made)

    project.keep_backups(plan)
    assert made() == 1
    project._backing._clock = lambda: 1e9
    return made


def test_after_a_backup_the_steps_are_counted_anew(project):
    made = backing_up(project, QUICK)
    counts = []
    for _ in range(7):
        accept(project)
        counts.append(made())
    assert counts == [1, 1, 2, 2, 2, 3, 3]


def test_what_is_refused_does_not_count_as_a_step(project):
    made = backing_up(project, QUICK)
    for _ in range(4):
        with pytest.raises(FoldError):
            project.record(NEWS.id, step("accept", "s99"))
    accept(project, 2)
    assert made() == 1


def test_undo_and_redo_count_and_of_an_act_every_step(project):
    releases = [Release(f"Ann Lee won {number}.") for number in range(3)]
    for release in releases:
        project.add(release)
    ids = [release.id for release in releases]
    made = backing_up(project, QUICK)
    accept(project)
    project.undo()
    project.redo()
    assert made() == 2
    project.record_all(ids, lambda *_: step("add", "a1", ANN))
    assert made() == 3
    project.undo()
    assert made() == 4
    project.redo()
    assert made() == 5
    act = project.make_ready(ids, lambda *_: step("reject", "a1"))
    for _ in act.steps():
        pass
    project.record_ready(act)
    assert made() == 6


def test_with_0_for_every_so_many_steps_there_is_only_the_backup_at_the_start(project):
    made = backing_up(project, replace(QUICK, every=0))
    accept(project, 5)
    assert made() == 1


def test_a_backup_is_on_the_disk_before_it_gets_its_name_and_its_name_after(
    project, path, monkeypatch
):
    """What no kill can show: a power cut must find the old state or a whole backup."""
    if os.name != "posix":
        pytest.skip("names are not brought to the disk elsewhere")
    done, fsync, renamed = [], os.fsync, os.replace

    def brought(number: int) -> None:
        done.append(os.fstat(number).st_ino)
        fsync(number)

    def rename(old: Path, new: Path) -> None:
        done.append("renamed")
        renamed(old, new)

    accept(project)
    monkeypatch.setattr(os, "fsync", brought)
    monkeypatch.setattr(backups, "_copy_pages", copy_at_once)
    monkeypatch.setattr(os, "replace", rename)
    made = back_up(path, Plan())
    assert done == [made.path.stat().st_ino, "renamed", folder_of(path).stat().st_ino]


def copy_at_once(source: sqlite3.Connection, copied: sqlite3.Connection, *_) -> None:
    source.backup(copied)


def test_looking_at_a_backup_leaves_nothing_beside_it(project, path):
    accept(project)
    made = back_up(path, Plan())
    Project.open(made.path, "eve", read_only=True).close()
    assert faults(path) == []
    assert in_folder_of(path) == [made.path]


def test_a_backup_that_cannot_be_read_is_not_deleted(project, path):
    accept(project)
    spoiled = back_up(path, QUICK)
    spoiled.path.write_bytes(b"x" * 10_000)
    for _ in range(QUICK.keep + 1):
        accept(project)
        back_up(path, QUICK)
    assert [backup.number for backup in listed(path)] == [1, 3, 4, 5, 6]


def test_a_backup_that_took_long_is_not_made_again_at_once(path, monkeypatch):
    now, made = [0.0], []

    def back_up(*_) -> None:
        now[0] += 10
        made.append(now[0])

    monkeypatch.setattr(backing, "back_up", back_up)
    backs_up = BackingUp(path, QUICK, clock=lambda: now[0])
    for seconds in (0, 1, 198, 2):
        now[0] += seconds
        backs_up.begin()
        backs_up.wait()
    assert made == [10.0, 221.0]


def test_while_a_backup_is_made_steps_are_taken_and_it_is_of_one_moment(project, path, monkeypatch):
    monkeypatch.setattr(backups, "PAGES", 1)
    slices = []

    def judge(_seconds: float) -> None:
        slices.append(project.last_step())
        accept(project)

    monkeypatch.setattr(backups, "sleep", judge)
    made = back_up(path, Plan())
    assert len(slices) > 20
    assert project.last_step() == len(slices)
    with Project.open(made.path, "eve", read_only=True) as copy:
        assert copy.last_step() == 0
    assert faults(made.path) == []
    assert faults(path) == []


def test_closing_breaks_a_backup_off_and_leaves_nothing_of_it(project, path, monkeypatch):
    monkeypatch.setattr(backups, "PAGES", 1)
    asked = []

    def stopped() -> bool:
        asked.append(1)
        return len(asked) > 5

    with pytest.raises(StoppedError):
        back_up(path, Plan(), stopped)
    assert in_folder_of(path) == []
    project.keep_backups(Plan())
    project._backing._stop.set()
    project.close()
    assert not project._backing._is_busy()


@pytest.mark.usefixtures("project")
def test_of_two_programs_only_one_makes_a_backup_at_a_time(path, monkeypatch):
    """The second would clear away what the first has written so far, or take it for its own."""
    monkeypatch.setattr(backups, "PAGES", 1)
    refused = []

    def meanwhile() -> bool:
        if not refused:
            with pytest.raises(NoBackupError) as raised:
                back_up(path, Plan())
            refused.append(str(raised.value))
        return False

    made = back_up(path, Plan(), meanwhile)
    assert refused == ["No backup of club.annotator was made: another program is making one."]
    assert in_folder_of(path) == [made.path]
    assert faults(made.path) == []


def test_where_no_thread_can_be_started_the_step_is_kept_all_the_same(project, monkeypatch):
    def start(_):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr("threading.Thread.start", start)
    project.keep_backups(QUICK)
    accept(project, 4)
    assert project.last_step() == 4
    assert project.news() == ["No backup of club.annotator could be made: can't start new thread."]


@pytest.mark.usefixtures("project")
def test_what_is_left_of_a_backup_that_was_killed_is_cleared_away(path):
    folder_of(path).mkdir()
    left = folder_of(path) / ".draft-1"
    left.write_bytes(b"half")
    made = back_up(path, Plan())
    assert listed(path) == [made]
    assert not left.exists()


DISK = namedtuple("DISK", "total used free")


def without_room(monkeypatch) -> None:
    monkeypatch.setattr(backups.shutil, "disk_usage", lambda _: DISK(10**9, 10**9, 10**6))


def without_right(monkeypatch) -> None:
    def mkdir(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", mkdir)


def with_a_fault(monkeypatch) -> None:
    def copy(*_):
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(backups, "copy", copy)


@pytest.mark.parametrize(
    ("trouble", "sentence"),
    [
        (without_room, "No backup of club.annotator could be made: the disk is almost full."),
        (without_right, "No backup of club.annotator could be made: Permission denied."),
        (with_a_fault, "No backup of club.annotator could be made: .* disk I/O error."),
    ],
)
def test_why_there_is_no_backup_is_told_once_and_the_work_goes_on(
    project, monkeypatch, trouble, sentence
):
    trouble(monkeypatch)
    project.keep_backups(replace(QUICK, every=1))
    project._backing.wait()
    project._backing._clock = lambda: 1e9
    for _ in range(3):
        accept(project)
        project._backing.wait()
    (told,) = project.news()
    with pytest.raises(AssertionError, match=sentence):
        raise AssertionError(told)
    assert project.news() == []
    assert project.last_step() == 3


def test_a_project_that_is_larger_than_backups_may_be_has_none(project, path):
    with pytest.raises(NoBackupError, match=r"larger than its backups may be \(0 MB, the setting"):
        back_up(path, Plan(room=0))
    project.keep_backups(Plan(keep=0))
    assert project._backing._thread is None
    assert listed(path) == []


def test_a_damaged_project_makes_no_backup_and_pushes_none_out(project, path):
    accept(project)
    first = back_up(path, Plan(keep=1))
    accept(project, 2)
    project.close()
    spoil_page(path, page_of(path, "suggestions"))
    with pytest.raises(NoBackupError, match="damaged"):
        back_up(path, Plan(keep=1))
    assert listed(path) == [first]


def test_a_reader_makes_no_backups(project, path):
    with Project.open(path, "eve") as reader:
        reader.keep_backups(Plan())
        assert reader._backing is None
        assert reader.news() == []
    assert not project.read_only


def test_the_oldest_are_deleted_but_none_that_holds_what_the_project_does_not(project, path):
    for _ in range(6):
        accept(project)
        back_up(path, QUICK)
    assert [backup.number for backup in listed(path)] == [3, 4, 5, 6]
    project.close()
    tampered(
        path,
        "DELETE FROM links WHERE kind = 'step' AND row > 3",
        "DELETE FROM steps WHERE number > 3",
    )
    with Project.open(path, "ann") as again:
        for _ in range(4):
            again.choose_language([NEWS.id], "de")
            back_up(path, QUICK)
    assert [backup.number for backup in listed(path)] == [4, 5, 6, 7, 8, 9, 10]


def made(count: int, megabytes: int = 1) -> list[Backup]:
    """Backups of three a day, from the oldest on."""
    start = datetime(2024, 5, 1, tzinfo=UTC)
    days = [f"{start + timedelta(days=number // 3):%Y-%m-%d}" for number in range(count)]
    return [
        Backup(Path(str(number)), number, day, "120000", megabytes * 2**20)
        for number, day in enumerate(days)
    ]


@pytest.mark.parametrize(
    ("plan", "kept"),
    [
        (Plan(keep=3, days=0), [27, 28, 29]),
        (Plan(keep=2, days=4), [20, 23, 26, 28, 29]),
        (Plan(keep=30, days=0), list(range(30))),
        (Plan(keep=30, room=5), [25, 26, 27, 28, 29]),
        (Plan(keep=2, days=30, room=4), [23, 26, 28, 29]),
        (Plan(keep=2, days=0, room=0), [29]),
    ],
)
def test_the_newest_and_the_last_of_each_day_are_kept_as_far_as_there_is_room(plan, kept):
    gone = {backup.number for backup in backups.superfluous(made(30), plan)}
    assert [backup.number for backup in made(30) if backup.number not in gone] == kept


def test_a_clock_that_jumps_back_does_not_put_backups_out_of_order(project, path, monkeypatch):
    class Clock(datetime):
        year_now = 2030

        @classmethod
        def now(cls, _zone):
            cls.year_now -= 1
            return datetime(cls.year_now, 1, 1, tzinfo=UTC)

    monkeypatch.setattr(backups, "datetime", Clock)
    for _ in range(3):
        accept(project)
        back_up(path, replace(QUICK, keep=2))
    assert [(one.number, one.day[:4]) for one in listed(path)] == [(2, "2028"), (3, "2027")]


@pytest.mark.usefixtures("own_folders")
def test_the_command_lists_backups_and_makes_one(project, path):
    assert "0 backups in" in annotator("backups", path)[1]
    accept(project)
    assert "1 backup in" in annotator("backups", path, "--now")[1]
    code, out, _ = annotator("backups", path, "--json")
    assert code == 0
    assert '"number": 1' in out
    code, out, _ = annotator("check", path)
    assert (code, out.count("ok  Backup club.00001")) == (0, 1)


def test_a_backup_is_listed_by_a_link_to_the_project_too(project, path, tmp_path):
    link = tmp_path / "link.annotator"
    if os.name != "posix":
        pytest.skip("links take rights elsewhere")
    link.symlink_to(path)
    accept(project)
    made = back_up(path, Plan())
    assert listed(link) == [made]


def test_a_backup_copied_over_a_lost_project_goes_on(project, path):
    accept(project, 3)
    kept = back_up(path, Plan())
    before = statuses(project)
    project.close()
    path.unlink()
    shutil.copy(kept.path, path)
    with Project.open(path, "ann") as again:
        assert statuses(again) == before
        accept(again)
    assert faults(path) == []
