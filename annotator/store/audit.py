"""Looks a whole project through: is it whole, sound and as the program left it?

One sentence for everything that is wrong, and one for what was looked at and is fine. It only
reads, one release at a time.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from annotator.model.errors import AnnotatorError
from annotator.store import backups
from annotator.store.audit_chain import chain_faults
from annotator.store.audit_releases import queue_faults, release_faults
from annotator.store.audit_schema import schema_faults
from annotator.store.chain import OF_SCHEME
from annotator.store.checking import check_file
from annotator.store.errors import StoreError, explanation
from annotator.store.foreign_log import is_foreign, told_of_log
from annotator.store.log import damage_in_log
from annotator.store.opening import open_for_reading, pending
from annotator.store.schema import chained_rows, kept_scheme

SHOWN = 10
"""How many faults of one kind are told one by one."""

Told = Callable[[int, int], None]
"""Hears how many rows were looked at, of how many."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: about what, one sentence, and whether it is fine."""

    about: str
    sentence: str
    fine: bool = True

    def to_plain(self) -> dict[str, object]:
        """For scripts."""
        return {"about": self.about, "sentence": self.sentence, "fine": self.fine}


def audit(path: Path, told: Told = lambda *_: None) -> Iterator[Finding]:
    """What there is to say of the project at `path`.

    Raise `NoProjectError` or `NewerProjectError` when it is nothing that can be looked through.
    """
    check_file(path)
    is_stray = is_foreign(path, thorough=True)
    if is_stray:
        yield Finding("log", told_of_log(path), fine=False)
    try:
        db = open_for_reading(path, alone=is_stray)
    except StoreError as error:
        if not isinstance(error.__cause__, sqlite3.DatabaseError):
            raise
        yield Finding("file", str(error), fine=False)
        yield from _backups(path, None)
        return
    try:
        db.conn.execute("BEGIN")  # everything as of one moment, whoever writes meanwhile
        yield from _sections(db.conn, path, _Progress(db.conn, told), pending(db))
    finally:
        db.close()


class _Progress:
    """Counts over the sections that take long: the releases and the links of the chain."""

    def __init__(self, db: sqlite3.Connection, told: Told) -> None:
        self._told, self._done = told, 0
        try:
            (self._of,) = db.execute(
                "SELECT (SELECT count(*) FROM releases) + (SELECT count(*) FROM links)"
            ).fetchone()
        except sqlite3.Error:
            self._of = 0

    def __call__(self) -> None:
        self._done += 1
        if self._done % 100 == 0 or self._done == self._of:
            self._told(self._done, self._of)


def _sections(
    db: sqlite3.Connection, path: Path, step: Callable[[], None], lacks: Collection[str]
) -> Iterator[Finding]:
    is_old = chained_rows.__name__ in lacks
    not_yet = OF_SCHEME if kept_scheme.__name__ in lacks else ()
    chain = (
        "Every label, release, run, step and language stands as it was written: the chain is"
        " unbroken."
    )
    if is_old:
        chain = "An earlier version wrote this: it has no chain until it is opened for writing."
    sections: list[tuple[str, Iterator[str], str]] = [
        ("file", _integrity(db, path), "The file is whole."),
        ("rows", _foreign_keys(db), "Every row that names another finds it."),
        ("triggers", schema_faults(db), "Tables and triggers are those of the program."),
        (
            "releases",
            release_faults(db, step),
            "Every text has its hash, every span lies in its text, and every fold can be made and"
            " is what the queue says.",
        ),
        ("queue", queue_faults(db), "The sums of the queue are right."),
        ("chain", iter(()) if is_old else chain_faults(db, step, not_yet), chain),
    ]
    for about, faults, fine in sections:
        yield from _section(about, _readable(about, faults, path), fine)
    yield from _clock(db)
    yield from _backups(path, None if is_old else db)


def _readable(about: str, faults: Iterator[str], path: Path) -> Iterator[str]:
    """The faults, and that the rest cannot be read where that is so."""
    try:
        yield from faults
    except sqlite3.Error as error:
        if about == "file":
            yield str(explanation(error, path))
        else:
            yield f"The {about} cannot be read to the end: {str(error).rstrip('.')}."
    except AnnotatorError as error:
        yield str(error)


def _section(about: str, faults: Iterator[str], fine: str) -> Iterator[Finding]:
    first = next(faults, None)
    if first is None:
        yield Finding(about, fine)
        return
    for fault in (first, *islice(faults, SHOWN - 1)):
        yield Finding(about, fault, fine=False)
    if more := sum(1 for _ in faults):
        yield Finding(about, f"There are {more:,} more such faults.", fine=False)


def _integrity(db: sqlite3.Connection, path: Path) -> Iterator[str]:
    # Twice, for a log that begins anew while it is read looks damaged.
    if damage_in_log(path) and (told := damage_in_log(path)):
        yield told
    for (found,) in db.execute("PRAGMA integrity_check"):
        if found != "ok":
            yield f"SQLite finds a fault in the file: {' '.join(found.split())}."


def _foreign_keys(db: sqlite3.Connection) -> Iterator[str]:
    for table, row, parent, _ in db.execute("PRAGMA main.foreign_key_check"):
        yield f"Row {row} of {table} names a row of {parent} that is not there."


def _clock(db: sqlite3.Connection) -> Iterator[Finding]:
    """Where the time of a step is before that of the one before; steps go by their numbers."""
    try:
        jumps = db.execute(
            "SELECT count(*), min(number) FROM (SELECT number, at, lag(at) OVER (ORDER BY number)"
            " AS before FROM steps WHERE done = number OR kind <> 'do') WHERE at < before"
        ).fetchone()
    except sqlite3.Error:
        return  # already told
    if jumps[0]:
        times = "once" if jumps[0] == 1 else f"{jumps[0]:,} times, first"
        told = f"The clock went back {times} at step {jumps[1]:,}; steps go by their numbers."
        yield Finding("clock", told)


def _backups(path: Path, db: sqlite3.Connection | None) -> Iterator[Finding]:
    """Every backup; a fault is one that holds what is not in the project."""
    found = backups.listed(path)
    if not found:
        yield Finding("backups", "There is no backup yet; the window makes them.")
    for backup in found:
        told = f"Backup {backup.path.name}, {backup.size / 2**20:,.1f} MB"
        try:
            fine = db is None or backups.is_earlier(db, backup.path)
        except (sqlite3.Error, OSError):
            yield Finding("backups", f"{told}, cannot be read.", fine=False)
            continue
        end = "." if fine else " holds what the project does not hold, or holds otherwise."
        yield Finding("backups", told + end, fine=fine)
