"""Reads what Label Studio exports (JSON and JSON-MIN), and what `annotator.formats.label_studio`
writes.

Annotations say what stands, each with who made it and when; those that were skipped say nothing.
Predictions are suggestions. Regions of a text with labels are entities; those of the control
"parts", or labelled CLAIM, CONTENT, CUE or SOURCE where there are claims, are parts of claims.
JSON-MIN has neither relations nor predictions: what a claim is made of is lost there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from annotator.formats.corner import corner_of, release_of
from annotator.formats.errors import Problem, RefusedError
from annotator.formats.format import Source, Start
from annotator.formats.incoming import UNSCORED, Mark, Take, incoming, proposed
from annotator.formats.json_list import json_objects
from annotator.formats.label_studio_config import CLAIMER, CORNER, ENTITIES, MORE
from annotator.formats.linked import Arrow, Graph, Key, Node, misplaced
from annotator.model.plain import Incoming
from annotator.model.records import Claim, Entity, Record, Release
from annotator.model.spans import Span
from annotator.model.utf16 import Utf16Map

SUGGESTER = "label-studio@import"
_BOOKKEEPING = frozenset(
    {"annotator", "annotation_id", "created_at", "updated_at", "lead_time", "agreement", "id"}
)


def recognises(start: Start) -> bool:
    """Whether the first object is a task with its data, or one of JSON-MIN."""
    first = start.first
    if isinstance(first.get("data"), dict):
        return _text_key(first["data"]) != ""
    return "annotation_id" in first and _text_key(first) != ""


def read_label_studio(source: Source, take: Take = Take.DECISIONS) -> Iterator[Incoming | Problem]:
    """Every task of an export. Raise `RefusedError`, `OSError`."""
    for name, parse in json_objects(source):
        try:
            yield from incoming_of(parse(), name, take)
        except RefusedError as error:
            yield Problem(name, str(error))


def incoming_of(
    task: Mapping[str, Any], name: str, take: Take = Take.DECISIONS
) -> Iterator[Incoming | Problem]:
    """The release of one task, after what was not understood of it. Raise `RefusedError`."""
    if not isinstance(task.get("data"), dict):
        yield from (Problem(name, f"{name}: {told}") for told in _homeless(task))
        task = _unfolded(task)
    data = task["data"]
    key = _text_key(data)
    if not key:
        raise RefusedError(f"{name} has no text in its data; it was left out.")
    said = {k: v for k, v in data.items() if k not in (key, CORNER)}
    release, state = release_of(data[key], said, corner_of(data, CORNER), name)
    annotations = [a for a in _listed(task, "annotations", "completions") if not _is_skipped(a)]
    marks: list[Mark] = []
    for annotation in annotations:
        result = _Result(annotation, release)
        marks += [_standing(annotation, record) for _, record in result.records()]
        yield from result.problems(name)
    for prediction in _listed(task, "predictions"):
        result = _Result(prediction, release)
        marks += [result.proposed(key, record) for key, record in result.records()]
        yield from result.problems(name)
    note = _note(name, len(annotations))
    marks = list(_once(marks)) if len(annotations) > 1 else marks
    yield incoming(release, marks, name, take, state, SUGGESTER, note)


def _note(name: str, count: int) -> str:
    if count < 2:
        return ""
    return f"{name} has {count} annotations; what any of them says is taken as decided."


def _once(marks: Sequence[Mark]) -> Iterator[Mark]:
    """Of what several annotations say, each record once."""
    known: set[Record] = set()
    for mark in marks:
        if mark.status == "open" or mark.record not in known:
            yield mark
        if mark.status != "open":
            known.add(mark.record)


def _text_key(data: Mapping[str, Any]) -> str:
    """Where the text stands: under "text", or else the longest value that is no address."""
    if isinstance(data.get("text"), str):
        return "text"
    texts = {k: v for k, v in data.items() if isinstance(v, str) and k not in _BOOKKEEPING}
    longest = max(texts, key=lambda key: len(texts[key]), default="")
    return longest if longest and "://" not in texts[longest][:20] else ""


def _listed(task: Mapping[str, Any], *names: str) -> list[Mapping[str, Any]]:
    found = [one for name in names if isinstance(task.get(name), list) for one in task[name]]
    return [one for one in found if isinstance(one, dict)]


def _is_skipped(annotation: Mapping[str, Any]) -> bool:
    return bool(annotation.get("was_cancelled") or annotation.get("skipped"))


def _standing(annotation: Mapping[str, Any], record: Record) -> Mark:
    who, at = annotation.get("completed_by"), annotation.get("created_at")
    if isinstance(who, dict):
        who = who.get("email") or who.get("id")
    annotator = None if who is None else str(who)
    return Mark(record, annotator=annotator, at=at if isinstance(at, str) else None)


def _unfolded(task: Mapping[str, Any]) -> dict[str, Any]:
    """A task of JSON-MIN as one of JSON: each list of values is what one control says."""
    lists = {name: value for name, value in task.items() if _is_control(value)}
    data = {k: v for k, v in task.items() if k not in lists and k not in _BOOKKEEPING}
    result = [
        {"id": (value.get("start"), value.get("end")), "from_name": name, "value": value}
        for name, values in lists.items()
        for value in values
    ]
    about = {"completed_by": task.get("annotator"), "created_at": task.get("created_at")}
    return {"data": data, "annotations": [{"result": result, **about}]}


def _homeless(task: Mapping[str, Any]) -> Iterator[str]:
    """What JSON-MIN has cut off from its claims: choices and texts come without their places."""
    for name, value in task.items():
        if isinstance(value, list) and value and not _is_control(value):
            yield f'of which claim "{name}" is said is not in JSON-MIN; export as JSON to keep it.'


def _is_control(value: Any) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(one, dict) and "start" in one for one in value)
    )


class _Result:
    """What one annotation or prediction says of the text."""

    def __init__(self, part: Mapping[str, Any], release: Release) -> None:
        self.part, self.text = part, release.text
        self._units: Utf16Map | None = None
        self._entities, self._graph = Graph(), Graph()
        self._scores: dict[str, Any] = {}
        self._said: dict[str, dict[str, str]] = {}
        self._claimers: dict[str, str] = {}
        for one in _listed(part, "result"):
            self._read(one)

    def problems(self, name: str) -> Iterator[Problem]:
        """What was not understood."""
        for told in (*self._entities.problems, *self._graph.problems):
            yield Problem(name, f"{name}: {told}")

    def _read(self, one: Mapping[str, Any]) -> None:
        value = one.get("value")
        if one.get("type") == "relation":
            tail, head = str(one.get("from_id")), str(one.get("to_id"))
            if one.get("direction") == "left":
                tail, head = head, tail
            labels = one.get("labels")
            label = " ".join(map(str, labels)) if isinstance(labels, list) else ""
            self._graph.arrows.append(Arrow(tail, head, label))
        elif isinstance(value, dict) and isinstance(value.get("labels"), list):
            self._read_region(one, value)
        elif isinstance(value, dict) and isinstance(value.get("choices"), list):
            self._of(one)[str(one.get("from_name"))] = ", ".join(map(str, value["choices"]))
        elif isinstance(value, dict) and value.get("text") is not None:
            self._read_text(one, value["text"])
        elif value is not None:
            told = f"a result of the type {one.get('type')} is no mark in a text and is left out."
            self._graph.problems.append(told)

    def _of(self, one: Mapping[str, Any]) -> dict[str, str]:
        return self._said.setdefault(str(one.get("id")), {})

    def _read_region(self, one: Mapping[str, Any], value: Mapping[str, Any]) -> None:
        span = self._span(value)
        if span is None or not value["labels"]:
            bounds, labels = (value.get("start"), value.get("end")), value["labels"]
            label = str(labels[0]) if labels else None
            self._graph.problems.append(misplaced("region", value, bounds, label, self.text))
            return
        graph = self._entities if one.get("from_name") == ENTITIES else self._graph
        for number, label in enumerate(value["labels"]):
            key = str(one.get("id"))
            if number or key in graph.nodes:
                key = f"{key} {len(graph.nodes)}"
            graph.nodes[key] = Node(span, str(label))
            self._scores[key] = one.get("score")

    def _span(self, value: Mapping[str, Any]) -> Span | None:
        """Code points; UTF-16 code units where only so the words are those that were marked."""
        start, end = value.get("start"), value.get("end")
        if not isinstance(start, int) or not isinstance(end, int):
            return None
        span, words = Span(start, end), value.get("text")
        if isinstance(words, str) and span.text(self.text) != words and max(self.text) > "\uffff":
            self._units = self._units or Utf16Map(self.text)
            other = Span(self._units.to_points(start), self._units.to_points(end))
            span = other if other.text(self.text) == words else span
        return span if span.fits(len(self.text)) else None

    def _read_text(self, one: Mapping[str, Any], said: Any) -> None:
        lines = [str(line) for line in (said if isinstance(said, list) else [said])]
        name = str(one.get("from_name"))
        if name == CLAIMER:
            self._claimers[str(one.get("id"))] = "\n".join(lines)
        elif name == MORE:
            pairs = (line.partition("=") for line in lines)
            self._of(one).update((key, value) for key, _, value in pairs)
        else:
            self._of(one)[name] = "\n".join(lines)

    def records(self) -> Iterator[tuple[Key, Record]]:
        """Entities and claims, each with the id of its (first) region."""
        for key, node in (*self._entities.nodes.items(), *self._graph.entities()):
            yield key, Entity(node.span, node.label)
        if self._graph.has_claims():
            for key, claim in self._graph.claims():
                yield key, self._completed(str(key), claim)
        elif self._graph.arrows:
            self._graph.problems.append("relations between entities are left out.")
        for name in sorted({name for said in self._said.values() for name in said}):
            self._graph.problems.append(f'"{name}" is said of no claim; it is left out.')

    def _completed(self, key: str, claim: Claim) -> Claim:
        said = self._said.pop(key, {})
        return replace(claim, claimer=self._claimers.pop(key, None), attributes=said)

    def proposed(self, key: Key, record: Record) -> Mark:
        """A record of a prediction as a suggestion; a region without a score has that of all."""
        score = self._scores.get(str(key))
        score = self.part.get("score") if score is None else score
        if not isinstance(score, int | float) or not 0 <= score <= 1:
            score = UNSCORED
        suggester = str(self.part.get("model_version") or SUGGESTER)
        return proposed(record, suggester, float(score))
