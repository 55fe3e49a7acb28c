"""The chain: one link for every row that is never changed, each hashed over the one before.

    hash = SHA-256(hash before, kind, content as JSON)

A release's content holds the SHA-256 of its text in place of the text; a run's holds its
suggestions; suggesters and annotators stand in it by name. What is hashed is read from the file, so
that whoever checks later does exactly the same. A row that was changed, put in or taken out by
other hands breaks the chain at its link; whoever hashes the whole chain anew is found out by any
older backup.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from sqlite3 import Connection
from typing import Literal, NamedTuple

Kind = Literal["release", "run", "step", "language", "act"]

_CONTENT: dict[Kind, str] = {
    "release": (
        "SELECT number, sha256, title, publisher, date, url, language, extra, imported_at"
        " FROM releases WHERE number = ?"
    ),
    "run": "SELECT number, release, at, seconds, error FROM runs WHERE number = ?",
    "step": (
        "SELECT s.number, s.release, s.kind, a.name, s.at, s.step, s.target, s.done, s.undone"
        " FROM steps s LEFT JOIN annotators a ON a.number = s.annotator WHERE s.number = ?"
    ),
    "language": (
        "SELECT l.number, l.release, l.language, a.name, l.at"
        " FROM languages l LEFT JOIN annotators a ON a.number = l.annotator WHERE l.number = ?"
    ),
    "act": "SELECT first, last FROM acts WHERE first = ?",
}
_SUGGESTED = (
    "SELECT s.number, s.release, s.layer, s.record, g.name, g.version, s.rule, s.score, s.reason"
    " FROM suggestions s LEFT JOIN suggesters g ON g.number = s.suggester"
    " WHERE s.run = ? ORDER BY s.number"
)
TABLES: dict[Kind, tuple[str, str]] = {
    "release": ("releases", "number"),
    "run": ("runs", "number"),
    "language": ("languages", "number"),
    "step": ("steps", "number"),
    "act": ("acts", "first"),
}
"""Where the rows of each kind stand, and the column that numbers them."""


class Link(NamedTuple):
    """One link of the chain: which row it is of, and the hash."""

    number: int
    kind: Kind
    row: int
    hash: bytes


START = Link(0, "release", 0, b"")
"""What the first link follows."""


@contextmanager
def linking(db: Connection) -> Iterator[None]:
    """Bind every row that is written inside to all that were written before.

    It stands inside of the transaction, so that there is no row without its link. Rows that are
    there already without one were put in by other hands, and stay without.
    """
    tops = _tops(db)
    yield
    _link_after(db, tops)


def link_all(db: Connection) -> None:
    """Bind every row of a project that has no chain yet, as it stands."""
    _link_after(db, (0,) * len(TABLES))


_TOPS = ", ".join(
    f"(SELECT coalesce(max({key}), 0) FROM main.{table})" for table, key in TABLES.values()
)


def _tops(db: Connection) -> tuple[int, ...]:
    """The last row of each kind."""
    tops: tuple[int, ...] = db.execute(f"SELECT {_TOPS}").fetchone()
    return tops


def _link_after(db: Connection, tops: Sequence[int]) -> None:
    after, before = _tops(db), last_link(db)
    for (kind, (table, key)), old, new in zip(TABLES.items(), tops, after, strict=True):
        if new > old:
            rows = f"SELECT {key} FROM {table} WHERE {key} > ? ORDER BY {key}"
            for (row,) in db.execute(rows, [old]):
                hashed = hash_of(db, before.hash, kind, row) or b""
                before = Link(before.number + 1, kind, row, hashed)
                db.execute(_INSERT, before)


_INSERT = "INSERT INTO links (number, kind, row, hash) VALUES (?, ?, ?, ?)"


def last_link(db: Connection) -> Link:
    """The newest link; `START` when there is none."""
    found = db.execute(
        "SELECT number, kind, row, hash FROM links ORDER BY number DESC LIMIT 1"
    ).fetchone()
    return Link._make(found) if found else START


def link_at(db: Connection, number: int) -> Link | None:
    """The link with this number, if there is one."""
    found = db.execute(
        "SELECT number, kind, row, hash FROM links WHERE number = ?", [number]
    ).fetchone()
    return Link._make(found) if found else None


def links(db: Connection) -> Iterator[Link]:
    """Every link, oldest first."""
    rows = db.execute("SELECT number, kind, row, hash FROM links ORDER BY number")
    return map(Link._make, rows)


def hash_of(db: Connection, before: bytes, kind: Kind, row: int) -> bytes | None:
    """What the hash of a row is after the link `before`; None where the row is gone."""
    content: list[object] = db.execute(_CONTENT[kind], [row]).fetchall()
    if not content:
        return None
    if kind == "run":
        content += db.execute(_SUGGESTED, [row]).fetchall()
    plain = json.dumps([kind, content], separators=(",", ":"))
    return sha256(before + plain.encode("ascii")).digest()
