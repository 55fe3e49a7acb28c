"""Questions that the system's own dialogs ask: which files, which folder."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog, QWidget


class FolderDialog(QFileDialog):
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
    return [Path(name) for name in QFileDialog.getOpenFileNames(parent, title, "", kinds)[0]]


def ask_file(parent: QWidget, title: str, kinds: str) -> Path | None:
    """Let the person choose one file to read."""
    name = QFileDialog.getOpenFileName(parent, title, "", kinds)[0]
    return Path(name) if name else None


def ask_new_file(parent: QWidget, title: str, kinds: str) -> Path | None:
    """Let the person name a new file."""
    name = QFileDialog.getSaveFileName(parent, title, "", kinds)[0]
    return Path(name) if name else None


def ask_old_folder(parent: QWidget, title: str) -> Path | None:
    """Let the person choose a folder that is there."""
    name = QFileDialog.getExistingDirectory(parent, title)
    return Path(name) if name else None


def ask_folder(parent: QWidget, title: str) -> Path | None:
    """Let the person choose a folder or name a new one."""
    dialog = FolderDialog(parent, title)
    taken = dialog.exec() == QDialog.DialogCode.Accepted
    folder = dialog.chosen() if taken else None
    dialog.deleteLater()
    return folder
