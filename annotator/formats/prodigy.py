"""Prodigy: a file of tasks for each dataset, as ``prodigy db-in DATASET FILE`` takes them.

    NAME.ner.jsonl          entities, view ner_manual; rejected ones as binary tasks (view ner)
    NAME.overlapping.jsonl  entities that overlap one in the first file, view spans_manual
    NAME.claims.jsonl       claims, view spans_manual with relations; rejected ones as binary tasks
    NAME.open.jsonl         suggestions that nobody judged, one a task and without answer: a source
                            for ``prodigy mark``, no dataset

A release of which nothing is decided has the answer "ignore", so that nobody trains on it. How a
claim becomes spans and relations is told in `annotator.formats.linked`; what Prodigy has no word
for stands in the object "annotator" of a task, which Prodigy keeps.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from annotator.formats.corner import CORNER, corner
from annotator.formats.errors import Problem
from annotator.formats.flat import flat
from annotator.formats.format import Format, Start
from annotator.formats.linked import details_of, is_part
from annotator.formats.own import core_of, dumped
from annotator.formats.prodigy_reader import read_prodigy, read_strictly
from annotator.formats.prodigy_tasks import (
    CLAIMS,
    NER,
    OPEN,
    OVERLAPPING,
    Cut,
    claim_spans,
    companions,
    relations,
)
from annotator.formats.writing import Loss, Page, Writer
from annotator.model.fold import Item
from annotator.model.plain import Incoming
from annotator.model.records import Claim, Entity, Record
from annotator.model.spans import Span


class ProdigyWriter(Writer):
    """What stands and what was rejected, as datasets; what is open, as tasks to answer."""

    checker = "Prodigy's documented rules and this program's own reader"

    def start(self) -> None:
        """Make the files of the layers that are wanted."""
        for part in self.parts:
            for suffix in self._wanted():
                self.out.file(self.stem(part) + suffix)

    def _wanted(self) -> list[str]:
        layers = {NER: "entity", CLAIMS: "claim"}
        return [suffix for suffix, layer in layers.items() if layer in self.options.layers]

    def write(self, page: Page) -> Iterator[Loss]:
        """Write the tasks of a release."""
        items, losses = _sayable(page)
        yield from losses
        wanted = self._wanted()
        if NER in wanted:
            self._write_entities(page, [i for i in items if i.record.layer == "entity"])
        if CLAIMS in wanted:
            self._write_claims(page, [i for i in items if i.record.layer == "claim"])
        for item in items:
            if item.is_open:
                self._put(page, OPEN, _binary(page, item))

    def _put(self, page: Page, suffix: str, task: dict[str, Any]) -> None:
        self.file(page, suffix).write(dumped(task) + b"\n")

    def _write_entities(self, page: Page, items: Sequence[Item]) -> None:
        apart, overlapping = _apart([item for item in items if item.stands])
        self._put(page, NER, _entities_task(page, apart, "ner_manual"))
        if overlapping:
            self._put(page, OVERLAPPING, _entities_task(page, overlapping, "spans_manual"))
        self._write_rejected(page, NER, items)

    def _write_claims(self, page: Page, items: Sequence[Item]) -> None:
        claims = [item.record for item in items if item.stands and isinstance(item.record, Claim)]
        for together in _by_heads(claims) or [[]]:
            self._put(page, CLAIMS, _claims_task(page, together))
        self._write_rejected(page, CLAIMS, items)

    def _write_rejected(self, page: Page, suffix: str, items: Iterable[Item]) -> None:
        for item in items:
            if item.status == "rejected":
                self._put(page, suffix, {**_binary(page, item), "answer": "reject"})

    def read_back(self, part: str) -> Iterator[Incoming | Problem]:
        """Every release again; each task is held against the rules first."""
        first = self._wanted()[0]
        return read_strictly(self.path(part, first))


def _sayable(page: Page) -> tuple[list[Item], list[Loss]]:
    """The items that tasks can say, and what is lost of the others."""
    items, losses, known = [], [], set[Record]()
    standing = {_spans_of(item.record) for item in page.items if item.stands}
    for item in page.items:
        record = item.record
        if isinstance(record, Entity) and is_part(record.label):
            losses.append(page.loses(item, "label", "it is a label of parts of claims"))
        elif item.stands and record in known:
            losses.append(page.loses(item, "twice", "the same stands there already"))
        elif item.status == "rejected" and _spans_of(record) in standing:
            losses.append(page.loses(item, "rejected", "a task would reject spans that stand"))
        else:
            known |= {record} if item.stands else set()
            items.append(item)
    return items, losses


def _spans_of(record: Record) -> Record:
    """What a task says of a record to whoever trains on it: neither claimer nor attributes."""
    return (
        record if isinstance(record, Entity) else Claim(record.content, record.cue, record.source)
    )


def _apart(items: Iterable[Item]) -> tuple[list[Entity], list[Entity]]:
    """Entities of which no two overlap, and the others."""
    said = [(item, item.record) for item in items if isinstance(item.record, Entity)]
    kept, crowded = flat(said)
    return [entity for _, entity in kept], [entity for _, entity in crowded]


def _by_heads(claims: Iterable[Claim]) -> list[list[Claim]]:
    """The claims in as few lists as will do so that no two of a list begin with the same span."""
    lists: list[list[Claim]] = []
    heads: list[set[Span]] = []
    for claim in claims:
        place = next((n for n, known in enumerate(heads) if claim.content[0] not in known), None)
        if place is None:
            place = len(lists)
            lists.append([])
            heads.append(set())
        lists[place].append(claim)
        heads[place].add(claim.content[0])
    return lists


def _task(
    page: Page, cut: Cut, view: str, spans: list[dict[str, Any]], **ours: Any
) -> dict[str, Any]:
    return {
        "text": page.text,
        "tokens": cut.tokens(),
        "spans": spans,
        "meta": {key: value for key, value in core_of(page.release).items() if value},
        "_view_id": view,
        CORNER: corner(page.release, page.state, **ours),
    }


def _answer(page: Page, decided: Sequence[Record]) -> str:
    return "accept" if decided or page.state == "finished" else "ignore"


def _entities_task(page: Page, entities: Sequence[Entity], view: str) -> dict[str, Any]:
    entities = sorted(entities, key=lambda entity: entity.span)
    cut = Cut(page.text, [entity.span for entity in entities])
    spans = [cut.span(entity.span, entity.label) for entity in entities]
    return {**_task(page, cut, view, spans), "answer": _answer(page, entities)}


def _claims_task(page: Page, claims: Sequence[Claim]) -> dict[str, Any]:
    known = claim_spans(claims)
    cut = Cut(page.text, [span for span, _ in known])
    spans = [cut.span(span, label) for span, label in known]
    task = _task(page, cut, "spans_manual", spans, claims=details_of(claims))
    return {**task, "relations": relations(cut, claims), "answer": _answer(page, claims)}


def _binary(page: Page, item: Item) -> dict[str, Any]:
    """A task about one suggestion, without an answer."""
    found, record = item.suggestion, item.record
    assert found is not None
    origin = {"score": float(found.score), "source": found.suggester}
    ours = {"rule": found.rule, "reason": found.reason}
    if isinstance(record, Entity):
        cut = Cut(page.text, [record.span])
        return _task(page, cut, "ner", [cut.span(record.span, record.label, **origin)], **ours)
    known = claim_spans([record])
    cut = Cut(page.text, [span for span, _ in known])
    spans = [cut.span(span, label, **origin) for span, label in known]
    task = _task(page, cut, "relations", spans, claims=details_of([record]), **ours)
    return {**task, "relations": relations(cut, [record])}


def _recognises(start: Start) -> bool:
    first = start.first
    if start.is_list or not isinstance(first.get("text"), str) or "schema" in first:
        return False
    if any(key in first for key in ("_view_id", "_input_hash", "_task_hash")):
        return True
    spans = first.get("spans")
    marked = isinstance(spans, list) and all(isinstance(s, dict) and "label" in s for s in spans)
    return marked and ("tokens" in first or "answer" in first or bool(spans))


_BOOKS = "an answer of Prodigy does not tell whose suggestion became what, by whom and when"
FORMAT = Format(
    name="prodigy",
    title="Prodigy",
    summary="datasets of tasks: entities, claims with relations, and suggestions to answer",
    suffixes=(".jsonl",),
    read=read_prodigy,
    recognises=_recognises,
    companions=companions,
    writer=lambda: ProdigyWriter,
    lacks={"origin": _BOOKS, "annotator": _BOOKS, "at": _BOOKS, "seen": _BOOKS},
    finished_only=True,
)
