"""What counts as done in the practice: a few named conditions on what stands and is selected."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from annotator.edit.here import Here
from annotator.model.fold import Item
from annotator.model.records import Claim, Entity, Part


@dataclass(frozen=True, slots=True)
class Seen:
    """What a condition looks at: the release in hand, and the commands run since the task began."""

    here: Here
    ran: Collection[str] = ()


Condition = Callable[[Seen, str], bool]


def is_called(item: Item, name: str, text: str) -> bool:
    """Whether an item is the one called "PERSON Ilham Aliyev" or "claim that the visit".

    An entity is called by its label and all of its words, a claim by how its content begins.
    """
    kind, _, words = name.partition(" ")
    record = item.record
    if isinstance(record, Entity):
        return record.label == kind and record.span.text(text) == words
    return kind == "claim" and record.content[0].text(text).startswith(words)


def _called(seen: Seen, name: str) -> Iterator[Item]:
    here = seen.here
    return (item for item in here.fold.items.values() if is_called(item, name, here.text))


def _selected(seen: Seen, name: str) -> bool:
    item = seen.here.item
    return item is not None and is_called(item, name, seen.here.text)


def _is_part(seen: Seen, part: str) -> bool:
    """Whether this part of a claim is selected: content, cue or source."""
    return _claim(seen) is not None and seen.here.selection.part == part


def _marked(seen: Seen, words: str) -> bool:
    mark = seen.here.selection.mark
    return mark is not None and mark.text(seen.here.text) == words


def _accepted(seen: Seen, name: str) -> bool:
    return any(item.status == "accepted" for item in _called(seen, name))


def _rejected(seen: Seen, name: str) -> bool:
    return any(item.status == "rejected" and not item.is_void for item in _called(seen, name))


def _added(seen: Seen, name: str) -> bool:
    return any(item.status == "added" for item in _called(seen, name))


def _everywhere(seen: Seen, name: str) -> bool:
    """Whether every entity with these words stands with this label: "NORP Azerbaijani"."""
    label, _, words = name.partition(" ")
    text = seen.here.text
    found = [
        item.stands and item.record.label == label
        for item in seen.here.fold.items.values()
        if isinstance(item.record, Entity) and item.record.span.text(text) == words
    ]
    return bool(found) and all(found)


def _has_label(seen: Seen, label: str) -> bool:
    """Whether the selected entity stands with this label."""
    entity = _entity(seen)
    return entity is not None and entity.label == label


def _has_span(seen: Seen, words: str) -> bool:
    """Whether the selected entity stands and holds these words."""
    entity = _entity(seen)
    return entity is not None and entity.span.text(seen.here.text) == words


def _entity(seen: Seen) -> Entity | None:
    item = seen.here.item
    standing = item is not None and item.stands
    return item.record if item and standing and isinstance(item.record, Entity) else None


def _claim(seen: Seen) -> Claim | None:
    record = seen.here.item.record if seen.here.item else None
    return record if isinstance(record, Claim) else None


def _has_part(part: Part) -> Condition:
    """Whether the selected claim stands and has these words as its content, cue or source."""

    def has(seen: Seen, words: str) -> bool:
        claim, item = _claim(seen), seen.here.item
        if claim is None or item is None or not item.stands:
            return False
        return any(p == part and s.text(seen.here.text) == words for p, _, s in claim.parts())

    return has


def _has_claimer(seen: Seen, name: str) -> bool:
    """Whether the selected claim stands and this one is behind it."""
    claim, item = _claim(seen), seen.here.item
    return claim is not None and item is not None and item.stands and claim.claimer == name


def _in_state(seen: Seen, state: str) -> bool:
    return seen.here.fold.state == state


def _ran(seen: Seen, commands: str) -> bool:
    """Whether these were run, in any order; one that is named twice, twice."""
    return Counter(commands.split()) <= Counter(seen.ran)


CONDITIONS: dict[str, Condition] = {
    "selected": _selected,
    "part": _is_part,
    "marked": _marked,
    "accepted": _accepted,
    "rejected": _rejected,
    "added": _added,
    "everywhere": _everywhere,
    "label": _has_label,
    "span": _has_span,
    "content": _has_part("content"),
    "source": _has_part("source"),
    "cue": _has_part("cue"),
    "claimer": _has_claimer,
    "state": _in_state,
    "ran": _ran,
}
"""Every condition by its name in the file; its value is what it is to be."""
