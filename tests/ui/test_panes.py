"""Queue and claims beside the page, as a person goes through them."""

from __future__ import annotations

from desk import shown
from PySide6.QtCore import Qt
from windowed import RELEASE
from windowed import press_in as press

from annotator.model.records import Release
from annotator.ui.hints import Hint


def test_f6_goes_round_the_panes_and_escape_back(qtbot, open_window):
    window, _ = open_window(RELEASE)
    seen = []
    for _ in range(4):
        press(qtbot, window, Qt.Key.Key_F6)
        seen.append(window.frame.focusWidget())
    panes = window.panes
    assert seen == [panes.claims.list, panes.queue.search, panes.queue.list, panes.page]
    press(qtbot, window, Qt.Key.Key_F6)
    press(qtbot, window, Qt.Key.Key_Escape)
    assert window.frame.focusWidget() is panes.page


def test_the_claims_pane_selects_as_it_is_walked(qtbot, open_window):
    window, session = open_window("[we won]CLAIM? and [they lost]CLAIM2?.")
    press(qtbot, window, Qt.Key.Key_F6)
    press(qtbot, window, Qt.Key.Key_Down)
    assert "*[they lost]CLAIM2?" in shown(session)
    press(qtbot, window, Qt.Key.Key_A)
    assert "[they lost]CLAIM2+" in shown(session)


def test_the_claims_of_another_release_are_shown_from_the_first(open_window):
    many = " ".join(f"[we won {n}]CLAIM{n}+" for n in range(1, 40))
    window, session = open_window(f"{many} first", f"{many} second")
    bar = window.panes.claims.list.verticalScrollBar()
    bar.setValue(bar.maximum())
    session.show()
    assert bar.value() == bar.maximum(), "the same release stays where it is"
    session.run("next-release")
    assert bar.value() == 0


def test_the_queue_is_searched_and_opened_with_keys(qtbot, open_window):
    window, session = open_window("*[Ann]PERSON? left.", "[Bob]PERSON? stayed.")
    press(qtbot, window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert window.frame.focusWidget() is window.panes.queue.search
    press(qtbot, window, Qt.Key.Key_Down)
    press(qtbot, window, Qt.Key.Key_Return)
    assert session.text == "Bob stayed."
    assert window.frame.focusWidget() is window.panes.page


def test_escape_clears_the_search_from_its_field_and_from_the_page(qtbot, open_window):
    window, session = open_window("Ann left.", "Bob left.")
    queue = window.panes.queue
    for from_page in (False, True):
        session.run("search-queue")
        qtbot.keyClicks(queue.search, "release")
        qtbot.waitUntil(lambda: not queue._delay.isActive())
        if from_page:
            press(qtbot, window, Qt.Key.Key_Return)
            press(qtbot, window, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
            press(qtbot, window, Qt.Key.Key_Escape)
            assert session.selection.mark is None
            assert queue.search.text(), "the mark goes first"
        press(qtbot, window, Qt.Key.Key_Escape)
        assert queue.search.text() == ""
        assert window.frame.focusWidget() is window.panes.page


def test_a_search_that_hides_the_release_in_hand_says_so(qtbot, open_window):
    window, session = open_window("Ann left.", "Bob left.")
    queue = window.panes.queue
    session.project.add(Release("Cid left.", title="Another"))
    session.run("search-queue")
    qtbot.keyClicks(queue.search, "another")
    qtbot.waitUntil(queue.hidden.isVisible)
    assert "Esc clears" in queue.hidden.text()
    press(qtbot, window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not queue.hidden.isVisible())


def test_a_search_without_a_match_says_so(qtbot, open_window):
    window, _ = open_window(RELEASE)
    queue = window.panes.queue
    with qtbot.waitSignal(queue.model.modelReset):
        qtbot.keyClicks(queue.search, "zzz")
    assert queue.model.rowCount() == 0
    assert '"zzz"' in queue.empty.text()
    assert "Esc clears" in queue.empty.text()


def test_the_guide_opens_from_the_search(qtbot, open_window):
    window, session = open_window(RELEASE)
    session.run("search-queue")
    press(qtbot, window, Qt.Key.Key_F1)
    assert window.cover.sheet is not None


def test_narrow_windows_fold_panes_and_f6_brings_them_back(qtbot, open_window):
    window, _ = open_window(RELEASE)
    window.frame.resize(900, 700)
    assert not window.panes.queue.isVisible()
    assert not window.panes.claims.isVisible()
    assert window.status.hints.hints[0] == Hint("F6", "queue and claims")
    press(qtbot, window, Qt.Key.Key_F6)
    assert window.panes.claims.isVisible()
    assert window.status.hints.hints[0] == Hint("F6", "queue")
    press(qtbot, window, Qt.Key.Key_Escape)
    assert not window.panes.claims.isVisible()
