"""Marks hidden and names masked, in the real window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from annotator.model.fold import Fold, Item
from annotator.model.masking import Mask
from annotator.model.paragraphs import paragraphs
from annotator.model.records import Claim, Entity, Release, Suggestion
from annotator.model.selection import Selection
from annotator.model.spans import Span
from annotator.ui.claims.card import Card
from annotator.ui.claims.model import ITEM
from annotator.ui.hints import Hint
from annotator.ui.queue.model import ROW, QueueModel
from annotator.ui.reading import Page, ReadingView
from annotator.ui.theme import Theme
from annotator.ui.workbench import Workbench

BLIND = "*[Ánn Lee]PERSON+ of [Acme]ORG+ [said]CUE [that Lee won]CLAIM?. Acme denies it."
NAMES = ("Ánn", "Lee", "Acme")
TEXT = "Ánn Låjg of Acme said that Låjg won, and nothing else."


@pytest.fixture
def view(qtbot):
    shown = ReadingView(Theme.load(dark=False))
    qtbot.addWidget(shown)
    shown.resize(900, 400)
    with qtbot.waitExposed(shown):
        shown.show()
    yield shown
    shown.show_page(None)


def items() -> dict[str, Item]:
    claim = Claim((Span(22, 35),), Span(17, 21), (Span(0, 8),), "Ánn Låjg")
    records = [Entity(Span(0, 8), "PERSON"), Entity(Span(12, 16), "ORG"), claim]
    return {f"s{n}": Item(f"s{n}", record, "open") for n, record in enumerate(records)}


def page(known: dict[str, Item]) -> Page:
    return Page(Release(TEXT, "Lee of Acme wins", "Acme"), paragraphs(TEXT), Fold(known))


def picture(view: ReadingView) -> QImage:
    QApplication.processEvents()
    image = QImage(view.viewport().size(), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    view.viewport().render(painter, QPoint())
    painter.end()
    return image


def test_without_marks_the_page_is_that_of_the_bare_text(view):
    view.show_page(page({}))
    view.set_selection(Selection(Span(50, 53)))
    bare = picture(view)
    view.show_page(page(items()))
    view.set_selection(Selection(Span(50, 53)))
    marked = picture(view)
    assert marked != bare
    view.hide_marks(True)
    assert picture(view) == bare
    view.hide_marks(False)
    assert picture(view) == marked


def test_a_selected_claim_shows_nothing_of_itself_while_marks_are_hidden(view):
    view.hide_marks(True)
    view.show_page(page(items()))
    view.set_selection(Selection(Span(50, 53)))
    bare = picture(view)
    view.set_selection(Selection(Span(22, 26), "s2"))
    assert picture(view) != bare  # the caret is gone
    hidden = picture(view)
    view.set_selection(Selection(Span(0, 8), "s0"))
    assert picture(view) == hidden


def test_no_letter_of_a_masked_name_is_drawn(view):
    known = items()
    view.show_page(page(known))
    view.set_selection(Selection(Span(50, 53)))
    layout = view._layout
    number = layout.text.block_at(0)
    boxes = [
        box.rect for span in (Span(0, 8), Span(27, 31)) for box in layout.where.boxes(number, span)
    ]
    assert min(darkest(picture(view), view, rect) for rect in boxes) < 0.2
    plain = picture(view)
    view.set_mask(Mask(TEXT, known.values()))
    view.set_selection(Selection(Span(50, 53)))
    masked = picture(view)
    for rect in boxes:
        assert darkest(masked, view, rect.adjusted(0, -1, 0, 3)) > 0.25
    assert layout.where.boxes(number, Span(27, 31))[0].rect == boxes[1]
    view.set_mask(None)
    view.set_selection(Selection(Span(50, 53)))
    assert picture(view) == plain


def darkest(image: QImage, view: ReadingView, rect) -> float:
    """The lightness of the darkest pixel of a box in the first block, 0 to 1."""
    layout = view._layout
    top = layout.blocks.top(layout.text.block_at(0)) - view.verticalScrollBar().value()
    box = rect.translated(layout.left, top).toAlignedRect()
    pixels = (
        QColor(image.pixel(x, y)).lightnessF()
        for x in range(box.left() + 2, box.right() - 1)
        for y in range(box.top(), box.bottom())
    )
    return min(pixels)


def read(window: Workbench) -> str:
    """All that can be read in the window, also by a screen reader."""
    panes, roles = window.panes, Qt.ItemDataRole
    spoken = (roles.DisplayRole, roles.ToolTipRole, roles.AccessibleDescriptionRole)
    index, row = panes.claims.model.index(0, 0), panes.queue.model.index(0, 0)
    said = [str(index.data(role)) for role in spoken] + [str(row.data(role)) for role in spoken]
    cursor = panes.page.createMimeDataFromSelection().text()
    status = [window.status.message.text(), window.status.selection.text()]
    status.append(window.status.hints.accessibleName())
    return "\n".join([window.frame.windowTitle(), panes.page.toPlainText(), cursor, *said, *status])


def test_nothing_in_the_window_tells_a_masked_name(open_window):
    window, session = open_window(BLIND)
    assert "Ánn Lee" in read(window)
    for key in ("b", "tab", "e", "2", "v", "ctrl+c"):
        session.press(key)
        if key != "b":
            assert not [name for name in NAMES if name in read(window)], key
            assert not [name for name in NAMES if name in QApplication.clipboard().text()]
    assert "names are masked" in read(window)
    assert "Person A" in window.panes.page.toPlainText()
    assert window.panes.claims.model.index(0, 0).data(ITEM) is not None
    session.press("a")
    assert "Ánn Lee of Acme" in window.panes.page.toPlainText()
    assert "blind mode is on" in read(window)


def test_a_card_masks_names_in_the_reason_of_a_suggestion():
    known = items()
    claim = known["s2"].record
    found = Suggestion(claim, "plug-in@1", "said", 0.9, "said by Låjg")
    card = Card(Item("s2", claim, "open", found), Mask(TEXT, known.values()))
    assert card.origin == "90 % · said by Person A"
    assert "Låjg" not in card.all_words()


def test_while_names_are_masked_the_queue_does_not_say_who_published_what_is_in_hand(desk):
    row = desk.session("Ann left.").project.queue()[0]._replace(publisher="The Club")
    model = QueueModel()
    model.show(1, lambda _first, _count: [row])
    assert model.index(0).data(ROW).publisher == "The Club"
    model.in_hand, model.mask = row.release, Mask("Ann left.", ())
    assert model.index(0).data(ROW).publisher == ""


def test_the_page_stays_where_it_is_when_names_are_masked(open_window):
    long = "\n\n".join(["The sides agreed to meet again in spring, as it was said."] * 60)
    window, session = open_window(f"{long}\n\n{BLIND}\n\n{long}")
    session.press("tab")
    session.press("tab")
    bar = window.panes.page.verticalScrollBar()
    QApplication.processEvents()
    before = bar.value()
    assert before > 0
    session.press("b")
    QApplication.processEvents()
    assert session.mask is not None
    assert bar.value() == before
    session.press("b")
    QApplication.processEvents()
    assert bar.value() == before


def test_a_calm_sign_says_that_marks_are_hidden(qtbot, open_window):
    window, session = open_window(BLIND)
    qtbot.keyClicks(window.frame.focusWidget(), "m")
    assert window.status.selection.text() == "Highlights are hidden, so that you can read"
    assert window.status.hints.hints[0] == Hint("M", "show the highlights again")
    qtbot.keyClicks(window.frame.focusWidget(), "a")
    assert window.status.message.text() == "Highlights are shown again; nothing was decided"
    assert not session.modes.marks_hidden


def test_blind_mode_is_remembered_and_hidden_marks_are_not(open_window):
    _, session = open_window(BLIND)
    session.press("b")
    session.press("m")
    _, again = open_window(BLIND)
    assert again.modes.blind
    assert not again.modes.marks_hidden
