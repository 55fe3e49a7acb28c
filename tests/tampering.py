"""What other hands do to a project: SQL past the triggers, bytes past SQLite."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from annotator.store.audit import audit


def tampered(path: Path, *statements: str) -> None:
    """Run SQL on the file without the triggers that would refuse it; they are there again after."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        triggers = db.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name NOT LIKE 'count%'"
        ).fetchall()
        for name, _ in triggers:
            db.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            db.execute(statement)
        for _, sql in triggers:
            db.execute(sql)


def page_of(path: Path, table: str) -> int:
    """The number of the leaf page in which the first rows of a table stand."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as db:  # keeps the log
        (root,) = db.execute(
            "SELECT rootpage FROM sqlite_master WHERE type = 'table' AND name = ?", [table]
        ).fetchone()
    content = path.read_bytes()
    size = int.from_bytes(content[16:18], "big")
    while content[(root - 1) * size] == 5:  # an inner page: its first child
        start = (root - 1) * size
        cell = int.from_bytes(content[start + 12 : start + 14], "big")
        root = int.from_bytes(content[start + cell : start + cell + 4], "big")
    return int(root)


def spoil_page(path: Path, page: int) -> None:
    """Overwrite one page of the file."""
    with path.open("r+b") as file:
        size = int.from_bytes(file.read(18)[16:18], "big")
        file.seek((page - 1) * size)
        file.write(b"\xa5" * size)


def faults(path: Path) -> list[str]:
    """Every sentence of a check that tells of a fault."""
    return [finding.sentence for finding in audit(path) if not finding.fine]
