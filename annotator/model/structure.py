"""The structure of a passage: by which pieces its text grows, and whom its words attribute to whom.

Plain values and pure functions. A parser finds them (`annotator.suggest.structure`) or, where there
is none, punctuation alone (`by_sentences`). Offsets are Unicode code points of the release.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from annotator.model.sentences import as_content, sentence_at
from annotator.model.spans import Span, normalised

Kind = Literal["name", "phrase", "clause", "sentence"]
KINDS: tuple[Kind, ...] = ("name", "phrase", "clause", "sentence")
OF_NAMES: tuple[Kind, ...] = ("name", "phrase")
"""By what an entity grows: the name with its title, then the noun phrase with its article."""
_GOVERNED = 0.6
"""The part of a content that must lie in what a cue governs."""


class Constituent(NamedTuple):
    """A piece of text that holds together, and where its head word begins."""

    span: Span
    head: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class Offer:
    """An attribution that the parse offers: the cue, whom it names, and what it governs.

    `sure` where a clause is reported; an object or a phrase is offered only to who asks for it.
    `implicit` where a passive names nobody.
    """

    cue: Span
    source: tuple[Span, ...]
    content: tuple[Span, ...]
    sure: bool = True
    implicit: bool = False

    def moved(self, by: int) -> Offer:
        """The same so many code points further on."""
        source, content = (_all_moved(spans, by) for spans in (self.source, self.content))
        return replace(self, cue=_moved(self.cue, by), source=source, content=content)


@dataclass(frozen=True, slots=True)
class Structure:
    """What a parse tells of one passage. Tokens are no constituents: they need no parse."""

    passage: Span
    constituents: tuple[Constituent, ...] = ()
    offers: tuple[Offer, ...] = ()

    def moved(self, by: int) -> Structure:
        """The same so many code points further on."""
        constituents = (Constituent(_moved(c.span, by), c.head + by, c.kind)
                        for c in self.constituents)  # fmt: skip
        offers = tuple(offer.moved(by) for offer in self.offers)
        return Structure(_moved(self.passage, by), tuple(constituents), offers)

    def grown(
        self, span: Span, kinds: Collection[Kind] = KINDS, beside: Sequence[Span] = ()
    ) -> Span | None:
        """The smallest constituent strictly around `span`, or else the passage.

        Only of these `kinds`, and none that overlaps a span of `beside`.
        """
        wider = [c.span for c in self.constituents if c.kind in kinds]
        if "sentence" in kinds:
            wider.append(self.passage)
        around = (
            s for s in wider
            if s != span and s.contains(span) and not any(s.overlaps(other) for other in beside)
        )  # fmt: skip
        return min(around, key=_length, default=None)

    def shrunk(self, span: Span, at: int, kinds: Collection[Kind] = KINDS) -> Span | None:
        """The largest constituent strictly inside `span` that holds the offset `at`."""
        inside = (
            c.span for c in self.constituents
            if c.kind in kinds and c.span != span and span.contains(c.span) and c.span.covers(at)
        )  # fmt: skip
        return max(inside, key=_length, default=None)

    def head(self, span: Span) -> int:
        """Where the head word of `span` begins: that of the smallest constituent around it."""
        around = [c for c in self.constituents if c.span.contains(span) and span.covers(c.head)]
        return min(around, key=lambda c: _length(c.span)).head if around else span.start

    def content_at(self, offset: int) -> tuple[Span, ...]:
        """What a claim made at `offset` says: what the cue there governs, or the clause around it.

        The clause is the innermost one that is reported, else the innermost that could stand by
        itself, else the sentence; nothing where there is none.
        """
        sure = [offer for offer in self.offers if offer.sure]
        at_cue = next((o.content for o in sure if o.cue.covers(offset)), None)
        if at_cue is not None:
            return at_cue
        inside = [o.content for o in sure if any(s.covers(offset) for s in o.content)]
        begun = [content for content in inside if content[0].start == offset]
        if begun:
            return max(begun, key=_all_of)
        return min(inside, key=_all_of) if inside else self._clause_at(offset)

    def _clause_at(self, offset: int) -> tuple[Span, ...]:
        around = [c for c in self.constituents if c.span.covers(offset)]
        for kind in ("clause", "sentence"):
            spans = [c.span for c in around if c.kind == kind]
            if spans:
                return (min(spans, key=_length),)
        return ()

    def attribution_for(self, content: Sequence[Span]) -> Offer | None:
        """The attribution that governs a content which a person chose; None where nothing does.

        Of several the one whose own content is most like it. A source that runs into the content is
        left out.
        """
        likeness = {offer: _likeness(offer, content) for offer in self.offers}
        best = max(likeness, key=lambda offer: (likeness[offer], offer.sure), default=None)
        if best is None or not likeness[best]:
            return None
        apart = tuple(s for s in best.source if not any(s.overlaps(piece) for piece in content))
        return replace(best, source=apart)


def _likeness(offer: Offer, content: Sequence[Span]) -> float:
    """The shared part of a content and what an offer governs, 0..1; 0 where it does not govern."""
    if any(piece.overlaps(offer.cue) for piece in content):
        return 0.0
    shared = sum(
        max(0, min(a.end, b.end) - max(a.start, b.start)) for a in content for b in offer.content
    )
    chosen, governed = (sum(map(_length, normalised(spans))) for spans in (content, offer.content))
    if not chosen or shared < _GOVERNED * chosen:
        return 0.0
    return shared / (chosen + governed - shared)


def by_sentences(text: str, passage: Span) -> Structure:
    """The structure that punctuation alone tells: sentences, and nobody who says anything."""
    sentences = (as_content(text, sentence) for sentence in _sentences(text, passage))
    return Structure(passage, tuple(Constituent(s, s.start, "sentence") for s in sentences))


def _sentences(text: str, passage: Span) -> Iterator[Span]:
    at = passage.start
    while at < passage.end:
        sentence = sentence_at(text, Span(at, passage.end), at)
        if sentence.end <= sentence.start:
            return
        yield sentence
        at = sentence.end
        while at < passage.end and text[at].isspace():
            at += 1


def _all_of(spans: Sequence[Span]) -> int:
    return sum(map(_length, spans))


def _length(span: Span) -> int:
    return span.end - span.start


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def _all_moved(spans: Sequence[Span], by: int) -> tuple[Span, ...]:
    return tuple(_moved(span, by) for span in spans)
