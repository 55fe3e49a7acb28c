"""Values into rows. Everything here runs inside a transaction of the caller."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from sqlite3 import Connection
from typing import NamedTuple

from sqlite_utils import Database

from annotator.model.fold import Fold, Item
from annotator.model.plain import Incoming, PastStep, record_to_plain, step_to_plain
from annotator.model.records import Claim, Release, Suggestion
from annotator.model.scheme import Scheme
from annotator.model.steps import Decision, RecordedStep, Step
from annotator.store.connection import now
from annotator.store.errors import StoreError
from annotator.store.history import Entry, next_import
from annotator.store.queue import searchable
from annotator.store.reading import read_fold

_HAS_STEPS = "EXISTS (SELECT 1 FROM steps WHERE steps.release = progress.release)"
_COUNT_DOUBTFUL = f"""
    UPDATE progress SET doubtful = (
        SELECT count(*) FROM suggestions WHERE score < ?
        AND run = (SELECT max(number) FROM runs WHERE runs.release = progress.release)
    ) WHERE open > 0 AND NOT {_HAS_STEPS}"""
"""Where nobody decided anything, all suggestions of the newest run are open."""
_JUDGED_IN_PART = f"SELECT release, sha256 FROM progress WHERE open > 0 AND {_HAS_STEPS}"


class Tally(NamedTuple):
    """How many items are open, judged and doubtful."""

    open: int = 0
    judged: int = 0
    doubtful: int = 0


def tally(items: Iterable[Item | None]) -> Tally:
    """Count items; what says nothing counts for nothing."""
    found = [item for item in items if item is not None]
    return Tally(
        sum(item.is_open for item in found),
        sum(item.is_judged for item in found),
        sum(item.is_doubtful for item in found),
    )


def plain_text(value: object) -> str:
    """JSON on one line, readable by people."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def write_release(db: Database, release: Release) -> int:
    """One release; its row number."""
    row = {
        "sha256": release.id,
        "title": release.title,
        "publisher": release.publisher,
        "date": release.date,
        "url": release.url,
        "language": release.language,
        "extra": plain_text(dict(release.extra)),
        "imported_at": now(),
        "text": release.text,
    }
    return db.table("releases").insert(row).last_rowid or 0


def write_run(
    db: Database,
    release: int,
    length: int,
    suggestions: Sequence[Suggestion],
    seconds: float,
    error: str | None = None,
) -> list[int]:
    """One run over a release of `length` code points; the row numbers of its suggestions.

    Raise `StoreError` when a suggestion points outside the text.
    """
    for suggestion in suggestions:
        check_inside(suggestion.record.spans(), length)
    run = db.conn.execute(
        "INSERT INTO runs (release, at, seconds, error) VALUES (?, ?, ?, ?)",
        [release, now(), seconds, error],
    ).lastrowid
    suggesters = {name: suggester_row(db.conn, name) for name in {s.suggester for s in suggestions}}
    (last,) = db.conn.execute("SELECT coalesce(max(number), 0) FROM suggestions").fetchone()
    numbers = list(range(last + 1, last + 1 + len(suggestions)))
    db.table("suggestions").insert_all(
        {
            "number": number,
            "run": run,
            "release": release,
            "suggester": suggesters[suggestion.suggester],
            **_suggestion_row(suggestion),
        }
        for number, suggestion in zip(numbers, suggestions, strict=True)
    )
    return numbers


def _suggestion_row(suggestion: Suggestion) -> dict[str, str | float]:
    return {
        "layer": suggestion.record.layer,
        "record": plain_text(record_to_plain(suggestion.record)),
        "rule": suggestion.rule,
        "score": suggestion.score,
        "reason": suggestion.reason,
    }


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
    plain = plain_text(step_to_plain(entry.step)) if entry.target is None else None
    db.execute(
        "INSERT INTO steps (number, release, kind, annotator, at, step, target, done, undone)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            *(entry.number, entry.release, entry.kind, annotator_number(db, annotator), at),
            *(plain, entry.target, entry.done, entry.undone),
        ],
    )


def move_progress(db: Connection, entry: Entry, state: str, before: Tally, after: Tally) -> None:
    """Take one step into the progress of its release."""
    change = [new - old for new, old in zip(after, before, strict=True)]
    db.execute(
        "UPDATE progress SET state = ?, open = open + ?, judged = judged + ?,"
        " doubtful = doubtful + ? WHERE release = ?",
        [state, *change, entry.release],
    )


def remember_claimers(db: Connection, step: Step, number: int, stands: Fold) -> None:
    """Put the claimers that a step decided on in front of the list; 0 leaves known ones there."""
    for decision in step.decisions:
        item = stands.items.get(decision.item)
        if item is None or not item.stands or not isinstance(item.record, Claim):
            continue
        if item.record.claimer:
            db.execute(
                "INSERT INTO claimers (name, last_used) VALUES (?, ?)"
                " ON CONFLICT (name) DO UPDATE"
                " SET last_used = max(last_used, excluded.last_used)",
                [item.record.claimer, number],
            )


def write_progress(db: Connection, number: int, release: Release, stands: Fold) -> None:
    """The derived row of a release, anew."""
    db.execute("DELETE FROM progress WHERE release = ?", [number])
    db.execute(
        "INSERT INTO progress VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        progress_row(db, number, release.id, release, stands),
    )


def progress_row(
    db: Connection, number: int, release_id: str, release: Release, stands: Fold
) -> list[object]:
    """What the queue is to show of a release in which this stands."""
    (runs,) = db.execute("SELECT count(*) FROM runs WHERE release = ?", [number]).fetchone()
    return [
        *(number, release_id, release.title, release.publisher, release.date),
        searchable(release.title, release.publisher, release.date),
        *(stands.state, *tally(stands.items.values()), int(runs > 0)),
    ]


def write_incoming(db: Database, incoming: Incoming, annotator: str) -> None:
    """A release with all that came with it. Raise `StoreError` or `FoldError`."""
    release = incoming.release
    number, length = write_release(db, release), len(release.text)
    if not incoming.suggestions and not incoming.steps:
        write_progress(db.conn, number, release, Fold())
        return
    numbers = []
    if incoming.suggestions:
        numbers = write_run(db, number, length, incoming.suggestions, 0.0)
    names = {f"s{i}": f"s{number}" for i, number in enumerate(numbers, start=1)}
    steps = [replace(past, step=_renamed(past.step, names)) for past in incoming.steps]
    for past in steps:
        _write_past(db.conn, number, release, past, annotator)
    stands = read_fold(db.conn, number, release.id)
    if stands.state == "finished" and not incoming.suggestions:
        write_run(db, number, length, (), 0.0)  # judged without any, also if it is taken up again
    write_progress(db.conn, number, release, stands)
    for past in steps:
        remember_claimers(db.conn, past.step, 0, stands)


def _write_past(
    db: Connection, number: int, release: Release, past: PastStep, annotator: str
) -> None:
    for decision in past.step.decisions:
        if decision.record is not None:
            check_inside(decision.record.spans(), len(release.text))
    entry = next_import(db, number, past.step)
    write_step(db, entry, past.annotator or annotator, past.at or now())


def _renamed(step: Step, names: Mapping[str, str]) -> Step:
    """The same with the project's ids for the suggestions that came along."""
    return replace(step, decisions=tuple(_with_id(d, names) for d in step.decisions))


def _with_id(decision: Decision, names: Mapping[str, str]) -> Decision:
    if not decision.item.startswith("s"):
        return decision
    if decision.item not in names:
        raise StoreError(f"A decision names {decision.item}, which did not come with its release.")
    return replace(decision, item=names[decision.item])


def recorded(entry: Entry, release_id: str, annotator: str, at: str) -> RecordedStep:
    """The row as everybody else knows it."""
    return RecordedStep(
        entry.number, release_id, entry.kind, annotator, at, entry.step, entry.target
    )


def write_scheme(db: Database, scheme: Scheme) -> None:
    """The label scheme of a new project."""
    db.table("labels").insert_all(
        {"position": i, "name": label.name, "meaning": label.meaning}
        for i, label in enumerate(scheme.labels, start=1)
    )
    db.table("attributes").insert_all(
        {"position": i, "name": name, "choices": plain_text(list(choices))}
        for i, (name, choices) in enumerate(scheme.attributes.items(), start=1)
    )
