"""What panes ask of the queue while they are drawn: what cannot be read is said, not raised."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from annotator.edit.outcomes import Say
from annotator.edit.telling import Telling
from annotator.model.errors import AnnotatorError
from annotator.store.queue import Counts

if TYPE_CHECKING:
    from annotator.store.project import Project
    from annotator.store.queue import QueueRow

NEXT_IMPORTED = "next-imported"
T = TypeVar("T")


class Queueing:
    """Reads the queue of a project; `search` is words of titles, publishers and dates."""

    def __init__(self, project: Project, telling: Telling) -> None:
        self._project, self._say = project, telling.say

    def length(self, search: str = "") -> int:
        """How many releases fit `search`."""
        return self._readable(lambda: self._project.queue_length(search), 0)

    def page(self, search: str, first: int, count: int) -> list[QueueRow]:
        """Those releases from a place on."""
        return self._readable(lambda: self._project.queue(search, limit=count, offset=first), [])

    def place(self, search: str, release_id: str) -> int | None:
        """Where a release stands among them, from 0; None when it does not fit."""
        return self._readable(lambda: self._project.queue_place(release_id, search), None)

    def has_next(self, release_id: str) -> bool:
        """Whether another release comes after one."""
        return self._readable(lambda: self._project.beside(release_id, 1), None) is not None

    def row(self, release_id: str) -> QueueRow | None:
        """One release as the queue shows it."""
        return self._readable(lambda: self._project.queue_row(release_id), None)

    def counts(self) -> Counts:
        """How many releases and items there are, by state."""
        return self._readable(self._project.counts, Counts())

    def _readable(self, read: Callable[[], T], otherwise: T) -> T:
        try:
            return read()
        except AnnotatorError as error:
            self._say(str(error), "error")
            return otherwise


def first_release(project: Project) -> str | None:
    """The first release that is not finished or, when all are, the first."""
    unfinished = project.next_unfinished()
    first = next(iter(project.queue(limit=1)), None)
    return unfinished or (first.release if first else None)


def release_imported(project: Project, now: str) -> str | Say:
    """The next of the releases that the last import brought, those to be judged first."""
    found = project.next_imported(now or None)
    return found or Say("Nothing else of the last import is in the queue")


def release_beside(project: Project, now: str, direction: int) -> str | Say:
    """The release after or before in the queue; 0, or from nowhere: the next unfinished one."""
    if direction == 0 or not now:
        found = project.next_unfinished(now or None)
        return found or Say("Every release of this project is finished: export is next")
    which = "last" if direction > 0 else "first"
    return project.beside(now, direction) or Say(f"This is the {which} release")
