"""JSON Lines: one release a line, our own (`annotator.formats.own`) or anybody's with a text."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from annotator.formats.errors import Problem, RefusedError
from annotator.formats.own import META, SCHEMA
from annotator.formats.own_reader import from_line
from annotator.formats.texts import (
    checked,
    date_of,
    decoded,
    refuse_binary,
    title_of,
)
from annotator.model.plain import Incoming
from annotator.model.records import Release

LONGEST_LINE = 64_000_000
"""Bytes of one line: the longest text, escaped, and many records."""

_BOM = b"\xef\xbb\xbf"
_ALIASES = {"source_name": "publisher", "source": "publisher", "lang": "language"}
_NOT_METADATA = {"text", "meta", "spans", "relations", "entities", "claims", "tokens", "schema"}


def read_jsonl(path: Path) -> Iterator[Incoming | Problem]:
    """The releases of `path`, line by line; a bad line is a problem and the others stay.

    Raise `OSError`, and `RefusedError` when the file is no JSONL at all.
    """
    with path.open("rb") as file:
        refuse_binary(file.read(16), path.name)
        file.seek(0)
        lines = _lines(file)
        empty = True
        for number, start, line in lines:
            if line.strip() == b"":
                continue
            empty = False
            name = f"{path.name}, line {number}"
            try:
                yield _read_line(line, name, start)
            except RefusedError as error:
                yield Problem(name, str(error))
    if empty:
        raise RefusedError(f"{path.name} is empty; there is no release in it.")


def _lines(file: Any) -> Iterator[tuple[int, int, bytes]]:
    """Each line with its number and where it starts in the file; a BOM in front is skipped."""
    start = number = 0
    while line := file.readline(LONGEST_LINE + 1):
        number += 1
        skipped = len(_BOM) if start == 0 and line.startswith(_BOM) else 0
        yield number, start + skipped, line[skipped:]
        while len(line) > LONGEST_LINE and not line.endswith(b"\n"):
            start += len(line)
            line = file.readline(LONGEST_LINE + 1)  # the rest of what was too long
        start += len(line)


def _read_line(data: bytes, name: str, start: int) -> Incoming:
    line = _parsed(data, name, start)
    schema = line.get("schema")
    if schema == SCHEMA:
        return from_line(line, name)
    if isinstance(schema, str) and schema.startswith("annotator/"):
        raise RefusedError(
            f'{name} is of the format "{schema[:40]}" and this program reads "{SCHEMA}"; update the'
            " program."
        )
    return _foreign(line, name)


def _parsed(data: bytes, name: str, start: int) -> Mapping[str, Any]:
    if len(data) > LONGEST_LINE:
        raise RefusedError(
            f"{name} is longer than {LONGEST_LINE // 1_000_000} MB; write one release a line."
        )
    text = decoded(data, name, start)
    try:
        line = json.loads(text)
        if "\\u" in text:  # only an escape can smuggle in half a character
            json.dumps(line, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        raise RefusedError(
            f"{name} holds half a character (a lone surrogate); export it again from its source."
        ) from None
    except RecursionError:
        raise RefusedError(f"{name} is nested too deeply to be a release.") from None
    except ValueError as error:
        raise RefusedError(_broken(name, data, error)) from None
    if not isinstance(line, Mapping):
        raise RefusedError(f"{name} is no JSON object; each line is one release in braces.")
    return line


def _broken(name: str, data: bytes, error: ValueError) -> str:
    if not data.endswith(b"\n"):
        return f"{name} breaks off: the file was not written to its end; export or copy it again."
    reason = getattr(error, "msg", "") or "it cannot be parsed"
    place = f" at character {error.pos + 1}" if isinstance(error, json.JSONDecodeError) else ""
    return f"{name} is not valid JSON ({reason}{place}); mend the line or leave it out."


def _foreign(line: Mapping[str, Any], name: str) -> Incoming:
    """A release from somebody else's line: its text and what else is known of it."""
    text = line.get("text")
    if not isinstance(text, str):
        raise RefusedError(f'{name} has no "text" with the words of a release; it was left out.')
    checked(text, name)
    known = _metadata(line)
    core = {key: known.pop(key, "") for key in META}
    core["title"] = core["title"] or title_of(text)
    core["date"] = core["date"] or date_of(text)
    return Incoming(Release(text, **core, extra=known), origin=name)


def _metadata(line: Mapping[str, Any]) -> dict[str, str]:
    """What a line says about its release, at the top or under "meta", under our names."""
    meta = line.get("meta")
    said = {**(meta if isinstance(meta, Mapping) else {}), **line}
    known = {
        key: _scalar(value)
        for key, value in said.items()
        if key not in _NOT_METADATA and isinstance(value, str | int | float) and value != ""
    }
    for theirs, ours in _ALIASES.items():
        if theirs in known and ours not in known:
            known[ours] = known.pop(theirs)
    return known


def _scalar(value: str | int | float) -> str:
    return " ".join(value.split()) if isinstance(value, str) else json.dumps(value)
