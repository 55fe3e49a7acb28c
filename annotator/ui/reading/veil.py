"""Bars over names that are not to be read: as wide as the words, so that nothing moves."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QRegion, QTextLayout

from annotator.model.masking import Mask
from annotator.model.name_tags import Masked
from annotator.model.spans import Span
from annotator.model.utf16 import Utf16Map
from annotator.ui.reading.boxes import Box, x_of
from annotator.ui.reading.metrics import Metrics
from annotator.ui.theme import Theme

_ABOVE, _BELOW = 0.30, 0.12
"""How far letters may reach beyond a bar, in text sizes: accents and tails are hidden too."""


@dataclass(slots=True)
class Bar:
    """What covers a name: one box a line, and what stands on the widest of them."""

    rects: list[QRectF]
    tag: str


class Veil:
    """Draws bars; knows none of the names."""

    def __init__(self, theme: Theme, metrics: Metrics) -> None:
        self._metrics = metrics
        self._ink = theme.faded(theme.ink, theme.mask.words)
        self._bar = QColor(theme.ink)
        self._bar.setAlphaF(theme.mask.bar)
        self._radius, self._pad = theme.mark.radius, theme.tag.pad

    def leave_out(self, painter: QPainter, bars: Iterable[Bar], room: QRectF) -> None:
        """Let nothing be drawn where bars will be, but around them in `room`; `draw` ends that."""
        above = self._metrics.text_size * _ABOVE
        below = self._metrics.text_size * _BELOW
        seen = QRegion(room.toAlignedRect())
        for bar in bars:
            for rect in bar.rects:
                seen -= QRegion(rect.adjusted(0, -above, 0, below).toAlignedRect())
        painter.save()
        painter.setClipRegion(seen, Qt.ClipOperation.IntersectClip)

    def draw(self, painter: QPainter, bars: Iterable[Bar]) -> None:
        """Draw bars with their tags where there is room for them."""
        painter.restore()
        for bar in bars:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._bar)
            for rect in bar.rects:
                painter.drawRoundedRect(rect, self._radius, self._radius)
            self._draw_tag(painter, max(bar.rects, key=QRectF.width), bar.tag)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _draw_tag(self, painter: QPainter, rect: QRectF, tag: str) -> None:
        """The whole tag or, where that does not fit, its letter."""
        metrics = self._metrics
        for words in (tag, tag.rpartition(" ")[2]):
            width = metrics.tag_width(words)
            if width + 2 * self._pad <= rect.width():
                painter.setPen(self._ink)
                left = rect.center().x() - width / 2
                baseline = rect.center().y() + metrics.tag_caps / 2
                for run in metrics.tag_glyphs(words):
                    painter.drawGlyphRun(QPointF(left, baseline), run)
                return


def bars_over(masked: Iterable[Masked], boxes_of: Callable[[Span], list[Box]]) -> list[Bar]:
    """The bars of what is masked in one block."""
    found = ((boxes_of(span), tag) for span, tag in masked)
    return [Bar([box.rect for box in boxes], tag) for boxes, tag in found if boxes]


def bars_in_title(title: str, layout: QTextLayout, mask: Mask, metrics: Metrics) -> list[Bar]:
    """The bars over a laid-out title, from its top left corner."""
    to_units = Utf16Map(title).to_units
    bars = []
    for span, tag in mask.found(title):
        start, end = to_units(span.start), to_units(span.end)
        rects = list(_rects(layout, start, end, metrics.text_size * _BELOW))
        if rects:
            bars.append(Bar(rects, tag))
    return bars


def _rects(layout: QTextLayout, start: int, end: int, inset: float) -> Iterable[QRectF]:
    for number in range(layout.lineCount()):
        line = layout.lineAt(number)
        first = max(start, line.textStart())
        last = min(end, line.textStart() + line.textLength())
        if first < last:
            left, right = sorted((x_of(line, first), x_of(line, last)))
            right = min(right, line.naturalTextRect().right())
            yield QRectF(left, line.y() + inset, right - left, line.height() - 2 * inset)
