"""The reading view by what it shows, says and copies."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace

import pytest
from look import chosen, page
from PySide6.QtCore import QLineF, QMimeData, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFont,
    QImage,
    QInputMethodEvent,
    QPainter,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.edit.letters import Lettered
from annotator.model.fold import Fold, Item, Status
from annotator.model.masking import Mask
from annotator.model.paragraphs import Paragraph, paragraphs
from annotator.model.records import Claim, Entity, Record, Release, Suggestion
from annotator.model.selection import Selection
from annotator.model.spans import Span
from annotator.model.tokens import cluster_end, token_at, tokens_in
from annotator.ui.reading import Page, ReadingView
from annotator.ui.reading.layout import PageLayout
from annotator.ui.theme import Theme

NASTY = (
    "\ufeffA BOM,\u00a0a no-break space and a soft hy\u00adphen.\r\n\r\n"
    "Emoji 👩‍👩‍👧 and 🇨🇿 stand before Dvor\u030cák\u2028after a line separator 𝒳.\r\n"
    "שלום עולם, said the דובר in 2021.\r\n\r\n"
    "A line that was wrapped by\r\n  hand goes on here.\n"
)


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[ReadingView]:
    shown = ReadingView(Theme.load(dark=False))
    qtbot.addWidget(shown)
    shown.resize(900, 700)
    with qtbot.waitExposed(shown):
        shown.show()
    yield shown
    shown.show_page(None)


def page_of(text: str, *records: Record, status: str = "open", score: float = 0.9) -> Page:
    items = {
        f"s{i}": Item(f"s{i}", record, status, Suggestion(record, "t@1", "rule", score))  # type: ignore[arg-type]
        for i, record in enumerate(records)
    }
    return Page(Release(text), paragraphs(text), Fold(items))


def layout_of(view: ReadingView) -> PageLayout:
    layout = view.document().documentLayout()
    assert isinstance(layout, PageLayout)
    return layout


def point_on(view: ReadingView, span: Span) -> QPoint:
    """The middle of a span's first box, in the viewport."""
    layout = layout_of(view)
    number = layout.text.block_at(span.start)
    centre = layout.where.boxes(number, span)[0].rect.center()
    origin = QPointF(layout.left, layout.blocks.top(number) - view.verticalScrollBar().value())
    return (origin + centre).toPoint()


def clusters(text: str) -> Iterator[Span]:
    at = 0
    while at < len(text):
        end = cluster_end(text, at)
        if not text[at:end].isspace() and text[at] != "\ufeff":
            yield Span(at, end)
        at = end


def picture(view: ReadingView, ground: str = "black") -> QImage:
    QApplication.processEvents()
    image = QImage(view.viewport().size(), QImage.Format.Format_RGB32)
    image.fill(QColor(ground))
    painter = QPainter(image)
    view.viewport().render(painter, QPoint())
    painter.end()
    return image


def test_a_click_says_which_code_point_it_hit(view: ReadingView, qtbot: QtBot) -> None:
    view.show_page(page_of(NASTY))
    for span in clusters(NASTY):
        with qtbot.waitSignal(view.clicked) as told:
            qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=point_on(view, span))
        offset, shift = told.args or ()
        assert span.covers(offset), (span.text(NASTY), offset)
        assert not shift


def test_a_click_below_the_text_hits_its_last_line(view: ReadingView, qtbot: QtBot) -> None:
    view.show_page(page_of("Ann left.\n\nThe minister spoke.\n\n\n"))
    below = QPoint(point_on(view, Span(15, 16)).x(), view.viewport().height() - 5)
    with qtbot.waitSignal(view.clicked) as told:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=below)
    assert told.args is not None
    assert told.args[0] == 15


def test_a_tag_that_is_cut_short_keeps_its_sign(view: ReadingView) -> None:
    records = Entity(Span(0, 1), "ORGANISATION"), Entity(Span(2, 5), "PERSON")
    view.show_page(page_of("I Ann left.", *records, score=0.4))
    first, second = layout_of(view).looks.shapes(0).entities
    assert first.tag is not None
    assert second.tag is not None
    assert (first.tag.words, first.tag.whole) == ("ORG ?", "ORGANISATION ?")
    assert second.tag.words == "PERSON ?"


def test_a_drag_tells_both_ends(view: ReadingView, qtbot: QtBot) -> None:
    view.show_page(page_of("The minister spoke to the press in Geneva."))
    ends: list[tuple[int, int]] = []
    view.dragged.connect(lambda anchor, end: ends.append((anchor, end)))
    button = Qt.MouseButton.LeftButton
    with qtbot.assertNotEmitted(view.clicked):
        qtbot.mousePress(view.viewport(), button, pos=point_on(view, Span(4, 5)))
        qtbot.mouseMove(view.viewport(), point_on(view, Span(13, 14)))
        qtbot.mouseRelease(view.viewport(), button, pos=point_on(view, Span(13, 14)))
    assert ends[-1] == (4, 13)


def test_the_second_press_of_a_double_click_is_a_click_too(view: ReadingView, qtbot: QtBot) -> None:
    view.show_page(page_of("The minister spoke."))
    hits: list[int] = []
    view.clicked.connect(lambda offset, _: hits.append(offset))
    place, button = point_on(view, Span(4, 5)), Qt.MouseButton.LeftButton
    qtbot.mouseClick(view.viewport(), button, pos=place)
    qtbot.mouseDClick(view.viewport(), button, pos=place)
    qtbot.mouseRelease(view.viewport(), button, pos=place)
    assert hits == [4, 4]


@pytest.mark.parametrize("beyond", [-9, 9], ids=["above", "below"])
def test_a_drag_beyond_the_edge_scrolls_the_page(
    view: ReadingView, qtbot: QtBot, beyond: int
) -> None:
    view.show_page(page_of("The minister spoke to the press in Geneva.\n\n" * 99))
    bar, button = view.verticalScrollBar(), Qt.MouseButton.LeftButton
    bar.setValue(500)
    top, height = bar.value(), view.viewport().height()
    qtbot.mousePress(view.viewport(), button, pos=QPoint(300, height // 2))
    qtbot.mouseMove(view.viewport(), QPoint(300, beyond if beyond < 0 else height + beyond))
    qtbot.mouseRelease(view.viewport(), button)
    assert bar.value() == top + beyond


def test_the_menu_is_wanted_under_the_mouse_or_by_its_key_at_the_selection(
    view: ReadingView, qtbot: QtBot
) -> None:
    view.show_page(page_of("The minister spoke.", Entity(Span(4, 12), "PERSON")))
    view.set_selection(Selection(Span(4, 12), "s0"))
    for reason, offset in (
        (QContextMenuEvent.Reason.Mouse, 13),
        (QContextMenuEvent.Reason.Keyboard, 4),
    ):
        with qtbot.waitSignal(view.menu_wanted) as told:
            place = point_on(view, Span(13, 14))
            event = QContextMenuEvent(reason, place, view.viewport().mapToGlobal(place))
            QApplication.sendEvent(view.viewport(), event)
        assert told.args is not None
        assert told.args[0] == offset


@pytest.mark.parametrize(
    ("held", "turned", "steps"),
    [
        (Qt.KeyboardModifier.ControlModifier, 120, [1]),
        (Qt.KeyboardModifier.ControlModifier, -120, [-1]),
        (Qt.KeyboardModifier.ControlModifier, 0, []),
        (Qt.KeyboardModifier.NoModifier, -120, []),
    ],
)
def test_the_wheel_with_ctrl_steps_the_text_size_and_else_scrolls(
    view: ReadingView, held: Qt.KeyboardModifier, turned: int, steps: list[int]
) -> None:
    view.show_page(page_of("The minister spoke to the press in Geneva.\n\n" * 99))
    told: list[int] = []
    view.size_stepped.connect(told.append)
    place = QPointF(50, 50)
    event = QWheelEvent(
        place, place, QPoint(), QPoint(0, turned), Qt.MouseButton.NoButton, held,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view.viewport(), event)
    assert told == steps
    assert (view.verticalScrollBar().value() > 0) == (held == Qt.KeyboardModifier.NoModifier)


def test_boxes_cover_the_glyphs_of_their_words(view: ReadingView) -> None:
    view.show_page(page_of(NASTY))
    layout = layout_of(view)
    for words in ("no-break space", "👩‍👩‍👧", "Dvor\u030cák", "דובר", "2021", "hand", "𝒳"):
        start = NASTY.index(words)
        span = Span(start, start + len(words))
        number = layout.text.block_at(start)
        boxes = layout.where.boxes(number, span)
        inked = (
            layout.blocks.block(number)
            .layout()
            .glyphRuns(
                layout.text.map.to_units(span.start) - layout.blocks.block(number).position(),
                layout.text.map.to_units(span.end) - layout.text.map.to_units(span.start),
            )
        )
        assert inked
        for run in inked:
            middle = run.boundingRect().center().x()
            assert any(box.rect.left() - 1 <= middle <= box.rect.right() + 1 for box in boxes)
        width = sum(run.boundingRect().width() for run in inked)
        assert sum(box.rect.width() for box in boxes) == pytest.approx(width, abs=2), words


def test_copying_gives_the_untouched_text(view: ReadingView) -> None:
    view.show_page(page_of(NASTY))
    whole = Span(0, len(NASTY))
    view.set_selection(Selection(whole, anchor=whole, mark=whole))
    data: QMimeData = view.createMimeDataFromSelection()
    assert data.text() == NASTY.removeprefix("\ufeff"), "Qt drops only the BOM"
    assert data.formats() == ["text/plain"]


@pytest.mark.parametrize("is_prepared", [False, True])
def test_every_pixel_of_the_page_is_painted(view: ReadingView, is_prepared: bool) -> None:
    view.show_page(page_of("They met in Geneva.\n\nThey left.", Entity(Span(12, 18), "GPE")))
    while is_prepared and layout_of(view).drawn.prepare_next(0, 700, 1.0):
        pass
    assert picture(view, "magenta") == picture(view, "black")
    view.show_page(None)
    assert picture(view, "magenta") == picture(view, "black")


def test_a_changed_item_repaints_only_its_block(view: ReadingView) -> None:
    text = "\n\n".join(f"Paragraph {n} names Geneva once." for n in range(12))
    spans = [Span(i, i + 6) for i in range(len(text)) if text.startswith("Geneva", i)]
    what = page_of(text, *(Entity(span, "GPE") for span in spans))
    view.show_page(what)
    before = picture(view)
    layout = layout_of(view)
    drawn = drawn_anew(layout)
    what.fold.items["s4"] = replace(what.fold.items["s4"], status="accepted")
    view.items_changed({"s4"})
    after = picture(view)
    number = layout.text.block_at(spans[4].start)
    assert set(drawn) == {number}
    changed = differing_rows(before, after)
    top = layout.blocks.top(number) - view.verticalScrollBar().value()
    assert changed
    assert top <= min(changed)
    assert max(changed) <= top + layout.blocks.heights[number]


def drawn_anew(layout: PageLayout) -> list[int]:
    """The blocks of which a place is drawn over their picture from now on, once for each place."""
    while layout.drawn.prepare_next(0, 2_000, 1.0):
        pass
    drawn: list[int] = []
    draw = layout.drawn._draw_anew
    layout.drawn._draw_anew = lambda painter, number, *rest: (  # type: ignore[method-assign]
        drawn.append(number),
        draw(painter, number, *rest),
    )[1]
    return drawn


def test_what_is_selected_and_has_changed_is_drawn_once(view: ReadingView) -> None:
    what = page_of("Ann said that we won.", Claim((Span(9, 20),), Span(4, 8), (Span(0, 3),)))
    view.show_page(what)
    view.set_selection(Selection(Span(9, 20), "s0"))
    picture(view)
    layout = layout_of(view)
    drawn = drawn_anew(layout)
    what.fold.items["s0"] = replace(what.fold.items["s0"], status="accepted")
    view.items_changed({"s0"})
    view.viewport().grab()
    assert drawn == [0]


def differing_rows(one: QImage, other: QImage) -> list[int]:
    width = one.width()
    return [
        y
        for y in range(one.height())
        if one.copy(0, y, width, 1).convertToFormat(QImage.Format.Format_RGB32)
        != other.copy(0, y, width, 1).convertToFormat(QImage.Format.Format_RGB32)
    ]


def test_new_and_gone_items_are_drawn(view: ReadingView) -> None:
    text = "They met in Geneva."
    what = page_of(text)
    view.show_page(what)
    bare = picture(view)
    what.fold.items["a1"] = Item("a1", Entity(Span(12, 18), "GPE"), "added")
    view.items_changed({"a1"})
    assert picture(view) != bare
    del what.fold.items["a1"]
    view.items_changed({"a1"})
    assert picture(view) == bare


def test_a_long_release_lays_out_only_what_is_seen(view: ReadingView) -> None:
    text = "\n\n".join(f"{n} " + "The talks went on in Geneva. " * 12 for n in range(3_000))
    view.show_page(page_of(text))
    picture(view)
    layout = layout_of(view)
    assert len(text) > 1_000_000
    assert len(layout.blocks.laid_out) < 60
    near_end = Span(text.index("2990 "), text.index("2990 ") + 4)
    view.set_selection(Selection(near_end))
    picture(view)
    assert len(layout.blocks.laid_out) < 120
    middle = point_on(view, near_end).y() / view.viewport().height()
    assert 1 / 3 <= middle <= 2 / 3


@pytest.mark.parametrize("start", ["the top", "the end"])
def test_what_is_selected_out_of_view_comes_to_the_middle_at_once(view, start) -> None:
    text = "\n\n".join("W" * 9 + f" {n} " + "mill il" * (n % 40) for n in range(800))
    view.show_page(page_of(text))
    bar = view.verticalScrollBar()
    for number in (0, 799, 120, 300, 305, 290, 700, 680)[:: 1 if start == "the top" else -1]:
        place = text.index(f" {number} ") + 1
        was_seen = view.in_view(place) == place
        stops: list[int] = []
        bar.valueChanged.connect(stops.append)
        view.set_selection(Selection(Span(place, place + len(str(number)))))
        bar.valueChanged.disconnect(stops.append)
        down = point_on(view, Span(place, place + 1)).y() / view.viewport().height()
        is_inside = 0 < bar.value() < bar.maximum()
        assert was_seen or not is_inside or 0.4 < down < 0.6, number
        assert len(stops) <= 1, number


def test_text_marked_beyond_the_view_keeps_its_beginning_in_sight(view: ReadingView) -> None:
    text = "Then all of them went home. Nobody stayed behind.\n\n" * 200
    view.show_page(page_of(text))
    view.verticalScrollBar().setValue(2000)
    first = view.visible().start + 60
    view.set_selection(Selection(Span(first, first + 1), mark=Span(first, first + 5000)))
    assert view.verticalScrollBar().value() == 2000
    assert view.textCursor().selectedText()[:20] == text[first : first + 20].replace("\n", "\u2029")


def test_a_selection_in_view_moves_nothing(view: ReadingView) -> None:
    what = page()
    view.show_page(what)
    view.verticalScrollBar().setValue(20)
    view.set_selection(chosen(what, "Northern"))
    assert view.verticalScrollBar().value() == 20


def test_scrolling_up_into_guessed_blocks_moves_nothing_else(view: ReadingView) -> None:
    text = "\n\n".join("W" * 9 + " mill il" * (n % 40) for n in range(800))
    view.show_page(page_of(text))
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    QApplication.processEvents()
    seen = view.visible().start + 200
    for _ in range(12):
        before = point_on(view, Span(seen, seen + 1)).y()
        bar.setValue(bar.value() - 37)
        assert point_on(view, Span(seen, seen + 1)).y() - before == pytest.approx(37, abs=1)


def test_a_narrower_view_keeps_the_top_line(view: ReadingView) -> None:
    text = "\n\n".join("The talks went on in Geneva. " * 9 for _ in range(200))
    view.show_page(page_of(text))
    view.verticalScrollBar().setValue(5_000)
    first = view.visible().start
    layout = layout_of(view)
    view.resize(500, 700)
    QApplication.processEvents()
    assert layout.text.block_at(view.visible().start) == layout.text.block_at(first)
    view.set_text_size(22)
    assert layout.text.block_at(view.visible().start) == layout.text.block_at(first)


@pytest.mark.parametrize("down", [0.05, 0.5, 0.95])
def test_what_is_selected_stays_in_view_in_every_text_size(view: ReadingView, down: float) -> None:
    text = "Then all of them went home. Nobody stayed behind.\n\n" * 200
    view.show_page(page_of(text))
    view.verticalScrollBar().setValue(2000)
    seen = view.visible()
    caret = token_at(text, round(seen.start + down * (seen.end - seen.start))) or Span(0, 1)
    view.set_selection(Selection(caret))
    third = view.viewport().height() / 3
    for size in (18, 25, 44, 22, 14):
        view.set_text_size(size)
        assert third - 30 < point_on(view, caret).y() < 2 * third + 30, size


def test_the_caret_goes_up_and_down_at_the_same_x(view: ReadingView) -> None:
    what = page()
    view.show_page(what)
    layout = layout_of(view)
    start = what.text.index("COVAX")
    below = view.lines_from(start, 1, start)
    assert layout.where.line_of(below) != layout.where.line_of(start)
    assert layout.where.x_at(below) == pytest.approx(layout.where.x_at(start), abs=15)
    assert abs(view.lines_from(below, -1, below) - start) <= 1
    page_below = view.pages_from(0, 1, 0)
    assert page_below > view.lines_from(0, 1, 0)
    assert view.pages_from(page_below, -1, 0) <= 30


def test_every_way_up_leads_to_the_line_above_however_short_it_is(view: ReadingView) -> None:
    text = (
        "Short.\n\nThe talks went on, by and by, with incomprehensibilities in 👩‍👩‍👧 Geneva. " * 9
    )
    text += "A line that was wrapped by\r\n   hand goes on here and is much longer than it."
    view.resize(420, 700)
    view.show_page(page_of(text))
    layout = layout_of(view)
    above: dict[tuple[int, int], set[tuple[int, int]]] = {}
    for token in tokens_in(text, Span(0, len(text))):
        up = view.lines_from(token.start, -1, token.start)
        found = token_at(text, up)
        assert found is not None
        here = layout.where.line_of(token.start)
        above.setdefault(here, set()).add(layout.where.line_of(found.start))
    lines = sorted(above)
    assert [above[line] for line in lines] == [{lines[0]}, *({line} for line in lines[:-1])]


def tile(view: ReadingView, status: str, *, score: float = 0.9, selected: bool = False) -> bytes:
    """One entity, in shades of grey."""
    what = page_of("They met in Geneva on Friday.", Entity(Span(12, 18), "GPE"))
    item = replace(what.fold.items["s0"], status=status)  # type: ignore[arg-type]
    if item.suggestion is not None:
        item = replace(item, suggestion=replace(item.suggestion, score=score))
    what.fold.items["s0"] = item
    view.show_page(what)
    view.set_selection(Selection(Span(0, 4), "s0" if selected else None))
    grey = picture(view).convertToFormat(QImage.Format.Format_Grayscale8)
    return bytes(grey.constBits())


def test_states_are_told_apart_without_colour(view: ReadingView) -> None:
    tiles = [
        tile(view, "open"),
        tile(view, "open", score=0.2),
        tile(view, "accepted"),
        tile(view, "corrected"),
        tile(view, "added"),
        tile(view, "rejected"),
        tile(view, "open", selected=True),
        tile(view, "accepted", selected=True),
    ]
    assert len(set(tiles)) == len(tiles)


def test_the_parts_of_a_claim_are_ringed_one_at_a_time(view: ReadingView) -> None:
    text = "She said that it works."
    what = page_of(text, Claim((Span(9, 22),), Span(4, 8), (Span(0, 3),)))
    view.show_page(what)
    seen = set()
    for part in ("content", "cue", "source"):
        view.set_selection(Selection(Span(0, 3), "s0", part))  # type: ignore[arg-type]
        seen.add(bytes(picture(view).constBits()))
    assert len(seen) == 3


def test_the_caret_is_seen_and_followed_while_a_claim_is_in_work(view: ReadingView) -> None:
    text = "She said we won. " + "Then all of them went home.\n" * 200 + "The end"
    view.show_page(page_of(text, Claim((Span(9, 15),), Span(4, 8), (Span(0, 3),))))
    view.set_selection(Selection(Span(9, 11), "s0"))
    on_claim = picture(view)
    view.set_selection(Selection(Span(17, 21), "s0"))
    assert picture(view) != on_claim, "the caret is drawn"
    end = Span(len(text) - 3, len(text))
    view.set_selection(Selection(end, "s0"))
    assert view.visible().contains(end)
    view.set_selection(Selection(Span(9, 11), "s0"))
    assert view.visible().covers(9)


def test_a_claim_stays_lit_while_something_else_is_marked(view: ReadingView) -> None:
    view.show_page(page_of("She said we won.\n\nAll left.", Claim((Span(9, 15),))))
    view.set_selection(Selection(Span(18, 21), mark=Span(18, 21)))
    unlit = picture(view)
    view.set_selection(Selection(Span(18, 21), "s0", mark=Span(18, 21)))
    above = QRect(0, 0, view.viewport().width(), point_on(view, Span(18, 21)).y() - 30)
    assert picture(view).copy(above) != unlit.copy(above)


def test_a_bracket_goes_from_the_first_line_of_a_claim_to_the_last(view: ReadingView) -> None:
    text = "She said we " + "went on and on and " * 12 + "won."
    view.show_page(page_of(text, Claim((Span(9, len(text) - 1),)), status="accepted"))
    image, theme = picture(view), view._theme
    top, bottom = (round(y) for y in bracket_of(view))
    x = round(layout_of(view).left - theme.claims.first_lane)

    def drawn(x: int) -> set[int]:
        return {y for y in range(top - 9, bottom + 9) if image.pixelColor(x, y) != theme.paper}

    beside = drawn(x - 1) & drawn(x)
    assert {*range(top, bottom)} <= beside <= {*range(top - 1, bottom + 1)}
    serif = drawn(x + 2)
    assert {*range(top + 2, bottom - 2)}.isdisjoint(serif)
    assert min(serif) <= top < bottom - 2 <= max(serif)


def bracket_of(view: ReadingView) -> tuple[float, float]:
    """The top of the first line and the bottom of the last of the only bracket, in the viewport."""
    layout = layout_of(view)
    number = layout.text.block_at(9)
    (bracket,) = layout.looks.shapes(number).brackets
    above = layout.blocks.top(number) - view.verticalScrollBar().value()
    return above + bracket.top, above + bracket.bottom


def test_the_ring_leaves_its_neighbours_in_sight(view: ReadingView) -> None:
    text = "They met the World Health Organization (WHO), Ann Lee."
    view.show_page(page_of(text, Entity(Span(40, 43), "ORG"), Entity(Span(46, 53), "PERSON")))
    plain = picture(view)
    for item, neighbours in (("s0", (39, 43)), ("s1", (53,))):
        view.set_selection(Selection(Span(0, 4), item))
        ringed = picture(view)
        for at in neighbours:
            middle = point_on(view, Span(at, at + 1))
            strip = QRect(middle.x(), middle.y() - 2, 1, 12)
            assert ringed.copy(strip) == plain.copy(strip), text[at]


def test_what_is_judged_or_selected_in_furniture_has_full_ink(view: ReadingView) -> None:
    text = "16 px 2020-05-01\n\nAnn left the house."
    date = Span(6, 16)
    bare = Entity(date, "DATE")
    ink = view._theme.ink

    def has_ink(status: str, chosen: str | None = None) -> bool:
        view.show_page(page_of(text, bare, status=status))
        view.set_selection(Selection(Span(0, 2), chosen))
        layout = layout_of(view)
        (box,) = layout.where.boxes(0, date)
        image = picture(view)
        area = box.rect.translated(layout.left, layout.blocks.top(0)).toRect()
        return any(
            image.pixelColor(x, y) == ink
            for x in range(area.left(), area.right())
            for y in range(area.top() + 4, area.bottom() - 3)
        )

    assert not has_ink("open")
    assert has_ink("open", chosen="s0")
    assert has_ink("accepted")


def test_nothing_is_clipped_at_the_top(view: ReadingView) -> None:
    text = "Geneva was quiet."
    what = page_of(text, Entity(Span(0, 6), "GPE"))
    view.show_page(what)
    view.set_selection(Selection(Span(0, 6), "s0"))
    image, layout = picture(view), layout_of(view)
    accent = view._theme.accent
    rows = [y for y in range(image.height()) if accent_in_row(image, y, accent)]
    tag = layout.looks.shapes(0).entities[0].tag
    assert tag is not None
    assert min(rows) == pytest.approx(layout.head.height + tag.rect.top() - 1.5, abs=1.5)
    assert min(rows) > 0


def accent_in_row(image: QImage, y: int, accent: QColor) -> bool:
    return any(image.pixelColor(x, y) == accent for x in range(image.width()))


@pytest.mark.parametrize("size", [12, 16, 22, 44])
def test_tags_on_the_first_line_of_a_paragraph_are_whole(view: ReadingView, size: int) -> None:
    view.show_page(page_of("Ann left.\n\nBob stayed.", Entity(Span(11, 14), "PERSON")))
    view.set_text_size(size)
    layout = layout_of(view)
    tags = [shape.tag for n in range(3) for shape in layout.looks.shapes(n).entities]
    assert [tag.rect.top() >= 0 for tag in tags if tag is not None] == [True]


def test_letters_stand_at_the_words_and_go_again(view: ReadingView) -> None:
    view.show_page(page_of("Ann left.\n\nBob stayed."))
    before = view.grab().toImage()
    view.show_letters(Lettered({"f": Span(0, 3), "da": Span(11, 14)}))
    both = view.grab().toImage()
    view.show_letters(Lettered({"f": Span(0, 3), "da": Span(11, 14)}, typed="d"))
    one = view.grab().toImage()
    view.show_letters(Lettered({"a": Span(11, 14)}))
    other = view.grab().toImage()
    view.show_letters(None)
    assert view.grab().toImage() == before
    assert before not in (both, one, other)
    assert both != one
    assert other not in (both, one)
    view.show_letters(Lettered({"f": Span(0, 3), "da": Span(11, 14)}))
    assert view.grab().toImage() == both


def test_rejected_items_show_only_in_review(view: ReadingView) -> None:
    text = "They met in Geneva."
    view.show_page(page_of(text))
    bare = picture(view)
    view.show_page(page_of(text, Entity(Span(12, 18), "GPE"), status="rejected"))
    assert picture(view) == bare
    view.set_review(True)
    assert picture(view) != bare


@pytest.mark.parametrize(("status", "is_struck"), [("accepted", False), ("rejected", True)])
def test_no_strike_runs_through_what_stands_in_a_rejected_claim(
    view: ReadingView, status: Status, is_struck: bool
) -> None:
    text = "She said they met in Geneva on Friday."
    what = page_of(text, Claim((Span(9, 37),)), Entity(Span(21, 27), "GPE"), status="rejected")
    what.fold.items["s1"] = replace(what.fold.items["s1"], status=status)
    view.show_page(what)
    view.set_review(True)
    struck = strikes_on(view)
    assert crossed(view, struck, Span(14, 17)), "what lies beside it is struck"
    assert crossed(view, struck, Span(21, 27)) == is_struck
    assert crossed(view, struck, Span(31, 37))


def strikes_on(view: ReadingView) -> list[QLineF]:
    """The lines that are drawn through words of the first block."""
    looks, painted = layout_of(view).looks, []

    class Painter:
        def setPen(self, _pen: object) -> None:  # noqa: N802
            """Any."""

        def drawLine(self, line: QLineF) -> None:  # noqa: N802
            painted.append(line)

    looks._paint.strikes(Painter(), looks.shapes(0))  # type: ignore[arg-type]
    return painted


def crossed(view: ReadingView, lines: list[QLineF], span: Span) -> bool:
    """Whether one of the lines runs through the middle of these words."""
    (box,) = layout_of(view).where.boxes(0, span)
    middle = box.rect.center().x()
    return any(line.x1() < middle < line.x2() for line in lines)


def test_a_rejected_item_shows_while_it_is_selected(view: ReadingView) -> None:
    view.show_page(page_of("In Paris.", Entity(Span(3, 8), "GPE"), status="rejected"))
    nothing = picture(view)
    view.set_selection(Selection(Span(3, 8), "s0"))
    layout = layout_of(view)
    assert [shape.mark.look for shape in layout.looks.shapes(0).entities] == ["rejected"]
    assert picture(view) != nothing
    view.set_selection(Selection(Span(0, 0)))
    assert picture(view) == nothing


def test_while_names_are_masked_the_head_does_not_say_whose_words_these_are(
    view: ReadingView,
) -> None:
    pictures = []
    for publisher in ("The Club", "The Ministry of Trade"):
        release = Release("Ann won.", "Ann won it", publisher, "2 May 2026")
        shown = Page(release, paragraphs(release.text), Fold())
        view.show_page(shown)
        read = picture(view)
        view.set_mask(Mask(release.text, ()))
        pictures += [read, picture(view)]
        view.set_mask(None)
    read, masked, other_read, other_masked = pictures
    assert masked == other_masked
    assert len({read.constBits().tobytes(), other_read.constBits().tobytes()}) == 2


def test_the_window_s_font_leaves_the_page_alone(view: ReadingView) -> None:
    view.show_page(page())
    before = picture(view)
    view.setFont(QFont("DejaVu Sans Mono", 30))
    view.viewport().update()
    layout_of(view).drawn.all_changed()
    assert picture(view) == before


def test_headings_are_heavier(view: ReadingView) -> None:
    text = "A heading"
    body = Page(Release(text), [Paragraph(Span(0, 9), "body")], Fold({}))
    view.show_page(body)
    light = picture(view)
    view.show_page(replace(body, paragraphs=[Paragraph(Span(0, 9), "heading")]))
    assert picture(view) != light


def test_keys_and_input_methods_change_nothing(view: ReadingView, qtbot: QtBot) -> None:
    view.show_page(page_of("They met in Geneva."))
    event = QInputMethodEvent()
    event.setCommitString("x")
    QApplication.sendEvent(view, event)
    qtbot.keyClicks(view, "abc")
    assert view.document().toPlainText() == "They met in Geneva."


def test_an_empty_page_and_no_page_can_be_shown(view: ReadingView) -> None:
    for what in (page_of(""), page_of("\n\n"), None):
        view.show_page(what)
        view.set_selection(Selection(Span(0, 0)))
        assert view.lines_from(0, 1, 0) == 0
        assert view.visible().start == 0
        assert picture(view).rect() == QRect(QPoint(), view.viewport().size())


def test_void_calls_keep_their_references_to_none(view: ReadingView) -> None:
    """PySide6 6.12.0 loses one at every void call on Python 3.10 and 3.11 and aborts."""
    before = sys.getrefcount(None)
    for _ in range(1_000):
        view.setUpdatesEnabled(True)
    assert sys.getrefcount(None) > before - 500
