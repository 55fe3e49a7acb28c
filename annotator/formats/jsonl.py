"""JSON Lines: one release a line, our own (`annotator.formats.own`) or anybody's with a text."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from annotator.formats.errors import Problem, RefusedError
from annotator.formats.fields import Fields, fields_of, release_in
from annotator.formats.format import Format, Source, Start
from annotator.formats.incoming import Take
from annotator.formats.own import SCHEMA
from annotator.formats.own_reader import from_line
from annotator.formats.own_writer import OwnWriter
from annotator.formats.texts import HEAD, decoded, refuse_binary, refuse_half_characters
from annotator.model.plain import Incoming
from annotator.model.records import Release

LONGEST_LINE = 64_000_000
"""Bytes of one line: the longest text, escaped, and many records."""

_BOM = b"\xef\xbb\xbf"


def read_jsonl(source: Source, take: Take = Take.DECISIONS) -> Iterator[Incoming | Problem]:
    """The releases of a file, line by line; a bad line is a problem and the others stay.

    Raise `OSError`, and `RefusedError` when the file is no JSONL at all.
    """
    for name, line in json_lines(source):
        try:
            yield from_plain(line(), name, take, source.text_field or "text")
        except RefusedError as error:
            yield Problem(name, str(error))


def fields_of_first(objects: Iterator[tuple[str, Callable[[], Mapping[str, Any]]]]) -> Fields:
    """What the first object says; nothing where it is one of our own. Raise `RefusedError`."""
    plain = next((parse() for _, parse in objects), {})
    return Fields({}, "") if _said_schema(plain) else fields_of(plain)


def json_lines(source: Source) -> Iterator[tuple[str, Callable[[], Mapping[str, Any]]]]:
    """Each line that is not empty: what it is called, and what gives its JSON object.

    The latter raises `RefusedError` for a broken line. Raise `OSError`, and `RefusedError` when
    the file is no JSONL at all.
    """
    with source.path.open("rb") as file:
        refuse_binary(file.read(HEAD), source.shown)
        file.seek(0)
        empty = True
        for number, start, line in _lines(file):
            if line.strip() == b"":
                continue
            empty = False
            name = f"{source.shown}, line {number}"
            yield name, partial(_parsed, line, name, start)
    if empty:
        raise RefusedError(f"{source.shown} is empty; there is no release in it.")


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


def from_plain(line: Mapping[str, Any], name: str, take: Take, text_field: str) -> Incoming:
    """The release of one object: of our own format, or else with its text under `text_field`.

    Where that is "", it is looked for. Raise `RefusedError`.
    """
    schema = _said_schema(line)
    if schema == SCHEMA:
        return from_line(line, name, take)
    if schema:
        raise RefusedError(
            f'{name} is of the format "{schema[:40]}" and this program reads "{SCHEMA}"; update the'
            " program."
        )
    if text_field == "text":
        return Incoming(release_from(line, name), origin=name)
    return Incoming(release_in(line, text_field, name), origin=name)


def _said_schema(line: Mapping[str, Any]) -> str:
    """The version of our own format that an object says it is of, if any."""
    said = line.get("schema")
    return said if isinstance(said, str) and said.startswith("annotator/") else ""


def _parsed(data: bytes, name: str, start: int) -> Mapping[str, Any]:
    if len(data) > LONGEST_LINE:
        raise RefusedError(
            f"{name} is longer than {LONGEST_LINE // 1_000_000} MB; write one release a line."
        )
    text = decoded(data, name, start)
    try:
        line = json.loads(text)
        if "\\u" in text:  # only an escape can smuggle in half a character
            refuse_half_characters(line, name)
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
    reason = getattr(error, "msg", "").removesuffix(" at") or "it cannot be parsed"
    place = f" at character {error.pos + 1}" if isinstance(error, json.JSONDecodeError) else ""
    return f"{name} is not valid JSON ({reason}{place}); mend the line or leave it out."


def release_from(line: Mapping[str, Any], name: str) -> Release:
    """The release of somebody else's line: its text and what else is known of it.

    Raise `RefusedError`.
    """
    if not isinstance(line.get("text"), str):
        raise RefusedError(f'{name} has no "text" with the words of a release; it was left out.')
    return release_in(line, "text", name)


def recognises(start: Start) -> bool:
    """Whether the first line is one of ours, or has a "text"."""
    first = start.first
    is_known = bool(_said_schema(first)) or isinstance(first.get("text"), str)
    return is_known and not start.is_list and start.is_of_lines


FORMAT = Format(
    name="jsonl",
    title="JSON Lines of this program",
    summary="one release a line: texts, entities, claims and every verdict; reads any with a text",
    suffixes=(".jsonl", ".ndjson"),
    read=read_jsonl,
    fields=lambda source: fields_of_first(json_lines(source)),
    recognises=recognises,
    writer=lambda: OwnWriter,
)
