"""What several panes draw."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFont, QPainter, QPixmap

from annotator.ui import drawing


@pytest.mark.usefixtures("qapp")
def test_words_on_several_lines_are_cut_only_on_the_last(monkeypatch) -> None:
    drawn: list[str] = []
    monkeypatch.setattr(drawing, "_draw_whole", lambda _painter, words, *_: drawn.append(words))
    words = "that the ministry had been told of it in the spring of last year and did not act "
    font = QFont("DejaVu Sans")
    font.setPixelSize(13)
    picture = QPixmap(10, 10)
    painter = QPainter(picture)
    for width in range(120, 200):
        drawn.clear()
        box = QRectF(0, 0, width, 60)
        drawing.draw_lines(painter, words * 2, box, QColor("black"), font, 3)
        assert len(drawn) == 3
        assert words.startswith(f"{drawn[0]} {drawn[1]} "), "every letter is there"
        assert drawn[2].endswith("…")
    painter.end()
