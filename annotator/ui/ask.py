"""Questions that the system's own dialogs ask: which files, which folder."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget


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


def ask_folder(parent: QWidget, title: str) -> Path | None:
    """Let the person choose a folder."""
    name = QFileDialog.getExistingDirectory(parent, title)
    return Path(name) if name else None
