"""What is to be done with each item, so that the gold stands: the same work in every tool."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from annotator.agree.claims import paired
from annotator.agree.entities import compare_entities
from annotator.agree.gold import Gold
from annotator.fluency.cost import Cost
from annotator.model.fold import Fold
from annotator.model.records import CLAIMER_BASIS, Claim, Entity, Layer, Record, Suggestion
from annotator.model.spans import Span
from annotator.model.steps import StoredSuggestion

Verb = Literal["keep", "reject", "correct", "add"]
Change = str
"""What is to be put right: "label", "bounds", "content", "cue", "source", "claimer" or the name of
an attribute."""


@dataclass(frozen=True, slots=True)
class Task:
    """One item: what was suggested, under which id, and what is true; one of both may lack."""

    said: Record | None
    true: Record | None
    item: str = ""

    @property
    def record(self) -> Record:
        """What the task is about: what was suggested or, where nothing was, what is true."""
        record = self.said or self.true
        assert record is not None
        return record

    @property
    def layer(self) -> Layer:
        """Entity or claim."""
        return self.record.layer

    @property
    def verb(self) -> Verb:
        """What is to be done."""
        if self.said is None:
            return "add"
        if self.true is None:
            return "reject"
        return "correct" if self.changes else "keep"

    @property
    def changes(self) -> tuple[Change, ...]:
        """What is to be put right or, of an addition, to be said."""
        if isinstance(self.true, Claim):
            return claim_changes(self.said if isinstance(self.said, Claim) else None, self.true)
        if not isinstance(self.true, Entity) or not isinstance(self.said, Entity):
            return ()
        same = {
            "bounds": self.said.span == self.true.span,
            "label": self.said.label == self.true.label,
        }
        return tuple(change for change, is_same in same.items() if not is_same)

    @property
    def kind(self) -> str:
        """Verb, layer and what is put right, in words: "correct entity: label"."""
        if self.verb == "correct":
            return f"correct {self.layer}: {', '.join(self.changes)}"
        return f"{self.verb} {self.layer}"

    @property
    def spans_only(self) -> Task:
        """The same without who claims it and how: what a tool that only knows spans can say."""
        if not isinstance(self.true, Claim):
            return self
        return replace(self, true=replace(self.true, claimer=None, attributes={}))

    @property
    def decisions(self) -> Cost:
        """Its Ms, as `annotator.fluency.cost` places them, where every part is said by hand."""
        return self.decisions_after(None)

    def decisions_after(self, guess: Claim | None) -> Cost:
        """Its Ms where the program made the added claim as `guess`."""
        if self.verb == "keep":
            return Cost(reading=1)
        if self.layer == "entity":
            return Cost(m=1)
        if self.verb != "add" or guess is None or not isinstance(self.true, Claim):
            return Cost(m=max(1, len(self.changes)))
        by_hand = {"content", *claim_changes(guess, self.true)}
        return Cost(m=len(by_hand | {*self.changes}))


def claim_changes(said: Claim | None, true: Claim) -> tuple[Change, ...]:
    """The parts in which a claim is not the true one; what the true one does not tell is free."""
    before = said or Claim(())
    same = {
        "content": before.content == true.content,
        "cue": before.cue == true.cue,
        "source": before.source == true.source,
        "claimer": true.claimer is None or before.claimer == true.claimer,
        **{
            name: before.attributes.get(name) == value
            for name, value in true.attributes.items()
            if name != CLAIMER_BASIS
        },
    }
    return tuple(part for part, is_same in same.items() if not is_same)


def tasks(gold: Gold, suggestions: Sequence[StoredSuggestion]) -> list[Task]:
    """All that is to be done with a release, in reading order.

    Suggestions that are paired with something undecided are nobody's task.
    """
    ids = {stored.suggestion: stored.id for stored in suggestions}
    found = [*_entity_tasks(gold, ids), *_claim_tasks(gold, ids)]
    return sorted(found, key=lambda task: (task.record.order(), task.item))


def _entity_tasks(gold: Gold, ids: dict[Suggestion, str]) -> Iterator[Task]:
    undecided = {e.span for e in gold.undecided if isinstance(e, Entity)}
    _, errors = compare_entities(gold, ids)
    wrong = {error.said for error in errors}
    for error in errors:
        said = error.said.record if error.said else None
        yield Task(said, error.true, ids[error.said] if error.said else "")
    for suggestion, name in ids.items():
        record = suggestion.record
        if isinstance(record, Entity) and suggestion not in wrong and record.span not in undecided:
            yield Task(record, record, name)


def _claim_tasks(gold: Gold, ids: dict[Suggestion, str]) -> Iterator[Task]:
    true = [*gold.claims, *(c for c in gold.undecided if isinstance(c, Claim))]
    said = [(s.record, name) for s, name in ids.items() if isinstance(s.record, Claim)]
    pairs = paired(true, [claim for claim, _ in said], gold.release.text)
    owners = {j: i for i, j in pairs.items()}
    for j, (claim, name) in enumerate(said):
        if (i := owners.get(j)) is None:
            yield Task(claim, None, name)
        elif i < len(gold.claims):
            yield Task(claim, true[i], name)
    yield from (Task(None, claim) for i, claim in enumerate(gold.claims) if i not in pairs)


def is_done(task: Task, fold: Fold) -> bool:
    """Whether what stands is what the task wants; a right suggestion may still be open."""
    item = fold.items.get(task.item)
    if task.true is None:
        return item is not None and item.status == "rejected"
    says = _says(task.true)
    if task.verb == "keep":
        return item is not None and item.is_shown and says(item.record)
    is_gone = item is None or item.status == "rejected" or says(item.record)
    return is_gone and any(i.stands and says(i.record) for i in fold.items.values())


def _says(true: Record) -> Callable[[Record], bool]:
    """Whether a record says what is true."""
    if isinstance(true, Entity):
        return lambda record: record == true
    return lambda record: isinstance(record, Claim) and not claim_changes(record, true)


def differences(gold: Gold, fold: Fold) -> list[str]:
    """What stands and is not true, and what is true and does not stand, in words."""
    missing, wrong = Counter(gold.true), Counter[Record]()
    undecided = {span for record in gold.undecided for span in record.spans()}
    for record in (item.record for item in fold.items.values() if item.stands):
        known = next((true for true in missing if missing[true] and _says(true)(record)), None)
        if known is not None:
            missing[known] -= 1
        elif not undecided.intersection(record.spans()):
            wrong[record] += 1
    text = gold.release.text
    return [
        *(f"missing: {_in_words(record, text)}" for record in missing.elements()),
        *(f"wrong: {_in_words(record, text)}" for record in wrong.elements()),
    ]


def _in_words(record: Record, text: str) -> str:
    if isinstance(record, Entity):
        return f"{record.label} {record.span.text(text)!r} at {record.span.start}"
    parts = ", ".join(f"{part} {span.text(text)!r}" for part, _, span in record.parts())
    return f"claim of {record.claimer}: {parts}"


def words(span: Span, text: str) -> int:
    """How many words a span has."""
    return len(span.text(text).split())
