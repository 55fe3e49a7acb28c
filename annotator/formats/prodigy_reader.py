"""Reads what Prodigy writes (``db-out``) and what `annotator.formats.prodigy` does.

A task that was accepted says what stands, a rejected one with one entity or claim says that this is
wrong, and spans of a task without an answer are suggestions with their scores. All tasks about one
text become one release.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from annotator.formats.corner import corner_of, release_of
from annotator.formats.errors import Problem, RefusedError, Shared
from annotator.formats.format import Source
from annotator.formats.gathered import Line, gathered
from annotator.formats.incoming import UNSCORED, Mark, Take, incoming
from annotator.formats.jsonl import json_lines
from annotator.formats.linked import Arrow, Details, Graph, Key, Node, misplaced
from annotator.formats.prodigy_tasks import check_task, companions
from annotator.model.plain import Incoming
from annotator.model.records import Entity, Record, Suggestion
from annotator.model.spans import Span
from annotator.model.times import utc_text

SUGGESTER = "prodigy@import"
_NOT_META = frozenset({"score", "pattern", "rule"})
"""What Prodigy shows of a suggestion under "meta"; it says nothing of the release."""
_OF_THE_TASK = frozenset({"text", "meta", "answer", "priority"})
"""What else stands in a task and says nothing of the release, beside what begins with "_"."""

Check = Callable[[Mapping[str, Any], str], None]


def read_prodigy(source: Source, take: Take = Take.DECISIONS) -> Iterator[Incoming | Problem]:
    """Every text of a dataset, with the files of the same export beside it.

    Raise `RefusedError` or `OSError`.
    """
    return _read([source, *_beside(source.path)], take, None)


def read_strictly(path: Path) -> Iterator[Incoming | Problem]:
    """The same, where every task keeps Prodigy's rules; one that does not is a problem."""
    if path.stat().st_size == 0:
        return iter(())
    return _read([Source(path), *_beside(path)], Take.DECISIONS, check_task)


def _beside(path: Path) -> Iterator[Source]:
    return (Source(found) for found in companions(path) if found.is_file())


def _read(
    sources: Sequence[Source], take: Take, check: Check | None
) -> Iterator[Incoming | Problem]:
    shared = Shared()
    for lines in gathered(sources, json_lines, lambda task: task.get("text")):
        if isinstance(lines, Problem):
            yield lines
            continue
        try:
            yield _release(lines, take, check, shared)
        except RefusedError as error:
            yield Problem(lines[0].name, str(error))
    yield from shared.problems()


def _release(lines: list[Line], take: Take, check: Check | None, shared: Shared) -> Incoming:
    first = lines[0]
    ours = next((found for line in lines if (found := corner_of(line.plain))), {})
    release, state = release_of(first.plain.get("text"), _said(first.plain), ours, first.name)
    marks: list[Mark] = []
    for line in lines:
        if check is not None:
            check(line.plain, line.name)
        task = _Task(line, release.text)
        marks += task.marks()
        shared.hear(line.name, task.problems())
    return incoming(release, _once(marks), first.name, take, state, SUGGESTER)


def _said(task: Mapping[str, Any]) -> dict[str, Any]:
    """What a task says of its release: under "meta", or beside the text as other lines do."""
    meta = task.get("meta")
    beside = {key: value for key, value in task.items() if key not in _OF_THE_TASK}
    said = {**(meta if isinstance(meta, dict) else {}), **beside}
    return {k: v for k, v in said.items() if k not in _NOT_META and not k.startswith("_")}


def _once(marks: Sequence[Mark]) -> Iterator[Mark]:
    """Of what several tasks say stands, each record once."""
    known: list[Record] = []
    for mark in marks:
        if mark.status in ("added", "accepted"):
            if mark.record in known:
                continue
            known.append(mark.record)
        yield mark


@dataclass(slots=True)
class _Task:
    """One task on its way in."""

    line: Line
    text: str
    graph: Graph = field(default_factory=Graph)
    origins: dict[Key, Mapping[str, Any]] = field(default_factory=dict)

    def problems(self) -> list[str]:
        """What was not understood."""
        return self.graph.problems

    def marks(self) -> list[Mark]:
        """What the task says."""
        answer = self.line.plain.get("answer")
        if answer == "ignore":
            return []
        self._read_spans()
        self._read_relations()
        records = list(self._records())
        if answer == "reject" and len(records) > 1:
            told = "the task was rejected as a whole; which of its spans are wrong is not said."
            self.graph.problems.append(told)
            return []
        return [self._mark(answer, key, record) for key, record in records]

    def _mark(self, answer: object, key: Key, record: Record) -> Mark:
        who, at = _annotator_of(self.line.plain), _time_of(self.line.plain)
        span = self.origins.get(key, {})
        if answer == "accept" and "source" not in span and "score" not in span:
            return Mark(record, annotator=who, at=at)
        found = self._suggestion(record, span)
        if answer is None:
            return Mark(record, "open", found)
        return Mark(record, "rejected" if answer == "reject" else "accepted", found, who, at)

    def _records(self) -> Iterator[tuple[Key, Record]]:
        for key, node in self.graph.entities():
            yield key, Entity(node.span, node.label)
        if self.graph.has_claims():
            known = Details(corner_of(self.line.plain).get("claims"))
            yield from ((key, known.on(claim)) for key, claim in self.graph.claims())
        elif self.graph.arrows:
            self.graph.problems.append("relations between entities are left out.")

    def _suggestion(self, record: Record, span: Mapping[str, Any]) -> Suggestion:
        """What is proposed; score and suggester stand on the span or are shown with the task."""
        meta, ours = self.line.plain.get("meta"), corner_of(self.line.plain)
        score = span.get("score", meta.get("score") if isinstance(meta, dict) else None)
        known = isinstance(score, int | float) and 0 <= score <= 1
        source = str(span.get("source") or SUGGESTER)
        rule = str(ours.get("rule", "" if ours else "imported"))
        reason = str(ours.get("reason", ""))
        suggester = source if "@" in source else f"{source}@prodigy"
        return Suggestion(record, suggester, rule, float(score) if known else UNSCORED, reason)

    # Spans and relations

    def _read_spans(self) -> None:
        spans = self.line.plain.get("spans") or ()
        for said in spans if isinstance(spans, list) else ():
            found = self._node(said)
            if found is not None:
                self.graph.nodes[found] = found
                self.origins[found] = said

    def _read_relations(self) -> None:
        arrows = self.line.plain.get("relations") or ()
        for said in arrows if isinstance(arrows, list) else ():
            if isinstance(said, dict):
                tail, head = self._end(said, "head"), self._end(said, "child")
                self.graph.arrows.append(Arrow(tail, head, str(said.get("label"))))

    def _end(self, said: Mapping[str, Any], which: str) -> Key:
        """The span at one end of a relation; where none is told, the one with that token."""
        told, nodes = said.get(f"{which}_span"), list(self.graph.nodes.values())
        place = self._span(told) if isinstance(told, dict) else None
        if place is None:
            token = self._token(said.get(which))
            return next((node for node in nodes if token and node.span.contains(token)), None)
        label = told.get("label") if isinstance(told, dict) else None
        here = [node for node in nodes if node.span == place]
        return next((node for node in here if node.label == label), here[0] if here else None)

    def _node(self, said: Any) -> Node | None:
        label = said.get("label") if isinstance(said, dict) else None
        span = self._span(said) if isinstance(said, dict) else None
        if span is None or not isinstance(label, str) or not label:
            bounds = (
                (said.get("start"), said.get("end")) if isinstance(said, dict) else (None, None)
            )
            self.graph.problems.append(misplaced("span", said, bounds, label, self.text))
            return None
        return Node(span, label)

    def _span(self, said: Mapping[str, Any]) -> Span | None:
        """The place of a span: its offsets or, where there are none, those of its tokens."""
        start, end = said.get("start"), said.get("end")
        if start is None and end is None:
            first, last = self._token(said.get("token_start")), self._token(said.get("token_end"))
            return first.joined(last) if first and last else None
        return self._placed(said)

    def _token(self, number: object) -> Span | None:
        tokens = self.line.plain.get("tokens")
        count = len(tokens) if isinstance(tokens, list) else 0
        if not isinstance(number, int) or not 0 <= number < count:
            return None
        token = tokens[number] if isinstance(tokens, list) else None
        return self._placed(token) if isinstance(token, dict) else None

    def _placed(self, said: Mapping[str, Any]) -> Span | None:
        start, end = said.get("start"), said.get("end")
        if not isinstance(start, int) or not isinstance(end, int):
            return None
        span = Span(start, end)
        return span if span.fits(len(self.text)) else None


def _annotator_of(task: Mapping[str, Any]) -> str | None:
    """Who answered: a session is called after its dataset and its annotator."""
    named = task.get("_annotator_id") or task.get("_session_id")
    return named if isinstance(named, str) else None


def _time_of(task: Mapping[str, Any]) -> str | None:
    at = task.get("_timestamp")
    if not isinstance(at, int | float):
        return None
    try:
        return utc_text(datetime.fromtimestamp(at, UTC))
    except (ValueError, OverflowError, OSError):
        return None
