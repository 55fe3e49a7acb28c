"""Gold releases and suggestions, written short."""

from __future__ import annotations

from annotator.agree.gold import Gold
from annotator.model.records import Claim, Entity, Release, Suggestion
from annotator.model.spans import Span


def span(text, words):
    """Where `words` stand in `text` for the first time."""
    at = text.index(words)
    return Span(at, at + len(words))


def entity(text, words, label):
    return Entity(span(text, words), label)


def claim(text, content, cue=None, source=None, **rest):
    contents = content if isinstance(content, tuple) else (content,)
    return Claim(
        tuple(span(text, words) for words in contents),
        span(text, cue) if cue else None,
        (span(text, source),) if source else (),
        rest.pop("claimer", None),
        rest,
    )


def gold(text, *true, undecided=()):
    return Gold(Release(text), true, tuple(undecided))


def suggested(*records, rule="ner", score=0.9):
    return [Suggestion(record, "rules@1", rule, score) for record in records]
