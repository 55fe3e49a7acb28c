"""doccano: rows for its two kinds of sequence labelling, with label types to import before.

    NAME.sequence.jsonl    {"text": ..., "label": [[start, end, "PERSON"]]}
    NAME.relations.jsonl   {"text": ..., "entities": [{"id", "start_offset", "end_offset",
                           "label"}], "relations": [{"id", "from_id", "to_id", "type"}]}
    entity_labels.json, claim_labels.json, relation_labels.json

The first file is for a project of entities, the second one for a project that uses relations and
allows overlapping: its spans are the parts of claims (`annotator.formats.linked`). doccano drops
overlapping labels on import without a word, so entities that overlap are left out here, with one.
Every row has the same keys, for doccano makes a table of them; what it has no word for stands in
"annotator", which comes back with each export. Offsets are UTF-16 code units: so doccano 1.8 draws
and marks spans, while it stores whatever number it gets. All is ASCII, so that doccano's guess of
the encoding cannot fail.
"""

from __future__ import annotations

import json
import string
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import TYPE_CHECKING, Any

from annotator.formats.colours import colours_of, ink_on
from annotator.formats.corner import CORNER, corner
from annotator.formats.doccano_reader import (
    RELATIONS,
    SEQUENCE,
    companions,
    read_back,
    read_doccano,
    recognises,
)
from annotator.formats.errors import Problem
from annotator.formats.flat import Said, flat
from annotator.formats.format import Format, without_books
from annotator.formats.linked import ARROWS, CLAIM, PARTS, details_of, further_parts, is_part
from annotator.formats.own import core_of
from annotator.formats.writing import About, Loss, Options, Page, Writer
from annotator.model.fold import Item
from annotator.model.plain import Incoming
from annotator.model.records import Claim, Entity
from annotator.model.spans import Span
from annotator.model.utf16 import Utf16Map

if TYPE_CHECKING:
    from annotator.formats.places import Out

LABELS = ("entity_labels.json", "claim_labels.json", "relation_labels.json")
LONGEST_LABEL = 100
_KEYS = string.digits[1:] + "0" + string.ascii_lowercase
_PREFIXES = (None, "ctrl", "shift", "ctrl shift")


class DoccanoWriter(Writer):
    """Standing entities and claims, a file for each kind of project."""

    checker = "this program's own doccano reader"

    def __init__(self, out: Out, about: About, options: Options) -> None:
        super().__init__(out, about, options)
        self._labels = dict.fromkeys(filter(_is_label, about.scheme.names()))
        self._ids: Counter[str] = Counter()

    def start(self) -> None:
        """Make the files of the layers that are wanted."""
        for part in self.parts:
            for suffix in self._wanted():
                self.out.file(self.stem(part) + suffix)

    def _wanted(self) -> list[str]:
        layers = {SEQUENCE: "entity", RELATIONS: "claim"}
        return [suffix for suffix, layer in layers.items() if layer in self.options.layers]

    def write(self, page: Page) -> Iterator[Loss]:
        """Write a row into each file."""
        units = Utf16Map(page.text)
        wanted = self._wanted()
        if SEQUENCE in wanted:
            entities, losses = _apart(page)
            yield from losses
            self._labels.update(dict.fromkeys(entity.label for entity in entities))
            labels = [[*_place(units, e.span), e.label] for e in entities]
            self._put(page, SEQUENCE, {"label": labels}, [])
        if RELATIONS in wanted:
            claims, losses = _once(page)
            yield from losses
            self._put(page, RELATIONS, self._graph(units, claims), claims)

    def _put(self, page: Page, suffix: str, said: dict[str, Any], claims: Sequence[Claim]) -> None:
        ours = corner(page.release, page.state, claims=details_of(claims))
        row = {"text": page.text, **said, **core_of(page.release), CORNER: ours}
        self.file(page, suffix).write(json.dumps(row).encode("ascii") + b"\n")

    def _graph(self, units: Utf16Map, claims: Iterable[Claim]) -> dict[str, Any]:
        """The parts of claims and what joins them; each claim has spans of its own."""
        spans, arrows = [], []
        for claim in claims:
            head = self._span(units, claim.content[0], CLAIM)
            spans.append(head)
            for label, span in further_parts(claim):
                spans.append(self._span(units, span, label))
                ends = {"from_id": head["id"], "to_id": spans[-1]["id"]}
                arrows.append({"id": self._next("relation"), **ends, "type": label})
        return {"entities": spans, "relations": arrows}

    def _span(self, units: Utf16Map, span: Span, label: str) -> dict[str, Any]:
        start, end = _place(units, span)
        place = {"start_offset": start, "end_offset": end}
        return {"id": self._next("span"), **place, "label": label}

    def _next(self, what: str) -> int:
        """The ids of a whole export are unique."""
        self._ids[what] += 1
        return self._ids[what]

    def finish(self) -> None:
        """Write the label types, which doccano imports under Labels."""
        for name, labels in zip(LABELS, (self._labels, PARTS, ARROWS), strict=True):
            said = json.dumps(list(_label_types(labels)), indent=1)
            self.out.put(name, said.encode("ascii") + b"\n")

    def read_back(self, part: str) -> Iterator[Incoming | Problem]:
        """Every row of the files again."""
        return read_back(self.path(part, self._wanted()[0]))


def _place(units: Utf16Map, span: Span) -> tuple[int, int]:
    return units.to_units(span.start), units.to_units(span.end)


def _is_label(label: str) -> bool:
    return 0 < len(label) <= LONGEST_LABEL and not is_part(label)


def _apart(page: Page) -> tuple[list[Entity], list[Loss]]:
    """Entities of which no two overlap, and what is lost."""
    said: list[Said] = []
    losses: list[Loss] = []
    for item in page.standing("entity"):
        entity = item.record
        assert isinstance(entity, Entity)
        if _is_label(entity.label):
            said.append((item, entity))
        else:
            why = f"a label of doccano has 1 to {LONGEST_LABEL} letters, and is no part of a claim"
            losses.append(page.loses(item, "label", why))
    kept, crowded = flat(said)
    why = "doccano would drop it without a word"
    losses += [page.loses(item, "overlap", why) for item, _ in crowded]
    return [entity for _, entity in kept], losses


def _once(page: Page) -> tuple[list[Claim], list[Loss]]:
    """Every claim once, and what was there twice."""
    known: dict[Claim, Item] = {}
    losses = []
    for item in page.standing("claim"):
        assert isinstance(item.record, Claim)
        if item.record in known:
            losses.append(page.loses(item, "twice", "the same stands there already"))
        known.setdefault(item.record, item)
    return list(known), losses


def _label_types(labels: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Label types as doccano exports and imports them, with a key each as long as keys last."""
    keys = product(_PREFIXES, _KEYS)
    for label, colour in colours_of(labels).items():
        prefix, key = next(keys, (None, None))
        yield {
            "text": label,
            "prefixKey": prefix,
            "suffixKey": key,
            "backgroundColor": colour,
            "textColor": ink_on(colour),
        }


_ROWS = "a row of doccano holds labels only"
_TRUE = "a label of doccano is true, and nobody has judged this suggestion"
FORMAT = Format(
    name="doccano",
    title="doccano",
    summary="rows for sequence labelling and for relations, with label types",
    suffixes=(".jsonl", ".json"),
    read=read_doccano,
    recognises=recognises,
    companions=companions,
    skips=LABELS,
    writer=lambda: DoccanoWriter,
    lacks={
        "rejected": "a label of doccano says what is there, not what is not",
        "open": _TRUE,
        **without_books(_ROWS),
    },
    finished_only=True,
)
