"""Sentences that are longer than their line: they are read whole, and nothing moves for them."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import QEvent, Qt
from windowed import CTRL, RELEASE, Noticed
from windowed import press_in as press

from annotator.ui.theme import Theme

PATH = f"/home/ann/{'my files/' * 40}the club.annotator"
MOVED = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.LayoutRequest)


@pytest.fixture
def window(qtbot, open_window):
    """A small window that has said something."""
    window, _ = open_window(RELEASE)
    window.frame.resize(1000, 700)
    qtbot.waitUntil(lambda: window.width() == 1000)
    window.session.say("")
    return window


def wide(window, width, end=": open that."):
    """A sentence of about this width, the last words of which say what to do."""
    metrics = window.status.message.metrics()
    words = "Gone"
    while metrics.horizontalAdvance(words + " away" + end) <= width:
        words += " away"
    return words + end


def below(window):
    """The room of the line and of what is beside it."""
    status = window.status
    return status.message.x(), status.progress.geometry().right()


def test_a_sentence_that_fits_stays_on_its_line(window):
    window.session.say(wide(window, window.status.message.width()))
    assert window.status.message.has_room()
    assert window.status.whole.isHidden()


def test_a_longer_one_takes_the_room_of_the_count_of_releases_first(window):
    status = window.status
    words = wide(window, status.progress.x() - status.message.x() - 25)
    window.session.say(words)
    assert status.whole.lines == [words]
    assert status.whole.geometry().intersects(status.project.geometry())
    for kept in (status.progress, status.hints, status.selection):
        assert not status.whole.geometry().intersects(kept.geometry())


def test_then_that_of_the_progress_too(window):
    status = window.status
    left, right = below(window)
    words = wide(window, right - left)
    window.session.say(words)
    assert status.whole.lines == [words]
    assert status.whole.geometry().intersects(status.progress.geometry())
    assert not status.whole.geometry().intersects(status.hints.geometry())


@pytest.mark.parametrize("tone", ["error", "quiet"])
def test_then_the_line_of_hints_and_nothing_moves(window, tone):
    status = window.status
    left, right = below(window)
    words = wide(window, 1.5 * (right - left))
    page = window.panes.page
    moved = Noticed(MOVED, window, window.panes, page, page.viewport(), status)
    places = [w.geometry() for w in (page, status, status.hints, status.message, status.progress)]
    window.session.say(words, tone)
    assert " ".join(status.whole.lines) == words
    assert len(status.whole.lines) == 2
    region = status.whole.mask().translated(status.whole.pos())
    assert region.contains(status.hints.geometry().center())
    assert not region.intersects(status.progress.geometry())
    assert not status.whole.geometry().intersects(status.selection.geometry())
    window.session.say("Accepted")
    assert status.whole.isHidden()
    after = [w.geometry() for w in (page, status, status.hints, status.message, status.progress)]
    assert after == places
    assert moved.widgets == []


def test_only_what_two_lines_cannot_hold_is_cut_in_the_middle_and_has_a_tool_tip(window):
    left, right = below(window)
    words = wide(window, 3 * (right - left))
    window.session.say(words, "error")
    first, second = window.status.whole.lines
    assert words.startswith(first)
    assert "…" in second
    assert second.endswith(": open that.")
    assert words in window.status.whole.toolTip()


@pytest.mark.parametrize(
    ("name", "sentence", "start", "end"),
    [
        ("club" * 60, "{} is damaged; open that.", "clubclub", "club is damaged; open that."),
        (PATH, "The disk of {} is full; make room.",
         "The disk of /home/ann/", "the club.annotator is full; make room."),
        (PATH, 'Release 2 is damaged; "annotator repair {}" saves what can be read.',
         'Release 2 is damaged; "annotator repair /home/',
         'the club.annotator" saves what can be read.'),
    ],
)  # fmt: skip
def test_the_middle_of_a_long_name_goes_before_anything_that_is_said_of_it(
    window, name, sentence, start, end
):
    words = sentence.format(name)
    window.session.say(words, "error")
    left, right = below(window)
    lines = window.status.whole.lines
    assert len(lines) == 2
    assert all(
        window.status.message.metrics().horizontalAdvance(one) <= right - left for one in lines
    )
    shown = " ".join(lines)
    assert shown.count("…") == 1
    assert shown.startswith(start)
    assert shown.endswith(end)
    assert len(shown) > 200, "no more goes than has to"
    assert name in window.status.whole.toolTip()


def test_a_path_without_a_space_is_broken_where_the_line_ends(window):
    left, right = below(window)
    words = wide(window, 1.5 * (right - left)).replace(" ", "/")
    window.session.say(words)
    assert "".join(window.status.whole.lines) == words


def test_another_width_shows_it_as_there_is_room(qtbot, window):
    left, right = below(window)
    window.session.say(wide(window, 1.5 * (right - left)), "error")
    window.frame.resize(2600, 700)
    qtbot.waitUntil(lambda: window.width() == 2600)
    assert window.status.whole.isHidden()
    window.frame.resize(1000, 700)
    qtbot.waitUntil(lambda: window.width() == 1000)
    assert len(window.status.whole.lines) == 2
    assert not window.status.whole.isHidden()


def covered(window):
    """Whether a sentence lies over the hints."""
    status = window.status
    over = status.whole.geometry().intersects(status.hints.geometry())
    return over and not status.whole.isHidden()


def test_a_question_and_a_chord_show_what_keys_answer_them(qtbot, window):
    left, right = below(window)
    words = wide(window, 1.5 * (right - left))
    window.session.say(words, "error")
    press(qtbot, window, Qt.Key.Key_F, CTRL)
    assert window.session.prompt is not None
    assert not covered(window)
    press(qtbot, window, Qt.Key.Key_Escape)
    window.session.say(words, "error")
    assert covered(window)


def test_hints_come_back_with_the_first_key_after_it_can_have_been_read(qtbot, window, monkeypatch):
    now = [100.0]
    monkeypatch.setattr(window.status, "_clock", lambda: now[0])
    left, right = below(window)
    window.session.say(wide(window, 1.5 * (right - left)), "error")
    press(qtbot, window, Qt.Key.Key_Tab)
    assert covered(window)
    now[0] += 60
    press(qtbot, window, Qt.Key.Key_Tab)
    assert not covered(window)
    assert window.status.whole.lines[0].endswith(": open that.")


def test_it_is_drawn_in_the_colours_that_are_on(window):
    left, right = below(window)
    window.session.say(wide(window, 1.5 * (right - left)), "error")
    for dark in (True, False):
        theme = Theme.load(dark=dark)
        window.status.set_theme(theme)
        picture = window.status.whole.grab().toImage()
        places = itertools.product(range(picture.width()), range(picture.height()))
        assert theme.warn.name() in {picture.pixelColor(x, y).name() for x, y in places}
