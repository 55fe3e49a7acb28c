"""Without a display the tests draw into memory; set before Qt is first imported."""

import os
import sys

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
