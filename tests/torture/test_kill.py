"""The window is killed at a random moment: every step that was shown is in the file."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from annotator.model.fold import fold
from annotator.model.records import Entity, Release, Suggestion
from annotator.model.spans import Span
from annotator.model.tokens import next_token
from annotator.store.project import Project

PLAY = Path(__file__).with_name("play.py")
KEYS = 200


@pytest.fixture
def project(tmp_path):
    """A project with one release in which every fifth word is suggested."""
    path = tmp_path / "play.annotator"
    release = Release("One two three four five. " * 80, title="Numbers")
    words, at = [], 0
    while (token := next_token(release.text, at)) is not None:
        words.append(token)
        at = token.end
    suggestions = [
        Suggestion(Entity(Span(*word), "CARDINAL"), "pen@1", "every fifth", 0.8)
        for word in words[::5]
    ]
    with Project.create(path, "ann") as project:
        project.add(release)
        project.add_run(release.id, suggestions, seconds=0)
    return path


def start(path: Path, seed: int) -> subprocess.Popen[str]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.Popen(
        [sys.executable, str(PLAY), str(path), str(seed), str(KEYS)],
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_step_that_was_shown_is_in_the_file(project, seed):
    until = random.Random(seed).randrange(5, 90)
    with start(project, seed) as player:
        shown = 0
        for line in player.stdout:
            if line.startswith("shown"):
                shown = int(line.split()[1])
                if shown >= until:
                    player.send_signal(signal.SIGKILL)
                    break
        shown = max([shown, *(int(line.split()[1]) for line in player.stdout if "shown" in line)])
    assert player.returncode == -signal.SIGKILL
    assert shown >= until
    with Project.open(project, "ann") as opened:
        assert opened.problems() == []
        assert opened.last_step() >= shown
        release = opened.queue()[0].release
        again = fold(opened.suggestions(release), opened.steps(release))
        assert again.items == opened.fold(release).items
        undone = 0
        while opened.undo() is not None:
            undone += 1
        assert undone > 0
        assert opened.fold(release).state == "new"


def test_played_to_the_end_nothing_is_lost_either(project):
    with start(project, 9) as player:
        lines = player.stdout.read().split("\n")
    assert player.returncode == 0
    assert "done" in lines
    shown = max(int(line.split()[1]) for line in lines if line.startswith("shown"))
    with Project.open(project, "ann") as opened:
        assert opened.last_step() == shown
