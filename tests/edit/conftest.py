from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from notation import Written, caret_at, first_steps, read, show

from annotator.edit.commands import COMMANDS
from annotator.edit.keys import Keymap, read_keymap
from annotator.edit.session import Session
from annotator.model.resources import resource
from annotator.model.selection import Selection
from annotator.model.spans import Span
from annotator.store.project import Project


@pytest.fixture(scope="session")
def keymap() -> Keymap:
    """The program's own keys; a line of them that is wrong fails every test."""
    keymap, problems = read_keymap(resource("keymap.toml"), COMMANDS)
    assert problems == []
    return keymap


class Desk:
    """Makes sessions on releases written in the notation."""

    def __init__(self, folder: Path, keymap: Keymap) -> None:
        self._folder, self._keymap = folder, keymap
        self._number = itertools.count()
        self._open: list[Project] = []

    def session(self, *written: str) -> Session:
        """A session on a new project with these releases; the first one is in hand."""
        project = Project.create(self._folder / f"{next(self._number)}.annotator", "ann")
        self._open.append(project)
        releases = [read(release) for release in written]
        for release in releases:
            _fill(project, release)
        session = Session(project, self._keymap)
        session.open(releases[0].release.id)
        _select(session, releases[0])
        return session

    def again(self, session: Session) -> Session:
        """The same project after a restart."""
        path = session.project.path
        session.project.close()
        project = Project.open(path, "ann")
        self._open.append(project)
        started = Session(project, self._keymap)
        started.open_first()
        return started

    def close(self) -> None:
        for project in self._open:
            project.close()


def _fill(project: Project, written: Written) -> None:
    release = written.release
    project.add(release)
    project.add_run(release.id, written.suggestions(), seconds=0)
    ids = {stored.suggestion.record: stored.id for stored in project.suggestions(release.id)}
    for step in first_steps(written, ids):
        project.record(release.id, step)


def _select(session: Session, written: Written) -> None:
    """Select what the notation says, or nothing."""
    items = [i.id for i in session.fold.items.values() if i.record == written.selected]
    selection = session.here.on_item(items[0]) if items else Selection(session.here.token(0))
    if written.caret is not None:
        selection = replace(selection, caret=caret_at(written.text, written.caret))
    if written.mark is not None:
        start = caret_at(written.text, written.mark.start)
        end = caret_at(written.text, written.mark.end - 1)
        selection = replace(selection, caret=end, anchor=start, mark=written.mark)
    session.select(selection)


@pytest.fixture
def desk(tmp_path: Path, keymap: Keymap) -> Iterator[Desk]:
    desk = Desk(tmp_path, keymap)
    yield desk
    desk.close()


def press(session: Session, keys: str) -> None:
    """Press keys, written with spaces between them."""
    for key in keys.split():
        session.press(key)


def shown(session: Session, like: str = "") -> str:
    """What stands and what is selected; caret and rejected ones only where `like` has them."""
    items = list(session.fold.items.values())
    return show(session.text, items, session.selection, "|" in like, "]" in like and "-" in like)


@pytest.fixture
def check(desk: Desk) -> Callable[[str, str, str], Session]:
    """Text - keys - text."""

    def check(before: str, keys: str, after: str) -> Session:
        session = desk.session(before)
        press(session, keys)
        assert shown(session, after) == after, session.said
        return session

    return check


__all__ = ["Desk", "Span", "press", "shown"]
