"""Four releases with two suggestions each, and an act over all of them."""

from __future__ import annotations

from annotator.model.fold import Fold
from annotator.model.records import Entity, Release, Suggestion
from annotator.model.selection import Selection
from annotator.model.spans import Span
from annotator.model.steps import Decision, Step
from annotator.store.acting import Recorded
from annotator.store.project import Project

RELEASES = [Release(f"Ann met Bob in race {n}.", title=f"Race {n}") for n in range(4)]
IDS = [release.id for release in RELEASES]
ANN = Suggestion(Entity(Span(0, 3), "PERSON"), "pen@1", "written", 0.9)
BOB = Suggestion(Entity(Span(8, 11), "PERSON"), "pen@1", "written", 0.4)


def fill(project: Project) -> Project:
    """Four releases with two suggestions each: s1 and s2, s3 and s4 ..."""
    for release in RELEASES:
        project.add(release, (ANN, BOB))
    return project


def accepting(at: Span, selection: Selection | None = None):
    """Accepts what is open at a place; nothing where nothing is."""

    def decide(_release: Release, fold: Fold) -> Step | None:
        names = [i.id for i in fold.items.values() if i.is_open and i.record.span == at]
        decisions = tuple(Decision("accept", name, seen=False) for name in names)
        return Step("all", decisions, selection or Selection(at)) if decisions else None

    return decide


def accept_all(project: Project, ids=IDS) -> Recorded | None:
    return project.record_all(ids, accepting(Span(0, 3)))


def judged(project: Project) -> list[int]:
    return [row.judged for row in project.queue()]


def sums(project: Project):
    return project.queue(), project.counts()


def statuses(project: Project) -> list[list[tuple[str, str, bool]]]:
    """The id, status and whether it was seen, of every item of every release."""
    folds = [project.fold(name) for name in IDS]
    return [[(item.id, item.status, item.seen) for item in f.items.values()] for f in folds]
