"""What is asked of the queue: its rows while panes are drawn, and which release comes next.

What panes cannot be told for damage is said, not raised.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TypeVar

from annotator.edit.outcomes import Say
from annotator.edit.telling import Telling
from annotator.edit.words import quoted
from annotator.model.errors import AnnotatorError
from annotator.store.errors import StoreError
from annotator.store.queue import Counts

if TYPE_CHECKING:
    from annotator.store.project import Project
    from annotator.store.queue import QueueRow

NEXT_IMPORTED = "next-imported"
MOST_TRIED = 1_000
"""After so many on end that cannot be read it is told: each costs some tenths of a millisecond."""
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

    def has_next(self, search: str, release_id: str) -> bool:
        """Whether another release comes after one, of those that fit `search`."""
        return self._readable(lambda: self._project.beside(release_id, 1, search), None) is not None

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


def to_begin_with(project: Project) -> Iterator[str]:
    """Which release to open first and, where that cannot be read, which ones then.

    The one in which this annotator left off or, where that is finished, the first that is not, and
    those after it; when all are finished, the first and so on.
    """
    tried: set[str] = set()
    release = _left_at(project) or project.next_unfinished()
    while release is not None and release not in tried:
        yield release
        tried.add(release)
        release = project.next_unfinished(release)
    yield from (row.release for row in project.queue(limit=MOST_TRIED) if row.release not in tried)


def _left_at(project: Project) -> str | None:
    """Where this annotator left off; a damaged step keeps no project from opening."""
    try:
        return project.left_at()
    except StoreError:
        return None


def release_imported(project: Project, now: str) -> str | Say:
    """The next of the releases that the last import brought, those to be judged first."""
    found = project.next_imported(now or None)
    return found or Say("Nothing else of the last import is in the queue")


def release_beside(project: Project, now: str, direction: int, search: str) -> str | Say:
    """The release after or before in the queue; 0, or from nowhere: the next unfinished one.

    While the queue is searched it is one of those that are found.
    """
    by = f" that the search {quoted(search.strip())} finds" if search.split() else ""
    if direction == 0 or not now:
        every = f"Every release{by or ' of this project'} is finished"
        then = "clear the search to go on" if by else "export is next"
        return project.next_unfinished(now or None, search) or Say(f"{every}: {then}")
    which = "last" if direction > 0 else "first"
    return project.beside(now, direction, search) or Say(f"This is the {which} release{by}")
