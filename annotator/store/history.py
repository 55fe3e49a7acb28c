"""Undo and redo over the whole project, without limit and across restarts, by rows alone.

Two stacks are kept as linked lists inside the append-only steps. Each row holds the top of both
after it: `done`, the number of the step that undo turns back next, and `undone`, the number of the
undo row that redo makes good next. What lies under the top is found in the row before the one that
pushed it, because history is linear:

    do n                  done = n                      undone = nothing
    undo u of step t      done = the `done` before t    undone = u
    redo of undo u        done = its step               undone = the `undone` before u

A step that came in with an import carries both tops on: it can be read but not turned back.

An act over several releases is a row of steps, one a release, that were written together. It is
undone and redone step by step like any others, but whoever turns one of them back goes on to the
last of them in the same transaction.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from annotator.model.plain import step_from_plain
from annotator.model.steps import Step, StepKind


@dataclass(frozen=True, slots=True)
class Entry:
    """The next row of the steps: what it does, to which release (row number), and the new tops."""

    number: int
    kind: StepKind
    release: int
    step: Step
    target: int | None
    done: int | None
    undone: int | None


@dataclass(frozen=True, slots=True)
class _Tops:
    number: int = 0
    done: int | None = None
    undone: int | None = None


def next_do(db: sqlite3.Connection, release: int, step: Step) -> Entry:
    """The row of a new step; what was undone can no longer be done again."""
    number = last_number(db) + 1
    return Entry(number, "do", release, step, None, number, None)


def next_imports(db: sqlite3.Connection, release: int, steps: Iterable[Step]) -> list[Entry]:
    """The rows of steps that were taken elsewhere."""
    done, undone = tops(db)
    return [
        Entry(number, "do", release, step, None, done, undone)
        for number, step in enumerate(steps, start=last_number(db) + 1)
    ]


def tops(db: sqlite3.Connection) -> tuple[int | None, int | None]:
    """What undo and redo turn next: a step that was taken elsewhere carries both on."""
    last = _tops_after(db, last_number(db))
    return last.done, last.undone


def next_undo(db: sqlite3.Connection) -> Entry | None:
    """The row that turns back the last step that stands; None when there is none."""
    last = _tops_after(db, last_number(db))
    if last.done is None:
        return None
    number = last.number + 1
    release, step = _done_in(db, last.done)
    under = _tops_after(db, last.done - 1).done
    return Entry(number, "undo", release, step, last.done, under, number)


def next_redo(db: sqlite3.Connection) -> Entry | None:
    """The row that does again what was undone last; None when there is nothing."""
    last = _tops_after(db, last_number(db))
    if last.undone is None:
        return None
    (target,) = db.execute("SELECT target FROM steps WHERE number = ?", [last.undone]).fetchone()
    release, step = _done_in(db, target)
    under = _tops_after(db, last.undone - 1).undone
    return Entry(last.number + 1, "redo", release, step, target, target, under)


def write_act(db: sqlite3.Connection, first: int, last: int) -> None:
    """Bind the steps from `first` to `last`, the newest there are, into one act."""
    db.execute("INSERT INTO acts (first, last) VALUES (?, ?)", [first, last])


def steps_in_act(db: sqlite3.Connection, number: int) -> int:
    """How many steps belong to the act that a step is of; most are an act by themselves."""
    row = db.execute(
        "SELECT first, last FROM acts WHERE first <= ? ORDER BY first DESC LIMIT 1", [number]
    ).fetchone()
    return row[1] - row[0] + 1 if row is not None and number <= row[1] else 1


def last_number(db: sqlite3.Connection) -> int:
    """The number of the newest row, 0 when there is none."""
    (number,) = db.execute("SELECT coalesce(max(number), 0) FROM steps").fetchone()
    return int(number)


def _tops_after(db: sqlite3.Connection, number: int) -> _Tops:
    row = db.execute("SELECT number, done, undone FROM steps WHERE number = ?", [number]).fetchone()
    return _Tops(*row) if row else _Tops()


def _done_in(db: sqlite3.Connection, number: int) -> tuple[int, Step]:
    release, step = db.execute(
        "SELECT release, step FROM steps WHERE number = ?", [number]
    ).fetchone()
    return release, step_from_plain(json.loads(step))
