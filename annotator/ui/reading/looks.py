"""What each block of a page looks like: its words and marks, with a selection or none."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QTextBlock

from annotator.model.masking import Mask
from annotator.model.records import Claim
from annotator.model.selection import NOTHING_SELECTED, Selection
from annotator.model.spans import Span
from annotator.ui.reading.blocks import Blocks
from annotator.ui.reading.leftovers import Leftovers
from annotator.ui.reading.marks import Marks, extent
from annotator.ui.reading.metrics import Metrics
from annotator.ui.reading.page import Page
from annotator.ui.reading.paint import Paint
from annotator.ui.reading.reach import Reach, Shape
from annotator.ui.reading.shapes import Shapes, shapes
from annotator.ui.reading.veil import Bar, Veil, bars_over
from annotator.ui.reading.whereabouts import Whereabouts
from annotator.ui.theme import Theme

_BARE = Shapes()
_WHOLE = QRectF()
"""To Qt's text layout, an empty place is everywhere."""
_KEPT = 200
"""Blocks whose shapes are kept."""


class BlockLooks:
    """Draws blocks, each from its top left corner, whole or what reaches into a place of them."""

    def __init__(
        self, page: Page, blocks: Blocks, where: Whereabouts, leftovers: Leftovers
    ) -> None:
        self.leftovers = leftovers
        self.blocks, self.where, self.text = blocks, where, blocks.text
        self.marks = Marks(page.fold, blocks.text)
        self.selection = NOTHING_SELECTED
        self.review = False
        """Whether what was rejected is seen."""
        self.marks_hidden = False
        self.mask: Mask | None = None
        self.theme: Theme
        self.veil: Veil
        self._metrics: Metrics
        self._paint: Paint
        self._reach: Reach
        self._shapes: dict[int, Shapes] = {}
        self._bars: dict[int, list[Bar]] = {}

    def restyle(self, theme: Theme, metrics: Metrics) -> None:
        """Draw with these colours and lengths."""
        self.theme, self._metrics = theme, metrics
        self._paint = Paint(theme, metrics)
        self._reach = Reach(theme, metrics)
        self.veil = Veil(theme, metrics)

    # What is on a block

    def shapes(self, number: int) -> Shapes:
        """What is drawn on a block besides its words."""
        return self.known_shapes(number) or self._work_out(number)

    def known_shapes(self, number: int) -> Shapes | None:
        """The same where it was worked out already."""
        return _BARE if self.marks_hidden else self._shapes.get(number)

    def _work_out(self, number: int) -> Shapes:
        span, chosen = self.text.span(number), self.selection.item
        marks = self.marks.on_block(number, review=self.review, chosen=chosen)
        found = shapes(marks, self.where.boxes_on(number), span, self._metrics, self.theme)
        if len(self._shapes) >= _KEPT:
            self._shapes.pop(next(iter(self._shapes)))
        self._shapes[number] = found
        return found

    def bars(self, number: int) -> list[Bar]:
        """What covers the names on a block, while they are masked."""
        if self.mask is None:
            return []
        kept = self._bars.get(number)
        if kept is None:
            masked = self.mask.spans(self.text.span(number))
            kept = self._bars[number] = bars_over(masked, self.where.boxes_on(number))
        return kept

    def forget(self, numbers: Iterable[int]) -> None:
        """Work out anew what is on these blocks."""
        for number in numbers:
            self._shapes.pop(number, None)
            self._bars.pop(number, None)

    def forget_bars(self) -> None:
        """Other names are masked."""
        self._bars.clear()

    def forget_all(self) -> None:
        """Work out anew what is on every block."""
        self.leftovers.put(self._shapes)
        self._shapes = {}
        self._bars.clear()

    def room(self, number: int) -> QRectF:
        """A block with both margins."""
        margin = self.theme.page.margin
        return QRectF(-margin, 0, self.blocks.column + 2 * margin, self.blocks.heights[number])

    # What looks different

    def blocks_of(self, selection: Selection) -> range:
        """The blocks that look different while this is selected."""
        spans = [selection.caret]
        if selection.mark is not None:
            spans.append(selection.mark)
        item = self.marks.item(selection.item)
        if item is not None:
            spans += item.record.spans()
        return self.text.blocks_of(extent(spans))

    def changed(self, number: int, shown: Shapes) -> QRectF:
        """Where a block no longer looks as these shapes do; empty when it does."""
        found = self.shapes(number)
        return QRectF() if shown is found else self._reach.changed(shown, found)

    def lit(self, number: int) -> QRectF:
        """Where the selection shows under the words of a block; empty when it does not."""
        choice = self._choice(number, self.selection)
        boxes = [] if choice is None else self.where.boxes(number, choice)
        mine = [] if self.selection.item is None else self._shapes_of_item(number)
        return self._reach.of_boxes(boxes) | self._reach.of(mine)

    def _shapes_of_item(self, number: int) -> list[Shape]:
        """What looks different on a block while its item is selected; rings are drawn over."""
        found, item = self.shapes(number), self.selection.item
        # A claim's words are washed, those of furniture gain ink.
        words = [*found.parts, *(found.entities if self._is_furniture(number) else ())]
        return [
            *(shape for shape in words if shape.mark.item == item),
            *(shape for shape in found.brackets if item in shape.bracket.items),
        ]

    def _choice(self, number: int, chosen: Selection) -> Span | None:
        """What is marked in a block, or the caret when it is seen there."""
        span = chosen.caret if chosen.mark is None else chosen.mark
        is_seen = span.overlaps(self.text.span(number)) and self._shows_choice(chosen)
        return span if is_seen else None

    def _shows_choice(self, chosen: Selection) -> bool:
        """The ring of an entity stands for the caret; a claim is kept while it moves.

        While marks are hidden a caret that was not moved from the selected item is, too.
        """
        item = self.marks.item(chosen.item)
        if chosen.mark is not None or item is None:
            return True
        if self.marks_hidden:
            return not next(item.record.spans()).covers(chosen.caret.start)
        return item.record.layer == "claim"

    def _is_furniture(self, number: int) -> bool:
        return self.text.kinds[number] == "furniture"

    # Drawing

    def draw_within(self, painter: QPainter, number: int, place: QRectF, chosen: Selection) -> None:
        """Draw what reaches into a place of a block, and no less."""
        found = self.shapes(number)
        if not place.contains(self.room(number)):
            found = self._reach.within(found, place)
        pitch = self._metrics.pitch  # a tall letter may stand out of the next line
        self._draw(painter, number, found, chosen, place.adjusted(0, -pitch, 0, pitch))

    def draw_unselected(self, painter: QPainter, number: int) -> None:
        """Draw all of a block as it looks while nothing on it is selected."""
        self._draw(painter, number, self.shapes(number), NOTHING_SELECTED, _WHOLE)

    def _draw(
        self, painter: QPainter, number: int, found: Shapes, chosen: Selection, place: QRectF
    ) -> None:
        """Draw a block with these shapes; of its words only the lines in `place`."""
        paint, room = self._paint, self.room(number)
        painter.save()
        # Qt draws a line of one pixel ten times as fast where the painter has a clip.
        painter.setClipRect(room, Qt.ClipOperation.IntersectClip)
        paint.washes(painter, found, chosen)
        paint.fills(painter, found)
        self._draw_choice(painter, number, chosen)
        paint.lines(painter, found, chosen)
        bars = self.bars(number)
        if bars:
            self.veil.leave_out(painter, bars, room)
        self._draw_words(painter, number, found, chosen, place)
        if bars:
            self.veil.draw(painter, bars)
        paint.strikes(painter, found)
        paint.part_ring(painter, found, chosen)
        paint.tags(painter, found)
        paint.brackets(painter, found, chosen)
        painter.restore()

    def _draw_words(
        self, painter: QPainter, number: int, found: Shapes, chosen: Selection, place: QRectF
    ) -> None:
        block, paint = self.blocks.block(number), self._paint
        if self._is_furniture(number):
            marks = [shape.mark for shape in found.entities]
            inked = [m.span for m in marks if m.look == "standing" or m.item == chosen.item]
            paint.furniture(
                painter, block.layout(), [self._in_block(s, block) for s in inked], place
            )
        else:
            paint.text(painter, block.layout(), place)
        for part in found.parts:
            if part.mark.part == "cue" and part.mark.look != "rejected":
                paint.cue(painter, block.layout(), *self._in_block(part.mark.span, block))

    def _in_block(self, span: Span, block: QTextBlock) -> tuple[int, int]:
        """Where a span begins and ends in a block, in UTF-16."""
        start, end = (self.text.map.to_units(offset) - block.position() for offset in span)
        return max(0, start), end

    def _draw_choice(self, painter: QPainter, number: int, chosen: Selection) -> None:
        choice = self._choice(number, chosen)
        if choice is not None:
            draw = self._paint.caret if chosen.mark is None else self._paint.chosen_text
            draw(painter, self.where.boxes(number, choice))

    def draw_over(self, painter: QPainter, number: int) -> None:
        """Draw what of the selected item stands out of its block, after all blocks."""
        self._draw_connector(painter, number)
        self._paint.entity_ring(painter, self.shapes(number), self.selection)

    def _draw_connector(self, painter: QPainter, number: int) -> None:
        item = self.marks.item(self.selection.item)
        if item is None or not isinstance(item.record, Claim):
            return
        whole, here = extent(item.record.spans()), self.text.span(number)
        if not whole.overlaps(here):
            return
        mine = [s for s in self.shapes(number).parts if s.mark.item == item.id]
        middles = [box.rect.center().y() for shape in mine for box in shape.boxes]
        height = self.blocks.heights[number]
        top = 0.0 if whole.start < here.start else min(middles, default=0.0)
        bottom = height if whole.end > here.end else max(middles, default=0.0)
        ticks = [shape.boxes[0].rect.center().y() for shape in mine if shape.mark.part != "content"]
        self._paint.connector(painter, top, bottom, ticks)
