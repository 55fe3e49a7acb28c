"""Writing a file of training data so that it is either whole and checked, or not there.

Everything goes to a hidden file in the same folder, to the disk, is read again and compared with
what was meant. A receipt says what is in it; when both are on the disk, they take their names.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

from annotator.formats.errors import CancelledError, ExportError
from annotator.model.fold import Fold, Item
from annotator.model.overlaps import overlapping_entities
from annotator.model.records import Entity, Release
from annotator.model.scheme import Scheme

RECEIPT = "annotator-receipt/1"
Folded = Iterable[tuple[Release, Fold]]
Progress = Callable[[int], None]
"""Hears how many releases are done; one counts half when written, whole when read again."""
Cancelled = Callable[[], bool]
"""Whether the person wants no export any more; asked after each release."""


@dataclass(frozen=True, slots=True)
class About:
    """Where the data come from, for the receipt: `last_step` is the newest step in them."""

    project: str
    last_step: int
    scheme: Scheme
    program: str
    suggesters: tuple[str, ...] = ()


@dataclass(slots=True)
class Census:
    """What went into a file: releases by state, items by layer and status, labels that stand.

    `overlaps` lists every two standing entities that share text: not every trainer takes them.
    """

    states: Counter[str] = field(default_factory=Counter)
    entities: Counter[str] = field(default_factory=Counter)
    claims: Counter[str] = field(default_factory=Counter)
    labels: Counter[str] = field(default_factory=Counter)
    overlaps: list[dict[str, Any]] = field(default_factory=list)

    def add(self, release: Release, stands: Fold) -> None:
        """Count one release; what says nothing has never been."""
        self.states[stands.state] += 1
        for pair in overlapping_entities(stands):
            entities = [_entity_says(item, release.text) for item in pair]
            self.overlaps.append({"release": release.id, "entities": entities})
        for item in stands.items.values():
            if item.is_void:
                continue
            if isinstance(item.record, Entity):
                self.entities[item.status] += 1
                self.labels[item.record.label] += item.stands
            else:
                self.claims[item.status] += 1

    def to_plain(self) -> dict[str, Any]:
        """Numbers by name, in the order of the alphabet."""
        return {
            "releases": self.states.total(),
            "states": _sorted(self.states),
            "entities": _sorted(self.entities),
            "claims": _sorted(self.claims),
            "labels": _sorted(self.labels),
            "overlaps": len(self.overlaps),
        }


def _entity_says(item: Item, text: str) -> dict[str, Any]:
    assert isinstance(item.record, Entity)
    span, label = item.record.span, item.record.label
    return {"id": item.id, "label": label, **span._asdict(), "text": span.text(text)}


def _sorted(counter: Counter[str]) -> dict[str, int]:
    return {name: counter[name] for name in sorted(counter) if counter[name]}


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was written: the file, its SHA-256, its size in bytes and all that `plain` says."""

    path: Path
    sha256: str
    size: int
    plain: Mapping[str, Any]

    @property
    def receipt_path(self) -> Path:
        """Where the receipt stands."""
        return receipt_path(self.path)

    def told(self) -> str:
        """The whole in a sentence, and what a trainer may refuse in another."""
        counts = self.plain["counts"]
        written = f"Exported {counts['releases']} releases to {self.path}"
        overlaps = counts["overlaps"]
        pairs = "pair of entities overlaps" if overlaps == 1 else "pairs of entities overlap"
        return f"{written}. {overlaps} {pairs}: the receipt lists them" if overlaps else written


def receipt_path(path: Path) -> Path:
    """The receipt of an exported file: ``name.jsonl`` has ``name.jsonl.receipt.json``."""
    return path.with_name(path.name + ".receipt.json")


def receipt(path: Path, kind: str, about: About, census: Census, digest: str, size: int) -> Receipt:
    """The receipt of a file of format `kind` with this SHA-256."""
    scheme = about.scheme
    plain = {
        "receipt": RECEIPT,
        "file": path.name,
        "format": kind,
        "sha256": digest,
        "bytes": size,
        "written_at": datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "project": about.project,
        "last_step": about.last_step,
        "counts": census.to_plain(),
        "overlaps": census.overlaps,
        "program": about.program,
        "suggesters": list(about.suggesters),
        "scheme": {
            "labels": {label.name: label.meaning for label in scheme.labels},
            "attributes": {name: list(values) for name, values in scheme.attributes.items()},
        },
    }
    return Receipt(path, digest, size, plain)


@contextmanager
def replacing(path: Path) -> Iterator[tuple[BinaryIO, BinaryIO]]:
    """Hidden files for `path` and its receipt that take their places when the block ends well.

    Otherwise nothing is left of either. Raise `ExportError` when the disk refuses.
    """
    hidden = {place: _hidden(place) for place in (path, receipt_path(path))}
    try:
        with ExitStack() as opened:
            data, beside = (opened.enter_context(file.open("w+b")) for file in hidden.values())
            yield data, beside
            to_disk(data)
            to_disk(beside)
        _refuse_folders(hidden)
        for place, file in hidden.items():
            file.replace(place)
        _folder_to_disk(path.parent)
    except OSError as error:
        reason = error.strerror or str(error)
        raise ExportError(f"{path} could not be written: {reason}.") from error
    finally:
        for file in hidden.values():
            file.unlink(missing_ok=True)


def _hidden(place: Path) -> Path:
    return place.with_name(f".{place.name}.{os.getpid()}.part")


def _refuse_folders(places: Iterable[Path]) -> None:
    """Find out before the first file takes its place that another one cannot take its own."""
    for place in places:
        if place.is_dir():
            raise ExportError(f"{place} is a folder; rename it, or export to another place.")


def to_disk(file: BinaryIO) -> None:
    """Wait until what was written is on the disk."""
    file.flush()
    os.fsync(file.fileno())


def _folder_to_disk(folder: Path) -> None:
    if os.name != "posix":
        return  # only there can a folder be opened and synced
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_receipt(file: BinaryIO, written: Receipt) -> None:
    """Write what the receipt says."""
    file.write(json.dumps(written.plain, ensure_ascii=False, indent=2).encode("utf-8") + b"\n")


def stop_if(cancelled: Cancelled) -> None:
    """Raise `CancelledError` when the person wants no more."""
    if cancelled():
        raise CancelledError("The export was stopped; nothing was written.")


def digest_of(file: BinaryIO) -> tuple[str, int]:
    """SHA-256 and size of a whole file."""
    file.seek(0)
    hashed = sha256()
    size = 0
    while block := file.read(1 << 20):
        hashed.update(block)
        size += len(block)
    return hashed.hexdigest(), size
