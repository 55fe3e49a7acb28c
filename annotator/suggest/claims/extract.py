"""Claims of one parsed piece, at their places in the release."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from annotator.model.spans import Span
from annotator.suggest.claims.attribution import Attribution, listed
from annotator.suggest.claims.attributions import attributions
from annotator.suggest.claims.quotations import quotations, with_quotations
from annotator.suggest.claims.sharing import with_shared_sources
from annotator.suggest.claims.trees import children, cue_run, source_run, subject
from annotator.suggest.prepare import Piece
from annotator.suggest.words import words

ANNOUNCED = "announced-quotation"


@dataclass
class Draft:
    """A claim before its claimer is known and before later paragraphs are looked at."""

    rule: str
    cue: Span
    content: list[Span]
    source: list[Span]
    implicit: bool = False
    first_person: bool = False
    """Whether the source is "I" or "we"."""


@dataclass
class Reported:
    """What one piece holds: claims, quotations, and what it announces for the next paragraph."""

    piece: Piece
    drafts: list[Draft]
    quoted: list[Span] = field(default_factory=list)
    """Every quotation, marks included."""
    open_quotation: Span | None = None
    """The quotation that goes on in the next paragraph."""
    announced: Draft | None = None
    """A claim without content: "The minister said:" with the words in the paragraphs below."""


def reported(doc: Doc, piece: Piece) -> Reported:
    """What the rules find in `doc`, the parse of `piece`."""
    marked = quotations(doc)
    found = with_quotations(doc, with_shared_sources(doc, attributions(doc)), marked)

    def place(run: range) -> Span:
        return piece.span(doc[run.start].idx, doc[run.stop - 1].idx + len(doc[run.stop - 1]))

    drafts = [_draft(a, place) for a in sorted(found, key=lambda a: a.cue.start) if a.content]
    quoted = [place(q.run) for q in marked]
    is_open = bool(marked) and not marked[-1].closed and marked[-1].is_long
    return Reported(piece, drafts, quoted, quoted[-1] if is_open else None, _announced(doc, place))


def _draft(found: Attribution, place: Callable[[range], Span]) -> Draft:
    source = [] if found.source is None else [place(found.source)]
    content = sorted(place(run) for run in found.content)
    speaker = "" if found.source is None else found.verb.doc[found.source.start].lower_
    first_person = speaker in words("claimers", "first_person")
    return Draft(found.rule, place(found.cue), content, source, found.implicit, first_person)


def _announced(doc: Doc, place: Callable[[range], Span]) -> Draft | None:
    """``X said:`` or ``X released the following statement:`` at the end of a paragraph."""
    if len(doc) < 3 or doc[-1].text != ":":
        return None
    sentence = doc[-1].sent
    for verb in reversed(list(sentence)):
        cue = _announcing_cue(verb)
        speaker = subject(verb) if cue is not None else None
        if cue is not None and speaker is not None and source_run(speaker):
            return Draft(ANNOUNCED, place(cue), [], [place(source_run(speaker))])
    return None


def _announcing_cue(verb: Token) -> range | None:
    if verb.pos_ != "VERB" or verb.dep_ in ("relcl", "acl"):
        return None
    if listed(verb, "clause", "speech") and (
        not children(verb, "dobj") or listed(verb, "infinitive", "addressing")
    ):
        return cue_run(verb)
    if not listed(verb, "announcing", "verbs"):
        return None
    nouns = [o for o in children(verb, "dobj") if listed(o, "announcing", "nouns")]
    return range(cue_run(verb).start, nouns[0].i + 1) if nouns else None
