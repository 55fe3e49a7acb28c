"""What was shown is in the file, whatever happens to the program."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from club import NEWS, SUGGESTIONS, step

from annotator.store.project import Project

_CHILD = """
import sys
sys.path[:0] = sys.argv[2:]
from club import NEWS, step
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


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no kill -9 here")
@pytest.mark.parametrize("seed", range(4))
def test_every_step_that_was_shown_survives_kill_9(path: Path, seed: int):
    with Project.create(path, "ann") as project:
        project.add(NEWS, SUGGESTIONS)
    child = subprocess.Popen(
        [sys.executable, "-c", _CHILD, str(path), str(Path(__file__).parent), os.getcwd()],
        stdout=subprocess.PIPE,
        text=True,
    )
    with child:
        assert child.stdout is not None
        shown = [child.stdout.readline() for _ in range(random.Random(seed).randrange(1, 120))]
        child.send_signal(signal.SIGKILL)
        shown += child.stdout.read().splitlines(keepends=True)
    numbers = [int(line) for line in shown if line.endswith("\n")]
    with Project.open(path, "ann") as project:
        assert project.read_only_reason is None
        assert project.problems() == []
        steps = project.steps(NEWS.id)
        assert [recorded.number for recorded in steps] == list(range(1, len(steps) + 1))
        assert set(numbers) <= {recorded.number for recorded in steps}
        before = project.queue(), project.counts()
        project.rebuild()
        assert (project.queue(), project.counts()) == before
        top = project.undo()
        assert top is not None
        assert project.record(NEWS.id, step("reject", "s2")).step.number == top.step.number + 1
