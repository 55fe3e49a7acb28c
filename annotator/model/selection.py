"""What a person is looking at: an item, a caret, a mark. Choosing writes nothing."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from annotator.model.records import Part
from annotator.model.spans import Span


@dataclass(frozen=True, slots=True)
class Selection:
    """The chosen item and part, the token under the caret, and the marked text.

    `part` and `fragment` name the span of a claim that boundary keys move; an entity has only
    one. `anchor` is the token where marking began; `mark` is what is marked, if anything. `goal` is
    where the caret stood before it went up or down: it stays in the column of that place. `trail`
    are the spans that what is marked or selected grew from, the smallest first.
    """

    caret: Span
    item: str | None = None
    part: Part = "content"
    fragment: int = 0
    anchor: Span | None = None
    mark: Span | None = None
    goal: int | None = field(default=None, compare=False)
    trail: tuple[Span, ...] = field(default=(), compare=False)

    def without_mark(self) -> Selection:
        """The same with nothing marked."""
        return replace(self, anchor=None, mark=None, trail=())


NOTHING_SELECTED = Selection(Span(0, 0))
"""As it is before anybody looks."""
