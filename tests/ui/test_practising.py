"""The practice in the real window: played by keys, left, and nothing of it stays."""

from __future__ import annotations

import tempfile

import pytest
from lessons import do
from PySide6.QtCore import QPoint, QPointF, Qt
from windowed import shown_program

from annotator import desk
from annotator.edit.guidance import Cap, plain
from annotator.store.project import Project
from annotator.ui.flow import Flow
from annotator.ui.typist import Typist

SHIFT_CTRL = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def program(qtbot, tmp_path, monkeypatch):
    """A window whose suggester never starts."""
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setenv("ANNOTATOR_NAME", "ann")
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    with shown_program(qtbot, tmp_path) as program:
        yield program


@pytest.fixture
def project(tmp_path):
    path = tmp_path / "own.annotator"
    with Project.create(path, "ann") as project:
        for name in ("One", "Two"):
            file = tmp_path / f"{name}.txt"
            file.write_text(f"{name} of us left. " + "Nobody else did.\n\n" * 80, "utf-8")
            list(desk.import_files(project, [file]))
    return path


def practice(program):
    return program._practising.session


def test_a_hint_comes_by_itself_to_whoever_waits(qtbot, program):
    program.practise()
    card = program.window.practice
    assert card.patience.isActive()
    assert not practice(program).card().hint
    card.patience.timeout.emit()
    assert plain(practice(program).card().hint) == "Press Tab."
    qtbot.keyClick(program.window.panes.page, Qt.Key.Key_Tab)
    assert practice(program).at == 1
    assert not practice(program).card().hint
    left(qtbot, program)
    assert not card.patience.isActive()


def left(qtbot, program):
    """Leave the practice by its key."""
    qtbot.keyClick(program.window.frame.focusWidget(), Qt.Key.Key_P, SHIFT_CTRL)
    qtbot.waitUntil(lambda: program._practising is None)


def test_the_whole_practice_in_the_window(qtbot, program, project, tmp_path):
    program.begin(project)
    typist = Typist(program.window.frame)
    typist.press("ctrl+shift+p")
    session = practice(program)
    assert [path.name for path in (tmp_path / "temporary").iterdir()] != []
    for number in range(len(session.lesson.tasks)):
        assert session.at == number, plain(session.card().hint)
        do(session, typist.press)
        if program.window.cover.sheet is not None:
            typist.press("escape")
    total = len(session.lesson.tasks)
    assert f"{total} of {total}" in program.window.practice.accessibleName()
    assert "keys. The next keys stand in the guide" in program.window.practice.accessibleName()
    left(qtbot, program)
    assert list((tmp_path / "temporary").iterdir()) == []
    assert program.session.project.last_step() == 0


def test_leaving_gives_the_window_back_as_it_was(qtbot, program, project, tmp_path):
    program.begin(project)
    session, window = program.session, program.window
    typist, bar = Typist(window.frame), window.panes.page.verticalScrollBar()
    for key in ("ctrl+pagedown", "pagedown", "pagedown", "shift+right", "1", "right"):
        typist.press(key)
    window.panes.queue.search.setText("o")
    before = session.release.id, session.selection, bar.value(), session.project.last_step()
    assert bar.value() > 0
    typist.press("ctrl+shift+p")
    assert window.session is practice(program)
    assert not window.practice.isHidden()
    assert window.panes.queue.model.rowCount() == 1
    for key in ("tab", "a", "2", "x"):
        typist.press(key)
    left(qtbot, program)
    assert window.session is session
    assert (session.release.id, session.selection, bar.value(), session.project.last_step()) == (
        before
    )
    assert window.practice.isHidden()
    assert window.panes.queue.search.text() == "o"
    assert window.status.message.text().startswith("Left the practice at task 4")
    assert list((tmp_path / "temporary").iterdir()) == []
    typist.press("1")
    assert session.project.last_step() == 2


def test_a_practice_that_goes_on_says_nothing_of_how_it_was_left(qtbot, program, project):
    program.begin(project)
    typist, message = Typist(program.window.frame), program.window.status.message
    for key in ("ctrl+shift+p", "tab", "a"):
        typist.press(key)
    left(qtbot, program)
    assert message.text().startswith("Left the practice at task ")
    typist.press("ctrl+shift+p")
    assert message.text() == ""


def test_what_was_said_before_a_practice_is_not_said_again_after_it(qtbot, program, project):
    program.begin(project)
    program.session.say("The practice begins with a key")
    program.practise()
    left(qtbot, program)
    assert program.window.status.message.text() == ""


def test_what_the_practice_said_goes_with_it_where_no_project_is_open(qtbot, program, tmp_path):
    program.begin(tmp_path / "gone.annotator")
    program.practise()
    practice(program).say("The disk is full", "error")
    left(qtbot, program)
    assert program.window.status.message.text() == ""


def test_blind_mode_waits_while_one_practises(qtbot, program, project):
    program.begin(project)
    program.session.run("blind")
    program.practise()
    assert not practice(program).modes.blind
    practice(program).run("highlights")
    assert program.window.frame.settings.value("judge/blind") == "yes"
    left(qtbot, program)
    assert program.session.modes.blind
    assert not program.session.modes.marks_hidden
    program.practise()
    practice(program).run("blind")
    left(qtbot, program)
    assert program.session.modes.blind


def test_a_practice_goes_on_where_it_was_left(qtbot, program, project):
    program.begin(project)
    typist = Typist(program.window.frame)
    for key in ("ctrl+shift+p", "tab", "a"):
        typist.press(key)
    assert practice(program).at == 2
    left(qtbot, program)
    typist.press("ctrl+shift+p")
    assert practice(program).at == 2


def test_closing_the_window_leaves_nothing(program, project, tmp_path):
    program.begin(project)
    Typist(program.window.frame).press("1")
    program.practise()
    program.window.frame.close()
    assert list((tmp_path / "temporary").iterdir()) == []
    with Project.open(project, "ann") as freed:
        assert not freed.read_only
        assert freed.last_step() == 1


def test_what_belongs_to_projects_waits_until_the_practice_is_left(program, project):
    program.begin(project)
    typist = Typist(program.window.frame)
    typist.press("ctrl+shift+p")
    for key in ("ctrl+i", "ctrl+s", "ctrl+n", "ctrl+o", "ctrl+g", "ctrl+shift+delete"):
        practice(program).say("")
        typist.press(key)
        assert "Ctrl+Shift+P leaves the practice first" in program.window.status.message.text()
        assert practice(program).prompt is None


def test_a_question_that_is_open_is_left_before_the_practice(qtbot, program, project):
    program.begin(project)
    program.session.run("label")
    program.session.run("practice")
    assert program.session.prompt is None
    assert program.window.picker.isHidden()
    left(qtbot, program)
    assert program.window.picker.isHidden()


def test_without_a_project_one_can_practise(qtbot, program, tmp_path):
    program.begin(tmp_path / "gone.annotator")
    typist = Typist(program.window.frame)
    typist.press("ctrl+shift+p")
    typist.press("tab")
    assert practice(program).at == 1
    left(qtbot, program)
    menus = [action.menu().title() for action in program.window.frame.menuBar().actions()]
    assert menus == ["Release", "View", "Help"]


def test_a_broken_lesson_is_told_and_the_window_stays(program, project, tmp_path, monkeypatch):
    broken = tmp_path / "practice.toml"
    broken.write_text("text = ", "utf-8")
    monkeypatch.setattr("annotator.edit.lesson.resource", lambda _: broken)
    program.begin(project)
    program.practise()
    assert program.window.session is program.session
    assert program.window.status.message.text().endswith("there is no practice.")
    assert list((tmp_path / "temporary").iterdir()) == []


def test_without_a_temporary_folder_there_is_no_practice(program, project, tmp_path, monkeypatch):
    program.begin(project)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    program.practise()
    assert program._practising is None
    assert program.window.status.message.text() == (
        "The practice needs a temporary folder: No such file or directory."
    )


def test_a_practice_waits_for_an_import(qtbot, program, project, tmp_path):
    program.begin(project)
    many = tmp_path / "many.jsonl"
    many.write_text("\n".join(f'{{"text": "Ann won race {n}."}}' for n in range(500)), "utf-8")
    program.taking_in.import_paths([many])
    program.practise()
    assert program._practising is None
    assert "practise when it is done" in program.window.status.message.text()
    qtbot.waitUntil(lambda: not program.window.worker.is_busy)
    assert program.session.counts().releases == 502


@pytest.mark.parametrize("width", [560, 900, 1280])
def test_the_card_keeps_its_height_and_holds_every_task(qtbot, program, project, width):
    program.begin(project)
    program.window.frame.resize(width, 700)
    program.practise()
    card, session = program.window.practice, practice(program)
    qtbot.waitUntil(lambda: card.width() == width)
    height = card.height()
    for shown in session.all_cards():
        said = Flow(shown.words, card._font(), card._room())
        hint = Flow(shown.hint, card.font(), card._room())
        assert card._head() + said.height + hint.height < height
        assert all(p.box.right() <= card._room() for p in [*said.placed, *hint.placed])
    session.go_to(12)
    assert card.height() == height
    assert f"Practice, {session.card().count}" in card.accessibleName()
    assert "Ctrl+Shift+P: leave" in card.accessibleDescription()


def test_every_word_and_key_stands_on_a_line_and_a_full_stop_behind_its_key(qapp):
    words = ("Press ", Cap("Enter"), ", then ", Cap("X"), " and ", Cap("Y"), ".")
    for width in (60, 120, 900):
        placed = Flow(words, qapp.font(), width).placed
        pieces = [p.piece if isinstance(p.piece, str) else p.piece.keys for p in placed]
        assert pieces == ["Press", "Enter", ",", "then", "X", "and", "Y", "."]
        for key, sign in ((1, 2), (6, 7)):
            assert placed[key].box.top() == placed[sign].box.top()
            assert placed[key].box.right() == placed[sign].box.left()


@pytest.mark.parametrize("size", [(900, 700), (1280, 800)])
def test_a_question_leaves_the_card_in_sight(program, project, size):
    program.begin(project)
    program.window.frame.resize(*size)
    program.practise()
    session = practice(program)
    for number, task in enumerate(session.lesson.tasks):
        if {"claimer", "palette"} & {binding.command for binding in task.commands()}:
            session.go_to(number)
            session.run(task.commands()[0].command)
            assert program.window.picker.isVisible()
            assert program.window.picker.y() > program.window.practice.geometry().bottom()


def test_the_ways_on_can_be_clicked(qtbot, program, project):
    program.begin(project)
    program.practise()
    card = program.window.practice
    card.grab()
    box, way = card._ways[0]
    assert way.command == "practice-next"
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton, pos=box.center().toPoint())
    assert practice(program).at == 1
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    assert practice(program).at == 1
    assert card._command_at(QPointF(3, 3)) == ""
