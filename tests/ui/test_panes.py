"""Queue and claims beside the page, as a person goes through them."""

from __future__ import annotations

import pytest
from desk import shown
from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QApplication, QWidget
from windowed import CTRL, CTRL_SHIFT, RELEASE, hold_in
from windowed import press_in as press

from annotator.model.plain import Incoming, PastStep
from annotator.model.records import Entity, Release
from annotator.model.selection import NOTHING_SELECTED
from annotator.model.spans import Span
from annotator.model.steps import Decision, Step
from annotator.model.withdrawal import withdraw
from annotator.ui.hints import Hint
from annotator.ui.queue.model import ROW


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


def test_a_click_on_a_card_selects_its_claim_and_goes_back_to_the_text(qtbot, open_window):
    window, session = open_window("*[Ann]PERSON? said [we won]CLAIM? and [all left]CLAIM2?.")
    window.panes.go(1)
    cards = window.panes.claims.list
    place = cards.visualRect(window.panes.claims.model.index(1, 0)).center()
    qtbot.mouseClick(cards.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert "*[all left]CLAIM2?" in shown(session)
    assert window.frame.focusWidget() is window.panes.page


def framed(window) -> list[str]:
    """The cards with a frame, by what is claimed."""
    rows = window.panes.claims.list
    size = QSize(rows.viewport().width(), rows.sizeHintForRow(0))
    accent, found = window.theme.accent.rgb(), []
    for row in range(rows.model().rowCount()):
        index = rows.model().index(row, 0)
        picture = rows.viewport().grab(rows.visualRect(index)).toImage()
        middle = size.height() // 2
        if any(picture.pixel(x, middle) == accent for x in range(16)):
            found.append(index.data().split(": ")[-1].rpartition(" (")[0])
    return found


def test_a_verdict_among_the_claims_leads_to_the_next_open_claim(qtbot, open_window):
    window, session = open_window(
        "*[we won]CLAIM1?, [they [Ann]PERSON? lost]CLAIM2?, [Bob]PERSON? [left]CLAIM3?."
    )
    press(qtbot, window, Qt.Key.Key_F6)
    press(qtbot, window, Qt.Key.Key_Down)
    assert framed(window) == ["they Ann lost"]
    press(qtbot, window, Qt.Key.Key_A)
    assert "*[left]CLAIM3?" in shown(session)
    assert framed(window) == ["left"]
    press(qtbot, window, Qt.Key.Key_X)
    assert "*[we won]CLAIM1?" in shown(session)
    assert framed(window) == ["we won"]
    press(qtbot, window, Qt.Key.Key_A)
    assert session.selection.item is None
    assert framed(window) == []
    press(qtbot, window, Qt.Key.Key_A)
    assert session.said.text == UNFRAMED
    assert "[Ann]PERSON?" in shown(session)
    assert "[Bob]PERSON?" in shown(session)


UNFRAMED = "Nothing was decided: no claim is selected. The arrows go to one, Esc back to the text"


@pytest.mark.parametrize("key", [Qt.Key.Key_A, Qt.Key.Key_X, Qt.Key.Key_1, Qt.Key.Key_Period])
def test_among_the_claims_nothing_is_decided_on_what_is_selected_in_the_text(
    qtbot, open_window, key
):
    before = "*[Ann]PERSON? said [we won]CLAIM?. [Bob]PERSON? left."
    window, session = open_window(before)
    press(qtbot, window, Qt.Key.Key_F6)
    assert framed(window) == []
    press(qtbot, window, key)
    assert shown(session) == before
    assert session.said.text == UNFRAMED
    press(qtbot, window, Qt.Key.Key_Down)
    press(qtbot, window, Qt.Key.Key_A)
    assert "[we won]CLAIM+" in shown(session)


def test_among_the_claims_what_letters_at_words_mark_is_labelled(qtbot, open_window):
    window, session = open_window("*[Ann]PERSON? said [we won]CLAIM?.")
    press(qtbot, window, Qt.Key.Key_F6)
    for key in (Qt.Key.Key_F, Qt.Key.Key_F, Qt.Key.Key_2):
        press(qtbot, window, key)
    assert "[Ann]ORG^" in shown(session)


def test_among_the_claims_what_was_decided_in_the_text_is_undone_and_the_release_finished(
    qtbot, open_window
):
    window, session = open_window("*[Ann]PERSON? said [we won]CLAIM+. [Bob]PERSON? left.")
    press(qtbot, window, Qt.Key.Key_X)
    press(qtbot, window, Qt.Key.Key_F6)
    assert framed(window) == []
    press(qtbot, window, Qt.Key.Key_Z, CTRL)
    assert "*[Ann]PERSON?" in shown(session)
    press(qtbot, window, Qt.Key.Key_Z, CTRL_SHIFT)
    assert "[Ann]PERSON" not in shown(session)
    press(qtbot, window, Qt.Key.Key_Y)
    assert "[Bob]PERSON+" in shown(session)


def test_in_the_text_a_verdict_leads_to_what_is_open_next_again(qtbot, open_window):
    window, session = open_window("[we won]CLAIM1?, [Ann]PERSON? said [they lost]CLAIM2?.")
    press(qtbot, window, Qt.Key.Key_F6)
    press(qtbot, window, Qt.Key.Key_Escape)
    press(qtbot, window, Qt.Key.Key_A)
    assert "*[Ann]PERSON?" in shown(session)
    assert framed(window) == []


def test_a_menu_over_the_text_leads_to_what_is_open_next_after_keys_among_the_claims(
    qtbot, open_window
):
    window, session = open_window("[we won]CLAIM1?, [Ann]PERSON? said [they lost]CLAIM2?.")
    press(qtbot, window, Qt.Key.Key_F6)
    press(qtbot, window, Qt.Key.Key_Down)
    press(qtbot, window, Qt.Key.Key_Up)
    assert framed(window) == ["we won"]
    window.panes.page.setFocus()
    session.run("accept")
    assert "*[Ann]PERSON?" in shown(session)


def test_the_claims_are_walked_from_where_the_caret_is(qtbot, open_window):
    window, session = open_window(
        "[we won]CLAIM1+, [they lost]CLAIM2+, *[Ann]PERSON? [left]CLAIM3+, [Bob]PERSON? sat."
    )
    press(qtbot, window, Qt.Key.Key_F6)
    assert framed(window) == [], "an entity is selected"
    press(qtbot, window, Qt.Key.Key_Down)
    assert framed(window) == ["left"]
    session.select_item(session.places.open[0][1])
    press(qtbot, window, Qt.Key.Key_Up)
    assert framed(window) == ["they lost"]


def first_column(picture) -> int:
    """Where the words in a picture begin."""
    ground = picture.pixel(0, 0)
    columns, lines = range(picture.width()), range(picture.height())
    return next(x for x in columns if any(picture.pixel(x, y) != ground for y in lines))


def test_the_line_above_the_cards_tells_that_keys_go_through_them(qtbot, open_window):
    window, _ = open_window("[we won]CLAIM?")
    head = window.panes.claims.head
    plain = head.grab().toImage()
    press(qtbot, window, Qt.Key.Key_F6)
    lit = head.grab().toImage()
    assert lit != plain
    assert first_column(lit) == first_column(plain), "the words stay where they are"
    press(qtbot, window, Qt.Key.Key_Escape)
    assert head.grab().toImage() == plain


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


def test_a_search_whose_field_is_folded_away_stands_beside_the_counters(qtbot, open_window):
    window, session = open_window(RELEASE)
    counters = window.status.project
    window.frame.resize(1000, 700)
    assert counters.text() == "0 of 1 releases finished"
    session.run("search-queue")
    qtbot.keyClicks(window.panes.queue.search, "is:unfinished")
    assert counters.text() == "0 of 1 releases finished", "the field is seen"
    press(qtbot, window, Qt.Key.Key_Return)
    assert counters.text() == "queue: “is:unfinished” · 0 of 1 releases finished"
    window.frame.resize(1300, 700)
    assert counters.text() == "0 of 1 releases finished"
    window.frame.resize(1000, 700)
    press(qtbot, window, Qt.Key.Key_Escape)
    press(qtbot, window, Qt.Key.Key_Escape)
    assert window.panes.queue.search.text() == ""
    assert counters.text() == "0 of 1 releases finished"


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


def test_quitting_works_from_the_search(qtbot, open_window):
    window, session = open_window(RELEASE)
    session.run("search-queue")
    with qtbot.waitSignal(window.frame.closing):
        press(qtbot, window, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)


def test_narrow_windows_fold_panes_and_f6_brings_them_back(qtbot, open_window):
    window, _ = open_window(RELEASE)
    window.frame.resize(900, 700)
    assert not window.panes.queue.isVisible()
    assert not window.panes.claims.isVisible()
    assert window.status.hints.hints[0] == Hint("F6", "claims, then queue")
    press(qtbot, window, Qt.Key.Key_F6)
    assert window.panes.claims.isVisible()
    assert window.status.hints.hints[0] == Hint("F6", "queue")
    press(qtbot, window, Qt.Key.Key_Escape)
    assert not window.panes.claims.isVisible()


class Widths(QObject):
    """Hears which widths a widget gets."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.seen = []
        widget.installEventFilter(self)

    def eventFilter(self, _widget, event):  # noqa: N802
        if event.type() == QEvent.Type.Resize:
            self.seen.append(event.size().width())
        return False


@pytest.mark.parametrize("width", [1100, 900, 1400])
def test_the_text_gets_its_new_width_once_though_panes_come_and_go(open_window, width):
    window, _ = open_window(RELEASE)
    window.frame.resize(1000 if width == 1400 else 1300, 700)
    QApplication.processEvents()
    widths = Widths(window.panes.page)
    window.frame.resize(width, 700)
    QApplication.processEvents()
    assert widths.seen == [window.panes.page.width()]


def test_a_click_on_the_text_folds_a_pane_away_again(qtbot, open_window):
    window, _ = open_window("Ann [said]CUE [we won]CLAIM?.")
    window.frame.resize(700, 600)
    window.panes.go(1)
    assert window.panes.claims.isVisible()
    page = window.panes.page.viewport()
    qtbot.mouseClick(page, Qt.MouseButton.LeftButton, pos=page.rect().center())
    assert not window.panes.claims.isVisible()
    assert window.frame.focusWidget() is window.panes.page


@pytest.mark.parametrize(
    ("width", "ways"),
    [
        (900, ["claims, then queue", "queue", "list of the queue, then claims",
               "text, then claims", "claims, then queue"]),
        (1000, ["claims, then queue", "queue", "", "", "claims, then queue"]),
        (1400, ["", "", "", "", ""]),
    ],
)  # fmt: skip
def test_the_hint_in_a_narrow_window_says_where_f6_goes_now(qtbot, open_window, width, ways):
    window, _ = open_window(RELEASE)
    window.frame.resize(width, 700)
    seen = []
    for _ in ways:
        first = window.status.hints.hints[0]
        seen.append(first.words if first.keys == "F6" else "")
        press(qtbot, window, Qt.Key.Key_F6)
    assert seen == ways


@pytest.fixture
def walking(qtbot, open_window):
    """A window with five releases, of which the first is in hand and the focus is on the third."""
    window, session = open_window("*[Ann]PERSON? said [we won]CLAIM?.")
    session.project.add_all(
        Incoming(Release(f"Race {n} is over.", title=f"Race {n}")) for n in range(1, 5)
    )
    window.panes.queue.refresh()
    window.panes.focus_on(window.panes.queue.list)
    for _ in range(2):
        press(qtbot, window, Qt.Key.Key_Down)
    return window, session


def titles(session) -> list[str]:
    return [row.title for row in session.project.queue()]


def row_in_hand(window) -> str:
    """The title of the row that the queue is on."""
    return window.panes.queue.list.currentIndex().data(ROW).title


def test_in_the_queue_the_row_is_withdrawn_and_the_next_one_walked_on_to(qtbot, walking):
    window, session = walking
    hold_in(window, Qt.Key.Key_Backspace, CTRL_SHIFT)
    assert titles(session) == ["A release", "Race 1", "Race 3", "Race 4"]
    assert session.said.text == "Withdrew “Race 2”. Ctrl+Z brings it back"
    assert shown(session) == "*[Ann]PERSON? said [we won]CLAIM?."
    assert row_in_hand(window) == "Race 3"
    for _ in range(2):
        press(qtbot, window, Qt.Key.Key_Backspace, CTRL_SHIFT)
    assert titles(session) == ["A release", "Race 1"]
    assert row_in_hand(window) == "Race 1"
    assert window.frame.focusWidget() is window.panes.queue.list


@pytest.mark.parametrize("key", [Qt.Key.Key_A, Qt.Key.Key_X, Qt.Key.Key_1, Qt.Key.Key_Y])
def test_in_the_queue_nothing_is_decided_but_in_the_release_of_the_row(qtbot, walking, key):
    window, session = walking
    press(qtbot, window, key)
    assert session.project.last_step() == 0
    assert session.said.text == (
        "Nothing was decided: the queue is on another release. Enter opens it"
    )
    for _ in range(2):
        press(qtbot, window, Qt.Key.Key_Up)
    press(qtbot, window, key)
    assert session.project.last_step() == 1
    assert row_in_hand(window) == session.release.title


def test_a_row_with_decisions_is_asked_about_by_its_title(qtbot, walking):
    window, session = walking
    session.project.record(
        session.project.queue()[2].release,
        Step("label", (Decision("add", "a1", Entity(Span(0, 4), "EVENT")),), NOTHING_SELECTED),
    )
    press(qtbot, window, Qt.Key.Key_Backspace, CTRL_SHIFT)
    assert session.prompt.title == "Withdraw “Race 2”, with 1 decision in it?"
    press(qtbot, window, Qt.Key.Key_Escape)
    assert len(titles(session)) == 5
    session.withdraw(session.project.queue()[2].release)
    press(qtbot, window, Qt.Key.Key_Return)
    assert titles(session) == ["A release", "Race 1", "Race 3", "Race 4"]
    session.run("undo")
    assert session.release.title == "A release"
    assert session.queue.row(session.project.queue()[2].release).state == "started"


def test_the_row_of_the_release_in_hand_is_withdrawn_as_from_the_page(qtbot, walking):
    window, session = walking
    for _ in range(2):
        press(qtbot, window, Qt.Key.Key_Up)
    press(qtbot, window, Qt.Key.Key_Backspace, CTRL_SHIFT)
    assert titles(session) == ["Race 1", "Race 2", "Race 3", "Race 4"]
    assert session.release.title == "Race 1"


def test_among_the_claims_it_is_the_release_in_hand_that_is_withdrawn(qtbot, walking):
    window, session = walking
    window.panes.focus_on(window.panes.claims.list)
    assert window.frame.focusWidget() is window.panes.claims.list
    press(qtbot, window, Qt.Key.Key_Backspace, CTRL_SHIFT)
    assert titles(session) == ["Race 1", "Race 2", "Race 3", "Race 4"]


def test_a_row_that_went_meanwhile_is_not_withdrawn_again_and_no_other_either(walking):
    _, session = walking
    gone = session.project.queue()[2].release
    session.project.record_all([gone], withdraw)
    session.withdraw(gone)
    assert session.said.text == "It is withdrawn already"
    assert len(titles(session)) == 4


def test_a_question_about_a_row_hides_the_names_that_are_masked(desk):
    session = desk.session("[Ann Lee]PERSON+ [said]CUE *[we won]CLAIM?.")
    other = Release("Race 1 is over.", title="Ann Lee wins")
    session.project.add(other, (), [PastStep(Step("finish", (), NOTHING_SELECTED, "finished"))])
    session.run("blind")
    session.withdraw(other.id)
    assert session.prompt.title == "Withdraw “Person A wins”, which is finished?"


def hinted(window) -> list[str]:
    return [hint.words for hint in window.status.hints.hints]


def test_the_hints_are_the_keys_of_the_place_where_the_focus_is(qtbot, walking):
    window, session = walking
    in_list = ["open", "next row", "withdraw", "back to the text", "commands", "all keys"]
    in_search = ["open", "next row", "back to the text", "commands"]
    assert hinted(window) == in_list
    qtbot.mouseClick(window.panes.queue.search, Qt.MouseButton.LeftButton)
    assert hinted(window) == in_search
    session.run("palette")
    assert hinted(window) == ["choose", "next", "cancel"]
    press(qtbot, window, Qt.Key.Key_Escape)
    on_page = hinted(window)
    assert on_page[:2] == ["accept", "reject"]
    press(qtbot, window, Qt.Key.Key_P, CTRL)
    assert hinted(window) == in_search
    qtbot.mouseClick(window.panes.page.viewport(), Qt.MouseButton.LeftButton)
    assert hinted(window)[-2:] == ["commands", "all keys"]
    assert "back to the text" not in hinted(window)
    press(qtbot, window, Qt.Key.Key_F6)
    assert window.frame.focusWidget() is window.panes.claims.list
    assert hinted(window) == ["next row", "back to the text", "commands", "all keys"]
    press(qtbot, window, Qt.Key.Key_Down)
    assert hinted(window)[:2] == ["accept", "reject"]
    assert "back to the text" not in hinted(window), "what is selected there is judged there"
