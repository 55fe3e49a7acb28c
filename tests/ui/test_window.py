"""The window as a person meets it: keys, clicks, prompts, what is said and what lies over it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from desk import shown
from parsed import Player, parsed
from PySide6.QtCore import QEvent, QPoint, QSettings, QSize, Qt
from PySide6.QtGui import QContextMenuEvent, QTextTable
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QWidget
from windowed import CTRL, CTRL_SHIFT, RELEASE, Noticed, hold_in
from windowed import press_in as press

from annotator.edit.ahead import Ahead
from annotator.edit.commands import COMMANDS
from annotator.edit.keys import Binding, Keymap, read_keymap
from annotator.edit.session import READING
from annotator.model.records import Release
from annotator.ui.ask import asking_folder
from annotator.ui.claims.model import ITEM
from annotator.ui.frame import Frame
from annotator.ui.hints import Hint
from annotator.ui.keysheet import closing_keys, key_rows
from annotator.ui.picker import CHOICE
from annotator.ui.queue.model import ROW
from annotator.ui.reading.page import Page

PAINTED = (QEvent.Type.Paint,)


def test_keys_judge_in_the_real_window(qtbot, open_window):
    window, session = open_window(RELEASE)
    press(qtbot, window, Qt.Key.Key_Return)
    qtbot.keyClicks(window.frame.focusWidget(), "x")
    assert shown(session) == (
        "[Ann Lee]PERSON+ of Acme [said]CUE *[we won the [2020]DATE?? vote]CLAIM?."
    )
    press(qtbot, window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert "*[Acme]ORG?" in shown(session)
    assert window.status.message.text().startswith("Took back: rejected ORG “Acme”")


def test_markup_and_turned_letters_of_a_release_are_shown_and_not_obeyed(open_window):
    window, session = open_window(RELEASE)
    sly = "<img src='file:///x.png'><b>Won\u202e\x1b"
    session.project.add(Release("A text.", title=sly, publisher=sly))
    session.open(session.project.queue()[1].release)
    window.panes.queue.refresh()
    row = window.panes.queue.model.index(1).data(ROW)
    assert row.title == row.publisher == "<img src='file:///x.png'><b>Won□□"
    assert Page(session.release, session.paragraphs, session.fold).title == row.title
    session.say(session.title)
    labels = window.frame.findChildren(QLabel)
    assert len(labels) > 5
    for label in labels:
        assert label.textFormat() == Qt.TextFormat.PlainText, label.text()


SLY = "Min\u202eretsi\u202c of Mos\u200bcow"
SEEN = "Min□retsi□ of Mos□cow"
TIP = Qt.ItemDataRole.ToolTipRole


def wordings(window):
    """All that is shown around the page, but for what is drawn."""
    yield window.frame.windowTitle()
    for widget in window.frame.findChildren(QWidget):
        yield widget.toolTip()
        yield widget.text() if isinstance(widget, QLabel) else ""
    for hint in window.status.hints.hints:
        yield hint.words
    for model in (window.panes.queue.model, window.panes.claims.model):
        for row in range(model.rowCount()):
            yield from (model.index(row).data(role) for role in (TIP, Qt.ItemDataRole.DisplayRole))
    rows = window.picker.rows
    yield from (rows.item(row).text() for row in range(rows.count()))


def test_no_words_of_a_release_are_turned_round_or_hidden_around_the_page(qtbot, open_window):
    window, session = open_window(RELEASE)
    claim = next(place[1] for place in session.places.visible if place[0][2] == 1)
    session.select_item(claim)
    for command in ("claimer", "note"):
        session.run(command, SLY)
    session.project.add(Release(f"{SLY} said no.", title=SLY, publisher=SLY, date=SLY))
    window.panes.queue.refresh()
    session.say(f"Read {SLY}", "error")
    session.select_item(claim)
    press(qtbot, window, Qt.Key.Key_P)
    assert session.fold.items[claim].record.claimer == SLY
    told = "\n".join(wordings(window))
    assert not set(told) & {"\u202e", "\u202c", "\u200b"}
    assert told.count(SEEN) >= 6
    session.open(session.project.queue()[1].release)
    assert window.frame.windowTitle().startswith(SEEN)


def test_what_is_copied_is_what_stands_there(qtbot, open_window):
    window, session = open_window(f"{SLY} said no.")
    press(qtbot, window, Qt.Key.Key_End, Qt.KeyboardModifier.ShiftModifier)
    press(qtbot, window, Qt.Key.Key_C, CTRL)
    assert QApplication.clipboard().text() == session.text


@pytest.mark.parametrize("command", ["accept", "next-item", "undo"])
def test_the_page_is_painted_before_anything_around_it(open_window, command):
    window, session = open_window(RELEASE)
    session.run("reject")
    QApplication.processEvents()
    page, status = window.panes.page.viewport(), window.status.message
    painted = Noticed(PAINTED, page, status)
    session.run(command)
    assert painted.widgets == [page]
    QApplication.processEvents()
    assert painted.widgets == [page, status]


@pytest.mark.parametrize(
    ("before", "command", "after"),
    [
        ("accept", "undo", "[Cid]PERSON? said *[we won]CLAIM?."),
        ("accept undo", "redo", "[Cid]PERSON? said *[we won]CLAIM+."),
        ("withdraw", "undo", "[Cid]PERSON? said *[we won]CLAIM?."),
    ],
)
def test_a_release_that_a_step_leads_to_is_painted_once_as_it_stands(
    open_window, before, command, after
):
    window, session = open_window("[Cid]PERSON? said [we won]CLAIM?.", "[Bob]PERSON? stayed.")
    session.select(session.here.on_item("s2"))
    for one in before.split():
        session.run(one)
    session.open(session.project.queue()[-1].release)
    QApplication.processEvents()
    painted = Noticed(PAINTED, window.panes.page.viewport())
    session.run(command)
    QApplication.processEvents()
    assert len(painted.widgets) == 1
    assert shown(session) == after
    seen = window.panes.grab().toImage()
    session.show()
    QApplication.processEvents()
    assert window.panes.grab().toImage() == seen


@pytest.mark.parametrize(
    ("command", "with_the_page", "afterwards"),
    [("end-right", 0, 1), ("accept", 0, 1), ("withdraw", 1, 0), ("next-release", 1, 0)],
)
def test_a_card_is_painted_again_only_where_it_has_changed_or_another_one_is_lit(
    open_window, command, with_the_page, afterwards
):
    window, session = open_window(
        "Ann [said]CUE *[we won]CLAIM? again.", "Bob [said]CUE [we lost]CLAIM?."
    )
    QApplication.processEvents()
    painted = Noticed(PAINTED, window.panes.claims.list.viewport())
    session.run(command)
    assert len(painted.widgets) == with_the_page
    QApplication.processEvents()
    assert len(painted.widgets) == with_the_page + afterwards


@pytest.mark.parametrize("command", ["blind", "highlights"])
def test_the_page_is_never_painted_with_what_was_just_hidden(open_window, monkeypatch, command):
    window, session = open_window(RELEASE)
    page, found = window.panes.page, []
    claim = next(item.id for item in session.fold.items.values() if item.record.layer == "claim")
    session.select_item(claim)

    def paint_now() -> None:
        looks = page._layout.looks
        found.append((looks.mask is not None, looks.marks_hidden))

    monkeypatch.setattr(page, "paint_now", paint_now)
    session.run(command)
    assert found
    assert set(found) == {(command == "blind", command == "highlights")}


def test_a_release_that_is_shown_anew_stays_where_it_is_scrolled_to(open_window):
    window, session = open_window(" ".join(f"[Ann]PERSON? won race {n}." for n in range(900)))
    session.select(session.here.on_item("s450"))
    bar = window.panes.page.verticalScrollBar()
    bar.setValue(bar.value() + 7)
    top = bar.value()
    assert top > 7
    session.show()
    assert bar.value() == top


def test_another_release_is_opened_while_the_cards_of_the_last_one_wait_to_be_painted(open_window):
    """As when a question was just closed: they are told before anything is painted."""
    window, session = open_window("Ann said *[we won]. And more.", "*[Bob] left.")
    session.run("new-claim")
    claims = window.panes.claims
    card = claims.model.index(0, 0)
    added = card.data(ITEM)
    session.run("next-release")
    session.run("mark-right")
    session.run("label", "PERSON")
    assert session.fold.items[added.id].record.layer == "entity"
    session.run("previous-release")
    QApplication.processEvents()
    shown = []
    session.listeners.insert(0, lambda _: claims.list.viewport().update())
    paint = claims.delegate.paint
    claims.delegate.paint = lambda *drawn: (shown.append(drawn[2].data(ITEM)), paint(*drawn))
    session.run("next-release")
    assert shown == []
    assert claims.model.rowCount() == 0


def test_tab_never_leaves_the_text(qtbot, open_window):
    window, session = open_window(RELEASE)
    first = session.selection.item
    press(qtbot, window, Qt.Key.Key_Tab)
    assert window.frame.focusWidget() is window.panes.page
    assert session.selection.item != first
    press(qtbot, window, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert session.selection.item == first


@pytest.mark.parametrize(
    ("key", "held", "after"),
    [
        (Qt.Key.Key_BraceRight, Qt.KeyboardModifier.ShiftModifier, "[Ann Lee of]PERSON^"),
        (Qt.Key.Key_BraceLeft, Qt.KeyboardModifier.ShiftModifier, "[Ann]PERSON^ Lee"),
        (Qt.Key.Key_BracketRight, Qt.KeyboardModifier.NoModifier, "Ann *[Lee]PERSON^"),
        (Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier, "Ann *[Lee]PERSON^"),
    ],
)
def test_punctuation_is_named_by_what_it_types(qtbot, open_window, key, held, after):
    window, session = open_window(RELEASE)
    press(qtbot, window, key, held)
    assert after in shown(session)


def test_label_prompt_takes_letters_and_enter(qtbot, open_window):
    window, session = open_window(RELEASE)
    qtbot.keyClicks(window.frame.focusWidget(), "l")
    assert window.picker.isVisible()
    assert window.frame.focusWidget() is window.picker.field
    qtbot.keyClicks(window.picker.field, "ev")
    rows = window.picker.rows
    assert [rows.item(row).text() for row in range(rows.count())] == ["EVENT", "new: ev"]
    press(qtbot, window, Qt.Key.Key_Return)
    assert not window.picker.isVisible()
    assert window.frame.focusWidget() is window.panes.page
    assert "*[Ann Lee]EVENT^" in shown(session)


def test_escape_closes_a_prompt_and_nothing_is_written(qtbot, open_window):
    window, session = open_window(RELEASE)
    qtbot.keyClicks(window.frame.focusWidget(), "l")
    qtbot.keyClicks(window.picker.field, "ev")
    press(qtbot, window, Qt.Key.Key_Escape)
    assert not window.picker.isVisible()
    assert session.project.last_step() == 0


def test_a_label_is_picked_with_the_mouse(qtbot, open_window):
    window, session = open_window(RELEASE)
    qtbot.keyClicks(window.frame.focusWidget(), "l")
    rows = window.picker.rows
    place = rows.visualItemRect(rows.item(1)).center()
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert not window.picker.isVisible()
    assert "*[Ann Lee]ORG^" in shown(session)


def test_where_no_choice_fits_it_is_said_until_a_letter_is_taken_back(qtbot, open_window):
    window, _ = open_window(RELEASE)
    press(qtbot, window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(window.picker.field, "c")
    usual = window.picker.hint.text()
    qtbot.keyClicks(window.picker.field, "oz")
    assert window.picker.rows.count() == 0
    assert window.picker.hint.text() == "Nothing fits: take a letter back"
    press(qtbot, window, Qt.Key.Key_Backspace)
    press(qtbot, window, Qt.Key.Key_Backspace)
    assert window.picker.hint.text() == usual


def test_the_palette_runs_a_command_by_its_words(qtbot, open_window):
    window, session = open_window(RELEASE)
    press(qtbot, window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(window.picker.field, "reject")
    press(qtbot, window, Qt.Key.Key_Return)
    assert shown(session, "-]").startswith("[Ann Lee]PERSON-")


def test_the_prompt_never_covers_the_selection(qtbot, open_window):
    window, _ = open_window(RELEASE)
    qtbot.keyClicks(window.frame.focusWidget(), "l")
    assert not window.picker.geometry().intersects(window._showing._selection_box())


@pytest.fixture
def reading_window(qtbot, open_window):
    """A window in which `g` waits for a structure, and who can give that."""
    window, session = open_window("The minister said that |we won.")
    player = Player(session, parsed("((The minister)p said (that (we won)c)c)s."))
    player.is_ready()
    session.select(session.here.at_caret(session.here.token(23)))
    qtbot.keyClicks(window.frame.focusWidget(), "g")
    assert window.status.message.text() == READING
    return window, session, player


def test_keys_typed_while_a_sentence_is_read_come_after_it(qtbot, reading_window):
    window, session, player = reading_window
    qtbot.keyClicks(window.frame.focusWidget(), "glorg")
    press(qtbot, window, Qt.Key.Key_Return)
    player.answers()
    assert shown(session) == "The minister said *[that we won]ORG!."
    assert not window.picker.isVisible()
    assert window.frame.focusWidget() is window.panes.page


def test_nobody_waits_long_for_a_sentence(qtbot, monkeypatch, open_window):
    monkeypatch.setattr("annotator.edit.session.LIMIT", 0.01)
    window, session = open_window("The minister said that |we won.")
    Player(session, parsed("A b.")).is_ready()
    qtbot.keyClicks(window.frame.focusWidget(), "g1")
    qtbot.waitUntil(lambda: session.project.last_step() == 1)
    assert shown(session) == "*[The minister said that we won]PERSON!."


def test_a_click_selects_and_a_drag_marks(open_window):
    window, session = open_window(RELEASE)
    page = window.panes.page
    acme = session.text.index("Acme")
    window._click(acme + 1, extend=False)
    assert "*[Acme]ORG?" in shown(session)
    page.dragged.emit(0, 5)
    assert session.selection.mark == (0, 7)


def test_copying_from_the_text_and_from_a_field(qtbot, open_window):
    window, session = open_window("*[Ann\u00a0Lee]PERSON? left\r\nnow.")
    clipboard = QApplication.clipboard()
    press(qtbot, window, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert clipboard.text() == "Ann\u00a0Lee"
    session.drag(8, 17)
    press(qtbot, window, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert clipboard.text() == "left\r\nnow"
    press(qtbot, window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(window.panes.queue.search, "abc")
    window.panes.queue.search.selectAll()
    press(qtbot, window, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert clipboard.text() == "abc"


def test_a_new_folder_can_be_named(qtbot, tmp_path):
    dialog = asking_folder(None, "Export").dialog
    qtbot.addWidget(dialog)
    dialog.setDirectory(str(tmp_path))
    field = dialog.findChild(QLineEdit)
    for name in ("new/one", "new"):
        field.setText(str(tmp_path / name))
        dialog.accept()
        assert dialog.result() == QDialog.DialogCode.Accepted
        assert dialog.chosen() == tmp_path / name


@pytest.mark.parametrize("width", [1400, 900, 560])
def test_the_ways_to_all_other_keys_stay_in_the_line_of_hints(open_window, width):
    window, session = open_window(RELEASE)
    line = window.status.hints
    for key in ("tab", "tab", "b", "shift+right", "m"):
        session.press(key)
        line.resize(width, line.height())
        assert [hint.keys for hint in line.fitting()[-2:]] == ["Ctrl+K", "?"]
        assert line.fitting()[:-2] == line.hints[: len(line.fitting()) - 2]
    assert len(line.fitting()) > 2


def test_the_key_sheet_covers_and_any_key_takes_it_away(qtbot, open_window):
    window, session = open_window(RELEASE)
    qtbot.keyClicks(window.frame.focusWidget(), "?")
    sheet = window.cover.sheet
    assert sheet is not None
    assert sheet.size() == window.size()
    qtbot.keyClicks(window.frame.focusWidget(), "x")
    assert window.cover.sheet is None
    assert session.project.last_step() == 0


@pytest.mark.parametrize("key", [Qt.Key.Key_Question, Qt.Key.Key_F1], ids=["keys", "guide"])
def test_a_sheet_stays_while_it_is_scrolled_and_fills_a_window_of_another_size(
    qtbot, open_window, key
):
    window, _ = open_window(RELEASE)
    press(qtbot, window, key)
    sheet = window.cover.sheet
    press(qtbot, window, Qt.Key.Key_PageDown)
    assert window.cover.sheet is sheet
    before = window.size()
    window.frame.resize(window.frame.size() - QSize(40, 60))
    assert sheet.size() == window.size() == before - QSize(40, 60)


def test_a_click_takes_the_key_sheet_away(qtbot, open_window):
    window, _ = open_window(RELEASE)
    press(qtbot, window, Qt.Key.Key_Question)
    qtbot.mouseClick(window.cover.sheet.viewport(), Qt.MouseButton.LeftButton)
    assert window.cover.sheet is None
    assert window.frame.focusWidget() is window.panes.page


def test_the_key_sheet_says_which_keys_close_it_and_they_do(qtbot, open_window):
    window, _ = open_window(RELEASE)
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_Question):
        qtbot.keyClicks(window.frame.focusWidget(), "?")
        assert window.cover.sheet.sheet.closing == ["Esc", "?"]
        assert window.cover.sheet.accessibleDescription().startswith("Esc ? close this")
        press(qtbot, window, key)
        assert window.cover.sheet is None


@pytest.mark.parametrize(
    ("own", "closing"),
    [({"escape": "", "f2": "drop"}, ["F2", "?"]), ({"escape": "", "?": ""}, [])],
)
def test_the_key_sheet_names_the_keys_of_ones_own_keymap(tmp_path, keymap, own, closing):
    file = tmp_path / "keymap.toml"
    lines = "".join(f'"{key}" = "{command}"\n' for key, command in own.items())
    file.write_text(f"[review]\n{lines}", "utf-8")
    merged, problems = read_keymap(file, COMMANDS, keymap)
    assert problems == []
    assert closing_keys(merged) == closing


def test_the_key_sheet_lists_what_has_no_key_behind_what_has(keymap):
    has_key = [[bool(keys) for _, keys in rows] for _, rows in key_rows(keymap)]
    assert any(not all(menu) for menu in has_key)
    assert has_key == [sorted(menu, reverse=True) for menu in has_key]


def test_the_guide_names_the_keys_that_are_in_force(qtbot, open_window):
    window, session = open_window(RELEASE)
    press(qtbot, window, Qt.Key.Key_F1)
    text = window.cover.sheet.toPlainText()
    judging = ("next-open", "accept", "reject", "finish", "undo", "redo")
    for command in (*judging, "find", "export", "guidelines"):
        assert session.keymap.shown(command) in text, command


def test_the_guidelines_are_found_by_their_words_and_read_like_the_guide(qtbot, open_window):
    window, _ = open_window(RELEASE)
    press(qtbot, window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(window.picker.field, "labelling gui")
    press(qtbot, window, Qt.Key.Key_Return)
    page = window.cover.sheet
    assert page.accessibleName() == "Labelling guidelines"
    assert page.toPlainText().startswith("Labelling guidelines")
    tables = [t for t in page.document().rootFrame().childFrames() if isinstance(t, QTextTable)]
    assert len(tables) == 2
    assert all(table.format().borderCollapse() for table in tables)
    press(qtbot, window, Qt.Key.Key_Escape)
    assert window.cover.sheet is None


def test_the_selection_and_its_card_say_where_they_came_from(qtbot, open_window):
    window, session = open_window("*[Ann]PERSON? [said]CUE [we won]CLAIM?.")
    line, cards = window.status.selection, window.panes.claims.model
    assert line.text() == "PERSON 90 % · written · pen@1"
    press(qtbot, window, Qt.Key.Key_Tab)
    assert line.text() == line.accessibleDescription() == session.describe_selection()
    card = cards.place(session.selection.item)
    assert card.data(Qt.ItemDataRole.AccessibleDescriptionRole) == line.text()
    assert "Claim 90 % · written · pen@1" in card.data(Qt.ItemDataRole.ToolTipRole)
    press(qtbot, window, Qt.Key.Key_Escape)
    assert line.text() == ""


@pytest.mark.parametrize(
    ("room", "is_full"), [((1280, 800), True), ((1366, 768), True), ((1920, 1080), False)]
)
def test_the_first_window_fits_on_the_screen(qtbot, tmp_path, room, is_full):
    frame = Frame(QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat))
    qtbot.addWidget(frame)
    frame.fit(QSize(*room))
    assert frame.isMaximized() == is_full
    assert frame.height() <= min(800, room[1])


@pytest.mark.parametrize(
    ("room", "is_full"), [((800, 700), False), ((760, 600), False), ((800, 560), True)]
)
def test_a_size_that_was_left_is_kept_where_the_screen_has_room(qtbot, tmp_path, room, is_full):
    settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    before = Frame(settings)
    qtbot.addWidget(before)
    before.resize(760, 600)
    before.close()
    frame = Frame(settings)
    qtbot.addWidget(frame)
    frame.fit(QSize(*room))
    assert frame.isMaximized() == is_full
    assert frame.size().boundedTo(QSize(*room)) == frame.size()
    assert is_full or frame.size() == QSize(760, 600)


def test_text_size_changes_and_is_remembered(qtbot, open_window):
    window, _ = open_window(RELEASE)
    press(qtbot, window, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert window.text_size.now == 18
    window.frame.close()
    again, _ = open_window(RELEASE)
    assert again.text_size.now == 18


@pytest.mark.parametrize("odd", ["", "large", "nan", "-1", "1e999", "1000000", "@Invalid()"])
def test_a_text_size_that_is_none_stops_no_window(tmp_path, open_window, odd):
    usual = open_window(RELEASE)[0].text_size.now
    (tmp_path / "window.ini").write_text(f"[page]\ntext_size={odd}\n", "utf-8")
    window, _ = open_window(RELEASE)
    assert window.text_size.now == usual


def test_the_widths_of_the_panes_are_remembered(open_window):
    window, _ = open_window(RELEASE)
    window.frame.resize(1280, 700)
    window.panes.setSizes([400, 500, 378])
    assert window.panes.sizes()[0] == 400
    window.frame.close()
    again, _ = open_window(RELEASE)
    again.frame.resize(1280, 700)
    QApplication.processEvents()
    assert again.panes.sizes()[0] == 400


def test_the_usual_text_size_comes_back_by_a_key(qtbot, open_window):
    window, _ = open_window(RELEASE)
    usual = window.text_size.now
    for key in (Qt.Key.Key_Plus, Qt.Key.Key_Plus, Qt.Key.Key_0):
        press(qtbot, window, key, CTRL)
    assert window.text_size.now == usual
    assert window.status.message.text() == f"Text size {usual:g}"


def test_what_was_rejected_is_shown_and_hidden_by_a_key_in_every_release(qtbot, open_window):
    window, session = open_window("[Ann]PERSON- left.", "Bob left.")
    for shows, said in ((True, "shown struck through"), (False, "hidden")):
        press(qtbot, window, Qt.Key.Key_R, CTRL)
        assert window.status.message.text() == f"What was rejected is {said}"
        session.run("next-release")
        assert window.panes.page.document().documentLayout().looks.review == shows
        session.run("previous-release")


def test_keys_that_are_typed_in_part_are_told_with_what_may_follow(
    qtbot, open_window, desk, keymap
):
    window, _ = open_window(RELEASE)
    window.detach()
    review = {**keymap.modes["review"], "z a": Binding("accept"), "z x": Binding("reject")}
    session = desk.session(RELEASE, keymap=Keymap({**keymap.modes, "review": review}))
    window.attach(session)
    session.show()
    before = window.status.hints.hints
    qtbot.keyClicks(window.frame.focusWidget(), "z")
    assert window.status.hints.hints == [Hint("Z A", "accept"), Hint("Z X", "reject")]
    qtbot.keyClicks(window.frame.focusWidget(), "z")
    assert window.status.hints.hints == before


def test_a_key_that_means_nothing_says_so(qtbot, open_window):
    window, _ = open_window(RELEASE)
    qtbot.keyClicks(window.frame.focusWidget(), "z")
    assert window.status.message.text() == "Z does nothing here; ? shows all keys"


def test_menus_show_every_command_and_bind_no_key(open_window):
    window, session = open_window(RELEASE)
    actions = [a for menu in window.frame.menuBar().actions() for a in menu.menu().actions()]
    assert len(actions) > 60
    assert all(action.shortcut().isEmpty() for action in actions)
    next(a for a in actions if a.text().startswith("Reject")).trigger()
    assert session.project.last_step() == 1


def test_the_suggesters_end_is_told_on_the_status_line(open_window):
    window, _ = open_window(RELEASE)
    window.show_ahead(Ahead("stopped", 3, "The suggester stopped twice: suggestions are off"))
    assert window.status.message.text() == "The suggester stopped twice: suggestions are off"
    assert window.status.suggester.text() == "Suggester stopped"


def test_large_numbers_are_grouped_on_the_status_line(open_window):
    window, _ = open_window(RELEASE)
    window.show_ahead(Ahead("working", 14_504))
    assert window.status.suggester.text() == "Suggesting: 14,504 left"


@pytest.mark.parametrize(
    ("share", "words"),
    [(0.0, "Suggesting: 3 left"), (0.25, "Suggesting: 3 left (25 % of a long one)")],
)
def test_how_far_suggesting_is_stands_on_the_status_line(open_window, share, words):
    window, _ = open_window(RELEASE)
    window.show_ahead(Ahead("working", 3, share=share))
    assert window.status.suggester.text() == words


def test_what_the_suggester_says_is_told_once(qtbot, open_window):
    window, _ = open_window(RELEASE)
    window.show_ahead(Ahead("working", 3, "The pipeline finds no claims."))
    assert window.status.message.text() == "The pipeline finds no claims."
    press(qtbot, window, Qt.Key.Key_A)
    for note in ("The pipeline finds no claims.", ""):
        window.show_ahead(Ahead("working", 2, note))
        assert window.status.message.text() == "Accepted PERSON “Ann Lee”. Ctrl+Z undoes"


def test_the_window_outlives_a_project_that_cannot_be_read(qtbot, open_window):
    window, session = open_window(RELEASE)
    session.project.close()
    qtbot.keyClicks(window.frame.focusWidget(), "ax")
    window.show_ahead(Ahead("working", 3))
    window._open("gone")
    qtbot.keyClicks(window.panes.queue.search, "ann")
    qtbot.waitUntil(lambda: window.panes.queue.model.rowCount() == 0)
    assert session.release is None
    assert window.status.message.text().endswith("Cannot operate on a closed database.")


def test_a_read_only_project_says_so_and_refuses_steps(qtbot, open_window, desk):
    first = desk.session(RELEASE)
    window, _ = open_window(RELEASE)
    window.detach()
    second = desk.beside(first)
    window.attach(second)
    second.open_first()
    assert window.status.message.text() == second.project.read_only_reason
    qtbot.keyClicks(window.frame.focusWidget(), "a")
    assert "read only" in window.frame.windowTitle()
    assert first.project.last_step() == 0
    assert window.status.message.text().startswith("Nothing was written")
    assert second.here.item.status == "open"


def test_the_context_menu_acts_on_what_is_under_the_mouse(open_window):
    window, session = open_window(RELEASE)
    acme = session.text.index("Acme")
    window._show_context_menu(acme + 1, window.mapToGlobal(QPoint(50, 50)))
    menu = QApplication.activePopupWidget()
    next(a for a in menu.actions() if a.text().startswith("Reject")).trigger()
    menu.close()
    assert "[Acme]ORG-" in shown(session, "-]")


def test_the_context_menu_copies_what_it_is_opened_on(open_window):
    window, session = open_window(RELEASE)
    acme = session.text.index("Acme")
    window._show_context_menu(acme + 1, window.mapToGlobal(QPoint(50, 50)))
    menu = QApplication.activePopupWidget()
    next(a for a in menu.actions() if a.text().startswith("Copy")).trigger()
    menu.close()
    assert QApplication.clipboard().text() == "Acme"


def test_the_context_menu_offers_a_label_that_came_with_a_file(open_window):
    window, session = open_window("[Acme]ORG? left in the [Ann]SHIP?.")
    window._show_context_menu(1, window.mapToGlobal(QPoint(50, 50)))
    menu = QApplication.activePopupWidget()
    labels = next(a for a in menu.actions() if a.text() == "Label").menu()
    labels.actions()[-1].trigger()
    menu.close()
    assert shown(session).startswith("*[Acme]SHIP^")


def offered(menu) -> set[str]:
    """What stands in a menu and the menus in it, by how it begins."""
    below = [action.menu() for action in menu.actions() if action.menu()]
    here = {" ".join(action.text().split()[:2]) for action in menu.actions() if action.text()}
    return here.union(*map(offered, below))


@pytest.mark.parametrize(
    ("before", "there", "not_there"),
    [
        ("*[Ann]PERSON? left.", {"Accept and", "Label", "Move the"}, {"Set the", "Write a"}),
        (
            "*[we won]CLAIM?.",
            {"Accept and", "Pick the", "Move the"},
            {"Label", "Set the", "Do the"},
        ),
        ("Ann left.", {"Label", "Make a", "Copy what"}, {"Accept and", "Set the", "Move the"}),
    ],
)
def test_the_context_menu_offers_what_acts_on_what_is_there(open_window, before, there, not_there):
    window, _ = open_window(before)
    window._show_context_menu(0, window.mapToGlobal(QPoint(50, 50)))
    menu = QApplication.activePopupWidget()
    assert there <= offered(menu)
    assert not not_there & offered(menu)
    assert len(menu.actions()) <= 20
    menu.close()


def test_for_what_is_marked_beside_a_claim_the_menu_offers_to_be_a_part_of_it(open_window):
    window, session = open_window("Ann said *[we won]CLAIM?.")
    session.select_item(next(iter(session.fold.items)))
    session.drag(0, 3)
    window._show_context_menu(0, window.mapToGlobal(QPoint(50, 50)))
    menu = QApplication.activePopupWidget()
    assert {"Label", "Set the", "Make a"} <= offered(menu)
    menu.close()


@pytest.mark.parametrize(
    "reason", [QContextMenuEvent.Reason.Mouse, QContextMenuEvent.Reason.Keyboard]
)
def test_a_claim_is_judged_with_the_menu_of_its_card(open_window, reason):
    window, session = open_window("*[Ann]PERSON? said [we won]CLAIM? and [all left]CLAIM2?.")
    cards = window.panes.claims.list
    cards.setCurrentIndex(window.panes.claims.model.index(1, 0))
    place = cards.visualRect(cards.currentIndex()).center()
    where = cards.viewport().mapToGlobal(place)
    QApplication.sendEvent(cards.viewport(), QContextMenuEvent(reason, place, where))
    menu = QApplication.activePopupWidget()
    next(a for a in menu.actions() if a.text().startswith("Accept and")).trigger()
    menu.close()
    assert "[all left]CLAIM2+" in shown(session)


def test_lines_stand_between_the_groups_of_a_menu_and_nowhere_else(open_window):
    window, _ = open_window(RELEASE)
    page = window.panes.page
    window._show_context_menu(1, page.mapToGlobal(QPoint(50, 50)))
    context = QApplication.activePopupWidget()
    for menu in (*(action.menu() for action in window.frame.menuBar().actions()), context):
        lines = [action.isSeparator() for action in menu.actions()]
        assert any(lines)
        assert not any(map(all, pairwise([True, *lines, True])))
    context.close()


def test_the_menus_open_by_key_and_close_again(qtbot, open_window):
    window, _ = open_window(RELEASE)
    press(qtbot, window, Qt.Key.Key_F10)
    menu = QApplication.activePopupWidget()
    assert menu is window.frame.menuBar().actions()[0].menu()
    qtbot.keyClick(menu, Qt.Key.Key_Escape)
    assert QApplication.activePopupWidget() is None
    qtbot.waitUntil(lambda: window.frame.focusWidget() is window.panes.page)


def test_letters_at_the_words_label_without_the_mouse(qtbot, open_window):
    window, session = open_window("|We met Max Moor in Oslo.")
    page = window.panes.page
    qtbot.keyClicks(page, "f")
    before = page.grab().toImage()
    letters = next(k for k, s in session.lettering.shown.words.items() if s.start == 7)
    qtbot.keyClicks(page, letters)
    assert page.grab().toImage() != before
    qtbot.keyClicks(page, "1")
    assert shown(session) == "We met *[Max Moor]PERSON! in Oslo."
    assert session.lettering.shown is None


def test_the_hints_name_the_claimer_that_r_takes(qtbot, open_window):
    window, session = open_window("[Bo Roe]PERSON+ met [Ann Lee]PERSON+, who said *[we won]CLAIM?.")
    assert Hint("R", "Ann Lee") in window.status.hints.hints
    qtbot.keyClicks(window.frame.focusWidget(), "r")
    assert session.fold.items[session.selection.item].record.claimer == "Ann Lee"
    assert Hint("R", "Bo Roe") in window.status.hints.hints


def test_a_number_in_the_list_picks_the_claimer(qtbot, open_window):
    window, session = open_window("[Bo Roe]PERSON+ met [Ann Lee]PERSON+, who said *[we won]CLAIM?.")
    qtbot.keyClicks(window.frame.focusWidget(), "p")
    qtbot.keyClicks(window.picker.field, "2")
    assert not window.picker.isVisible()
    assert session.fold.items[session.selection.item].record.claimer == "Bo Roe"


TWO = ("*[Ann]PERSON+ met Ann.", "[Ann]PERSON? left.")


def test_a_question_for_yes_or_no_shows_both_with_their_keys_and_no_field(qtbot, open_window):
    window, session = open_window("*[Ann]PERSON+ met Ann.", "Nobody left.")
    press(qtbot, window, Qt.Key.Key_Backspace, CTRL_SHIFT)
    rows = window.picker.rows
    assert [rows.item(n).data(CHOICE).keys for n in range(rows.count())] == ["Y", "N"]
    assert not window.picker.field.isVisible()
    qtbot.keyClicks(window.frame.focusWidget(), "wr?")
    assert rows.count() == 2
    assert window.status.message.text() == ""
    qtbot.keyClicks(window.frame.focusWidget(), "n")
    assert not window.picker.isVisible()
    assert window.frame.focusWidget() is window.panes.page
    assert session.said.text == "The release stays in the queue"
    qtbot.keyClicks(window.frame.focusWidget(), "l")
    assert window.picker.field.isVisible()


def test_the_whole_project_is_asked_about_and_done_in_the_real_window(qtbot, open_window):
    window, session = open_window(*TWO)
    session.select(session.here.on_item("s1"))
    qtbot.keyClicks(window.frame.focusWidget(), "+")
    assert window.picker.isVisible()
    assert [window.picker.rows.item(0).text()] == ["Accept it in 2 places of 2 releases"]
    press(qtbot, window, Qt.Key.Key_Return)
    assert not window.picker.isVisible()
    assert shown(session) == "*[Ann]PERSON+ met [Ann]PERSON!."
    assert window.status.message.text().startswith("Accepted PERSON “Ann” in 2 places of 2")
    assert session.counts().open == 0


def test_a_long_search_runs_between_keys_and_asks_when_it_is_over(qtbot, open_window, monkeypatch):
    monkeypatch.setattr("annotator.edit.everywhere._AT_ONCE_SECONDS", -1)
    monkeypatch.setattr("annotator.edit.everywhere._FIRST_SLICE", 1)
    window, session = open_window(*TWO)
    session.select(session.here.on_item("s1"))
    qtbot.keyClicks(window.frame.focusWidget(), "+")
    assert window.worker.is_busy
    assert session.prompt is None
    qtbot.waitUntil(lambda: not window.worker.is_busy)
    assert window.picker.isVisible()
    press(qtbot, window, Qt.Key.Key_Escape)
    assert shown(session) == TWO[0]


def test_a_long_search_can_be_stopped(qtbot, open_window, monkeypatch):
    monkeypatch.setattr("annotator.edit.everywhere._AT_ONCE_SECONDS", -1)
    monkeypatch.setattr("annotator.edit.everywhere._FIRST_SLICE", 1)
    window, session = open_window(*TWO)
    session.select(session.here.on_item("s1"))
    qtbot.keyClicks(window.frame.focusWidget(), "+")
    press(qtbot, window, Qt.Key.Key_Period, Qt.KeyboardModifier.ControlModifier)
    assert not window.worker.is_busy
    assert session.said.text == "Stopped looking after 1 of 2 releases; nothing was done"
    assert session.prompt is None


@pytest.fixture
def long_act(open_window, monkeypatch):
    """A window on a verdict that was applied to two releases; from now on nothing goes quickly."""
    window, session = open_window(*TWO)
    session.select(session.here.on_item("s1"))
    session.run("same-in-project")
    session.choose("do")
    monkeypatch.setattr("annotator.edit.everywhere._AT_ONCE_SECONDS", -1)
    monkeypatch.setattr("annotator.store.readying._SLICE_SECONDS", -1)
    return window, session


@pytest.mark.parametrize("kind", ["undo", "redo"])
def test_a_long_undo_or_redo_runs_between_keys_and_says_how_far_it_is(qtbot, long_act, kind):
    window, session = long_act
    if kind == "redo":
        press(qtbot, window, Qt.Key.Key_Z, CTRL)
        qtbot.waitUntil(lambda: not window.worker.is_busy)
    key, doing, done, page = {
        "undo": (Qt.Key.Key_Z, "Taking it back", "Took back", TWO[0]),
        "redo": (Qt.Key.Key_Y, "Doing it again", "Did again", "*[Ann]PERSON+ met [Ann]PERSON!."),
    }[kind]
    last = session.project.last_step()
    press(qtbot, window, key, CTRL)
    assert (window.worker.is_busy, session.project.last_step()) == (True, last)
    told = []
    window.worker._work.told.connect(told.append)
    qtbot.waitUntil(lambda: not window.worker.is_busy)
    assert told == [f"{doing}: 2 of 2 releases"]
    sentence = f"{done}: accepted PERSON “Ann” in 2 places of 2 releases"
    assert window.status.message.text() == sentence
    assert shown(session) == page


@pytest.mark.parametrize("stop", [Qt.Key.Key_Period, Qt.Key.Key_Y])
def test_a_long_undo_can_be_stopped_and_called_off(qtbot, long_act, stop):
    window, session = long_act
    last = session.project.last_step()
    press(qtbot, window, Qt.Key.Key_Z, CTRL)
    press(qtbot, window, stop, CTRL)
    assert not window.worker.is_busy
    assert session.project.last_step() == last
    told = "Stopped after 1 of 2 releases; nothing was taken back"
    assert window.status.message.text() == told


FIVE = [f"*[Ann]PERSON? met [Bob]PERSON? in race {n}." for n in range(5)]


@pytest.mark.parametrize(
    ("key", "held", "text", "left"),
    [
        (Qt.Key.Key_Backspace, CTRL_SHIFT, "", (4, 0)),
        (Qt.Key.Key_Y, Qt.KeyboardModifier.NoModifier, "y", (4, 1)),
        (Qt.Key.Key_Return, CTRL, "", (4, 1)),
    ],
)
def test_a_key_that_is_held_takes_one_release_away(open_window, key, held, text, left):
    window, session = open_window(*FIVE)
    hold_in(window, key, held, text)
    counts = session.counts()
    assert (counts.new, counts.finished) == left
    hold_in(window, key, held, text)
    assert session.counts().new == 3


def test_a_held_key_goes_on_choosing_deciding_taking_back_and_leafing(open_window):
    window, session = open_window(*FIVE)
    hold_in(window, Qt.Key.Key_Right)
    assert shown(session, "|") == "[Ann]PERSON? met [Bob]PERSON? in |race 0."
    hold_in(window, Qt.Key.Key_Tab, repeats=1)
    assert shown(session) == "[Ann]PERSON? met *[Bob]PERSON? in race 0."
    hold_in(window, Qt.Key.Key_X, text="x", repeats=1)
    assert session.counts().judged == 2
    hold_in(window, Qt.Key.Key_Z, CTRL, repeats=1)
    assert session.counts().judged == 0
    hold_in(window, Qt.Key.Key_PageDown, CTRL)
    assert session.text.endswith("race 4.")


def test_a_held_enter_answers_one_question_and_decides_nothing_behind_it(open_window):
    window, session = open_window(RELEASE)
    claims = [item for item in session.fold.items.values() if item.record.layer == "claim"]
    session.select_item(claims[0].id)
    session.run("note")
    session.type("who is she?")
    hold_in(window, Qt.Key.Key_Return)
    assert session.prompt is None
    assert session.project.last_step() == 1


def test_the_key_that_shows_the_letters_does_nothing_to_them_while_it_is_held(open_window):
    window, session = open_window(RELEASE)
    hold_in(window, Qt.Key.Key_F, text="f", repeats=1)
    assert (session.lettering.shown.typed, session.lettering.shown.first) == ("", None)


def test_a_held_letter_is_typed_again_where_it_is_a_letter(qtbot, open_window):
    window, session = open_window("|Yyy yyy Yyyy.")
    press(qtbot, window, Qt.Key.Key_F, CTRL)
    hold_in(window, Qt.Key.Key_Y, text="y", repeats=2)
    assert session.prompt.text == "yyy"


def test_the_hint_of_finishing_says_how_many_it_accepts(open_window):
    window, session = open_window(RELEASE)
    left = len(session.places.open)
    finish = [hint.words for hint in window.status.hints.hints if hint.keys == "Ctrl+Enter"]
    assert finish == [f"accept {left} and finish"]
    while session.places.open:
        session.run("accept")
    finish = [hint.words for hint in window.status.hints.hints if hint.keys == "Ctrl+Enter"]
    assert finish == ["finish release"]


def test_a_label_made_in_the_window_has_a_colour_of_its_own_at_once(qtbot, open_window):
    window, session = open_window("*[Ann]PERSON? left.")
    press(qtbot, window, Qt.Key.Key_L)
    session.type("party")
    session.choose(session.prompt.value())
    session.choose("PARTY")
    assert "[Ann]PARTY^" in shown(session)
    drawn = window.panes.page._layout.looks.theme
    assert drawn.scheme == tuple(session.project.scheme.names())
    session.run("colours")
    assert window.panes.page._layout.looks.theme.scheme == drawn.scheme
    assert window.theme.label("PARTY") not in [
        window.theme.label(name) for name in session.project.scheme.names()[:10]
    ]
