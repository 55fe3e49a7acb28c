"""The receipt of an export: what is in it, what is not and why, and who says so.

`receipt.json` is complete and written in constant memory; `RECEIPT.md` says the same to people,
with long lists cut short.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, TextIO

from annotator.formats.census import Census, Spool, Tally
from annotator.formats.places import RECEIPT_JSON, RECEIPT_MD, Out
from annotator.formats.readable_receipt import markdown
from annotator.formats.writing import About, Options
from annotator.model.counting import counted
from annotator.model.records import Unread
from annotator.model.times import utc_text

RECEIPT = "annotator-receipt/2"


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

    @property
    def unread(self) -> int:
        """So many releases were left out because they are damaged."""
        return int(self.plain["counts"]["unread"])

    @property
    def is_empty(self) -> bool:
        """Whether no release went out, and not for damage."""
        return not (self.plain["counts"]["releases"] or self.unread)

    def told_of_nothing(self) -> str:
        """Why no release went out, and what helps, for whoever types commands."""
        if not self.unfinished:
            withdrawn = self.plain["counts"]["left_out"].get("withdrawn", 0)
            out = f" but {withdrawn:,} withdrawn" if withdrawn else ""
            return f"Nothing went out: no release is in {self.plain['project']}{out}."
        are = "is" if self.unfinished == 1 else "are"
        return (
            f"Nothing went out as {self.plain['format']}: only finished releases were to, and"
            f" {self.unfinished:,} {are} not finished. Finish in the window, or import what was"
            " judged elsewhere with --finished, or export with --all."
        )

    def without(self) -> str:
        """What ends a sentence on the releases: ", without 2 that are not finished", or nothing."""
        left_out = {"not finished": self.unfinished, "damaged": self.unread}
        parts = [
            f"{count:,} that {'is' if count == 1 else 'are'} {what}"
            for what, count in left_out.items()
            if count
        ]
        return f", without {' and '.join(parts)}" if parts else ""

    @property
    def damaged(self) -> list[Unread]:
        """Those, or the first of many."""
        return [Unread(**one) for one in self.plain["unread"]]

    def told_of_damage(self) -> list[str]:
        """A sentence on each of them; of many on the first ones, and how many more there are."""
        told = [f"{one.told()}." for one in self.damaged]
        more = self.unread - len(told)
        return [*told, f"{more:,} more are damaged: {RECEIPT_JSON} lists all."] if more else told

    def told(self) -> str:
        """The whole in a sentence, and what is lost or may be refused in another."""
        counts, without = self.plain["counts"], self.without()
        count = counted(counts["releases"], "release")
        sentences = [f"Exported {count} to {self.folder}{without}"]
        if lost := self.lost:
            sentences.append(
                f"{counted(lost, 'thing')} the format cannot say:"
                f" {RECEIPT_MD} lists {'it' if lost == 1 else 'them'}"
            )
        if overlaps := counts["overlaps"]:
            pairs = "pair of entities overlaps" if overlaps == 1 else "pairs of entities overlap"
            sentences.append(f"{overlaps} {pairs}: the receipt lists them")
        return ". ".join(sentences)


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
    tally: Tally,
    split: Mapping[str, Any] | None,
) -> dict[str, Any]:
    """Put `receipt.json` and `RECEIPT.md` beside the files; what they say, without long lists."""
    plain = _without_lists(kind, about, options, tally.census, split)
    kinds, lists = tally.losses.by_kind(), tally.lists()
    with out.path(RECEIPT_JSON).open("w", encoding="utf-8") as file:
        _write_json(file, plain, kinds, lists)
    whole = {
        **plain,
        "unread": lists["unread"].first,
        "losses": {"total": lists["losses"].count, "by_kind": kinds},
    }
    out.put(RECEIPT_MD, markdown(whole, lists).encode("utf-8"))
    return whole


def _without_lists(
    kind: Kind,
    about: About,
    options: Mapping[str, Any],
    census: Census,
    split: Mapping[str, Any] | None,
) -> dict[str, Any]:
    """What stands in a receipt before what there may be many of."""
    scheme = about.scheme
    return {
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


def _present() -> str:
    """The time in UTC; what SOURCE_DATE_EPOCH says where files must come out the same each time."""
    said = os.environ.get("SOURCE_DATE_EPOCH", "")
    at = datetime.fromtimestamp(int(said), UTC) if said.isdecimal() else datetime.now(UTC)
    return utc_text(at)


def _write_json(
    file: TextIO, plain: Mapping[str, Any], kinds: object, lists: Mapping[str, Spool]
) -> None:
    """One entry of a long list is one line, so that it can be read without reading all."""
    file.write(json.dumps(plain, ensure_ascii=False, indent=1)[:-2])
    file.write(f',\n "losses_by_kind": {json.dumps(kinds, ensure_ascii=False)}')
    for name, spool in lists.items():
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
