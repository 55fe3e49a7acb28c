"""How high the blocks of a page will be, before any of them is laid out."""

from __future__ import annotations

from itertools import accumulate

from annotator.ui.reading.heights import Heights
from annotator.ui.reading.metrics import Metrics
from annotator.ui.reading.page import PageText

_ONE_LINE = 30
"""A block with no more letters than this is one line, whatever the width."""
_GUESS = 1.03
"""Words that move to the next line leave gaps: how much longer a block is than its letters."""


class Outline:
    """Sums over the blocks before each block, from which heights of any width and size follow.

    They are worked out once for a text, so that another width costs the same for a long one.
    """

    def __init__(self, text: PageText) -> None:
        lengths, kinds = text.lengths, text.kinds
        filled = [kind != "blank" for kind in kinds]
        long = [n if n > _ONE_LINE and is_filled else 0
                for n, is_filled in zip(lengths, filled, strict=True)]  # fmt: skip
        ends = [not goes_on for goes_on in text.goes_on]
        listed = [kind == "bullet" and text.is_listed(n) for n, kind in enumerate(kinds)]
        under = [e and f for e, f in zip(ends, filled, strict=True)]
        self._count = len(text)
        self._letters = _sums(long)
        # On average half of the last line is empty.
        self._half_lines = _sums([2 * f - (n > 0) for f, n in zip(filled, long, strict=True)])
        self._list_gaps = _sums([u and is_in for u, is_in in zip(under, listed, strict=True)])
        self._gaps = _sums([u and not is_in for u, is_in in zip(under, listed, strict=True)])

    def heights(self, metrics: Metrics, column: float) -> Heights:
        """The guessed heights in a column so wide: whole pixels, for blocks begin on them."""
        per_letter = metrics.pitch * metrics.average * _GUESS / column
        half = metrics.pitch / 2
        letters, half_lines = self._letters, self._half_lines
        gaps, list_gaps = self._gaps, self._list_gaps
        gap, list_gap = metrics.paragraph_gap, metrics.list_gap

        def top(number: int) -> int:
            lines = round(letters[number] * per_letter + half_lines[number] * half)
            return lines + gaps[number] * gap + list_gaps[number] * list_gap

        return Heights(self._count, top)


def _sums(values: list[int] | list[bool]) -> list[int]:
    """The sum before each value, and of all."""
    return list(accumulate(values, initial=0))
