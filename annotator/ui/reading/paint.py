"""How marks are drawn. Knows pens and brushes, not what an item is worth."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QPainter,
    QPainterPath,
    QPen,
    QTextLayout,
)

from annotator.model.selection import Selection
from annotator.ui.drawn import CLEAR, Drawn
from annotator.ui.reading.boxes import Box
from annotator.ui.reading.dashes import Dashes
from annotator.ui.reading.marks import EntityMark, PartMark
from annotator.ui.reading.metrics import Metrics
from annotator.ui.reading.outlines import aligned, draw_rounded, outlined, rounded
from annotator.ui.reading.shapes import (
    BracketShape,
    EntityShape,
    PartShape,
    Shapes,
    TagShape,
    tag_width,
)
from annotator.ui.reading.tints import Tints
from annotator.ui.theme import Theme

_TAGS = 200
"""Pictures of tags that are kept: each label whole and cut, open and standing."""


class Paint:
    """Draws the shapes of one block; the painter's origin is the block's top left corner."""

    def __init__(self, theme: Theme, metrics: Metrics) -> None:
        self._theme = theme
        self._metrics = metrics
        self._furniture = theme.faded(theme.ink, theme.page.furniture)
        self._wash = theme.faded(theme.accent, theme.mark.wash)
        self._claim = theme.faded(theme.claim, theme.claims.quiet)
        self._tints = Tints(theme.mark)
        self._clear = QBrush(Qt.BrushStyle.NoBrush)
        self._no_pen = QPen(Qt.PenStyle.NoPen)
        self._dashes = Dashes()
        self._drawn = Drawn(_TAGS)

    def washes(self, painter: QPainter, shapes: Shapes, chosen: Selection) -> None:
        """The ground of the selected claim's words."""
        for shape in shapes.parts:
            if shape.mark.item == chosen.item:
                for box in shape.boxes:
                    painter.fillPath(rounded(box, box.rect, self._theme.mark.radius), self._wash)

    def chosen_text(self, painter: QPainter, boxes: Iterable[Box]) -> None:
        """The ground of marked text."""
        colour = self._theme.faded(self._theme.accent, self._theme.mark.chosen)
        for box in boxes:
            painter.fillRect(box.rect.adjusted(-1, -1, 1, 1), colour)

    def caret(self, painter: QPainter, boxes: Iterable[Box]) -> None:
        """The token under the caret: a soft block on a line."""
        soft = self._theme.faded(self._theme.accent, self._theme.mark.caret)
        radius = self._theme.mark.radius
        for box in boxes:
            rect = box.rect.adjusted(-1.5, 0, 1.5, 1)
            path = QPainterPath()
            path.addRoundedRect(rect, radius, radius)
            painter.fillPath(path, soft)
            line = QRectF(rect.left(), rect.bottom() - 2, rect.width(), 2)
            painter.save()
            painter.setClipPath(path, Qt.ClipOperation.IntersectClip)
            painter.fillRect(line, self._theme.accent)
            painter.restore()

    def fills(self, painter: QPainter, shapes: Shapes) -> None:
        """What lies under the words of entities."""
        for shape in shapes.entities:
            if shape.mark.look != "rejected":
                self._fill(painter, shape)
        painter.setBrush(self._clear)

    def lines(self, painter: QPainter, shapes: Shapes, chosen: Selection) -> None:
        """Lines under content and cue, frames around sources."""
        for shape in shapes.parts:
            if shape.mark.look == "rejected":
                continue
            lit = shape.mark.item == chosen.item
            if shape.mark.part == "source":
                self._frame(painter, shape, lit=lit)
            else:
                self._underline(painter, shape, lit=lit)

    def text(self, painter: QPainter, layout: QTextLayout, place: QRectF) -> None:
        """The words themselves, or the lines of them in `place`."""
        painter.setPen(self._theme.ink)
        layout.draw(painter, QPointF(0, 0), [], place)

    def furniture(
        self,
        painter: QPainter,
        layout: QTextLayout,
        inked: Iterable[tuple[int, int]],
        place: QRectF,
    ) -> None:
        """The words of a menu or caption: faint, but for `inked` pieces (start and end)."""
        painter.setPen(self._furniture)
        layout.draw(painter, QPointF(0, 0), [self._inked(*piece) for piece in inked], place)

    def _inked(self, start: int, end: int) -> QTextLayout.FormatRange:
        piece = QTextLayout.FormatRange()
        piece.start, piece.length = start, end - start
        piece.format.setForeground(self._theme.ink)
        return piece

    def cue(self, painter: QPainter, layout: QTextLayout, start: int, end: int) -> None:
        """Words of medium weight: drawn twice, so that a new cue moves no line."""
        painter.setPen(self._theme.ink)
        for run in layout.glyphRuns(start, end - start):
            painter.drawGlyphRun(QPointF(self._theme.claims.strike, 0), run)

    def strikes(self, painter: QPainter, shapes: Shapes) -> None:
        """A thin line through what was rejected, but through nothing that stands or is open.

        An entity in a claim that stands is struck all the same: it is not that claim.
        """
        painter.setPen(QPen(self._theme.muted, 1))
        names = _boxes_of(s for s in shapes.entities if s.mark.look != "rejected")
        words = [*names, *_boxes_of(s for s in shapes.parts if s.mark.look != "rejected")]
        for entity in shapes.entities:
            if entity.mark.look == "rejected":
                self._strike(painter, entity, names)
        for part in shapes.parts:
            if part.mark.look == "rejected":
                self._strike(painter, part, words)

    def _strike(
        self, painter: QPainter, shape: EntityShape | PartShape, without: Iterable[Box]
    ) -> None:
        for box in shape.boxes:
            y = round(box.baseline - self._metrics.middle) + 0.5
            for left, right in _left_of(box, without):
                painter.drawLine(QLineF(left, y, right, y))

    def tags(self, painter: QPainter, shapes: Shapes) -> None:
        """The labels above the words."""
        for shape in shapes.entities:
            if shape.tag is not None:
                self._tag(painter, shape.mark, shape.tag)
        painter.setBrush(self._clear)

    def brackets(self, painter: QPainter, shapes: Shapes, chosen: Selection) -> None:
        """The claims' brackets in the left margin."""
        for shape in shapes.brackets:
            self._bracket(painter, shape, lit=chosen.item in shape.bracket.items)

    def connector(self, painter: QPainter, top: float, bottom: float, ticks: list[float]) -> None:
        """What holds the parts of the selected claim together, beside the text."""
        colour = self._theme.faded(self._theme.accent, 0.5)
        x = -self._theme.claims.first_lane / 2
        painter.setPen(QPen(colour, 1))
        if bottom > top:
            painter.drawLine(QLineF(x, top, x, bottom))
        painter.setPen(self._no_pen)
        painter.setBrush(self._theme.accent)
        for y in ticks:
            painter.drawEllipse(QPointF(x, y), 2, 2)
        painter.setBrush(self._clear)

    def part_ring(self, painter: QPainter, shapes: Shapes, chosen: Selection) -> None:
        """The ring around the selected part of a claim; tags are drawn over it."""
        for part in shapes.parts:
            if _is_chosen(part.mark, chosen):
                self._rings(painter, part.boxes)

    def entity_ring(self, painter: QPainter, shapes: Shapes, chosen: Selection) -> None:
        """The ring around the selected entity, and its raised tag; drawn over all else."""
        for shape in shapes.entities:
            if shape.mark.item == chosen.item:
                self._rings(painter, shape.boxes, shape.pad)
                if shape.tag is not None:
                    self._raised_tag(painter, shape.tag)

    def _fill(self, painter: QPainter, shape: EntityShape) -> None:
        sizes, colours = self._theme.mark, self._theme.label_colours(shape.mark.label)
        if shape.mark.look == "open":
            for box in shape.boxes:
                self._tints.draw(painter, box, colours)
            return
        painter.setPen(self._no_pen)
        painter.setBrush(colours.full)
        for box in shape.boxes:
            rect, edge = box.rect, sizes.edge
            draw_rounded(painter, box, rect, sizes.radius)
            strip = QRectF(rect.left(), rect.bottom() - edge, rect.width(), edge)
            painter.fillRect(strip, colours.strong)

    def _underline(self, painter: QPainter, shape: PartShape, *, lit: bool) -> None:
        sizes, marks = self._theme.claims, self._theme.mark
        colour = self._theme.accent if lit else self._claim
        width = sizes.lit if lit else sizes.line
        solid = shape.mark.part == "content" and shape.mark.look == "standing"
        pattern = marks.dots if shape.mark.part == "cue" else marks.dash
        for box in shape.boxes:
            left, right = box.rect.left(), box.rect.right()
            y = round(box.rect.bottom()) + 1.5 + shape.level * sizes.level
            if solid:
                painter.fillRect(QRectF(left, y - width / 2, right - left, width), colour)
            else:
                self._dashes.draw(painter, QLineF(left, y, right, y), colour, width, pattern)

    def _frame(self, painter: QPainter, shape: PartShape, *, lit: bool) -> None:
        colour = self._theme.accent if lit else self._claim
        radius = self._theme.mark.radius
        for box in shape.boxes:
            outer = aligned(box.rect.adjusted(-3, -1, 3, 2))
            inner = outer.adjusted(box.opens, 1, -box.closes, -1)
            path = rounded(box, outer, radius + 2)
            path.addPath(rounded(box, inner, radius + 1))
            path.setFillRule(Qt.FillRule.OddEvenFill)
            painter.fillPath(path, colour)

    def _tag(self, painter: QPainter, mark: EntityMark, tag: TagShape) -> None:
        stands, place = mark.look == "standing", tag.rect.toRect()
        self._drawn.draw(
            painter,
            (mark.label, tag.words, stands),
            place.topLeft(),
            place.size(),
            CLEAR,
            lambda picture: self._draw_tag(picture, mark.label, tag, stands=stands),
        )

    def _draw_tag(self, painter: QPainter, label: str, tag: TagShape, *, stands: bool) -> None:
        """A tag at the left top corner."""
        rect = QRectF(QPointF(), tag.rect.size())
        radius, colours = self._theme.tag.radius, self._theme.label_colours(label)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._no_pen)
        # Two fills are eight times as fast as one stroke.
        painter.setBrush(colours.strong if stands else colours.frame)
        painter.drawRoundedRect(rect, radius, radius)
        if not stands:
            painter.setBrush(self._theme.paper)
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), radius - 1, radius - 1)
        self._words(painter, rect, tag.words, colours.words if stands else colours.outline)

    def _raised_tag(self, painter: QPainter, tag: TagShape) -> None:
        theme = self._theme
        rise = theme.tag.raised
        rect = QRectF(tag.rect)
        rect.setWidth(tag_width(tag.whole, self._metrics, theme))
        rect.adjust(-rise, -rise, rise, rise / 2)
        path = QPainterPath()
        path.addRoundedRect(rect, theme.tag.radius + 1, theme.tag.radius + 1)
        painter.strokePath(path, QPen(theme.paper, 2))
        painter.fillPath(path, theme.accent)
        self._words(painter, rect, tag.whole, theme.on_accent)

    def _words(self, painter: QPainter, rect: QRectF, words: str, colour: QColor) -> None:
        painter.setPen(colour)
        metrics = self._metrics
        left = rect.center().x() - metrics.tag_width(words) / 2 + 0.3
        baseline = rect.center().y() + metrics.tag_caps / 2
        for run in metrics.tag_glyphs(words):
            painter.drawGlyphRun(QPointF(left, baseline), run)

    def _bracket(self, painter: QPainter, shape: BracketShape, *, lit: bool) -> None:
        sizes, theme = self._theme.claims, self._theme
        colour = theme.accent if lit else self._claim
        width = sizes.bracket + (0.5 if lit else 0)
        x, top, bottom = (
            -(sizes.first_lane + shape.bracket.lane * sizes.lane),
            shape.top,
            shape.bottom,
        )
        pattern = () if shape.standing else theme.mark.dash
        painter.setPen(self._dashes.pen(colour, width, pattern))
        # Qt draws three lines three times as fast as a path of them.
        half = width / 2
        painter.drawLines(
            [
                QLineF(x, top - half, x, bottom + half),
                QLineF(x, top, x + sizes.serif, top),
                QLineF(x, bottom, x + sizes.serif, bottom),
            ]
        )
        if len(shape.bracket.items) > 1:
            count = str(len(shape.bracket.items))
            width = self._metrics.tag_width(count)
            rect = QRectF(x - width - 4, shape.top, width, shape.bottom - shape.top)
            self._words(painter, rect, count, theme.accent if lit else theme.muted)

    def _rings(self, painter: QPainter, boxes: Iterable[Box], pad: float = 0.0) -> None:
        sizes = self._theme.mark
        out, side = sizes.ring_gap + sizes.ring / 2, sizes.ring_side - pad
        painter.setPen(QPen(self._theme.accent, sizes.ring))
        painter.setBrush(self._clear)
        for box in boxes:
            left, right = side * box.opens, side * box.closes
            rect = box.rect.adjusted(-left, -out, right, out)
            painter.drawPath(outlined(box, rect, sizes.radius + out))


def _is_chosen(mark: PartMark, chosen: Selection) -> bool:
    return (
        mark.item == chosen.item
        and mark.part == chosen.part
        and (mark.part == "cue" or mark.fragment == chosen.fragment)
    )


def _boxes_of(shapes: Iterable[EntityShape | PartShape]) -> list[Box]:
    return [box for shape in shapes for box in shape.boxes]


def _left_of(box: Box, without: Iterable[Box]) -> Iterator[tuple[float, float]]:
    """What the other boxes on its line leave of a box: from where to where."""
    at, right = box.rect.left(), box.rect.right()
    others = (other.rect for other in without if other.line == box.line)
    for rect in sorted(others, key=QRectF.left):
        if rect.left() < right and rect.right() > at:
            if rect.left() > at:
                yield at, rect.left()
            at = rect.right()
    if at < right:
        yield at, right
