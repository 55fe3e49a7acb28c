"""The label scheme of a project: entity labels and the values of claim attributes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from annotator.model.errors import AnnotatorError
from annotator.model.records import CLAIMER_BASIS, Entity, Suggestion

_NAME = re.compile(r"[^\W\d_][\w.-]{0,39}")
_ATTRIBUTE = re.compile(r"[a-z][a-z0-9_]{0,39}")
_TAKEN = ("claim", "claimer", CLAIMER_BASIS, "content", "cue", "note", "source")
"""What claims have besides."""
_LONGEST_VALUE = 80
NO_VALUE = "none"
_OF_CLAIMS = ("CLAIM", "CONTENT", "CUE", "SOURCE")
"""What files that have one list of labels call the parts of a claim, in whatever letters."""


class LabelError(AnnotatorError):
    """A label cannot be called so."""


class ValuesError(AnnotatorError):
    """An attribute of claims cannot be called so, or cannot have such values."""


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


Attribute = tuple[str, tuple[str, ...]]
"""What may be said of claims, and the values to pick from, none where it is any text."""
Attributes = Mapping[str, tuple[str, ...]]
"""All that may be said of them."""
_NO_MORE: Attributes = {}


@dataclass(frozen=True, slots=True)
class Scheme:
    """What may be said of a release in this project."""

    labels: tuple[Label, ...] = ENTITY_LABELS
    attributes: dict[str, tuple[str, ...]] = field(default_factory=lambda: dict(ATTRIBUTES))

    def names(self) -> list[str]:
        """The names of the entity labels, in the order of their digits."""
        return [label.name for label in self.labels]

    def with_label(self, label: Label) -> Scheme:
        """The scheme with one more label, behind the others. Raise `LabelError`."""
        if label.name in self.names():
            raise LabelError(f'There is a label "{label.name}" already.')
        check_name(label.name)
        return replace(self, labels=(*self.labels, label))

    def with_attribute(self, name: str, values: Sequence[str]) -> Scheme:
        """The scheme with one more attribute of claims; without values it is free text.

        Raise `ValuesError`.
        """
        if name in self.attributes:
            raise ValuesError(f'There is an attribute "{name}" already.')
        check_attribute(name, values)
        return replace(self, attributes={**self.attributes, name: tuple(values)})

    def joined(self, labels: Iterable[Label], attributes: Attributes = _NO_MORE) -> Scheme:
        """The scheme with those labels, attributes and values behind its own that it has not yet.

        What is any text in one of the two is so in both.
        """
        known = {label.name: label for label in self.labels}
        for label in labels:
            known.setdefault(label.name, label)
        said = {**self.attributes, **attributes}
        for name in attributes.keys() & self.attributes.keys():
            mine, theirs = self.attributes[name], attributes[name]
            said[name] = tuple(dict.fromkeys((*mine, *theirs))) if mine and theirs else ()
        return replace(self, labels=tuple(known.values()), attributes=said)

    def wanted(self, suggestions: Sequence[Suggestion]) -> list[Suggestion]:
        """Those that have a place in it: a label of the program's that it leaves out has none.

        Labels that somebody else invented have: who runs such a suggester wants them.
        """
        left_out = {label.name for label in ENTITY_LABELS}.difference(self.names())
        return [
            suggestion
            for suggestion in suggestions
            if not isinstance(suggestion.record, Entity) or suggestion.record.label not in left_out
        ]


def label_named(name: str, meaning: str = "") -> Label:
    """A label; where nothing is said of one of the program's, it means what it does there."""
    known = next((label.meaning for label in ENTITY_LABELS if label.name == name), "")
    return Label(name, meaning or known)


def check_name(name: str) -> None:
    """Raise `LabelError` for a name that keys, files and other tools could not tell from others."""
    if not _NAME.fullmatch(name):
        raise LabelError(
            f'"{name}" cannot be a label: it begins with a letter, and has letters, digits,'
            ' "_", "-" and "." behind it, 40 characters at most.'
        )
    if name.upper() in _OF_CLAIMS:
        raise LabelError(
            f'"{name}" cannot be a label: in files it would be taken for a part of a claim.'
        )


def name_typed(typed: str) -> str:
    """How a label is called whose name was typed in a hurry: "left party" is LEFT_PARTY."""
    return "_".join(typed.upper().split())


def check_attribute(name: str, values: Sequence[str]) -> None:
    """Raise `ValuesError` for what lists, tables and other tools could not hold or tell apart."""
    if not _ATTRIBUTE.fullmatch(name):
        raise ValuesError(
            f'"{name}" cannot be an attribute: it begins with a small letter, and has small'
            ' letters, digits and "_" behind it, 40 characters at most.'
        )
    if name in _TAKEN:
        raise ValuesError(f'"{name}" cannot be an attribute: claims have it already.')
    for value in values:
        if not value or value == NO_VALUE or len(value) > _LONGEST_VALUE or not value.isprintable():
            raise ValuesError(
                f'"{value}" cannot be a value of {name}: it is one line of 1 to {_LONGEST_VALUE}'
                f' characters, and not "{NO_VALUE}".'
            )
    if len({value.casefold() for value in values}) < len(values):
        raise ValuesError(f"Two values of {name} are the same.")
