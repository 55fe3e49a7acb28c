"""The whole program, with its real suggester: first start, a crash of the child, files, leaving."""

from __future__ import annotations

import json
import os
import signal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from tampering import tampered
from windowed import pid_of, shown_program

from annotator import desk
from annotator.edit.commands import MENUS
from annotator.edit.everywhere import in_one_go
from annotator.model.records import text_hash
from annotator.model.scheme import Label, Scheme
from annotator.program import Program
from annotator.store.project import Project
from annotator.ui.ending import ClosesOnSignal
from annotator.ui.keysheet import KeySheet

LOADING = 60_000
"""Milliseconds a pipeline may take to load on a busy machine."""


GERMAN = "Die Ministerin sagte am Mittwoch in Berlin, dass die Schulen mehr Geld bekommen."


@pytest.fixture
def program(qtbot, tmp_path, monkeypatch):
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setenv("ANNOTATOR_NAME", "ann")
    with shown_program(qtbot, tmp_path) as program:
        yield program


@pytest.fixture
def small(tmp_path):
    """A project with two short releases."""
    path = tmp_path / "small.annotator"
    for name in ("one", "two"):
        text = f"President Ann Lee said that number {name} had won in Paris."
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    with Project.create(path, "ann") as project:
        list(desk.import_files(project, [tmp_path / "one.txt", tmp_path / "two.txt"]))
    return path


def suggested(program: Program) -> bool:
    return program.session.project.waiting_count() == 0


def test_the_first_start_makes_the_sample_and_suggests_for_it(qtbot, program):
    program.child.start()
    program.begin(None)
    assert program.session.project.path == desk.sample_project()
    assert program.session.counts().releases >= 13
    qtbot.waitUntil(lambda: bool(program.session.places.open), timeout=LOADING)
    assert program.session.here.item is not None
    qtbot.keyClicks(program.window.frame.focusWidget(), "a")
    assert program.session.project.last_step() == 1


PRACTICE = "Ctrl+Shift+P begins five minutes of practice with the keys"


def test_without_a_place_for_the_sample_the_window_says_so_and_makes_another(program, tmp_path):
    desk.data_folder().parent.mkdir()
    desk.data_folder().write_bytes(b"")
    program.begin(None)
    assert "The sample project cannot be made in" in program.window.status.message.text()
    program._take_up(tmp_path / "own.annotator", new=Scheme())
    assert program.session.project.name == "own"


def test_the_first_start_tells_of_the_practice_until_a_key_and_no_later_one_does(
    qtbot, program, small
):
    message = program.window.status.message
    program.begin(None)
    assert message.text() == PRACTICE
    qtbot.keyClick(program.window.frame.focusWidget(), Qt.Key.Key_Right)
    assert message.text() == ""
    program.begin(small)
    program.begin(None)
    assert message.text() == ""


def test_the_practice_is_told_of_where_nothing_else_is(program, small):
    message = program.window.status.message
    program.begin(small)
    assert message.text() == ""
    settings = desk.config_folder() / "settings.toml"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text("no_such_setting = 1\n", "utf-8")
    program.begin(None)
    assert "no_such_setting" in message.text()
    settings.unlink()
    program.begin(small)
    program.begin(None)
    assert message.text() == PRACTICE


def test_a_project_whose_first_release_is_damaged_opens_at_the_next_and_says_so(program, small):
    tampered(small, "UPDATE releases SET text = 'Another text.' WHERE number = 1")
    program.begin(small)
    assert "number two" in program.session.text
    assert "The text of release 1, " in program.window.status.message.text()


def test_a_project_whose_queue_was_emptied_opens_with_nothing_in_hand_and_says_why(
    qtbot, program, small
):
    tampered(small, "DELETE FROM progress")
    program.begin(small)
    assert program.session.release is None
    qtbot.waitUntil(lambda: "annotator repair" in program.window.status.message.text())
    assert "are missing in the queue, and nobody withdrew them" in program.session.said.text


def test_the_queue_marks_the_release_that_cannot_be_read_and_goes_on_from_it(qtbot, program, small):
    program.begin(small)
    tampered(small, "UPDATE releases SET text = 'Another text.' WHERE number = 2")
    page, queue = program.window.panes.page, program.window.panes.queue
    qtbot.keyClick(page, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert "The text of release 2, " in program.window.status.message.text()
    assert (page.toPlainText(), queue.list.currentIndex().row()) == ("", 1)
    qtbot.keyClick(page, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    assert "number one" in page.toPlainText()


def test_a_crash_of_the_child_is_told_and_mended_once(qtbot, program, small):
    program.child.start()
    program.begin(small)
    qtbot.waitUntil(lambda: suggested(program), timeout=LOADING)
    qtbot.keyClicks(program.window.frame.focusWidget(), "a")
    first = pid_of(program.child)
    os.kill(first, signal.SIGKILL)
    qtbot.waitUntil(lambda: pid_of(program.child) not in (0, first), timeout=LOADING)
    assert "stopped unexpectedly" in program.window.status.message.text()
    qtbot.waitUntil(lambda: program.child.ready is not None, timeout=LOADING)
    os.kill(pid_of(program.child), signal.SIGKILL)
    qtbot.waitUntil(lambda: not program.session.suggesting, timeout=LOADING)
    assert "what you decide is kept" in program.window.status.message.text()
    qtbot.keyClicks(program.window.frame.focusWidget(), "a")
    assert program.session.project.last_step() == 2


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGHUP"])
def test_a_program_that_is_asked_to_end_closes_its_project(qtbot, program, small, name):
    number = getattr(signal, name, None)
    if number is None:
        pytest.skip(f"there is no {name} here")
    program.begin(small)
    log = small.with_name(f"{small.name}-wal")
    frame = program.window.frame
    qtbot.keyClicks(frame.focusWidget(), "1")  # labels the word at the caret
    assert log.exists()
    ending = ClosesOnSignal(frame)
    try:
        with qtbot.waitSignal(frame.closing):
            os.kill(os.getpid(), number)
    finally:
        ending.let_go()
    assert not log.exists()
    with Project.open(small, "ann") as project:
        assert project.last_step() == 1


def test_a_pipeline_that_is_not_there_is_told_and_the_window_works(qtbot, program, small):
    program.child.arguments = ["--choice", '{"pipeline": "xx_no_such_pipeline"}']
    program.child.start()
    program.begin(small)
    qtbot.waitUntil(lambda: not program.session.suggesting, timeout=LOADING)
    assert "xx_no_such_pipeline" in program.window.status.message.text()
    qtbot.keyClicks(program.window.frame.focusWidget(), "1")
    assert program.session.project.last_step() == 1


def test_files_are_imported_and_suggested_and_exported(qtbot, program, small, tmp_path):
    program.child.start()
    program.begin(small)
    more, bad = tmp_path / "more.txt", tmp_path / "bad.txt"
    more.write_text("Minister Bob Ray denied that taxes had risen.", "utf-8")
    bad.write_bytes(b"\xff\xfe\x00")
    program.taking_in.import_paths([more, bad])
    qtbot.waitUntil(lambda: not program.window.worker.is_busy, timeout=LOADING)
    assert program.session.counts().releases == 3
    assert program.window.panes.queue.model.rowCount() == 3
    assert "1 could not be read; Ctrl+Shift+I shows which" in program.window.status.message.text()
    qtbot.waitUntil(lambda: suggested(program), timeout=LOADING)
    program.sending_out.export_to(tmp_path / "out", "jsonl")
    qtbot.waitUntil(lambda: not program.window.worker.is_busy, timeout=LOADING)
    lines = (tmp_path / "out/small-jsonl/small.jsonl").read_text("utf-8").splitlines()
    assert len(lines) == 3
    assert all(json.loads(line)["open"]["entities"] for line in lines)
    assert "Exported 3 releases" in program.window.status.message.text()


def test_what_could_not_be_imported_is_listed_and_copied(qtbot, program, small, tmp_path):
    program.begin(small)
    program.session.run("import-problems")
    assert "could be read" in program.window.status.message.text()
    files = [tmp_path / "_bad_*one*.txt", tmp_path / "bad <two>.txt"]
    for file in files:
        file.write_bytes(b"\xff\xfe\x00")
    imported(qtbot, program, *files)
    program.session.run("import-problems")
    page = program.window.cover.sheet
    assert all(file.name in page.toPlainText() for file in files)
    control = Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(page, Qt.Key.Key_C, control)
    assert all(file.name in QApplication.clipboard().text() for file in files)
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert program.window.cover.sheet is None


def imported(qtbot, program, *paths):
    program.taking_in.import_paths(list(paths))
    qtbot.waitUntil(lambda: not program.window.worker.is_busy, timeout=LOADING)


def language_of(program, text):
    return program.session.project.release(text_hash(text)).language


def test_a_language_that_is_not_sure_is_asked_for_once(qtbot, program, small, tmp_path):
    program.child.start()
    program.begin(small)
    for name, text in (("eins", "Eins."), ("zwei", "Zwei."), ("sure", GERMAN)):
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    imported(qtbot, program, *(tmp_path / f"{name}.txt" for name in ("eins", "zwei", "sure")))
    picker = program.window.picker
    assert picker.title.text() == "Which language are eins.txt and 1 more in? “Eins.”"
    qtbot.keyClicks(picker.field, "germ")
    qtbot.keyClick(picker.field, Qt.Key.Key_Return)
    assert program.window.status.message.text() == "2 releases are read as German (de)"
    assert {language_of(program, text) for text in ("Eins.", "Zwei.", GERMAN)} == {"de"}
    qtbot.waitUntil(lambda: suggested(program), timeout=LOADING)
    assert "No pipeline for German (de)" in program.window.status.message.text()


def test_escape_leaves_a_language_open_and_suggesting_goes_on(qtbot, program, small, tmp_path):
    program.child.start()
    program.begin(small)
    (tmp_path / "short.txt").write_text("Ann Lee.", "utf-8")
    imported(qtbot, program, tmp_path / "short.txt")
    assert program.window.picker.title.text() == "Which language is short.txt in? “Ann Lee.”"
    assert not suggested(program)
    qtbot.keyClick(program.window.picker.field, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: suggested(program), timeout=LOADING)
    assert language_of(program, "Ann Lee.") == ""


def test_the_language_is_not_asked_for_over_another_question(qtbot, program, small, tmp_path):
    program.begin(small)
    (tmp_path / "short.txt").write_text("OK", "utf-8")
    qtbot.keyClicks(program.window.frame.focusWidget(), "l")
    assert program.window.picker.title.text() == "Label"
    imported(qtbot, program, tmp_path / "short.txt")
    assert program.window.picker.title.text() == "Label"
    qtbot.keyClick(program.window.picker.field, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: program.window.picker.title.text().startswith("Which language"))


def test_a_wrong_setting_is_told_and_the_window_works(qtbot, program, small, tmp_path):
    folder = tmp_path / "XDG_CONFIG_HOME/annotator"
    folder.mkdir(parents=True)
    (folder / "settings.toml").write_text("[suggest]\nof = []", "utf-8")
    program.child.arguments = ["--choice", '{"off": ["no-such-repair"]}']
    program.child.start()
    program.begin(small)
    qtbot.waitUntil(lambda: suggested(program), timeout=LOADING)
    assert 'Did you mean "suggest.off"' in program.window.status.message.text()
    qtbot.keyClicks(program.window.frame.focusWidget(), "a")
    assert "Accepted" in program.window.status.message.text()
    assert program.session.counts().releases == 2


def test_an_export_to_a_place_that_cannot_be_written_is_told(qtbot, program, small, tmp_path):
    program.child.start()
    program.begin(small)
    (tmp_path / "out").write_text("a file, no folder", "utf-8")
    program.sending_out.export_to(tmp_path / "out", "jsonl")
    qtbot.waitUntil(lambda: not program.window.worker.is_busy, timeout=LOADING)
    assert "out" in program.window.status.message.text()
    assert program.session.said.tone == "error"


def test_a_missing_project_is_told_and_another_one_can_be_opened(
    qtbot, program, small, tmp_path, monkeypatch
):
    program.begin(tmp_path / "gone.annotator")
    assert program.session is None
    assert program.window.status.message.text() == (
        f"There is no project gone.annotator in {tmp_path}; Ctrl+N makes a new one."
    )
    menus = [action.menu() for action in program.window.frame.menuBar().actions()]
    shown = [action.text().split("\t")[0] for menu in menus for action in menu.actions()]
    assert shown[:4] == ["New project…", "Open another project…", "", "Quit"]
    assert program.window.panes.claims.empty.text() == ""
    focus = program.window.frame.focusWidget()
    qtbot.keyClicks(focus, "a?")
    assert isinstance(program.window.cover.sheet, KeySheet)
    qtbot.keyClicks(program.window.frame.focusWidget(), "x")
    monkeypatch.setattr("annotator.program.ask_file", lambda *_: small)
    qtbot.keyClick(focus, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    assert program.session.project.path == small
    assert len(program.window.frame.menuBar().actions()) == len(MENUS)


def test_leaving_during_an_import_stops_it(qtbot, program, small, tmp_path):
    Project.create(tmp_path / "other.annotator", "ann").close()
    many = tmp_path / "many.jsonl"
    lines = (json.dumps({"text": f"Ann Lee won race {n}."}) for n in range(5_000))
    many.write_text("\n".join(lines), "utf-8")
    program.begin(small)
    program.taking_in.import_paths([many])
    qtbot.waitUntil(lambda: program.session.counts().releases > 2)
    program.begin(tmp_path / "other.annotator")
    assert not program.window.worker.is_busy
    assert program.session.counts().releases == 0
    assert program.window.panes.queue.model.rowCount() == 0
    with Project.open(small, "ann") as left:
        assert 2 < left.counts().releases < 5_000


def test_a_new_project_begins_without_what_the_one_before_said(
    qtbot, program, small, tmp_path, monkeypatch
):
    monkeypatch.setattr("annotator.program.ask_new_file", lambda *_: tmp_path / "new")
    program.begin(small)
    qtbot.keyClicks(program.window.frame.focusWidget(), "1")
    assert "Added" in program.window.status.message.text()
    program._new_project()
    assert program.session.project.path.name == "new.annotator"
    assert program.window.status.message.text() == ""


def test_a_new_project_has_the_labels_of_the_one_before(program, small, tmp_path, monkeypatch):
    monkeypatch.setattr("annotator.program.ask_new_file", lambda *_: tmp_path / "new")
    program.begin(small)
    program.session.project.add_labels(Label("PARTY", "parties"))
    program._new_project()
    assert program.session.project.scheme.labels[-1] == Label("PARTY", "parties")


def test_a_new_project_gets_its_suffix_and_an_empty_queue(program, tmp_path, monkeypatch):
    monkeypatch.setattr("annotator.program.ask_new_file", lambda *_: tmp_path / "v1.2")
    program._new_project()
    assert program.session.project.path == tmp_path / "v1.2.annotator"
    assert program.session.release is None


def test_the_project_that_is_open_is_not_opened_again(program, small, tmp_path):
    program.begin(small)
    session = program.session
    link = tmp_path / "link.annotator"
    link.symlink_to(small)
    for path in (small, link):
        program.begin(path)
        assert program.session is session
        assert program.window.status.message.text() == f"{path.name} is open already"
    assert not session.project.read_only


def test_a_project_that_cannot_be_read_leaves_the_one_in_hand(qtbot, program, small, tmp_path):
    broken = tmp_path / "broken.annotator"
    with Project.create(broken, "ann") as project:
        project._db.execute("DROP TABLE progress")
    program.begin(small)
    for path in (broken, tmp_path / "gone.annotator"):
        program.begin(path)
        assert path.name in program.window.status.message.text()
    assert program.session.project.path == small
    qtbot.keyClicks(program.window.frame.focusWidget(), "1")
    assert program.session.project.last_step() == 1
    with Project.open(broken, "ann") as freed:
        assert not freed.read_only


def test_another_project_is_opened_in_the_same_window(qtbot, program, small, tmp_path):
    program.child.start()
    program.begin(small)
    with Project.create(tmp_path / "other.annotator", "ann") as project:
        list(desk.import_files(project, [tmp_path / "two.txt"]))
    program._take_up(tmp_path / "other.annotator")
    assert program.session.project.name == "other"
    qtbot.waitUntil(lambda: suggested(program), timeout=LOADING)
    with Project.open(small, "ann") as freed:
        assert not freed.read_only


def test_text_grows_and_claims_are_guessed_with_the_real_suggester(qtbot, program, tmp_path):
    path, text = tmp_path / "grow.annotator", "The museum boasts that nobody ever got lost."
    (tmp_path / "museum.txt").write_text(text, "utf-8")
    with Project.create(path, "ann") as project:
        list(desk.import_files(project, [tmp_path / "museum.txt"]))
    program.child.start()
    program.begin(path)
    session, page = program.session, program.window.frame.focusWidget()
    session.use_clock(in_one_go, None)  # nothing is late, however long the process takes to start
    session.click(text.index("nobody"))
    qtbot.keyClicks(page, "g")  # before the process is there
    assert program.window.status.message.text() == "Reading the sentence…"
    qtbot.waitUntil(lambda: session.selection.mark is not None, timeout=LOADING)
    assert session.selection.mark.text(text) == "nobody ever got lost"
    qtbot.keyClicks(page, "g")
    assert session.selection.mark.text(text) == "that nobody ever got lost"
    qtbot.keyClicks(page, "c")
    (claim,) = (item.record for item in session.fold.items.values() if item.status == "added")
    assert (claim.cue.text(text), claim.source[0].text(text)) == ("boasts", "The museum")
    told = program.window.status.message.text()
    assert "with cue “boasts” and source “The museum”" in told
