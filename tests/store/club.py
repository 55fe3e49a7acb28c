"""A small release with three suggestions, and steps on them."""

from __future__ import annotations

from pathlib import Path

import annotator
from annotator.model.records import Claim, Entity, Release, Suggestion
from annotator.model.selection import Selection
from annotator.model.spans import Span
from annotator.model.steps import Decision, Step, Verb
from annotator.store.project import Project

HOUSE = str(Path(annotator.__file__).parents[1])
"""Where a child process finds the program."""

NEWS = Release(
    "Ann Lee said we won in Oslo.",
    title="Ann Lee on the match",
    publisher="The Club",
    date="2024-05-01",
    extra={"licence": "CC0"},
)
ANN = Entity(Span(0, 7), "PERSON")
OSLO = Entity(Span(23, 27), "ORG")
WON = Claim((Span(13, 27),), Span(8, 12), (Span(0, 7),), "Ann Lee")
SUGGESTIONS = (
    Suggestion(ANN, "spacy@3.8", "ner", 0.9, "name list"),
    Suggestion(WON, "rules@1", "ccomp", 0.95),
    Suggestion(OSLO, "spacy@3.8", "ner", 0.4),
)


def step(verb: Verb, item: str, record=None, was=None, **more) -> Step:
    decision = Decision(verb, item, record, was)
    return Step(verb, (decision,), Selection(Span(0, 3), item), **more)


def statuses(project: Project) -> dict[str, str]:
    return {name: item.status for name, item in project.fold(NEWS.id).items.items()}
