"""Rows into values: releases, suggestions, steps and their fold."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter
from sqlite3 import Connection, Cursor, OperationalError
from typing import Any

from annotator.model.fold import Fold, fold
from annotator.model.plain import PlainError, record_from_plain, step_from_plain
from annotator.model.records import Release, Suggestion
from annotator.model.scheme import Attribute, Label, Scheme
from annotator.model.steps import RecordedStep, Step, StoredSuggestion
from annotator.store.errors import (
    ChangedTextError,
    MisshapenError,
    UnknownReleaseError,
    is_undecodable,
)

_KNOWN = """
    SELECT text, title, publisher, date, url, coalesce((
        SELECT l.language FROM languages l WHERE l.release = r.number ORDER BY l.number DESC LIMIT 1
    ), language), extra"""
_RELEASE = f"{_KNOWN} FROM releases r"
_RELEASE_AND_NUMBER = f"{_KNOWN}, number, sha256 FROM releases r"
_SUGGESTER = "name || iif(version = '', '', '@' || version)"
FAILED = """
    (runs.error IS NOT NULL AND NOT EXISTS (SELECT 1 FROM suggestions WHERE run = runs.number))"""
"""Of a run: it brought nothing but an error, so it may be tried again."""
_SUGGESTIONS = f"""
    SELECT s.number, s.record, {_SUGGESTER}, s.rule, s.score, s.reason
    FROM suggestions s LEFT JOIN suggesters g ON g.number = s.suggester
    WHERE s.run = (SELECT max(number) FROM runs WHERE release = ? AND NOT {FAILED})
    ORDER BY s.number"""
_STEPS = """
    SELECT s.number, s.kind, a.name, s.at, s.step, s.target
    FROM steps s LEFT JOIN annotators a ON a.number = s.annotator
    WHERE s.release = ? ORDER BY s.number"""
_ALL_SUGGESTIONS = f"""
    SELECT r.release, s.number, s.record, {_SUGGESTER}, s.rule, s.score, s.reason
    FROM runs r CROSS JOIN suggestions s ON s.run = r.number
    LEFT JOIN suggesters g ON g.number = s.suggester
    WHERE r.number = (SELECT max(number) FROM runs WHERE runs.release = r.release AND NOT {FAILED})
    ORDER BY r.release, s.number"""
_ALL_STEPS = """
    SELECT s.release, s.number, s.kind, a.name, s.at, s.step, s.target
    FROM steps s LEFT JOIN annotators a ON a.number = s.annotator
    ORDER BY s.release, s.number"""
_IN_QUEUE = "SELECT release FROM progress WHERE sha256 = ?"
"""Where a release is that the queue has and nothing else knows any more: there is damage."""
_AT_ONCE = 256
"""So many rows are parsed as one JSON text, which is much faster than one by one."""


def number_of(db: Connection, release_id: str) -> int:
    """The row of a release. Raise `UnknownReleaseError`."""
    row = db.execute("SELECT number FROM releases WHERE sha256 = ?", [release_id]).fetchone()
    row = row or db.execute(_IN_QUEUE, [release_id]).fetchone()
    if row is None:
        raise UnknownReleaseError(f"No release of this project has the id {release_id[:12]}.")
    return int(row[0])


def id_of(db: Connection, release: int) -> str:
    """The id (SHA-256) of the release in this row. Raise `ChangedTextError` where it is gone."""
    row = db.execute("SELECT sha256 FROM releases WHERE number = ?", [release]).fetchone()
    if row is None:
        raise ChangedTextError(release, "")
    return str(row[0])


def read_release(db: Connection, release: int) -> Release:
    """The release in this row, with its untouched text. Raise `ChangedTextError`.

    Offsets of decisions mean nothing in another text, and steps would be written to no release.
    """
    found = release_as_it_is(db, release)
    if found.id != id_of(db, release):
        raise ChangedTextError(release, found.title)
    return found


def release_as_it_is(db: Connection, release: int) -> Release:
    """The same where only what is known of it counts, whatever became of its text meanwhile."""
    try:
        row = db.execute(f"{_RELEASE} WHERE number = ?", [release]).fetchone()
        if row is None:
            raise ChangedTextError(release, "")
        return _release(row)
    except OperationalError as error:
        if is_undecodable(error):
            raise ChangedTextError(release, "") from error
        raise


def _release(row: Sequence[Any]) -> Release:
    text, title, publisher, date, url, language, extra = row
    known = from_json(extra)
    if not isinstance(text, str) or not isinstance(known, dict):
        raise MisshapenError("there is no text, or nothing known of it")
    return Release(text, title, publisher, date, url, language, known)


def read_suggestions(db: Connection, release: int) -> list[StoredSuggestion]:
    """What the newest run over a release suggested that did not fail."""
    rows = _parsed(db.execute(_SUGGESTIONS, [release]), 1)
    return _suggestions(rows)


def from_json(plain: str) -> Any:
    """What a JSON text of the file holds. Raise `MisshapenError` for what the program never wrote.

    That is also what nests or counts further than Python follows.
    """
    try:
        return json.loads(plain)
    except (ValueError, TypeError, RecursionError) as error:
        raise MisshapenError(f"what stands there is no JSON ({error})") from error


def step_of(plain: str) -> Step:
    """The step that stands in a row as JSON. Raise `MisshapenError`."""
    with _well_shaped():
        return step_from_plain(from_json(plain))


def _suggestions(rows: Iterable[Sequence[Any]]) -> list[StoredSuggestion]:
    with _well_shaped():
        return [_suggestion(*row) for row in rows]


@contextmanager
def _well_shaped() -> Iterator[None]:
    """Raise `MisshapenError` for JSON that is not what the program writes, whatever it is."""
    try:
        yield
    except (AttributeError, KeyError, TypeError, PlainError) as error:
        raise MisshapenError(f"what stands there is of no known shape ({error})") from error


def _suggestion(number: int, record: Any, suggester: Any, *origin: Any) -> StoredSuggestion:
    _check_known(suggester)
    return StoredSuggestion(f"s{number}", Suggestion(record_from_plain(record), suggester, *origin))


def _check_known(name: Any) -> None:
    """Raise `MisshapenError` where the row that says who did it is gone or is damaged."""
    if not isinstance(name, str):
        raise MisshapenError("nobody knows who did it")


def may_be_suggested(db: Connection, release: int) -> bool:
    """Whether a release has no run yet that did not fail, or no step."""
    return not all(
        db.execute(f"SELECT 1 FROM {table} WHERE release = ?", [release]).fetchone()
        for table in (f"(SELECT release FROM runs WHERE NOT {FAILED})", "steps")
    )


def read_steps(db: Connection, release: int, release_id: str) -> list[RecordedStep]:
    """The steps of a release, oldest first."""
    rows = db.execute(_STEPS, [release])
    return _steps(release_id, ((*row[:4], row[4] and from_json(row[4]), row[5]) for row in rows))


def _steps(
    release_id: str, rows: Iterable[tuple[Any, ...]], with_selection: bool = True
) -> list[RecordedStep]:
    found: list[RecordedStep] = []
    done: dict[int, Step] = {}
    with _well_shaped():
        for number, kind, annotator, at, plain, target in rows:
            _check_known(annotator)
            step = done[target] if plain is None else step_from_plain(plain, with_selection)
            done[number] = step
            found.append(RecordedStep(number, release_id, kind, annotator, at, step, target))
    return found


def read_fold(db: Connection, release: int, release_id: str) -> Fold:
    """What stands in a release, from its suggestions and steps."""
    steps = read_steps(db, release, release_id)
    return fold(read_suggestions(db, release), steps, read_limit(db))


def read_limit(db: Connection) -> float:
    """The score below which an open suggestion is doubtful in this project."""
    row = db.execute("SELECT doubtful_below FROM limits").fetchone()
    with _well_shaped():
        return float(row[0])


def in_one_go(db: Connection) -> Iterator[tuple[int, Release, Fold]]:
    """Number, release and fold of each, in import order. Raise what damage raises."""
    limit = read_limit(db)
    suggestions = _ByRelease(_parsed(db.execute(_ALL_SUGGESTIONS), 2))
    steps = _ByRelease(_parsed(db.execute(_ALL_STEPS), 5))
    for *row, number, release_id in db.execute(f"{_RELEASE_AND_NUMBER} ORDER BY number"):
        release = _release(row)
        if release.id != release_id:
            raise ChangedTextError(number, release.title)
        found = _suggestions(one[1:] for one in suggestions.of(number))
        done = _steps(release.id, (one[1:] for one in steps.of(number)), with_selection=False)
        yield number, release, fold(found, done, limit)


class _ByRelease:
    """Rows that begin with the number of their release and are sorted by it, read once."""

    def __init__(self, rows: Iterable[tuple[Any, ...]]) -> None:
        self._groups = groupby(rows, itemgetter(0))
        self._next = next(self._groups, None)

    def of(self, release: int) -> Sequence[tuple[Any, ...]]:
        """The rows of a release that comes after those that were asked for before."""
        while self._next is not None and self._next[0] < release:
            self._next = next(self._groups, None)  # of one that is gone
        if self._next is None or self._next[0] != release:
            return ()
        rows = list(self._next[1])
        self._next = next(self._groups, None)
        return rows


def _parsed(rows: Cursor, column: int) -> Iterator[tuple[Any, ...]]:
    """The rows with the JSON in a column parsed, a few hundred at a time."""
    while some := rows.fetchmany(_AT_ONCE):
        with _well_shaped():
            plain = from_json(f"[{','.join(row[column] or 'null' for row in some)}]")
        if len(plain) != len(some):
            raise MisshapenError("one of the rows holds several values")
        for row, value in zip(some, plain, strict=True):
            yield (*row[:column], value, *row[column + 1 :])


def texts(db: Connection, after: int) -> Iterator[tuple[int, str, str]]:
    """Number, id and text of the releases behind number `after`, withdrawn or not, in order."""
    yield from db.execute(
        "SELECT number, sha256, text FROM releases WHERE number > ? ORDER BY number", [after]
    )


def read_scheme(db: Connection) -> Scheme:
    """The label scheme."""
    labels, attributes = read_labels(db), read_attributes(db)
    return Scheme(tuple(label for _, label in labels), dict(said for _, said in attributes))


def read_labels(db: Connection, behind: int = 0) -> list[tuple[int, Label]]:
    """The labels behind a position, each with its own."""
    rows = db.execute(
        "SELECT position, name, meaning FROM labels WHERE position > ? ORDER BY position", [behind]
    )
    return [(position, Label(name, meaning)) for position, name, meaning in rows]


def read_attributes(db: Connection, behind: int = 0) -> list[tuple[int, Attribute]]:
    """The attributes of claims behind a position, each with its own."""
    rows = db.execute(
        "SELECT position, name, choices FROM attributes WHERE position > ? ORDER BY position",
        [behind],
    )
    return [(position, (name, _choices(choices))) for position, name, choices in rows]


def _choices(plain: str) -> tuple[str, ...]:
    """What an attribute may say. Raise `MisshapenError`."""
    choices = from_json(plain)
    if not isinstance(choices, list) or not all(isinstance(choice, str) for choice in choices):
        raise MisshapenError("the choices of an attribute are no names")
    return tuple(choices)


def read_claimers(db: Connection, limit: int) -> list[str]:
    """The claimers that were decided on, most recent first."""
    rows = db.execute("SELECT name FROM claimers ORDER BY last_used DESC, name LIMIT ?", [limit])
    return [name for (name,) in rows]


def read_suggesters(db: Connection) -> list[str]:
    """Every suggester of the project as ``name@version``."""
    rows = db.execute(f"SELECT {_SUGGESTER} FROM suggesters ORDER BY name, version")
    return [name for (name,) in rows]
