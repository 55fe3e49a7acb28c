"""The queue of releases: read from small derived rows, so that it costs little with 100,000."""

from __future__ import annotations

from dataclasses import dataclass
from sqlite3 import Connection
from typing import NamedTuple

from annotator.model.steps import ReleaseState


class QueueRow(NamedTuple):
    """One release as the queue shows it.

    `open`, `judged` and `doubtful` count items; `suggested` says whether a run was stored.
    """

    release: str
    title: str
    date: str
    publisher: str
    state: ReleaseState
    open: int
    judged: int
    doubtful: int
    suggested: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """Sums over the project: releases by state and without suggestions; items by verdict."""

    new: int = 0
    started: int = 0
    finished: int = 0
    open: int = 0
    judged: int = 0
    doubtful: int = 0
    waiting: int = 0

    @property
    def releases(self) -> int:
        """How many releases there are."""
        return self.new + self.started + self.finished


_ROWS = """SELECT sha256, title, date, publisher, state, open, judged, doubtful, suggested = 1
    FROM progress"""


def searchable(*words: str) -> str:
    """What a search looks in, without regard to case."""
    return " ".join(words).casefold()


def read_queue(db: Connection, search: str, state: ReleaseState | None) -> list[QueueRow]:
    """The rows whose title, publisher or date hold every word of `search`, in import order."""
    words = search.casefold().split()
    conditions = ["instr(search, ?)"] * len(words) + (["state = ?"] if state else [])
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    found = db.execute(f"{_ROWS}{where} ORDER BY release", [*words, state] if state else words)
    return list(map(QueueRow._make, found))


def read_row(db: Connection, release: int) -> QueueRow:
    """The row of one release."""
    return QueueRow._make(db.execute(f"{_ROWS} WHERE release = ?", [release]).fetchone())


def read_counts(db: Connection) -> Counts:
    """The sums, kept by triggers."""
    states = dict(db.execute("SELECT state, releases FROM totals").fetchall())
    items = db.execute(
        "SELECT sum(open), sum(judged), sum(doubtful), sum(waiting) FROM totals"
    ).fetchone()
    return Counts(states["new"], states["started"], states["finished"], *items)


def read_waiting(db: Connection, limit: int) -> list[str]:
    """The first releases that nobody suggested for and nobody touched."""
    rows = db.execute(
        "SELECT sha256 FROM progress WHERE suggested = 0 AND steps = 0 ORDER BY release LIMIT ?",
        [limit],
    )
    return [release for (release,) in rows]
