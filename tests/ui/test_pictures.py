"""A kept picture of a block, mended where something changed, is what would be drawn anew."""

from __future__ import annotations

import random
import weakref
from collections.abc import Iterator
from dataclasses import replace
from math import ceil, floor

import pytest
from look import page
from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from annotator.edit.letters import WORDS, Lettered, letters_for
from annotator.model import display
from annotator.model.fold import Fold, Item
from annotator.model.paragraphs import paragraphs
from annotator.model.records import Claim, Entity, Release
from annotator.model.selection import Selection
from annotator.model.spans import Span
from annotator.model.tokens import tokens_in
from annotator.ui.reading import Page, ReadingView
from annotator.ui.reading.drawing import Drawing
from annotator.ui.reading.layout import PageLayout
from annotator.ui.reading.leftovers import Leftovers
from annotator.ui.reading.paint import Paint
from annotator.ui.reading.pictures import Pictures
from annotator.ui.theme import Theme

STEPS = 40
WHOLE = QRect(0, 0, 800, 1200)


@pytest.fixture(params=[False, True], ids=["light", "dark"])
def view(qtbot: QtBot, request: pytest.FixtureRequest) -> Iterator[ReadingView]:
    shown = ReadingView(Theme.load(dark=request.param))
    qtbot.addWidget(shown)
    shown.resize(700, 900)
    yield shown
    shown.show_page(None)


def drawing_of(view: ReadingView) -> Drawing:
    layout = view.document().documentLayout()
    assert isinstance(layout, PageLayout)
    return layout.drawn


def draw_ahead(drawing: Drawing, ratio: float) -> int:
    """What is done while nothing happens; how many pictures were drawn."""
    return next(n for n in range(100) if not drawing.prepare_next(0, 1200, ratio))


def seen(drawing: Drawing, ratio: float, clip: QRect = WHOLE) -> QImage:
    """The page as it is put on the screen, or only `clip` of it."""
    image = QImage(WHOLE.size() * ratio, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(drawing.looks.theme.paper)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setClipRect(clip)
    drawing.draw(painter, QRectF(clip))
    painter.end()
    return image


def anew(drawing: Drawing, ratio: float) -> QImage:
    """The same when nothing is kept."""
    kept, drawing._pictures = drawing._pictures, Pictures(Leftovers())
    image = seen(drawing, ratio)
    drawing._pictures = kept
    return image


def changed(item: Item, tokens: list[Span], chance: random.Random) -> Item:
    """What a step may do to an item: decide on it, give it another label, or move an end."""
    if chance.random() < 0.5:
        return replace(item, status=chance.choice(("accepted", "rejected", "open", "corrected")))
    record = item.record
    if isinstance(record, Entity):
        label = chance.choice(("PERSON", "ORG", "DISEASE", record.label))
        record = Entity(moved(record.span, tokens, chance), label)
    else:
        record = replace(record, content=(moved(record.content[0], tokens, chance),))
    return replace(item, record=record, status="corrected")


def moved(span: Span, tokens: list[Span], chance: random.Random) -> Span:
    """A span with its last token given up, or with some more behind it."""
    mine = [n for n, token in enumerate(tokens) if span.contains(token)]
    last = max(mine[0], min(len(tokens) - 1, mine[-1] + chance.choice((-1, 1, 3))))
    return Span(span.start, tokens[last].end)


def chosen(what: Page, tokens: list[Span], chance: random.Random) -> Selection:
    """An item or a part of one, a caret, or a mark."""
    item = chance.choice([*what.fold.items.values()])
    caret = next(item.record.spans())
    kind = chance.choice(("item", "cue", "caret", "mark"))
    if kind == "item":
        return Selection(caret, item.id)
    if kind == "cue" and isinstance(item.record, Claim):
        return Selection(chance.choice(tokens), item.id, part="cue")
    at = chance.randrange(len(tokens) - 4)
    if kind == "caret":
        return Selection(tokens[at])
    return Selection(tokens[at], mark=tokens[at].joined(tokens[at + 3]), anchor=tokens[at])


@pytest.fixture(params=[False, True], ids=["paragraphs", "one paragraph in many blocks"])
def what(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Page:
    """A page with every state; without line ends there is no gap between its blocks."""
    found = page()
    if not request.param:
        return found
    monkeypatch.setattr(display, "LONGEST_BLOCK", 200)
    text = found.text.replace("\n", " ")
    return Page(replace(found.release, text=text), paragraphs(text), found.fold)


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_the_page_looks_as_if_drawn_anew_after_whatever_is_decided_and_taken_back(
    view: ReadingView, what: Page, ratio: float
) -> None:
    chance = random.Random(int(ratio))
    tokens = tokens_in(what.text, Span(0, len(what.text)))
    view.show_page(what)
    drawing = drawing_of(view)
    undone: list[Item] = []
    before = seen(drawing, ratio)
    differing = 0
    assert draw_ahead(drawing, ratio) > 5
    for step in range(STEPS):
        name = chance.choice([*what.fold.items])
        if undone and chance.random() < 0.3:
            item = undone.pop()
            what.fold.items[item.id] = item
        else:
            item = what.fold.items[name]
            undone.append(item)
            what.fold.items[name] = changed(item, tokens, chance)
        view.items_changed({item.id})
        if chance.random() < 0.1:
            draw_ahead(drawing, ratio)
        if chance.random() < 0.5:
            view.set_selection(chosen(what, tokens, chance))
        after = seen(drawing, ratio)
        assert after == anew(drawing, ratio), f"after step {step}"
        differing += after != before
        before = after
    assert differing > STEPS / 2


def within(image: QImage, clip: QRect) -> QImage:
    """What an image has in a place, without the pixels that are only partly in it."""
    ratio = image.devicePixelRatio()
    left, top = (ceil(at * ratio) for at in clip.topLeft().toTuple())
    right, bottom = (floor((at + 1) * ratio) for at in clip.bottomRight().toTuple())
    return image.copy(left, top, right - left, bottom - top)


@pytest.mark.parametrize("ratio", [1.0, 1.25, 2.0])
def test_a_part_of_the_page_that_is_painted_alone_looks_as_it_does_on_the_whole(
    view: ReadingView, what: Page, ratio: float
) -> None:
    chance = random.Random(int(4 * ratio))
    tokens = tokens_in(what.text, Span(0, len(what.text)))
    view.show_page(what)
    drawing = drawing_of(view)
    for step in range(STEPS):
        item = chance.choice([*what.fold.items.values()])
        what.fold.items[item.id] = changed(item, tokens, chance)
        view.items_changed({item.id})
        if chance.random() < 0.2:
            draw_ahead(drawing, ratio)
        view.set_selection(chosen(what, tokens, chance))
        whole = anew(drawing, ratio)
        for height in (1, 8, 40):
            clip = QRect(chance.choice((0, 300)), chance.randrange(700), 400, height)
            part = seen(drawing, ratio, clip)
            assert within(part, clip) == within(whole, clip), f"{clip} after step {step}"


@pytest.mark.parametrize("ratio", [1.0, 1.25, 2.0])
def test_letters_that_are_drawn_ahead_look_as_if_drawn_at_once(
    view: ReadingView, ratio: float
) -> None:
    what = page()
    view.show_page(what)
    drawing = drawing_of(view)
    bare = seen(drawing, ratio)
    names = letters_for(WORDS)
    words = tokens_in(what.text, Span(0, len(what.text)))
    lettered = Lettered(dict(zip(names, words, strict=False)))
    view.show_letters(lettered)
    at_once = seen(drawing, ratio)
    assert at_once != bare
    view.show_letters(None)
    view.set_theme(drawing.looks.theme)
    ahead = next(n for n in range(WORDS) if not drawing.prepare_letters(ratio))
    assert (ahead > 10) == ratio.is_integer()
    assert seen(drawing, ratio) == bare
    view.show_letters(lettered)
    assert seen(drawing, ratio) == at_once


def page_of(text: str, *spans: Span) -> Page:
    """A page with some open dates."""
    records = [Entity(span, "DATE") for span in spans]
    items = {f"s{n}": Item(f"s{n}", record, "open", None) for n, record in enumerate(records)}
    return Page(Release(text), paragraphs(text), Fold(items))


def test_what_is_selected_in_furniture_gains_ink_over_its_picture(view: ReadingView) -> None:
    view.show_page(page_of("16 px 2020-05-01\n\nAnn left the house.", Span(6, 16)))
    drawing = drawing_of(view)
    assert draw_ahead(drawing, 1.0)
    before = seen(drawing, 1.0)
    view.set_selection(Selection(Span(0, 2), "s0"))
    assert seen(drawing, 1.0) == anew(drawing, 1.0)
    assert seen(drawing, 1.0) != before


def test_a_letter_that_stands_out_of_the_next_line_is_not_cut_off(view: ReadingView) -> None:
    tall = "A\u0302\u0301\u0303"
    view.show_page(what := page_of(f"{'in May ' * 40}{f'{tall} ' * 400}", Span(0, 276)))
    drawing = drawing_of(view)
    assert draw_ahead(drawing, 1.0)
    what.fold.items["s0"] = replace(what.fold.items["s0"], status="accepted")
    view.items_changed({"s0"})
    assert seen(drawing, 1.0) == anew(drawing, 1.0)


def test_a_place_is_drawn_anew_with_what_reaches_into_it_and_no_more(
    view: ReadingView, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "in May " * 60
    view.show_page(what := page_of(text, *(Span(n, n + 3) for n in range(3, len(text), 7))))
    drawing = drawing_of(view)
    assert draw_ahead(drawing, 1.0)
    drawn: list[int] = []
    fills = Paint.fills
    monkeypatch.setattr(
        Paint,
        "fills",
        lambda paint, painter, found: (
            drawn.append(len(found.entities)),
            fills(paint, painter, found),
        ),
    )
    what.fold.items["s30"] = replace(what.fold.items["s30"], status="accepted")
    view.items_changed({"s30"})
    seen(drawing, 1.0)
    assert len(drawn) == 1
    assert 0 < drawn[0] < 12


@pytest.mark.parametrize("hidden", [False, True])
def test_blocks_are_drawn_ahead_once_and_again_only_where_something_changed(
    view: ReadingView, hidden: bool
) -> None:
    what = page()
    view.show_page(what)
    view.hide_marks(hidden)
    drawing = drawing_of(view)
    assert draw_ahead(drawing, 1.0) > 5
    assert draw_ahead(drawing, 1.0) == 0
    what.fold.items["s0"] = replace(what.fold.items["s0"], status="rejected")
    view.items_changed({"s0"})
    assert draw_ahead(drawing, 1.0) == (0 if hidden else 1)


def test_between_the_pixels_no_picture_is_drawn(view: ReadingView) -> None:
    view.show_page(page())
    assert not drawing_of(view).prepare_next(0, 1200, 1.25)


def test_letters_are_drawn_ahead_once_the_person_rests(view: ReadingView, qtbot: QtBot) -> None:
    view.show_page(page())
    with qtbot.waitExposed(view):
        view.show()
    letters = drawing_of(view)._letters
    ratio = view.devicePixelRatioF()
    assert not letters._pictures_at(ratio)
    qtbot.waitUntil(lambda: len(letters._pictures_at(ratio)) == WORDS)


def test_another_width_waits_for_nothing_to_be_freed_but_later_it_is(
    view: ReadingView, qtbot: QtBot
) -> None:
    view.show_page(page())
    with qtbot.waitExposed(view):
        view.show()
    drawing, ratio = drawing_of(view), view.devicePixelRatioF()
    draw_ahead(drawing, ratio)
    kept = drawing._pictures.get(2, ratio)
    assert kept is not None
    pixels = weakref.ref(kept.pixels)
    del kept
    view.resize(500, 900)
    assert drawing._pictures.get(2, ratio) is None
    assert pixels() is not None
    qtbot.waitUntil(lambda: pixels() is None and not drawing.looks.leftovers.free_one())
