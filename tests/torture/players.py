"""Programs that work on a project until they are killed, and the projects they work on."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from shown import Shown, read

from annotator.model.plain import Incoming
from annotator.model.records import Entity, Release, Suggestion
from annotator.model.spans import Span
from annotator.model.tokens import next_token
from annotator.store.project import Project

PLAY = Path(__file__).with_name("play.py")
HOUSE = Path(__file__).parents[2]


def numbers(name: str = "Numbers", times: int = 80) -> Incoming:
    """A release in which every fifth word is suggested."""
    release = Release(f"{name}. " + "One two three four five. " * times, title=name, language="en")
    words, at = [], 0
    while (token := next_token(release.text, at)) is not None:
        words.append(token)
        at = token.end
    suggestions = [
        Suggestion(Entity(Span(*word), "CARDINAL"), "pen@1", "every fifth", 0.8)
        for word in words[::5]
    ]
    return Incoming(release, tuple(suggestions))


def project_with(path: Path, releases: Iterable[Incoming]) -> Path:
    with Project.create(path, "ann") as project:
        project.add_all(releases)
    return path


def environment(folder: Path) -> dict[str, str]:
    """Nothing of the person who runs this is read; backups are made every few steps."""
    config = folder / "config" / "annotator"
    config.mkdir(parents=True, exist_ok=True)
    (config / "settings.toml").write_text("[backup]\nevery = 20\nkeep = 3\n", "utf-8")
    return {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": str(HOUSE),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "XDG_DATA_HOME": str(folder / "data"),
        "ANNOTATOR_NAME": "ann",
    }


def player(path: Path, seed: int, keys: int, child_kills: int = 0) -> subprocess.Popen[str]:
    """The window on a project, pressing keys."""
    command = [sys.executable, str(PLAY), *map(str, (path, seed, keys, child_kills))]
    where = environment(path.parent)
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=where)


def played_until(process: subprocess.Popen[str], count: int) -> list[Shown]:
    """What a window showed until it was killed, after so many lines of it at the earliest."""
    assert process.stdout is not None
    shown = []
    for line in process.stdout:
        told = read(line)
        if told is not None:
            shown.append(told)
            if len(shown) == count:
                process.kill()
    process.wait()
    return shown


def command(folder: Path, *arguments: object) -> subprocess.Popen[str]:
    """``annotator ARGUMENTS`` as a process."""
    line = [sys.executable, "-m", "annotator", *map(str, arguments)]
    quiet = subprocess.DEVNULL
    return subprocess.Popen(line, stdout=quiet, stderr=quiet, text=True, env=environment(folder))
