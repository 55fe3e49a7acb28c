"""JSON and JSON Lines of anybody: objects of which one field is the text of a release.

Formats that know their own come before. The objects stand one a line, in a list, or in a list that
is the only one inside an object. The field is found by its name, also one level below
("article": {"body": ...}), or named by the person; what else an object says in plain values is kept
with the release.
"""

from __future__ import annotations

from collections.abc import Iterator

from annotator.formats import jsonl
from annotator.formats.errors import Problem, RefusedError
from annotator.formats.fields import Fields
from annotator.formats.format import Format, Source, Start
from annotator.formats.gathered import Named
from annotator.formats.incoming import Take
from annotator.formats.json_inside import inner_objects, list_inside, outline
from annotator.formats.json_list import json_objects
from annotator.model.plain import Incoming


def read_json(source: Source, take: Take = Take.DECISIONS) -> Iterator[Incoming | Problem]:
    """The release of each object; what cannot be one is a problem and the others stay.

    Raise `RefusedError` or `OSError`.
    """
    for name, parse in _objects(source):
        try:
            yield jsonl.from_plain(parse(), name, take, source.text_field)
        except RefusedError as error:
            yield Problem(name, str(error))


def first_fields(source: Source) -> Fields:
    """What the first object says. Raise `RefusedError` or `OSError`."""
    return jsonl.fields_of_first(_objects(source))


def _objects(source: Source) -> Named:
    start = Start.of(source.path)
    if start.is_list:
        return json_objects(source)
    key = _list_inside(source, start)
    if key:
        return inner_objects(source, key)
    whole = start.first and not start.is_of_lines
    return json_objects(source) if whole else jsonl.json_lines(source)


def _list_inside(source: Source, start: Start) -> str:
    """The field with the list of the releases, if any; broken lines are told one by one later."""
    try:
        found = outline(source)
    except RefusedError:
        _, *others = start.text.strip().splitlines() or [""]
        if not others or any(line.startswith("{") for line in others):
            return ""
        raise
    return list_inside(found, source) if found is not None else ""


def _recognises(start: Start) -> bool:
    return bool(start.first) and not jsonl.recognises(start)


FORMAT = Format(
    name="json",
    title="JSON of others",
    summary="objects with a text: one a line, in a list, or in a list inside an object",
    suffixes=(".json", ".jsonl", ".ndjson"),
    read=read_json,
    fields=first_fields,
    recognises=_recognises,
)
