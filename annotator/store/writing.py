"""Values into rows. Everything here runs inside a transaction of the caller."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from sqlite3 import Connection
from typing import NamedTuple

from annotator.model.fold import Fold, Item
from annotator.model.plain import step_to_plain
from annotator.model.records import Claim, Release
from annotator.model.scheme import Label, Scheme
from annotator.model.steps import RecordedStep, Step
from annotator.store.connection import now
from annotator.store.errors import StoreError
from annotator.store.history import Entry
from annotator.store.queue import searchable
from annotator.store.reading import FAILED, read_fold

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
INSERT_STEP = (
    "INSERT INTO steps (number, release, kind, annotator, at, step, target, done, undone)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
INSERT_PROGRESS = f"INSERT INTO progress VALUES ({', '.join('?' * 11)})"
REMEMBER_CLAIMER = (
    "INSERT INTO claimers (name, last_used) VALUES (?, ?)"
    " ON CONFLICT (name) DO UPDATE SET last_used = max(last_used, excluded.last_used)"
)
_BEHIND = "(SELECT coalesce(max(position), 0) + 1 FROM {})"
_HAS_STEPS = "EXISTS (SELECT 1 FROM steps WHERE steps.release = progress.release)"
_COUNT_DOUBTFUL = f"""
    UPDATE progress SET doubtful = (
        SELECT count(*) FROM suggestions WHERE score < ?
        AND run = (
            SELECT max(number) FROM runs WHERE runs.release = progress.release AND NOT {FAILED}
        )
    ) WHERE open > 0 AND NOT {_HAS_STEPS}"""
"""Where nobody decided anything, all suggestions of the newest run that did not fail are open."""
_MOVE_PROGRESS = """
    UPDATE progress SET state = ?, open = open + ?, judged = judged + ?, doubtful = doubtful + ?
    WHERE release = ?"""
_LEAVE_QUEUE = "DELETE FROM progress WHERE release = ?"
_JUDGED_IN_PART = f"SELECT release, sha256 FROM progress WHERE open > 0 AND {_HAS_STEPS}"


class Tally(NamedTuple):
    """How many items are open, judged and doubtful."""

    open: int = 0
    judged: int = 0
    doubtful: int = 0


def tally(items: Iterable[Item | None]) -> Tally:
    """Count items; what says nothing counts for nothing."""
    count = judged = doubtful = 0
    for item in items:
        if item is None:
            continue
        if item.is_open:
            count += 1
            doubtful += item.is_doubtful
        else:
            judged += item.is_judged
    return Tally(count, judged, doubtful)


def plain_text(value: object) -> str:
    """JSON on one line, readable by people."""
    return _ENCODER.encode(value)


def check_inside(spans: Iterable[tuple[int, int]], length: int) -> None:
    """Raise `StoreError` unless every span is a non-empty piece of a text so long."""
    for start, end in spans:
        if not 0 <= start < end <= length:
            raise StoreError(
                f"The span {start}-{end} lies outside its text of {length} characters;"
                " nothing was kept."
            )


def suggester_row(db: Connection, told: str) -> int:
    """The row of a suggester ``name@version``, made when it is the first time."""
    name, _, version = told.rpartition("@")
    pair = [name, version] if name and version else [told, ""]
    return _number_of(db, "suggesters", ("name", "version"), pair)


def annotator_number(db: Connection, name: str) -> int:
    """The row of an annotator, made when it is the first time."""
    return _number_of(db, "annotators", ("name",), [name])


def _number_of(db: Connection, table: str, columns: Sequence[str], values: list[str]) -> int:
    where = " AND ".join(f"{column} = ?" for column in columns)
    row = db.execute(f"SELECT number FROM {table} WHERE {where}", values).fetchone()
    if row is not None:
        return int(row[0])
    marks = ", ".join("?" * len(values))
    added = db.execute(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", values)
    return int(added.lastrowid or 0)


def write_language(db: Connection, release: int, language: str, annotator: str) -> None:
    """The language that was chosen for a release; from now on it is in this one."""
    db.execute(
        "INSERT INTO languages (release, language, annotator, at) VALUES (?, ?, ?, ?)",
        [release, language, annotator_number(db, annotator), now()],
    )


def write_limit(db: Connection, limit: float) -> None:
    """The score below which suggestions are doubtful; the queue's counts are made anew."""
    db.execute("UPDATE limits SET doubtful_below = ?", [limit])
    db.execute(_COUNT_DOUBTFUL, [limit])
    for number, release_id in db.execute(_JUDGED_IN_PART).fetchall():
        doubtful = tally(read_fold(db, number, release_id).items.values()).doubtful
        db.execute("UPDATE progress SET doubtful = ? WHERE release = ?", [doubtful, number])


def write_step(db: Connection, entry: Entry, annotator: str, at: str) -> None:
    """One row of the steps; undo and redo name their step instead of repeating it."""
    db.execute(INSERT_STEP, _step_row(entry, annotator_number(db, annotator), at))


def write_steps(db: Connection, entries: Iterable[Entry], annotator: str, at: str) -> None:
    """Many rows at once."""
    who = annotator_number(db, annotator)
    db.executemany(INSERT_STEP, (_step_row(entry, who, at) for entry in entries))


def _step_row(entry: Entry, annotator: int, at: str) -> tuple[object, ...]:
    plain = plain_text(step_to_plain(entry.step)) if entry.target is None else None
    return (
        *(entry.number, entry.release, entry.kind, annotator, at),
        *(plain, entry.target, entry.done, entry.undone),
    )


def write_new_steps(
    db: Connection, steps: Iterable[tuple[int, int, str]], annotator: str, at: str
) -> None:
    """Many new steps at once: the number of each, its release's row, and its JSON."""
    who = annotator_number(db, annotator)
    db.executemany(
        INSERT_STEP,
        ((number, release, "do", who, at, plain, None, number, None)
         for number, release, plain in steps),
    )  # fmt: skip


def move_progress(db: Connection, moves: Iterable[tuple[str | int, ...]]) -> None:
    """Take steps into progress: of each its state after, changes of the counts, release's row.

    What is withdrawn leaves the queue.
    """
    moves = list(moves)
    db.executemany(_MOVE_PROGRESS, [move for move in moves if move[0] != "withdrawn"])
    db.executemany(_LEAVE_QUEUE, [move[-1:] for move in moves if move[0] == "withdrawn"])


def claimers_of(step: Step, stands: Fold) -> tuple[str, ...]:
    """The claimers of the claims that a step decided on and that stand now."""
    items = [stands.items.get(decision.item) for decision in step.decisions]
    records = [item.record for item in items if item is not None and item.stands]
    return tuple(r.claimer for r in records if isinstance(r, Claim) and r.claimer)


def remember_claimers(db: Connection, step: Step, number: int, stands: Fold) -> None:
    """Put the claimers that a step decided on in front of the list; 0 leaves known ones there."""
    db.executemany(REMEMBER_CLAIMER, ((name, number) for name in claimers_of(step, stands)))


def write_progress(db: Connection, number: int, release: Release, stands: Fold) -> None:
    """The derived row of a release, anew; one that is withdrawn has none."""
    db.execute(_LEAVE_QUEUE, [number])
    if stands.state != "withdrawn":
        db.execute(INSERT_PROGRESS, progress_row(db, number, release.id, release, stands))


def progress_row(
    db: Connection, number: int, release_id: str, release: Release, stands: Fold
) -> list[object]:
    """What the queue is to show of a release in which this stands."""
    return progress_values(number, release_id, release, stands, has_runs(db, number))


def progress_values(
    number: int, release_id: str, release: Release, stands: Fold, suggested: bool
) -> list[object]:
    """The same where it is known whether there is a run."""
    return [
        *(number, release_id, release.title, release.publisher, release.date),
        searchable(release.title, release.publisher, release.date),
        *(stands.state, *tally(stands.items.values()), int(suggested)),
    ]


def has_runs(db: Connection, number: int) -> bool:
    """Whether a suggester has been at the release in a row."""
    query = "SELECT EXISTS (SELECT 1 FROM runs WHERE release = ?)"
    return bool(db.execute(query, [number]).fetchone()[0])


def recorded(entry: Entry, release_id: str, annotator: str, at: str) -> RecordedStep:
    """The row as everybody else knows it."""
    return RecordedStep(
        entry.number, release_id, entry.kind, annotator, at, entry.step, entry.target
    )


def write_labels(db: Connection, labels: Iterable[Label]) -> None:
    """More labels, behind those that are there."""
    db.executemany(
        f"INSERT INTO labels (position, name, meaning) VALUES ({_BEHIND.format('labels')}, ?, ?)",
        ((label.name, label.meaning) for label in labels),
    )


def write_attributes(db: Connection, attributes: Iterable[tuple[str, Sequence[str]]]) -> None:
    """More attributes of claims, behind those that are there."""
    db.executemany(
        "INSERT INTO attributes (position, name, choices)"
        f" VALUES ({_BEHIND.format('attributes')}, ?, ?)",
        ((name, plain_text(list(choices))) for name, choices in attributes),
    )


def write_scheme(db: Connection, scheme: Scheme) -> None:
    """The label scheme of a new project."""
    write_labels(db, scheme.labels)
    write_attributes(db, scheme.attributes.items())
