"""Without a display the tests draw into memory; set before Qt is first imported."""

import os
import sys
from contextlib import ExitStack

import pytest

if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture
def own(tmp_path):
    """A project with one release."""
    from annotator import desk
    from annotator.store.project import Project

    path = tmp_path / "own.annotator"
    (tmp_path / "one.txt").write_text("President Ann Lee said that she had won.", "utf-8")
    with Project.create(path, "ann") as project:
        list(desk.import_files(project, [tmp_path / "one.txt"], "en"))
    return path


@pytest.fixture
def program(qtbot, tmp_path, own):
    """The window on that project, without a suggester."""
    from windowed import shown_program

    with shown_program(qtbot, tmp_path) as program:
        program.begin(own)
        yield program


@pytest.fixture
def open_window(qtbot, tmp_path, desk):
    """Opens windows on written releases; closes them after the test."""
    from PySide6.QtCore import QSettings
    from windowed import shown

    from annotator.ui.frame import Frame
    from annotator.ui.workbench import Workbench

    with ExitStack() as opened:

        def open_window(*written):
            """The window and its session."""
            settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
            window = Workbench(Frame(settings))
            session = desk.session(*written)
            window.attach(session)
            session.open(session.release.id)
            opened.enter_context(shown(qtbot, window.frame))
            return window, session

        yield open_window
