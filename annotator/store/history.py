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

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from annotator.model.steps import Step, StepKind
from annotator.store.errors import MisshapenError
from annotator.store.reading import step_of


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


TurnKind = Literal["undo", "redo"]
_AT_ONCE = 256
"""So many rows that are turned are read at once."""


def _turned(stack: str) -> str:
    """SQL for what is turned from the top of a stack down, and the top that each leaves behind."""
    under = f"(SELECT {stack} FROM steps WHERE number = top - 1)"
    return f"""
        WITH RECURSIVE stack(depth, top, under) AS (
            SELECT 1, top, {under} FROM (SELECT ? AS top)
            UNION ALL
            SELECT depth + 1, under, (SELECT {stack} FROM steps WHERE number = under - 1)
            FROM stack WHERE under IS NOT NULL LIMIT ?
        )
        SELECT turned.number, turned.release, turned.step, under
        FROM stack CROSS JOIN steps pushed ON pushed.number = top
        CROSS JOIN steps turned ON turned.number = coalesce(pushed.target, pushed.number)
        ORDER BY depth"""


_TURNED: dict[TurnKind, str] = {"undo": _turned("done"), "redo": _turned("undone")}


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


def next_turned(db: sqlite3.Connection, kind: TurnKind) -> Entry | None:
    """The row by which undo turns back the last step that stands, or redo what was undone last.

    None when there is none.
    """
    last = _tops_after(db, last_number(db))
    top = last.done if kind == "undo" else last.undone
    return next(_turning(db, kind, last.number + 1, top, 1), None)


def turned_after(db: sqlite3.Connection, entry: Entry, count: int) -> Iterator[Entry]:
    """The `count` rows of undo or redo that follow one, as they are asked for."""
    if entry.kind == "undo":
        return _turning(db, "undo", entry.number + 1, entry.done, count)
    return _turning(db, "redo", entry.number + 1, entry.undone, count)


def _turning(
    db: sqlite3.Connection, kind: TurnKind, number: int, top: int | None, count: int
) -> Iterator[Entry]:
    end = number + count
    while top is not None and number < end:
        rows = db.execute(_TURNED[kind], [top, min(_AT_ONCE, end - number)]).fetchall()
        for target, release, plain, under in rows:
            if under is not None and under >= top:
                raise MisshapenError("what lies under a step is not older than it")
            step = step_of(plain)
            tops = (under, number) if kind == "undo" else (target, under)
            yield Entry(number, kind, release, step, target, *tops)
            number, top = number + 1, under


def write_act(db: sqlite3.Connection, first: int, last: int) -> None:
    """Bind the steps from `first` to `last`, the newest there are, into one act."""
    db.execute("INSERT INTO acts (first, last) VALUES (?, ?)", [first, last])


def rest_of_act(db: sqlite3.Connection, entry: Entry) -> int:
    """How many more steps of its act are turned after this one; most are an act by themselves."""
    if entry.target is None:
        return 0
    row = db.execute(
        "SELECT first, last FROM acts WHERE first <= ? ORDER BY first DESC LIMIT 1", [entry.target]
    ).fetchone()
    if row is None or entry.target > row[1]:
        return 0
    return int(entry.target - row[0] if entry.kind == "undo" else row[1] - entry.target)


def begins_deciding(db: sqlite3.Connection, entry: Entry, more: int) -> bool:
    """Whether the first step of an act that is turned does something.

    It may only say in which release the act was decided.
    """
    assert entry.target is not None
    first = entry.target - more if entry.kind == "undo" else entry.target
    row = db.execute("SELECT step FROM steps WHERE number = ?", [first]).fetchone()
    if row is None:
        raise MisshapenError("a step of an act is gone")
    step = step_of(row[0])
    return bool(step.decisions or step.state)


def last_number(db: sqlite3.Connection) -> int:
    """The number of the newest row, 0 when there is none."""
    (number,) = db.execute("SELECT coalesce(max(number), 0) FROM steps").fetchone()
    return int(number)


def _tops_after(db: sqlite3.Connection, number: int) -> _Tops:
    row = db.execute("SELECT number, done, undone FROM steps WHERE number = ?", [number]).fetchone()
    return _Tops(*row) if row else _Tops()
