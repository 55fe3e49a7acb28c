"""A judged release as the measure: what is true in it, and what nobody decided."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.model.fold import Fold
from annotator.model.records import Claim, Entity, Record, Release


@dataclass(frozen=True, slots=True)
class Gold:
    """A finished release. What is `undecided` counts neither as right nor as wrong."""

    release: Release
    true: tuple[Record, ...]
    undecided: tuple[Record, ...] = ()

    @property
    def entities(self) -> list[Entity]:
        """The true entities in reading order."""
        return [record for record in self.true if isinstance(record, Entity)]

    @property
    def claims(self) -> list[Claim]:
        """The true claims in reading order."""
        return [record for record in self.true if isinstance(record, Claim)]


def gold_of(release: Release, stands: Fold) -> Gold:
    """The gold that the decisions on a release make."""
    items = sorted(stands.items.values(), key=lambda item: item.record.order())
    return Gold(
        release,
        tuple(item.record for item in items if item.stands),
        tuple(item.record for item in items if item.is_open),
    )
