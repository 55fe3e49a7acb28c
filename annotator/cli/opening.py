"""Projects as commands open them, to read or to write."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from annotator import desk
from annotator.cli.terminal import echo

if TYPE_CHECKING:
    from annotator.store.project import Project


def readable(path: Path) -> Project:
    """The project open for reading."""
    return _opened(path, read_only=True)


def _opened(path: Path, *, read_only: bool = False) -> Project:
    """The project open, and told what is to be known of that."""
    from annotator.store.project import Project

    project = Project.open(path, desk.annotator_name(), read_only)
    for sentence in project.news():
        echo(sentence, err=True)
    return project


def writable(path: Path) -> Project:
    """The project open for writing. Raises when another program has it."""
    from annotator.store.errors import ReadOnlyProjectError

    project = _opened(path)
    if project.read_only:
        project.close()
        raise ReadOnlyProjectError(f"Nothing was done: {project.read_only_reason}")
    project.doubt_below(desk.settings().settings.doubtful_below)
    return project
