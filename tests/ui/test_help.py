"""Help pages and lists show what they are given, and open nothing that stands in it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from windowed import press_in

from annotator.ui.help import HelpPage, help_page, list_page
from annotator.ui.lines import PlainLabel

SLY = "![x](file:///x.png) <img src='http://x.example/i.png'> [go](javascript:alert(1)) *a*"


@pytest.fixture
def shown(open_window):
    """Shows a page over the window."""
    window, _ = open_window("Ann said yes.")

    def shown(page: HelpPage):
        window.show_page(page)
        return window.cover.sheet

    return shown


def test_a_line_of_a_list_is_shown_as_it_is(shown):
    sheet = shown(list_page("The last import", "One line.", [SLY]))
    assert SLY in sheet.toPlainText()
    assert "<img" not in sheet.document().toHtml()
    assert "<a href" not in sheet.document().toHtml()


def test_what_is_marked_on_a_page_is_copied_or_else_all_of_it(qtbot, shown):
    sheet = shown(HelpPage("Help", "Press a key."))
    for marked, copied in (("", "Press a key."), ("key", "key")):
        if marked:
            sheet.setTextCursor(sheet.document().find(marked))
        qtbot.keyClick(sheet, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
        assert QGuiApplication.clipboard().text() == copied


def test_a_click_on_a_link_opens_nothing(shown, tmp_path):
    (tmp_path / "other.md").write_text("Another page.", "utf-8")
    url = QUrl.fromLocalFile(str(tmp_path / "other.md")).toString()
    sheet = shown(HelpPage("Help", f"[{'a long link ' * 3}]({url})"))
    sheet.repaint()
    place = sheet.cursorRect(sheet.document().find("long link")).center()
    assert sheet.anchorAt(place) == url
    QTest.mouseClick(sheet.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert sheet.source().isEmpty()
    assert "a long link" in sheet.toPlainText()


@pytest.mark.parametrize("width", [700, 1400])
def test_a_page_says_that_esc_closes_it_and_it_does(qtbot, open_window, width):
    window, _ = open_window("Ann said yes.")
    window.frame.resize(width, 700)
    window.show_page(help_page("guide"))
    sheet = window.cover.sheet
    told = next(label for label in sheet.findChildren(PlainLabel) if "Esc" in label.text())
    assert told.isVisible()
    assert sheet.rect().contains(told.geometry())
    bar = sheet.verticalScrollBar()
    assert (
        told.mapTo(sheet, told.rect().topRight()).x() < bar.mapTo(sheet, bar.rect().topLeft()).x()
    )
    press_in(qtbot, window, Qt.Key.Key_Escape)
    assert window.cover.sheet is None
