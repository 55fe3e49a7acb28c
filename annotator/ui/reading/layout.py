"""The page's layout: lays out only what is seen and guesses the height of the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from math import ceil

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QPainter,
    QPixmap,
    QTextBlock,
    QTextDocument,
    QTextFrame,
    QTextLine,
    QTextOption,
)

from annotator.edit.letters import Lettered
from annotator.model.masking import Mask
from annotator.model.records import Claim
from annotator.model.selection import Selection
from annotator.model.spans import Span
from annotator.ui.reading.boxes import BlockLines, Box, under_x, x_of
from annotator.ui.reading.head import Head
from annotator.ui.reading.heights import Heights
from annotator.ui.reading.letters import Letters
from annotator.ui.reading.marks import Marks, extent
from annotator.ui.reading.metrics import Metrics
from annotator.ui.reading.page import ZERO_WIDTH, Page, PageText
from annotator.ui.reading.paint import Paint
from annotator.ui.reading.pictures import Pictures
from annotator.ui.reading.shapes import Shapes, shapes
from annotator.ui.reading.veil import Bar, Veil, bars_over
from annotator.ui.theme import Theme

NOTHING = Selection(Span(0, 0))
_BARE = Shapes()
_KEPT = 400
"""Blocks whose shapes are kept."""
_GUESS = 1.03
"""Words that move to the next line leave gaps: how much longer a block is than its letters."""


class PageLayout(QAbstractTextDocumentLayout):
    """Places blocks in a centred column and draws them with their marks."""

    def __init__(
        self, document: QTextDocument, page: Page, text: PageText, theme: Theme, size: float
    ) -> None:
        super().__init__(document)
        self.page = page
        self.text = text
        self.marks = Marks(page.fold, text)
        self.selection = NOTHING
        self.review = False
        self._lettered: Lettered | None = None
        self._letters: Letters | None = None
        self.marks_hidden = False
        self.mask: Mask | None = None
        self._bars: dict[int, list[Bar]] = {}
        self.laid_out: set[int] = set()
        self.heights = Heights()
        self.left = self.column = 0.0
        self._width = 0.0
        self._view_height = 0.0
        self._shapes: dict[int, Shapes] = {}
        self._pictures = Pictures()
        self._size_changed = False
        self._option = QTextOption()
        self._option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.restyle(theme, size)

    # What Qt asks

    def documentChanged(self, position: int, removed: int, added: int) -> None:  # noqa: ARG002, N802
        """Qt calls this at every change of the width too; the text itself never changes."""
        self.set_width(self.document().pageSize().width())

    def documentSize(self) -> QSizeF:  # noqa: N802
        """The whole page, with the room above and below."""
        height = self.head.height + self.heights.total()
        tail = self._view_height * self.theme.page.tail if height > self._view_height else 0.0
        return QSizeF(self._width, height + tail)

    def pageCount(self) -> int:  # noqa: N802
        """A page on the screen is one."""
        return 1

    def frameBoundingRect(self, frame: QTextFrame) -> QRectF:  # noqa: ARG002, N802
        """The only frame is the page."""
        return QRectF(QPointF(0, 0), self.documentSize())

    def blockBoundingRect(self, block: QTextBlock) -> QRectF:  # noqa: N802
        """Where a block lies on the page."""
        number = block.blockNumber()
        if not 0 <= number < len(self.heights):
            return QRectF()
        self.lay_out(number)
        return QRectF(self.left, self.top(number), self.column, self.heights[number])

    def hitTest(self, point: QPointF, accuracy: Qt.HitTestAccuracy) -> int:  # type: ignore[override]  # noqa: ARG002, N802
        """The position between characters that is nearest to a point."""
        number, line = self._line_near(point.y())
        if line is None:
            return self.block(number).position()
        return self.block(number).position() + line.xToCursor(point.x() - self.left)

    def draw(self, painter: QPainter, context: QAbstractTextDocumentLayout.PaintContext) -> None:
        """Draw what `context.clip` shows. Its selections dangle in Python and are not touched."""
        clip = context.clip
        if not clip.isValid():
            clip = QRectF(QPointF(0, 0), self.documentSize())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if clip.top() < self.head.height:
            self.head.draw(painter, self.left, self.mask, self.veil)
        seen = list(self._seen(clip))
        ratio = painter.device().devicePixelRatioF()
        for number, top in seen:
            self._draw_block(painter, number, top, ratio)
        for number, top in seen:
            self._draw_over(painter, number, top)
        if self._letters is not None:
            for number, _ in seen:
                self._letters.draw(painter, self.text.span(number), self._corner)

    # Sizes

    def show_letters(self, lettered: Lettered | None) -> None:
        """Draw letters at the words, or (None) none any more."""
        self._lettered = lettered
        self._letters = None if lettered is None else Letters(lettered, self.theme, self.metrics)

    def restyle(self, theme: Theme, size: float) -> None:
        """Take over another theme or text size."""
        self.theme = theme
        self.metrics = Metrics(theme, size)
        self.paint = Paint(theme, self.metrics)
        self.show_letters(self._lettered)
        self.veil = Veil(theme, self.metrics)
        self._gaps = [self._gap(number) for number in range(len(self.text))]
        self.head = Head(self.page, theme, self.metrics, max(self.column, 1))
        self.document().setDefaultFont(self.metrics.body)
        width, self._width = self._width, 0.0
        self.column = 0.0
        self.set_width(width)

    def set_width(self, width: float) -> None:
        """Centre the column in `width`; what is laid out is kept when the column stays as wide."""
        if width <= 0 or width == self._width:
            return
        self._width = width
        column = max(120.0, min(self.metrics.column, width - 2 * self.theme.page.margin))
        self.left = float(round((width - column) / 2))
        if column != self.column:
            self.column = column
            self._forget_sizes()
        self.documentSizeChanged.emit(self.documentSize())

    def set_view_height(self, height: float) -> None:
        """Leave room under a long text, so that its last line can be read in mid view."""
        self._view_height = height

    def _forget_sizes(self) -> None:
        self.head = Head(self.page, self.theme, self.metrics, self.column)
        self.laid_out.clear()
        self.forget_shapes()
        per_line = self.column / (self.metrics.average * _GUESS)
        pitch, text = self.metrics.pitch, self.text
        self.heights = Heights(
            0.0 if kind == "blank" else ceil(length / per_line) * pitch + gap
            for kind, length, gap in zip(text.kinds, text.lengths, self._gaps, strict=True)
        )

    def _gap(self, number: int) -> float:
        """The room under a block."""
        if self.text.goes_on[number]:
            return 0.0
        kinds = self.text.kinds
        if kinds[number] == "bullet" and kinds[number + 1 : number + 2] == ["bullet"]:
            return self.metrics.list_gap
        return self.metrics.paragraph_gap

    # Blocks

    def block(self, number: int) -> QTextBlock:
        """Qt's block of that number."""
        return self.document().findBlockByNumber(number)

    def top(self, number: int) -> float:
        """Where a block begins on the page."""
        return self.head.height + self.heights.top(number)

    def block_at(self, y: float) -> int:
        """The block at a height of the page."""
        return self.heights.at(y - self.head.height)

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
        height = bottom + self._gaps[number]
        change = height - self.heights[number]
        if change:
            self.heights[number] = height
            self._size_changed = True
        return change

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
            self.documentSizeChanged.emit(self.documentSize())

    # Where things are

    def line_of(self, offset: int) -> tuple[int, int]:
        """Block and line of a code point."""
        number = self.text.block_at(offset)
        self.lay_out(number)
        block = self.block(number)
        line = block.layout().lineForTextPosition(self.text.map.to_units(offset) - block.position())
        return number, max(0, line.lineNumber()) if line.isValid() else 0

    def line_top(self, number: int, line: int) -> float:
        """Where a line, with the room for its tags, begins on the page."""
        layout = self.block(number).layout()
        if line >= layout.lineCount():
            return self.top(number)
        found = layout.lineAt(line)
        return self.top(number) + found.y() + found.ascent() - self.metrics.baseline

    def x_at(self, offset: int) -> float:
        """Where a code point stands in its line."""
        number, line = self.line_of(offset)
        block = self.block(number)
        layout = block.layout()
        if line >= layout.lineCount():
            return 0.0
        return x_of(layout.lineAt(line), self.text.map.to_units(offset) - block.position())

    def offset_in(self, number: int, line: int, x: float) -> int:
        """The code point at `x` of a line."""
        block = self.block(number)
        layout = block.layout()
        if line >= layout.lineCount():
            return self.text.starts[number]
        found = layout.lineAt(line)
        units = found.xToCursor(x, QTextLine.CursorPosition.CursorOnCharacter)
        units = min(units, self._last_units(block, found))
        if self.text.reads_right_to_left(number):
            units = under_x(found, units, x)
        return self.text.map.to_points(block.position() + units)

    def _last_units(self, block: QTextBlock, line: QTextLine) -> int:
        """Where the last word of a line ends: the gap behind it leads to the next line."""
        start, to_points = block.position() + line.textStart(), self.text.map.to_points
        first, end = to_points(start), to_points(start + line.textLength())
        words = self.text.shown[first:end].replace(ZERO_WIDTH, " ").rstrip()
        return self.text.map.to_units(first + max(0, len(words) - 1)) - block.position()

    def offset_at(self, point: QPointF) -> int:
        """The code point under a point of the page, or the nearest one."""
        number, line = self._line_near(point.y())
        return self.offset_in(number, line.lineNumber() if line else 0, point.x() - self.left)

    def _line_near(self, y: float) -> tuple[int, QTextLine | None]:
        number = self.block_at(y)
        if self.text.kinds[number] == "blank":
            number = next(self.text.filled_before(number), number)
        self.lay_out(number)
        layout = self.block(number).layout()
        within = y - self.top(number)
        for place in range(layout.lineCount()):
            line = layout.lineAt(place)
            below = self.metrics.pitch - self.metrics.baseline
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
        if not down and line > 0:
            return number, line - 1
        if down and line + 1 < self.block(number).layout().lineCount():
            return number, line + 1
        near = self.text.filled_after(number) if down else self.text.filled_before(number)
        for other in near:
            self.lay_out(other)
            return other, 0 if down else self.block(other).layout().lineCount() - 1
        return None

    def boxes(self, number: int, span: Span) -> list[Box]:
        """The boxes of a span in one block, from the block's top left corner."""
        return self._boxes_on(number)(span)

    def _boxes_on(self, number: int) -> Callable[[Span], list[Box]]:
        """The same for many spans of one block."""
        self.lay_out(number)
        block, mixed = self.block(number), self.text.reads_right_to_left(number)
        start, to_units = block.position(), self.text.map.to_units
        lines = BlockLines(block.layout(), self.metrics, mixed=mixed)
        return lambda span: lines.boxes(to_units(span.start) - start, to_units(span.end) - start)

    # Marks

    def shapes(self, number: int) -> Shapes:
        """What is drawn on a block."""
        if self.marks_hidden:
            return _BARE
        kept = self._shapes.get(number)
        if kept is None:
            span = self.text.span(number)
            chosen = self.selection.item
            marks = self.marks.on_block(number, review=self.review, chosen=chosen)
            kept = shapes(marks, self._boxes_on(number), span, self.metrics, self.theme)
            if len(self._shapes) >= _KEPT:
                self._shapes.pop(next(iter(self._shapes)))
            self._shapes[number] = kept
        return kept

    def select(self, selection: Selection) -> None:
        """Draw another selection; something rejected is on the page only while it is selected."""
        changed = {self.selection.item, selection.item}
        self.selection = selection
        for item in map(self.marks.item, changed):
            if item is not None and item.status == "rejected":
                spans = item.record.spans()
                self.forget_shapes(n for span in spans for n in self.text.blocks_of(span))

    def forget_shapes(self, numbers: Iterable[int] | None = None) -> None:
        """Work out the shapes of these blocks anew, or of all."""
        if numbers is None:
            self._shapes.clear()
            self._bars.clear()
            self._pictures.clear()
            return
        numbers = list(numbers)
        self._pictures.drop(numbers)
        self._pictures.drop(_masked(number) for number in numbers)
        for number in numbers:
            self._shapes.pop(number, None)
            self._bars.pop(number, None)

    def cover(self, mask: Mask | None, *, anew: bool) -> None:
        """Mask these names, or none; `anew`: other ones than the last time."""
        self.mask = mask
        if anew:
            self._bars.clear()
            self._pictures.drop(_masked(number) for number in range(len(self.text)))

    def _under(self, number: int) -> int:
        """What the picture of a block is kept under: one with bars has a number of its own."""
        return number if self.mask is None else _masked(number)

    def bars(self, number: int) -> list[Bar]:
        """What covers the names on a block, while they are masked."""
        if self.mask is None:
            return []
        kept = self._bars.get(number)
        if kept is None:
            masked = self.mask.spans(self.text.span(number))
            kept = self._bars[number] = bars_over(masked, self._boxes_on(number))
        return kept

    def blocks_of_selection(self, selection: Selection) -> range:
        """The blocks that look different while this is selected."""
        spans = [selection.caret]
        if selection.mark is not None:
            spans.append(selection.mark)
        item = self.marks.item(selection.item)
        if item is not None:
            spans += item.record.spans()
        return self.text.blocks_of(extent(spans))

    # Drawing

    def _seen(self, clip: QRectF) -> Iterator[tuple[int, float]]:
        number = self.block_at(clip.top())
        top = self.top(number)
        while number < len(self.heights) and top <= clip.bottom():
            if self.text.kinds[number] != "blank":
                self.lay_out(number)
                yield number, top
            top += self.heights[number]
            number += 1

    def _draw_block(self, painter: QPainter, number: int, top: float, ratio: float) -> None:
        # At 125 % a picture would fall between the pixels and blur.
        if self._is_lit(number) or not ratio.is_integer():
            origin = QPointF(self.left, top)
            painter.translate(origin)
            self._draw_marked(painter, number, self.selection)
            painter.translate(-origin)
            return
        picture = self.picture(number, ratio)
        painter.drawPixmap(QPointF(self.left - self.theme.page.margin, top), picture)

    def _is_lit(self, number: int) -> bool:
        """Whether the selection shows under the words of this block."""
        chosen, here = self.selection, self.text.span(number)
        if chosen.mark is not None and chosen.mark.overlaps(here):
            return True
        if self._shows_caret(chosen) and chosen.caret.overlaps(here):
            return True
        if chosen.item is None:
            return False
        found = self.shapes(number)
        # Rings are drawn over; a claim's words are washed, those of furniture gain ink.
        shown = [*found.parts, *(found.entities if self._is_furniture(number) else ())]
        return any(shape.mark.item == chosen.item for shape in shown)

    def _shows_caret(self, chosen: Selection) -> bool:
        """A mark and the ring of an entity stand for the caret; a claim is kept while it moves.

        While marks are hidden a caret that was not moved from the selected item is, too.
        """
        if chosen.mark is not None:
            return False
        item = self.marks.item(chosen.item)
        if self.marks_hidden and item is not None:
            return not next(item.record.spans()).covers(chosen.caret.start)
        return item is None or item.record.layer == "claim"

    def _is_furniture(self, number: int) -> bool:
        return self.text.kinds[number] == "furniture"

    def picture(self, number: int, ratio: float) -> QPixmap:
        """A block as it looks while nothing on it is selected, with both margins."""
        kept = self._pictures.get(self._under(number), ratio)
        if kept is not None:
            return kept
        margin = self.theme.page.margin
        size = QSizeF(self.column + 2 * margin, self.heights[number]) * ratio
        picture = QPixmap(size.toSize())
        picture.setDevicePixelRatio(ratio)
        picture.fill(self.theme.paper)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(margin, 0)
        self._draw_marked(painter, number, NOTHING)
        painter.end()
        self._pictures.put(self._under(number), picture)
        return picture

    def prepare_next(self, top: float, bottom: float, ratio: float) -> bool:
        """Draw one more block that may soon be seen; whether there was one left."""
        number = self.block_at(top)
        while number < len(self.heights) and self.top(number) < bottom:
            if self.text.kinds[number] != "blank" and self._under(number) not in self._pictures:
                self.lay_out(number)
                self.picture(number, ratio)
                return True
            number += 1
        return False

    def _draw_marked(self, painter: QPainter, number: int, chosen: Selection) -> None:
        found, paint = self.shapes(number), self.paint
        paint.washes(painter, found, chosen)
        paint.fills(painter, found)
        self._draw_choice(painter, number, chosen)
        paint.lines(painter, found, chosen)
        bars = self.bars(number)
        if bars:
            self.veil.leave_out(painter, bars, self._room(number))
        self._draw_words(painter, number, found, chosen)
        if bars:
            self.veil.draw(painter, bars)
        paint.strikes(painter, found)
        paint.part_ring(painter, found, chosen)
        paint.tags(painter, found)
        paint.brackets(painter, found, chosen)

    def _room(self, number: int) -> QRectF:
        """A block with both margins, from its top left corner."""
        margin = self.theme.page.margin
        return QRectF(-margin, 0, self.column + 2 * margin, self.heights[number])

    def _draw_words(self, painter: QPainter, number: int, found: Shapes, chosen: Selection) -> None:
        block, paint = self.block(number), self.paint
        if self._is_furniture(number):
            marks = [shape.mark for shape in found.entities]
            inked = [m.span for m in marks if m.look == "standing" or m.item == chosen.item]
            paint.furniture(painter, block.layout(), [self._in_block(s, block) for s in inked])
        else:
            paint.text(painter, block.layout())
        for part in found.parts:
            if part.mark.part == "cue" and part.mark.look != "rejected":
                paint.cue(painter, block.layout(), *self._in_block(part.mark.span, block))

    def _in_block(self, span: Span, block: QTextBlock) -> tuple[int, int]:
        """Where a span begins and ends in a block, in UTF-16."""
        start, end = (self.text.map.to_units(offset) - block.position() for offset in span)
        return max(0, start), end

    def _draw_choice(self, painter: QPainter, number: int, chosen: Selection) -> None:
        here = self.text.span(number)
        if chosen.mark is not None and chosen.mark.overlaps(here):
            self.paint.chosen_text(painter, self.boxes(number, chosen.mark))
        elif self._shows_caret(chosen) and chosen.caret.overlaps(here):
            self.paint.caret(painter, self.boxes(number, chosen.caret))

    def _draw_over(self, painter: QPainter, number: int, top: float) -> None:
        if self.selection.item is None or self.marks_hidden:
            return
        origin = QPointF(self.left, top)
        painter.translate(origin)
        self._draw_connector(painter, number)
        self.paint.entity_ring(painter, self.shapes(number), self.selection)
        painter.translate(-origin)

    def _corner(self, offset: int) -> QPointF:
        """Where a code point stands on the page, and where its line begins above."""
        return QPointF(self.left + self.x_at(offset), self.line_top(*self.line_of(offset)))

    def _draw_connector(self, painter: QPainter, number: int) -> None:
        item = self.marks.item(self.selection.item)
        if item is None or not isinstance(item.record, Claim):
            return
        whole, here = extent(item.record.spans()), self.text.span(number)
        if not whole.overlaps(here):
            return
        mine = [s for s in self.shapes(number).parts if s.mark.item == item.id]
        middles = [box.rect.center().y() for shape in mine for box in shape.boxes]
        top = 0.0 if whole.start < here.start else min(middles, default=0.0)
        bottom = self.heights[number] if whole.end > here.end else max(middles, default=0.0)
        ticks = [shape.boxes[0].rect.center().y() for shape in mine if shape.mark.part != "content"]
        self.paint.connector(painter, top, bottom, ticks)


def _masked(number: int) -> int:
    return -1 - number
