"""What files say of releases that a project holds already.

Nothing that was decided is changed by a file: what it says comes in where nobody has decided
anything, and is left out elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.formats.carrying import with_suggestions
from annotator.formats.incoming import folded
from annotator.model.counting import counted
from annotator.model.fold import Fold, Item
from annotator.model.records import confirmed

if TYPE_CHECKING:
    from annotator.model.plain import Incoming
    from annotator.store.project import Project


@dataclass(frozen=True, slots=True)
class Heard:
    """What a file says that did not stand in the release, and whether it came in."""

    decisions: int = 0
    suggestions: int = 0
    finishes: bool = False
    """Whether it says that the release is finished, which it was not."""
    came_in: bool = False

    @property
    def is_left_out(self) -> bool:
        """Whether something that the file says is not in the project."""
        return not self.came_in and bool(self.decisions or self.suggestions or self.finishes)

    def told(self) -> str:
        """In a clause; "" where the file says nothing else than what stands."""
        counts = ((self.decisions, "decision"), (self.suggestions, "suggestion"))
        said = " and ".join(counted(count, what) for count, what in counts if count)
        if self.came_in:
            came = f"the file's {said} came in" if said else "as the file says it is finished now"
            return f"{came}, for nothing was decided there"
        if self.is_left_out:
            instead = f"not the file's {said}" if said else "though the file says it is finished"
            return f"what was decided there stays, {instead}"
        return ""


def take_known(project: Project, incoming: Incoming) -> Heard:
    """Take in what a file says of a release that is in the project, where that may be.

    Raises a `StoreError` when the project cannot be read or written.
    """
    if not (incoming.suggestions or incoming.steps):
        return Heard()
    release_id = incoming.release.id
    theirs, mine = folded(incoming), project.glance(release_id)
    new = [item for item in theirs.items.values() if not _stands_in(mine, item)]
    decisions = sum(item.is_judged for item in new)
    finishes = theirs.state == "finished" != mine.state
    if not new and not finishes:
        return Heard()
    beside = (stored.suggestion for stored in project.suggestions(release_id))
    came_in = project.add_known(with_suggestions(incoming, beside))
    return Heard(decisions, len(new) - decisions, finishes, came_in)


def _stands_in(mine: Fold, item: Item) -> bool:
    """Whether the project says the same as a file; of what is open it may have decided."""
    if item.is_void:
        return True
    return any(
        confirmed(known.record) == confirmed(item.record)
        and (item.is_open or (known.is_judged and known.stands == item.stands))
        for known in mine.items.values()
        if not known.is_void
    )
