"""The letters at the words, drawn above where each word begins."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from functools import partial
from math import ceil

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPixmap

from annotator.edit.letters import WORDS, Lettered, letters_for
from annotator.model.spans import Span
from annotator.ui.drawn import CLEAR, draw_at, is_sharp, picture_of
from annotator.ui.reading.metrics import Metrics
from annotator.ui.theme import Theme

Place = Callable[[int], tuple[float, float]]
"""Where a code point stands in its block, and where its line begins above: x and y."""
_PAD = 1.5
"""Left and right of the letters: the next word may be near."""
_CAPS = [letters.upper() for letters in letters_for(WORDS)]
"""What stands at the words where nothing is typed yet."""
_AT_ONCE = 16
"""Caps that are drawn between two events: a millisecond."""


class Letters:
    """Caps with letters, by the offset of their words; none before some are shown."""

    def __init__(self, theme: Theme, metrics: Metrics) -> None:
        self._theme = theme
        self._pale = _pale(theme.on_accent)
        self._font = QFont(metrics.tag)
        self._font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 100)
        self._font.setPixelSize(round(metrics.tag.pixelSize() * theme.tag.letters))
        self._widths = QFontMetricsF(self._font)
        self._height = round(self._widths.capHeight() + 5)
        self._pictures: dict[tuple[str, float], dict[str, QPixmap]] = {}
        self.show(None)

    def show(self, lettered: Lettered | None) -> None:
        """Have these letters to draw, or none any more."""
        fitting = {} if lettered is None else lettered.fitting()
        self._typed = "" if lettered is None else lettered.typed.upper()
        self._caps = sorted((word.start, letters.upper()) for letters, word in fitting.items())

    def within(self, here: Span) -> list[tuple[int, str]]:
        """The words in the block that holds `here`: where each begins, and its letters."""
        first, end = (bisect_left(self._caps, (offset,)) for offset in here)
        return self._caps[first:end]

    def draw(self, painter: QPainter, caps: list[tuple[int, str]], place: Place) -> None:
        """Draw some caps of one block, from its top left corner.

        They are copied from pictures, for the same letters come again, at other words.
        """
        ratio = painter.device().devicePixelRatioF()
        kept = self._pictures_at(ratio) if is_sharp(ratio) else None
        for offset, letters in caps:
            x, y = place(offset)
            at = QPoint(round(x - 1), round(y))
            if kept is None:
                draw_at(painter, at, partial(self._cap, letters=letters))
                continue
            picture = kept.get(letters)
            if picture is None:
                picture = kept[letters] = self._picture(letters, ratio)
            painter.drawPixmap(at, picture)

    def prepare(self, ratio: float) -> bool:
        """Draw pictures of some more caps before they are wanted; whether any were left."""
        kept = self._pictures_at(ratio)
        left = [letters for letters in _CAPS if letters not in kept]
        kept.update((letters, self._picture(letters, ratio)) for letters in left[:_AT_ONCE])
        return bool(left)

    def _pictures_at(self, ratio: float) -> dict[str, QPixmap]:
        return self._pictures.setdefault((self._typed, ratio), {})

    def _picture(self, letters: str, ratio: float) -> QPixmap:
        return picture_of(self._size(letters), ratio, CLEAR, partial(self._cap, letters=letters))

    def _size(self, letters: str) -> QSize:
        return QSize(ceil(self._advance(self._typed + letters) + 2 * _PAD), self._height)

    def _cap(self, painter: QPainter, *, letters: str) -> None:
        """What is typed already is pale, what is still to be typed stands out."""
        box = QRectF(QPointF(0, 0), self._size(letters).toSizeF())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._font)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.accent)
        painter.drawRoundedRect(box, self._theme.tag.radius, self._theme.tag.radius)
        at = QPointF(_PAD, box.bottom() - 2.5)
        if self._typed:
            painter.setPen(self._pale)
            painter.drawText(at, self._typed)
            at.setX(_PAD + self._advance(self._typed))
        painter.setPen(self._theme.on_accent)
        painter.drawText(at, letters)

    def _advance(self, letters: str) -> float:
        return self._widths.horizontalAdvance(letters)


def _pale(colour: QColor) -> QColor:
    pale = QColor(colour)
    pale.setAlphaF(0.55)
    return pale
