"""The mouse on the page: what a click or a drag selects. Nothing here writes."""

from __future__ import annotations

from dataclasses import replace

from annotator.edit.here import Here
from annotator.edit.moving import mark_of, stretched
from annotator.model.selection import Selection
from annotator.model.spans import Span
from annotator.model.tokens import snapped


def clicked(here: Here, offset: int, extend: bool) -> Selection:
    """What lies at a place; clicked again, what is around it. With `extend` the mark goes there."""
    token = here.token(offset)
    if extend:
        return stretched(here, token)
    names = [item.id for item in here.places.overlapping(Span(offset, offset + 1))]
    now = here.selection
    again = token == now.caret and now.item in names
    at = names.index(now.item) + 1 if again and now.item else 0
    return Selection(token, names[at % len(names)] if names else None)


def is_aimed_at(here: Here, offset: int) -> bool:
    """Whether a menu wanted at a place is about what is marked, or selected there, already."""
    if here.selection.mark is not None:
        return True
    return here.item is not None and any(s.covers(offset) for s in here.item.record.spans())


def dragged_over(here: Here, anchor: int, end: int) -> Selection | None:
    """The tokens between two offsets, marked; None where there are none.

    The mark can be stretched on where the drag ended.
    """
    mark = snapped(here.text, Span(min(anchor, end), max(anchor, end)))
    if mark.start >= mark.end:
        return None
    marked = mark_of(here, mark)
    if end < anchor and marked.anchor is not None:
        return replace(marked, caret=marked.anchor, anchor=marked.caret)
    return marked
