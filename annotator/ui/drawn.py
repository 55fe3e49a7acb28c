"""Small things that were drawn before: a picture of each is kept by what it shows, and copied."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QColor, QPainter, QPixmap

CLEAR = QColor(0, 0, 0, 0)
"""The ground of a picture that is laid over something."""


class Drawn:
    """As many pictures as `most`; those that were not wanted for longest go first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[Hashable, QPixmap] = {}

    def forget(self) -> None:
        """Draw all anew: in other colours, for one."""
        self._kept.clear()

    def draw(
        self,
        painter: QPainter,
        shown: Hashable,
        at: QPoint,
        size: QSize,
        ground: QColor,
        draw: Callable[[QPainter], object],
    ) -> None:
        """Draw what `shown` tells apart, by its picture or by `draw`, from its left top corner."""
        ratio = painter.device().devicePixelRatioF()
        if not is_sharp(ratio):
            draw_at(painter, at, draw)
            return
        key = shown, size.width(), size.height(), ratio
        picture = self._kept.pop(key, None) or picture_of(size, ratio, ground, draw)
        self._kept[key] = picture
        if len(self._kept) > self._most:
            del self._kept[next(iter(self._kept))]
        painter.drawPixmap(at, picture)


def is_sharp(ratio: float) -> bool:
    """Whether a picture is sharp on such a screen: at 125 % it falls between the pixels."""
    return ratio.is_integer()


def draw_at(painter: QPainter, at: QPoint, draw: Callable[[QPainter], object]) -> None:
    """Draw what begins at the left top corner somewhere else."""
    painter.save()
    painter.translate(at)
    draw(painter)
    painter.restore()


def picture_of(
    size: QSize, ratio: float, ground: QColor, draw: Callable[[QPainter], object]
) -> QPixmap:
    """What `draw` draws on a ground of that size, for a screen of that ratio."""
    picture = QPixmap(size * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(ground)
    painter = QPainter(picture)
    draw(painter)
    painter.end()
    return picture
