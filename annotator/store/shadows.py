"""Rows of a damaged project that its indexes no longer lead to.

An index that is damaged may hide rows without a word. Where the table itself can be read from end
to end, a copy of it with a sound index stands in the reader's memory and hides the one in the file.
"""

from __future__ import annotations

from sqlite3 import Connection, DatabaseError

from annotator.store.errors import MisshapenError, is_damage

_OWNERS = {"steps": "release", "runs": "release", "suggestions": "run", "languages": "release"}
"""By table, the column by which its rows are found; all rows are numbered without gaps."""


def is_sound(db: Connection) -> bool:
    """Whether SQLite finds nothing wrong with the file: 2 % of what an export takes."""
    try:
        return db.execute("PRAGMA integrity_check(1)").fetchall() == [("ok",)]
    except DatabaseError as error:
        if not is_damage(error):
            raise
        return False


def shadow_damaged(db: Connection) -> None:
    """Let every row be found that can be read.

    Raise `MisshapenError` where rows may be hidden and nobody can tell which.
    """
    # First of all, for SQLite makes no more tables after it has met damage.
    tables = [table for table in _OWNERS if not _is_there(db, table)]
    shadowed = [table for table in tables if _is_shadowed(db, table)]
    for table in tables:
        if table in shadowed:
            if _is_whole(db, table):
                continue
            db.execute(f"DROP TABLE temp.{table}")
        if not _is_led_to(db, table):
            raise MisshapenError(f"nobody knows which {table} are missing")


def _is_there(db: Connection, table: str) -> bool:
    """Whether it stands in memory already: since before, or as one of an earlier version."""
    found = db.execute("SELECT 1 FROM temp.sqlite_master WHERE name = ?", [table]).fetchone()
    return found is not None


def _is_shadowed(db: Connection, table: str) -> bool:
    """Whether the table could be read to its end, and stands in memory now."""
    try:
        db.execute(f"CREATE TEMP TABLE {table} AS SELECT * FROM main.{table} NOT INDEXED")
        db.execute(f"CREATE INDEX temp.shadow_{table} ON {table} ({_OWNERS[table]})")
    except DatabaseError as error:
        if not is_damage(error):
            raise
        return False
    return True


def _is_whole(db: Connection, table: str) -> bool:
    """Whether every row is in memory that anything knows of."""
    count, last = _numbers(db, f"temp.{table}")
    _, of_index = _numbers(db, _index_of(table))
    of_chain = f"(SELECT row AS number FROM links WHERE kind = '{table.removesuffix('s')}')"
    return count == max(last, of_index, _numbers(db, of_chain)[1])


def _is_led_to(db: Connection, table: str) -> bool:
    """Whether the index leads to every row, be it one that cannot be read."""
    count, last = _numbers(db, _index_of(table))
    return count == last >= 0


def _index_of(table: str) -> str:
    """What the index says of a table, whatever became of that."""
    owner = _OWNERS[table]
    index = f"main.{table} INDEXED BY idx_{table}_{owner}"
    return f"(SELECT number FROM {index} WHERE {owner} > 0)"


def _numbers(db: Connection, rows: str) -> tuple[int, int]:
    """How many rows there are, and the last one's number; -1 where there is damage."""
    query = f"SELECT count(DISTINCT number), coalesce(max(number), 0) FROM {rows} WHERE number > 0"
    try:
        count, last = db.execute(query).fetchone()
    except DatabaseError as error:
        if not is_damage(error):
            raise
        return -1, -1
    return int(count), int(last)
