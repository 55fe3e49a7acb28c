"""Between code points (the project's offsets) and UTF-16 code units (Qt's, JavaScript's)."""

from __future__ import annotations

from bisect import bisect_left


class Utf16Map:
    """Offsets of one text in both units. Building it costs nothing for ASCII text."""

    def __init__(self, text: str) -> None:
        self._astral: list[int] = []
        if not text.isascii() and max(text, default="") > "\uffff":
            self._astral = [i for i, char in enumerate(text) if char > "\uffff"]
        self._astral_units = [at + i for i, at in enumerate(self._astral)]

    def to_units(self, offset: int) -> int:
        """The UTF-16 offset of a code-point offset."""
        return offset + bisect_left(self._astral, offset)

    def to_points(self, units: int) -> int:
        """The code-point offset of a UTF-16 offset; between two surrogates, that of their pair."""
        return units - bisect_left(self._astral_units, units)
