"""Takes every row of a damaged project from where it can be had, and tells what is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sqlite_utils import Database

from annotator.store.audit import Finding
from annotator.store.chain import Kind, linking
from annotator.store.connection import transaction
from annotator.store.refill import Refill
from annotator.store.salvage import Row, Source

_PLURALS: dict[Kind, str] = {
    "release": "releases",
    "run": "runs of suggesters",
    "language": "chosen languages",
    "step": "steps",
    "act": "acts",
}
_BATCH = 500
Told = Callable[[int, int], None]
Take = Callable[[Source, int, Row], bool]


@dataclass(slots=True)
class Repaired:
    """What came of a repair: the new file, what is in it, and what is lost or doubtful."""

    name: str
    """The file that was to be repaired."""
    path: Path | None = None
    """The new file; None where none was needed."""
    was_sound: bool = False
    """Whether that one stands its check itself, and nothing was to be had from a backup."""
    kept: dict[str, int] = field(default_factory=dict)
    from_backup: dict[str, int] = field(default_factory=dict)
    """By the name of a backup, how many rows are from it."""
    lost: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    parted: list[str] = field(default_factory=list)
    """Backups that went another way than the project at some step."""
    left_out: list[str] = field(default_factory=list)
    """What lies beside the project and is not of it."""
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        """Whether the new file stood its check."""
        return all(finding.fine for finding in self.findings)

    @property
    def is_as_it_was(self) -> bool:
        """Whether nothing was lost, left out or taken from elsewhere."""
        return not (self.lost or self.changed or self.parted or self.from_backup)

    def told(self) -> Iterator[str]:
        """What people need to know, a sentence each."""
        yield from self.left_out
        if self.path is None:
            yield f"{self.name} is sound: there is nothing to repair, and nothing was written."
            yield "Go on with it; --out FILE writes a copy all the same."
            return
        if self.was_sound:
            yield f"{self.name} is sound: there was nothing to repair. Go on with it."
        kept = ", ".join(f"{count:,} {what}" for what, count in self.kept.items())
        yield f"Wrote {self.path}: {kept}."
        for backup, count in self.from_backup.items():
            yield f"{count:,} of these rows are from the backup {backup}."
        yield from self.lost
        yield from self.changed
        for backup in self.parted:
            yield f"The backup {backup} went on otherwise somewhere: what came then is only there."
        if not self.lost:
            yield "Nothing is known to be lost."
        yield from (finding.sentence for finding in self.findings if not finding.fine)
        if self.is_sound:
            old = self.name if self.was_sound else "The damaged one"
            yield f"The new file stood its check. {old} is as it was."

    def to_plain(self) -> dict[str, object]:
        """For scripts."""
        return {
            "file": None if self.path is None else str(self.path),
            "was_sound": self.was_sound,
            "kept": dict(self.kept),
            "from_backup": dict(self.from_backup),
            "lost": list(self.lost),
            "changed": list(self.changed),
            "parted": list(self.parted),
            "left_out": list(self.left_out),
            "sound": self.is_sound,
            "findings": [finding.to_plain() for finding in self.findings],
        }


class Saving:
    """Fills a new project from sources, of which the first one is the damaged file if it reads."""

    def __init__(self, db: Database, sources: list[Source], told: Told) -> None:
        self._db, self._sources, self._told = db, sources, told
        self._refill = Refill(db)
        self._tops = {kind: max(source.top(kind) for source in sources) for kind in _PLURALS}
        self._acts = dict(self._firsts_by_last())
        self._misfits: list[int] = []
        """Suggestions that cannot be read or make no sense."""

    def _firsts_by_last(self) -> Iterator[tuple[int, int]]:
        for first in range(1, self._tops["act"] + 1):
            for source in self._sources:
                row = source.row("act", first)
                if row is not None:
                    yield row[0], first

    def save(self, done: Repaired) -> None:
        """Releases, runs, languages and steps, and what follows from them."""
        self._save("release", self._take_release, done)
        self._save("run", self._take_run, done)
        self._save("language", self._take_language, done)
        self._save("step", self._take_step, done)
        with transaction(self._db):
            self._keep_limit()
            self._refill.finish()
        if self._misfits:
            done.lost.append(f"Lost: suggestions {_ranges(self._misfits)}.")

    def _save(self, kind: Kind, take: Take, done: Repaired) -> None:
        lost, changed, top = list[int](), list[int](), self._tops[kind]
        for start in range(1, top + 1, _BATCH):
            with transaction(self._db), linking(self._db.conn):
                for number in range(start, min(start + _BATCH, top + 1)):
                    taken = self._take(kind, number, take, done)
                    if taken is None:
                        lost.append(number)
                    elif not taken:
                        changed.append(number)
            self._told(min(start + _BATCH, top), top)
        lost = [number for number in lost if self._was_there(kind, number)]
        done.kept[_PLURALS[kind]] = done.kept.get(_PLURALS[kind], 0)
        if lost:
            done.lost.append(f"Lost: {_PLURALS[kind]} {_ranges(lost)}.")
        if changed:
            done.changed.append(
                f"Not as they were written, but kept as they read: {_PLURALS[kind]}"
                f" {_ranges(changed)}."
            )

    def _take(self, kind: Kind, number: int, take: Take, done: Repaired) -> bool | None:
        """Whether a row is as it was written, as far as can be told; None when it is lost."""
        source = self._source_of(kind, number)
        row = source.row(kind, number) if source is not None else None
        is_taken = source is not None and row is not None and take(source, number, row)
        if kind == "step" and number in self._acts:
            self._refill.take_act(self._acts[number], number)
        if source is None or not is_taken:
            return None
        done.kept[_PLURALS[kind]] = done.kept.get(_PLURALS[kind], 0) + 1
        if source.backup:
            done.from_backup[source.backup] = done.from_backup.get(source.backup, 0) + 1
        return source.is_proven(kind, number) or not self._is_linked(kind, number)

    def _source_of(self, kind: Kind, number: int) -> Source | None:
        """The first source that proves a row, else the first one in which it reads."""
        for source in self._sources:
            if source.is_proven(kind, number):
                return source
        return next((s for s in self._sources if s.row(kind, number) is not None), None)

    def _is_linked(self, kind: Kind, number: int) -> bool:
        return any((kind, number) in source.links for source in self._sources)

    def _was_there(self, kind: Kind, number: int) -> bool:
        """Releases and steps are numbered without gaps; of others there may have been none."""
        dense = kind in ("release", "step")
        return dense or self._is_linked(kind, number) or self._source_of(kind, number) is not None

    def _take_release(self, _source: Source, number: int, row: Row) -> bool:
        return self._refill.take_release(number, row)

    def _take_run(self, source: Source, number: int, row: Row) -> bool:
        misfits = self._refill.take_run(number, row, source.suggestions(number))
        self._misfits += misfits or []
        return misfits is not None

    def _take_language(self, _source: Source, _number: int, row: Row) -> bool:
        return self._refill.take_language(row)

    def _take_step(self, _source: Source, number: int, row: Row) -> bool:
        return self._refill.take_step(number, row)

    def _keep_limit(self) -> None:
        for source in self._sources:
            limit = source.limit()
            if limit is not None:
                self._db.conn.execute("UPDATE limits SET doubtful_below = ?", [limit])
                return


def _ranges(numbers: list[int]) -> str:
    """``3, 7 to 9`` for 3, 7, 8, 9."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and parts[-1][-1] == number - 1:
            parts[-1][1:] = [number]
        else:
            parts.append([number])
    return ", ".join(" to ".join(f"{number:,}" for number in part) for part in parts)
