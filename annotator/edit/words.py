"""Steps in words, for the status line: what happened, to what."""

from __future__ import annotations

from annotator.model.fold import Fold
from annotator.model.records import CLAIMER_BASIS, Claim, Entity, Record
from annotator.model.steps import Decision, Step

LONGEST = 48


def told(step: Step, fold: Fold, text: str) -> str:
    """One sentence without its full stop: "Accepted PERSON Ilham Aliyev"."""
    if step.state == "finished":
        count = len(step.decisions)
        left = f"Accepted the {count} left and finished" if count else "Finished"
        return f"{left} this release"
    if step.state == "started":
        return "Took this release up again"
    if step.command == "import":
        return f"Imported {len(step.decisions)} decisions"
    if not step.decisions:
        return step.command
    first = _decision(step.decisions[0], fold, text)
    return first if len(step.decisions) == 1 else f"{first} and {len(step.decisions) - 1} more"


def _decision(decision: Decision, fold: Fold, text: str) -> str:
    item = fold.items.get(decision.item)
    record = decision.record or (item.record if item else None)
    if record is None:
        return f"{_VERBS[decision.verb]} {decision.item}"
    if decision.verb == "correct" and decision.was is not None:
        return _correction(decision.was, record, text)
    return f"{_VERBS[decision.verb]} {named(record, text)}"


_VERBS = {
    "accept": "Accepted",
    "reject": "Rejected",
    "correct": "Corrected",
    "add": "Added",
}


def named(record: Record, text: str) -> str:
    """A record in a few words: "PERSON Ilham Aliyev", "claim: that Azerbaijan provided ..."."""
    if isinstance(record, Entity):
        return f"{record.label} {shortened(record.span.text(text))}"
    return f"claim: {shortened(record.content[0].text(text))}"


def shortened(words: str, longest: int = LONGEST) -> str:
    """`words` on one line and no longer than `longest` characters."""
    line = " ".join(words.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def _correction(was: Record, record: Record, text: str) -> str:
    if isinstance(was, Entity) and isinstance(record, Entity):
        if was.label != record.label:
            return f"Relabelled {was.label} → {named(record, text)}"
        return f"Moved a boundary: {named(record, text)}"
    if isinstance(was, Claim) and isinstance(record, Claim):
        return _claim_correction(was, record, text)
    return f"Corrected {named(record, text)}"


def _claim_correction(was: Claim, record: Claim, text: str) -> str:
    if was.content != record.content:
        return f"Set the content of a {named(record, text)}"
    if was.cue != record.cue:
        return (
            f"Set the cue: {shortened(record.cue.text(text))}" if record.cue else "Took the cue out"
        )
    if was.source != record.source:
        words = " … ".join(span.text(text) for span in record.source)
        return f"Set the source: {shortened(words)}" if words else "Took the source out"
    if was.claimer != record.claimer or was.attributes.get(CLAIMER_BASIS) != record.attributes.get(
        CLAIMER_BASIS
    ):
        return f"Set the claimer: {shortened(record.claimer or 'nobody')}"
    for name in sorted({*was.attributes, *record.attributes}):
        if was.attributes.get(name) != record.attributes.get(name):
            value = record.attributes.get(name, "none")
            return f"Set {name.replace('_', ' ')}: {shortened(value)}"
    return f"Corrected {named(record, text)}"
