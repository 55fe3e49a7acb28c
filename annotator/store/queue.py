"""The queue of releases: read from small derived rows, so that it costs little with 100,000."""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from sqlite3 import Connection
from typing import NamedTuple

from annotator.model.steps import BRING_BACK, WITHDRAW, ReleaseState
from annotator.store.reading import FAILED


class QueueRow(NamedTuple):
    """One release as the queue shows it.

    `open`, `judged` and `doubtful` count items; `suggested` says whether a good run was stored.
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


class Holding(NamedTuple):
    """One release whose text holds what was looked for."""

    release: str
    title: str
    state: ReleaseState
    suggested: bool
    text: str


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


STATES = {
    "is:new": "state = 'new'",
    "is:started": "state = 'started'",
    "is:finished": "state = 'finished'",
    "is:unfinished": "state <> 'finished'",
}
"""Words of a search that say how far a release is, and what they mean in SQL."""
_FEW = 50
"""So many words have a condition each; SQLite takes only 1,000, and a page may be pasted."""
_HOLDS_MORE = "NOT EXISTS (SELECT 1 FROM json_each(?) WHERE NOT instr(search, value))"
_UNFINISHED = (
    "SELECT sha256 FROM progress WHERE {} AND state <> 'finished' ORDER BY release LIMIT 1"
)
_AT_ONCE = 500
"""So many of the rows that were found are asked at once which one is not finished."""
_LOOKED_BACK = 50_000
"""So many steps of others, or out of an import, are passed over at most: 5 ms."""
_LAST_DECIDED = f"""
    SELECT meant.number FROM steps s JOIN steps meant ON meant.number = coalesce(s.target, s.number)
    WHERE s.annotator = (SELECT number FROM annotators WHERE name = ?)
        AND s.number > (SELECT max(number) FROM steps) - ?
        AND (s.kind <> 'do' OR s.done = s.number)
        AND json_extract(meant.step, '$.command') NOT IN ('{WITHDRAW}', '{BRING_BACK}')
    ORDER BY s.number DESC LIMIT 1"""
"""Steps that came in with an import carry the step before on as `done`."""
_ACT = "(SELECT max(first) FROM acts WHERE first <= last.number)"
_LEFT_AT = f"""
    SELECT p.sha256 FROM ({_LAST_DECIDED}) last
    LEFT JOIN acts a ON a.first = {_ACT} AND a.last >= last.number
    CROSS JOIN steps s ON s.number = coalesce(a.first, last.number)
    CROSS JOIN progress p ON p.release = s.release WHERE p.state <> 'finished'"""
"""From the newest step back by the key of each table, whatever the project holds."""


def searchable(*words: str) -> str:
    """What a search looks in, without regard to case."""
    return " ".join(words).casefold()


class Found:
    """Which rows hold every word of the last search: a page, their number and a place are one walk.

    What is searched never changes in a row, and new rows come behind the others. Whoever withdraws
    releases or brings some back says `look_again`, and `forget` whoever takes back what was written
    or lets others write. Only states change: what was of one when it was searched for stays in the
    list, so that nothing slips away under the hands of somebody who works through it.
    """

    def __init__(self) -> None:
        self._words: list[str] = []
        self._rows: list[int] = []
        self._earlier: list[int] = []
        self._last = 0

    def forget(self) -> None:
        """Search anew when it is asked next."""
        self._words, self._rows, self._earlier, self._last = [], [], [], 0

    def look_again(self) -> None:
        """Look through all rows again; those that were found stay, but for any that are gone."""
        self._rows, self._earlier, self._last = [], self._rows or self._earlier, 0

    def rows(self, db: Connection, search: str) -> list[int]:
        """The numbers of the rows that hold every word of `search`, in import order."""
        words = search.casefold().split()
        if words != self._words:
            self.forget()
            self._words = words
        last = _last_row(db)
        if last > self._last:
            fits, values = fitting(search, self._earlier)
            query = f"SELECT release FROM progress WHERE release > ? AND {fits} ORDER BY release"
            self._rows += [number for (number,) in db.execute(query, [self._last, *values])]
            self._last = last
        return self._rows


def read_queue(
    db: Connection,
    found: Found,
    search: str,
    limit: int | None,
    offset: int,
) -> list[QueueRow]:
    """The rows that fit `search` (`fitting`), in import order."""
    most = -1 if limit is None else limit
    if search.split():
        numbers = found.rows(db, search)[offset : None if limit is None else offset + limit]
        where, values = " WHERE release IN (SELECT value FROM json_each(?))", [str(numbers)]
        return _read_rows(db, where, [*values, -1, 0])
    if _is_dense(db):
        return _read_rows(db, " WHERE release > ?", [offset, most, 0])
    return _read_rows(db, "", [most, offset])


def _read_rows(db: Connection, where: str, values: Sequence[str | int]) -> list[QueueRow]:
    rows = db.execute(f"{_ROWS}{where} ORDER BY release LIMIT ? OFFSET ?", values)
    return list(map(QueueRow._make, rows))


def _last_row(db: Connection) -> int:
    (last,) = db.execute("SELECT coalesce(max(release), 0) FROM progress").fetchone()
    return int(last)


def _is_dense(db: Connection) -> bool:
    """Whether rows are numbered without gaps, as always when none is withdrawn."""
    return _last_row(db) == read_counts(db).releases


def read_length(db: Connection, found: Found, search: str) -> int:
    """How many rows such a queue has."""
    return len(found.rows(db, search)) if search.split() else read_counts(db).releases


def read_holding(db: Connection, words: Sequence[str], after: int, count: int) -> list[Holding]:
    """Those of the `count` rows after the first `after` whose text holds every word, exactly so."""
    holds = " AND ".join(["TRUE", *("instr(r.text, ?)" for _ in words)])
    found = db.execute(
        "SELECT r.sha256, r.title, p.state, p.suggested = 1, r.text FROM"
        " (SELECT release, state, suggested FROM progress ORDER BY release LIMIT ? OFFSET ?) p"
        f" CROSS JOIN releases r ON r.number = p.release WHERE {holds} ORDER BY p.release",
        [count, after, *words],
    )
    return list(map(Holding._make, found))


def read_place(db: Connection, found: Found, release: int, search: str) -> int | None:
    """How many rows of such a queue come before a row; None when it is not one of them."""
    if search.split():
        rows = found.rows(db, search)
        place = bisect_left(rows, release)
        return place if rows[place : place + 1] == [release] else None
    if read_row(db, release) is None:
        return None
    if _is_dense(db):
        return release - 1
    before = db.execute("SELECT count(*) FROM progress WHERE release < ?", [release])
    return int(before.fetchone()[0])


def fitting(search: str, earlier: Sequence[int] = ()) -> tuple[str, list[str]]:
    """A condition in SQL that takes rows of `progress` that fit a search, and its values.

    Every word stands in title, publisher or date, but for those that name a state (`STATES`); rows
    that were found `earlier` may have been of it then.
    """
    words = list(dict.fromkeys(search.casefold().split()))
    is_so = " AND ".join(STATES[word] for word in words if word in STATES) or "TRUE"
    others = [word for word in words if word not in STATES]
    was_so = [str([*earlier])] if earlier and len(others) < len(words) else []
    if was_so:
        is_so = f"({is_so} OR release IN (SELECT value FROM json_each(?)))"
    few, more = others[:_FEW], others[_FEW:]
    holds = ["instr(search, ?)" for _ in few]
    if more:
        holds.append(_HOLDS_MORE)
        few.append(json.dumps(more))
    return " AND ".join([is_so, *holds]), [*was_so, *few]


def read_unfinished(db: Connection, after: int) -> str | None:
    """The next release after row `after` that is not finished; past the end, from the front."""
    for beyond in ("release > ?", "release < ?"):
        row = db.execute(_UNFINISHED.format(beyond), [after]).fetchone()
        if row is not None:
            return str(row[0])
    return None


def read_found_unfinished(db: Connection, found: Found, after: int, search: str) -> str | None:
    """The same of the rows that a search finds, whether it finds this one or not."""
    among = _UNFINISHED.format("release IN (SELECT value FROM json_each(?))")
    rows = found.rows(db, search)
    for part in (rows[bisect_right(rows, after) :], rows[: bisect_left(rows, after)]):
        for first in range(0, len(part), _AT_ONCE):
            some = str(part[first : first + _AT_ONCE])
            row = db.execute(among, [some]).fetchone()
            if row is not None:
                return str(row[0])
    return None


def read_left_at(db: Connection, annotator: str) -> str | None:
    """The release that an annotator decided on last, of an act the one it was decided in.

    None when it is finished or withdrawn, or when the newest steps are all of others.
    """
    row = db.execute(_LEFT_AT, [annotator, _LOOKED_BACK]).fetchone()
    return None if row is None else str(row[0])


def read_beside(db: Connection, release: int, direction: int) -> str | None:
    """The release just after (1) or before (-1) a row, if there is one."""
    where, order = ("> ?", "ASC") if direction > 0 else ("< ?", "DESC")
    row = db.execute(
        f"SELECT sha256 FROM progress WHERE release {where} ORDER BY release {order} LIMIT 1",
        [release],
    ).fetchone()
    return None if row is None else str(row[0])


def read_found_beside(
    db: Connection, found: Found, release: int, direction: int, search: str
) -> str | None:
    """The same of the rows that a search finds, whether it finds this one or not."""
    rows = found.rows(db, search)
    at = bisect_right(rows, release) if direction > 0 else bisect_left(rows, release) - 1
    if not 0 <= at < len(rows):
        return None
    row = read_row(db, rows[at])
    return None if row is None else row.release


def read_row(db: Connection, release: int) -> QueueRow | None:
    """The row of one release; None when it is withdrawn."""
    row = db.execute(f"{_ROWS} WHERE release = ?", [release]).fetchone()
    return None if row is None else QueueRow._make(row)


def read_counts(db: Connection) -> Counts:
    """The sums, kept by triggers; a row that is damaged counts nothing."""
    states = dict(db.execute("SELECT state, releases FROM totals").fetchall())
    items = db.execute(
        "SELECT total(open), total(judged), total(doubtful), total(waiting) FROM totals"
    ).fetchone()
    releases = (states.get(state, 0) for state in ("new", "started", "finished"))
    return Counts(*releases, *map(int, items))


def read_failed(db: Connection) -> list[str]:
    """The releases that only failed runs were over and that nobody finished."""
    rows = db.execute(
        "SELECT sha256 FROM progress WHERE state <> 'finished'"
        " AND release IN (SELECT release FROM runs WHERE error IS NOT NULL)"
        " AND NOT EXISTS"
        f" (SELECT 1 FROM runs WHERE runs.release = progress.release AND NOT {FAILED})"
        " ORDER BY release"
    )
    return [release for (release,) in rows]


def read_waiting(db: Connection, limit: int) -> list[str]:
    """The first releases that nobody suggested for and nobody finished."""
    rows = db.execute(
        "SELECT sha256 FROM progress WHERE suggested = 0 AND state <> 'finished'"
        " ORDER BY release LIMIT ?",
        [limit],
    )
    return [release for (release,) in rows]
