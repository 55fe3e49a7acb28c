"""Withdrawn releases: those without a row in the queue; and which might be withdrawn together.

All that one import brings in bears the time at which that import began, so that it can be told from
what other imports brought, also after a restart.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from sqlite3 import Connection, DatabaseError
from typing import NamedTuple

from annotator.model.counting import counted
from annotator.model.steps import BRING_BACK, WITHDRAW
from annotator.store.connection import now
from annotator.store.errors import way_out
from annotator.store.queue import fitting

_LAST = 2**62
"""No row has such a number."""
_DECIDED = """
    EXISTS (SELECT 1 FROM steps s WHERE s.release = r.number AND s.done = s.number
        AND (json_array_length(s.step, '$.decisions') > 0
            OR json_extract(s.step, '$.state') = 'finished'))
    AND (p.judged > 0 OR p.state <> 'new')"""
"""Steps that came in with an import carry the step before on as `done`."""
_LISTED = f"""
    SELECT r.sha256, r.title, r.publisher, r.date, r.imported_at, ifnull({_DECIDED}, 0)
    FROM releases r LEFT JOIN progress p ON p.release = r.number"""


_UNTOUCHED = f"""
    EXISTS (SELECT 1 FROM progress WHERE release = :release) AND NOT EXISTS
    (SELECT 1 FROM steps WHERE release = :release AND kind = 'do'
        AND json_extract(step, '$.command') NOT IN ('{WITHDRAW}', '{BRING_BACK}'))"""


_BROUGHT_BACK = f"""
    SELECT at, release FROM steps WHERE done IS NOT number AND kind = 'do'
        AND json_extract(step, '$.command') = '{BRING_BACK}'"""
"""What came back with an import, each time at which that began: 0.1 ms for a thousand steps."""


_LOOKED_THROUGH = 1_000
"""Releases out of the queue of which it is asked whether somebody withdrew them: 20 ms at most."""
_NEVER_WITHDRAWN = f"""
    SELECT 1 FROM releases r WHERE number = ? AND NOT EXISTS
    (SELECT 1 FROM steps s WHERE s.release = r.number AND instr(s.step, '"{WITHDRAW}"') > 0)"""
"""Also where the JSON of a step is damaged."""


class Listed(NamedTuple):
    """A release as a list has it; `imported_at` is when the import that brought it in began (UTC).

    `decided` says whether somebody has decided anything in it here that stands; of a withdrawn one
    it is not told.
    """

    release: str
    title: str
    publisher: str
    date: str
    imported_at: str
    decided: bool


def read_imported(db: Connection, since: str | None) -> list[Listed]:
    """What came in at `since` or later and is in the queue; None: by the last import."""
    if since is not None:
        return _listed(db, "p.release IS NOT NULL AND r.imported_at >= ?", since)
    return _listed(db, "p.release IS NOT NULL AND r.imported_at = ?", last_import(db))


def count_unfound(db: Connection, at: str, search: str) -> int:
    """How many that came in at a time are in the queue and do not fit `search`."""
    fits, words = fitting(search)
    (count,) = db.execute(
        "SELECT count(*) FROM releases r JOIN progress p ON p.release = r.number"
        f" WHERE r.imported_at = ? AND NOT ({fits})",
        [at, *words],
    ).fetchone()
    return int(count)


def read_withdrawn(db: Connection) -> list[Listed]:
    """Every release that is out of the queue, in import order."""
    return _listed(db, "p.release IS NULL")


def _listed(db: Connection, where: str, *values: str) -> list[Listed]:
    rows = db.execute(f"{_LISTED} WHERE {where} ORDER BY r.number", values)
    return [Listed._make((*about, bool(decided))) for *about, decided in rows]


def read_untouched(db: Connection, release: int) -> bool:
    """Whether a release is in the queue and was never more than withdrawn and brought back."""
    (untouched,) = db.execute(f"SELECT {_UNTOUCHED}", {"release": release}).fetchone()
    return bool(untouched)


def withdrawn_count(db: Connection) -> int:
    """How many there are; releases are numbered without gaps, for none is ever taken out."""
    (count,) = db.execute(
        "SELECT coalesce(max(number), 0) - (SELECT total(releases) FROM totals) FROM releases"
    ).fetchone()
    return int(count)


def told_of_missing(db: Connection, path: Path) -> list[str]:
    """What is to be said of releases that other hands took out of the queue; mostly nothing."""
    try:
        absent = list(islice(_absent(db), _LOOKED_THROUGH)) if withdrawn_count(db) else []
        count = sum(bool(db.execute(_NEVER_WITHDRAWN, [one]).fetchone()) for one in absent)
    except DatabaseError:
        return []  # worse is wrong, and keeps nobody from what can be read
    if not count:
        return []
    least, are = "At least " * (len(absent) == _LOOKED_THROUGH), "is" if count == 1 else "are"
    told = f"{least}{counted(count, 'release')} of {path.name} {are} missing in the queue"
    return [f"{told}, and nobody withdrew {'it' if count == 1 else 'them'}; {way_out(path)}"]


def _absent(db: Connection) -> Iterator[int]:
    """The numbers that the queue has no row for, in order."""
    (last,) = db.execute("SELECT coalesce(max(number), 0) FROM releases").fetchone()
    before = 0
    for (number,) in chain(
        db.execute("SELECT release FROM progress ORDER BY release"), [(last + 1,)]
    ):
        yield from range(before + 1, number)
        before = number


def last_import(db: Connection) -> str:
    """When the last import began that brought anything in; "" when there was none."""
    row = db.execute("SELECT imported_at FROM releases ORDER BY number DESC LIMIT 1").fetchone()
    return str(row[0]) if row else ""


def read_next_imported(db: Connection, after: int) -> str | None:
    """The next other release of the last import in the queue, round its end; 0: its first.

    Those that are not finished come before the others.
    """
    first, back = _last_came_in(db)
    lowest, came_back = min((first, *back)), json.dumps(back)
    ranges = ((max(after + 1, lowest), _LAST), (lowest, after - 1))
    for state in ("state <> 'finished'", "state = 'finished'"):
        for begin, end in ranges:
            row = db.execute(
                f"SELECT sha256 FROM progress WHERE {state} AND release BETWEEN ? AND ?"
                " AND (+release >= ? OR +release IN (SELECT value FROM json_each(?)))"
                " ORDER BY release LIMIT 1",
                [begin, end, first, came_back],
            ).fetchone()
            if row is not None:
                return str(row[0])
    return None


def _last_came_in(db: Connection) -> tuple[int, list[int]]:
    """The row of the first release that the last import brought in, and those it brought back."""
    rows = db.execute(_BROUGHT_BACK).fetchall()
    at = max((back_at for back_at, _ in rows), default="")
    new_at = last_import(db)
    first = _first_imported(db) if at <= new_at else _LAST
    return first, [release for back_at, release in rows if back_at == max(at, new_at)]


def _first_imported(db: Connection) -> int:
    """The row of the first release of the last import: what it brought are the last rows."""
    (last,) = db.execute("SELECT coalesce(max(number), 0) FROM releases").fetchone()
    at = last_import(db)

    def is_of_last(number: int) -> bool:
        # Other hands may have taken that row out: the one behind it will do.
        query = "SELECT imported_at = ? FROM releases WHERE number >= ? ORDER BY number LIMIT 1"
        return bool(db.execute(query, [at, number]).fetchone()[0])

    return 1 + bisect_left(range(1, last + 1), True, key=is_of_last)


def import_time(db: Connection) -> str:
    """The time now, for an import that begins: never that of the last one."""
    before = last_import(db)
    while (at := now()) == before:
        pass  # less than a millisecond
    return at
