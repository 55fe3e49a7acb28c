"""Small things that several panes draw: words cut with an ellipsis, state signs, key caps, bars."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QTextLayout, QTextOption

from annotator.model.display import visible
from annotator.model.utf16 import Utf16Map
from annotator.ui.theme import Theme

_WHOLE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip
"""Made once: putting flags together takes as long as drawing a short word."""


def harmless(words: str) -> str:
    """Words as they are shown anywhere but on the page, whoever wrote them.

    What turns them round, steers or hides gets a sign; the page has its own for them.
    """
    return visible(words, keep="\n\t")


def weighted(font: QFont, weight: QFont.Weight, scale: float = 1.0) -> QFont:
    """`font` in another weight and size."""
    changed = QFont(font)
    changed.setWeight(weight)
    changed.setPixelSize(max(9, round(font.pixelSize() * scale)))
    return changed


def draw_line(painter: QPainter, words: str, box: QRectF, colour: QColor, font: QFont) -> float:
    """One line of words at the left of `box`, cut where it ends; its width."""
    metrics = QFontMetricsF(font)
    shown = metrics.elidedText(harmless(words), Qt.TextElideMode.ElideRight, box.width())
    draw_whole(painter, shown, box, colour, font)
    return metrics.horizontalAdvance(shown)


def draw_whole(painter: QPainter, words: str, box: QRectF, colour: QColor, font: QFont) -> None:
    """One line of words, every letter of it."""
    painter.setFont(font)
    painter.setPen(colour)
    painter.drawText(box, _WHOLE, words)


def draw_lines(
    painter: QPainter, words: str, box: QRectF, colour: QColor, font: QFont, most: int
) -> float:
    """Words wrapped into at most so many lines from the top of `box`, the last one cut.

    Where the last line ends.
    """
    words = harmless(words)
    layout = QTextLayout(words, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    pitch = QFontMetricsF(font).lineSpacing() * 1.1
    layout.beginLayout()
    ends: list[int] = []
    while len(ends) < most and (line := layout.createLine()).isValid():
        line.setLineWidth(box.width())
        ends.append(line.textStart() + line.textLength())
    more = layout.createLine().isValid() if len(ends) == most else False
    layout.endLayout()
    start, to_points = 0, Utf16Map(words).to_points
    for number, end in enumerate(map(to_points, ends)):
        row = QRectF(box.left(), box.top() + number * pitch, box.width(), pitch)
        if more and number == most - 1:
            draw_line(painter, words[start:], row, colour, font)
        else:  # the layout has fitted it, but for the space at its end
            draw_whole(painter, words[start:end].rstrip(), row, colour, font)
        start = end
    return box.top() + len(ends) * pitch


def draw_bar(painter: QPainter, box: QRectF, share: float, theme: Theme) -> None:
    """A thin progress bar; full is in the colour of what is done."""
    painter.setPen(Qt.PenStyle.NoPen)
    radius = box.height() / 2
    painter.setBrush(theme.hairline)
    painter.drawRoundedRect(box, radius, radius)
    if share > 0:
        done = QRectF(box.left(), box.top(), max(box.height(), box.width() * share), box.height())
        painter.setBrush(theme.good if share >= 1 else theme.accent)
        painter.drawRoundedRect(done, radius, radius)


def draw_state(
    painter: QPainter, centre: QPointF, size: float, sign: str, theme: Theme, colour: QColor
) -> None:
    """The sign of a state, told apart by shape: ring, half, tick, caret, plus, cross, "?"."""
    half = size / 2
    box = QRectF(centre.x() - half, centre.y() - half, size, size)
    pen = QPen(colour, 1.4)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if sign in ("open", "doubtful"):
        pen.setDashPattern([2.0, 1.6])
        painter.setPen(pen)
        painter.drawEllipse(box)
        if sign == "doubtful":
            _sign(painter, box, "?", colour)
        return
    painter.setPen(pen)
    if sign == "new":
        painter.drawEllipse(box)
        return
    if sign == "started":
        painter.drawEllipse(box)
        painter.setBrush(colour)
        painter.drawPie(box, 90 * 16, -180 * 16)
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(box)
    if sign in ("finished", "accepted"):
        _tick(painter, box, theme.paper)
    else:
        _sign(
            painter,
            box,
            {"corrected": "^", "added": "+", "rejected": "×"}.get(sign, ""),
            theme.paper,
        )


def _tick(painter: QPainter, box: QRectF, colour: QColor) -> None:
    pen = QPen(colour, box.width() * 0.15)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    at = [QPointF(0.28, 0.52), QPointF(0.44, 0.68), QPointF(0.73, 0.34)]
    points = [
        QPointF(box.left() + p.x() * box.width(), box.top() + p.y() * box.height()) for p in at
    ]
    painter.drawPolyline(points)


def _sign(painter: QPainter, box: QRectF, sign: str, colour: QColor) -> None:
    font = QFont(painter.font())
    font.setPixelSize(max(7, round(box.height() * 0.8)))
    font.setWeight(QFont.Weight.Bold)
    painter.setFont(font)
    painter.setPen(colour)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, sign)


def key_cap_width(keys: str, font: QFont) -> float:
    """How wide `draw_key_cap` draws."""
    return max(QFontMetricsF(font).horizontalAdvance(keys) + 10, 18)


def draw_key_cap(painter: QPainter, box: QRectF, keys: str, theme: Theme, font: QFont) -> None:
    """Keys as a small cap."""
    painter.setPen(QPen(theme.hairline, 1))
    painter.setBrush(theme.raised)
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    painter.setFont(font)
    painter.setPen(theme.ink)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, keys)


def chip_width(words: str, font: QFont) -> float:
    """How wide `draw_chip` draws some words."""
    return QFontMetricsF(font).horizontalAdvance(harmless(words)) + 12


def draw_chip(painter: QPainter, at: QPointF, words: str, theme: Theme, font: QFont) -> float:
    """A small rounded word with its left top at `at`; the width it took."""
    height = QFontMetricsF(font).height() + 2
    box = QRectF(at.x(), at.y(), chip_width(words, font), height)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.hairline)
    painter.drawRoundedRect(box, height / 2, height / 2)
    painter.setFont(font)
    painter.setPen(theme.muted)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, harmless(words))
    return box.width()
