"""What two annotators say of the same release, side by side, and how far they agree.

Agreement on spans is the F1 of one against the other, which is the same both ways. It needs no
correction for chance: how many spans nobody marked cannot be counted, and the more there are, the
nearer kappa comes to F1 (Hripcsak and Rothschild 2005, doi:10.1197/jamia.M1733). Of the attributes
of claims that both have the values are counted, so there Cohen's kappa is told too (Cohen 1960,
doi:10.1177/001316446002000104).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from annotator.agree.claims import differing_parts, paired
from annotator.agree.counts import Counts
from annotator.agree.entities import EntityResult, aligned, counted, label_of
from annotator.agree.gold import Gold
from annotator.model.records import CLAIMER_BASIS, Claim, Entity, Record

R = TypeVar("R", Entity, Claim)
PARTS = ("source", "cue", "content", "claimer")
_NO_VALUE = "-"
_FREE = (CLAIMER_BASIS, "note")
"""Attributes in which two people need not agree."""
_Entities = tuple[Entity | None, Entity | None]
"""What the first and the second annotator say of the same words."""


@dataclass(frozen=True, slots=True)
class Pair:
    """What both say of the same words, or one of them alone: then the other is None.

    `differing` names in what they differ: "label" and "bounds" of entities, `PARTS` and attributes
    of claims.
    """

    first: Record | None
    second: Record | None
    differing: tuple[str, ...] = ()
    is_half: bool = False
    """Whether the other one has something there too, and did not decide on it."""

    @property
    def is_agreed(self) -> bool:
        """Whether both say the same."""
        return self.first is not None and self.second is not None and not self.differing

    @property
    def record(self) -> Record:
        """What the first one says, or else the second; with the notes of both."""
        record = self.first or self.second
        assert record is not None
        if isinstance(self.first, Claim) and isinstance(self.second, Claim):
            return _with_notes(self.first, self.second)
        return record


@dataclass(slots=True)
class Agreement:
    """How two annotators compare over one or more releases.

    In counts "wrong" is what only the second has, "missed" what only the first has.
    """

    entities: EntityResult = field(default_factory=EntityResult)
    claims: Counts = field(default_factory=Counts)
    same_parts: Counter[str] = field(default_factory=Counter)
    """In how many of the claims that both have a part is the same."""
    values: dict[str, Counter[tuple[str, str]]] = field(default_factory=dict)
    """By attribute: how often a value of the first met one of the second in such claims."""

    def take(self, first: Gold, second: Gold) -> list[Pair]:
        """Take in one release; what both say of it, entities first."""
        entities = list(_aligned(*_decided_entities(first, second)))
        self.entities.add(_entity_result(entities))
        claims = list(_claim_pairs(*_decided_claims(first, second), first.release.text))
        for pair in claims:
            self._count_claim(pair)
        return [*(_entity_pair(*sides) for sides in entities), *claims]

    def _count_claim(self, pair: Pair) -> None:
        self.claims += _counts(pair)
        if isinstance(pair.first, Claim) and isinstance(pair.second, Claim):
            self.same_parts += Counter(set(PARTS).difference(pair.differing))
            for name, values in _values(pair.first, pair.second).items():
                self.values.setdefault(name, Counter())[values] += 1

    def to_plain(self) -> dict[str, Any]:
        """For JSON. Ratios are in 0..1; kappa is at most 1, and null where both say one thing.

        Of an attribute those claims count that both have, and to which either gave a value.
        """
        return {
            "entities": {
                "strict": _plain(self.entities.strict),
                "exact": _plain(self.entities.exact),
                "labels": {n: _plain(c) for n, c in sorted(self.entities.labels.items())},
                "confusion": [
                    {"first": first, "second": second, "count": count}
                    for (first, second), count in sorted(self.entities.confusion.items())
                ],
            },
            "claims": {
                **_plain(self.claims),
                "same": {part: self.same_parts[part] for part in PARTS},
                "attributes": {
                    name: {"both": values.total(), "same": same(values), "kappa": kappa(values)}
                    for name, values in sorted(self.values.items())
                },
            },
        }


def half_decided(first: Gold, second: Gold) -> list[Pair]:
    """What `Agreement.take` leaves out: what one decided where the other left something undecided.

    It counts for neither, but whoever adjudicates is to see it.
    """
    decided = zip((first, second), _decided_entities(first, second), strict=True)
    mine, theirs = (_without(gold.entities, counted) for gold, counted in decided)
    claims = zip((first, second), _decided_claims(first, second), strict=True)
    my_claims, their_claims = (_without(gold.claims, counted) for gold, counted in claims)
    pairs = [
        *(_entity_pair(*sides) for sides in _aligned(mine, theirs)),
        *_claim_pairs(my_claims, their_claims, first.release.text),
    ]
    return [replace(pair, is_half=pair.first is None or pair.second is None) for pair in pairs]


def _without(records: Sequence[R], others: Sequence[R]) -> list[R]:
    """Those records that are not among the others; claims have no hash."""
    left_out = {id(record) for record in others}
    return [record for record in records if id(record) not in left_out]


def same(values: Counter[tuple[str, str]]) -> int:
    """How often both gave one value."""
    return sum(count for (first, second), count in values.items() if first == second)


def kappa(values: Counter[tuple[str, str]]) -> float | None:
    """Cohen's kappa of two raters; None where both gave nothing but one value."""
    total = values.total()
    firsts, seconds = Counter[str](), Counter[str]()
    for (first, second), count in values.items():
        firsts[first] += count
        seconds[second] += count
    chance = sum(firsts[value] * seconds[value] for value in firsts) / total**2
    return None if chance == 1 else round((same(values) / total - chance) / (1 - chance), 4)


def _plain(counts: Counts) -> dict[str, Any]:
    return {
        "both": counts.right,
        "only_first": counts.missed,
        "only_second": counts.wrong,
        "f1": round(counts.f1, 4),
    }


def _counts(pair: Pair) -> Counts:
    if pair.first is None:
        return Counts(wrong=1)
    return Counts(missed=1) if pair.second is None else Counts(right=1)


# Entities


def _decided_entities(first: Gold, second: Gold) -> tuple[list[Entity], list[Entity]]:
    """The entities of both, without those at words where either left something undecided."""
    undecided = {e.span for e in (*first.undecided, *second.undecided) if isinstance(e, Entity)}
    mine, theirs = (
        [e for e in gold.entities if e.span not in undecided] for gold in (first, second)
    )
    return mine, theirs


def _aligned(first: Sequence[Entity], second: Sequence[Entity]) -> Iterator[_Entities]:
    """The same ones first, so that two labels on the same words go each with its like."""
    said = set(second)
    both = dict.fromkeys(entity for entity in first if entity in said)
    yield from ((entity, entity) for entity in both)
    mine = [entity for entity in first if entity not in both]
    theirs = [entity for entity in second if entity not in both]
    for i, j in aligned(mine, theirs):
        yield (None if i is None else mine[i]), (None if j is None else theirs[j])


def _entity_result(pairs: Sequence[_Entities]) -> EntityResult:
    mine = {first for first, _ in pairs if first is not None}
    theirs = {second for _, second in pairs if second is not None}
    result = counted(mine, theirs)
    result.confusion.update((label_of(first), label_of(second)) for first, second in pairs)
    return result


def _entity_pair(first: Entity | None, second: Entity | None) -> Pair:
    if first is None or second is None:
        return Pair(first, second)
    is_other = {"label": first.label != second.label, "bounds": first.span != second.span}
    return Pair(first, second, tuple(part for part, differs in is_other.items() if differs))


# Claims


def _decided_claims(first: Gold, second: Gold) -> tuple[list[Claim], list[Claim]]:
    """The claims of both, without those that the other one left undecided."""
    return _without_undecided(first, second), _without_undecided(second, first)


def _without_undecided(gold: Gold, other: Gold) -> list[Claim]:
    """The claims of `gold` but for those that are nearest to one that the other left undecided."""
    decided = other.claims
    undecided = [claim for claim in other.undecided if isinstance(claim, Claim)]
    nearest = paired(gold.claims, [*decided, *undecided], gold.release.text)
    return [c for i, c in enumerate(gold.claims) if nearest.get(i, -1) < len(decided)]


def _claim_pairs(first: Sequence[Claim], second: Sequence[Claim], text: str) -> Iterator[Pair]:
    pairs = paired(first, second, text)
    for i, claim in enumerate(first):
        other = second[pairs[i]] if i in pairs else None
        yield Pair(claim, other, () if other is None else _claim_differs(claim, other, text))
    taken = set(pairs.values())
    yield from (Pair(None, claim) for j, claim in enumerate(second) if j not in taken)


def _claim_differs(first: Claim, second: Claim, text: str) -> tuple[str, ...]:
    values = _values(first, second).items()
    return (*differing_parts(first, second, text), *(name for name, (a, b) in values if a != b))


def _with_notes(claim: Claim, other: Claim) -> Claim:
    notes = dict.fromkeys(c.attributes.get("note", "") for c in (claim, other))
    note = " / ".join(filter(None, notes))
    return replace(claim, attributes={**claim.attributes, "note": note}) if note else claim


def _values(first: Claim, second: Claim) -> dict[str, tuple[str, str]]:
    """The values that both gave each attribute that either of them has."""
    mine, theirs = first.attributes, second.attributes
    return {
        name: (mine.get(name, _NO_VALUE), theirs.get(name, _NO_VALUE))
        for name in dict.fromkeys([*mine, *theirs])
        if name not in _FREE
    }
