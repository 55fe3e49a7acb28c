"""Export by keys, in the real window without a suggester."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys

import pytest
from PySide6.QtCore import QSettings, Qt
from tampering import tampered
from windowed import finished, pid_of, press

from annotator import desk
from annotator.edit.scope import Scope
from annotator.formats import table
from annotator.model.records import Release
from annotator.ui.child import ChildProcess

pytestmark = pytest.mark.usefixtures("own_folders")

CTRL = Qt.KeyboardModifier.ControlModifier


def choose_folder(monkeypatch, folder):
    """The folder dialog, answered; the titles it was shown with."""
    shown = []
    monkeypatch.setattr("annotator.sending_out.ask_folder", lambda _, t: shown.append(t) or folder)
    return shown


def finish(session):
    """Finish the release in hand, for which nothing was suggested."""
    session.project.add_run(session.release.id, [], seconds=0)
    session.suggestions_came(session.release.id)
    session.run("finish")


def test_a_format_and_a_folder_are_asked_for_and_the_receipt_is_named(
    qtbot, program, tmp_path, monkeypatch
):
    shown = choose_folder(monkeypatch, tmp_path / "out")
    press(qtbot, program, Qt.Key.Key_S, CTRL)
    picker = program.window.picker
    assert picker.title.text() == "Export training data as"
    assert picker.rows.count() == len(table.written())
    qtbot.keyClicks(picker.field, "con")
    press(qtbot, program, Qt.Key.Key_Return)
    assert picker.title.text() == "What is to go out as CoNLL IOB2?"
    for typed in ("rel", "exp"):
        assert not shown
        qtbot.keyClicks(picker.field, typed)
        press(qtbot, program, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: (tmp_path / "out/own-conll/RECEIPT.md").exists())
    said = finished(qtbot, program)
    assert shown == ["Export as CoNLL IOB2: where to put the folder own-conll"]
    assert said.startswith("Exported 1 release as CoNLL IOB2. ")
    assert said.endswith(str(tmp_path / "out/own-conll/RECEIPT.md"))


def test_what_would_be_nothing_is_said_before_a_folder_is_asked_for(
    qtbot, program, tmp_path, monkeypatch
):
    shown = choose_folder(monkeypatch, tmp_path / "out")
    press(qtbot, program, Qt.Key.Key_S, CTRL)
    qtbot.keyClicks(program.window.picker.field, "con")
    press(qtbot, program, Qt.Key.Key_Return)
    press(qtbot, program, Qt.Key.Key_Return)
    assert program.window.picker.hint.text().startswith("No release is finished: ")
    press(qtbot, program, Qt.Key.Key_Escape)
    program.session.press("ctrl+shift+backspace")
    press(qtbot, program, Qt.Key.Key_S, CTRL)
    assert program.session.prompt is None
    told = "There is nothing to export: no release is in the project"
    assert program.window.status.message.text() == told
    assert not shown


def test_the_format_of_the_last_export_is_on_enter_also_after_a_restart(
    qtbot, program, tmp_path, monkeypatch
):
    choose_folder(monkeypatch, tmp_path / "out")
    press(qtbot, program, Qt.Key.Key_S, CTRL)
    qtbot.keyClicks(program.window.picker.field, "xmi")
    press(qtbot, program, Qt.Key.Key_Return)
    press(qtbot, program, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: (tmp_path / "out/own-xmi").exists())
    finished(qtbot, program)
    shutil.rmtree(tmp_path / "out")
    program.window.frame.settings.sync()
    kept = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    assert kept.value("export/format") == "xmi"
    press(qtbot, program, Qt.Key.Key_S, CTRL)
    press(qtbot, program, Qt.Key.Key_Return)
    press(qtbot, program, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: (tmp_path / "out/own-xmi").exists())
    assert "as UIMA CAS XMI" in finished(qtbot, program)


def test_keys_alone_say_what_goes_out_and_how_it_is_split(qtbot, program, tmp_path, monkeypatch):
    choose_folder(monkeypatch, tmp_path / "out")
    finish(program.session)
    press(qtbot, program, Qt.Key.Key_S, CTRL)
    field = program.window.picker.field
    for typed in ("json lines", "rel", "high", "split", "60/40"):
        qtbot.keyClicks(field, typed)
        press(qtbot, program, Qt.Key.Key_Return)
    qtbot.keyClicks(field, "exp")
    press(qtbot, program, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: (tmp_path / "out/own-jsonl/split.json").exists())
    finished(qtbot, program)
    receipt = json.loads((tmp_path / "out/own-jsonl/receipt.json").read_text("utf-8"))
    assert receipt["options"] == {"finished_only": True, "layers": ["entity"], "open": True}
    split = json.loads((tmp_path / "out/own-jsonl/split.json").read_text("utf-8"))
    assert split["shares"] == {"train": 0.6, "test": 0.4}
    press(qtbot, program, Qt.Key.Key_S, CTRL)
    press(qtbot, program, Qt.Key.Key_Return)
    assert "Releases: finished" in rows_of(program)  # what was chosen last is offered again
    press(qtbot, program, Qt.Key.Key_Escape)


def test_an_earlier_export_elsewhere_and_a_seed_are_chosen_by_keys(
    qtbot, program, tmp_path, monkeypatch
):
    release = program.session.release.id
    manifest = tmp_path / "spring" / "split.json"
    manifest.parent.mkdir()
    plain = {"manifest": "annotator-split/1", "parts": {release: "test"}}
    manifest.write_text(json.dumps(plain), "utf-8")
    monkeypatch.setattr("annotator.sending_out.ask_file", lambda *_: manifest)
    choose_folder(monkeypatch, tmp_path / "out")
    press(qtbot, program, Qt.Key.Key_S, CTRL)
    picker = program.window.picker
    for typed in ("json lines", "split", "80/20", "seed", "5", "parts"):
        qtbot.keyClicks(picker.field, typed)
        press(qtbot, program, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Parts: as the export “spring” decided" in rows_of(program))
    qtbot.keyClicks(picker.field, "exp")
    press(qtbot, program, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: (tmp_path / "out/own-jsonl/split.json").exists())
    finished(qtbot, program)
    split = json.loads((tmp_path / "out/own-jsonl/split.json").read_text("utf-8"))
    assert (split["seed"], split["parts"]) == (5, {release: "test"})


def files_of(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def rows_of(program):
    rows = program.window.picker.rows
    return [rows.item(number).text() for number in range(rows.count())]


def test_without_a_folder_nothing_is_exported_and_nothing_is_remembered(
    qtbot, program, monkeypatch
):
    shown = choose_folder(monkeypatch, None)
    press(qtbot, program, Qt.Key.Key_S, CTRL)
    qtbot.keyClicks(program.window.picker.field, "xmi")
    press(qtbot, program, Qt.Key.Key_Return)
    press(qtbot, program, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(shown))
    assert program.window.status.message.text() == "Nothing was exported"
    assert program.window.frame.settings.value("export/format") is None


def test_an_export_is_stopped_by_its_key_and_leaves_nothing(qtbot, program, tmp_path):
    lines = (json.dumps({"text": f"Ann Lee won race {n}.", "meta": {}}) for n in range(2_000))
    (tmp_path / "many.jsonl").write_text("\n".join(lines), "utf-8")
    list(desk.import_files(program.session.project, [tmp_path / "many.jsonl"], "en"))
    program.sending_out.export_to(tmp_path / "out", "jsonl")
    press(qtbot, program, Qt.Key.Key_Period, CTRL)
    assert finished(qtbot, program) == "The export was stopped; nothing was written."
    assert not (tmp_path / "out").exists()


def test_a_library_that_is_missing_is_told_with_what_to_type(qtbot, program, tmp_path, monkeypatch):
    (tmp_path / "weasyprint.py").write_text("raise ModuleNotFoundError(name=__name__)", "utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    program.sending_out.export_to(tmp_path / "out", "pdf")
    said = finished(qtbot, program)
    assert said.startswith("This format needs weasyprint")
    assert said.endswith(f'type {sys.executable} -m pip install "annotator[report]".')
    assert program.session.said.tone == "error"


def test_keys_decide_while_an_export_runs(qtbot, program, tmp_path):
    before = program.session.project.last_step()
    program.sending_out.export_to(tmp_path / "out", "jsonl", Scope(finished=False))
    press(qtbot, program, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    press(qtbot, program, Qt.Key.Key_1)
    assert program.session.project.last_step() == before + 1
    assert program.window.worker.is_busy
    assert "Exported 1 release" in finished(qtbot, program)


def test_a_damaged_release_is_left_out_and_the_message_stays_until_it_is_read(
    qtbot, program, tmp_path
):
    project = program.session.project
    project.add(Release("Bob stayed.", title="Two"))
    tampered(project.path, "UPDATE releases SET text = 'Rob stayed.' WHERE number = 2")
    program.sending_out.export_to(tmp_path / "out", "jsonl")
    told = finished(qtbot, program)
    assert told.startswith("Exported 1 release as JSON Lines of this program, without 1 that is ")
    assert 'Release 2, "Two", is damaged: its text is not what was imported. Receipt: ' in told
    press(qtbot, program, Qt.Key.Key_Right)
    assert program.window.status.message.text() == told


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="a system without SIGKILL")
def test_an_export_whose_process_is_killed_is_told_and_leaves_the_older_one(
    qtbot, program, tmp_path
):
    program.sending_out.export_to(tmp_path / "out", "jsonl", Scope(finished=False))
    finished(qtbot, program)
    older = files_of(tmp_path / "out/own-jsonl")
    program.sending_out.export_to(tmp_path / "out", "jsonl", Scope(finished=False))
    os.kill(pid_of(program.window.worker._work.findChild(ChildProcess)), signal.SIGKILL)
    assert finished(qtbot, program) == "Exporting failed: its process ended early."
    assert files_of(tmp_path / "out/own-jsonl") == older


def test_leaving_during_an_export_stops_it_and_leaves_nothing(program, tmp_path):
    program.sending_out.export_to(tmp_path / "out", "jsonl", Scope(finished=False))
    program.window.frame.close()
    assert not program.window.worker.is_busy
    assert not list(tmp_path.glob("out/*"))
