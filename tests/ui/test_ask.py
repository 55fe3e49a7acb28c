"""The dialogs that ask for files leave the project that is open alone."""

from __future__ import annotations

import pytest
from locks import held, lost_on_close
from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QDialog, QFileDialog, QFileSystemModel

from annotator.store.project import Project
from annotator.ui.ask import Asking, asking_folder


def asking_files(parent, title):
    return Asking(parent, title, QFileDialog.FileMode.ExistingFiles)


@pytest.fixture
def visited(monkeypatch):
    """Sets the folder that a dialog begins in."""
    return lambda folder: monkeypatch.setattr(Asking, "visited", str(folder))


@lost_on_close
@pytest.mark.parametrize("asking", [asking_files, asking_folder])
def test_a_dialog_on_the_folder_of_the_project_costs_it_no_lock(qtbot, own, visited, asking):
    with Project.open(own, "ann"):
        assert held(own) == {"", "-shm"}
        (own.parent / "folder").mkdir()  # a dialog for folders shows nothing else
        visited(own.parent)
        dialog = asking(None, "Export").dialog
        qtbot.addWidget(dialog)
        with qtbot.waitExposed(dialog):
            dialog.show()
        qtbot.waitUntil(lambda: listed(dialog, own.parent))
        assert held(own) == {"", "-shm"}


def listed(dialog: QFileDialog, folder) -> bool:
    """Whether the dialog shows what the folder holds, with the kind of each."""
    model = dialog.findChild(QFileSystemModel)
    assert model is not None
    root: QModelIndex = model.index(str(folder))
    rows = [model.index(row, 2, root) for row in range(model.rowCount(root))]
    return bool(rows) and all(model.data(row) for row in rows)


@pytest.mark.usefixtures("qtbot")
@pytest.mark.parametrize("is_taken", [True, False])
def test_where_something_was_chosen_is_remembered(own, visited, monkeypatch, is_taken):
    visited("elsewhere")
    asking = asking_files(None, "Import")
    asking.dialog.setDirectory(str(own.parent))
    asking.dialog.selectFile(own.name)
    result = QDialog.DialogCode.Accepted if is_taken else QDialog.DialogCode.Rejected
    monkeypatch.setattr(asking.dialog, "exec", lambda: result)
    assert asking.chosen() == ([own] if is_taken else [])
    assert Asking.visited == (str(own.parent) if is_taken else "elsewhere")


@pytest.mark.usefixtures("qtbot")
def test_the_next_export_is_offered_the_folder_of_the_last_one(tmp_path, visited, monkeypatch):
    made, planned = tmp_path / "exports", tmp_path / "later"
    made.mkdir()
    visited(tmp_path)
    for folder, begins in ((made, made), (planned, tmp_path)):
        asking = asking_folder(None, "Export")
        monkeypatch.setattr(asking.dialog, "exec", lambda: QDialog.DialogCode.Accepted)
        monkeypatch.setattr(asking.dialog, "selectedFiles", lambda folder=folder: [str(folder)])
        assert asking.chosen() == [folder]
        again = asking_folder(None, "Export").dialog
        assert again.directory().absolutePath() == str(begins)
        again.deleteLater()


def test_a_dialog_begins_where_something_was_chosen_last(qtbot, tmp_path, visited):
    visited(tmp_path)
    dialog = asking_files(None, "Import").dialog
    qtbot.addWidget(dialog)
    assert dialog.directory().absolutePath() == str(tmp_path)
