"""Round outlines of spans: those that go on in another line are open, or square, on that side."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath

from annotator.ui.reading.boxes import Box


def draw_rounded(painter: QPainter, box: Box, rect: QRectF, radius: float) -> None:
    """Fill and stroke `rect`, whose corners are round only where the span begins or ends."""
    if box.opens and box.closes:
        painter.drawRoundedRect(rect, radius, radius)
    else:
        painter.drawPath(rounded(box, rect, radius))


def rounded(box: Box, rect: QRectF, radius: float) -> QPainterPath:
    """A rectangle whose corners are round only where the span begins or ends."""
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


def outlined(box: Box, rect: QRectF, radius: float) -> QPainterPath:
    """An outline that is open where the span goes on in another line."""
    if box.opens and box.closes:
        return rounded(box, rect, radius)
    path = QPainterPath()
    if box.opens:
        path.moveTo(rect.topRight())
        path.lineTo(rect.left() + radius, rect.top())
        path.quadTo(rect.topLeft(), QPointF(rect.left(), rect.top() + radius))
        path.lineTo(rect.left(), rect.bottom() - radius)
        path.quadTo(rect.bottomLeft(), QPointF(rect.left() + radius, rect.bottom()))
        path.lineTo(rect.bottomRight())
    elif box.closes:
        path.moveTo(rect.topLeft())
        path.lineTo(rect.right() - radius, rect.top())
        path.quadTo(rect.topRight(), QPointF(rect.right(), rect.top() + radius))
        path.lineTo(rect.right(), rect.bottom() - radius)
        path.quadTo(rect.bottomRight(), QPointF(rect.right() - radius, rect.bottom()))
        path.lineTo(rect.bottomLeft())
    else:
        path.moveTo(rect.topLeft())
        path.lineTo(rect.topRight())
        path.moveTo(rect.bottomLeft())
        path.lineTo(rect.bottomRight())
    return path


def aligned(rect: QRectF) -> QRectF:
    """On whole pixels, where a line of one pixel is sharp."""
    left, top = round(rect.left()), round(rect.top())
    return QRectF(left, top, round(rect.right()) - left, round(rect.bottom()) - top)
