"""What was shown is in the file, whatever happens to the program."""

from __future__ import annotations

import random
import signal
from pathlib import Path

import pytest
from club import NEWS, SUGGESTIONS, step
from killing import killed
from tampering import faults

from annotator.store.project import Project

_CHILD = """
import sys
sys.path[:0] = sys.argv[2:]
from club import HOUSE, NEWS, step
from annotator.store.project import Project

project = Project.open(sys.argv[1], "ann")
count = 0
while True:
    count += 1
    if count % 7 == 0:
        recorded = project.undo()
    else:
        recorded = project.record(NEWS.id, step("accept" if count % 2 else "reject", "s1"))
    print(recorded.step.number, flush=True)
"""


_IMPORTING = """
import sys
sys.path[:0] = sys.argv[2:]
from club import SUGGESTIONS
from annotator.model.plain import Incoming
from annotator.model.records import Release
from annotator.store.project import Project

project = Project.open(sys.argv[1], "ann")
stream = (Incoming(Release("x" * 30 + str(n)), SUGGESTIONS) for n in range(1_000_000))
project.add_all(stream, lambda added: print(added.release, flush=True))
"""

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no kill -9 here")


@pytest.mark.parametrize("seed", range(4))
def test_every_step_that_was_shown_survives_kill_9(path: Path, seed: int):
    with Project.create(path, "ann") as project:
        project.add(NEWS, SUGGESTIONS)
    numbers = [int(line) for line in killed(_CHILD, path, random.Random(seed).randrange(1, 120))]
    with Project.open(path, "ann") as project:
        assert project.read_only_reason is None
        steps = project.steps(NEWS.id)
        assert [recorded.number for recorded in steps] == list(range(1, len(steps) + 1))
        assert set(numbers) <= {recorded.number for recorded in steps}
        top = project.undo()
        assert top is not None
        assert project.record(NEWS.id, step("reject", "s2")).step.number == top.step.number + 1
    assert faults(path) == []


def test_an_import_that_is_killed_leaves_whole_releases(path: Path):
    Project.create(path, "ann").close()
    told = killed(_IMPORTING, path, after=250)
    with Project.open(path, "ann") as project:
        rows = project.queue()
        assert {row.release for row in rows} >= set(told)
        assert {(row.open, row.suggested) for row in rows} == {(3, True)}
        assert project.counts().open == 3 * len(rows)
        assert all(len(project.suggestions(row.release)) == 3 for row in rows[-3:])
    assert faults(path) == []


def test_a_step_is_on_the_disk_and_not_only_with_the_system_when_it_is_shown(project):
    """What a power cut takes no test can kill: SQLite must wait for the disk at each commit."""
    assert project._db.execute("PRAGMA synchronous").fetchone() == (2,)
    assert project._db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
