"""Suggested entities against true ones, as SemEval-2013 task 9.1 and nervaluate count them.

strict: span and label are those of a true entity; this is also seqeval's F1 on flat entities.
exact: the span is, whatever the label.

For the errors and the confusion table, suggested and true entities are aligned one to one, those
that overlap most first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from annotator.agree.counts import Counts, Judged, counted_by, plain_counts, taken_in
from annotator.agree.gold import Gold
from annotator.agree.pairing import one_to_one, overlapping
from annotator.model.records import Entity, Suggestion
from annotator.model.spans import Span

NOTHING = "-"
"""Stands in the confusion table where the other side has no entity."""

T = TypeVar("T")
ErrorKind = Literal["label", "bounds", "label and bounds", "wrong", "missed"]


@dataclass(frozen=True, slots=True)
class EntityError:
    """One way in which suggestions and truth differ; `said` or `true` is None where one lacks."""

    kind: ErrorKind
    said: Suggestion | None
    true: Entity | None

    def place(self) -> Span:
        """Where to look."""
        if self.true is not None:
            return self.true.span
        assert self.said is not None
        return next(self.said.record.spans())


@dataclass(slots=True)
class EntityResult:
    """How the entities of one or more releases compare."""

    strict: Counts = field(default_factory=Counts)
    exact: Counts = field(default_factory=Counts)
    labels: dict[str, Counts] = field(default_factory=dict)
    """Strict counts by label."""
    judged: list[Judged] = field(default_factory=list)
    """Every suggestion, and whether it was right, strictly."""
    confusion: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How often a true label met a suggested one, over aligned entities."""

    def rules(self) -> dict[str, Counts]:
        """Right and wrong by rule."""
        return counted_by(lambda suggestion: suggestion.rule, self.judged)

    def add(self, other: EntityResult) -> None:
        """Take the counts of another result in."""
        self.strict += other.strict
        self.exact += other.exact
        self.confusion += other.confusion
        self.judged += other.judged
        taken_in(self.labels, other.labels)

    def to_plain(self) -> dict[str, Any]:
        """For JSON. Ratios are in 0..1."""
        return {
            "strict": self.strict.to_plain(),
            "exact": self.exact.to_plain(),
            "labels": plain_counts(self.labels),
            "rules": plain_counts(self.rules()),
            "confusion": [
                {"true": true, "suggested": said, "count": count}
                for (true, said), count in sorted(self.confusion.items())
            ],
        }


def compare_entities(
    gold: Gold, suggestions: Iterable[Suggestion]
) -> tuple[EntityResult, list[EntityError]]:
    """The counts of one release, and each error in reading order."""
    undecided = {e.span for e in gold.undecided if isinstance(e, Entity)}
    true = [e for e in gold.entities if e.span not in undecided]
    said = [(e, s) for e, s in _entities(suggestions) if e.span not in undecided]
    truth = set(true)
    result = counted(truth, {entity for entity, _ in said})
    result.judged = [Judged(suggestion, entity in truth) for entity, suggestion in said]
    pairs = aligned(true, [e for e, _ in said])
    errors = []
    for t, s in pairs:
        wanted, found = (None if t is None else true[t]), (None if s is None else said[s])
        result.confusion[label_of(wanted), label_of(found[0] if found else None)] += 1
        kind = _kind(wanted, found[0] if found else None)
        if kind is not None:
            errors.append(EntityError(kind, found[1] if found else None, wanted))
    return result, sorted(errors, key=lambda error: error.place())


def label_of(entity: Entity | None) -> str:
    """The label, as the confusion table has it."""
    return NOTHING if entity is None else entity.label


def _entities(suggestions: Iterable[Suggestion]) -> list[tuple[Entity, Suggestion]]:
    return [(s.record, s) for s in suggestions if isinstance(s.record, Entity)]


def counted(wanted: set[Entity], found: set[Entity]) -> EntityResult:
    """The counts of one release; without alignment, so nothing is confused yet."""
    result = EntityResult(
        _compared(wanted, found),
        _compared({e.span for e in wanted}, {e.span for e in found}),
    )
    for label in sorted({e.label for e in wanted | found}):
        result.labels[label] = _compared(
            {e for e in wanted if e.label == label}, {e for e in found if e.label == label}
        )
    return result


def _compared(wanted: set[T], found: set[T]) -> Counts:
    return Counts(len(wanted & found), len(found - wanted), len(wanted - found))


def aligned(true: Sequence[Entity], said: Sequence[Entity]) -> list[tuple[int | None, int | None]]:
    """Pairs of numbers, one to one; None where the other side has nothing."""
    wanted, found = [e.span for e in true], [e.span for e in said]
    pairs = one_to_one(
        (_distance(wanted[i], found[j]), i, j) for i, j in overlapping(wanted, found)
    )
    missed = set(range(len(true))) - pairs.keys()
    wrong = set(range(len(said))) - set(pairs.values())
    return [*pairs.items(), *((i, None) for i in missed), *((None, j) for j in wrong)]


def _distance(a: Span, b: Span) -> float:
    """1 - Jaccard of two overlapping spans: 0 for the same."""
    shared = min(a.end, b.end) - max(a.start, b.start)
    return 1 - shared / (max(a.end, b.end) - min(a.start, b.start))


def _kind(true: Entity | None, said: Entity | None) -> ErrorKind | None:
    if true is None:
        return "wrong"
    if said is None:
        return "missed"
    if true.span == said.span:
        return None if true.label == said.label else "label"
    return "bounds" if true.label == said.label else "label and bounds"
