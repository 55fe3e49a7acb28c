"""Every length of the page at one text size."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontMetricsF

from annotator.ui.theme import Theme

_PROSE = "the minister said on Monday that the two sides had agreed to meet again in spring "


class Metrics:
    """Fonts and lengths that follow from the theme and the text size."""

    def __init__(self, theme: Theme, text_size: float) -> None:
        self.text_size = text_size
        self.body = theme.reading_font(text_size)
        self.heading = theme.reading_font(text_size)
        self.heading.setWeight(QFont.Weight.DemiBold)
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
        self.tag_metrics = tag
        # A line's baseline leaves room for a tag above it and centres the rest.
        self.baseline = self.pitch - self.fill_below - 2
        self.middle = body.xHeight() / 2


def _spaced(theme: Theme, pixels: float, weight: int) -> QFont:
    font = theme.interface_font(pixels)
    font.setWeight(QFont.Weight(weight))
    font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 100 + theme.tag.letter_spacing)
    return font
