"""Connections to a project's file, and transactions."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from sqlite_utils import Database

from annotator.model.times import utc_text
from annotator.store.log import log_of

Mode = Literal["write", "read", "frozen"]
BUSY_SECONDS = 2.0
"""How long a write waits for another program before it is given up."""

_QUERY = {"write": "mode=rw", "read": "mode=ro", "frozen": "mode=ro&immutable=1"}


def connect(path: Path, mode: Mode) -> Database:
    """Open the existing file at `path`; "frozen" needs no file beside it, as on a read-only disk.

    Raise `sqlite3.Error`.
    """
    connection = sqlite3.connect(
        f"{_without_host(path.absolute().as_uri())}?{_QUERY[mode]}",
        uri=True,
        isolation_level=None,
        timeout=BUSY_SECONDS,
    )
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        if mode == "write":
            connection.execute("PRAGMA synchronous = FULL")  # what is shown survives a power cut
        return Database(connection, execute_plugins=False)
    except BaseException:
        connection.close()
        raise


def _without_host(uri: str) -> str:
    """The URI of a file as SQLite takes it: the server of a Windows share belongs to the path."""
    return uri if uri.startswith("file:///") else f"file:////{uri.removeprefix('file://')}"


def connect_for_reading(path: Path) -> Database:
    """Open `path` for reading, also where its folder lets SQLite write nothing beside it."""
    db = connect(path, "read")
    try:
        db.conn.execute("PRAGMA schema_version")
    except sqlite3.Error as error:
        db.close()
        is_refused = isinstance(error, sqlite3.OperationalError)
        if not is_refused or log_of(path).exists():
            raise  # it is no database, or the newest steps stand there and cannot be read
        return connect(path, "frozen")
    return db


def fold_log(db: Database) -> None:
    """Bring all that the log holds into the file, which is then taken elsewhere without it.

    Closing does it too, but says nothing where the disk is too full. Raise `sqlite3.Error`.
    """
    db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()


@contextmanager
def transaction(db: Database) -> Iterator[None]:
    """All of what is written inside, or nothing."""
    db.conn.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.conn.execute("COMMIT")
    except BaseException:
        if db.conn.in_transaction:
            db.conn.execute("ROLLBACK")
        raise


def now() -> str:
    """The present time as projects keep it."""
    return utc_text(datetime.now(UTC))
