"""The file of texts beside a file that has none of its own: ``NAME.texts.jsonl``.

A line for each release, in the order of the other file: its id, untouched text, metadata and state.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from annotator.formats.errors import RefusedError
from annotator.formats.format import Source
from annotator.formats.jsonl import json_lines, release_from
from annotator.formats.own import META, dumped, meta_of
from annotator.formats.usable import state_of
from annotator.formats.writing import Page
from annotator.model.records import Release
from annotator.model.steps import ReleaseState

TEXTS = ".texts.jsonl"


class Told(NamedTuple):
    """What a line says of a release."""

    release: Release
    state: ReleaseState


def texts_beside(path: Path) -> Path:
    """The file of texts beside the one at `path`."""
    return path.with_name(path.stem + TEXTS)


def put_text(file: BinaryIO, page: Page) -> None:
    """Write the line of a release."""
    release = page.release
    line = {"id": release.id, "text": page.text, "meta": meta_of(release), "state": page.state}
    file.write(dumped(line) + b"\n")


def written_texts(source: Source) -> Iterator[Told]:
    """Every line, as `put_text` wrote it. Raise `RefusedError`."""
    for name, line in json_lines(source):
        yield _written(line(), name)


def _written(line: Mapping[str, Any], name: str) -> Told:
    try:
        return Told(_with_meta(line["text"], line["meta"]), line["state"])
    except (KeyError, TypeError, ValueError):
        raise RefusedError(f"{name} is not what was written beside the table.") from None


def _with_meta(text: str, meta: Mapping[str, Any]) -> Release:
    said = dict(meta)
    core = {key: said.pop(key) for key in META}
    return Release(text, **core, extra=said)


def known_texts(source: Source) -> Iterator[Told | None]:
    """Every line in turn, whoever wrote it; None where one cannot be read."""
    try:
        for name, line in json_lines(source):
            try:
                yield _known(line(), name)
            except RefusedError:
                yield None
    except RefusedError:
        return


def _known(line: Mapping[str, Any], name: str) -> Told:
    """A line of ours keeps its metadata as it is, empty where nothing is known."""
    release = release_from(line, name)
    meta = line.get("meta")
    if isinstance(meta, dict) and set(META) <= set(meta):
        release = _with_meta(release.text, {key: str(value) for key, value in meta.items()})
    return Told(release, state_of(line.get("state")))
