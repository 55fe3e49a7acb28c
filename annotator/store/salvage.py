"""What can still be read of a project: row by row, and which rows are proven by the chain."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from annotator.model.records import text_hash
from annotator.model.scheme import Attribute, Label, Scheme
from annotator.store.chain import OF_SCHEME, START, TABLES, Kind, Link, hash_of, remembered_end
from annotator.store.reading import read_attributes, read_labels, read_limit, read_scheme

T = TypeVar("T")
Row = tuple[Any, ...]
_MISSES = 2000
"""So many keys on end that cannot be read, after which a table is taken to be at its end."""
_ROWS: dict[Kind, str] = {
    "release": (
        "SELECT sha256, title, publisher, date, url, language, extra, imported_at, text"
        " FROM releases WHERE number = ?"
    ),
    "run": "SELECT release, at, seconds, error FROM runs WHERE number = ?",
    "language": (
        "SELECT l.release, l.language, coalesce(a.name, 'somebody'), l.at"
        " FROM languages l LEFT JOIN annotators a ON a.number = l.annotator WHERE l.number = ?"
    ),
    "step": (
        "SELECT s.release, s.kind, coalesce(a.name, 'somebody'), s.at, s.step, s.target, s.done"
        " FROM steps s LEFT JOIN annotators a ON a.number = s.annotator WHERE s.number = ?"
    ),
    "act": "SELECT last FROM acts WHERE first = ?",
}
_SUGGESTED = (
    "SELECT coalesce(g.name, 'unknown'), coalesce(g.version, ''), s.layer, s.record, s.rule,"
    " s.score, s.reason FROM suggestions s LEFT JOIN suggesters g ON g.number = s.suggester"
    " WHERE s.number = ? AND s.run = ?"
)


class Source:
    """One file to take rows from; what cannot be read is None."""

    def __init__(self, db: sqlite3.Connection, backup: str = "") -> None:
        self._db = db
        self.backup = backup
        """The name of the backup that this is, or nothing for the damaged file itself."""
        self.parted = False
        """Whether it holds more than is taken from it."""
        self.links: dict[tuple[Kind, int], tuple[bytes, bytes]] = {}
        """By row: the hash before it, and its own."""
        self.by_number: dict[int, Link] = {}
        self._by_run: dict[int, list[int]] | None = None
        self._read_links()

    def _read_links(self) -> None:
        before: Link | None = START
        for number in range(1, self._last("links", "number") + 1):
            row = self._row("SELECT number, kind, row, hash FROM links WHERE number = ?", number)
            link = Link._make(row) if row else None
            if link is not None:
                self.by_number[number] = link
                if before is not None:
                    self.links[link.kind, link.row] = (before.hash, link.hash)
            before = link

    def part_after(self, last: int) -> None:
        """From now on hold only what was linked up to the link `last`."""
        self.parted = True
        for number in [number for number in self.by_number if number > last]:
            link = self.by_number.pop(number)
            self.links.pop((link.kind, link.row), None)

    def top(self, kind: Kind) -> int:
        """The last row of a kind that is known of."""
        there = 0 if self.parted else self._last(*TABLES[kind])
        return max([there, *(row for known, row in self.links if known == kind)])

    def _last(self, table: str, key: str) -> int:
        """The last key of a table that can be found."""
        found = self._row(f"SELECT coalesce(max({key}), 0) FROM {table}")
        if found is not None and found[0] <= self._bytes():  # else the key itself is damaged
            return int(found[0])
        last = number = 0
        while number < last + _MISSES:
            number += 1
            if self._row(f"SELECT 1 FROM {table} WHERE {key} = ?", number):
                last = number
        return last

    def _bytes(self) -> int:
        pages, size = self._row("PRAGMA page_count"), self._row("PRAGMA page_size")
        return int(pages[0] * size[0]) if pages and size else 0

    def row(self, kind: Kind, number: int) -> Row | None:
        """A row, or None when it is not there or cannot be read.

        A run that cannot be read is made up again from its suggestions.
        """
        if self.parted and (kind, number) not in self.links:
            return None
        row = self._row(_ROWS[kind], number)
        if row is None and kind == "run":
            for suggestion in self._numbers_in(number):
                found = self._row("SELECT release FROM suggestions WHERE number = ?", suggestion)
                if found is not None:
                    return found[0], "", 0.0, None
        return row

    def is_proven(self, kind: Kind, number: int) -> bool:
        """Whether a row is what was hashed when it was written, a release with its text."""
        link = self.links.get((kind, number))
        try:
            if link is None or hash_of(self._db, link[0], kind, number) != link[1]:
                return False
        except sqlite3.Error:
            return False
        return kind != "release" or self._has_its_text(number)

    def _has_its_text(self, number: int) -> bool:
        """Whether the text of a release has the hash that is linked in its place."""
        row = self._row("SELECT sha256, text FROM releases WHERE number = ?", number)
        return row is not None and text_hash(row[1]) == row[0]

    def suggestions(self, run: int) -> Iterator[tuple[int, Row | None]]:
        """The suggestions of a run by their numbers; None for one that cannot be read."""
        for number in self._numbers_in(run):
            yield number, self._row(_SUGGESTED, number, run)

    def _numbers_in(self, run: int) -> list[int]:
        found = self._rows("SELECT number FROM suggestions WHERE run = ? ORDER BY number", run)
        return self._without_index(run) if found is None else [row[0] for row in found]

    def _without_index(self, run: int) -> list[int]:
        if self._by_run is None:
            self._by_run = {}
            for number in range(1, self._last("suggestions", "number") + 1):
                row = self._row("SELECT run FROM suggestions WHERE number = ?", number)
                if row:
                    self._by_run.setdefault(row[0], []).append(number)
        return self._by_run.get(run, [])

    def is_whole(self) -> bool:
        """Whether SQLite finds nothing wrong with the structure of the file."""
        return self._row("PRAGMA quick_check(1)") == ("ok",)

    def told_numbers(self) -> set[int]:
        """The links that tell this project from others with the same label scheme."""
        return {number for number, link in self.by_number.items() if link.kind not in OF_SCHEME}

    def cut_off(self) -> int:
        """How many links are missing at the end of a chain that else reads whole."""
        row = self._row("SELECT count(*), coalesce(max(number), 0) FROM links")
        end = _readable(lambda: remembered_end(self._db))
        return max(0, end - row[1]) if row and end and row[0] == row[1] else 0

    def scheme(self) -> Scheme | None:
        """The label scheme."""
        return _readable(lambda: read_scheme(self._db))

    def labels(self, behind: int) -> list[tuple[int, Label]]:
        """The labels behind a position, each with its own, as far as all of them read."""
        return _readable(lambda: read_labels(self._db, behind)) or []

    def attributes(self, behind: int) -> list[tuple[int, Attribute]]:
        """The attributes of claims behind a position, likewise."""
        return _readable(lambda: read_attributes(self._db, behind)) or []

    def has_linked_scheme(self) -> bool:
        """Whether the chain knows of the scheme, which it does not in older projects."""
        return any(kind in OF_SCHEME for kind, _ in self.links)

    def has_proven_scheme(self) -> bool:
        """Whether the scheme is what was hashed when it was written."""
        return self.has_linked_scheme() and all(
            self.is_proven(kind, number)
            for kind in OF_SCHEME
            for number in range(1, self.top(kind) + 1)
        )

    def limit(self) -> float | None:
        """The score below which suggestions are doubtful."""
        return _readable(lambda: read_limit(self._db))

    def _row(self, query: str, *values: int) -> Row | None:
        rows = self._rows(query, *values)
        return rows[0] if rows else None

    def _rows(self, query: str, *values: int) -> list[Row] | None:
        return _readable(lambda: self._db.execute(query, values).fetchall())


def _readable(read: Callable[[], T]) -> T | None:
    try:
        return read()
    except (sqlite3.Error, ValueError, TypeError):
        return None
