"""Disks, shares, clocks and other hands do their worst: a clear sentence each, and nothing is shown
as saved that is not."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest
from desk import Desk, press
from lasting import standing_in
from tampering import faults, page_of, spoil_page

from annotator.edit.session import Session
from annotator.model.fold import fold
from annotator.store import connection
from annotator.store.backups import Plan, back_up
from annotator.store.project import Project
from annotator.store.repair import repair

BEFORE = "*[Ann]PERSON? of [Acme]ORG? met [Bob]PERSON? in [Oslo]GPE?. " + "More words. " * 300


@pytest.fixture
def session(desk: Desk, monkeypatch) -> Session:
    """A session in which two decisions were taken already; nobody waits long for a lock."""
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.02)
    session = desk.session(BEFORE)
    press(session, "a x")
    return session


def stands(session: Session) -> dict[str, object]:
    """What the session shows."""
    return {name: (item.record, item.status, item.at) for name, item in session.fold.items.items()}


def stands_in(path: Path) -> dict[str, object]:
    """What somebody else finds in the file."""
    (found,) = standing_in(path).values()
    return found


def judge(session: Session) -> None:
    """Turn the verdict on the next highlight of any state round."""
    press(session, "alt+down")
    item = session.here.item
    press(session, "a" if item is None or item.status == "rejected" else "x")


def refuses(session: Session, *words: str) -> None:
    """What cannot be kept is told in a sentence, and the screen is what the file says."""
    path, before = session.project.path, stands(session)
    for _ in range(3):
        judge(session)
        assert session.said.tone == "error", session.said
        assert all(word in session.said.text for word in words), session.said.text
        assert session.said.text.endswith(".")
        assert stands(session) == before
    if path.exists():
        assert stands_in(path) == before


def goes_on(session: Session) -> None:
    """After the trouble the next verdict is kept, and the whole project is sound."""
    before = stands(session)
    judge(session)
    assert session.said.tone != "error", session.said
    assert stands(session) != before
    assert stands_in(session.project.path) == stands(session)
    assert faults(session.project.path) == []


def test_the_disk_is_full(session):
    db = session.project._db.conn
    (pages,) = db.execute("PRAGMA page_count").fetchone()
    db.execute(f"PRAGMA max_page_count = {pages}")
    while session.said.tone != "error":
        before = stands(session)
        judge(session)
    assert stands(session) == before
    refuses(session, "The disk of", "is full; make room and try again.")
    db.execute("PRAGMA max_page_count = 1000000")
    goes_on(session)


MANY = ["*[Ann]PERSON+ met [Ann]PERSON?.", *(f"[Ann]PERSON? won {n}." for n in range(119))]
"""Their links alone take more than a page, so that no room that is left in the file is enough."""


@pytest.mark.parametrize(
    ("before", "act", "status"),
    [
        ("", "+ enter", "accepted"),
        ("+ enter", "ctrl+z", "open"),
        ("+ enter ctrl+z", "ctrl+shift+z", "accepted"),
    ],
)
def test_the_disk_is_full_when_an_act_over_many_releases_is_written(desk, before, act, status):
    session = desk.session(*MANY)
    press(session, before)
    path, last = session.project.path, session.project.last_step()
    shown, found = stands(session), standing_in(path)
    db = session.project._db.conn
    (pages,) = db.execute("PRAGMA page_count").fetchone()
    db.execute(f"PRAGMA max_page_count = {pages}")
    press(session, act)
    assert "is full; make room and try again." in session.said.text
    assert (stands(session), standing_in(path)) == (shown, found)
    assert session.project.last_step() == last
    db.execute("PRAGMA max_page_count = 1000000")
    press(session, act)
    assert session.said.tone != "error", session.said
    assert session.project.last_step() == last + len(MANY)
    found = standing_in(path)
    assert found[session.release.id] == stands(session)
    assert [[*items.values()][-1][1] for items in found.values()] == [status] * len(MANY)
    assert faults(path) == []


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if shutil.which("mount") is None or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("no disk can be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(path: Path) -> None:
    with path.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(b"x" * 1024):
            pass


def test_a_small_disk_fills_up_under_the_fingers(session, tmp_path, keymap):
    path = session.project.path
    session.project.close()
    with small_disk(tmp_path / "small", "600k") as disk:
        small = Path(shutil.copy(path, disk))
        with Project.open(small, "ann") as project:
            there = Session(project, keymap)
            there.open_first()
            filler = disk / "filler"
            fill(filler)
            refuses(there, "is full; make room and try again.")
            filler.unlink()
            goes_on(there)
        assert standing_in(small) != standing_in(path)


def test_the_file_is_deleted_while_it_is_open(session):
    path, before = session.project.path, stands(session)
    path.unlink()
    rescued = path.with_name(f"{path.stem}.rescued.annotator")
    refuses(session, f"{path.name} was moved or deleted", rescued.name)
    assert stands_in(rescued) == before
    assert faults(rescued) == []
    assert rescued.stat().st_mode & 0o077 == 0
    assert [file.name for file in path.parent.glob("*.rescued*.annotator")] == [rescued.name]


def test_the_file_is_moved_away_and_back(session):
    path = session.project.path
    elsewhere = path.with_name("elsewhere")
    path.rename(elsewhere)
    refuses(session, "was moved or deleted")
    elsewhere.rename(path)
    goes_on(session)


def test_the_share_of_the_file_does_not_answer(session, monkeypatch):
    def stat(*_, **__):
        raise OSError(112, "Host is down")

    with monkeypatch.context() as broken:
        broken.setattr("annotator.store.presence.Path.stat", stat)
        before = stands(session)
        judge(session)
        assert "cannot be reached: Host is down. Nothing was written." in session.said.text
        assert stands(session) == before
    goes_on(session)


def test_a_share_that_does_not_answer_after_a_step_is_kept_takes_nothing_back(session, monkeypatch):
    def stat(*_, **__):
        raise OSError(112, "Host is down")

    with monkeypatch.context() as broken:
        broken.setattr("annotator.store.presence.Presence.check", lambda *_: None)
        broken.setattr("annotator.store.presence.Path.stat", stat)
        judge(session)
    assert session.said.tone != "error", session.said
    assert stands_in(session.project.path) == stands(session)
    goes_on(session)


def test_another_file_takes_the_place_of_the_project(session):
    path, before = session.project.path, stands(session)
    copy = path.with_name("copy")
    copy.write_bytes(b"something else")
    copy.replace(path)
    press(session, "a")
    assert "was moved or deleted" in session.said.text
    assert stands(session) == before
    assert path.read_bytes() == b"something else"


def test_the_log_beside_the_file_is_deleted(session):
    path = session.project.path
    path.with_name(f"{path.name}-wal").unlink()
    before = stands(session)
    press(session, "a")
    assert "was moved or deleted" in session.said.text
    assert stands(session) == before
    assert stands_in(path.with_name(f"{path.stem}.rescued.annotator")) == before


@pytest.mark.parametrize("share", [0, 0.3, 0.7, 0.98])
def test_the_log_beside_the_file_is_cut_off(session, share):
    """SQLite would write on behind the gap, and find the file damaged when it is opened next."""
    path, before = session.project.path, stands(session)
    log, content = path.with_name(f"{path.name}-wal"), path.read_bytes()
    os.truncate(log, int(log.stat().st_size * share))
    for _ in range(3):
        judge(session)
        assert "lost the end of the log beside it: this was not written" in session.said.text
        assert stands(session) == before
    assert path.read_bytes() == content  # half of a step in it would be the end of both
    (rescued,) = path.parent.glob("*.rescued*.annotator")
    assert rescued.name in session.said.text
    assert stands_in(rescued) == before
    assert faults(rescued) == []
    session.project.close()
    assert faults(path) == []


def test_what_of_a_log_that_is_cut_off_cannot_be_rescued_is_told(session, monkeypatch):
    path = session.project.path
    log = path.with_name(f"{path.name}-wal")
    os.truncate(log, log.stat().st_size // 2)

    def fails(*_):
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr("annotator.store.presence.copy_from", fails)
    before = stands(session)
    judge(session)
    told = f'Close the window: "annotator repair {path}" saves what is left.'
    assert session.said.text.endswith(told)
    assert stands(session) == before


def test_another_program_that_moves_the_log_into_the_file_is_no_trouble(session):
    path = session.project.path
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        assert other.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone() == (0, 0, 0)
    assert path.with_name(f"{path.name}-wal").stat().st_size == 0
    goes_on(session)


def others_wrote(path: Path) -> None:
    """Another program moves the log into the file and begins it anew, with less than was in it."""
    before = path.with_name(f"{path.name}-wal").stat().st_size
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        other.execute("INSERT INTO annotators (name) VALUES ('eve')")
    assert 0 < path.with_name(f"{path.name}-wal").stat().st_size < before


def test_another_program_that_writes_on_after_it_moved_the_log_is_no_trouble_either(session):
    others_wrote(session.project.path)
    goes_on(session)
    assert not list(session.project.path.parent.glob("*.rescued*"))


def test_a_log_that_another_program_began_anew_is_missed_as_well_when_it_is_cut_off(session):
    path = session.project.path
    others_wrote(path)
    goes_on(session)
    log, before = path.with_name(f"{path.name}-wal"), stands(session)
    os.truncate(log, log.stat().st_size // 2)
    judge(session)
    assert "lost the end of the log beside it: this was not written" in session.said.text
    (rescued,) = path.parent.glob("*.rescued*.annotator")
    assert stands_in(rescued) == before


def test_behind_the_end_of_a_log_that_others_still_read_nothing_is_written_when_it_is_cut(session):
    """All of it is in the file already, but what comes behind the gap would not be found again."""
    path = session.project.path
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM steps").fetchone()
        session.project.settle()
        log = path.with_name(f"{path.name}-wal")
        os.truncate(log, log.stat().st_size // 2)
        judge(session)
        assert "lost the end of the log beside it: this was not written" in session.said.text


def test_a_second_program_holds_the_file_as_on_a_network_share(session):
    with closing(sqlite3.connect(session.project.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        refuses(session, "is busy: another program writes to it; try again.")
        other.execute("ROLLBACK")
        goes_on(session)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("SQLITE_IOERR_WRITE", "could not be read or written"),
        ("SQLITE_IOERR_LOCK", "look after its disk or network share"),
        ("SQLITE_PROTOCOL", "cannot be locked"),
        ("SQLITE_CANTOPEN", "cannot be opened; check it and its folder"),
        ("SQLITE_READONLY", "cannot be written; check its permissions"),
        ("SQLITE_PERM", "cannot be written; check its permissions"),
        ("SQLITE_LOCKED", "is busy: another program writes to it; try again"),
        ("SQLITE_CORRUPT_INDEX", 'is damaged; "annotator repair'),
        ("SQLITE_NOMEM", "could not be used: disk I/O error"),
    ],
)
def test_what_a_share_or_a_disk_answers_is_told(session, monkeypatch, name, words):
    def fails(*_):
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorname = name
        raise error

    with monkeypatch.context() as broken:
        broken.setattr("annotator.store.writing.write_step", fails)
        refuses(session, words)
    goes_on(session)


def test_memory_that_is_full_is_told(session, monkeypatch):
    def fails(*_):
        raise MemoryError

    with monkeypatch.context() as broken:
        broken.setattr("annotator.store.writing.write_step", fails)
        refuses(session, "There is not enough memory for")
    goes_on(session)


def test_a_fault_of_the_program_does_not_leave_a_verdict_that_is_not_kept(session, monkeypatch):
    """It goes on its way to whoever looks after the program; nobody is shown what is not there."""

    def fails(*_):
        raise RuntimeError("a fault")

    before = stands(session)
    with monkeypatch.context() as broken:
        broken.setattr("annotator.store.writing.write_step", fails)
        with pytest.raises(RuntimeError, match="a fault"):
            judge(session)
    assert stands(session) == before == stands_in(session.project.path)
    goes_on(session)


def test_a_commit_that_fails_is_not_shown_as_done(session, monkeypatch):
    """The last moment at which a disk can fail: everything is written but for the commit."""

    class Failing:
        def __init__(self, db):
            self._db = db

        def __getattr__(self, name):
            return getattr(self._db, name)

        def execute(self, sql, *values):
            if sql == "COMMIT":
                raise sqlite3.OperationalError("disk I/O error")
            return self._db.execute(sql, *values)

    db = session.project._db
    with monkeypatch.context() as broken:
        broken.setattr(db, "conn", Failing(db.conn))
        refuses(session, "disk I/O error")
    goes_on(session)


def test_a_second_writer_who_knows_no_lock_is_seen_and_nothing_is_lost(session, keymap):
    """As on a share where locks do nothing: what the other did is there when the next key is."""
    path = session.project.path
    hidden = path.with_name(f"{path.name}.lock")
    hidden.rename(path.with_name("lock-on-another-machine"))
    with Project.open(path, "bob") as project:
        other = Session(project, keymap)
        other.open(session.release.id)
        for here in (session, other, other, session, other, session, session):
            judge(here)
            assert here.said.tone != "error", here.said
            assert stands(here) == stands_in(path)
    numbers = [row.number for row in session.project.steps(session.release.id)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert {row.annotator for row in session.project.steps(session.release.id)} == {"ann", "bob"}
    assert faults(path) == []


def test_a_read_only_file_is_opened_to_look_only(session, keymap, monkeypatch):
    path = session.project.path
    session.project.close()
    monkeypatch.setattr(os, "access", lambda asked, _: asked != path.resolve())
    with Project.open(path, "ann") as project:
        there = Session(project, keymap)
        there.open_first()
        refuses(there, "Nothing was written", "the file is write-protected.")


def test_a_clock_that_jumps_back_changes_no_order(session, monkeypatch):
    times = iter(f"20{year}-01-01T00:00:00.000Z" for year in range(99, 10, -1))
    monkeypatch.setattr("annotator.store.recording.now", lambda: next(times))
    goes_on(session)
    for _ in range(4):
        judge(session)
    press(session, "ctrl+z ctrl+shift+z ctrl+z ctrl+z")
    at = [step.at for step in session.project.steps(session.release.id)]
    assert at[2:] == sorted(at[2:], reverse=True)
    assert len(at) > 8
    assert stands(session) == stands_in(session.project.path)
    assert faults(session.project.path) == []


def test_a_page_is_spoiled(session):
    path, release = session.project.path, session.release.id
    session.project.close()
    spoil_page(path, page_of(path, "steps"))
    with Project.open(path, "ann") as project:
        there = Session(project, session.keymap)
        there.open(release)
        assert there.said.tone == "error"
        assert f'is damaged; "annotator repair {path}" saves' in there.said.text
        press(there, "a tab ctrl+z p escape")
        assert there.fold.items == {}
    assert any("damaged" in fault for fault in faults(path))


@pytest.fixture
def unfinished(session, tmp_path) -> Path:
    """A project whose program was killed after 12 more steps: most of it stands in the log."""
    path, copy = session.project.path, tmp_path / "killed" / "club.annotator"
    session.project._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    press(session, "a x ctrl+z a ctrl+z x alt+down x alt+down a ctrl+z a x")
    copy.parent.mkdir()
    for end in ("", "-wal"):
        shutil.copy(path.with_name(path.name + end), copy.with_name(copy.name + end))
    return copy


def moments(session: Session) -> list[dict[str, object]]:
    """What stood after each step."""
    project, release = session.project, session.release.id
    steps, suggestions = project.steps(release), project.suggestions(release)
    return [
        {
            name: (item.record, item.status, item.at)
            for name, item in fold(suggestions, steps[:count]).items.items()
        }
        for count in range(len(steps) + 1)
    ]


@pytest.mark.parametrize("seed", range(6))
def test_a_log_that_is_cut_off_or_garbled_leaves_the_steps_before(session, unfinished, seed):
    """A log that lost its end is a project of some steps ago; never half a step."""
    log, chance = unfinished.with_name(f"{unfinished.name}-wal"), random.Random(seed)
    content = log.read_bytes()
    at = chance.randrange(len(content))
    if seed % 3 == 0:
        log.write_bytes(content[:at])
    elif seed % 3 == 1:
        log.write_bytes(content[:at] + chance.randbytes(len(content) - at))
    else:
        log.write_bytes(content + chance.randbytes(10_000))
    before = moments(session)
    with Project.open(unfinished, "ann") as project:
        assert project.read_only_reason is None
        there = Session(project, session.keymap)
        there.open(session.release.id)
        assert stands(there) in before
        if seed % 3 == 2:
            assert stands(there) == before[-1]
        goes_on(there)


def test_a_log_that_lost_steps_is_told_when_a_backup_has_them(session, unfinished):
    back_up(unfinished, Plan())
    log = unfinished.with_name(f"{unfinished.name}-wal")
    log.write_bytes(log.read_bytes()[: log.stat().st_size // 2])
    (told,) = faults(unfinished)
    assert "holds what the project does not hold" in told
    with Project.open(unfinished, "ann") as project:
        project.keep_backups(Plan())
        project._backing.wait()
        (news,) = project.news()
        assert "club.00001" in news
        assert 'holds what club.annotator does not hold (any more): "annotator check"' in news
        project.keep_backups(Plan())
        project._backing.wait()
        assert project.news() == []
    done = repair(unfinished)
    assert done.lost == []
    assert stands_in(done.path) == stands(session)


def test_a_repair_reads_the_log_too(session, unfinished):
    spoil_page(unfinished, page_of(unfinished, "runs"))
    assert stands_in(repair(unfinished).path) == stands(session)
