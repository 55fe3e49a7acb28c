"""Writes the project's own JSONL and reads every line of it again before it counts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

from annotator.formats.errors import ExportError, RefusedError
from annotator.formats.exporting import (
    About,
    Cancelled,
    Census,
    Folded,
    Progress,
    Receipt,
    digest_of,
    receipt,
    replacing,
    stop_if,
    to_disk,
    write_receipt,
)
from annotator.formats.own import SCHEMA, dumped, exported, to_line
from annotator.formats.own_reader import folded, from_line
from annotator.model.fold import Fold, Item
from annotator.model.records import Claim, Record, Release


def write_own(
    path: Path,
    releases: Folded,
    about: About,
    progress: Progress = lambda _: None,
    cancelled: Cancelled = lambda: False,
) -> Receipt:
    """Write `releases` to `path`, one a line, and a receipt beside it.

    Raise `ExportError` when the disk refuses or what was written is not what was meant, and
    `CancelledError`; then nothing is left, and an older file of that name stays as it was.
    """
    census = Census()
    with replacing(path) as (file, beside):
        meant = []
        for release, stands in releases:
            meant.append(_write_line(file, release, stands))
            census.add(release, stands)
            progress(len(meant) // 2)
            stop_if(cancelled)
        to_disk(file)
        for checked in _compare(file, path, meant):
            progress((len(meant) + checked) // 2)
            stop_if(cancelled)
        written = receipt(path, SCHEMA, about, census, *digest_of(file))
        write_receipt(beside, written)
    return written


def _write_line(file: BinaryIO, release: Release, stands: Fold) -> bytes:
    """Write one line; the digest of what it means."""
    line = to_line(release, stands)
    try:
        file.write(dumped(line) + b"\n")
    except ValueError as error:  # a lone surrogate, or a score that is no number
        raise ExportError(f'"{release.title}" cannot be written as JSON: {error}.') from error
    names = (item.id for item in stands.items.values() if not item.is_void)
    return _meaning(release, stands, names)


def _compare(file: BinaryIO, path: Path, meant: list[bytes]) -> Iterator[int]:
    """Read `file` again and count the lines that mean what was meant, each in its place.

    Raise `ExportError` at the first that does not.
    """
    file.seek(0)
    count = 0
    for count, data in enumerate(file, start=1):
        if count > len(meant) or _read_again(data, f"line {count}") != meant[count - 1]:
            raise ExportError(
                f"{path}: line {count} does not read as it was meant; nothing was exported."
            )
        yield count
    if count != len(meant):
        raise ExportError(
            f"{path}: {count} of {len(meant)} releases arrived; nothing was exported."
        )


def _read_again(data: bytes, name: str) -> bytes | None:
    try:
        line = json.loads(data.decode("utf-8"))
        incoming = from_line(line, name)
        return _meaning(incoming.release, folded(incoming), _names_in(line))
    except (ValueError, RefusedError):
        return None


def _names_in(line: Mapping[str, Any]) -> Iterator[str]:
    for part in (line, line["rejected"], line["open"]):
        for key in ("entities", "claims"):
            yield from (item["id"] for item in part[key])


def _meaning(release: Release, stands: Fold, names: Iterator[str]) -> bytes:
    """A digest of all a line says, made from values and not from JSON, whatever the ids are."""
    items = sorted(repr(_item_says(item)) for item in stands.items.values() if not item.is_void)
    said = (release.text, release.title, release.publisher, release.date, release.url)
    about = (release.language, sorted(release.extra.items()), stands.state)
    return sha256(repr((said, about, items, sorted(names))).encode("utf-8")).digest()


def _item_says(item: Item) -> tuple[object, ...]:
    found = item.suggestion
    origin = found and (
        *(_record_says(found.record), found.suggester, found.rule),
        *(float(found.score), found.reason),
    )
    # Nobody's name and "" are one and the same to a reader.
    who = (item.annotator or "", item.at or "")
    how = (item.seen, item.blind)
    return (item.status, _record_says(exported(item)), origin, who, how)


def _record_says(record: Record) -> tuple[object, ...]:
    if isinstance(record, Claim):
        attributes = sorted(record.attributes.items())
        return (record.content, record.cue, record.source, record.claimer, attributes)
    return (record.span, record.label)
