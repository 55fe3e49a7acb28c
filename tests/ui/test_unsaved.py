"""A real window whose project is in trouble says so and stays, and shows nothing as saved."""

from __future__ import annotations

import pytest
from lasting import standing_in
from PySide6.QtWidgets import QApplication
from windowed import shown_program

from annotator.edit.events import Said
from annotator.model.records import Entity, Release, Suggestion
from annotator.model.spans import Span
from annotator.program import Program
from annotator.store import backing
from annotator.store.backups import listed
from annotator.store.errors import NoBackupError
from annotator.store.project import Project


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "small.annotator"
    names = [(0, 3), (8, 11), (13, 16)]
    people = [Suggestion(Entity(Span(*name), "PERSON"), "pen@1", "written", 0.9) for name in names]
    with Project.create(path, "ann") as project:
        project.add(Release("Ann met Bob. Cas was there."), people)
    return path


@pytest.fixture
def program(qtbot, tmp_path, own_folders):
    assert own_folders is None  # nothing of the person who runs the tests is read
    with shown_program(qtbot, tmp_path) as program:
        yield program


def shown(program: Program) -> dict[str, object]:
    items = program.session.fold.items
    return {name: (item.record, item.status, item.at) for name, item in items.items()}


def press(qtbot, program: Program, keys: str) -> str:
    """What the status line says after some keys."""
    qtbot.keyClicks(program.window.frame.focusWidget(), keys)
    QApplication.processEvents()
    return program.window.status.message.text()


def test_a_file_that_is_deleted_under_the_window_is_told_and_rescued(qtbot, program, path):
    program.begin(path)
    press(qtbot, program, "a")
    before = shown(program)
    path.unlink()
    for key in "axa":
        told = press(qtbot, program, key)
        assert "small.annotator was moved or deleted" in told
        assert "small.rescued.annotator" in told
        assert shown(program) == before
    assert program.window.frame.isVisible()
    (rescued,) = standing_in(path.with_name("small.rescued.annotator")).values()
    assert rescued == before


def test_the_window_backs_its_project_up_when_it_is_opened(qtbot, program, path):
    program.begin(path)
    qtbot.waitUntil(lambda: len(listed(path)) == 1)
    assert standing_in(listed(path)[0].path) == standing_in(path)


def test_a_backup_that_cannot_be_made_is_said_once_and_the_work_goes_on(
    qtbot, program, path, monkeypatch
):
    def back_up(*_):
        raise NoBackupError("No backup of small.annotator could be made: the disk is almost full.")

    monkeypatch.setattr(backing, "back_up", back_up)
    program.begin(path)
    project, said = program.session.project, []
    program.session.listeners.append(
        lambda event: said.append(event.text) if isinstance(event, Said) else None
    )
    qtbot.waitUntil(lambda: project._backing is not None and not project._backing._is_busy())
    for _ in range(3):
        press(qtbot, program, "a")
    assert sum("the disk is almost full" in text for text in said) == 1
    assert "Accepted" in program.window.status.message.text()
    assert project.last_step() == 3
