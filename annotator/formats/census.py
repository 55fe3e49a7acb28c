"""What an export counts on its way: what is in the releases, what is lost, which files there are.

Lists that may be long are kept on the disk.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotator.formats.writing import Loss
from annotator.model.fold import Fold, Item
from annotator.model.overlaps import overlapping_entities
from annotator.model.records import Entity, Release
from annotator.model.steps import ReleaseState

FIRST = 20
"""So many of a long list are kept in memory too."""


class Spool:
    """A list that is written to the disk as it grows: plain values, one a line."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.count = 0
        self.first: list[Mapping[str, Any]] = []
        self._file = path.open("w", encoding="utf-8")

    def add(self, plain: Mapping[str, Any]) -> None:
        """Put one more at the end."""
        self._file.write(json.dumps(plain) + "\n")
        self.count += 1
        if len(self.first) < FIRST:
            self.first.append(plain)

    def lines(self) -> Iterator[str]:
        """Each as JSON on one line; nothing can be added any more."""
        self._file.close()
        with self.path.open(encoding="utf-8") as lines:
            for line in lines:
                yield line.rstrip("\n")

    def close(self) -> None:
        """Let go of the file; twice does no harm."""
        self._file.close()


@dataclass(slots=True)
class Census:
    """What was in the releases of an export: their states, items by layer and status, labels.

    `left_out` counts what the person did not want. `overlaps` lists every two standing entities
    that share text: not every trainer takes them. `unread` lists the releases that are damaged.
    """

    overlaps: Spool
    unread: Spool
    states: Counter[str] = field(default_factory=Counter)
    parts: Counter[str] = field(default_factory=Counter)
    entities: Counter[str] = field(default_factory=Counter)
    claims: Counter[str] = field(default_factory=Counter)
    labels: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    annotators: set[str] = field(default_factory=set)

    def add(self, release: Release, stands: Fold, state: ReleaseState, part: str) -> None:
        """Count one release, in the state that it goes out in; what says nothing has never been."""
        self.states[state] += 1
        if part:
            self.parts[part] += 1
        for pair in overlapping_entities(stands):
            entities = [_entity_says(item, release.text) for item in pair]
            self.overlaps.add({"release": release.id, "entities": entities})
        for item in stands.items.values():
            if not item.is_void:
                self._count(item)

    def _count(self, item: Item) -> None:
        if item.annotator:
            self.annotators.add(item.annotator)
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
            "parts": _sorted(self.parts),
            "entities": _sorted(self.entities),
            "claims": _sorted(self.claims),
            "labels": _sorted(self.labels),
            "left_out": _sorted(self.left_out),
            "overlaps": self.overlaps.count,
            "unread": self.unread.count,
        }


def _entity_says(item: Item, text: str) -> dict[str, Any]:
    assert isinstance(item.record, Entity)
    span, label = item.record.span, item.record.label
    return {"id": item.id, "label": label, **span._asdict(), "text": span.text(text)}


def _sorted(counter: Counter[str]) -> dict[str, int]:
    return {name: counter[name] for name in sorted(counter) if counter[name]}


@dataclass(slots=True)
class Losses:
    """Every loss, kept on the disk, and how many there are of each kind."""

    spool: Spool
    kinds: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, loss: Loss) -> None:
        """Put down one more."""
        self.kinds[loss.what, loss.why] += 1
        place = {} if loss.span is None else loss.span._asdict()
        plain = {"release": loss.release, "item": loss.item, "what": loss.what, **place}
        if loss.span is not None:
            plain["text"] = loss.text
        plain["written_otherwise"] = loss.instead is not None
        if loss.written:
            plain["written"] = [{**at._asdict(), "text": words} for at, words in loss.written]
        self.spool.add({**plain, "why": loss.why})

    def by_kind(self) -> list[dict[str, Any]]:
        """What was lost how often and why, most frequent first."""
        return [
            {"what": what, "why": why, "times": times}
            for (what, why), times in sorted(self.kinds.items(), key=lambda k: (-k[1], k[0]))
        ]


@dataclass(frozen=True, slots=True)
class Tally:
    """All that an export has counted."""

    census: Census
    losses: Losses
    files: Spool

    def lists(self) -> dict[str, Spool]:
        """What may be long, by its name in the receipt."""
        return {
            "files": self.files,
            "unread": self.census.unread,
            "overlaps": self.census.overlaps,
            "losses": self.losses.spool,
        }
