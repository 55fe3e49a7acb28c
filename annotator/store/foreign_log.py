"""A log beside a project that was written to another file: nothing of it may be read.

SQLite takes whatever log lies beside a file for that file's own. The one that a crash left does not
fit a backup or another project that was put in the file's place since: read together they are
neither, and closing would write the mixture down.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from annotator.store.chain import Link, has_chain, has_link, has_row, links, newest_link
from annotator.store.connection import connect
from annotator.store.errors import ForeignLogError
from annotator.store.log import HEADER, index_of, log_of
from annotator.store.schema import APPLICATION_ID

_MODES, _NO_LOG = slice(18, 20), b"\1\1"
"""Where the head of a file says whether it has a log, and what stands there when it has none."""
_KIND, _OURS = slice(68, 72), APPLICATION_ID.to_bytes(4, "big")
"""Where it says whose file it is, and what stands there when it is a project."""
_UNREACHED = (
    *("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_CANTOPEN", "SQLITE_IOERR", "SQLITE_READONLY"),
    *("SQLITE_PROTOCOL", "SQLITE_PERM", "SQLITE_NOMEM", "SQLITE_FULL"),
)
"""Errors that say nothing of what is in a file."""


def is_foreign(path: Path, *, thorough: bool = False) -> bool:
    """Whether the log beside a project was written to another file.

    A backup says in its head that it has none (https://www.sqlite.org/fileformat.html, offset 18).
    Of any other file the newest link of the chain must be there with the log, too; `thorough` also
    asks whether both are sound together, for 270 MB in 0.3 s. A file that is not sound alone needs
    its log: the program ended while one was moved into the other.

    Not for a file that this process has open, as `checking.check_file`.
    """
    try:
        if log_of(path).stat().st_size <= HEADER:
            return False
        with path.open("rb") as file:
            head = file.read(_KIND.stop)
    except OSError:
        return False
    if head[_KIND] == _OURS and head[_MODES] == _NO_LOG:
        return True
    # Twice, for a file that is read while its log is moved into it looks like another.
    return not (_fit(path, thorough) or _fit(path, thorough))


def _fit(path: Path, thorough: bool) -> bool:
    """Whether a file and the log beside it are of one project."""
    try:
        with closing(connect(path, "frozen")) as alone:
            return _are_one(path, alone.conn, thorough) or not _is_sound(alone.conn)
    except sqlite3.Error:
        return True


def _are_one(path: Path, alone: sqlite3.Connection, thorough: bool) -> bool:
    """Whether file and log together go on from the newest link of the file alone.

    Two that are no project are another program's, which may be at work on them.
    """
    newest = newest_link(alone)
    try:
        with closing(connect(path, "read")) as both:
            if not (_is_project(alone) or _is_project(both.conn)):
                return True
            if not has_link(both.conn, newest):
                return False
            return not thorough or (_goes_on(both.conn, newest) and _is_sound(both.conn))
    except sqlite3.Error as error:
        return str(getattr(error, "sqlite_errorname", "")).startswith(_UNREACHED)


def _goes_on(db: sqlite3.Connection, link: Link) -> bool:
    """Whether all that was written after a link is there; a row may have been changed since."""
    number = link.number
    for following in links(db, after=number) if has_chain(db) else ():
        number += 1
        if following.number != number or not has_row(db, following):
            return False
    return True


def _is_project(db: sqlite3.Connection) -> bool:
    (kind,) = db.execute("PRAGMA application_id").fetchone()
    return bool(kind == APPLICATION_ID)


def _is_sound(db: sqlite3.Connection) -> bool:
    (found,) = db.execute("PRAGMA quick_check(1)").fetchone()
    return bool(found == "ok")


def told_of_log(path: Path) -> str:
    """What is to be said of a foreign log that is left out."""
    return (
        f"{log_of(path).name} was not written to {path.name}, beside which it lies, and was left"
        f" out: open {path.name} in the window once, which puts it aside."
    )


def put_aside(path: Path) -> str:
    """Give a foreign log another name, so that nobody reads it; what is to be said of that.

    Nobody may have the project open. Raise `ForeignLogError` when it cannot be done.
    """
    log = log_of(path)
    target = _free_name(log)
    try:
        index_of(path).unlink(missing_ok=True)
        os.replace(log, target)
    except OSError as error:
        raise ForeignLogError(
            f"{log.name} was not written to {path.name}, beside which it lies, and cannot be put"
            f" aside ({error.strerror or error}): move it away."
        ) from error
    return (
        f"{log.name} was not written to this file, which took the place of another: it was put"
        f" aside as {target.name}."
    )


def _free_name(log: Path) -> Path:
    names = (log.with_name(f"{log.name}.aside{number or ''}") for number in range(1_000_000))
    return next(name for name in names if not name.exists())
