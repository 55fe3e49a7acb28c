"""How far shapes reach: what of a block has to be drawn anew when some of them changed."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRectF

from annotator.ui.reading.boxes import Box
from annotator.ui.reading.lanes import Bracket
from annotator.ui.reading.marks import Mark
from annotator.ui.reading.metrics import Metrics
from annotator.ui.reading.shapes import BracketShape, EntityShape, PartShape, Shapes
from annotator.ui.theme import Theme

Shape = EntityShape | PartShape | BracketShape
_SIDE = 4.0
"""How far frames, rings and marks reach beyond the words, sideways, in pixels."""


class Reach:
    """Rectangles that hold all that is drawn of shapes, from the block's top left corner.

    Around the words that is their line from the top of its tags down to the lowest underline.
    """

    def __init__(self, theme: Theme, metrics: Metrics) -> None:
        claims = theme.claims
        self._margin = theme.page.margin
        self._above = max(metrics.fill_above + metrics.tag_height, metrics.ascent) + 1
        lines = claims.levels * claims.level + claims.lit
        self._below = max(metrics.fill_below + lines, metrics.descent) + 1

    def of_boxes(self, boxes: Iterable[Box]) -> QRectF:
        """Around words."""
        whole = QRectF()
        for box in boxes:
            left, width = box.rect.left() - _SIDE, box.rect.width() + 2 * _SIDE
            whole |= QRectF(left, box.baseline - self._above, width, self._above + self._below)
        return whole

    def of(self, shapes: Iterable[Shape]) -> QRectF:
        """Around all of some shapes."""
        whole = QRectF()
        for shape in shapes:
            whole |= self._of_one(shape)
        return whole

    def _of_one(self, shape: Shape) -> QRectF:
        if shape.reach is None:
            shape.reach = self._worked_out(shape)
        return shape.reach

    def _worked_out(self, shape: Shape) -> QRectF:
        if isinstance(shape, BracketShape):
            height = shape.bottom - shape.top + 2
            return QRectF(-self._margin, shape.top - 1, self._margin, height)
        whole = self.of_boxes(shape.boxes)
        if isinstance(shape, EntityShape) and shape.tag is not None:
            whole |= shape.tag.rect.adjusted(-1, -1, 1, 1)
        return whole

    def changed(self, old: Shapes, new: Shapes) -> QRectF:
        """Around what is in one of them only; a tag that was cut for a new neighbour is, too."""
        before, now = _by_mark(old), _by_mark(new)
        differing = {mark for mark in {*before, *now} if before.get(mark) != now.get(mark)}
        return self.of(kept[mark] for kept in (before, now) for mark in differing if mark in kept)

    def within(self, found: Shapes, place: QRectF) -> Shapes:
        """Those that may reach into a place."""
        return Shapes(
            [shape for shape in found.entities if self._of_one(shape).intersects(place)],
            [shape for shape in found.parts if self._of_one(shape).intersects(place)],
            [shape for shape in found.brackets if self._of_one(shape).intersects(place)],
        )


def _by_mark(shapes: Shapes) -> dict[Mark | Bracket, Shape]:
    return {
        **{shape.mark: shape for shape in shapes.entities},
        **{shape.mark: shape for shape in shapes.parts},
        **{shape.bracket: shape for shape in shapes.brackets},
    }
