"""Where words lie within one laid-out block."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from PySide6.QtCore import QRectF
from PySide6.QtGui import QTextLayout, QTextLine

from annotator.ui.reading.metrics import Metrics


class Box(NamedTuple):
    """The piece of a span on one line. `opens` and `closes`: the span begins or ends here."""

    rect: QRectF
    line: int
    baseline: float
    opens: bool
    closes: bool


class BlockLines:
    """The lines of one laid-out block, asked of Qt once for all marks on it.

    `mixed` says that some of the block may run from right to left. Offsets are UTF-16 units.
    """

    def __init__(self, layout: QTextLayout, metrics: Metrics, *, mixed: bool) -> None:
        self._above = metrics.fill_above
        self._room = metrics.baseline
        self._height = metrics.fill_above + metrics.fill_below
        self._mixed = mixed
        self._lines = [layout.lineAt(number) for number in range(layout.lineCount())]
        self._starts = [line.textStart() for line in self._lines]
        self._ends = [*self._starts[1:], layout.lineCount() and _end(self._lines[-1])]
        self._baselines = [line.y() + line.ascent() for line in self._lines]
        self._known: dict[tuple[int, int], list[Box]] = {}

    def boxes(self, start: int, end: int) -> list[Box]:
        """The boxes of a span, from the fill's top to its bottom."""
        found = self._known.get((start, end))
        if found is None:
            found = self._known[start, end] = self._boxes(start, end)
        return found

    def _boxes(self, start: int, end: int) -> list[Box]:
        found: list[Box] = []
        for number in range(max(0, bisect_right(self._starts, start) - 1), len(self._lines)):
            if self._starts[number] >= end:
                break
            first, last = max(start, self._starts[number]), min(end, self._ends[number])
            if first >= last:
                continue
            sides = self._sides(number, first, last)
            top = self._baselines[number] - self._above
            for place, (left, right) in enumerate(sides):
                rect = QRectF(left, top, right - left, self._height)
                opens = first == start and place == 0
                closes = last == end and place == len(sides) - 1
                found.append(Box(rect, number, self._baselines[number], opens, closes))
        return found

    def corner(self, units: int) -> tuple[float, float]:
        """Where a unit stands, and where its line, with the room for its tags, begins: x and y."""
        number = max(0, bisect_right(self._starts, units) - 1)
        return x_of(self._lines[number], units), self._baselines[number] - self._room

    def _sides(self, number: int, start: int, end: int) -> list[tuple[float, float]]:
        line = self._lines[number]
        if self._mixed:
            return _mixed_sides(line, start, end)
        left, right = x_of(line, start), x_of(line, end)
        if end == self._ends[number]:
            # The space at the end of a line hangs into the margin: a box stays within the words.
            right = max(left, min(right, line.naturalTextRect().right()))
        return [(left, right)]


def _end(line: QTextLine) -> int:
    return line.textStart() + line.textLength()


def _mixed_sides(line: QTextLine, start: int, end: int) -> list[tuple[float, float]]:
    """Left and right edges, from left to right; `cursorToX` lies where directions change."""
    runs = sorted(
        (run.boundingRect().left(), run.boundingRect().right())
        for run in line.glyphRuns(start, end - start)
    )
    joined: list[tuple[float, float]] = []
    for left, right in runs:
        if joined and left - joined[-1][1] < 1:
            joined[-1] = joined[-1][0], max(right, joined[-1][1])
        else:
            joined.append((left, right))
    return joined


def x_of(line: QTextLine, units: int) -> float:
    """Where the cursor stands before a UTF-16 unit."""
    x: tuple[float, int] = line.cursorToX(units)  # type: ignore[assignment]  # stubs: `object`
    return x[0]


def under_x(line: QTextLine, guess: int, x: float) -> int:
    """The UTF-16 unit whose glyph is under `x`: in mixed text, Qt's own answer may be one off."""
    for units in (guess, guess - 1, guess + 1):
        if units < line.textStart():
            continue
        if any(left <= x <= right for left, right in _mixed_sides(line, units, units + 1)):
            return units
    return guess
