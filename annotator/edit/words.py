"""Steps and items in words, for people: what happened to what, and why it was suggested."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.model.counting import counted
from annotator.model.display import visible
from annotator.model.fold import Fold, Item
from annotator.model.masking import claimer_in, words_in
from annotator.model.records import (
    CLAIMER_BASIS,
    Claim,
    Entity,
    Record,
    Release,
    Suggestion,
)
from annotator.model.scheme import ATTRIBUTES, NO_VALUE
from annotator.model.spans import Words
from annotator.model.steps import Decision, Step

if TYPE_CHECKING:
    from annotator.edit.here import Here

_MEANINGS = {
    "true-certain": "the claimer is sure that it is true",
    "true-uncertain": "the claimer takes it to be true, but is not sure",
    "false-certain": "the claimer is sure that it is false",
    "false-uncertain": "the claimer takes it to be false, but is not sure",
    "unknown": "what the claimer takes it to be is not told",
    "CFS": "a factual statement worth checking",
    "UFS": "a factual statement not worth checking",
    "NFS": "no factual statement",
    NO_VALUE: "no value",
}
"""What values mean that do not say it themselves. The epistemic ones are of DARPA AIDA's claim
frames: they tell what the claimer thinks, not what is so."""
LONGEST = 48
LONGEST_TITLE = 28


def meaning(name: str, value: str) -> str:
    """What a value of an attribute means; "" for one that says it itself, or of a project's own."""
    is_own = name not in ATTRIBUTES and value != NO_VALUE
    return "" if is_own else _MEANINGS.get(value, "")


def told(step: Step, fold: Fold, release: Release, text: Words | None = None) -> str:
    """One sentence without its full stop: "Accepted PERSON “Ilham Aliyev”".

    It is read from `text`, where names of the release may be masked.
    """
    text = release.text if text is None else text
    if step.state == "finished":
        count = len(step.decisions)
        left = f"Accepted the {count:,} left and finished" if count else "Finished"
        return f"{left} {_titled(release, text)}"
    if step.state == "started":
        return "Took this release up again"
    if step.command == "import":
        return f"Imported {counted(len(step.decisions), 'decision')}"
    if not step.decisions:
        return step.command
    if step.command == "same":
        return f"Did the same to {len(step.decisions):,} more"
    first, more = _decision(step.decisions[0], fold, text), len(step.decisions) - 1
    return f"{first} and {more:,} more" if more else first


def _titled(release: Release, text: Words) -> str:
    """A release by its title: another one may be on the screen when this is read."""
    title = words_in(release.title, text)
    return quoted(title, LONGEST_TITLE) if title else "this release"


def _decision(decision: Decision, fold: Fold, text: Words) -> str:
    item = fold.items.get(decision.item)
    record = decision.record or (item.record if item else None)
    if record is None:
        return f"{_VERBS[decision.verb]} {decision.item}"
    if decision.verb == "correct" and decision.was is not None:
        return _correction(decision.was, record, text)
    if item is not None and item.suggestion is None and decision.verb in _OF_ADDITIONS:
        return f"{_OF_ADDITIONS[decision.verb]} {named(record, text)}"
    return f"{_VERBS[decision.verb]} {named(record, text)}"


_VERBS = {
    "accept": "Accepted",
    "reject": "Rejected",
    "correct": "Corrected",
    "add": "Added",
}
_OF_ADDITIONS = {"accept": "Brought back", "reject": "Deleted"}
"""What is said instead of what somebody added: nobody suggested it, and it stood already."""


def named(record: Record, text: Words) -> str:
    """A record in a few words: "PERSON “Ilham Aliyev”", "claim “that Azerbaijan provided …”"."""
    if isinstance(record, Entity):
        return f"{record.label} {quoted(record.span.text(text))}"
    return f"claim {quoted(record.content[0].text(text))}"


def overlap_of(step: Step, here: Here) -> str:
    """What else is labelled in the words of the entity that a step decided on, if it stands.

    "overlaps ORG “World Health Organization”", or "".
    """
    item = here.fold.items.get(step.decisions[0].item) if len(step.decisions) == 1 else None
    if item is None or not item.stands or not isinstance(item.record, Entity):
        return ""
    others = [other.record for other in here.places.overlapping(item.record.span)]
    names = [
        named(other, here.words)
        for other in others
        if isinstance(other, Entity) and other != item.record
    ]
    return f"overlaps {' and '.join(names)}" if names else ""


def stays(step: Step, fold: Fold) -> str:
    """What a step in a finished release leaves as it is."""
    is_left = step.state is None and fold.state == "finished"
    return "the release stays finished" if is_left else ""


def quoted(words: str, longest: int = LONGEST) -> str:
    """Words of a release or of a person, set apart from the program's own."""
    return f"“{shortened(words, longest)}”"


def described(item: Item, text: Words) -> str:
    """What an item is, how sure its suggester was, why, and which one it was.

    "PERSON 92 % · name list · spacy-en_core_web_sm@3.8.0"
    """
    record, was, found = item.record, item.was, item.suggestion
    kind = record.label if isinstance(record, Entity) else "Claim"
    unseen = [f"{item.status} unseen"] if item.is_unseen else []
    if item.is_deleted:
        return f"{kind} · deleted by {item.annotator or 'hand'}"
    if found is None:
        return " · ".join([kind, f"added by {item.annotator or 'hand'}", *unseen])
    if item.status == "rejected":
        parts = [kind, "rejected", origin(found, text)]
    elif was is None:
        parts = [f"{kind} {origin(found, text)}", *(["doubtful"] if item.is_doubtful else unseen)]
    else:
        before = f"suggested as {named(was, text)}" if isinstance(was, Entity) else "corrected"
        parts = [kind, before, origin(found, text), *unseen]
    if item.guessed_claimer:
        parts.append(f"claimer {claimer_in(item.guessed_claimer, text)} is a guess")
    return " · ".join([*parts, found.suggester])


def origin(found: Suggestion, text: Words) -> str:
    """How sure a suggester was, and why: "92 % · name list". A reason may hold names too."""
    return f"{found.score * 100:.0f} % · {words_in(one_line(found.why), text)}"


def one_line(words: str) -> str:
    """`words` with single spaces between them, whatever stood there, and nothing that is unseen."""
    return visible(" ".join(words.split()))


def shortened(words: str, longest: int = LONGEST) -> str:
    """`words` on one line and no longer than `longest` characters."""
    line = one_line(words)
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def _correction(was: Record, record: Record, text: Words) -> str:
    if isinstance(was, Entity) and isinstance(record, Entity):
        if was.label != record.label:
            return f"Relabelled {was.label} → {named(record, text)}"
        return f"Moved a boundary: {named(record, text)}"
    if isinstance(was, Claim) and isinstance(record, Claim):
        return _claim_correction(was, record, text)
    return f"Corrected {named(record, text)}"


def _claim_correction(was: Claim, record: Claim, text: Words) -> str:
    if was.content != record.content:
        return f"Set the content of a {named(record, text)}"
    if was.cue != record.cue:
        return f"Set the cue: {quoted(record.cue.text(text))}" if record.cue else "Took the cue out"
    if was.source != record.source:
        words = " … ".join(span.text(text) for span in record.source)
        return f"Set the source: {quoted(words)}" if words else "Took the source out"
    if was.claimer != record.claimer or was.attributes.get(CLAIMER_BASIS) != record.attributes.get(
        CLAIMER_BASIS
    ):
        return f"Set the claimer: {shortened(claimer_in(record.claimer or 'nobody', text))}"
    for name in sorted({*was.attributes, *record.attributes}):
        if was.attributes.get(name) != record.attributes.get(name):
            value = record.attributes.get(name, "none")
            return f"Set {name.replace('_', ' ')}: {shortened(words_in(value, text))}"
    return f"Corrected {named(record, text)}"
