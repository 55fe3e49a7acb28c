"""The page as it is drawn: blocks with their marks, kept as pictures, and what is selected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap, QTextBlock

from annotator.edit.letters import Lettered
from annotator.model.masking import Mask
from annotator.model.records import Claim
from annotator.model.selection import NOTHING_SELECTED, Selection
from annotator.model.spans import Span
from annotator.ui.drawn import is_sharp
from annotator.ui.reading.blocks import Blocks
from annotator.ui.reading.letters import Letters
from annotator.ui.reading.marks import Marks, extent
from annotator.ui.reading.metrics import Metrics
from annotator.ui.reading.page import Page
from annotator.ui.reading.paint import Paint
from annotator.ui.reading.pictures import Picture, Pictures
from annotator.ui.reading.reach import Reach, Shape
from annotator.ui.reading.shapes import Shapes, shapes
from annotator.ui.reading.veil import Bar, Veil, bars_over
from annotator.ui.reading.whereabouts import Whereabouts
from annotator.ui.theme import Theme

_BARE = Shapes()
_WHOLE = QRectF()
"""To Qt's text layout, an empty place is everywhere."""
_KEPT = 400
"""Blocks whose shapes are kept."""


class Drawing:
    """Draws blocks; their left edge is `left` on the page."""

    def __init__(self, page: Page, blocks: Blocks, where: Whereabouts) -> None:
        self.blocks, self.where, self.text = blocks, where, blocks.text
        self.marks = Marks(page.fold, blocks.text)
        self.left = 0.0
        self.selection = NOTHING_SELECTED
        self.review = False
        self.marks_hidden = False
        self.mask: Mask | None = None
        self.theme: Theme
        self.veil: Veil
        self._metrics: Metrics
        self._paint: Paint
        self._reach: Reach
        self._lettered: Lettered | None = None
        self._letters: Letters
        self._shapes: dict[int, Shapes] = {}
        self._bars: dict[int, list[Bar]] = {}
        self._pictures = Pictures()

    def restyle(self, theme: Theme, metrics: Metrics) -> None:
        """Draw with these colours and lengths."""
        self.theme, self._metrics = theme, metrics
        self._paint = Paint(theme, metrics)
        self._reach = Reach(theme, metrics)
        self.veil = Veil(theme, metrics)
        self._letters = Letters(theme, metrics)
        self._letters.show(self._lettered)
        self._pictures.clear()

    def show_letters(self, lettered: Lettered | None) -> None:
        """Draw letters at the words, or (None) none any more."""
        self._lettered = lettered
        self._letters.show(lettered)

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
            kept = shapes(marks, self.where.boxes_on(number), span, self._metrics, self.theme)
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
        """Work out the shapes of these blocks anew, or of all.

        A picture tells by the shapes it shows what of it is to be drawn anew; bars are no shapes.
        """
        if numbers is None:
            self._shapes.clear()
            self._bars.clear()
            self._pictures.clear()
            return
        numbers = list(numbers)
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
            kept = self._bars[number] = bars_over(masked, self.where.boxes_on(number))
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

    def draw(self, painter: QPainter, clip: QRectF) -> None:
        """Draw the blocks that `clip` shows."""
        seen = list(self._seen(clip))
        ratio = painter.device().devicePixelRatioF()
        for number, top in seen:
            self._draw_block(painter, number, top, ratio, clip)
        for number, top in seen:
            self._draw_over(painter, number, top)
        for number, top in seen:
            self._draw_letters(painter, number, top)

    def _seen(self, clip: QRectF) -> Iterator[tuple[int, float]]:
        blocks = self.blocks
        number = blocks.block_at(clip.top())
        top = blocks.top(number)
        while number < len(blocks.heights) and top <= clip.bottom():
            if self.text.kinds[number] != "blank":
                blocks.lay_out(number)
                yield number, top
            top += blocks.heights[number]
            number += 1

    def _draw_block(
        self, painter: QPainter, number: int, top: float, ratio: float, clip: QRectF
    ) -> None:
        """Copy the picture of a block and draw anew what is not as it shows it.

        Before there is one, draw what `clip` shows of the block itself. Pictures are put right at
        rest.
        """
        origin = QPointF(self.left, top)
        painter.translate(origin)
        kept = self._pictures.get(self._under(number), ratio)
        if kept is None:
            self._draw_within(painter, number, clip.translated(-origin), self.selection)
        else:
            painter.drawPixmap(QPointF(-self.theme.page.margin, 0), kept.pixels)
            for place in _apart(self._changed(number, kept), self._lit(number)):
                self._draw_anew(painter, number, place, self.selection)
        painter.translate(-origin)

    def _draw_anew(self, painter: QPainter, number: int, place: QRectF, chosen: Selection) -> None:
        """Draw a place on a picture of a block once more, where not all is as it shows it."""
        place = QRectF(place.toAlignedRect()) & self._room(number)
        painter.save()
        painter.setClipRect(place, Qt.ClipOperation.IntersectClip)
        painter.fillRect(place, self.theme.paper)
        self._draw_within(painter, number, place, chosen)
        painter.restore()

    def _draw_within(
        self, painter: QPainter, number: int, place: QRectF, chosen: Selection
    ) -> None:
        """Draw what reaches into a place of a block, and no less."""
        found = self._reach.within(self.shapes(number), place)
        pitch = self._metrics.pitch  # a tall letter may stand out of the next line
        self._draw_marked(painter, number, found, chosen, place.adjusted(0, -pitch, 0, pitch))

    def _changed(self, number: int, kept: Picture) -> QRectF:
        """Where a picture of a block is out of date; empty when it is not."""
        found = self.shapes(number)
        return QRectF() if kept.shows is found else self._reach.changed(kept.shows, found)

    def _lit(self, number: int) -> QRectF:
        """Where the selection shows under the words of this block; empty when it does not."""
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

    def _take_picture(self, number: int, ratio: float) -> None:
        """Keep a block as it looks while nothing on it is selected, with both margins."""
        found, kept = self.shapes(number), self._pictures.get(self._under(number), ratio)
        pixels = self._blank(number, ratio) if kept is None else kept.pixels
        painter = QPainter(pixels)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(self.theme.page.margin, 0)
        if kept is None:
            self._draw_marked(painter, number, found, NOTHING_SELECTED)
        else:
            self._draw_anew(painter, number, self._changed(number, kept), NOTHING_SELECTED)
        painter.end()
        self._pictures.put(self._under(number), Picture(pixels, found))

    def _blank(self, number: int, ratio: float) -> QPixmap:
        pixels = QPixmap((self._room(number).size() * ratio).toSize())
        pixels.setDevicePixelRatio(ratio)
        pixels.fill(self.theme.paper)
        return pixels

    def prepare_next(self, top: float, bottom: float, ratio: float) -> bool:
        """Draw a picture of one more block that is or may soon be seen; whether one was left.

        In a paint there is no time for it: memory for a picture takes as long as half the drawing.
        """
        if not is_sharp(ratio):
            return False
        blocks = self.blocks
        number = blocks.block_at(top)
        while number < len(blocks.heights) and blocks.top(number) < bottom:
            if self.text.kinds[number] != "blank" and not self._is_drawn(number, ratio):
                blocks.lay_out(number)
                self._take_picture(number, ratio)
                return True
            number += 1
        return False

    def prepare_letters(self, ratio: float) -> bool:
        """Draw pictures of some more letters before they are shown; whether any were left."""
        return is_sharp(ratio) and self._lettered is None and self._letters.prepare(ratio)

    def _is_drawn(self, number: int, ratio: float) -> bool:
        kept = self._pictures.get(self._under(number), ratio)
        found = _BARE if self.marks_hidden else self._shapes.get(number)
        return kept is not None and kept.shows is found

    def _draw_marked(
        self,
        painter: QPainter,
        number: int,
        found: Shapes,
        chosen: Selection,
        place: QRectF = _WHOLE,
    ) -> None:
        """Draw a block with these shapes; of its words only the lines in `place`."""
        paint, room = self._paint, self._room(number)
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

    def _room(self, number: int) -> QRectF:
        """A block with both margins, from its top left corner."""
        margin = self.theme.page.margin
        return QRectF(-margin, 0, self.blocks.column + 2 * margin, self.blocks.heights[number])

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

    def _draw_over(self, painter: QPainter, number: int, top: float) -> None:
        if self.selection.item is None or self.marks_hidden:
            return
        origin = QPointF(self.left, top)
        painter.translate(origin)
        self._draw_connector(painter, number)
        self._paint.entity_ring(painter, self.shapes(number), self.selection)
        painter.translate(-origin)

    def _draw_letters(self, painter: QPainter, number: int, top: float) -> None:
        caps = self._letters.within(self.text.span(number))
        if caps:
            origin = QPointF(self.left, top)
            painter.translate(origin)
            self._letters.draw(painter, caps, self.where.corners_on(number))
            painter.translate(-origin)

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


def _apart(first: QRectF, second: QRectF) -> list[QRectF]:
    """Two places without the empty ones; where they overlap they are one, to be drawn once."""
    if first.intersects(second):
        return [first | second]
    return [place for place in (first, second) if not place.isEmpty()]


def _masked(number: int) -> int:
    return -1 - number
