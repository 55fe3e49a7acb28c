"""What is said of a claim besides its words: values of its attributes, and a note."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from annotator.edit.claiming import NO_CLAIM, mend, with_value
from annotator.edit.here import Here
from annotator.edit.judging import record_of
from annotator.edit.outcomes import Outcome, Say, not_asked
from annotator.edit.prompts import Choice, Prompt
from annotator.edit.words import meaning
from annotator.model.masking import words_in
from annotator.model.records import CLAIMER_BASIS, Claim
from annotator.model.scheme import ATTRIBUTES, NO_VALUE, Scheme

BESIDE_ATTRIBUTES = (CLAIMER_BASIS, "note")
"""What claims have among their attributes and no scheme lists."""
_NO_OTHER = 'There is no further attribute: "annotator attributes" adds some to a project'


def attribute(here: Here, name: str, value: str = "") -> Outcome:
    """Pick a value of an attribute of the selected claim.

    The list starts on the present one or, without any, on "none": a hasty Enter writes nothing.
    """
    claim = record_of(here)
    if claim is None:
        return not_asked(NO_CLAIM, value)
    if not value:
        return _ask(here, claim, name)
    chosen = None if value == NO_VALUE else value
    return mend(here, replace(claim, attributes=with_value(claim.attributes, name, chosen)))


def other_attribute(here: Here, name: str = "") -> Outcome:
    """Say something of the selected claim for which there is no key: first what, then the value.

    Where there is only one such attribute, its value is asked for at once.
    """
    claim = record_of(here)
    if claim is None:
        return not_asked(NO_CLAIM, name)
    names = without_key(here.scheme, claim)
    if not names:
        return not_asked(_NO_OTHER, name)
    if name or len(names) == 1:
        return _ask(here, claim, name or names[0])
    choices = tuple(
        Choice(one, spelled(one), _at_present(here, claim, one), key)
        for one, key in zip(names, _digits(len(names)), strict=True)
    )
    return Prompt("attribute", "What is said of the claim?", other_attribute, choices, at_once=True)


def _at_present(here: Here, claim: Claim, name: str) -> str:
    """The present value of an attribute or, where there is none, those to pick from."""
    now = claim.attributes.get(name)
    if now is not None:
        return f"{words_in(now, here.words)} · now"
    return ", ".join(here.scheme.attributes.get(name, ())) or "any text"


def without_key(scheme: Scheme, claim: Claim) -> list[str]:
    """The attributes that have no key: those of the project, then those that came with a file."""
    names = dict.fromkeys([*scheme.attributes, *claim.attributes])
    return [name for name in names if name not in (*ATTRIBUTES, *BESIDE_ATTRIBUTES)]


def spelled(name: str) -> str:
    """An attribute as people read it: "Check worthiness"."""
    return name.replace("_", " ").capitalize()


def _ask(here: Here, claim: Claim, name: str) -> Prompt:
    """Ask for a value. Of an attribute with a list of values it is one of these, else any text."""
    known, now = here.scheme.attributes.get(name, ()), claim.attributes.get(name)
    is_free = not known
    values = [*dict.fromkeys([*(known or _used(here, claim, name)), *([now] if now else [])])]
    present = now or NO_VALUE
    keys = [""] * (len(values) + 1) if is_free else [*_digits(len(values)), "0"]
    choices = tuple(
        Choice(value, words_in(value, here.words), _detail(name, value, value == present), key)
        for value, key in zip([*values, NO_VALUE], keys, strict=True)
    )
    return Prompt(
        "text" if is_free else "value",
        spelled(name),
        lambda here, value: attribute(here, name, value),
        choices,
        index=[*values, NO_VALUE].index(present),
        free=is_free,
        at_once=not is_free,
    )


def _digits(count: int) -> list[str]:
    """The keys of so many choices: the first nine have one."""
    return [str(number) if number < 10 else "" for number in range(1, count + 1)]


def _used(here: Here, claim: Claim, name: str) -> Iterator[str]:
    """The values that other claims of the release have, those of the same claimer first."""
    found = (item.record for item in here.fold.items.values() if item.stands)
    said = [one for one in found if isinstance(one, Claim) and name in one.attributes]
    said.sort(key=lambda one: (one.claimer != claim.claimer, one.order()))
    return (one.attributes[name] for one in said)


def _detail(name: str, value: str, is_now: bool) -> str:
    """What a value means, and whether it is the present one."""
    return " · ".join(filter(None, (meaning(name, value), "now" if is_now else "")))


def note(here: Here, _: str = "") -> Outcome:
    """Write a note on the selected claim."""
    claim = record_of(here)
    if claim is None:
        return not_asked("Notes are written on claims: select one first")
    text = claim.attributes.get("note", "")
    # A note is a value of the claim: one that is open or rejected stands by it, as corrected.
    is_to_stand = here.item is not None and not here.item.stands
    title = "Note: with it the claim stands" if is_to_stand else "Note"
    return Prompt("note", title, _note_written, free=True, text=text)


def _note_written(here: Here, text: str) -> Outcome:
    claim = record_of(here)
    if claim is None:
        return Say(NO_CLAIM)
    return mend(here, replace(claim, attributes=with_value(claim.attributes, "note", text or None)))
