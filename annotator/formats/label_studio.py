"""Label Studio: one JSON list of tasks, and the labelling configuration of the project for them.

    {"data": {"text": ..., "title": ..., "from_annotator": {"state": "finished"}},
     "annotations": [{"result": [...]}],                  what stands, one annotation
     "predictions": [{"model_version": "rules@1", "score": 0.8, "result": [...]}]}   what is open

A prediction holds the open suggestions of one suggester; its score is their mean, and each region
has its own. A claim is regions joined by relations (`annotator.formats.linked`); its claimer and
attributes belong to the region CLAIM. A release of which nothing is decided has no annotation; one
that is finished has one even where nothing stands. Offsets are code points, as Label Studio counts
them; CR LF is two.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from statistics import fmean
from typing import TYPE_CHECKING, Any

from annotator.formats.corner import corner
from annotator.formats.errors import Problem
from annotator.formats.format import Format
from annotator.formats.label_studio_check import Checker
from annotator.formats.label_studio_config import (
    CLAIMER,
    CONFIG,
    CORNER,
    ENTITIES,
    MORE,
    PARTS_OF_CLAIMS,
    TEXT,
    choices_of,
    configuration,
    is_value,
)
from annotator.formats.label_studio_reader import read_label_studio, recognises
from annotator.formats.linked import CLAIM, further_parts
from annotator.formats.own import core_of, dumped
from annotator.formats.writing import About, Loss, Options, Page, Writer
from annotator.model.fold import Item, Status
from annotator.model.plain import Incoming
from annotator.model.records import Claim, Entity, Record
from annotator.model.spans import Span

if TYPE_CHECKING:
    from annotator.formats.places import Out

SUFFIX = ".tasks.json"
_ORIGINS: dict[Status, str] = {
    "accepted": "prediction",
    "corrected": "prediction-changed",
    "added": "manual",
    "open": "prediction",
}
"""How Label Studio calls where a region comes from."""


class LabelStudioWriter(Writer):
    """What stands as annotations, what is open as predictions."""

    suffixes = (SUFFIX,)

    def __init__(self, out: Out, about: About, options: Options) -> None:
        super().__init__(out, about, options)
        self._labels = dict.fromkeys(filter(is_value, about.scheme.names()))
        self._choices = choices_of(about.scheme.attributes)
        self._begun: set[str] = set()
        self._checker = Checker()
        self.checker = self._checker.name

    def start(self) -> None:
        """Begin the list of each part."""
        super().start()
        for part in self.parts:
            self.out.file(self.stem(part) + SUFFIX).write(b"[")

    def write(self, page: Page) -> Iterator[Loss]:
        """Write the task of a release."""
        items = []
        for item in page.items:
            loss = self._loss_of(page, item)
            if loss is None:
                items.append(item)
            else:
                yield loss
        file = self.file(page, SUFFIX)
        file.write(b",\n" if page.part in self._begun else b"\n")
        self._begun.add(page.part)
        file.write(dumped(self._task(page, items)))

    def _loss_of(self, page: Page, item: Item) -> Loss | None:
        record = item.record
        if isinstance(record, Entity):
            if not is_value(record.label):
                return page.loses(item, "label", "XML has no place for such a label")
            self._labels[record.label] = None
        elif any("=" in name or not name for name in record.attributes):
            return page.loses(item, "attributes", "the name of an attribute holds no =")
        return None

    def _task(self, page: Page, items: Iterable[Item]) -> dict[str, Any]:
        items = list(items)
        ours = corner(page.release, page.state)
        return {
            "data": {"text": page.text, **core_of(page.release), CORNER: ours},
            "annotations": list(self._annotations(page, [i for i in items if i.stands])),
            "predictions": list(self._predictions(page, [i for i in items if i.is_open])),
        }

    def _annotations(self, page: Page, items: list[Item]) -> Iterator[dict[str, Any]]:
        if items or page.state == "finished":
            yield {"result": self._result(page, items), "was_cancelled": False}

    def _predictions(self, page: Page, items: list[Item]) -> Iterator[dict[str, Any]]:
        by_suggester: dict[str, list[Item]] = defaultdict(list)
        for item in items:
            if item.suggestion is not None:
                by_suggester[item.suggestion.suggester].append(item)
        for suggester, found in by_suggester.items():
            score = fmean(i.suggestion.score for i in found if i.suggestion is not None)
            result = self._result(page, found)
            yield {"model_version": suggester, "score": min(1.0, score), "result": result}

    def _result(self, page: Page, items: Iterable[Item]) -> list[dict[str, Any]]:
        return [one for item in items for one in _Regions(page, item, self._choices).all()]

    def finish(self) -> None:
        """End the lists, and write the configuration for them."""
        for part in self.parts:
            self.out.file(self.stem(part) + SUFFIX).write(b"\n]\n")
        config = configuration(self._labels, self._choices)
        self.out.put(CONFIG, config.encode("utf-8"))

    def read_back(self, part: str) -> Iterator[Incoming | Problem]:
        """Every task again, each held against the configuration first."""
        config = self.out.path(CONFIG).read_text(encoding="utf-8")
        return self._checker.read(config, self.path(part, SUFFIX))


class _Regions:
    """What a result says of one item. The ids of a whole export are unique."""

    def __init__(self, page: Page, item: Item, choices: Mapping[str, tuple[str, ...]]) -> None:
        self._text, self._item, self._choices = page.text, item, choices
        self._stem = f"{page.release.id[:12]}-{item.id}"
        self._number = 0

    def all(self) -> Iterator[dict[str, Any]]:
        """The regions, then what is said of them, then the relations."""
        record: Record = self._item.record
        if isinstance(record, Entity):
            yield self._region(ENTITIES, record.label, record.span)
        else:
            yield from self._claim(record)

    def _claim(self, claim: Claim) -> Iterator[dict[str, Any]]:
        head = self._region(PARTS_OF_CLAIMS, CLAIM, claim.content[0])
        parts = [self._region(PARTS_OF_CLAIMS, name, span) for name, span in further_parts(claim)]
        yield head
        yield from parts
        if claim.claimer is not None:
            yield self._of_region(head, CLAIMER, "textarea", text=[claim.claimer])
        more = []
        for name, value in claim.attributes.items():
            if value in self._choices.get(name, ()):
                yield self._of_region(head, name, "choices", choices=[value])
            else:
                more.append(f"{name}={value}")
        if more:
            yield self._of_region(head, MORE, "textarea", text=more)
        for part in parts:
            ends = {"from_id": head["id"], "to_id": part["id"], "direction": "right"}
            yield {"type": "relation", **ends, "labels": part["value"]["labels"]}

    def _region(self, control: str, label: str, span: Span) -> dict[str, Any]:
        self._number += 1
        value = {**span._asdict(), "text": span.text(self._text), "labels": [label]}
        plain: dict[str, Any] = {
            "id": f"{self._stem}-{self._number}",
            "from_name": control,
            "to_name": TEXT,
            "type": "labels",
            "value": value,
            "origin": _ORIGINS.get(self._item.status, "manual"),
        }
        if self._item.is_open and self._item.suggestion is not None:
            plain["score"] = float(self._item.suggestion.score)
        return plain

    def _of_region(
        self, region: Mapping[str, Any], control: str, kind: str, **value: Any
    ) -> dict[str, Any]:
        """What a control says of a region: the same id and place."""
        place = {key: region["value"][key] for key in ("start", "end")}
        plain = {**region, "from_name": control, "type": kind, "value": {**place, **value}}
        plain.pop("score", None)
        return plain


_BOOKS = "an annotation of Label Studio belongs to who imports it, and tells no story"
FORMAT = Format(
    name="label-studio",
    title="Label Studio",
    summary="tasks with annotations and predictions, and the labelling configuration",
    suffixes=(".json",),
    read=read_label_studio,
    recognises=recognises,
    skips=(CONFIG,),
    writer=lambda: LabelStudioWriter,
    lacks={
        "rejected": "Label Studio has no verdict on a prediction: what is wrong is just not there",
        "origin": _BOOKS,
        "rule": "a prediction tells its model and its score only",
        "annotator": _BOOKS,
        "at": _BOOKS,
        "seen": _BOOKS,
    },
)
