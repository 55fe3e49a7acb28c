"""Values into rows. Everything here runs inside a transaction of the caller."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from sqlite3 import Connection
from typing import NamedTuple

from sqlite_utils import Database

from annotator.model.fold import Fold, Item, fold
from annotator.model.plain import Incoming, record_to_plain, step_to_plain
from annotator.model.records import Claim, Release, Suggestion
from annotator.model.scheme import Scheme
from annotator.model.steps import Decision, RecordedStep, Step, StoredSuggestion
from annotator.store.connection import now
from annotator.store.errors import StoreError
from annotator.store.history import Entry, next_imports
from annotator.store.queue import searchable
from annotator.store.reading import read_fold, read_limit

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_INSERT_RELEASE = (
    "INSERT INTO releases"
    " (sha256, title, publisher, date, url, language, extra, imported_at, text)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_INSERT_SUGGESTION = (
    "INSERT INTO suggestions"
    " (number, run, release, suggester, layer, record, rule, score, reason)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_INSERT_STEP = (
    "INSERT INTO steps (number, release, kind, annotator, at, step, target, done, undone)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_HAS_STEPS = "EXISTS (SELECT 1 FROM steps WHERE steps.release = progress.release)"
_COUNT_DOUBTFUL = f"""
    UPDATE progress SET doubtful = (
        SELECT count(*) FROM suggestions WHERE score < ?
        AND run = (SELECT max(number) FROM runs WHERE runs.release = progress.release)
    ) WHERE open > 0 AND NOT {_HAS_STEPS}"""
"""Where nobody decided anything, all suggestions of the newest run are open."""
_MOVE_PROGRESS = """
    UPDATE progress SET state = ?, open = open + ?, judged = judged + ?, doubtful = doubtful + ?
    WHERE release = ?"""
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


def write_release(db: Connection, release: Release) -> int:
    """One release; its row number."""
    row = [
        *(release.id, release.title, release.publisher, release.date, release.url),
        *(release.language, plain_text(dict(release.extra)), now(), release.text),
    ]
    return db.execute(_INSERT_RELEASE, row).lastrowid or 0


def write_run(
    db: Connection,
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
    run = db.execute(
        "INSERT INTO runs (release, at, seconds, error) VALUES (?, ?, ?, ?)",
        [release, now(), seconds, error],
    ).lastrowid
    suggesters = {name: suggester_row(db, name) for name in {s.suggester for s in suggestions}}
    (last,) = db.execute("SELECT coalesce(max(number), 0) FROM suggestions").fetchone()
    numbers = list(range(last + 1, last + 1 + len(suggestions)))
    db.executemany(
        _INSERT_SUGGESTION,
        (
            (number, run, release, suggesters[suggestion.suggester], *_suggestion_row(suggestion))
            for number, suggestion in zip(numbers, suggestions, strict=True)
        ),
    )
    return numbers


def _suggestion_row(suggestion: Suggestion) -> tuple[str, str, str, float, str]:
    record = suggestion.record
    said = plain_text(record_to_plain(record))
    return record.layer, said, suggestion.rule, suggestion.score, suggestion.reason


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
    db.execute(_INSERT_STEP, _step_row(entry, annotator_number(db, annotator), at))


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
        _INSERT_STEP,
        ((number, release, "do", who, at, plain, None, number, None)
         for number, release, plain in steps),
    )  # fmt: skip


def move_progress(db: Connection, moves: Iterable[tuple[str | int, ...]]) -> None:
    """Take steps into progress: of each its state after, changes of the counts, release's row."""
    db.executemany(_MOVE_PROGRESS, moves)


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


def write_incoming(db: Connection, incoming: Incoming, annotator: str) -> None:
    """A release with all that came with it. Raise `StoreError` or `FoldError`."""
    write_known(db, write_release(db, incoming.release), incoming, annotator)


def write_known(db: Connection, number: int, incoming: Incoming, annotator: str) -> None:
    """What came with the release in row `number`. Raise `StoreError` or `FoldError`."""
    release, suggestions = incoming.release, incoming.suggestions
    length = len(release.text)
    if not suggestions and not incoming.steps:
        write_progress(db, number, release, Fold())
        return
    rows = write_run(db, number, length, suggestions, 0.0) if suggestions else []
    names = [f"s{row}" for row in rows]
    steps = _write_past(db, number, incoming, names, annotator)
    stands = fold(map(StoredSuggestion, names, suggestions), steps, read_limit(db))
    if stands.state == "finished" and not suggestions:
        write_run(db, number, length, (), 0.0)  # judged without any, also if it is taken up again
    write_progress(db, number, release, stands)
    for past in steps:
        remember_claimers(db, past.step, 0, stands)


def _write_past(
    db: Connection, number: int, incoming: Incoming, names: Sequence[str], annotator: str
) -> list[RecordedStep]:
    """The steps that came with a release; decisions get the ids of `names` for suggestions."""
    release = incoming.release
    ours = {f"s{place}": name for place, name in enumerate(names, start=1)}
    steps = [_renamed(past.step, ours) for past in incoming.steps]
    _check_decisions(steps, len(release.text))
    who = [(past.annotator or annotator, past.at or now()) for past in incoming.steps]
    rows = {name: annotator_number(db, name) for name in dict.fromkeys(name for name, _ in who)}
    told = list(zip(next_imports(db, number, steps), who, strict=True))
    db.executemany(_INSERT_STEP, (_step_row(entry, rows[name], at) for entry, (name, at) in told))
    return [recorded(entry, release.id, name, at) for entry, (name, at) in told]


def _check_decisions(steps: Iterable[Step], length: int) -> None:
    for step in steps:
        for decision in step.decisions:
            if decision.record is not None:
                check_inside(decision.record.spans(), length)


def _renamed(step: Step, names: Mapping[str, str]) -> Step:
    """The same with the project's ids for the suggestions that came along."""
    decisions = tuple(_with_id(decision, names) for decision in step.decisions)
    return Step(step.command, decisions, step.selection, step.state, step.seconds)


def _with_id(decision: Decision, names: Mapping[str, str]) -> Decision:
    if not decision.item.startswith("s"):
        return decision
    if decision.item not in names:
        raise StoreError(f"A decision names {decision.item}, which did not come with its release.")
    said = decision.record, decision.was, decision.seen, decision.blind
    return Decision(decision.verb, names[decision.item], *said)


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
