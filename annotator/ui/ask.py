"""Questions that the system's own dialogs ask: which files, which folder."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QDir, QFileInfo
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDialog, QFileDialog, QFileIconProvider, QWidget


class Signs(QFileIconProvider):
    """The sign and the kind of what a dialog lists, told without opening it.

    Qt would open every file of unknown ending. On Linux and macOS a program that closes a file
    loses all its locks on it: those of SQLite on a project and its log too, and the next process
    that looks into the project cuts the shared memory off under the window.
    """

    def icon(self, listed: QFileInfo | QFileIconProvider.IconType) -> QIcon:
        """A folder's or a file's."""
        if isinstance(listed, QFileInfo):
            kinds = QFileIconProvider.IconType
            return super().icon(kinds.Folder if listed.isDir() else kinds.File)
        return super().icon(listed)

    def type(self, listed: QFileInfo) -> str:
        """What stands in the column "Type"."""
        return "Folder" if listed.isDir() else f"{listed.suffix()} File".strip()


class FileDialog(QFileDialog):
    """A dialog on the folder of last time that opens nothing of what it lists."""

    visited = ""
    """The folder in which something was chosen last."""

    def __init__(self, parent: QWidget | None, title: str, kinds: str = "") -> None:
        # It lists its first folder before it can be given other signs: let that one be empty.
        with TemporaryDirectory() as empty:
            super().__init__(parent, title, empty, kinds)
            self._signs = Signs()
            self.setIconProvider(self._signs)
            self.setDirectory(FileDialog.visited or QDir.currentPath())

    def choose(self) -> list[Path]:
        """Ask; nothing when the person leaves it."""
        is_taken = self.exec() == QDialog.DialogCode.Accepted
        chosen = [Path(name) for name in self.selectedFiles()] if is_taken else []
        if chosen:
            FileDialog.visited = self.directory().absolutePath()
        self.deleteLater()
        return chosen


class FolderDialog(FileDialog):
    """Asks for a folder that is there or, by its name, for one that is still to be made."""

    def __init__(self, parent: QWidget | None, title: str) -> None:
        super().__init__(parent, title)
        self.setFileMode(QFileDialog.FileMode.Directory)
        self.setOption(QFileDialog.Option.ShowDirsOnly)
        self.setLabelText(QFileDialog.DialogLabel.FileName, "Folder, also a new one:")

    def chosen(self) -> Path:
        """The folder that is named."""
        return Path(self.selectedFiles()[0])

    def accept(self) -> None:
        """Take what is not there too; Qt would refuse it. Whoever writes to it makes it."""
        if self.chosen().exists():
            super().accept()
        else:
            QDialog.accept(self)


def ask_files(parent: QWidget, title: str, kinds: str) -> list[Path]:
    """Let the person choose files to read."""
    dialog = FileDialog(parent, title, kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    return dialog.choose()


def ask_file(parent: QWidget, title: str, kinds: str) -> Path | None:
    """Let the person choose one file to read."""
    dialog = FileDialog(parent, title, kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    return _one(dialog.choose())


def ask_new_file(parent: QWidget, title: str, kinds: str) -> Path | None:
    """Let the person name a new file."""
    dialog = FileDialog(parent, title, kinds)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    return _one(dialog.choose())


def ask_old_folder(parent: QWidget, title: str) -> Path | None:
    """Let the person choose a folder that is there."""
    dialog = FileDialog(parent, title)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    return _one(dialog.choose())


def ask_folder(parent: QWidget, title: str) -> Path | None:
    """Let the person choose a folder or name a new one."""
    return _one(FolderDialog(parent, title).choose())


def _one(chosen: list[Path]) -> Path | None:
    return chosen[0] if chosen else None
