"""What is installed, which pipelines are found, and how to mend what is missing."""

from __future__ import annotations

import platform
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata

from annotator import __version__, desk
from annotator.model.errors import AnnotatorError
from annotator.model.installing import installing
from annotator.settings import FILE, Settings, SettingsFile
from annotator.ui.display import NoDisplayError, check_display

_LIBRARIES = (
    "PySide6-Essentials",
    "spacy",
    "py3langid",
    "sqlite-utils",
    "click",
    "filelock",
    "platformdirs",
)
_LEAST_ROOM = 200 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: what it is, whether it is fine, and what mends it."""

    subject: str
    told_of_it: str
    fine: bool = True
    mend: str = ""

    def told(self) -> str:
        """One line, and a second one with what to do."""
        line = f"{'ok ' if self.fine else '-- '} {self.subject}: {self.told_of_it}"
        return f"{line}\n    {self.mend}" if self.mend else line

    def to_plain(self) -> dict[str, object]:
        """For scripts."""
        return {
            "subject": self.subject,
            "told": self.told_of_it,
            "fine": self.fine,
            "mend": self.mend,
        }


def examine() -> list[Finding]:
    """What the program needs and may lack, looked at one by one."""
    settings = desk.settings()
    return [
        *_program(),
        *_libraries(),
        *_settings(settings),
        *_pipelines(),
        *_plugins(settings.settings),
        _display(),
        _room(),
    ]


def _program() -> Iterator[Finding]:
    yield Finding("annotator", __version__)
    version = platform.python_version()
    fine = sys.version_info >= (3, 11)
    yield Finding("Python", version, fine, "" if fine else "Install Python 3.11 or newer.")
    yield Finding("SQLite", sqlite3.sqlite_version)


def _libraries() -> Iterator[Finding]:
    for name in _LIBRARIES:
        try:
            yield Finding(name, metadata.version(name))
        except metadata.PackageNotFoundError:
            mend = installing(name)
            yield Finding(name, "not installed", False, mend)


def _settings(found: SettingsFile) -> Iterator[Finding]:
    path = desk.config_folder() / FILE
    for problem in found.problems:
        yield Finding("settings", str(problem), False, f"Mend {path}.")
    if not found.problems:
        yield Finding("settings", f"{path}" if found.own else "the defaults")


def _pipelines() -> Iterator[Finding]:
    from annotator.suggest.pipeline import DEFAULT, load_pipeline
    from annotator.suggest.pipelines import installed_pipelines

    found = installed_pipelines()
    if not found:
        mend = installing(DEFAULT.replace("_", "-"))
        yield Finding("pipelines", "none found", False, mend)
    for name in found:
        try:
            pipeline = load_pipeline(name)
        except AnnotatorError as error:
            yield Finding(name, str(error), False)
        else:
            notes = " ".join(pipeline.notes) or "entities and claims"
            yield Finding(name, f"{pipeline.suggester}, {notes}")


def _plugins(settings: Settings) -> Iterator[Finding]:
    from annotator.suggest.choice import DEFAULT_SUGGESTER
    from annotator.suggest.plugins import imported_plugin, installed_plugins, load_plugin

    for name in dict.fromkeys([*installed_plugins(), *settings.suggesters]):
        if name == DEFAULT_SUGGESTER:
            continue
        try:
            if name in settings.suggesters:
                told = load_plugin(name, settings.options.get(name, {})).name
            else:
                imported_plugin(name)
                told = f"can be imported; {FILE} does not name it"
        except AnnotatorError as error:
            yield Finding(f"suggester {name}", str(error), False)
        else:
            yield Finding(f"suggester {name}", told)


def _display() -> Finding:
    try:
        check_display()
    except NoDisplayError as error:
        return Finding("window", "cannot be shown here", False, str(error))
    return Finding("window", "can be shown")


def _room() -> Finding:
    free = shutil.disk_usage(".").free
    fine = free >= _LEAST_ROOM
    mend = "" if fine else "Make room: every decision is written to the disk at once."
    return Finding("disk", f"{free / 2**30:.1f} GiB free in this folder", fine, mend)
