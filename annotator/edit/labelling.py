"""Labels: given to what is marked, to an entity or a word; a new one for the project if need be."""

from __future__ import annotations

from dataclasses import replace

from annotator.edit.here import Here
from annotator.edit.judging import corrected
from annotator.edit.outcomes import Act, NewLabel, Outcome, Say, not_asked
from annotator.edit.prompts import Choice, Prompt, yes_no_prompt
from annotator.model.errors import did_you_mean
from annotator.model.fold import Item
from annotator.model.records import Claim, Entity, Record
from annotator.model.scheme import Label, LabelError, check_name, name_typed
from annotator.model.steps import Decision

_FOREIGN = "not in the scheme, occurs in this release"
_NOTHING_MARKED = "Mark some text first"
_MISTYPED = 0.75
"""How like a label a new one is that may be meant as the same."""


def label(here: Here, name: str) -> Outcome:
    """Label what is marked; without a mark relabel the selected entity or label the token.

    A claim that was only come to has no label, and its first word is not meant.
    A mark over part of an open entity that has this label already gives it these bounds.
    """
    if _is_claim_come_to(here):
        return not_asked("A claim has no label: mark a name in it first", name)
    if not name:
        return _ask_label(here)
    found = _label_called(here, name)
    return _ask_new_label(here, name) if found is None else _labelled(here, found)


def _ask_new_label(here: Here, typed: str) -> Outcome:
    """Ask whether a name that the scheme does not have is to be a label; it may be mistyped."""
    if typed.isdecimal():
        return Say(f"The scheme has no label {typed}: there are {len(here.scheme.labels)}")
    if not here.chosen().fits(len(here.text)):
        return Say(_NOTHING_MARKED)
    name = name_typed(typed)
    if _label_called(here, name) is not None:
        return label(here, name)
    try:
        check_name(name)
    except LabelError as error:
        return Say(str(error))
    hint = did_you_mean(name, here.scheme.names(), _MISTYPED)

    def answer(_here: Here, value: str) -> Outcome:
        return NewLabel(name) if value else Say("Nothing was labelled")

    return yes_no_prompt(
        "new-label",
        f"Make {name} a label of this project?{hint}",
        answer,
        Choice(name, f"Make the label {name}, and use it"),
        Choice("", "Leave the labels as they are"),
    )


def _labelled(here: Here, found: str) -> Outcome:
    """Give what was chosen a label by its name."""
    target = _entity_to_label(here)
    if target is not None:
        return _relabel(here, target, found)
    stretched = _entity_to_stretch(here, found)
    if stretched is not None:
        return corrected(here, stretched, Entity(here.chosen(), found))
    return _add_entity(here, found)


def _ask_label(here: Here) -> Prompt:
    choices = tuple(Choice(known.name, known.name, known.meaning) for known in labels(here))
    target = _entity_to_label(here)
    present = [n for n, c in enumerate(choices) if target and c.value == _name(target.record)]
    return Prompt("label", "Label", label, choices, free=True, index=next(iter(present), 0))


def labels(here: Here) -> list[Label]:
    """Those of the scheme and, behind them, others that came into this release with a file.

    A number is no such label: it is a place in the scheme.
    """
    scheme = here.scheme.names()
    found = {_name(item.record) for item in here.fold.items.values() if not item.is_void}
    others = sorted(name for name in found.difference(scheme) if name and not name.isdecimal())
    return [*here.scheme.labels, *(Label(name, _FOREIGN) for name in others)]


def _label_called(here: Here, name: str) -> str | None:
    """A label by its name or its number in the scheme."""
    names = here.scheme.names()
    if name.isdecimal():
        return names[int(name) - 1] if 0 < int(name) <= len(names) else None
    if name in names:
        return name
    return next((known.name for known in labels(here) if known.name == name), None)


def _is_claim_come_to(here: Here) -> bool:
    """Whether a claim is selected, and nothing in it."""
    item = here.item
    if item is None or not isinstance(item.record, Claim):
        return False
    return here.selection == here.on_item(item.id)


def _entity_to_label(here: Here) -> Item | None:
    """The selected entity, or the one that stands exactly where the mark or the caret is."""
    if here.selection.mark is None and here.item and isinstance(here.item.record, Entity):
        return here.item
    span = here.chosen()
    exact = [i for i in here.places.overlapping(span) if i.record == Entity(span, _name(i.record))]
    return exact[0] if exact else None


def _entity_to_stretch(here: Here, name: str) -> Item | None:
    """The one open entity with this label that shares text with the mark: its bounds were meant."""
    mark = here.selection.mark
    around = [] if mark is None else here.places.overlapping(mark)
    same = [i for i in around if i.is_open and _name(i.record) == name]
    return same[0] if len(same) == 1 else None


def _name(record: Record) -> str:
    return record.label if isinstance(record, Entity) else ""


def _relabel(here: Here, item: Item, name: str) -> Outcome:
    assert isinstance(item.record, Entity)
    if item.record.label == name:
        if not item.stands:
            return Act([Decision("accept", item.id)], here.on_item(item.id))
        return Say(f"It is {name} already")
    return corrected(here, item, replace(item.record, label=name))


def _add_entity(here: Here, name: str) -> Outcome:
    span = here.chosen()
    if not span.fits(len(here.text)):
        return Say(_NOTHING_MARKED)
    record = Entity(span, name)
    deleted = _deleted(here, record)
    if deleted is not None:
        return Act([Decision("accept", deleted)], here.on_item(deleted))
    added = here.fold.next_addition()
    return Act([Decision("add", added, record)], here.on_record(added, record))


def _deleted(here: Here, record: Entity) -> str | None:
    """What was added and deleted here before: it comes back rather than standing there twice."""
    around = here.places.lying_at(record.span)
    return next((i.id for i in around if i.is_deleted and i.record == record), None)
