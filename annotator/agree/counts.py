"""Right, wrong and missed, and the ratios of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from annotator.model.records import Suggestion


@dataclass(frozen=True, slots=True)
class Counts:
    """What was suggested and right, suggested and wrong, and not suggested but true."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """The part of what was suggested that is right, 0..1; 0 where nothing was suggested."""
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """The part of what is true that was suggested, 0..1; 0 where nothing is true."""
        return self.right / max(1, self.right + self.missed)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall, 0..1."""
        return 2 * self.right / max(1, 2 * self.right + self.wrong + self.missed)

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.right + other.right, self.wrong + other.wrong, self.missed + other.missed
        )

    def to_plain(self) -> dict[str, Any]:
        """Counts and ratios for JSON, the ratios in 0..1 with four digits."""
        return {
            "right": self.right,
            "wrong": self.wrong,
            "missed": self.missed,
            "precision": round(self.precision, 4),
            "recall": round(self.recall, 4),
            "f1": round(self.f1, 4),
        }


@dataclass(frozen=True, slots=True)
class Judged:
    """A suggestion, and whether it was right."""

    suggestion: Suggestion
    is_right: bool

    def counts(self) -> Counts:
        """The counts of this one."""
        return Counts(right=int(self.is_right), wrong=int(not self.is_right))


def counted_by(key: Callable[[Suggestion], str], judged: Iterable[Judged]) -> dict[str, Counts]:
    """Right and wrong by what `key` says of a suggestion, sorted."""
    counted: dict[str, Counts] = {}
    for one in judged:
        name = key(one.suggestion)
        counted[name] = counted.get(name, Counts()) + one.counts()
    return dict(sorted(counted.items()))


def taken_in(mine: dict[str, Counts], theirs: dict[str, Counts]) -> None:
    """Add `theirs` to `mine`, name by name."""
    for name, counts in theirs.items():
        mine[name] = mine.get(name, Counts()) + counts


def plain_counts(counted: Mapping[str, Counts]) -> dict[str, Any]:
    """Named counts for JSON, sorted by name."""
    return {name: counts.to_plain() for name, counts in sorted(counted.items())}
