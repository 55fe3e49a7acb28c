"""The same for all equal strings of a release: one key after a decision on one of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from annotator.edit.here import Here
from annotator.edit.outcomes import Act, Outcome, Say
from annotator.edit.words import quoted
from annotator.model.fold import Item
from annotator.model.records import Entity
from annotator.model.spans import Span
from annotator.model.steps import Decision


@dataclass(slots=True)
class Alike:
    """What the verdict on one entity means for every equal string."""

    decisions: list[Decision] = field(default_factory=list)
    disagreeing: int = 0
    """How many were judged already, and differently: they stay as they are."""


def same_everywhere(here: Here, _: str = "") -> Outcome:
    """Judge every equal string in this release as the selected entity is judged."""
    item = here.item
    if item is None or not isinstance(item.record, Entity):
        return Say("Select an entity first: what was decided on it is done to every equal string")
    if item.is_open:
        return Say("Decide on this one first, then the same can be done to every equal string")
    found = alike(here, item, item.record)
    name = quoted(item.record.span.text(here.text))
    stay = f"; {found.disagreeing} judged otherwise stay" if found.disagreeing else ""
    if not found.decisions:
        return Say(f"No other {name} is left to judge{stay}")
    return Act(found.decisions, here.selection, note=f"of {name}{stay}")


def count_alike(here: Here) -> int:
    """How many strings equal to the selected, judged entity are still to be judged like it."""
    item = here.item
    if item is None or item.is_open or not isinstance(item.record, Entity):
        return 0
    return len(alike(here, item, item.record).decisions)


def alike(here: Here, item: Item, judged: Entity) -> Alike:
    """What is to be decided on each string equal to that of `item`, whose record is `judged`."""
    found = Alike()
    for span in _equal_strings(here.text, judged.span):
        _judge_place(here, item, judged, span, found)
    return found


def _judge_place(here: Here, item: Item, judged: Entity, span: Span, found: Alike) -> None:
    """Take the decision on one place into `found`, if there is anything to decide."""
    around = [i for i in here.places.overlapping(span) if isinstance(i.record, Entity)]
    around += [i for i in here.places.rejected_at(span) if i.record == Entity(span, judged.label)]
    wanted = Entity(span, judged.label)
    exact = [i for i in around if i.record.layer == "entity" and next(i.record.spans()) == span]
    if any(not i.is_open for i in around):
        found.disagreeing += not any(_agrees(i, item, wanted) for i in exact)
    elif item.status == "rejected":
        found.decisions += [Decision("reject", i.id) for i in exact if i.record == wanted]
    elif exact:
        found.decisions.append(_verdict(exact[0], wanted))
    elif around:
        found.disagreeing += 1
    else:
        added = sum(d.verb == "add" for d in found.decisions)
        found.decisions.append(Decision("add", here.fold.next_addition(added), wanted))


def _agrees(other: Item, item: Item, wanted: Entity) -> bool:
    return other.record == wanted and other.stands == item.stands


def _verdict(open_item: Item, wanted: Entity) -> Decision:
    if open_item.record == wanted:
        return Decision("accept", open_item.id)
    return Decision("correct", open_item.id, wanted, was=open_item.record)


def _equal_strings(text: str, span: Span) -> Iterator[Span]:
    """Every other place of the words in `span`, white space for white space, as whole words."""
    words = r"\s+".join(map(re.escape, span.text(text).split()))
    for match in re.finditer(rf"(?<!\w){words}(?!\w)", text):
        if match.span() != span:
            yield Span(*match.span())
