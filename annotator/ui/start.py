"""Starting Qt: the application object and the window's settings."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication


def start_qt(settings: Path) -> tuple[QApplication, QSettings]:
    """The application and its settings, kept in an INI file at the path `settings`."""
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Annotator")
    app.setDesktopFileName("annotator")
    app.setStyle("Fusion")
    return app, QSettings(str(settings), QSettings.Format.IniFormat)
