"""The program's own suggester: entities and claims from one parse by a spaCy pipeline."""

from __future__ import annotations

from collections.abc import Collection

from spacy.language import Language
from spacy.tokens import Doc

from annotator import __version__
from annotator.model.records import Claim, Entity, Suggestion
from annotator.suggest.claims.assemble import assembled
from annotator.suggest.claims.extract import Reported, reported
from annotator.suggest.entities.found import FoundEntity, read_entities
from annotator.suggest.entities.repairs import repaired
from annotator.suggest.pipeline import DEFAULT, Pipeline, load_pipeline
from annotator.suggest.prepare import Piece, Prepared, prepare
from annotator.suggest.reasons import claim_reason, entity_reason
from annotator.suggest.scores import Scores, usual_scores

SLICE = 3_000
"""Code points that are read in one go: about 0.1 s on a slow machine."""
_LABELS = {"PER": "PERSON"}
"""What pipelines in other languages than English call a label of the scheme."""
CLAIM_RULES = f"claim-rules@{__version__}"


class Suggester:
    """Suggests entities and claims for releases. The same text gives the same suggestions."""

    def __init__(
        self,
        pipeline: Pipeline | str = DEFAULT,
        off: Collection[str] = (),
        scores: Scores | None = None,
    ) -> None:
        """Read with `pipeline`; an installed package or a folder is loaded.

        `off` names the repairs of entities to leave out. Raise `PipelineError`.
        """
        self.pipeline = load_pipeline(pipeline) if isinstance(pipeline, str) else pipeline
        self.off = frozenset(off)
        self.scores = scores or usual_scores()

    @property
    def names(self) -> list[str]:
        """``name@version`` of what this suggests with."""
        entities = [self.pipeline.suggester] if self.pipeline.finds_entities else []
        return entities + ([CLAIM_RULES] if self.pipeline.finds_claims else [])

    @property
    def notes(self) -> tuple[str, ...]:
        """What is off, in plain sentences."""
        return self.pipeline.notes

    def suggest(self, text: str) -> list[Suggestion]:
        """Entities and claims of `text` in reading order."""
        reading = Reading(self, text)
        while not reading.is_done:
            reading.go_on()
        return reading.suggestions()


class Reading:
    """One release while it is read, slice by slice, so that a more urgent one can come between."""

    def __init__(self, suggester: Suggester, text: str) -> None:
        """Prepare `text`; nothing is read before `go_on`."""
        self._pipeline = suggester.pipeline
        self._off = suggester.off
        self._scores = suggester.scores
        self._prepared: Prepared = prepare(text)
        self._slices = _slices(self._prepared.pieces)
        self._next = 0
        self._entities: list[FoundEntity] = []
        self._reported: list[Reported] = []
        self.words = 0
        """Tokens read so far."""

    @property
    def nlp(self) -> Language:
        """The loaded pipeline that reads it."""
        return self._pipeline.nlp

    @property
    def is_done(self) -> bool:
        """Whether every slice was read."""
        return self._next == len(self._slices)

    @property
    def progress(self) -> float:
        """How much was read, 0..1."""
        return self._next / len(self._slices) if self._slices else 1.0

    def go_on(self) -> None:
        """Read the next slice."""
        pieces = self._slices[self._next]
        self._next += 1
        for piece, doc in zip(pieces, self.nlp.pipe(piece.text for piece in pieces), strict=True):
            self.take(doc, piece)

    def rest(self) -> list[Piece]:
        """The pieces that are not read yet, for somebody who parses them and gives them back."""
        pieces = [piece for pieces in self._slices[self._next :] for piece in pieces]
        self._next = len(self._slices)
        return pieces

    def take(self, doc: Doc, piece: Piece) -> None:
        """Take in `doc`, the parse of `piece`; pieces come in their order."""
        self.words += len(doc)
        if self._pipeline.finds_entities:
            found = read_entities(doc, piece)
            self._entities += (e._replace(label=_LABELS.get(e.label, e.label)) for e in found)
        if self._pipeline.finds_claims:
            self._reported.append(reported(doc, piece))

    def suggestions(self) -> list[Suggestion]:
        """What was found, in reading order; to be asked when all is read."""
        finds = self._pipeline.finds_entities
        entities = repaired(self._entities, self._prepared, self._off) if finds else []
        name = self._pipeline.suggester
        found = [self._entity(e, name) for e in entities]
        for claim, rule in assembled(self._reported, self._prepared, entities):
            found.append(self._claim(claim, rule))
        return sorted(found, key=lambda s: (s.record.order(), s.rule))

    def _entity(self, found: FoundEntity, suggester: str) -> Suggestion:
        score = self._scores.of("entity", found.rule, found.label)
        why = entity_reason(found.rule)
        return Suggestion(Entity(found.span, found.label), suggester, found.rule, score, why)

    def _claim(self, claim: Claim, rule: str) -> Suggestion:
        score = self._scores.of("claim", rule, claim.attributes["quote_type"])
        why = claim_reason(rule, claim, self._prepared.plain)
        return Suggestion(claim, CLAIM_RULES, rule, score, why)


def _slices(pieces: list[Piece]) -> list[list[Piece]]:
    """`pieces` in runs of about `SLICE` code points."""
    slices: list[list[Piece]] = []
    room = 0
    for piece in pieces:
        if room < len(piece.text) or not slices:
            slices.append([])
            room = SLICE
        slices[-1].append(piece)
        room -= len(piece.text)
    return slices
