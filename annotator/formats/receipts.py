"""The receipt of an export: what is in it, what is not and why, and who says so.

`receipt.json` is complete and written in constant memory; `RECEIPT.md` says the same to people,
with long lists cut short.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, TextIO

from annotator.formats.places import RECEIPT_JSON, RECEIPT_MD, Out
from annotator.formats.writing import About, Loss, Options
from annotator.model.fold import Fold, Item
from annotator.model.overlaps import overlapping_entities
from annotator.model.records import Entity, Release

RECEIPT = "annotator-receipt/2"
SHOWN = 20
"""Losses, files and overlaps that RECEIPT.md shows of each."""


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
        if len(self.first) < SHOWN:
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
    that share text: not every trainer takes them.
    """

    overlaps: Spool
    states: Counter[str] = field(default_factory=Counter)
    parts: Counter[str] = field(default_factory=Counter)
    entities: Counter[str] = field(default_factory=Counter)
    claims: Counter[str] = field(default_factory=Counter)
    labels: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    annotators: set[str] = field(default_factory=set)

    def add(self, release: Release, stands: Fold, part: str) -> None:
        """Count one release; what says nothing has never been."""
        self.states[stands.state] += 1
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
        self.spool.add({**plain, "written_otherwise": loss.instead is not None, "why": loss.why})

    def by_kind(self) -> list[dict[str, Any]]:
        """What was lost how often and why, most frequent first."""
        return [
            {"what": what, "why": why, "times": times}
            for (what, why), times in sorted(self.kinds.items(), key=lambda k: (-k[1], k[0]))
        ]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was written to `folder`: `plain` says it all but for the long lists in the file."""

    folder: Path
    plain: Mapping[str, Any]

    @property
    def receipt_path(self) -> Path:
        """Where the complete receipt stands."""
        return self.folder / RECEIPT_JSON

    @property
    def readable_path(self) -> Path:
        """Where the receipt for people stands."""
        return self.folder / RECEIPT_MD

    @property
    def unfinished(self) -> int:
        """So many releases were left out because nobody has finished them."""
        return int(self.plain["counts"]["left_out"].get("releases", 0))

    @property
    def lost(self) -> int:
        """So many losses there are beside the unfinished releases, each of which is one."""
        return int(self.plain["losses"]["total"]) - self.unfinished

    def without(self) -> str:
        """What ends a sentence on the releases: ", without 2 that are not finished", or nothing."""
        left = self.unfinished
        return (
            f", without {left:,} that {'is' if left == 1 else 'are'} not finished" if left else ""
        )

    def told(self) -> str:
        """The whole in a sentence, and what is lost or may be refused in another."""
        counts, without = self.plain["counts"], self.without()
        count = _counted(counts["releases"], "release")
        sentences = [f"Exported {count} to {self.folder}{without}"]
        if lost := self.lost:
            sentences.append(
                f"{_counted(lost, 'thing')} the format cannot say:"
                f" {RECEIPT_MD} lists {'it' if lost == 1 else 'them'}"
            )
        if overlaps := counts["overlaps"]:
            pairs = "pair of entities overlaps" if overlaps == 1 else "pairs of entities overlap"
            sentences.append(f"{overlaps} {pairs}: the receipt lists them")
        return ". ".join(sentences)


def _counted(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


@dataclass(frozen=True, slots=True)
class Kind:
    """What a receipt says of the format: its name, its checker, what it lacks altogether."""

    name: str
    checker: str
    never: Mapping[str, str]


def write_receipts(
    out: Out,
    kind: Kind,
    about: About,
    options: Mapping[str, Any],
    census: Census,
    losses: Losses,
    files: Spool,
    split: Mapping[str, Any] | None,
) -> dict[str, Any]:
    """Put `receipt.json` and `RECEIPT.md` beside the files; what they say, without long lists."""
    scheme = about.scheme
    plain: dict[str, Any] = {
        "receipt": RECEIPT,
        "format": kind.name,
        "project": about.project,
        "last_step": about.last_step,
        "written_at": _present(),
        "program": about.program,
        "checker": kind.checker,
        "options": dict(options),
        "counts": census.to_plain(),
        "never_said": dict(kind.never),
        "split": split and dict(split),
        "suggesters": list(about.suggesters),
        "annotators": sorted(census.annotators),
        "scheme": {
            "labels": {label.name: label.meaning for label in scheme.labels},
            "attributes": {name: list(values) for name, values in scheme.attributes.items()},
        },
    }
    lost = {"total": losses.spool.count, "by_kind": losses.by_kind()}
    with out.path(RECEIPT_JSON).open("w", encoding="utf-8") as file:
        _write_json(file, plain, files, census.overlaps, losses.spool, lost["by_kind"])
    whole = {**plain, "losses": lost}
    out.put(RECEIPT_MD, markdown(whole, files, losses.spool, census.overlaps).encode("utf-8"))
    return whole


def _present() -> str:
    """The time in UTC; what SOURCE_DATE_EPOCH says where files must come out the same each time."""
    said = os.environ.get("SOURCE_DATE_EPOCH", "")
    at = datetime.fromtimestamp(int(said), UTC) if said.isdecimal() else datetime.now(UTC)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _write_json(
    file: TextIO,
    plain: Mapping[str, Any],
    files: Spool,
    overlaps: Spool,
    losses: Spool,
    kinds: object,
) -> None:
    """One entry of a long list is one line, so that it can be read without reading all."""
    file.write(json.dumps(plain, ensure_ascii=False, indent=1)[:-2])
    file.write(f',\n "losses_by_kind": {json.dumps(kinds, ensure_ascii=False)}')
    for name, spool in (("files", files), ("overlaps", overlaps), ("losses", losses)):
        file.write(f',\n "{name}": [')
        before = "\n  "
        for line in spool.lines():
            file.write(before + line)
            before = ",\n  "
        file.write("]" if before == "\n  " else "\n ]")
    file.write("\n}\n")


def put_down_files(out: Out, files: Spool) -> None:
    """Name, size in bytes and SHA-256 of every file there is."""
    for name in out.names():
        digest, size = _digest_of(out.path(name))
        files.add({"file": name, "bytes": size, "sha256": digest})


def _digest_of(path: Path) -> tuple[str, int]:
    hashed, size = sha256(), 0
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            hashed.update(block)
            size += len(block)
    return hashed.hexdigest(), size


def options_to_plain(options: Options, finished_only: bool) -> dict[str, Any]:
    """What was wanted, as it was understood."""
    return {
        "finished_only": finished_only,
        "layers": sorted(options.layers),
        "open": options.open,
    }


def markdown(plain: Mapping[str, Any], files: Spool, losses: Spool, overlaps: Spool) -> str:
    """The receipt for people."""
    counts = plain["counts"]
    lines = [
        f"# {plain['project']} as {plain['format']}",
        "",
        f"- Written {plain['written_at']} by {plain['program']}, up to step {plain['last_step']}.",
        f"- Read again and compared, item by item, with {plain['checker']}.",
        f"- {_counted(counts['releases'], 'release')}: {_listing(counts['states'])}.",
        f"- Entities: {_listing(counts['entities'])}. Claims: {_listing(counts['claims'])}.",
    ]
    if counts["parts"]:
        lines.append(f"- Parts: {_listing(counts['parts'])}; {_split_says(plain['split'])}.")
    if counts["left_out"]:
        lines.append(f"- Left out on purpose: {_listing(counts['left_out'])}.")
    lines.append(f"- Annotators: {', '.join(plain['annotators']) or 'nobody yet'}.")
    lines.append(f"- Suggesters: {', '.join(plain['suggesters']) or 'none'}.")
    lines += _section("What this format never says", _never(plain["never_said"]))
    lines += _section("What is not in it, or not as it is", _kinds(plain["losses"]["by_kind"]))
    lines += _section("One by one", _cut(map(_loss_says, losses.first), losses.count))
    lines += _section(
        "Entities that overlap", _cut(map(_pair_says, overlaps.first), overlaps.count)
    )
    lines += _section("Files", _cut(map(_file_says, files.first), files.count))
    return "\n".join(lines) + "\n"


def _section(title: str, lines: Iterable[str]) -> list[str]:
    body = [f"- {line}" for line in lines]
    return ["", f"## {title}", "", *body] if body else []


def _cut(lines: Iterable[str], count: int) -> Iterator[str]:
    yield from lines
    if count > SHOWN:
        yield f"and {count - SHOWN} more: {RECEIPT_JSON} lists all."


def _listing(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{number} {name}" for name, number in counts.items()) or "none"


def _split_says(split: Mapping[str, Any] | None) -> str:
    return "" if split is None else f"manifest {split['file']}, SHA-256 {split['sha256']}"


def _never(never: Mapping[str, str]) -> Iterator[str]:
    return (f"{aspect}: {why}" for aspect, why in never.items())


def _kinds(kinds: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    return (f"{kind['times']} x {kind['what']}: {kind['why']}" for kind in kinds)


def _loss_says(loss: Mapping[str, Any]) -> str:
    place = f" at {loss['start']}-{loss['end']}, {_plainly(loss['text'])}" if "text" in loss else ""
    item = f", item {loss['item']}" if loss["item"] else ""
    return f"{loss['what']}: release {loss['release'][:12]}{item}{place}: {loss['why']}"


def _pair_says(pair: Mapping[str, Any]) -> str:
    one, other = pair["entities"]
    texts = f"{_plainly(one['text'])} ({one['label']}), {_plainly(other['text'])}"
    return f"release {pair['release'][:12]} at {one['start']}: {texts} ({other['label']})"


def _file_says(file: Mapping[str, Any]) -> str:
    return f"{file['file']}, {file['bytes']:,} bytes, SHA-256 {file['sha256']}"


def _plainly(words: str) -> str:
    """Words of a release on one line, shown and never obeyed by what shows Markdown."""
    return json.dumps(words[:60], ensure_ascii=False).replace("`", "'").replace("<", "&lt;")
