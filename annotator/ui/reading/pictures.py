"""Blocks that were drawn before: scrolling and moving the selection only copy them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtGui import QPixmap

from annotator.ui.reading.leftovers import Leftovers
from annotator.ui.reading.shapes import Shapes

_ROOM = 24_000_000
"""Device pixels that are kept: some views of text on a large screen at 200 %."""


@dataclass(slots=True)
class Picture:
    """A drawn block, and the shapes that are seen on it."""

    pixels: QPixmap
    shows: Shapes


class Pictures:
    """Pictures of blocks by number; the oldest go when there are too many."""

    def __init__(self, leftovers: Leftovers) -> None:
        self._leftovers = leftovers
        self._kept: dict[int, Picture] = {}
        self._pixels = 0

    def get(self, number: int, ratio: float) -> Picture | None:
        """The picture of a block, if there is one for this screen."""
        picture = self._kept.get(number)
        if picture is not None and picture.pixels.devicePixelRatio() != ratio:
            return None
        return picture

    def put(self, number: int, picture: Picture) -> None:
        """Keep a picture."""
        self.drop((number,))
        self._kept[number] = picture
        self._pixels += _area(picture)
        while self._pixels > _ROOM and len(self._kept) > 1:
            self.drop((next(iter(self._kept)),))

    def drop(self, numbers: Iterable[int]) -> None:
        """Forget the pictures of these blocks."""
        for number in numbers:
            picture = self._kept.pop(number, None)
            if picture is not None:
                self._pixels -= _area(picture)

    def clear(self) -> None:
        """Forget all."""
        self._leftovers.put(self._kept)
        self._kept, self._pixels = {}, 0


def _area(picture: Picture) -> int:
    return picture.pixels.width() * picture.pixels.height()
