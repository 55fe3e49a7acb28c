"""Releases on their way in, with all that is known of them: gathered, then written table by table.

Everything here runs inside a transaction of the caller.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from sqlite3 import Connection

from annotator.model.fold import Fold, fold
from annotator.model.plain import Incoming, PastStep, record_to_plain, step_to_plain
from annotator.model.records import Claim, Release, Suggestion
from annotator.model.steps import RecordedStep, Step, StoredSuggestion
from annotator.model.withdrawal import bring_back
from annotator.store.errors import StoreError
from annotator.store.history import tops
from annotator.store.reading import read_fold, read_limit, read_release
from annotator.store.writing import (
    INSERT_PROGRESS,
    INSERT_STEP,
    REMEMBER_CLAIMER,
    annotator_number,
    check_inside,
    has_runs,
    plain_text,
    progress_values,
    suggester_row,
)

_Row = tuple[object, ...]
_INSERT_RELEASE = (
    "INSERT INTO releases"
    " (number, sha256, title, publisher, date, url, language, extra, imported_at, text)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_TWIN = """
    SELECT number, title, EXISTS (SELECT 1 FROM progress WHERE release = number)
    FROM releases WHERE sha256 = ?"""
_INSERT_RUN = "INSERT INTO runs (number, release, at, seconds, error) VALUES (?, ?, ?, ?, ?)"
_INSERT_SUGGESTION = (
    "INSERT INTO suggestions"
    " (number, run, release, suggester, layer, record, rule, score, reason)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


class _Table:
    """Rows that are to be written at once; each gets the number after the last one."""

    def __init__(self, db: Connection, name: str, insert: str) -> None:
        (last,) = db.execute(f"SELECT coalesce(max(number), 0) FROM {name}").fetchone()
        self._last = int(last)
        self._insert = insert
        self._rows: list[_Row] = []

    def add(self, *row: object) -> int:
        """One more row; its number."""
        self._last += 1
        self._rows.append((self._last, *row))
        return self._last

    def write(self, db: Connection) -> None:
        """All of them into the file."""
        db.executemany(self._insert, self._rows)


class Intake:
    """What comes in within one transaction, at `at`; nothing is in the file before `write`."""

    def __init__(self, db: Connection, annotator: str, at: str) -> None:
        self._db, self._annotator, self._at = db, annotator, at
        self._limit = read_limit(db)
        self._tops = tops(db)
        self._releases = _Table(db, "releases", _INSERT_RELEASE)
        self._runs = _Table(db, "runs", _INSERT_RUN)
        self._suggestions = _Table(db, "suggestions", _INSERT_SUGGESTION)
        self._steps = _Table(db, "steps", INSERT_STEP)
        self._progress: list[Sequence[object]] = []
        self._titles: dict[str, str] = {}
        """Of the releases that were looked at here, by their ids."""
        self._claimers: dict[str, None] = {}
        self._suggester: Callable[[str], int] = cache(partial(suggester_row, db))
        self._annotators: Callable[[str], int] = cache(partial(annotator_number, db))

    def take(self, incoming: Incoming) -> tuple[str | None, bool]:
        """A release with all that came with it, or the title of the one with the same text.

        Where that one was withdrawn it comes back, as it was: then True. Raise `StoreError` or
        `FoldError`.
        """
        release = incoming.release
        if release.id in self._titles:
            return self._titles[release.id], False
        twin = self._db.execute(_TWIN, [release.id]).fetchone()
        self._titles[release.id] = release.title if twin is None else twin[1]
        if twin is None:
            self._known(self._released(release), incoming)
            return None, False
        number, title, is_in_queue = twin
        return title, not is_in_queue and self._bring_back(number, release.id)

    def _bring_back(self, number: int, release_id: str) -> bool:
        """Put the release in a row into the queue again, by a step; False when it is not out."""
        release = read_release(self._db, number)
        stands = read_fold(self._db, number, release_id)
        step = bring_back(release, stands)
        if step is None:
            return False
        for recorded in self._past(number, len(release.text), [PastStep(step)], ()):
            stands.apply(recorded)
        suggested = has_runs(self._db, number)
        self._progress.append(progress_values(number, release_id, release, stands, suggested))
        return True

    def _released(self, release: Release) -> int:
        return self._releases.add(
            *(release.id, release.title, release.publisher, release.date, release.url),
            *(release.language, plain_text(dict(release.extra)), self._at, release.text),
        )

    def take_known(self, number: int, incoming: Incoming) -> None:
        """What became known of the release in row `number`. Raise `StoreError` or `FoldError`.

        Its title and all else that was imported with it stay.
        """
        self._db.execute("DELETE FROM progress WHERE release = ?", [number])
        known = replace(incoming, release=read_release(self._db, number))
        self._known(number, known, has_runs(self._db, number))

    def _known(self, number: int, incoming: Incoming, has_run: bool = False) -> None:
        release, suggestions = incoming.release, incoming.suggestions
        length, stands = len(release.text), Fold()
        rows = self.run(number, length, suggestions, 0.0) if suggestions else []
        if suggestions or incoming.steps:
            steps = list(self._past(number, length, incoming.steps, rows))
            names = (f"s{place}" for place in range(1, len(suggestions) + 1))
            stands = fold(map(StoredSuggestion, names, suggestions), steps, self._limit)
            self._remember(stands)
        if stands.state == "finished" and not suggestions:
            self.run(number, length, (), 0.0)  # judged without any, also if it is taken up again
            has_run = True
        suggested = has_run or bool(suggestions)
        self._progress.append(progress_values(number, release.id, release, stands, suggested))

    def run(
        self,
        release: int,
        length: int,
        suggestions: Sequence[Suggestion],
        seconds: float,
        error: str | None = None,
    ) -> list[int]:
        """A run over the release in a row, of `length` code points; the numbers of its suggestions.

        Raise `StoreError` when one of them points outside the text.
        """
        for suggestion in suggestions:
            check_inside(suggestion.record.spans(), length)
        number = self._runs.add(release, self._at, seconds, error)
        return [
            self._suggestions.add(
                *(number, release, self._suggester(found.suggester), found.record.layer),
                *(plain_text(record_to_plain(found.record)), found.rule, found.score),
                found.reason,
            )
            for found in suggestions
        ]

    def _past(
        self, release: int, length: int, steps: Iterable[PastStep], rows: Sequence[int]
    ) -> Iterator[RecordedStep]:
        """Take steps that came along; they are handed out with the names that they came with."""
        names = {f"s{place}": f"s{row}" for place, row in enumerate(rows, start=1)}
        for past in steps:
            _check_decisions(past.step, length)
            who, at = past.annotator or self._annotator, past.at or self._at
            plain = _renamed(past.step, names)
            number = self._steps.add(
                release, "do", self._annotators(who), at, plain, None, *self._tops
            )
            yield RecordedStep(number, "", "do", who, at, past.step)

    def _remember(self, stands: Fold) -> None:
        """The claimers that were decided on; those that are known keep their place in the list."""
        for item in stands.items.values():
            if item.at is not None and item.stands and isinstance(item.record, Claim):
                self._claimers |= {item.record.claimer: None} if item.record.claimer else {}

    def write(self) -> None:
        """All of it into the file."""
        for table in (self._releases, self._runs, self._suggestions, self._steps):
            table.write(self._db)
        self._db.executemany(INSERT_PROGRESS, self._progress)
        self._db.executemany(REMEMBER_CLAIMER, ((name, 0) for name in self._claimers))


def _check_decisions(step: Step, length: int) -> None:
    for decision in step.decisions:
        if decision.record is not None:
            check_inside(decision.record.spans(), length)


def _renamed(step: Step, names: Mapping[str, str]) -> str:
    """The step as JSON, with the project's names for the suggestions that came along."""
    plain = step_to_plain(step)
    for decision in plain["decisions"]:
        item = decision["item"]
        if item.startswith("s"):
            if item not in names:
                raise StoreError(f"A decision names {item}, which did not come with its release.")
            decision["item"] = names[item]
    return plain_text(plain)
