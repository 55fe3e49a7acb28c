"""The window is killed at a random moment: every step that was shown is in the file, as shown."""

from __future__ import annotations

import random
import signal

import pytest
from players import numbers, played_until, player, project_with
from shown import differences
from tampering import faults

from annotator.store.backups import listed
from annotator.store.project import Project

KEYS = 200

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no kill -9 here")


@pytest.fixture
def project(tmp_path):
    return project_with(tmp_path / "play.annotator", [numbers()])


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_step_that_was_shown_is_in_the_file(project, seed):
    until = random.Random(seed).randrange(5, 90)
    with player(project, seed, KEYS) as window:
        shown = played_until(window, until)
    assert window.returncode == -signal.SIGKILL
    assert len(shown) >= until
    assert differences(project, shown) == []
    assert faults(project) == []
    with Project.open(project, "ann") as opened:
        assert opened.last_step() >= shown[-1].step
        release = opened.queue()[0].release
        undone = 0
        while opened.undo() is not None:
            undone += 1
        assert undone > 0
        assert opened.fold(release).state == "new"


def test_played_to_the_end_nothing_is_lost_either(project):
    with player(project, 9, KEYS) as window:
        shown = played_until(window, 0)
    assert window.returncode == 0
    assert differences(project, shown) == []
    assert faults(project) == []
    with Project.open(project, "ann") as opened:
        assert opened.last_step() == shown[-1].step
    assert listed(project)
    assert all(faults(backup.path) == [] for backup in listed(project))
