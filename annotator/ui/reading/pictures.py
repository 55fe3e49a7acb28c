"""Blocks that were drawn before: scrolling and moving the selection only copy them."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtGui import QPixmap

_ROOM = 24_000_000
"""Device pixels that are kept: some views of text on a large screen at 200 %."""


class Pictures:
    """Pictures of blocks by number; the oldest go when there are too many."""

    def __init__(self) -> None:
        self._kept: dict[int, QPixmap] = {}
        self._pixels = 0

    def __contains__(self, number: int) -> bool:
        return number in self._kept

    def get(self, number: int, ratio: float) -> QPixmap | None:
        """The picture of a block, if there is one for this screen."""
        picture = self._kept.get(number)
        if picture is not None and picture.devicePixelRatio() != ratio:
            return None
        return picture

    def put(self, number: int, picture: QPixmap) -> None:
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
        self._kept.clear()
        self._pixels = 0


def _area(picture: QPixmap) -> int:
    return picture.width() * picture.height()
