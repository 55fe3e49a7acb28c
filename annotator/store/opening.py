"""From a path to an open connection, or to the sentence that says why not."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from sqlite_utils import Database

from annotator.model.scheme import Scheme
from annotator.store.chain import linking
from annotator.store.connection import connect, connect_for_reading, transaction
from annotator.store.errors import (
    DamagedProjectError,
    NewerProjectError,
    NoProjectError,
    NotMadeError,
    ReadOnlyProjectError,
    explained,
)
from annotator.store.log import HEADER, log_of
from annotator.store.schema import APPLICATION_ID, PRESENTED, migrations
from annotator.store.writing import write_scheme

_PRIVATE = 0o600


Fill = Callable[[sqlite3.Connection], None]
"""Writes what a new project begins with."""


def make(path: Path, scheme: Scheme, fill: Fill = lambda _: None) -> None:
    """Write a new project to `path`, for its owner alone, with what `fill` puts into it.

    It is whole or, when that is cut off, no project. Raise `NotMadeError`.
    """
    _keep_log(path)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _PRIVATE))
    except FileExistsError:
        raise NotMadeError(f"{path} is already there; choose another name or open it.") from None
    except FileNotFoundError:
        told = f"{path} could not be made: there is no folder {path.parent}; make it first."
        raise NotMadeError(told) from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise NotMadeError(f"{path} could not be made: {reason}.") from error
    try:
        with explained(path):
            _write(path, scheme, fill)
    except BaseException:
        path.unlink()
        raise


def _keep_log(path: Path) -> None:
    """Raise `NotMadeError` where the log of another project lies beside its place.

    A project that was moved away without its log has its newest decisions there, and SQLite deletes
    whatever log lies beside a new file.
    """
    log = log_of(path)
    with suppress(OSError):
        if log.stat().st_size > HEADER and not path.exists():
            raise NotMadeError(
                f"{path} was not made: {log.name} lies there, the log of a project that was moved"
                " without it. Put it beside that one, or choose another name."
            )


def _write(path: Path, scheme: Scheme, fill: Fill) -> None:
    db = connect(path, "write")
    try:
        migrations.apply(db)
        with transaction(db):
            with linking(db.conn):
                write_scheme(db.conn, scheme)
                fill(db.conn)
            # With all the rest, so that what is left of an interrupted start is no project.
            db.conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.enable_wal()
    finally:
        db.close()


def open_for_writing(path: Path) -> Database:
    """A connection to an existing project, brought up to date. Raise `StoreError`."""
    with explained(path):
        db = connect(path, "write")
        try:
            _check_kind(db, path)
            migrations.apply(db)
            db.enable_wal()
        except BaseException:
            db.close()
            raise
        return db


def open_for_reading(path: Path, *, alone: bool = False) -> Database:
    """A connection that cannot write, to projects of earlier versions too.

    Whatever log lies beside one that is read `alone` is left out. Raise `StoreError`.
    """
    with explained(path):
        db = connect(path, "frozen") if alone else connect_for_reading(path)
        try:
            _check_kind(db, path)
            _present(db, path)
        except BaseException:
            db.close()
            raise
        return db


def _present(db: Database, path: Path) -> None:
    """Let a reader, who cannot migrate, see a project of an earlier version as a present one."""
    for name in pending(db):
        if name not in PRESENTED:
            raise ReadOnlyProjectError(
                f"{path} is of an earlier version and must be opened for writing once."
            )
        db.execute(PRESENTED[name])


def pending(db: Database) -> list[str]:
    """The migrations that a project of an earlier version lacks."""
    return [migration.name for migration in migrations.pending(db)]


def _check_kind(db: Database, path: Path) -> None:
    (kind,) = db.conn.execute("PRAGMA application_id").fetchone()
    if kind != APPLICATION_ID and _is_cut_off(db.conn):
        raise NoProjectError(
            f"{path} was being made when the program ended: nothing is in it. Delete it, then make"
            " it again."
        )
    if kind != APPLICATION_ID:
        raise NoProjectError(f"{path} is not a project: it is another program's SQLite file.")
    try:
        applied = {migration.name for migration in migrations.applied(db)}
    except sqlite3.OperationalError as error:
        raise DamagedProjectError(f"{path} is damaged: {error}.") from error
    if applied - _known_migrations():
        raise NewerProjectError(
            f"{path} was written by a newer version of the program; update the program to open it."
        )


def _is_cut_off(db: sqlite3.Connection) -> bool:
    """Whether the making of a project was killed: it has our tables, but no sign and no release.

    All tables come at once; until then there is only the one that counts migrations.
    """
    try:
        if _tables(db) == ["_sqlite_migrations"]:
            return db.execute("SELECT 1 FROM _sqlite_migrations").fetchone() is None
        found = db.execute(
            "SELECT 1 FROM _sqlite_migrations WHERE migration_set = ?"
            " AND NOT EXISTS (SELECT 1 FROM releases)",
            [migrations.name],
        ).fetchone()
    except sqlite3.Error:
        return False
    return found is not None


def _tables(db: sqlite3.Connection) -> list[str]:
    return [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]


def _known_migrations() -> set[str]:
    with Database(memory=True, execute_plugins=False) as empty:
        return {migration.name for migration in migrations.pending(empty)}
