"""Between code points (the project's offsets) and UTF-16 code units (Qt's, JavaScript's)."""

from __future__ import annotations

import re
from bisect import bisect_left

from annotator.model.uncommon import uncommon

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
"""What takes two units; a search is four times as fast as looking at every code point."""


class Utf16Map:
    """Offsets of one text in both units. Building it costs nothing for ASCII text."""

    def __init__(self, text: str) -> None:
        self._astral: list[int] = []
        if not text.isascii() and _ASTRAL.search(uncommon(text)):
            self._astral = [found.start() for found in _ASTRAL.finditer(text)]
        self._astral_units = [at + i for i, at in enumerate(self._astral)]

    def to_units(self, offset: int) -> int:
        """The UTF-16 offset of a code-point offset."""
        return offset + bisect_left(self._astral, offset)

    def to_points(self, units: int) -> int:
        """The code-point offset of a UTF-16 offset; between two surrogates, that of their pair."""
        return units - bisect_left(self._astral_units, units)
