"""Sessions on releases written in the notation."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

from notation import Written, caret_at, first_steps, read, show

from annotator.edit.keys import Keymap
from annotator.edit.session import Session
from annotator.model.records import Claim, Release
from annotator.model.selection import Selection
from annotator.store.project import Project


class Desk:
    """Makes sessions on releases written in the notation."""

    def __init__(self, folder: Path, keymap: Keymap) -> None:
        self._folder, self._keymap = folder, keymap
        self._number = itertools.count()
        self._open: list[Project] = []

    def session(self, *written: str, keymap: Keymap | None = None) -> Session:
        """A session on a new project with these releases; the first one is in hand."""
        project = self._project()
        releases = [read(release) for release in written]
        for release in releases:
            _fill(project, release)
        session = Session(project, keymap or self._keymap)
        session.open(releases[0].release.id)
        _select(session, releases[0])
        return session

    def session_without_run(self, text: str) -> Session:
        """A session on a release that no suggester has been through."""
        project = self._project()
        project.add(Release(text, title="A release"))
        session = Session(project, self._keymap)
        session.open_first()
        return session

    def _project(self) -> Project:
        project = Project.create(self._folder / f"{next(self._number)}.annotator", "ann")
        self._open.append(project)
        return project

    def again(self, session: Session) -> Session:
        """The same project after a restart."""
        path = session.project.path
        session.project.close()
        project = Project.open(path, "ann")
        self._open.append(project)
        started = Session(project, self._keymap)
        started.open_first()
        return started

    def beside(self, session: Session) -> Session:
        """A second program on the same project."""
        project = Project.open(session.project.path, "bob")
        self._open.append(project)
        return Session(project, self._keymap)

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


def claim_in_hand(session: Session) -> Claim:
    """The selected claim as it stands."""
    record = session.fold.items[session.selection.item or ""].record
    assert isinstance(record, Claim)
    return record


def press(session: Session, keys: str) -> None:
    """Press keys, written with spaces between them."""
    for key in keys.split():
        session.press(key)


def shown(session: Session, like: str = "") -> str:
    """What stands and what is selected; caret and rejected ones only where `like` has them."""
    items = list(session.fold.items.values())
    return show(session.text, items, session.selection, "|" in like, "]" in like and "-" in like)
