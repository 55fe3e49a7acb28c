"""Rows that were saved, written into a new project: numbered, linked and folded anew."""

from __future__ import annotations

from collections import ChainMap, defaultdict
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from sqlite3 import IntegrityError

from sqlite_utils import Database

from annotator.model.errors import AnnotatorError
from annotator.model.plain import record_from_plain
from annotator.model.records import text_hash
from annotator.model.steps import Step
from annotator.store import history, reading
from annotator.store.errors import MisshapenError
from annotator.store.history import Entry
from annotator.store.kept import KeptFolds
from annotator.store.reading import from_json, step_of
from annotator.store.salvage import Row
from annotator.store.writing import (
    annotator_number,
    check_inside,
    recorded,
    remember_claimers,
    suggester_row,
    write_progress,
    write_step,
)

_By = tuple[str, str]
"""Who did something, and when."""
_EXTRA = 5
"""Where of what is known of a release that stands for which there is no column."""
_BROKEN = (AnnotatorError, IntegrityError, ValueError, KeyError, TypeError, AttributeError)
"""What a row raises that reads well and makes no sense."""


class Refill:
    """Fills a new project; every method says whether the row fits what is there already.

    Where a step is missing, those after it move up, and the additions of its release are counted
    anew. An undo of a step that others stand on says that those were undone too: it is written for
    each of them.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self._kept = KeptFolds(db.conn)
        self._releases: dict[int, int] = {}
        """New numbers by old ones, as for the steps."""
        self._steps: dict[int, int] = {}
        self._done: list[int] = []
        self._undone: list[int] = []
        self._additions: defaultdict[int, dict[str, str]] = defaultdict(dict)
        self._count: dict[int, int] = {}

    def take_release(self, old: int, row: Row) -> bool:
        """A release; a text that is not the imported one is kept under the hash that it has.

        Where what else is known of it cannot be read, that alone is lost.
        """
        _, *about, text = row
        about[_EXTRA] = _mapping(about[_EXTRA])
        try:
            found = self._db.conn.execute(
                "INSERT INTO releases (sha256, title, publisher, date, url, language, extra,"
                " imported_at, text) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [text_hash(text), *about, text],
            )
        except _BROKEN:
            return False
        self._releases[old] = int(found.lastrowid or 0)
        return True

    def take_language(self, row: Row) -> bool:
        """A language that was chosen."""
        release, language, annotator, at = row
        db = self._db.conn
        try:
            db.execute(
                "INSERT INTO languages (release, language, annotator, at) VALUES (?, ?, ?, ?)",
                [self._releases[release], language, annotator_number(db, annotator), at],
            )
        except _BROKEN:
            return False
        return True

    def take_run(
        self, number: int, row: Row, suggestions: Iterable[tuple[int, Row | None]]
    ) -> list[int] | None:
        """A run; those of its suggestions that do not fit, or None where it does not itself."""
        old, at, seconds, error = row
        db = self._db.conn
        try:
            release = self._releases[old]
            db.execute(
                "INSERT INTO runs (number, release, at, seconds, error) VALUES (?, ?, ?, ?, ?)",
                [number, release, at, seconds, error],
            )
        except _BROKEN:
            return None
        length = len(reading.release_as_it_is(db, release).text)
        return [
            suggestion
            for suggestion, found in suggestions
            if found is None
            or not self._take_suggestion(suggestion, found, (number, release), length)
        ]

    def _take_suggestion(self, number: int, row: Row, place: tuple[int, int], length: int) -> bool:
        name, version, layer, record, rule, score, reason = row
        db = self._db.conn
        try:
            check_inside(record_from_plain(from_json(record)).spans(), length)
            suggester = suggester_row(db, f"{name}@{version}" if version else name)
            db.execute(
                "INSERT INTO suggestions (number, run, release, layer, record, suggester, rule,"
                " score, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [number, *place, layer, record, suggester, rule, score, reason],
            )
        except _BROKEN:
            return False
        return True

    def take_step(self, old: int, row: Row) -> bool:
        """A step, undo or redo."""
        release, kind, annotator, at, plain, target, done = row
        try:
            if kind == "do":
                step = step_of(plain)
                self._do(old, self._releases[release], step, (annotator, at), is_own=done == old)
            else:
                self._turn(kind, self._steps[target], (annotator, at))
        except _BROKEN:
            return False
        return True

    def _do(self, old: int, release: int, step: Step, by: _By, *, is_own: bool) -> None:
        db, renamed_step = self._db.conn, self._renamed(release, step)
        if is_own:
            entry = history.next_do(db, release, renamed_step)
        else:
            (entry,) = history.next_imports(db, release, [renamed_step])
        self._write(entry, by, entry.number if is_own else 0)
        self._steps[old] = entry.number
        for decision, renamed in zip(step.decisions, entry.step.decisions, strict=True):
            if decision.verb == "add":
                self._additions[release][decision.item] = renamed.item
        self._count[release] = self._count.get(release, 0) + _additions_in(step)
        if is_own:
            self._done.append(entry.number)
            self._undone.clear()

    def _turn(self, kind: history.TurnKind, target: int, by: _By) -> None:
        """Turn steps back, or do them again, up to and with `target`. Raise `ValueError`."""
        source, goal = (self._done, self._undone)
        if kind == "redo":
            source, goal = goal, source
        source.index(target)  # one that does not stand cannot be turned back
        while target in source:
            entry = history.next_turned(self._db.conn, kind)
            if entry is None:
                return
            self._write(entry, by, entry.number)
            goal.append(source.pop())

    def _write(self, entry: Entry, by: _By, used: int) -> None:
        db = self._db.conn
        release_id = reading.id_of(db, entry.release)
        held = self._kept.keep(release_id)
        try:
            for decision in entry.step.decisions:
                if decision.record is not None:
                    check_inside(decision.record.spans(), held.length)
            held.fold.apply(recorded(entry, release_id, *by))
            write_step(db, entry, *by)
        except _BROKEN:
            self._kept.forget(release_id)
            raise
        if entry.kind != "undo":
            remember_claimers(db, entry.step, used, held.fold)

    def _renamed(self, release: int, step: Step) -> Step:
        """The same with the names that additions have here. Raise `KeyError` for a lost one."""
        names = ChainMap[str, str]({}, self._additions[release])
        number = self._count.get(release, 0)
        for decision in step.decisions:
            if decision.verb == "add":
                number += 1
                names[decision.item] = f"a{number}"
        chosen = step.selection.item
        if chosen is not None and not chosen.startswith("s"):
            chosen = names.get(chosen)
        decisions = tuple(
            d if d.item.startswith("s") else replace(d, item=names[d.item]) for d in step.decisions
        )
        return replace(step, decisions=decisions, selection=replace(step.selection, item=chosen))

    def take_act(self, first: int, last: int) -> None:
        """Bind what is left of an act; its last step must be the newest there is."""
        left = [self._steps[old] for old in range(first, last + 1) if old in self._steps]
        if len(left) > 1 and left[-1] == history.last_number(self._db.conn):
            history.write_act(self._db.conn, left[0], left[-1])

    def finish(self) -> None:
        """Make the queue from what is there."""
        db = self._db.conn
        for number in self._releases.values():
            release = reading.release_as_it_is(db, number)
            write_progress(db, number, release, reading.read_fold(db, number, release.id))


def _mapping(plain: str) -> str:
    """What is JSON of an object, as it is; an empty one for all else."""
    with suppress(MisshapenError):
        if isinstance(from_json(plain), dict):
            return plain
    return "{}"


def _additions_in(step: Step) -> int:
    return sum(decision.verb == "add" for decision in step.decisions)
