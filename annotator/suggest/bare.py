"""The bare pipeline: what spaCy says without any repair or rule, to measure against."""

from __future__ import annotations

from annotator.model.records import Entity, Suggestion
from annotator.model.spans import Span
from annotator.suggest.pipeline import DEFAULT, loaded


class BarePipeline:
    """A pipeline as it comes, on the whole text as it stands."""

    def __init__(self, pipeline: str = DEFAULT) -> None:
        """Load `pipeline`, a package or a folder. Raise `PipelineError`."""
        self._nlp = loaded(pipeline, exclude=())
        # A release is one document here; spaCy's limit guards against texts of several MB.
        self._nlp.max_length = 10**9
        self.name = f"bare {self._nlp.meta.get('lang')}_{self._nlp.meta.get('name')}"

    def suggest(self, text: str) -> list[Suggestion]:
        """The entities of `text`."""
        return [
            Suggestion(Entity(Span(e.start_char, e.end_char), e.label_), self.name, "ner", 1.0)
            for e in self._nlp(text).ents
        ]

    def words(self, text: str) -> int:
        """How many tokens `text` has."""
        return len(self._nlp.tokenizer(text))
