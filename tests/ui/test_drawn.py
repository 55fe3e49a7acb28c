"""What is kept drawn, copied and scrolled is what would be drawn anew."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import pytest
from desk import Desk
from PySide6.QtCore import QPoint, QSettings, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from windowed import shown

from annotator.ui.drawn import Drawn
from annotator.ui.frame import Frame
from annotator.ui.reading.leftovers import Leftovers
from annotator.ui.reading.pictures import Pictures
from annotator.ui.typist import Typist
from annotator.ui.workbench import Workbench

CLAIMS = "".join(
    f"[Ann Lee]PERSON? [said]CUE{n} [we won the [2020]DATE?? vote]CLAIM{n}?, of {n}.\n\n"
    for n in range(1, 13)
)
KEYS = (
    *("tab", "tab", "a", "tab", "a", "x", "ctrl+z", "tab", "shift+tab", "r", "n", "escape"),
    *("g", "ctrl+z", "f", "escape", "h", "h", "ctrl+end", "pageup", "pageup", "ctrl+home"),
    *("j", "3", "ctrl+f", "w", "o", "escape", "ctrl+d", "tab", "a", "ctrl+d", "a", "f6", "down"),
)


UNEVEN = "\n\n".join("W" * 9 + " mill il" * (n % 40) for n in range(800))
"""Paragraphs whose height is guessed wrong until they are laid out."""


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, desk: Desk) -> Iterator[Workbench]:
    """A window on a release with more claims than there is room for."""
    with on_release(qtbot, tmp_path, desk, f"*{CLAIMS}") as window:
        yield window


@contextmanager
def on_release(qtbot: QtBot, tmp_path: Path, desk: Desk, text: str) -> Iterator[Workbench]:
    settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    frame = Frame(settings)
    window = Workbench(frame)
    session = desk.session(text)
    window.attach(session)
    session.open(session.release.id)
    with shown(qtbot, frame):
        yield window


def on_screen(frame: Frame) -> QImage:
    """The window as it was put on the screen, part by part."""
    QApplication.processEvents()
    store = frame.backingStore().paintDevice()
    assert isinstance(store, QImage)
    return store.copy()


def anew(window: Workbench) -> QImage:
    """The window when no card, hint, tag or block of the page is copied."""
    page = window.panes.page._layout.drawn
    keepers = [window.panes.claims.delegate, window.status.hints, page.looks._paint]
    kept, blocks = [keeper._drawn for keeper in keepers], page._pictures
    for keeper in keepers:
        keeper._drawn = Drawn(0)
    page._pictures = Pictures(Leftovers())
    for part in (window, *window.findChildren(QWidget)):
        part.update()
    picture = on_screen(window.frame)
    for keeper, drawn in zip(keepers, kept, strict=True):
        keeper._drawn = drawn
    page._pictures = blocks
    return picture


def test_after_every_key_the_window_shows_what_it_would_if_all_were_drawn_anew(window) -> None:
    typist = Typist(window.frame)
    seen = []
    for key in KEYS:
        typist.press(key)
        picture = on_screen(window.frame)
        assert picture == anew(window), f"after {key}"
        seen.append(picture)
    assert sum(before != after for before, after in pairwise(seen)) > 25


def test_tags_of_any_label_length_and_state_are_told_apart(qtbot, tmp_path, desk) -> None:
    text = "*[Al]PERSON? [Bo]PERCENT? [Cy]PERSON+ [Di]PERCENT+ and then [Eve]PERSON? [Flo]PERCENT?"
    with on_release(qtbot, tmp_path, desk, text) as window:
        assert on_screen(window.frame) == anew(window)


def test_a_page_that_was_scrolled_looks_as_if_it_were_drawn_anew(qtbot, tmp_path, desk) -> None:
    with on_release(qtbot, tmp_path, desk, UNEVEN) as window:
        bar = window.panes.page.verticalScrollBar()
        bar.setValue(bar.maximum() // 2)
        on_screen(window.frame)
        for _ in range(12):
            bar.setValue(bar.value() - 37)
            assert on_screen(window.frame) == anew(window)


def test_the_page_has_its_ground_in_other_colours(window) -> None:
    ground = []
    for _ in range(2):
        window.frame.look.next_colours()
        picture, page = on_screen(window.frame), window.panes.page
        scale = window.devicePixelRatioF()
        corner = page.mapTo(window.frame, QPoint(2, page.height() - 2)) * scale
        bar = page.mapTo(window.frame, QPoint(page.width() - 1, page.height() - 2)) * scale
        paper = window.theme.paper.name()
        assert picture.pixelColor(corner).name() == picture.pixelColor(bar).name() == paper
        ground.append(paper)
    assert ground[0] != ground[1]


@pytest.mark.skipif("QT_SCALE_FACTOR" in os.environ, reason="is one of those processes")
@pytest.mark.parametrize("scale", ["1.25", "2"])
def test_the_same_holds_on_screens_of_other_scales(scale) -> None:
    """A process has one scale: those above run in another one."""
    asked = [sys.executable, "-m", "pytest", "-q", "-n0", "-k", "window or page", __file__]
    environment = {**os.environ, "QT_SCALE_FACTOR": scale}
    done = subprocess.run(asked, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.fixture
def canvas(qapp: QApplication) -> Iterator[tuple[QPixmap, QPainter]]:
    """Something to draw on."""
    assert qapp is not None
    picture = QPixmap(40, 20)
    painter = QPainter(picture)
    yield picture, painter
    painter.end()


def test_what_is_the_same_is_drawn_once_and_the_oldest_is_forgotten(canvas) -> None:
    _, painter = canvas
    drawn, log = Drawn(2), []
    for name in "abaacab":
        size, white = QSize(10, 10), Qt.GlobalColor.white
        drawn.draw(painter, name, QPoint(5, 5), size, white, lambda _, name=name: log.append(name))
    assert log == ["a", "b", "c", "b"]
    drawn.forget()
    drawn.draw(painter, "b", QPoint(5, 5), size, white, lambda _: log.append("anew"))
    drawn.draw(painter, "b", QPoint(5, 5), QSize(9, 10), white, lambda _: log.append("smaller"))
    assert log[4:] == ["anew", "smaller"]


def test_between_the_pixels_nothing_is_copied(canvas) -> None:
    picture, painter = canvas
    painter.end()
    picture.setDevicePixelRatio(1.25)
    painter.begin(picture)
    drawn, log = Drawn(2), []
    for _ in range(2):
        drawn.draw(
            painter, "a", QPoint(5, 5), QSize(9, 9), Qt.GlobalColor.white, lambda p: log.append(p)
        )
    assert log == [painter, painter]
