"""Files and folders, asked for with the system's dialogs or, on Linux, with Qt's."""

from __future__ import annotations

import sys
from functools import cache
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


@cache
def _signs() -> Signs:
    """One for all: a dialog does not keep its own alive."""
    return Signs()


class FolderDialog(QFileDialog):
    """Asks for a folder that is there or, by its name, for one that is still to be made."""

    def chosen(self) -> Path:
        """The folder that is named."""
        return Path(self.selectedFiles()[0])

    def accept(self) -> None:
        """Take what is not there too; Qt would refuse it. Whoever writes to it makes it."""
        if self.chosen().exists():
            super().accept()
        else:
            QDialog.accept(self)


def _begin() -> str:
    """The folder of last time, or the nearest above it: a new one may not have been made."""
    if not Asking.visited:
        return QDir.currentPath()
    last = Path(Asking.visited)
    return str(next((place for place in (last, *last.parents) if place.is_dir()), last))


class Asking:
    """Asks with one dialog, which begins in the folder of last time."""

    visited = ""
    """The folder that was chosen last, or in which a file was."""

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        mode: QFileDialog.FileMode,
        kinds: str = "",
        made: type[QFileDialog] = QFileDialog,
    ) -> None:
        # It lists its first folder before it can be given other signs: let that one be empty.
        with TemporaryDirectory() as empty:
            self.dialog = made(parent, title, empty, kinds)
            # That of GTK looks into files in this process, and nobody can tell it not to.
            is_ours = sys.platform == "linux"
            self.dialog.setOption(QFileDialog.Option.DontUseNativeDialog, is_ours)
            self.dialog.setIconProvider(_signs())
            self.dialog.setDirectory(_begin())
        self.dialog.setFileMode(mode)
        self.dialog.setOption(
            QFileDialog.Option.ShowDirsOnly, mode == QFileDialog.FileMode.Directory
        )

    def chosen(self) -> list[Path]:
        """Ask; nothing when the person leaves it."""
        is_taken = self.dialog.exec() == QDialog.DialogCode.Accepted
        chosen = [Path(name) for name in self.dialog.selectedFiles()] if is_taken else []
        if chosen:
            is_folder = self.dialog.fileMode() == QFileDialog.FileMode.Directory
            # Not what the dialog shows: the path may have been typed.
            Asking.visited = str(chosen[0] if is_folder else chosen[0].parent)
        self.dialog.deleteLater()
        return chosen

    def chosen_one(self) -> Path | None:
        """The same for one that is wanted."""
        return next(iter(self.chosen()), None)


def ask_files(parent: QWidget, title: str, kinds: str) -> list[Path]:
    """Let the person choose files to read."""
    return Asking(parent, title, QFileDialog.FileMode.ExistingFiles, kinds).chosen()


def ask_file(parent: QWidget, title: str, kinds: str) -> Path | None:
    """Let the person choose one file to read."""
    return Asking(parent, title, QFileDialog.FileMode.ExistingFile, kinds).chosen_one()


def ask_new_file(parent: QWidget, title: str, kinds: str) -> Path | None:
    """Let the person name a new file."""
    asking = Asking(parent, title, QFileDialog.FileMode.AnyFile, kinds)
    asking.dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    return asking.chosen_one()


def ask_old_folder(parent: QWidget, title: str) -> Path | None:
    """Let the person choose a folder that is there."""
    return Asking(parent, title, QFileDialog.FileMode.Directory).chosen_one()


def ask_folder(parent: QWidget, title: str) -> Path | None:
    """Let the person choose a folder or name a new one."""
    return asking_folder(parent, title).chosen_one()


def asking_folder(parent: QWidget | None, title: str) -> Asking:
    """What asks for a folder that may be new."""
    asking = Asking(parent, title, QFileDialog.FileMode.Directory, made=FolderDialog)
    asking.dialog.setLabelText(QFileDialog.DialogLabel.FileName, "Folder, also a new one:")
    return asking
