"""Title and origin of a release, drawn above its text."""

from __future__ import annotations

from urllib.parse import urlsplit

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QTextLayout, QTextOption

from annotator.model.records import Release
from annotator.ui.reading.metrics import Metrics
from annotator.ui.reading.page import Page
from annotator.ui.theme import Theme


class Head:
    """The lines above the text: where it comes from, then its title."""

    def __init__(self, page: Page, theme: Theme, metrics: Metrics, width: float) -> None:
        self._theme = theme
        self._metrics = metrics
        small = QFontMetricsF(metrics.small)
        words = origin(page.release).upper()
        self._origin = small.elidedText(words, Qt.TextElideMode.ElideRight, width)
        self._title = _laid_out(page.title, metrics, width)
        at = theme.page.top
        self._origin_baseline = at + small.ascent()
        if self._origin:
            at += small.height() + metrics.text_size * 0.5
        self._title_top = at
        if page.title:
            at += self._title.boundingRect().height()
        self.height = round(at + theme.page.head_gap) if at > theme.page.top else theme.page.top / 2

    def draw(self, painter: QPainter, left: float) -> None:
        """Draw at the top of the page, `left` being the column's edge."""
        painter.setPen(self._theme.muted)
        painter.setFont(self._metrics.small)
        painter.drawText(QPointF(left, self._origin_baseline), self._origin)
        painter.setPen(self._theme.ink)
        self._title.draw(painter, QPointF(left, self._title_top))


def origin(release: Release) -> str:
    """Publisher, date and site, as far as they are known."""
    parts = (release.publisher, release.date, _site(release.url))
    return "  ·  ".join(part for part in parts if part)


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
