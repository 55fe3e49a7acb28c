"""Making and mending claims: content, cue and source, and the claimer that follows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from annotator.edit.here import Here
from annotator.edit.judging import record_of, with_piece
from annotator.edit.likely import likeliest
from annotator.edit.outcomes import Act, Outcome, Say, Wait
from annotator.edit.structures import structure_or_wait
from annotator.edit.words import quoted
from annotator.model.quotations import quote_type
from annotator.model.records import AUTHOR, CHOSEN, CLAIMER_BASIS, GUESS, IMPLICIT, Claim
from annotator.model.selection import Selection
from annotator.model.sentences import as_content, sentence_at
from annotator.model.spans import Span, Words
from annotator.model.steps import Decision
from annotator.model.structure import Offer

ALREADY = "This is a claim already: mark other words to make another one"
MARK_FIRST = "Mark the words first, or put the caret on the word that is meant"
NO_CLAIM = "Select a claim first, or make one of what is marked"


def new_claim(here: Here, _: str = "") -> Outcome:
    """Make a claim of what is marked or, without a mark, of the clause under the caret.

    Cue, source and claimer are guessed from the parse around it; they stand in the same step.
    """
    mark, caret = here.selection.mark, here.selection.caret.start
    structure = structure_or_wait(here, caret if mark is None else mark.start)
    if isinstance(structure, Wait):
        return structure
    content = (mark,) if mark is not None else structure.content_at(caret)
    content = content or (
        as_content(here.text, sentence_at(here.text, here.passage(caret), caret)),
    )
    if not content[0].fits(len(here.text)):
        return Say("There is no text to make a claim of")
    known = _claim_of(here, content)
    if known is not None:
        return Say(ALREADY) if known == here.selection.item else here.on_item(known)
    claim = Claim(content, claimer=AUTHOR, attributes=_quoted_as(here, content))
    added = here.fold.next_addition()
    record = _attributed(here, added, claim, structure.attribution_for(content))
    note = _guessed(record, here.words)
    return Act([Decision("add", added, record)], here.on_record(added, record), note=note)


def _claim_of(here: Here, content: Sequence[Span]) -> str | None:
    """The claim on the page with exactly this content, if there is one."""
    around = here.places.overlapping(content[0])
    same = (i for i in around if isinstance(i.record, Claim) and i.record.content == (*content,))
    return next((item.id for item in same), None)


def _attributed(here: Here, item: str, claim: Claim, offer: Offer | None) -> Claim:
    """The claim with the cue and source that the parse offers, and the claimer that follows."""
    if offer is None:
        return claim
    claim = replace(claim, cue=offer.cue, source=offer.source)
    if offer.source:
        return _sourced(here, item, claim)
    return replace(claim, claimer=IMPLICIT) if offer.implicit else claim


def _guessed(claim: Claim, text: Words) -> str:
    """What was guessed, in words: "with cue “said” and source “The minister”"."""
    named = [f"cue {quoted(claim.cue.text(text))}"] if claim.cue else []
    named += [f"source {quoted(source.text(text))}" for source in claim.source]
    return f"with {' and '.join(named)}" if named else ""


def _quoted_as(here: Here, content: Sequence[Span]) -> dict[str, str]:
    """The quote type that the quotation marks tell, where the scheme has one."""
    if "quote_type" not in here.scheme.attributes:
        return {}
    return {"quote_type": quote_type(here.text, content)}


def _is_unmoved(here: Here, claim: Claim) -> bool:
    """Whether nothing is marked and the caret stands in the content: nobody means that word."""
    at = here.selection.caret.start
    return here.selection.mark is None and any(span.covers(at) for span in claim.content)


def set_source(here: Here, _: str = "") -> Outcome:
    """Take what is marked as the source of the selected claim."""
    claim = record_of(here)
    if claim is None:
        return Say(NO_CLAIM)
    if _is_unmoved(here, claim):
        return Say(MARK_FIRST)
    source = here.chosen()
    return mend(here, _sourced(here, _in_hand(here), replace(claim, source=(source,))), "source", 0)


def add_source(here: Here, _: str = "") -> Outcome:
    """Take what is marked as one more source of the selected claim."""
    claim = record_of(here)
    if claim is None:
        return Say(NO_CLAIM)
    if _is_unmoved(here, claim):
        return Say(MARK_FIRST)
    mended, fragment = with_piece(claim, "source", claim.source, here.chosen())
    if not claim.source:
        mended = _sourced(here, _in_hand(here), mended)
    return mend(here, mended, "source", fragment)


def _in_hand(here: Here) -> str:
    """The id of the selected item."""
    assert here.item is not None
    return here.item.id


def _sourced(here: Here, item: str, claim: Claim) -> Claim:
    """The claim with the claimer that its new source stands for, a guess where it names nobody.

    It is the item `item`, or will be. A claimer that a person chose stays.
    """
    if claim.attributes.get(CLAIMER_BASIS) == CHOSEN:
        return claim
    name, is_named = likeliest(here, item, claim)
    basis = None if is_named else GUESS
    return replace(
        claim, claimer=name, attributes=with_value(claim.attributes, CLAIMER_BASIS, basis)
    )


def set_cue(here: Here, _: str = "") -> Outcome:
    """Take what is marked as the cue of the selected claim."""
    claim = record_of(here)
    if claim is None:
        return Say(NO_CLAIM)
    if _is_unmoved(here, claim):
        return Say(MARK_FIRST)
    return mend(here, replace(claim, cue=here.chosen()), "cue", 0)


def add_content(here: Here, _: str = "") -> Outcome:
    """Take what is marked as one more fragment of the content of the selected claim."""
    claim = record_of(here)
    if claim is None:
        return Say(NO_CLAIM)
    mended, fragment = with_piece(claim, "content", claim.content, here.chosen())
    return mend(here, mended, "content", fragment)


def remove_part(here: Here, _: str = "") -> Outcome:
    """Take the selected part (a fragment of the content, the cue, the source) out of the claim."""
    claim = record_of(here)
    if claim is None:
        return Say(NO_CLAIM)
    part, number = here.selection.part, here.selection.fragment
    if part == "cue":
        return mend(here, replace(claim, cue=None), "content", 0)
    spans = claim.content if part == "content" else claim.source
    rest = (*spans[:number], *spans[number + 1 :])
    if part == "source":
        return mend(here, replace(claim, source=rest), "content", 0)
    if not rest:
        return Say("A claim keeps at least one piece of content: reject it instead")
    return mend(here, replace(claim, content=rest), "content", 0)


def with_value(attributes: Mapping[str, str], name: str, value: str | None) -> dict[str, str]:
    """The attributes with one value set, or without it."""
    rest = {known: kept for known, kept in attributes.items() if known != name}
    return rest if value is None else {**rest, name: value}


def mend(here: Here, claim: Claim, part: str | None = None, fragment: int = 0) -> Outcome:
    """Correct the selected claim; the caret stays, so that the next mark can follow at once."""
    assert here.item is not None
    if claim == here.item.record:
        return Say("That is what it is already")
    selection = here.unmarked()
    if part is not None:
        selection = Selection(selection.caret, here.item.id, part, fragment)  # type: ignore[arg-type]
    return Act([Decision("correct", here.item.id, claim, was=here.item.record)], selection)
