"""Whether releases, suggestions and decisions are sound, and the queue says what they say."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from sqlite3 import Connection, Error

from annotator.model.errors import AnnotatorError
from annotator.model.fold import Fold, fold
from annotator.model.plain import record_from_plain
from annotator.model.records import Record, Release
from annotator.store import reading
from annotator.store.errors import ChangedTextError
from annotator.store.writing import progress_row

_EARLIER = f"""
    SELECT record FROM suggestions WHERE run IN (SELECT number FROM runs WHERE release = :release)
    AND run IS NOT
        (SELECT max(number) FROM runs WHERE release = :release AND NOT {reading.FAILED})"""
_SUMS = """
    SELECT state, count(*), sum(open), sum(judged), sum(doubtful),
        sum(suggested = 0 AND state <> 'finished') FROM progress GROUP BY state"""
_TOTALS = "SELECT state, releases, open, judged, doubtful, waiting FROM totals"


def release_faults(db: Connection, step: Callable[[], None]) -> Iterator[str]:
    """One sentence for everything that is wrong in a release, in import order."""
    for number, release_id in db.execute("SELECT number, sha256 FROM releases ORDER BY number"):
        try:
            yield from _faults_in(db, number, release_id)
        except ChangedTextError:
            told = f"The text of release {number:,} is not the one that was imported"
            yield f"{told}: it is no UTF-8."
        except (AnnotatorError, ValueError, KeyError, TypeError) as error:
            yield f"Release {number:,} cannot be folded: {str(error).rstrip('.')}."
        except Error as error:
            yield f"Release {number:,} cannot be read whole: {error}."
        step()


def _faults_in(db: Connection, number: int, release_id: str) -> Iterator[str]:
    release = reading.release_as_it_is(db, number)
    if release.id != release_id:
        yield f"The text of release {number:,} is not the one that was imported: its hash differs."
    suggestions = reading.read_suggestions(db, number)
    steps = reading.read_steps(db, number, release_id)
    length = len(release.text)
    for suggestion in suggestions:
        what = f"Suggestion {suggestion.id} of release {number:,}"
        yield from _outside(suggestion.suggestion.record, length, what)
    for (plain,) in db.execute(_EARLIER, {"release": number}):
        what = f"A suggestion of an earlier run over release {number:,}"
        yield from _outside(record_from_plain(reading.from_json(plain)), length, what)
    for row in steps:
        for decision in row.step.decisions:
            if decision.record is not None and row.target is None:
                yield from _outside(decision.record, length, f"A decision of step {row.number:,}")
    stands = fold(suggestions, steps, reading.read_limit(db))
    yield from _faults_in_queue(db, (number, release_id), release, stands)


def _faults_in_queue(
    db: Connection, place: tuple[int, str], release: Release, stands: Fold
) -> Iterator[str]:
    """Whether the queue says of a release what stands in it, and nothing of a withdrawn one."""
    number, release_id = place
    kept = db.execute("SELECT * FROM progress WHERE release = ?", [number]).fetchone()
    if kept is None and stands.state != "withdrawn":
        yield f"Release {number:,} is missing in the queue."
    elif kept is not None and stands.state == "withdrawn":
        yield f"The queue has release {number:,}, which was withdrawn."
    elif kept is not None and list(kept) != progress_row(db, number, release_id, release, stands):
        yield f"The queue says of release {number:,} what its suggestions and steps do not say."


def _outside(record: Record, length: int, what: str) -> Iterator[str]:
    for start, end in record.spans():
        if not 0 <= start < end <= length:
            yield f"{what} has the span {start}-{end}, outside its text of {length:,} characters."
            return


def queue_faults(db: Connection) -> Iterator[str]:
    """Whether the sums over the queue are those of its rows, and it has no row too many."""
    none = {state: (state, 0, 0, 0, 0, 0) for state in ("new", "started", "finished")}
    sums = none | {row[0]: row for row in db.execute(_SUMS)}
    if sorted(sums.values()) != sorted(db.execute(_TOTALS)):
        yield "The sums of the queue are not those of its rows."
    for (number,) in db.execute(
        "SELECT release FROM progress WHERE release NOT IN (SELECT number FROM releases)"
    ):
        yield f"The queue has a release {number:,} that the project does not have."
