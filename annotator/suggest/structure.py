"""The structure of one passage from its parse: constituents to grow by, attributions to guess from.

The rules for claims suggest only what they are sure of. This is for a person who knows already that
something is claimed: any verb, noun or adjective that governs words is offered as their cue.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import lru_cache

from spacy.tokens import Doc

from annotator.model.paragraphs import ParagraphKind
from annotator.model.spans import Span
from annotator.model.structure import Constituent, Offer, Structure, by_sentences
from annotator.model.tokens import tokens_in
from annotator.suggest.claims.attribution import Attribution
from annotator.suggest.claims.constituents import constituents
from annotator.suggest.claims.offers import offered
from annotator.suggest.pipeline import Pipeline, PipelineError
from annotator.suggest.pipelines import Pipelines
from annotator.suggest.prepare import Piece, prepare_passage

_KEPT = 64
"""Passages whose structure is kept."""


class Structures:
    """Reads the structure of passages with the pipeline for their language; keeps the last ones."""

    def __init__(self, pipelines: Pipelines | None) -> None:
        """Without pipelines, structures hold sentences only."""
        self._pipelines = pipelines
        self._kept = lru_cache(maxsize=_KEPT)(self._read)

    def structure(
        self, text: str, offset: int = 0, language: str = "", kind: ParagraphKind = "body"
    ) -> Structure:
        """The structure of the passage `text`, which begins at `offset` of its release.

        Where no pipeline reads the language or it has no parser, the sentences only.
        """
        return self._kept(text, language, kind).moved(offset)

    def _read(self, text: str, language: str, kind: ParagraphKind) -> Structure:
        try:
            pipeline = self._pipelines.reading(language) if self._pipelines else None
        except PipelineError:
            pipeline = None
        if pipeline is None or not pipeline.nlp.has_pipe("parser"):
            return by_sentences(text, Span(0, len(text)))
        return _parsed(text, kind, pipeline)


def _parsed(text: str, kind: ParagraphKind, pipeline: Pipeline) -> Structure:
    pieces = prepare_passage(text, kind)
    edges = _Edges(text)
    found: dict[Span, Constituent] = {}
    offers: dict[tuple[Span, tuple[Span, ...]], Offer] = {}
    for piece, doc in zip(pieces, pipeline.nlp.pipe(p.text for p in pieces), strict=True):
        for run, head, name in constituents(doc):
            span = edges.snapped(_place(doc, piece, run))
            found.setdefault(span, Constituent(span, _start(doc, piece, head), name))
        for attribution, is_sure in offered(doc) if pipeline.finds_claims else ():
            offer = _offer(attribution, is_sure, doc, piece)
            offers.setdefault((offer.cue, offer.content), offer)
    for offer in offers.values():
        telling = (offer.cue, *offer.content) if offer.sure else offer.content
        for span in map(edges.snapped, telling):
            found.setdefault(span, Constituent(span, span.start, "phrase"))
    ordered = tuple(sorted(found.values()))
    return Structure(Span(0, len(text)), ordered, tuple(offers.values()))


def _place(doc: Doc, piece: Piece, run: range) -> Span:
    last = doc[run.stop - 1]
    return piece.span(doc[run.start].idx, last.idx + len(last))


def _start(doc: Doc, piece: Piece, number: int) -> int:
    return piece.span(doc[number].idx, doc[number].idx + 1).start


def _offer(found: Attribution, is_sure: bool, doc: Doc, piece: Piece) -> Offer:
    source = () if found.source is None else (_place(doc, piece, found.source),)
    content = tuple(sorted(_place(doc, piece, run) for run in found.content))
    return Offer(_place(doc, piece, found.cue), source, content, is_sure, found.implicit)


class _Edges:
    """Where tokens begin and end, as a caret knows them; the pipeline's own are finer."""

    def __init__(self, text: str) -> None:
        tokens = tokens_in(text, Span(0, len(text)))
        self._starts = [token.start for token in tokens]
        self._ends = [token.end for token in tokens]

    def snapped(self, span: Span) -> Span:
        """`span` widened to whole tokens."""
        first = max(0, bisect_right(self._starts, span.start) - 1)
        last = min(len(self._ends) - 1, bisect_left(self._ends, span.end))
        return Span(self._starts[first], self._ends[last])
