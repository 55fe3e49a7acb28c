"""The page as it is drawn: blocks copied from pictures, and what is not as these show it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap, QRegion

from annotator.edit.letters import Lettered
from annotator.model.masking import Mask
from annotator.model.selection import NOTHING_SELECTED, Selection
from annotator.ui.drawn import is_sharp
from annotator.ui.reading.letters import Letters
from annotator.ui.reading.looks import BlockLooks
from annotator.ui.reading.metrics import Metrics
from annotator.ui.reading.pictures import Picture, Pictures
from annotator.ui.theme import Theme


class Drawing:
    """Draws the blocks of a page, whose left edge is `left`, and the letters at their words."""

    def __init__(self, looks: BlockLooks) -> None:
        self.looks = looks
        self.left = 0.0
        self._lettered: Lettered | None = None
        self._letters: Letters
        self._pictures = Pictures(looks.leftovers)

    def restyle(self, theme: Theme, metrics: Metrics) -> None:
        """Draw with these colours and lengths."""
        self.looks.restyle(theme, metrics)
        self._letters = Letters(theme, metrics)
        self._letters.show(self._lettered)
        self._pictures.clear()

    # What is shown

    def show_letters(self, lettered: Lettered | None) -> None:
        """Draw letters at the words, or (None) none any more."""
        self._lettered = lettered
        self._letters.show(lettered)

    def select(self, selection: Selection) -> None:
        """Draw another selection; something rejected is on the page only while it is selected."""
        looks = self.looks
        changed = {looks.selection.item, selection.item}
        looks.selection = selection
        for item in map(looks.marks.item, changed):
            if item is not None and item.status == "rejected":
                spans = item.record.spans()
                self.marks_changed(n for span in spans for n in looks.text.blocks_of(span))

    def set_review(self, review: bool) -> None:
        """Show what was rejected with a thin strike, or not at all."""
        self.looks.review = review
        self.all_changed()

    def hide_marks(self, hidden: bool) -> None:
        """Show the words without any mark, or with all of them."""
        self.looks.marks_hidden = hidden
        self.all_changed()

    def cover(self, mask: Mask | None, *, anew: bool) -> None:
        """Mask these names, or none; `anew`: other ones than the last time."""
        self.looks.mask = mask
        if anew:
            self.looks.forget_bars()
            self._pictures.drop(_masked(number) for number in range(len(self.looks.text)))

    def marks_changed(self, numbers: Iterable[int]) -> None:
        """Other marks are on these blocks.

        A picture tells by the shapes it shows what of it is to be drawn anew; bars are no shapes.
        """
        numbers = list(numbers)
        self.looks.forget(numbers)
        self._pictures.drop(_masked(number) for number in numbers)

    def all_changed(self) -> None:
        """Every block looks different, or has another width."""
        self.looks.forget_all()
        self._pictures.clear()

    # Drawing

    def draw_paper(self, painter: QPainter, clip: QRectF) -> None:
        """Draw the ground of `clip`, but not where pictures will hide it.

        A little more is filled than asked for: at 125 % pixels at its edges are drawn as well.
        """
        filled = clip.toAlignedRect().adjusted(-1, -1, 1, 1)
        bare, ratio = QRegion(filled), painter.device().devicePixelRatioF()
        for number, origin in self._seen(clip):
            if self._pictures.get(self._under(number), ratio) is not None:
                bare -= self.looks.room(number).translated(origin).toRect()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)  # whole pixels, at 125 %
        painter.setClipRegion(bare, Qt.ClipOperation.IntersectClip)
        painter.fillRect(filled, self.looks.theme.paper)
        painter.restore()

    def draw(self, painter: QPainter, clip: QRectF) -> None:
        """Draw the blocks that `clip` shows, on the paper."""
        seen = list(self._seen(clip))
        ratio = painter.device().devicePixelRatioF()
        for number, origin in seen:
            painter.translate(origin)
            self._draw_block(painter, number, ratio, clip.translated(-origin))
            painter.translate(-origin)
        if self.looks.selection.item is not None and not self.looks.marks_hidden:
            for number, origin in seen:
                painter.translate(origin)
                self.looks.draw_over(painter, number)
                painter.translate(-origin)
        for number, origin in seen:
            self._draw_letters(painter, number, origin)

    def _seen(self, clip: QRectF) -> Iterator[tuple[int, QPointF]]:
        """The blocks in a place of the page, and where each begins."""
        blocks = self.looks.blocks
        number = blocks.block_at(clip.top())
        top = blocks.top(number)
        while number < len(blocks.heights) and top <= clip.bottom():
            if self.looks.text.kinds[number] != "blank":
                blocks.lay_out(number)
                yield number, QPointF(self.left, top)
            top += blocks.heights[number]
            number += 1

    def _draw_block(self, painter: QPainter, number: int, ratio: float, place: QRectF) -> None:
        """Copy the picture of a block and draw anew what is not as it shows it.

        Before there is one, draw what is in `place` of the block itself. Pictures are put right at
        rest.
        """
        looks, kept = self.looks, self._pictures.get(self._under(number), ratio)
        if kept is None:
            looks.draw_within(painter, number, place, looks.selection)
            return
        painter.drawPixmap(looks.room(number).topLeft(), kept.pixels)
        for different in _apart(looks.changed(number, kept.shows), looks.lit(number)):
            self._draw_anew(painter, number, different, looks.selection)

    def _draw_anew(self, painter: QPainter, number: int, place: QRectF, chosen: Selection) -> None:
        """Draw a place on a picture of a block once more, where not all is as it shows it."""
        looks = self.looks
        place = QRectF(place.toAlignedRect()) & looks.room(number)
        painter.save()
        painter.setClipRect(place, Qt.ClipOperation.IntersectClip)
        painter.fillRect(place, looks.theme.paper)
        looks.draw_within(painter, number, place, chosen)
        painter.restore()

    def _draw_letters(self, painter: QPainter, number: int, origin: QPointF) -> None:
        caps = self._letters.within(self.looks.text.span(number))
        if caps:
            painter.translate(origin)
            self._letters.draw(painter, caps, self.looks.where.corners_on(number))
            painter.translate(-origin)

    # Pictures

    def prepare_next(self, top: float, bottom: float, ratio: float) -> bool:
        """Draw a picture of one more block that is or may soon be seen; whether one was left.

        In a paint there is no time for it: memory for a picture takes as long as half the drawing.
        """
        if not is_sharp(ratio):
            return False
        blocks = self.looks.blocks
        number = blocks.block_at(top)
        while number < len(blocks.heights) and blocks.top(number) < bottom:
            if self.looks.text.kinds[number] != "blank" and not self._is_drawn(number, ratio):
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
        return kept is not None and kept.shows is self.looks.known_shapes(number)

    def _take_picture(self, number: int, ratio: float) -> None:
        """Keep a block as it looks while nothing on it is selected, with both margins."""
        looks, kept = self.looks, self._pictures.get(self._under(number), ratio)
        pixels = self._blank(number, ratio) if kept is None else kept.pixels
        painter = QPainter(pixels)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-looks.room(number).topLeft())
        if kept is None:
            looks.draw_unselected(painter, number)
        else:
            self._draw_anew(painter, number, looks.changed(number, kept.shows), NOTHING_SELECTED)
        painter.end()
        self._pictures.put(self._under(number), Picture(pixels, looks.shapes(number)))

    def _blank(self, number: int, ratio: float) -> QPixmap:
        pixels = QPixmap((self.looks.room(number).size() * ratio).toSize())
        pixels.setDevicePixelRatio(ratio)
        pixels.fill(self.looks.theme.paper)
        return pixels

    def _under(self, number: int) -> int:
        """What the picture of a block is kept under: one with bars has a number of its own."""
        return number if self.looks.mask is None else _masked(number)


def _apart(first: QRectF, second: QRectF) -> list[QRectF]:
    """Two places without the empty ones; where they overlap they are one, to be drawn once."""
    if first.intersects(second):
        return [first | second]
    return [place for place in (first, second) if not place.isEmpty()]


def _masked(number: int) -> int:
    return -1 - number
