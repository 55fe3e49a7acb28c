"""The same for all equal strings of a release: one key after a decision on one of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from annotator.edit.here import Here
from annotator.edit.keys import Keymap
from annotator.edit.outcomes import Act, Outcome, Say, Show
from annotator.edit.places import Places
from annotator.edit.prompts import Choice, Prompt
from annotator.edit.words import named, quoted
from annotator.model.fold import Fold, Item
from annotator.model.records import Entity
from annotator.model.spans import Span
from annotator.model.steps import Decision

AGAIN = "the same key shows where"
_LONGEST = 50_000
"""Code points up to which a release is looked through for equal strings at each selection."""
_CONTEXT = 24
"""Code points of the text before and after a place, in a list of places."""


class Verdict(NamedTuple):
    """What was decided on the entity `item`: its words are a `label`, or (not `stands`) are not."""

    item: Item
    words: str
    label: str
    stands: bool


@dataclass(frozen=True, slots=True)
class Ground:
    """Where equal strings are looked for: a release as it stands, but for the place `but`."""

    text: str
    fold: Fold
    places: Places
    looked_at: Collection[str] = ()
    but: Span | None = None


class Stay(NamedTuple):
    """An equal string that stays as it is, because of the item that is there.

    That one was judged otherwise or, while it is open, has other bounds.
    """

    span: Span
    item: Item


@dataclass(slots=True)
class Alike:
    """What the verdict on one entity means for every equal string."""

    decisions: list[Decision] = field(default_factory=list)
    first: Span | None = None
    """The first place that there is something to decide on."""
    stay: list[Stay] = field(default_factory=list)


def same_everywhere(here: Here, _: str = "") -> Outcome:
    """Judge every equal string in this release like the entity that `verdict_on` finds."""
    verdict = verdict_on(here)
    if isinstance(verdict, Say):
        return verdict
    found = alike(ground_of(here, verdict), verdict)
    if found.decisions:
        stay = stays_told([one.item for one in found.stay])
        note = f"of {quoted(verdict.words)}{stay and f'{stay} ({AGAIN})'}"
        return Act(found.decisions, here.selection, note=note)
    if not found.stay:
        return Say(f"No other {quoted(verdict.words)} is left to judge")
    return _ask_which(here, verdict, found.stay)


def _ask_which(here: Here, verdict: Verdict, stay: Sequence[Stay]) -> Prompt:
    """List what stays, to be gone through."""
    choices = tuple(
        Choice(str(number), says(one.item, here.text), around(one.span, here.text))
        for number, one in enumerate(stay)
    )

    def answer(_here: Here, value: str) -> Outcome:
        one = stay[int(value)]
        return Show(None, one.span, one.item.id)

    title = f"No other {quoted(verdict.words)} is left to judge{stays_told(s.item for s in stay)}"
    return Prompt("same", title, answer, choices)


def stays_told(items: Iterator[Item] | Sequence[Item]) -> str:
    """Which stay as they are: "; 2 judged otherwise stay; 1 overlaps an open suggestion", or ""."""
    known = list(items)
    judged = sum(not item.is_open for item in known)
    parts = []
    if judged:
        parts.append(f"{judged:,} judged otherwise {'stay' if judged > 1 else 'stays'}")
    if len(known) > judged:
        count = len(known) - judged
        many = "overlap open suggestions" if count > 1 else "overlaps an open suggestion"
        parts.append(f"{count:,} {many}")
    return "".join(f"; {part}" for part in parts)


def says(item: Item, text: str) -> str:
    """What an item says and how it was judged: "ORG “Acme”, accepted"."""
    return f"{named(item.record, text)}, {'deleted' if item.is_deleted else item.status}"


def around(span: Span, text: str) -> str:
    """A place with a few words before and after it."""
    before, after = text[max(0, span.start - _CONTEXT) : span.start], text[span.end :][:_CONTEXT]
    return " ".join(f"…{before}{span.text(text)}{after}…".split())


def count_alike(here: Here) -> int:
    """How many equal strings are still to be judged like the entity that `verdict_on` finds."""
    verdict = verdict_on(here)
    if isinstance(verdict, Say):
        return 0
    return _counted(here, verdict)


def _counted(here: Here, verdict: Verdict) -> int:
    """The count is asked for by every line that tells it: it is kept until an item changes."""
    kept, key = here.places.counted, (*verdict.item.record.spans(), *verdict[1:])
    if key not in kept:
        kept[key] = len(alike(ground_of(here, verdict), verdict).decisions)
    return kept[key]


def told_of_alike(here: Here, keymap: Keymap) -> str:
    """ "= does the same to 2 more"; "" where there are none, and for releases that are long."""
    key = keymap.shown("same", "")
    count = count_alike(here) if key and len(here.text) <= _LONGEST else 0
    return f"{key} does the same to {count:,} more" if count else ""


def verdict_on(here: Here) -> Verdict | Say:
    """What was decided on the selected entity, or why there is nothing to do to others.

    A decision selects what is open next: while nothing that is judged is selected, the last one
    counts.
    """
    item = here.item if _is_judged(here.item) else here.fold.items.get(here.decided)
    if item is None or not _is_judged(item) or not isinstance(item.record, Entity):
        return Say("Decide on an entity first, then the same can be done to every equal string")
    words = item.record.span.text(here.text)
    return Verdict(item, words, item.record.label, item.stands)


def _is_judged(item: Item | None) -> bool:
    if item is None or item.is_open or item.is_void:
        return False
    return isinstance(item.record, Entity)


def ground_of(here: Here, verdict: Verdict) -> Ground:
    """The release in hand, without the place that the verdict is on."""
    (but,) = verdict.item.record.spans()
    return Ground(here.text, here.fold, here.places, here.looked_at, but)


def alike(ground: Ground, verdict: Verdict) -> Alike:
    """What is to be decided on each string equal to that of the verdict."""
    found = Alike()
    for span in _equal_strings(ground.text, verdict.words):
        if span != ground.but:
            _judge_place(ground, verdict, Entity(span, verdict.label), found)
    return found


def _judge_place(ground: Ground, verdict: Verdict, wanted: Entity, found: Alike) -> None:
    """Take the decision on one place into `found`, if there is anything to decide."""
    there = [
        item
        for item in ground.places.lying_at(wanted.span)
        if item.record == wanted or (item.is_shown and isinstance(item.record, Entity))
    ]
    if verdict.stands:
        _accept_place(ground, there, wanted, found)
    else:
        _reject_place(ground, there, wanted, found)
    if found.decisions and found.first is None:
        found.first = wanted.span


def _accept_place(ground: Ground, there: list[Item], wanted: Entity, found: Alike) -> None:
    exact = [item for item in there if list(item.record.spans()) == [wanted.span]]
    judged = [item for item in there if not item.is_open]
    if judged:
        if not any(item.stands and item.record == wanted for item in judged):
            found.stay.append(Stay(wanted.span, judged[0]))
    elif exact:
        found.decisions.append(_verdict(exact[0], wanted, exact[0].id in ground.looked_at))
    elif there:
        found.stay.append(Stay(wanted.span, there[0]))
    else:
        added = sum(d.verb == "add" for d in found.decisions)
        name = ground.fold.next_addition(added)
        found.decisions.append(Decision("add", name, wanted, seen=False))


def _verdict(open_item: Item, wanted: Entity, seen: bool) -> Decision:
    if open_item.record == wanted:
        return Decision("accept", open_item.id, seen=seen)
    return Decision("correct", open_item.id, wanted, was=open_item.record, seen=seen)


def _reject_place(ground: Ground, there: list[Item], wanted: Entity, found: Alike) -> None:
    """Another label or other bounds do not contradict a rejection."""
    for item in there:
        if item.record == wanted and item.stands:
            found.stay.append(Stay(wanted.span, item))
        elif item.record == wanted and item.is_open:
            seen = item.id in ground.looked_at
            found.decisions.append(Decision("reject", item.id, seen=seen))


def _equal_strings(text: str, words: str) -> Iterator[Span]:
    """Every place of the words, white space for white space, as whole words."""
    pattern = r"\s+".join(map(re.escape, words.split()))
    for match in re.finditer(rf"(?<!\w){pattern}(?!\w)", text) if pattern else ():
        yield Span(*match.span())
