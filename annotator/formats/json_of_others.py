"""JSON and JSON Lines of anybody: objects of which one field is the text of a release.

Formats that know their own come before. The field is found by its name, also one level below
("article": {"body": ...}), or named by the person; what else an object says in plain values is kept
with the release.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from annotator.formats import jsonl
from annotator.formats.errors import Problem, RefusedError
from annotator.formats.format import Format, Source, Start
from annotator.formats.gathered import Named
from annotator.formats.incoming import Take
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


def _objects(source: Source) -> Named:
    start = Start.of(source.path)
    whole = start.is_list or (start.first and not _stands_on_one_line(start))
    return json_objects(source) if whole else jsonl.json_lines(source)


def _stands_on_one_line(start: Start) -> bool:
    """Whether the first object ends where its line does."""
    line = start.text.lstrip().partition("\n")[0]
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _recognises(start: Start) -> bool:
    return bool(start.first) and not jsonl.recognises(start)


FORMAT = Format(
    name="json",
    title="JSON of others",
    summary="objects with a text, one a line or in a list; the field is found by its name or named",
    suffixes=(".json", ".jsonl", ".ndjson"),
    read=read_json,
    recognises=_recognises,
)
