"""The tint of what is suggested: a copy looks as if it were drawn."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from annotator.ui.reading.boxes import Box
from annotator.ui.reading.tints import Tints
from annotator.ui.theme import Theme

ROOM = 760, 30
PAPER = "#ffffff"
SIDES = [(True, True), (True, False), (False, True), (False, False)]


@pytest.fixture
def theme(qapp) -> Theme:  # noqa: ARG001
    return Theme.load(dark=False)


def image_of(theme: Theme, box: Box, ratio: float, *, is_copied: bool = True) -> QImage:
    """A box on paper; `is_copied`: as on the page, else drawn there itself."""
    image = QImage(int(ROOM[0] * ratio), int(ROOM[1] * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor(PAPER))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    tints = Tints(theme.mark)
    (tints.draw if is_copied else tints._draw)(painter, box, theme.label_colours("PERSON"))
    painter.end()
    return image


def box(left: float, width: float, *, opens: bool = True, closes: bool = True) -> Box:
    return Box(QRectF(left, 5, width, 19), 0, 20.0, opens, closes)


def colour(image: QImage, x: float, y: float) -> str:
    ratio = image.devicePixelRatio()
    return image.pixelColor(int(x * ratio), int(y * ratio)).name()


def tint(theme: Theme, label: str = "PERSON") -> str:
    return theme.label_colours(label).faint.name()


def difference(one: QImage, other: QImage) -> int:
    """How far the two are apart in any channel of any pixel, of 255."""
    bytes_of_both = zip(bytes(one.constBits()), bytes(other.constBits()), strict=True)
    return max(abs(first - second) for first, second in bytes_of_both)


@pytest.mark.parametrize("ratio", [1.0, 2.0, 3.0])
@pytest.mark.parametrize("dashes", [2, 10, 46, 48, 50, 120])
@pytest.mark.parametrize(("opens", "closes"), SIDES)
def test_a_copy_looks_as_if_it_were_drawn(theme, ratio, dashes, opens, closes) -> None:
    width = 6 * (opens + closes) + 5.5 * dashes  # whole dashes: the last one is not cut elsewhere
    one = box(20, width, opens=opens, closes=closes)
    copied, drawn = (image_of(theme, one, ratio, is_copied=way) for way in (True, False))
    assert difference(copied, drawn) <= 20  # Qt fills round corners in two ways
    assert difference(copied, image_of(theme, box(20, width + 11), ratio)) > 50


@pytest.mark.parametrize("ratio", [1.0, 1.25, 2.0])
@pytest.mark.parametrize("width", [2, 5, 8, 11.9, 12, 13, 277, 300])
def test_a_box_of_any_width_has_both_ends_and_ends_where_it_should(theme, ratio, width) -> None:
    image = image_of(theme, box(20, width), ratio)
    assert width < 8 or colour(image, 20 + width / 2, 14) == tint(theme)
    assert {colour(image, x, 14) for x in (18, 20 + width + 2)} == {PAPER}
    edges = [[colour(image, x, y) for y in range(7, 22)] for x in (20.5, 20 + width - 0.5)]
    assert all(set(edge) - {tint(theme), PAPER} for edge in edges)


@pytest.mark.parametrize("ratio", [1.0, 1.25, 2.0])
@pytest.mark.parametrize(("opens", "closes"), SIDES)
def test_the_side_on_which_a_span_goes_on_is_open(theme, ratio, opens, closes) -> None:
    image = image_of(theme, box(20, 60, opens=opens, closes=closes), ratio)
    for x, has_line in ((20.5, opens), (79.5, closes)):
        edge = {colour(image, x, y) for y in range(9, 20)}
        assert (edge != {tint(theme)}) == has_line


def test_each_label_and_height_has_a_picture_of_its_own(theme) -> None:
    tints, image = Tints(theme.mark), QImage(*ROOM, QImage.Format.Format_RGB32)
    image.fill(QColor(PAPER))
    painter = QPainter(image)
    for left, label in ((0, "PERSON"), (100, "ORG")):
        tints.draw(painter, box(left, 60), theme.label_colours(label))
    low = Box(QRectF(200, 7, 60, 15), 0, 20.0, True, True)
    tints.draw(painter, low, theme.label_colours("ORG"))
    painter.end()
    assert colour(image, 30, 14) == tint(theme)
    assert colour(image, 130, 14) == colour(image, 230, 14) == tint(theme, "ORG")
    assert colour(image, 230, 6) == PAPER
    assert colour(image, 130, 6) != PAPER
    for last_row, left in ((23, 100), (21, 200)):
        bottom = {colour(image, x, last_row) for x in range(left + 5, left + 55)}
        assert bottom - {tint(theme, "ORG")}, "the dashes at the bottom"
