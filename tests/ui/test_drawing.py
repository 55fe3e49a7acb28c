"""What several panes draw."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from annotator.edit.prompts import Choice, Prompt
from annotator.ui import drawing
from annotator.ui.keysheet import _Sheet
from annotator.ui.picker import Picker
from annotator.ui.style import style_sheet
from annotator.ui.theme import Theme


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("flags", ["", "\U0001f1e6\U0001f1ff " * 2])
def test_words_on_several_lines_are_cut_only_on_the_last(monkeypatch, flags) -> None:
    drawn: list[str] = []
    monkeypatch.setattr(drawing, "draw_whole", lambda _painter, words, *_: drawn.append(words))
    words = f"{flags}that the ministry had been told of it in spring of last year and did not act "
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


SLY = "The Minister \u202enihton dias\u202c of Mos\u200bcow"


def _picture(draw, *words) -> QImage:
    """What is drawn of words."""
    picture = QImage(400, 80, QImage.Format.Format_RGB32)
    picture.fill(QColor("white"))
    font = QFont("DejaVu Sans")
    font.setPixelSize(13)
    painter = QPainter(picture)
    draw(painter, *words, font)
    painter.end()
    return picture


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(
    "draw",
    [
        lambda painter, words, font: drawing.draw_line(
            painter, words, QRectF(5, 5, 390, 20), QColor("black"), font
        ),
        lambda painter, words, font: drawing.draw_lines(
            painter, words, QRectF(5, 5, 120, 70), QColor("black"), font, 3
        ),
        lambda painter, words, font: drawing.draw_chip(
            painter, QPointF(5, 5), words, Theme.load(dark=False), font
        ),
    ],
    ids=["line", "lines", "chip"],
)
def test_turned_and_hidden_letters_are_drawn_as_signs(draw) -> None:
    seen = "The Minister □nihton dias□ of Mos□cow"
    assert _picture(draw, SLY) == _picture(draw, seen)
    assert _picture(draw, SLY) != _picture(draw, seen.replace("□", ""))


@pytest.fixture
def dressed(qapp):
    """Puts on the program's style sheet, and takes it off after the test."""
    yield lambda theme: qapp.setStyleSheet(style_sheet(theme))
    qapp.setStyleSheet("")


@pytest.mark.parametrize("asked_before", [True, False])
def test_a_question_is_in_line_with_its_field_in_other_colours(
    qtbot, dressed, asked_before
) -> None:
    dressed(Theme.load(dark=False))
    room = QWidget()
    room.resize(800, 600)
    qtbot.addWidget(room)
    picker = Picker(Theme.load(dark=False), room)
    with qtbot.waitExposed(room):
        room.show()
    prompt = Prompt("label", "Label", lambda *_: None, (Choice("1", "PERSON"),))
    if asked_before:
        picker.show_prompt(prompt, QRect(0, 0, 100, 20))
    dressed(Theme.load(dark=True))
    picker.set_theme(Theme.load(dark=True))
    picker.show_prompt(prompt, QRect(0, 0, 100, 20))
    edge = picker.field.x() + picker.field.contentsMargins().left()
    for label in (picker.title, picker.hint):
        assert 0 <= label.x() + _first_ink(label) - edge <= 4


def _first_ink(widget: QWidget) -> int:
    """How far from its left the first column stands that is not all of one colour."""
    picture = widget.grab().toImage()
    rows = range(picture.height())
    columns = range(picture.width())
    return next(x for x in columns if len({picture.pixel(x, y) for y in rows}) > 1)


@pytest.mark.parametrize(("keys", "is_led"), [(["Ctrl+Q"], True), ([], False)])
def test_a_line_of_dots_leads_to_keys_only(qtbot, keymap, keys, is_led) -> None:
    sheet = _Sheet(Theme.load(dark=False), keymap)
    qtbot.addWidget(sheet)
    picture = QImage(400, 80, QImage.Format.Format_RGB32)
    picture.fill(QColor("white"))
    painter = QPainter(picture)
    sheet._draw_menu(painter, ("Release", [("Quit", keys)]), QRectF(0, 0, 400, 26))
    painter.end()
    middle = {picture.pixelColor(x, y).name() for x in range(100, 300) for y in range(30, 70)}
    assert (middle != {"#ffffff"}) is is_led
