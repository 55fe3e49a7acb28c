"""Open suggestions of which only one can be meant: two annotators', or of two files or plug-ins."""

from __future__ import annotations

from annotator.edit.here import Here
from annotator.model.records import Claim, Entity
from annotator.model.spans import Span


def first_rival(here: Here) -> str | None:
    """The first open item that lies over an open one before it; None where there is none.

    Entities do not overlap; two claims with one cue do not claim the same words.
    """
    end, by_cue = 0, dict[Span | None, list[Claim]]()
    for _, name in here.places.open:
        record = here.fold.items[name].record
        if isinstance(record, Entity):
            if record.span.start < end:
                return name
            end = record.span.end
        else:
            others = by_cue.setdefault(record.cue, [])
            if record.cue is not None and any(_share(record, other) for other in others):
                return name
            others.append(record)
    return None


def _share(claim: Claim, other: Claim) -> bool:
    return any(mine.overlaps(theirs) for mine in claim.content for theirs in other.content)
