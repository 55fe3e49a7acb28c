"""Starting Qt: the application object and a bare window."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from annotator.ui.frame import Frame


def start_qt(settings: Path) -> tuple[QApplication, Frame]:
    """The application and its window; their settings are kept in an INI file at `settings`."""
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Annotator")
    app.setDesktopFileName("annotator")
    app.setStyle("Fusion")
    return app, Frame(QSettings(str(settings), QSettings.Format.IniFormat))
