"""The blocks of a page: lays out only what is seen and guesses the height of the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import ceil

from PySide6.QtCore import QPointF
from PySide6.QtGui import QTextBlock, QTextDocument, QTextLine, QTextOption

from annotator.ui.reading.heights import Heights
from annotator.ui.reading.metrics import Metrics
from annotator.ui.reading.outline import Outline
from annotator.ui.reading.page import PageText


class Blocks:
    """Where every block is, from the top of the page. `told` hears when guesses were put right."""

    def __init__(self, document: QTextDocument, text: PageText, told: Callable[[], None]) -> None:
        self.text = text
        self.heights = Heights()
        self.laid_out: set[int] = set()
        self.metrics: Metrics
        self.column = 0.0
        self._document = document
        self._told = told
        self._above = 0.0
        self._size_changed = False
        self._outline = Outline(text)
        self._option = QTextOption()
        self._option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)

    def fit(self, column: float, above: float) -> None:
        """Forget all sizes: the column is so wide now, and begins `above` under the page's top."""
        self.column, self._above = column, above
        self.laid_out.clear()
        self.heights = self._outline.heights(self.metrics, column)

    def block(self, number: int) -> QTextBlock:
        """Qt's block of that number."""
        return self._document.findBlockByNumber(number)

    def top(self, number: int) -> float:
        """Where a block begins on the page."""
        return self._above + self.heights.top(number)

    def bottom(self) -> float:
        """Where the last block ends."""
        return self._above + self.heights.total()

    def block_at(self, y: float) -> int:
        """The block at a height of the page."""
        return self.heights.at(y - self._above)

    def lay_out(self, number: int) -> float:
        """Lay out one block if it is not; by how much its height was guessed too small."""
        if number in self.laid_out:
            return 0.0
        self.laid_out.add(number)
        if self.text.kinds[number] == "blank":
            return 0.0
        layout = self.block(number).layout()
        if self.text.kinds[number] == "heading":
            layout.setFormats([self.metrics.heading(self.text.lengths[number])])
        layout.setTextOption(self._option)
        layout.setCacheEnabled(True)
        layout.beginLayout()
        bottom = 0.0 if number and self.text.goes_on[number - 1] else float(self.metrics.overhang)
        while (line := layout.createLine()).isValid():
            line.setLineWidth(self.column)
            bottom = self._place(line, bottom)
        layout.endLayout()
        return self._put_right(number, bottom + self._gap(number))

    def _put_right(self, number: int, height: float) -> float:
        change = height - self.heights[number]
        if change:
            self.heights[number] = height
            self._size_changed = True
        return change

    def _gap(self, number: int) -> float:
        """The room under a block."""
        if self.text.goes_on[number]:
            return 0.0
        if self.text.is_listed(number):
            return self.metrics.list_gap
        return self.metrics.paragraph_gap

    def _place(self, line: QTextLine, top: float) -> float:
        """Put a line on the grid of baselines; tall scripts get more room. Where it ends."""
        metrics = self.metrics
        above = max(metrics.baseline, ceil(line.ascent()))
        line.setPosition(QPointF(0, top + above - line.ascent()))
        return top + above + max(metrics.pitch - metrics.baseline, ceil(line.descent()))

    def lay_out_between(self, top: float, bottom: float, keep: int = 0) -> float:
        """Lay out every block that is seen there; how far the block `keep` moved down by that."""
        moved = 0.0
        number = self.block_at(top)
        y = self.top(number)
        while number < len(self.heights) and y < bottom:
            change = self.lay_out(number)
            if number < keep:
                moved += change
            y += self.heights[number]
            number += 1
        self.tell_size()
        return moved

    def lay_out_around(self, number: int, above: float, below: float) -> None:
        """Lay out a block and its neighbours, so that none of them will move when it is shown."""
        self.lay_out(number)
        self._fill_room(range(number - 1, -1, -1), above)
        self._fill_room(range(number, len(self.heights)), below)
        self.tell_size()

    def _fill_room(self, numbers: Iterable[int], room: float) -> None:
        for number in numbers:
            if room <= 0:
                return
            self.lay_out(number)
            room -= self.heights[number]

    def tell_size(self) -> None:
        """Let the scroll bar know when guesses were put right."""
        if self._size_changed:
            self._size_changed = False
            self._told()
