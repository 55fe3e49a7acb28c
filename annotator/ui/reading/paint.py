"""How marks are drawn. Knows pens and brushes, not what an item is worth."""

from __future__ import annotations

from collections.abc import Iterable

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
from annotator.ui.reading.boxes import Box
from annotator.ui.reading.marks import EntityMark, PartMark
from annotator.ui.reading.metrics import Metrics
from annotator.ui.reading.shapes import (
    BracketShape,
    EntityShape,
    PartShape,
    Shapes,
    TagShape,
    tag_width,
)
from annotator.ui.theme import Theme


class Paint:
    """Draws the shapes of one block; the painter's origin is the block's top left corner."""

    def __init__(self, theme: Theme, metrics: Metrics) -> None:
        self._theme = theme
        self._metrics = metrics
        self._furniture = theme.faded(theme.ink, theme.page.furniture)
        self._wash = theme.faded(theme.accent, theme.mark.wash)
        self._claim = theme.faded(theme.claim, theme.claims.quiet)
        self._clear = QBrush(Qt.BrushStyle.NoBrush)

    def washes(self, painter: QPainter, shapes: Shapes, chosen: Selection) -> None:
        """The ground of the selected claim's words."""
        for shape in shapes.parts:
            if shape.mark.item == chosen.item:
                for box in shape.boxes:
                    painter.fillPath(self._rounded(box, box.rect), self._wash)

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

    def text(
        self, painter: QPainter, layout: QTextLayout, clip: QRectF, *, furniture: bool
    ) -> None:
        """The words themselves."""
        painter.setPen(self._furniture if furniture else self._theme.ink)
        layout.draw(painter, QPointF(0, 0), [], clip)

    def cue(self, painter: QPainter, layout: QTextLayout, start: int, end: int) -> None:
        """Words of medium weight: drawn twice, so that a new cue moves no line."""
        painter.setPen(self._theme.ink)
        for run in layout.glyphRuns(start, end - start):
            painter.drawGlyphRun(QPointF(self._theme.claims.strike, 0), run)

    def strikes(self, painter: QPainter, shapes: Shapes) -> None:
        """A thin line through what was rejected."""
        painter.setPen(QPen(self._theme.muted, 1))
        rejected: list[EntityShape | PartShape] = [
            *(shape for shape in shapes.entities if shape.mark.look == "rejected"),
            *(shape for shape in shapes.parts if shape.mark.look == "rejected"),
        ]
        for shape in rejected:
            for box in shape.boxes:
                y = round(box.baseline - self._metrics.middle) + 0.5
                painter.drawLine(QLineF(box.rect.left(), y, box.rect.right(), y))

    def tags(self, painter: QPainter, shapes: Shapes) -> None:
        """The labels above the words."""
        painter.setFont(self._metrics.tag)
        for shape in shapes.entities:
            if shape.tag is not None:
                self._tag(painter, shape.mark, shape.tag)

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
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.accent)
        for y in ticks:
            painter.drawEllipse(QPointF(x, y), 2, 2)
        painter.setBrush(self._clear)

    def ring(self, painter: QPainter, shapes: Shapes, chosen: Selection) -> None:
        """The ring around the selected entity or part, and its raised tag; drawn over all else."""
        for shape in shapes.entities:
            if shape.mark.item == chosen.item:
                self._rings(painter, shape.boxes)
                if shape.tag is not None:
                    self._raised_tag(painter, shape.tag)
        for part in shapes.parts:
            if _is_chosen(part.mark, chosen):
                self._rings(painter, part.boxes)

    def _fill(self, painter: QPainter, shape: EntityShape) -> None:
        theme, label = self._theme, shape.mark.label
        standing = shape.mark.look == "standing"
        tint = theme.tint(label, full=standing)
        for box in shape.boxes:
            path = self._rounded(box, box.rect)
            painter.fillPath(path, tint)
            if standing:
                self._edge(painter, path, box.rect, theme.label(label))
            else:
                painter.setPen(_dashed(theme.outline(label), theme.mark.outline, theme.mark.dash))
                painter.drawPath(self._rounded(box, box.rect.adjusted(0.5, 0.5, -0.5, -0.5)))

    def _edge(self, painter: QPainter, path: QPainterPath, rect: QRectF, colour: QColor) -> None:
        edge = self._theme.mark.edge
        strip = QPainterPath()
        strip.addRect(QRectF(rect.left(), rect.bottom() - edge, rect.width(), edge))
        painter.fillPath(path.intersected(strip), colour)

    def _underline(self, painter: QPainter, shape: PartShape, *, lit: bool) -> None:
        sizes = self._theme.claims
        pen = QPen(self._theme.accent if lit else self._claim, sizes.line)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if shape.mark.part == "cue":
            pen = _dashed(pen.color(), sizes.line, self._theme.mark.dots)
        elif shape.mark.look == "open":
            pen = _dashed(pen.color(), sizes.line, self._theme.mark.dash)
        painter.setPen(pen)
        for box in shape.boxes:
            y = round(box.rect.bottom()) + 1 + sizes.line / 2 + shape.level * sizes.level
            painter.drawLine(QLineF(box.rect.left(), y, box.rect.right(), y))

    def _frame(self, painter: QPainter, shape: PartShape, *, lit: bool) -> None:
        painter.setPen(QPen(self._theme.accent if lit else self._claim, 1))
        painter.setBrush(self._clear)
        for box in shape.boxes:
            rect = _aligned(box.rect.adjusted(-3, -1, 3, 2))
            painter.drawPath(self._rounded(box, rect, extra=1.5))

    def _tag(self, painter: QPainter, mark: EntityMark, tag: TagShape) -> None:
        theme = self._theme
        path = QPainterPath()
        if mark.look == "standing":
            path.addRoundedRect(tag.rect, theme.tag.radius, theme.tag.radius)
            painter.fillPath(path, theme.label(mark.label))
            self._words(painter, tag.rect, tag.words, theme.on_label(mark.label))
            return
        inner = tag.rect.adjusted(0.5, 0.5, -0.5, -0.5)
        path.addRoundedRect(inner, theme.tag.radius, theme.tag.radius)
        painter.fillPath(path, theme.paper)
        painter.setPen(QPen(theme.faded(theme.outline(mark.label), 0.55), 1))
        painter.drawPath(path)
        self._words(painter, tag.rect, tag.words, theme.outline(mark.label))

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
        painter.setFont(self._metrics.tag)
        self._words(painter, rect, tag.whole, theme.on_accent)

    def _words(self, painter: QPainter, rect: QRectF, words: str, colour: QColor) -> None:
        painter.setPen(colour)
        baseline = rect.center().y() + self._metrics.tag_caps / 2
        width = self._metrics.tag_metrics.horizontalAdvance(words)
        painter.drawText(QPointF(rect.center().x() - width / 2 + 0.3, baseline), words)

    def _bracket(self, painter: QPainter, shape: BracketShape, *, lit: bool) -> None:
        sizes, theme = self._theme.claims, self._theme
        colour = theme.accent if lit else self._claim
        width = sizes.bracket + (0.5 if lit else 0)
        x = -(sizes.first_lane + shape.bracket.lane * sizes.lane)
        path = QPainterPath(QPointF(x + sizes.serif, shape.top))
        path.lineTo(x, shape.top)
        path.lineTo(x, shape.bottom)
        path.lineTo(x + sizes.serif, shape.bottom)
        pen = QPen(colour, width)
        if not shape.standing:
            pen = _dashed(colour, width, theme.mark.dash)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPath(path)
        if len(shape.bracket.items) > 1:
            painter.setFont(self._metrics.tag)
            count = str(len(shape.bracket.items))
            width = self._metrics.tag_metrics.horizontalAdvance(count)
            middle = (shape.top + shape.bottom) / 2
            painter.setPen(theme.accent if lit else theme.muted)
            painter.drawText(QPointF(x - width - 4, middle + self._metrics.tag_caps / 2), count)

    def _rings(self, painter: QPainter, boxes: Iterable[Box]) -> None:
        sizes = self._theme.mark
        out = sizes.ring_gap + sizes.ring / 2
        painter.setPen(QPen(self._theme.accent, sizes.ring))
        painter.setBrush(self._clear)
        for box in boxes:
            painter.drawPath(self._rounded(box, box.rect.adjusted(-out, -out, out, out), extra=out))

    def _rounded(self, box: Box, rect: QRectF, extra: float = 0.0) -> QPainterPath:
        """A rectangle whose corners are round only where the span begins or ends."""
        radius = self._theme.mark.radius + extra
        path = QPainterPath()
        path.setFillRule(Qt.FillRule.WindingFill)
        if box.opens and box.closes:
            path.addRoundedRect(rect, radius, radius)
            return path
        left = radius if box.opens else 0.0
        right = radius if box.closes else 0.0
        path.moveTo(rect.left() + left, rect.top())
        path.lineTo(rect.right() - right, rect.top())
        path.quadTo(rect.topRight(), QPointF(rect.right(), rect.top() + right))
        path.lineTo(rect.right(), rect.bottom() - right)
        path.quadTo(rect.bottomRight(), QPointF(rect.right() - right, rect.bottom()))
        path.lineTo(rect.left() + left, rect.bottom())
        path.quadTo(rect.bottomLeft(), QPointF(rect.left(), rect.bottom() - left))
        path.lineTo(rect.left(), rect.top() + left)
        path.quadTo(rect.topLeft(), QPointF(rect.left() + left, rect.top()))
        return path


def _is_chosen(mark: PartMark, chosen: Selection) -> bool:
    return (
        mark.item == chosen.item
        and mark.part == chosen.part
        and (mark.part == "cue" or mark.fragment == chosen.fragment)
    )


def _aligned(rect: QRectF) -> QRectF:
    """On half pixels, where a line of one pixel is sharp."""
    return QRectF(
        round(rect.left()) + 0.5,
        round(rect.top()) + 0.5,
        round(rect.width()) - 1,
        round(rect.height()) - 1,
    )


def _dashed(colour: QColor, width: float, pattern: tuple[float, ...]) -> QPen:
    pen = QPen(colour, width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setDashPattern([length / width for length in pattern])
    return pen
