"""Whatever other hands change, put in or take out, in any column of any row: a check finds it."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from club import ANN, NEWS, OSLO, SUGGESTIONS, WON, step
from sqlite_utils import Database
from tampering import faults, tampered

from annotator.model.records import Release
from annotator.store.project import Project
from annotator.store.schema import migrations

BOB = Release("Bob Day left Oslo.", title="Bob leaves")
NOTHING_DECIDED = {
    "_sqlite_migrations": "when each version of the program brought the tables up to date",
    "limits": "a setting: the window sets it anew whenever it opens the project",
    "claimers": "which names are proposed first; they stand in the claims themselves",
}
"""Tables in which a row may change unseen, and why that does no harm."""
OTHERWISE = {
    "INTEGER": ["ifnull({0}, 0) + 1000", "ifnull({0}, 0) + 1", "ifnull({0}, 2) - 1"],
    "REAL": ["{0} + 0.001"],
    "TEXT": ["ifnull({0}, '') || ' '", "'x'"],
    "BLOB": ["x'00'"],
}
"""Other values for a column of each type; of numbers those beside it, which may name a row too."""


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> Path:
    """A project of two people with an undo and a redo, an act, a language, a run that failed."""
    path = tmp_path_factory.mktemp("rows") / "club.annotator"
    with Project.create(path, "ann") as project:
        project.add(NEWS)
        project.add_run(NEWS.id, SUGGESTIONS, seconds=0.1)
        project.add(BOB)
        project.add_run(BOB.id, (), seconds=0.1, error="It broke off.")
        project.record(NEWS.id, step("correct", "s2", WON, WON))
        project.record(NEWS.id, step("add", "a1", OSLO))
        project.undo()
        project.redo()
        project.record_all([NEWS.id, BOB.id], lambda release, _: _in_each(release))
        project.choose_language([BOB.id], "de")
    with Project.open(path, "bob") as project:
        project.record(NEWS.id, step("accept", "s1"))
    return path


def _in_each(release: Release):
    return step("reject", "s3") if release == NEWS else step("add", "a1", ANN)


def tables() -> list[str]:
    """Every table that a project has and whose rows matter."""
    with Database(memory=True, execute_plugins=False) as empty:
        migrations.apply(empty)
        return [name for name in empty.table_names() if name not in NOTHING_DECIDED]


def found_after(whole: Path, scratch: Path, statement: str) -> bool:
    """Whether a check finds what a statement did to a copy of the project."""
    with TemporaryDirectory(dir=scratch) as folder:
        copy = Path(shutil.copy(whole, folder))
        try:
            tampered(copy, statement)
        except sqlite3.IntegrityError:
            return True  # SQLite itself refuses it
        return bool(faults(copy))


def test_the_project_has_a_row_in_every_table_and_is_sound(whole):
    with closing(sqlite3.connect(whole)) as db:
        counts = {t: db.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in tables()}
    assert min(counts.values()) > 0, counts
    assert faults(whole) == []


def rows_of(whole: Path, table: str) -> list[int]:
    with closing(sqlite3.connect(whole)) as db:
        return [row for (row,) in db.execute(f"SELECT rowid FROM {table} ORDER BY rowid")]


def changes(whole: Path, table: str) -> Iterator[str]:
    """What makes another value of each column of its rows; of many rows, the first and last."""
    rows = rows_of(whole, table)
    with closing(sqlite3.connect(whole)) as db:
        columns = db.execute("SELECT name, type FROM pragma_table_info(?)", [table]).fetchall()
    for (name, kind), row in product(columns, rows if len(rows) < 8 else [rows[0], rows[-1]]):
        for value in OTHERWISE[kind]:
            yield f"UPDATE {table} SET {name} = {value.format(name)} WHERE rowid = {row}"


@pytest.mark.parametrize("table", tables())
def test_whatever_other_hands_change_in_a_table_is_found(whole, tmp_path, table):
    tried = list(changes(whole, table))
    assert len(tried) >= 2
    assert [one for one in tried if not found_after(whole, tmp_path, one)] == []


@pytest.mark.parametrize("table", tables())
def test_a_row_that_other_hands_take_out_is_found(whole, tmp_path, table):
    tried = [f"DELETE FROM {table} WHERE rowid = {row}" for row in rows_of(whole, table)]
    assert [one for one in tried if not found_after(whole, tmp_path, one)] == []
