"""The dialogs that ask for files leave the project that is open alone."""

from __future__ import annotations

import subprocess
import sys

import pytest
from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QFileDialog, QFileSystemModel

from annotator.store.project import Project
from annotator.ui.ask import FileDialog, FolderDialog

_TRY = """
import fcntl, sys
with open(sys.argv[1], "r+b") as file:
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, int(sys.argv[2]))
    except OSError:
        print("held")
"""
_SHARED = {"": 0x40000000 + 2, "-shm": 128}
"""The byte of each file that SQLite locks as long as a connection is open."""


@pytest.fixture
def visited(monkeypatch):
    """Sets the folder that a dialog begins in."""
    return lambda folder: monkeypatch.setattr(FileDialog, "visited", str(folder))


def held(path) -> set[str]:
    """Which of a project's files another process finds locked."""
    found = {}
    for ending, byte in _SHARED.items():
        command = [sys.executable, "-c", _TRY, f"{path}{ending}", str(byte)]
        found[ending] = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return {ending for ending, out in found.items() if out == "held\n"}


@pytest.mark.skipif(sys.platform == "win32", reason="locks there belong to the open file")
@pytest.mark.parametrize("kind", [FileDialog, FolderDialog])
def test_a_dialog_on_the_folder_of_the_project_costs_it_no_lock(qtbot, own, visited, kind):
    with Project.open(own, "ann"):
        before = held(own)
        assert "-shm" in before
        (own.parent / "folder").mkdir()  # a dialog for folders shows nothing else
        visited(own.parent)
        dialog = kind(None, "Export")
        qtbot.addWidget(dialog)
        with qtbot.waitExposed(dialog):
            dialog.show()
        qtbot.waitUntil(lambda: listed(dialog, own.parent))
        assert held(own) == before


def listed(dialog: QFileDialog, folder) -> bool:
    """Whether the dialog shows what the folder holds, with the kind of each."""
    model = dialog.findChild(QFileSystemModel)
    assert model is not None
    root: QModelIndex = model.index(str(folder))
    rows = [model.index(row, 2, root) for row in range(model.rowCount(root))]
    return bool(rows) and all(model.data(row) for row in rows)


def test_a_dialog_begins_where_something_was_chosen_last(qtbot, tmp_path, visited):
    visited(tmp_path)
    dialog = FileDialog(None, "Import")
    qtbot.addWidget(dialog)
    assert dialog.directory().absolutePath() == str(tmp_path)
