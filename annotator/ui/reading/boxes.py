"""Where words lie within one laid-out block."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QTextLayout, QTextLine

from annotator.ui.reading.metrics import Metrics


@dataclass(frozen=True, slots=True)
class Box:
    """The piece of a span on one line. `opens` and `closes`: the span begins or ends here."""

    rect: QRectF
    line: int
    baseline: float
    opens: bool
    closes: bool


def boxes(layout: QTextLayout, start: int, end: int, metrics: Metrics, *, mixed: bool) -> list[Box]:
    """The boxes of the UTF-16 units `start` to `end` of a block, from the fill's top to its bottom.

    `mixed` says that some of the block may run from right to left.
    """
    found: list[Box] = []
    start = max(0, start)
    opening = layout.lineForTextPosition(start)
    for number in range(opening.lineNumber() if opening.isValid() else 0, layout.lineCount()):
        line = layout.lineAt(number)
        first = max(start, line.textStart())
        last = min(end, line.textStart() + line.textLength())
        if last <= line.textStart():
            break
        if first >= last:
            continue
        baseline = line.y() + line.ascent()
        sides = _mixed_sides(line, first, last) if mixed else [_sides(line, first, last)]
        for place, (left, right) in enumerate(sides):
            found.append(
                Box(
                    QRectF(
                        left,
                        baseline - metrics.fill_above,
                        right - left,
                        metrics.fill_above + metrics.fill_below,
                    ),
                    number,
                    baseline,
                    first == start and place == 0,
                    last == end and place == len(sides) - 1,
                )
            )
    return found


def _sides(line: QTextLine, start: int, end: int) -> tuple[float, float]:
    # A line that ends with a space hangs it into the margin: a box stays within the words.
    rect = line.naturalTextRect()
    return x_of(line, start), min(x_of(line, end), max(rect.right(), x_of(line, start)))


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
