"""Reads what doccano exports, and what `annotator.formats.doccano` writes.

Sequence labelling (``"label"``, ``"labels"`` or ``"entities"`` with lists or objects), relations,
``"data"`` for ``"text"``, JSON and JSON Lines, and the ``"annotations"`` of its first versions.
Rows about one text become one release. Comments are kept with the release.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from annotator.formats.corner import CORNER, corner_of, release_of
from annotator.formats.errors import Problem, RefusedError, Shared
from annotator.formats.format import Source, Start
from annotator.formats.gathered import Line, Named, gathered
from annotator.formats.incoming import Mark, Take, incoming
from annotator.formats.json_list import json_objects
from annotator.formats.jsonl import json_lines
from annotator.formats.linked import Arrow, Details, Graph, Node, misplaced
from annotator.model.plain import Incoming
from annotator.model.records import Entity, Record, Release
from annotator.model.spans import Span
from annotator.model.utf16 import Utf16Map

SEQUENCE, RELATIONS = ".sequence.jsonl", ".relations.jsonl"
SUGGESTER = "doccano@import"
LISTS = ("label", "labels", "entities", "annotations")
"""Where spans stand, in one export or another."""
_NOT_META = frozenset(
    {*LISTS, "id", "text", "data", "relations", "Comments", "comments", "cats", CORNER}
)


def companions(path: Path) -> tuple[Path, ...]:
    """The rows with relations beside those with entities."""
    if not path.name.endswith(SEQUENCE):
        return ()
    return (path.with_name(path.name.removesuffix(SEQUENCE) + RELATIONS),)


def recognises(start: Start) -> bool:
    """Whether the first row has a text and a list of spans."""
    first = start.first
    if "schema" in first or not isinstance(_text_of(first), str):
        return False
    found = [first[name] for name in LISTS if name in first]
    return bool(found) and all(
        isinstance(spans, list) and all(map(_is_span, spans)) for spans in found
    )


def _is_span(said: Any) -> bool:
    if isinstance(said, list):
        return len(said) == 3 and all(isinstance(n, int) for n in said[:2])
    return isinstance(said, dict) and "start_offset" in said


def read_doccano(source: Source, take: Take = Take.DECISIONS) -> Iterator[Incoming | Problem]:
    """Every text of an export, with the relations beside it. Raise `RefusedError`, `OSError`."""
    sources = [source, *(Source(path) for path in companions(source.path) if path.is_file())]
    return _read(sources, take)


def read_back(path: Path) -> Iterator[Incoming | Problem]:
    """The same for files that may have no row."""
    return read_doccano(Source(path)) if path.stat().st_size else iter(())


def _read(sources: Sequence[Source], take: Take) -> Iterator[Incoming | Problem]:
    shared = Shared()
    for rows in gathered(sources, _rows, _text_of):
        if isinstance(rows, Problem):
            yield rows
            continue
        try:
            yield _release(rows, take, shared)
        except RefusedError as error:
            yield Problem(rows[0].name, str(error))
    yield from shared.problems()


def _rows(source: Source) -> Named:
    return json_objects(source) if Start.of(source.path).is_list else json_lines(source)


def _text_of(row: Mapping[str, Any]) -> object:
    return row["text"] if "text" in row else row.get("data")


def _release(rows: Sequence[Line], take: Take, shared: Shared) -> Incoming:
    first = rows[0]
    ours = next((found for row in rows if (found := corner_of(row.plain))), {})
    release, state = release_of(_text_of(first.plain), _meta_of(first.plain), ours, first.name)
    records: dict[Record, None] = {}
    for line in rows:
        row = _Row(line, release.text)
        records.update(dict.fromkeys(row.records()))
        shared.hear(line.name, row.graph.problems)
    marks = [Mark(record) for record in records]
    note = "" if ours else _note(release, first.name)
    return incoming(release, marks, first.name, take, state, SUGGESTER, note)


def _note(release: Release, name: str) -> str:
    if max(release.text) <= "\uffff":
        return ""
    return (
        f"{name} has characters that doccano counts twice, such as emoji; look whether the marks"
        " after them are in their places."
    )


def _meta_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """What else a row says; comments are one more thing known of the release."""
    meta = row.get("meta")
    said = {**(meta if isinstance(meta, dict) else {}), **row}
    known = {key: value for key, value in said.items() if key not in _NOT_META and key != "meta"}
    comments = row.get("Comments") or row.get("comments")
    told = [_comment(one) for one in comments] if isinstance(comments, list) else []
    return {**known, "comments": " / ".join(filter(None, told))} if any(told) else known


def _comment(said: Any) -> str:
    return (
        str(said.get("comment") or said.get("text") or "") if isinstance(said, dict) else str(said)
    )


class _Row:
    """One row on its way in. Offsets are UTF-16 code units, as doccano marks and draws them."""

    def __init__(self, row: Line, text: str) -> None:
        self.row, self.text = row.plain, text
        self.units = Utf16Map(text)
        self.graph = Graph()
        for name in LISTS:
            spans = self.row.get(name)
            for said in spans if isinstance(spans, list) else ():
                self._read_span(said)
        arrows = self.row.get("relations")
        for said in arrows if isinstance(arrows, list) else ():
            self._read_arrow(said)

    def records(self) -> Iterator[Record]:
        """What the row says."""
        for _, node in self.graph.entities():
            yield Entity(node.span, node.label)
        if self.graph.has_claims():
            known = Details(corner_of(self.row).get("claims"))
            yield from (known.on(claim) for _, claim in self.graph.claims())
        elif self.graph.arrows:
            self.graph.problems.append("relations between entities are left out.")

    def _read_span(self, said: Any) -> None:
        plain = (
            dict(zip(("start_offset", "end_offset", "label"), said, strict=False))
            if (isinstance(said, list))
            else said
        )
        node = self._node(plain) if isinstance(plain, dict) else None
        if node is None:
            of = plain if isinstance(plain, dict) else {}
            bounds = of.get("start_offset"), of.get("end_offset")
            told = misplaced("label", said, bounds, of.get("label"), self.text)
            self.graph.problems.append(told)
            return
        known = plain.get("id")
        nameless = ("nameless", len(self.graph.nodes))
        self.graph.nodes[str(known) if known is not None else nameless] = node

    def _node(self, plain: Mapping[str, Any]) -> Node | None:
        start, end, label = plain.get("start_offset"), plain.get("end_offset"), plain.get("label")
        if not isinstance(start, int) or not isinstance(end, int) or start < 0 or not label:
            return None
        span = Span(self.units.to_points(start), self.units.to_points(end))
        fits = span.fits(len(self.text)) and self.units.to_units(span.end) >= end
        return Node(span, str(label)) if fits else None

    def _read_arrow(self, said: Any) -> None:
        if isinstance(said, dict):
            tail, head = str(said.get("from_id")), str(said.get("to_id"))
            self.graph.arrows.append(Arrow(tail, head, str(said.get("type"))))
