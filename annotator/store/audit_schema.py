"""Whether tables, indexes and triggers are those that the program made."""

from __future__ import annotations

from collections.abc import Iterator
from sqlite3 import Connection

from sqlite_utils import Database

from annotator.store.schema import migrations

_TRIGGERS = "SELECT name, sql FROM main.sqlite_master WHERE type = 'trigger'"
_COLUMNS = """
    SELECT m.name, c.name || ' ' || c.type FROM main.sqlite_master m, pragma_table_info(m.name) c
    WHERE m.type = 'table' AND m.name NOT LIKE '%sqlite%' ORDER BY m.name, c.cid"""
_INDEXES = """
    SELECT name, tbl_name FROM main.sqlite_master
    WHERE type = 'index' AND tbl_name NOT LIKE '%sqlite%'"""


def schema_faults(db: Connection) -> Iterator[str]:
    """One sentence for every table, index and trigger that is missing or another."""
    wanted = _as_made(Database(db, execute_plugins=False))
    try:
        yield from _trigger_faults(dict(wanted.execute(_TRIGGERS)), dict(db.execute(_TRIGGERS)))
        there = set(db.execute(_COLUMNS))
        for table, column in wanted.execute(_COLUMNS):
            if (table, column) not in there:
                yield f'The column "{column}" of the table {table} is missing or another.'
        there = set(db.execute(_INDEXES))
        for index, table in wanted.execute(_INDEXES):
            if (index, table) not in there:
                yield f"The index {index} of the table {table} is missing."
    finally:
        wanted.close()


def _trigger_faults(wanted: dict[str, str], there: dict[str, str]) -> Iterator[str]:
    for name in wanted:
        if name not in there:
            yield f"The trigger {name}, which keeps rows as they are, is missing."
        elif there[name].split() != wanted[name].split():
            yield f"The trigger {name}, which keeps rows as they are, was altered."
    for name in there.keys() - wanted.keys():
        yield f"The trigger {name} is not the program's."


def _as_made(db: Database) -> Connection:
    """An empty project with the same migrations."""
    empty = Database(memory=True, execute_plugins=False)
    migrations.apply(empty, stop_before=[missing.name for missing in migrations.pending(db)])
    connection: Connection = empty.conn
    return connection
