"""Copies of a project beside it, in a folder of its own: made, listed, rotated.

`club.annotator` has its backups in `club.backups/`, each a whole project by itself, for its owner
alone. They are numbered, so that a clock that jumps cannot put them out of order.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import sleep

from filelock import FileLock, Timeout

from annotator.model.errors import AnnotatorError
from annotator.store.chain import Link, first_link, has_link, last_link, newest_link
from annotator.store.connection import connect, connect_for_reading
from annotator.store.errors import NoBackupError, explained

PAGES = 128
"""Pages that are copied at a time; with 4 kB each, half a megabyte."""
REST = 0.004
"""Seconds between two such slices, in which the disk is free for whoever judges."""
_ROOM_LEFT = 100 * 2**20
_DRAFT, _LOCK = ".draft-", ".lock"
_MB = 2**20


@dataclass(frozen=True, slots=True)
class Plan:
    """How many backups are made and kept.

    One at the start and one every `every` steps (0: only at the start); kept are the newest `keep`
    (0: none is made) and the last of each of the newest `days` days, as long as all together take
    at most `room` megabytes.
    """

    every: int = 200
    keep: int = 10
    days: int = 14
    room: int = 2000


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup: its file, its number, when it was made (UTC, by the clock of then), its bytes."""

    path: Path
    number: int
    day: str
    time: str
    size: int

    @property
    def at(self) -> str:
        """``2026-03-01 09:30:00``, in UTC."""
        return f"{self.day} {self.time[:2]}:{self.time[2:4]}:{self.time[4:]}"


class StoppedError(Exception):
    """The backup was told to stop; nothing of it is left."""


def folder_of(path: Path) -> Path:
    """Where the backups of a project stand."""
    path = path.resolve()  # a link to the project has the same backups
    return path.with_name(f"{path.stem}.backups")


def listed(path: Path) -> list[Backup]:
    """The backups of a project, oldest first."""
    project = path.resolve()
    pattern = re.compile(
        rf"{re.escape(project.stem)}\.(\d+)\.(\d{{4}}-\d\d-\d\d)\.(\d{{6}}){re.escape(project.suffix)}"
    )
    found = []
    for file in _inside(folder_of(path)):
        if named := pattern.fullmatch(file.name):
            number, day, time = named.groups()
            with suppress(OSError):  # it was rotated away meanwhile, or is a link to nothing
                found.append(Backup(file, int(number), day, time, file.stat().st_size))
    return sorted(found, key=lambda backup: backup.number)


def _inside(folder: Path) -> list[Path]:
    """What stands in a folder; nothing where there is none or it cannot be read."""
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def back_up(path: Path, plan: Plan, stopped: Callable[[], bool] = lambda: False) -> Backup | None:
    """Copy the project as it stands, unless the newest backup says the same; then rotate.

    It has connections of its own and may run in any thread; whoever writes is not kept waiting.
    Raise `NoBackupError` with the reason, or `StoppedError`.
    """
    before = listed(path)
    with _reasons(path), explained(path):
        if before and _has(before[-1], head(path)):
            return None
        _check_room(path, plan)
        with _alone(path):
            before = listed(path)
            made = _made(path, before[-1].number + 1 if before else 1, stopped)
            _rotate(path, plan)
    return made


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """One backup of a project at a time: a second one would take the draft of the first for its own
    or, where that is half done, clear it away.
    """
    folder = folder_of(path)
    folder.mkdir(mode=0o700, exist_ok=True)
    try:
        with FileLock(folder / _LOCK, timeout=0, mode=0o600):
            yield
    except Timeout:
        raise NoBackupError(
            f"No backup of {path.name} was made: another program is making one."
        ) from None


@contextmanager
def _reasons(path: Path) -> Iterator[None]:
    """Whatever goes wrong inside is why there is no backup."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise NoBackupError(f"No backup of {path.name} could be made: {reason}.") from error
    except NoBackupError:
        raise
    except AnnotatorError as error:
        raise NoBackupError(f"No backup of {path.name} could be made: {error}") from error


def _check_room(path: Path, plan: Plan) -> None:
    size = path.stat().st_size
    if size > plan.room * _MB:
        raise NoBackupError(
            f"{path.name} is larger than its backups may be ({plan.room:,} MB, the setting"
            " backup.room): none is made."
        )
    if shutil.disk_usage(path.resolve().parent).free < size + _ROOM_LEFT:
        raise NoBackupError(f"No backup of {path.name} could be made: the disk is almost full.")


def _made(path: Path, number: int, stopped: Callable[[], bool]) -> Backup:
    """A new backup, copied under another name, looked through and then put in its place."""
    folder = folder_of(path)
    for left in folder.glob(f"{_DRAFT}*"):
        left.unlink(missing_ok=True)  # of a backup that was cut off
    draft = folder / f"{_DRAFT}{number}"
    try:
        copy(path, draft, stopped)
        now = datetime.now(UTC)
        day, time = f"{now:%Y-%m-%d}", f"{now:%H%M%S}"
        project = path.resolve()
        target = folder / f"{project.stem}.{number:05}.{day}.{time}{project.suffix}"
        os.replace(draft, target)
        _keep_name(folder)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    return Backup(target, number, day, time, target.stat().st_size)


def copy(path: Path, target: Path, stopped: Callable[[], bool] = lambda: False) -> None:
    """A sound copy of a project, as it stands at this moment, in a new file for its owner alone."""
    db = connect_for_reading(path)
    try:
        copy_from(db.conn, target, stopped)
    finally:
        db.close()


def copy_from(
    source: sqlite3.Connection, target: Path, stopped: Callable[[], bool] = lambda: False
) -> None:
    """The same from a connection, which a transaction holds to one moment meanwhile.

    Without it the copy would begin anew whenever somebody else writes.
    """
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    copied = sqlite3.connect(target, isolation_level=None)
    try:
        copied.execute("PRAGMA synchronous = OFF")  # it is brought to the disk at the end, whole
        source.execute("BEGIN")
        try:
            last_link(source)  # the first read fixes the moment
            _copy_pages(source, copied, target, stopped)
        finally:
            source.execute("COMMIT")
        copied.execute("PRAGMA journal_mode = DELETE")  # one file, with nothing beside it
        found = _quick_check(copied, stopped)
    finally:
        copied.close()
    if found != "ok":
        raise NoBackupError(f'The file is damaged: {found}. "annotator repair" saves what it can.')
    _bring_to_disk(target)


def _copy_pages(
    source: sqlite3.Connection,
    copied: sqlite3.Connection,
    target: Path,
    stopped: Callable[[], bool],
) -> None:
    """Slice by slice, each brought to the disk: one big write would keep the next step waiting."""
    with target.open("rb+") as file:

        def between(_status: int, _left: int, _total: int) -> None:
            if stopped():
                raise StoppedError
            os.fsync(file.fileno())
            sleep(REST)

        source.backup(copied, pages=PAGES, progress=between)


def _quick_check(db: sqlite3.Connection, stopped: Callable[[], bool]) -> str:
    """What SQLite says of the structure of a copy; "ok" when it is sound."""
    db.set_progress_handler(stopped, 100_000)
    try:
        (found,) = db.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.OperationalError as error:
        if stopped():
            raise StoppedError from error
        raise
    return str(found)


def _bring_to_disk(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _keep_name(folder: Path) -> None:
    """Let a new name in a folder survive a power cut, where the system can."""
    if os.name == "posix":
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def head(path: Path) -> Link:
    """The newest link of a project or backup; `START` where it has none. Raise `sqlite3.Error`."""
    db = connect_for_reading(path)
    try:
        return newest_link(db.conn)
    finally:
        db.close()


def _has(backup: Backup, last: Link) -> bool:
    """Whether a backup ends with this link; one that cannot be read has nothing."""
    try:
        return head(backup.path) == last
    except (sqlite3.Error, OSError):
        return False


def is_earlier(db: sqlite3.Connection, backup: Path) -> bool:
    """Whether a backup is an earlier moment of this very project, by the chains of both."""
    return has_link(db, head(backup))


def _is_of_another(db: sqlite3.Connection, backup: Path) -> bool:
    """Whether a backup is of another project, which stood where this one stands."""
    other = connect_for_reading(backup)
    try:
        theirs = first_link(other.conn)
    finally:
        other.close()
    ours = first_link(db)
    return ours is not None and theirs is not None and ours != theirs


def told_of_loss(path: Path) -> str:
    """What is to be said where the newest backup holds what the project does not; "" elsewhere.

    Raise `sqlite3.Error`.
    """
    found = listed(path)
    if not found:
        return ""
    newest = found[-1].path
    db = connect(path, "read")
    try:
        if is_earlier(db.conn, newest):
            return ""
        if _is_of_another(db.conn, newest):
            return f"The backup {newest.name} is of another project, which stood in this place."
    finally:
        db.close()
    return (
        f"The backup {newest.name} holds what {path.name} does not hold (any more):"
        ' "annotator check" tells more, "annotator repair" brings both together.'
    )


def _rotate(path: Path, plan: Plan) -> None:
    """Delete what the plan does not keep; never what is not in the project any more."""
    db = connect(path, "read")
    try:
        for backup in superfluous(listed(path), plan):
            with suppress(sqlite3.Error):  # one that cannot be read is nothing to decide about
                if is_earlier(db.conn, backup.path):
                    backup.path.unlink(missing_ok=True)
    finally:
        db.close()


def superfluous(backups: Sequence[Backup], plan: Plan) -> list[Backup]:
    """Those that need not be kept, of backups from the oldest to the newest."""
    last_of_day = {backup.day: backup for backup in backups}
    days = sorted(last_of_day)[-plan.days :] if plan.days else []
    wanted = {last_of_day[day].number for day in days}
    wanted |= {backup.number for backup in backups[-max(plan.keep, 1) :]}
    room = plan.room * _MB
    for backup in reversed([backup for backup in backups if backup.number in wanted]):
        room -= backup.size
        if room < 0 and backup is not backups[-1]:
            wanted.discard(backup.number)
    return [backup for backup in backups if backup.number not in wanted]
