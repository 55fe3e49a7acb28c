"""Title and origin of a release, drawn above its text."""

from __future__ import annotations

from urllib.parse import urlsplit

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QTextLayout, QTextOption

from annotator.model.masking import Mask
from annotator.model.records import Release
from annotator.ui.drawing import harmless
from annotator.ui.reading.metrics import Metrics
from annotator.ui.reading.page import Page
from annotator.ui.reading.veil import Veil, bars_in_title
from annotator.ui.theme import Theme


class Head:
    """The lines above the text: where it comes from, then its title."""

    def __init__(self, page: Page, theme: Theme, metrics: Metrics, width: float) -> None:
        self._theme = theme
        self._metrics = metrics
        small = QFontMetricsF(metrics.small)
        words = origin(page.release).upper()
        self._origin = small.elidedText(words, Qt.TextElideMode.ElideRight, width)
        self._date = harmless(page.release.date).upper()
        self._page = page
        self._title = _laid_out(page.title, metrics, width)
        at = theme.page.top
        self._origin_baseline = at + small.ascent()
        if self._origin:
            at += small.height() + metrics.text_size * 0.5
        self._title_top = at
        if page.title:
            at += self._title.boundingRect().height()
        self.height = round(at + theme.page.head_gap) if at > theme.page.top else theme.page.top / 2

    def draw(self, painter: QPainter, left: float, mask: Mask | None, veil: Veil) -> None:
        """Draw at the top of the page, `left` being the column's edge.

        Under a mask the origin is its date alone, for it tells whose words these are.
        """
        painter.setPen(self._theme.muted)
        painter.setFont(self._metrics.small)
        painter.drawText(QPointF(left, self._origin_baseline), self._date if mask else self._origin)
        painter.setPen(self._theme.ink)
        at = QPointF(left, self._title_top)
        if mask is None:
            self._title.draw(painter, at)
            return
        bars = bars_in_title(self._page.title, self._title, mask, self._metrics)
        painter.translate(at)
        veil.leave_out(painter, bars, self._title.boundingRect())
        self._title.draw(painter, QPointF(0, 0))
        veil.draw(painter, bars)
        painter.translate(-at)


def origin(release: Release) -> str:
    """Publisher, date and site, as far as they are known."""
    parts = (release.publisher, release.date, _site(release.url))
    return harmless("  ·  ".join(part for part in parts if part))


def _site(url: str) -> str:
    """The host of a URL; nothing where whoever wrote the file wrote no URL."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _laid_out(title: str, metrics: Metrics, width: float) -> QTextLayout:
    layout = QTextLayout(title, metrics.title)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    y = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, y))
        y += line.height()
    layout.endLayout()
    return layout
