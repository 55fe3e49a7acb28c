"""What is dropped on the window or pasted into it, without a suggester."""

from __future__ import annotations

import pytest
from dropped import addresses, drop, files
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtWidgets import QApplication
from windowed import BACK, CTRL, CTRL_SHIFT, ENGLISH, MANY_BACK, finished, press, titles

from annotator.model.records import text_hash
from annotator.store.project import Project

pytestmark = pytest.mark.usefixtures("own_folders")


@pytest.mark.parametrize("over", ["page", "search", "field", "status"])
def test_files_and_folders_dropped_anywhere_are_imported(qtbot, program, tmp_path, over):
    window = program.window
    places = {
        "page": window.panes.page,
        "search": window.panes.queue.search,
        "field": window.picker.field,
        "status": window.status,
    }
    (tmp_path / "news").mkdir()
    (tmp_path / "news/a.txt").write_text(ENGLISH, "utf-8")
    (tmp_path / "b.txt").write_text(ENGLISH.replace("schools", "hospitals"), "utf-8")
    took = drop(program, files(tmp_path / "news", tmp_path / "b.txt"), places[over])
    assert took is Qt.DropAction.CopyAction, "after a move the file manager would delete them"
    assert finished(qtbot, program) == f"Imported 2 releases. {MANY_BACK}"
    assert window.panes.queue.model.rowCount() == 3
    assert window.panes.queue.search.text() == ""


def test_an_address_that_is_no_file_is_refused_and_nothing_is_fetched(program):
    assert drop(program, addresses(QUrl("https://example.org/news.html"))) is not None
    said = program.window.status.message.text()
    assert said.startswith("https://example.org/news.html is no file on this machine")
    assert not program.window.worker.is_busy
    assert program.session.counts().releases == 1


def test_files_dropped_along_with_an_address_go_in_and_the_address_is_listed(
    qtbot, program, tmp_path
):
    (tmp_path / "b.txt").write_text(ENGLISH, "utf-8")
    far = QUrl("https://example.org/" + "x" * 100)
    drop(program, addresses(far, QUrl.fromLocalFile(str(tmp_path / "b.txt"))))
    assert "Imported 1 release. 1 could not be read" in finished(qtbot, program)
    press(qtbot, program, Qt.Key.Key_I, CTRL_SHIFT)
    assert "…" in program.window.cover.sheet.toPlainText()
    assert "nothing is fetched" in program.window.cover.sheet.toPlainText()


def test_bare_text_cannot_be_dropped(program):
    data = QMimeData()
    data.setText("Ann Lee won.")
    assert drop(program, data) is None


def test_a_project_that_is_dropped_is_opened(program, tmp_path):
    Project.create(tmp_path / "other.annotator", "ann").close()
    drop(program, files(tmp_path / "other.annotator"))
    assert program.session.project.name == "other"


def test_a_project_that_is_only_read_takes_nothing_and_asks_for_no_file(
    qtbot, program, own, tmp_path, monkeypatch
):
    asked = []
    monkeypatch.setattr("annotator.taking_in.ask_files", lambda *_: asked.append("files"))
    program._let_go()
    program.begin(own, read_only=True)
    message = program.window.status.message
    (tmp_path / "b.txt").write_text(ENGLISH, "utf-8")
    for take_in in (
        lambda: drop(program, files(tmp_path / "b.txt")),
        lambda: press(qtbot, program, Qt.Key.Key_I, CTRL),
    ):
        program.session.say("")
        take_in()
        assert message.text().startswith("Nothing was written: ")
    assert asked == []
    assert not program.window.worker.is_busy


def test_a_practice_takes_nothing(program, tmp_path):
    program.practise()
    drop(program, files(tmp_path / "one.txt"))
    assert "leaves the practice first" in program.window.status.message.text()
    QApplication.clipboard().setText(ENGLISH)
    program.window.session.run("paste-release")
    assert "leaves the practice first" in program.window.status.message.text()
    assert not program.window.worker.is_busy


def test_without_a_project_a_drop_says_what_to_do(program, tmp_path):
    program._let_go()
    drop(program, files(tmp_path / "one.txt"))
    assert program.window.status.message.text() == "Open a project first, or make a new one"


def test_the_text_on_the_clipboard_becomes_a_release_with_its_first_line_as_title(qtbot, program):
    text = f"Schools get more money\r\n\r\nPARIS, 2021-03-04. {ENGLISH} \U0001f600"
    QApplication.clipboard().setText(text)
    press(qtbot, program, Qt.Key.Key_V, CTRL_SHIFT)
    said = finished(qtbot, program)
    assert said == "Made a release of the text on the clipboard: “Schools get more money”"
    release = program.session.project.release(text_hash(text))
    assert (release.title, release.date, release.text) == (
        "Schools get more money",
        "2021-03-04",
        text,
    )
    assert "Schools get more money" in titles(program)
    assert program.session.release == release, "it is opened"
    program.session.run("previous-release")
    assert program.session.release != release
    press(qtbot, program, Qt.Key.Key_V, CTRL_SHIFT)
    assert "is in the project already" in finished(qtbot, program)
    assert program.session.release == release


def test_what_is_pasted_waits_in_the_queue_while_a_decision_is_under_way(qtbot, program):
    before = program.session.release
    QApplication.clipboard().setText(ENGLISH)
    press(qtbot, program, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert program.session.selection.mark is not None
    press(qtbot, program, Qt.Key.Key_V, CTRL_SHIFT)
    assert finished(qtbot, program).endswith("; it is in the queue, Ctrl+G opens it")
    assert program.session.release == before
    assert program.session.counts().releases == 2


def test_what_is_pasted_leaves_a_question_open(qtbot, program):
    before = program.session.release
    QApplication.clipboard().setText(ENGLISH)
    press(qtbot, program, Qt.Key.Key_V, CTRL_SHIFT)
    press(qtbot, program, Qt.Key.Key_K, CTRL)
    finished(qtbot, program)
    assert program.window.picker.isVisible()
    assert program.session.release == before
    press(qtbot, program, Qt.Key.Key_Escape)


def test_the_language_of_a_short_text_is_asked_for(qtbot, program):
    QApplication.clipboard().setText("Eins.")
    press(qtbot, program, Qt.Key.Key_V, CTRL_SHIFT)
    finished(qtbot, program)
    question = "Which language is the text on the clipboard in? “Eins.”"
    assert program.window.picker.title.text() == question
    assert program.window.status.project.text() == "0 of 2 releases finished"
    qtbot.keyClicks(program.window.picker.field, "germ")
    press(qtbot, program, Qt.Key.Key_Return)
    assert program.session.project.release(text_hash("Eins.")).language == "de"
    qtbot.waitUntil(lambda: not program.ahead._held)


def test_an_empty_clipboard_is_told(qtbot, program):
    QApplication.clipboard().setText(" \n")
    press(qtbot, program, Qt.Key.Key_V, CTRL_SHIFT)
    assert program.window.status.message.text() == (
        "The clipboard is empty or only white space; there is nothing to read in it."
    )


def test_files_that_were_copied_are_imported_and_not_their_names(qtbot, program, tmp_path):
    (tmp_path / "b.txt").write_text(ENGLISH, "utf-8")
    QApplication.clipboard().setMimeData(files(tmp_path / "b.txt"))
    press(qtbot, program, Qt.Key.Key_V, CTRL_SHIFT)
    QApplication.clipboard().clear()  # what was made in Python must go before the interpreter does
    assert finished(qtbot, program) == f"Imported 1 release. {BACK}"
    assert program.session.project.release(text_hash(ENGLISH)).text == ENGLISH
