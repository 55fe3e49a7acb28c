"""The tint with a dashed outline of what is suggested: drawn once for each label, and copied.

On a screen of 200 % Qt takes ten times as long for a dashed line as for its copy.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen, QPixmap

from annotator.ui.drawn import CLEAR, is_sharp, picture_of
from annotator.ui.reading.boxes import Box
from annotator.ui.reading.outlines import rounded
from annotator.ui.sizes import MarkSizes
from annotator.ui.theme import LabelColours

_DASHES = 48
"""So many are on a picture; a longer box is copied from it piece by piece."""


class Tints:
    """Draws boxes in the colours of labels; the side on which a span goes on stays open."""

    def __init__(self, sizes: MarkSizes) -> None:
        self._sizes = sizes
        self._cap = sizes.radius + sizes.dash[1]
        """How much of a box its round end takes, with the gap before the first dash."""
        self._dashes = _DASHES * sum(sizes.dash)
        self._pictures: dict[tuple[int, float, float], QPixmap] = {}

    def draw(self, painter: QPainter, box: Box, colours: LabelColours) -> None:
        """Draw one box."""
        ratio = painter.device().devicePixelRatioF()
        if not is_sharp(ratio) or box.rect.width() < 2 * self._cap:
            self._draw(painter, box, colours)
            return
        top, height = box.rect.top(), box.rect.height()
        picture = self._picture(height, ratio, colours)
        for source, left, width in self._pieces(box, ratio):
            place = QRectF(left / ratio, top, width / ratio, height)
            painter.drawPixmap(place, picture, QRectF(source, 0, width, height * ratio))

    def _pieces(self, box: Box, ratio: float) -> Iterator[tuple[int, int, int]]:
        """What of a picture is copied, where to, and how much of it; in device pixels."""
        cap, dashes = round(self._cap * ratio), round(self._dashes * ratio)
        left, right = round(box.rect.left() * ratio), round(box.rect.right() * ratio)
        source = 0 if box.opens else cap
        end = right - cap if box.closes else right
        while left < end:
            width = min(end - left, cap + dashes - source)
            yield source, left, width
            left, source = left + width, cap
        if box.closes:
            yield cap + dashes, end, cap

    def _picture(self, height: float, ratio: float, colours: LabelColours) -> QPixmap:
        """A box with both ends."""
        key = colours.strong.rgb(), height, ratio
        known = self._pictures.get(key)
        if known is None:
            whole = QRectF(0, 0, 2 * self._cap + self._dashes, height)
            box, size = Box(whole, 0, 0.0, True, True), whole.size().toSize()
            known = picture_of(size, ratio, CLEAR, lambda to: self._draw(to, box, colours))
            self._pictures[key] = known
        return known

    def _draw(self, painter: QPainter, box: Box, colours: LabelColours) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        sizes, edge = self._sizes, self._sizes.outline / 2
        radius = min(sizes.radius, box.rect.width() / 2 - edge)
        painter.fillPath(rounded(box, box.rect, radius), colours.faint)
        inner = box.rect.adjusted(edge, edge, -edge, -edge)
        pen = QPen(colours.outline, sizes.outline)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.strokePath(_corners(box, inner, radius), pen)
        pen.setDashPattern([length / sizes.outline for length in sizes.dash])
        pen.setDashOffset(sizes.dash[0] / sizes.outline)
        painter.setPen(pen)
        painter.drawLines(list(self._sides(box, inner, radius)))

    def _sides(self, box: Box, inner: QRectF, radius: float) -> Iterator[QLineF]:
        """The straight lines of an outline; each begins with a gap."""
        left = inner.left() + radius - (0 if box.opens else self._cap)
        right = inner.right() - radius if box.closes else box.rect.right()
        for y in (inner.top(), inner.bottom()):
            yield QLineF(left, y, right, y)
        for x, is_there in ((inner.left(), box.opens), (inner.right(), box.closes)):
            if is_there:
                yield QLineF(x, inner.top() + radius, x, inner.bottom() - radius)


def _corners(box: Box, rect: QRectF, radius: float) -> QPainterPath:
    """The round corners of an outline."""
    path, wide = QPainterPath(), 2 * radius
    left, right, bottom = rect.left(), rect.right() - wide, rect.bottom() - wide
    corners = [(left, rect.top(), 90), (left, bottom, 180)] if box.opens else []
    corners += [(right, rect.top(), 0), (right, bottom, 270)] if box.closes else []
    for x, y, angle in corners:
        corner = QRectF(x, y, wide, wide)
        path.arcMoveTo(corner, angle)
        path.arcTo(corner, angle, 90)
    return path
