"""The tables of a project, as migrations, and the triggers that keep what was decided."""

from __future__ import annotations

from typing import Any

from sqlite_utils import Database, Migrations

from annotator.model.fold import DOUBTFUL_BELOW
from annotator.store.chain import OF_SCHEME, link_all

APPLICATION_ID = 0x416E6E6F
"""Marks a SQLite file as a project ("Anno")."""

migrations = Migrations("annotator")

_KEPT = {
    "steps": "a step is never changed",
    "releases": "a release is never changed",
    "runs": "a run is never changed",
    "suggestions": "a suggestion is never changed",
}
_KEYS = {"releases": "number", "runs": "number", "suggestions": "number"}


@migrations()
def first_tables(db: Database) -> None:
    """Releases, suggestions, steps, the scheme, and what is derived from them."""
    _create_releases(db)
    _create_suggestions(db)
    _create_steps(db)
    _create_scheme(db)
    _create_derived(db)
    _protect(db)


@migrations()
def suggestion_reasons(db: Database) -> None:
    """Why a suggestion was made; the rows that are there keep what they say and gain ''."""
    db.execute("ALTER TABLE suggestions ADD COLUMN reason TEXT NOT NULL DEFAULT ''")


@migrations()
def chosen_languages(db: Database) -> None:
    """Languages that were chosen for releases after their import; the last one counts."""
    columns = {"number": int, "release": int, "language": str, "annotator": int, "at": str}
    links = [("release", "releases", "number"), ("annotator", "annotators", "number")]
    _create(db, "languages", columns, "number", foreign_keys=links)
    db.table("languages").create_index(["release"])
    _keep(db, "languages", "a chosen language is never changed")
    _keep_key(db, "languages", "number", "a chosen language is never changed")


@migrations()
def limit_of_doubt(db: Database) -> None:
    """The score below which suggestions are doubtful: what the counts of the queue were made by."""
    _create(db, "limits", {"number": int, "doubtful_below": float}, "number")
    db.table("limits").insert({"number": 1, "doubtful_below": DOUBTFUL_BELOW})


@migrations()
def acts_over_releases(db: Database) -> None:
    """Steps from `first` to `last` that were written as one act; other steps stand for themselves.

    An act is bound together when it is written: later its steps could not be chosen any more.
    """
    links = [("first", "steps", "number"), ("last", "steps", "number")]
    _create(db, "acts", {"first": int, "last": int}, "first", foreign_keys=links)
    _keep(db, "acts", "an act is never changed")
    _keep_key(db, "acts", "first", "an act is never changed")
    wrong = (
        "NEW.last IS NOT (SELECT max(number) FROM steps) OR NEW.first >= NEW.last"
        " OR NEW.first <= (SELECT coalesce(max(last), 0) FROM acts) OR EXISTS"
        " (SELECT 1 FROM steps WHERE number BETWEEN NEW.first AND NEW.last AND kind <> 'do')"
    )
    _refuse(db, "acts_of_new_steps", "INSERT ON acts", wrong, "an act is made of the newest steps")


@migrations()
def chained_rows(db: Database) -> None:
    """A link for every row that is never changed; what is there already is linked as it stands."""
    columns = {"number": int, "kind": str, "row": int, "hash": bytes}
    _create(db, "links", columns, "number")
    link_all(db.conn, "release", "run", "step", "language", "act")
    _keep(db, "links", "a link is never changed")
    _keep_key(db, "links", "number", "a link is never changed")
    not_next = "NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM links)"
    _refuse(db, "links_in_order", "INSERT ON links", not_next, "a link only follows the last one")


@migrations()
def kept_scheme(db: Database) -> None:
    """The label scheme is kept and linked as well, and the end of the chain is remembered."""
    for table, reason in (("labels", "a label"), ("attributes", "an attribute")):
        _keep(db, table, f"{reason} is never changed")
        _keep_key(db, table, "position", f"{reason} is never changed")
    link_all(db.conn, *OF_SCHEME)


PRESENTED = {
    suggestion_reasons.__name__: (
        "CREATE TEMP VIEW suggestions AS SELECT *, '' AS reason FROM main.suggestions"
    ),
    chosen_languages.__name__: (
        "CREATE TEMP VIEW languages AS"
        " SELECT 0 AS number, 0 AS release, '' AS language, 0 AS annotator, '' AS at WHERE FALSE"
    ),
    limit_of_doubt.__name__: (
        f"CREATE TEMP VIEW limits AS SELECT 1 AS number, {DOUBTFUL_BELOW} AS doubtful_below"
    ),
    acts_over_releases.__name__: (
        "CREATE TEMP VIEW acts AS SELECT 0 AS first, 0 AS last WHERE FALSE"
    ),
    chained_rows.__name__: (
        "CREATE TEMP VIEW links AS"
        " SELECT 0 AS number, '' AS kind, 0 AS row, x'' AS hash WHERE FALSE"
    ),
    kept_scheme.__name__: "",  # a reader misses nothing
}
"""By migration, a view that shows a project without it as if it had been applied.

It stands in the reader's memory and hides the table of that name; the file stays as it is.
"""


def _create(db: Database, name: str, columns: dict[str, Any], pk: str, **options: Any) -> None:
    optional = options.pop("optional", ())
    required = {column for column in columns if column != pk and column not in optional}
    db.table(name).create(columns, pk=pk, not_null=required, strict=True, **options)


def _create_releases(db: Database) -> None:
    # The text stands last, so that reading a title does not walk through it.
    columns = ("sha256", "title", "publisher", "date", "url", "language", "extra", "imported_at")
    _create(db, "releases", {"number": int, **dict.fromkeys(columns, str), "text": str}, "number")
    db.table("releases").create_index(["sha256"], unique=True)


def _create_suggestions(db: Database) -> None:
    _create(db, "suggesters", {"number": int, "name": str, "version": str}, "number")
    db.table("suggesters").create_index(["name", "version"], unique=True)
    runs = {"number": int, "release": int, "at": str, "seconds": float, "error": str}
    to_release = ("release", "releases", "number")
    _create(db, "runs", runs, "number", optional=["error"], foreign_keys=[to_release])
    db.table("runs").create_index(["release"])
    suggestions = {
        "number": int,
        "run": int,
        "release": int,
        "layer": str,
        "record": str,
        "suggester": int,
        "rule": str,
        "score": float,
    }
    links = [("run", "runs", "number"), to_release, ("suggester", "suggesters", "number")]
    _create(db, "suggestions", suggestions, "number", foreign_keys=links)
    db.table("suggestions").create_index(["run"])


def _create_steps(db: Database) -> None:
    """`done` and `undone` are explained in `annotator.store.history`."""
    _create(db, "annotators", {"number": int, "name": str}, "number")
    db.table("annotators").create_index(["name"], unique=True)
    steps = {
        "number": int,
        "release": int,
        "kind": str,
        "annotator": int,
        "at": str,
        "step": str,
        "target": int,
        "done": int,
        "undone": int,
    }
    _create(
        db,
        "steps",
        steps,
        "number",
        optional=["step", "target", "done", "undone"],
        foreign_keys=[
            ("release", "releases", "number"),
            ("annotator", "annotators", "number"),
            ("target", "steps", "number"),
            ("done", "steps", "number"),
            ("undone", "steps", "number"),
        ],
    )
    db.table("steps").create_index(["release"])


def _create_scheme(db: Database) -> None:
    _create(db, "labels", {"position": int, "name": str, "meaning": str}, "position")
    db.table("labels").create_index(["name"], unique=True)
    _create(db, "attributes", {"position": int, "name": str, "choices": str}, "position")


def _create_derived(db: Database) -> None:
    """What the queue shows, in small rows that follow from the rest; a check compares."""
    progress = {
        "release": int,
        "sha256": str,
        "title": str,
        "publisher": str,
        "date": str,
        "search": str,
        "state": str,
        "open": int,
        "judged": int,
        "doubtful": int,
        "suggested": int,
    }
    _create(db, "progress", progress, "release")
    db.execute(
        "CREATE INDEX waiting ON progress(release) WHERE suggested = 0 AND state <> 'finished'"
    )
    db.execute("CREATE INDEX unfinished ON progress(release) WHERE state <> 'finished'")
    counted = ("releases", "open", "judged", "doubtful", "waiting")
    _create(db, "totals", {"state": str, **dict.fromkeys(counted, int)}, "state")
    db.table("totals").insert_all(
        {"state": state, **dict.fromkeys(counted, 0)} for state in ("new", "started", "finished")
    )
    _create(db, "claimers", {"name": str, "last_used": int}, "name")
    db.table("claimers").create_index(["last_used"])
    for event, rows in (("INSERT", ["NEW"]), ("UPDATE", ["OLD", "NEW"]), ("DELETE", ["OLD"])):
        changes = " ".join(_count(row) for row in rows)
        db.execute(f"CREATE TRIGGER count_{event} AFTER {event} ON progress BEGIN {changes} END")


def _count(row: str) -> str:
    """SQL that takes a row of `progress` into the totals (NEW) or out of them (OLD)."""
    sign = "+" if row == "NEW" else "-"
    return f"""
        UPDATE totals SET releases = releases {sign} 1, open = open {sign} {row}.open,
            judged = judged {sign} {row}.judged, doubtful = doubtful {sign} {row}.doubtful,
            waiting = waiting {sign} ({row}.suggested = 0 AND {row}.state <> 'finished')
        WHERE state = {row}.state;"""


def _protect(db: Database) -> None:
    """Refuse to change what was imported, suggested or decided, whatever program tries.

    REPLACE deletes a row without its delete trigger where recursive triggers are off, so an insert
    over an existing row is refused too.
    """
    for table, reason in _KEPT.items():
        _keep(db, table, reason)
    for table, key in _KEYS.items():
        _keep_key(db, table, key, _KEPT[table])
    twice = "EXISTS (SELECT 1 FROM releases WHERE sha256 = NEW.sha256)"
    _refuse(db, "releases_once", "INSERT ON releases", twice, "this text is already there")
    not_next = "NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM steps)"
    _refuse(db, "steps_in_order", "INSERT ON steps", not_next, "a step only follows the last one")


def _keep(db: Database, table: str, reason: str) -> None:
    for verb in ("UPDATE", "DELETE"):
        _refuse(db, f"{table}_no_{verb.lower()}", f"{verb} ON {table}", "1", reason)


def _keep_key(db: Database, table: str, key: str, reason: str) -> None:
    taken = f"EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})"
    _refuse(db, f"{table}_no_replace", f"INSERT ON {table}", taken, reason)


def _refuse(db: Database, name: str, event: str, condition: str, reason: str) -> None:
    db.execute(
        f"CREATE TRIGGER {name} BEFORE {event} WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{reason}'); END"
    )
