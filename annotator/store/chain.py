"""The chain: one link for every row that is never changed, each hashed over the one before.

    hash = SHA-256(hash before, kind, content as JSON)

A release's content holds the SHA-256 of its text in place of the text; a run's holds its
suggestions; suggesters and annotators stand in it by name. What is hashed is read from the file, so
that whoever checks later does exactly the same. A row that was changed, put in or taken out by
other hands breaks the chain at its link. The head of the file says which link is the last one, so
that an end that was cut off is missed. Whoever hashes the whole chain anew is found out by any
older backup, and whoever mends the head too by a backup that has the end.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from itertools import groupby
from operator import itemgetter
from sqlite3 import Connection
from typing import Any, Literal, NamedTuple

Kind = Literal["label", "attribute", "release", "run", "step", "language", "act"]
_Row = tuple[Any, ...]
_ENCODER = json.JSONEncoder(separators=(",", ":"))

_CONTENT: dict[Kind, str] = {
    "label": "SELECT position, name, meaning FROM labels",
    "attribute": "SELECT position, name, choices FROM attributes",
    "release": (
        "SELECT number, sha256, title, publisher, date, url, language, extra, imported_at"
        " FROM releases"
    ),
    "run": "SELECT number, release, at, seconds, error FROM runs",
    "step": (
        "SELECT s.number, s.release, s.kind, a.name, s.at, s.step, s.target, s.done, s.undone"
        " FROM steps s LEFT JOIN annotators a ON a.number = s.annotator"
    ),
    "language": (
        "SELECT l.number, l.release, l.language, a.name, l.at"
        " FROM languages l LEFT JOIN annotators a ON a.number = l.annotator"
    ),
    "act": "SELECT first, last FROM acts",
}
"""What is hashed of a row, which begins with what numbers it."""
_SUGGESTED = (
    "SELECT s.run, s.number, s.release, s.layer, s.record, g.name, g.version, s.rule, s.score,"
    " s.reason FROM suggestions s LEFT JOIN suggesters g ON g.number = s.suggester"
)
TABLES: dict[Kind, tuple[str, str]] = {
    "label": ("labels", "position"),
    "attribute": ("attributes", "position"),
    "release": ("releases", "number"),
    "run": ("runs", "number"),
    "language": ("languages", "number"),
    "step": ("steps", "number"),
    "act": ("acts", "first"),
}
"""Where the rows of each kind stand, and the column that numbers them."""
OF_SCHEME: tuple[Kind, ...] = ("label", "attribute")
"""The kinds that make the label scheme."""


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


def link_all(db: Connection, *kinds: Kind) -> None:
    """Bind every row of kinds that are not in the chain yet, as it stands."""
    _link_after(
        db, [0 if kind in kinds else top for kind, top in zip(TABLES, _tops(db), strict=True)]
    )


_TOPS = ", ".join(
    f"(SELECT coalesce(max({key}), 0) FROM main.{table})" for table, key in TABLES.values()
)


def _tops(db: Connection) -> tuple[int, ...]:
    """The last row of each kind."""
    tops: tuple[int, ...] = db.execute(f"SELECT {_TOPS}").fetchone()
    return tops


def _link_after(db: Connection, tops: Sequence[int]) -> None:
    """Bind every row behind `tops`, kind by kind."""
    db.executemany(
        "INSERT INTO links (number, kind, row, hash) VALUES (?, ?, ?, ?)", _new_links(db, tops)
    )
    remember_end(db)


def remember_end(db: Connection) -> None:
    """Write into the head of the file, in the same transaction, which link is the last one."""
    last = last_link(db).number
    if last != remembered_end(db):
        db.execute(f"PRAGMA main.user_version = {last}")  # takes no parameters


def remembered_end(db: Connection) -> int:
    """The number of the last link, as the head of the file has it."""
    (number,) = db.execute("PRAGMA main.user_version").fetchone()
    return int(number)


def _new_links(db: Connection, tops: Sequence[int]) -> Iterator[Link]:
    after, before = _tops(db), last_link(db)
    for kind, old, new in zip(TABLES, tops, after, strict=True):
        for row, content in _contents(db, kind, old) if new > old else ():
            hashed = _hashed(before.hash, kind, content)
            before = Link(before.number + 1, kind, row, hashed)
            yield before


def _contents(db: Connection, kind: Kind, after: int) -> Iterator[tuple[int, list[_Row]]]:
    """What is to be hashed of each row of a kind behind one, in order: its number, its content."""
    rows = db.execute(
        f"{_CONTENT[kind]} WHERE {_column(kind)} > ? ORDER BY {_column(kind)}", [after]
    )
    suggested = _suggested(db, after) if kind == "run" else iter(())
    following = next(suggested, None)
    for row in rows:
        content = [row]
        if following is not None and following[0] == row[0]:
            content += following[1]
            following = next(suggested, None)
        yield row[0], content


def _suggested(db: Connection, after: int) -> Iterator[tuple[int, list[_Row]]]:
    """The suggestions of each run behind one that has any, in order."""
    rows = db.execute(f"{_SUGGESTED} WHERE s.run > ? ORDER BY s.run, s.number", [after])
    for run, found in groupby(rows, itemgetter(0)):
        yield run, [row[1:] for row in found]


def last_link(db: Connection) -> Link:
    """The newest link; `START` when there is none."""
    found = db.execute(
        "SELECT number, kind, row, hash FROM links ORDER BY number DESC LIMIT 1"
    ).fetchone()
    return Link._make(found) if found else START


def newest_link(db: Connection) -> Link:
    """The newest link of any project; `START` also where an earlier version made no chain."""
    return last_link(db) if has_chain(db) else START


def has_chain(db: Connection) -> bool:
    """Whether the links of a project are kept, which an earlier version did not do."""
    return db.execute("SELECT 1 FROM sqlite_master WHERE name = 'links'").fetchone() is not None


def first_link(db: Connection) -> Link | None:
    """The first link that tells a project from others, whose label schemes may be the same."""
    found = db.execute(
        "SELECT number, kind, row, hash FROM links WHERE kind NOT IN (?, ?)"
        " ORDER BY number LIMIT 1",
        OF_SCHEME,
    ).fetchone()
    return Link._make(found) if found else None


def has_link(db: Connection, link: Link) -> bool:
    """Whether a link of another file stands in this chain, too."""
    return link == START or link_at(db, link.number) == link


def link_at(db: Connection, number: int) -> Link | None:
    """The link with this number, if there is one."""
    found = db.execute(
        "SELECT number, kind, row, hash FROM links WHERE number = ?", [number]
    ).fetchone()
    return Link._make(found) if found else None


def links(db: Connection, after: int = 0) -> Iterator[Link]:
    """Every link behind the one with number `after`, oldest first."""
    rows = db.execute(
        "SELECT number, kind, row, hash FROM links WHERE number > ? ORDER BY number", [after]
    )
    return map(Link._make, rows)


def hash_of(db: Connection, before: bytes, kind: Kind, row: int) -> bytes | None:
    """What the hash of a row is after the link `before`; None where the row is gone."""
    content = db.execute(f"{_CONTENT[kind]} WHERE {_column(kind)} = ?", [row]).fetchall()
    if not content:
        return None
    if kind == "run":
        found = db.execute(f"{_SUGGESTED} WHERE s.run = ? ORDER BY s.number", [row])
        content += [suggestion[1:] for suggestion in found]
    return _hashed(before, kind, content)


def has_row(db: Connection, link: Link) -> bool:
    """Whether the row that a link is of is there, whatever stands in it."""
    if link.kind not in TABLES:
        return False
    table, key = TABLES[link.kind]
    row = db.execute(f"SELECT 1 FROM {table} WHERE {key} = ?", [link.row]).fetchone()
    return row is not None


def _column(kind: Kind) -> str:
    """The column that a row of a kind is numbered by: the first of what is hashed of it."""
    return _CONTENT[kind].removeprefix("SELECT ").partition(",")[0]


def _hashed(before: bytes, kind: Kind, content: Sequence[_Row]) -> bytes:
    plain = _ENCODER.encode([kind, content])
    return sha256(before + plain.encode("ascii")).digest()
