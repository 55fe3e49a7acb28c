"""Level lines of dashes: a copy looks as if it were drawn."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QLineF
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter

from annotator.ui.reading.dashes import Dashes

INK, PAPER = QColor("#336699"), "#ffffff"
DASH, DOTS = (3.0, 2.5), (1.0, 2.0)


def image_of(ratio: float, left: float, right: float, *, is_copied: bool, **pen) -> QImage:
    """A line on paper; `is_copied`: as on the page, else drawn there itself."""
    pen = {"width": 1.0, "pattern": DASH, "y": 6.5, **pen}
    y = pen.pop("y")
    image = QImage(int(1800 * ratio), int(13 * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor(PAPER))
    painter, dashes = QPainter(image), Dashes()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if is_copied:
        dashes.draw(painter, QLineF(left, y, right, y), INK, **pen)
    else:
        painter.setPen(dashes.pen(INK, **pen))
        painter.drawLine(QLineF(left, y, right, y))
    painter.end()
    return image


@pytest.fixture(autouse=True)
def _fonts_and_pictures(qapp: QGuiApplication) -> None:
    """Pictures need a program around them."""


@pytest.mark.parametrize("ratio", [1.0, 1.25, 2.0, 3.0])
@pytest.mark.parametrize("width", [1.0, 2.0])
@pytest.mark.parametrize("pattern", [DASH, DOTS])
@pytest.mark.parametrize("y", [6.5, 9.5])
@pytest.mark.parametrize("right", [44, 900, 1700])
def test_a_copy_looks_as_if_it_were_drawn(ratio, width, pattern, y, right) -> None:
    pen = {"width": width, "pattern": pattern, "y": y}
    copied, drawn = (image_of(ratio, 11, right, is_copied=way, **pen) for way in (True, False))
    assert copied == drawn
    assert copied != image_of(ratio, 11, right + 9, is_copied=True, **pen)


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_a_line_between_pixels_begins_on_the_nearest_one(ratio) -> None:
    near, on = 20 + 0.3 / ratio, 20
    copied = image_of(ratio, near, 300 + 0.3 / ratio, is_copied=True)
    assert copied == image_of(ratio, on, 300, is_copied=False)


def test_each_colour_width_and_height_has_a_picture_of_its_own() -> None:
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    image.fill(QColor(PAPER))
    painter, dashes = QPainter(image), Dashes()
    for y, colour, width in ((4.5, INK, 1.0), (14.5, QColor("red"), 1.0), (24.0, INK, 2.0)):
        dashes.draw(painter, QLineF(0, y, 60, y), colour, width, DASH)
    dashes.draw(painter, QLineF(0, 34, 60, 34), INK, 1.0, DASH)
    painter.end()
    first = [image.pixelColor(1, y).name() for y in range(40)]
    drawn = {y: name for y, name in enumerate(first) if name != PAPER}
    assert drawn[4] == drawn[23] == drawn[24] == INK.name()
    assert drawn[14] == "#ff0000"
    assert sorted(drawn) == [4, 14, 23, 24, 33, 34]
