"""Where words are on a page, and which words are where. Offsets are code points."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from PySide6.QtGui import QTextBlock, QTextLine

from annotator.model.spans import Span
from annotator.ui.reading.blocks import Blocks
from annotator.ui.reading.boxes import BlockLines, Box, under_x, x_of
from annotator.ui.reading.leftovers import Leftovers
from annotator.ui.reading.page import ZERO_WIDTH

_KEPT = 200
"""Blocks whose lines are kept."""


class Whereabouts:
    """Answers for the lines of blocks; lays out those that it is asked about.

    A line is named by the number of its block and its own number there; `x` counts from the left
    edge of the column, `y` from the top of the page.
    """

    def __init__(self, blocks: Blocks, leftovers: Leftovers) -> None:
        self._blocks = blocks
        self._text = blocks.text
        self._leftovers = leftovers
        self._lines_of = lru_cache(_KEPT)(self._read_lines)

    def forget(self) -> None:
        """The column has another width, or the letters another size."""
        self._leftovers.put(self._lines_of)
        self._lines_of = lru_cache(_KEPT)(self._read_lines)

    def line_of(self, offset: int) -> tuple[int, int]:
        """Block and line of a code point."""
        number = self._text.block_at(offset)
        self._blocks.lay_out(number)
        block = self._blocks.block(number)
        units = self._text.map.to_units(offset) - block.position()
        line = block.layout().lineForTextPosition(units)
        return number, max(0, line.lineNumber()) if line.isValid() else 0

    def line_top(self, number: int, line: int) -> float:
        """Where a line, with the room for its tags, begins on the page."""
        layout, top = self._blocks.block(number).layout(), self._blocks.top(number)
        if line >= layout.lineCount():
            return top
        found = layout.lineAt(line)
        return top + found.y() + found.ascent() - self._blocks.metrics.baseline

    def x_at(self, offset: int) -> float:
        """Where a code point stands in its line."""
        number, line = self.line_of(offset)
        block = self._blocks.block(number)
        layout = block.layout()
        if line >= layout.lineCount():
            return 0.0
        return x_of(layout.lineAt(line), self._text.map.to_units(offset) - block.position())

    def position_at(self, x: float, y: float) -> int:
        """The position between characters that is nearest to a point, in UTF-16 units."""
        number, line = self._line_near(y)
        within = 0 if line is None else line.xToCursor(x)
        return self._blocks.block(number).position() + within

    def offset_at(self, x: float, y: float) -> int:
        """The code point under a point, or the nearest one."""
        number, line = self._line_near(y)
        return self.offset_in(number, line.lineNumber() if line else 0, x)

    def offset_in(self, number: int, line: int, x: float) -> int:
        """The code point at `x` of a line."""
        block = self._blocks.block(number)
        layout = block.layout()
        if line >= layout.lineCount():
            return self._text.starts[number]
        found = layout.lineAt(line)
        units = found.xToCursor(x, QTextLine.CursorPosition.CursorOnCharacter)
        units = min(units, self._last_units(block, found))
        if self._text.reads_right_to_left(number):
            units = under_x(found, units, x)
        return self._text.map.to_points(block.position() + units)

    def _last_units(self, block: QTextBlock, line: QTextLine) -> int:
        """Where the last word of a line ends: the gap behind it leads to the next line."""
        start, to_points = block.position() + line.textStart(), self._text.map.to_points
        first, end = to_points(start), to_points(start + line.textLength())
        words = self._text.shown[first:end].replace(ZERO_WIDTH, " ").rstrip()
        return self._text.map.to_units(first + max(0, len(words) - 1)) - block.position()

    def _line_near(self, y: float) -> tuple[int, QTextLine | None]:
        blocks, metrics = self._blocks, self._blocks.metrics
        number = blocks.block_at(y)
        if self._text.kinds[number] == "blank":
            number = next(self._text.filled_before(number), number)
        blocks.lay_out(number)
        layout = blocks.block(number).layout()
        within = y - blocks.top(number)
        for place in range(layout.lineCount()):
            line = layout.lineAt(place)
            below = metrics.pitch - metrics.baseline
            if within < line.y() + line.ascent() + below or place == layout.lineCount() - 1:
                return number, line
        return number, None

    def line_from(self, offset: int, steps: int, goal: int) -> int:
        """The code point at the x of `goal`, `steps` lines down (or up, below nought)."""
        number, line = self.line_of(offset)
        x = self.x_at(goal)
        for _ in range(abs(steps)):
            following = self._next_line(number, line, down=steps > 0)
            if following is None:
                break
            number, line = following
        return self.offset_in(number, line, x)

    def _next_line(self, number: int, line: int, *, down: bool) -> tuple[int, int] | None:
        blocks = self._blocks
        if not down and line > 0:
            return number, line - 1
        if down and line + 1 < blocks.block(number).layout().lineCount():
            return number, line + 1
        near = self._text.filled_after(number) if down else self._text.filled_before(number)
        for other in near:
            blocks.lay_out(other)
            return other, 0 if down else blocks.block(other).layout().lineCount() - 1
        return None

    def boxes(self, number: int, span: Span) -> list[Box]:
        """The boxes of a span in one block, from the block's top left corner."""
        return self.boxes_on(number)(span)

    def boxes_on(self, number: int) -> Callable[[Span], list[Box]]:
        """The same for many spans of one block."""
        lines, units_in = self._lines(number)
        return lambda span: lines.boxes(units_in(span.start), units_in(span.end))

    def corners_on(self, number: int) -> Callable[[int], tuple[float, float]]:
        """Where each code point of a block stands, and where its line begins above: x and y."""
        lines, units_in = self._lines(number)
        return lambda offset: lines.corner(units_in(offset))

    def _lines(self, number: int) -> tuple[BlockLines, Callable[[int], int]]:
        """The lines of a block, and where in it a code point is, in UTF-16 units."""
        start, to_units = self._blocks.block(number).position(), self._text.map.to_units
        return self._lines_of(number), lambda offset: to_units(offset) - start

    def _read_lines(self, number: int) -> BlockLines:
        self._blocks.lay_out(number)
        layout, mixed = self._blocks.block(number).layout(), self._text.reads_right_to_left(number)
        return BlockLines(layout, self._blocks.metrics, mixed=mixed)
