"""Every length of the page at one text size."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFont, QFontMetricsF, QGlyphRun, QTextCharFormat, QTextLayout

from annotator.ui.drawing import harmless
from annotator.ui.theme import Theme

_PROSE = "the minister said on Monday that the two sides had agreed to meet again in spring "


class Metrics:
    """Fonts and lengths that follow from the theme and the text size."""

    def __init__(self, theme: Theme, text_size: float) -> None:
        self.text_size = text_size
        self.body = theme.reading_font(text_size)
        self.title = theme.reading_font(text_size * theme.fonts.title_scale)
        self.small = _spaced(theme, text_size * theme.fonts.small_scale, QFont.Weight.Medium)
        tag_size = max(theme.tag.least, text_size * theme.tag.size)
        self.tag = _spaced(theme, tag_size, theme.tag.weight)

        body = QFontMetricsF(self.body)
        self.ascent = body.ascent()
        self.descent = body.descent()
        self.pitch = round(text_size * theme.page.pitch)
        self.average = body.horizontalAdvance(_PROSE) / len(_PROSE)
        self.column = round(self.average * theme.page.measure)
        self.paragraph_gap = round(text_size * theme.page.paragraph_gap)
        self.list_gap = round(text_size * theme.page.list_gap)

        tag = QFontMetricsF(self.tag)
        self.fill_above = round(body.capHeight() + text_size * 0.17)
        self.fill_below = round(text_size * 0.30)
        self.tag_caps = tag.capHeight()
        self.tag_height = round(self.tag_caps + 4)
        self._tag_metrics = tag
        self._tag_widths: dict[str, float] = {}
        self._tag_glyphs: dict[str, list[QGlyphRun]] = {}
        # A line's baseline leaves room for a tag above it and centres the rest.
        self.baseline = self.pitch - self.fill_below - 2
        self.middle = body.xHeight() / 2
        self.overhang = max(0, self.fill_above + self.tag_height + 1 - self.baseline)
        """How far a tag on the first line of a block would reach out of it above."""

    def is_like(self, other: Metrics) -> bool:
        """Whether all words and gaps are as wide and high."""
        return self.text_size == other.text_size and self.body == other.body

    def heading(self, length: int) -> QTextLayout.FormatRange:
        """A block of this length as a heading; the body's font comes from the document."""
        found = QTextLayout.FormatRange()
        found.start, found.length = 0, 2 * length
        weight = QTextCharFormat()
        weight.setFontWeight(QFont.Weight.DemiBold)
        found.format = weight
        return found

    def tag_width(self, words: str) -> float:
        """How far the words of a tag reach."""
        width = self._tag_widths.get(words)
        if width is None:
            width = self._tag_widths[words] = self._tag_metrics.horizontalAdvance(harmless(words))
        return width

    def tag_glyphs(self, words: str) -> list[QGlyphRun]:
        """The words of a tag, shaped once; their origin is on the baseline."""
        glyphs = self._tag_glyphs.get(words)
        if glyphs is None:
            layout = QTextLayout(harmless(words), self.tag)
            layout.beginLayout()
            line = layout.createLine()
            line.setNumColumns(len(words))
            line.setPosition(QPointF(0, -line.ascent()))
            layout.endLayout()
            glyphs = self._tag_glyphs[words] = layout.glyphRuns()
        return glyphs


def _spaced(theme: Theme, pixels: float, weight: int) -> QFont:
    font = theme.interface_font(pixels)
    font.setWeight(QFont.Weight(weight))
    font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 100 + theme.tag.letter_spacing)
    return font
