"""All releases of a project in a row, with what stands in them, past those that are damaged.

What goes over all of them reads them in one go, as long as nothing is wrong. At the first that is
damaged, whether a row or a page of the file, it goes on by their numbers, which have no gaps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from json import JSONDecodeError
from sqlite3 import Connection, DatabaseError
from typing import Any, TypeVar

from annotator.model.fold import Fold, FoldError
from annotator.model.records import Release, Unread
from annotator.store.errors import ChangedTextError, MisshapenError, is_damage
from annotator.store.history import last_number
from annotator.store.reading import id_of, in_one_go, read_fold, read_limit, read_release
from annotator.store.shadows import is_sound, shadow_damaged

T = TypeVar("T")
U = TypeVar("U")
Stands = tuple[Release, Fold]
_DAMAGED = (ChangedTextError, MisshapenError, JSONDecodeError, FoldError, DatabaseError)
"""What the rows of one release may come to that other hands changed, or the disk."""
_NAMES = (
    "SELECT number, CAST(sha256 AS BLOB), CAST(title AS BLOB) FROM releases WHERE number = ?",
    "SELECT release, CAST(sha256 AS BLOB), CAST(title AS BLOB) FROM progress WHERE release = ?",
)
"""What a damaged release is called, also where that is no UTF-8."""
_LASTS = (
    "SELECT coalesce(max(number), 0) FROM releases",
    "SELECT coalesce(max(row), 0) FROM links WHERE kind = 'release'",
    "SELECT coalesce(max(release), 0) FROM progress",
)
"""Who knows how many releases there are; the queue does not know of those withdrawn."""
_KNOWN = (
    "SELECT release FROM progress WHERE release >= ? AND release < ?",
    "SELECT row FROM links WHERE kind = 'release' AND row >= ? AND row < ?",
)
_LAST_STEP = "SELECT coalesce(max(row), 0) FROM links WHERE kind = 'step'"
_CHANGED, _UNREADABLE = "its text is not what was imported", "what is kept of it is unreadable"
_GONE = "its text is gone"


def folded(db: Connection) -> Iterator[Stands | Unread]:
    """Every release with its fold, in import order, one at a time; not those that are withdrawn.

    A damaged one comes as `Unread`, and so does one that only the queue knows any more. Raise
    `MisshapenError` where nobody can tell which are damaged.
    """
    if not is_sound(db):
        shadow_damaged(db)
    last = 0
    for number, found in _numbered(db):
        if number > last + 1:
            yield from _gone(db, last + 1, number)
        if found is not None:
            yield found
        last = number
    yield from _gone(db, last + 1, last_release(db) + 1)


def _numbered(db: Connection) -> Iterator[tuple[int, Stands | Unread | None]]:
    """Every release by its row; None for those that are withdrawn."""
    last = 0
    read_limit(db)  # which no release could be read without
    try:
        for number, release, stands in in_one_go(db):
            yield number, None if stands.state == "withdrawn" else (release, stands)
            last = number
    except _DAMAGED as error:
        _raise_unless_damaged(error)
        for number in range(last + 1, last_release(db) + 1):
            if _is_there(db, number):
                yield number, _alone(db, number)


def _is_there(db: Connection, number: int) -> bool:
    """Whether a release has a row, be it one that cannot be read."""
    row = _past_damage(partial(_first, db, "SELECT 1 FROM releases WHERE number = ?", number), (1,))
    return row is not None


def _first(db: Connection, query: str, number: int) -> tuple[Any, ...] | None:
    row: tuple[Any, ...] | None = db.execute(query, [number]).fetchone()
    return row


def _alone(db: Connection, number: int) -> Stands | Unread | None:
    """One release where others are damaged, read by itself; None where it is withdrawn."""
    try:
        stands = read_fold(db, number, id_of(db, number))
        return None if stands.state == "withdrawn" else (read_release(db, number), stands)
    except _DAMAGED as error:
        _raise_unless_damaged(error)
        is_read = isinstance(error, ChangedTextError) and error.__cause__ is None
    return _unread(db, number, _CHANGED if is_read else _UNREADABLE)


def _gone(db: Connection, first: int, before: int) -> Iterator[Unread]:
    """The releases from one row to before another that stand in the queue or the chain alone.

    Where the queue cannot say, each is taken for one.
    """
    queued, linked = (_past_damage(partial(_all, db, ask, first, before), None) for ask in _KNOWN)
    if queued is None:
        queued = set(range(first, before))
    for number in sorted(queued | (linked or set())):
        if number in queued or not _is_withdrawn(db, number):
            yield _unread(db, number, _GONE)


def _all(db: Connection, query: str, first: int, before: int) -> set[int]:
    return {number for (number,) in db.execute(query, [first, before])}


def _is_withdrawn(db: Connection, number: int) -> bool:
    """Whether its steps took a release out of the queue."""
    try:
        return read_fold(db, number, "").state == "withdrawn"
    except _DAMAGED as error:
        _raise_unless_damaged(error)
        return False


def _unread(db: Connection, number: int, why: str) -> Unread:
    """A damaged release under the name that one of the tables still has for it."""
    for names in _NAMES:
        row = _past_damage(partial(_first, db, names, number), None)
        if row is not None:
            release_id, title = (bytes(name or b"").decode("utf-8", "replace") for name in row[1:])
            return Unread(number, release_id, title, why)
    return Unread(number, "", "", why)


def last_release(db: Connection) -> int:
    """The number of the last release, as far as anything that can be read still knows of it.

    Raise SQLite's error where neither the releases nor the chain can say.
    """
    of_releases, of_chain, of_queue = (
        _past_damage(partial(_last, db, ask), None) for ask in _LASTS
    )
    if of_releases is None and of_chain is None:
        _last(db, _LASTS[0])
    return max(of_releases or 0, of_chain or 0, of_queue or 0)


def _last(db: Connection, query: str) -> int:
    """What a query finds, unless it is a damaged key: no file has a row for each of its bytes."""
    (pages,), (size,) = (db.execute(f"PRAGMA page_{what}").fetchone() for what in ("count", "size"))
    (found,) = db.execute(query).fetchone()
    return int(found) if found <= pages * size else 0


def last_step(db: Connection) -> int:
    """The number of the newest step; of a damaged project the newest that the chain knows."""
    last = _past_damage(partial(last_number, db), None)
    return _last(db, _LAST_STEP) if last is None else last


def withdrawn_count(db: Connection) -> int:
    """How many releases the queue does not have, by its sums or else by its rows."""
    by_sums, by_rows = "SELECT total(releases) FROM totals", "SELECT count(*) FROM progress"
    there = _past_damage(partial(_last, db, by_sums), None)
    return last_release(db) - (_last(db, by_rows) if there is None else there)


def _past_damage(read: Callable[[], T], instead: U) -> T | U:
    """What is read, or something else where the file is damaged there."""
    try:
        return read()
    except DatabaseError as error:
        _raise_unless_damaged(error)
        return instead


def _raise_unless_damaged(error: Exception) -> None:
    """Of what SQLite says only damage concerns one release alone."""
    if isinstance(error, DatabaseError) and not is_damage(error):
        raise error
