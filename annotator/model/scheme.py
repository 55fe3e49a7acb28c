"""The label scheme of a project: entity labels and the values of claim attributes."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Label:
    """One entity label and what it stands for, in a few words."""

    name: str
    meaning: str


ENTITY_LABELS = (
    Label("PERSON", "people, named"),
    Label("ORG", "organisations, agencies, companies, parties"),
    Label("GPE", "countries, cities, states"),
    Label("LOC", "regions, seas, mountains"),
    Label("NORP", "nationalities, religions, political groups"),
    Label("DATE", "dates and periods"),
    Label("EVENT", "named events, summits, wars"),
    Label("FAC", "buildings, roads, checkpoints"),
    Label("DISEASE", "diseases and their agents"),
    Label("CARDINAL", "numbers that count"),
    Label("LAW", "named laws, treaties, resolutions"),
    Label("MONEY", "sums of money"),
    Label("PERCENT", "percentages"),
    Label("ORDINAL", "first, second ..."),
    Label("TIME", "times shorter than a day"),
    Label("QUANTITY", "measures with a unit"),
    Label("PRODUCT", "vehicles, weapons, goods"),
    Label("WORK_OF_ART", "titles of works"),
    Label("LANGUAGE", "languages"),
)
"""OntoNotes 5 names and DISEASE; the first ten have a digit each."""

ATTRIBUTES: dict[str, tuple[str, ...]] = {
    "quote_type": ("direct", "indirect", "mixed"),
    "epistemic": (
        "true-certain",
        "true-uncertain",
        "false-certain",
        "false-uncertain",
        "unknown",
    ),
    "sentiment": ("positive", "negative", "mixed", "neutral-unknown"),
    "check_worthiness": ("CFS", "UFS", "NFS"),
}
"""DARPA AIDA claim frames (epistemic, sentiment), ClaimBuster (check_worthiness)."""


@dataclass(frozen=True, slots=True)
class Scheme:
    """What may be said of a release in this project."""

    labels: tuple[Label, ...] = ENTITY_LABELS
    attributes: dict[str, tuple[str, ...]] = field(default_factory=lambda: dict(ATTRIBUTES))

    def names(self) -> list[str]:
        """The names of the entity labels, in the order of their digits."""
        return [label.name for label in self.labels]
