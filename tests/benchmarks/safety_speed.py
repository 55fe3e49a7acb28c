"""What safety costs: ``python tests/benchmarks/safety_speed.py [COUNT ...]``.

Over projects of so many releases: one step with its commit to the disk, by turns with and without
its link of the hash chain; steps while a backup is being made; how long a backup and a check take,
and the memory that a check takes more than it found. Milliseconds, median and 99th percentile.
"""

from __future__ import annotations

import sys
import tempfile
import tracemalloc
from contextlib import nullcontext
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from unittest.mock import patch

from large_project import incoming

from annotator.model.selection import Selection
from annotator.model.spans import Span
from annotator.model.steps import Decision, Step
from annotator.store import project as store
from annotator.store.audit import audit
from annotator.store.backups import Plan, listed
from annotator.store.project import Project

COUNTS = (1_000, 100_000)
STEPS = 1500


def judge(project: Project, releases: list[str], number: int) -> float:
    """One step in one of a few releases; how many milliseconds it took."""
    release = releases[number % len(releases)]
    item = next(iter(project.fold(release).items))
    verb = "accept" if number % 2 else "reject"
    step = Step(verb, (Decision(verb, item),), Selection(Span(0, 7), item))
    began = perf_counter()
    project.record(release, step)
    return (perf_counter() - began) * 1000


def steps(project: Project) -> tuple[list[float], list[float]]:
    """Steps with and without the chain, by turns, so that a busy machine is busy for both."""
    releases = [row.release for row in project.queue(limit=4)]
    without = patch.object(store, "linking", lambda _: nullcontext())
    taken: tuple[list[float], list[float]] = [], []
    for number in range(STEPS):
        taken[0].append(judge(project, releases, number))
        with without:
            taken[1].append(judge(project, releases, number + 1))
    return taken


def steps_during_backups(project: Project) -> tuple[list[float], float]:
    """Steps that were taken while backups were made, and the seconds of one backup."""
    releases = [row.release for row in project.queue(limit=4)]
    times, began = [], perf_counter()
    for _ in range(3):
        judge(project, releases, 0)  # something to back up
        project.keep_backups(Plan(every=0))
        backing = project._backing
        assert backing is not None
        while backing._is_busy():
            times.append(judge(project, releases, len(times)))
    return times, (perf_counter() - began) / 3


def checked(path: Path) -> tuple[float, float]:
    """The seconds of a check, and the megabytes of Python objects at its peak."""
    began = perf_counter()
    for _ in audit(path):
        pass
    took = perf_counter() - began
    tracemalloc.start()
    for _ in audit(path):
        pass
    peak = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    return took, peak


def told(name: str, times: list[float]) -> None:
    """One row of the table."""
    print(f"  {name:32}{median(times):8.2f} {quantiles(times, n=100)[98]:8.2f}", flush=True)


def measure(count: int, folder: Path) -> None:
    """All figures of one size."""
    path = folder / f"{count}.annotator"
    print(f"{count:,} releases {'median':>32} {'p99':>8}")
    with Project.create(path, "ann") as project:
        project.add_all(incoming(number) for number in range(count))
        linked, unlinked = steps(project)
        told("step with its link", linked)
        told("step without", unlinked)
        during, seconds = steps_during_backups(project)
        told("step while a backup is made", during)
        size = listed(path)[-1].size / 2**20
        print(
            f"  a backup of {size:,.0f} MB takes {seconds:.1f} s, {len(during):,} steps meanwhile"
        )
    took, peak = checked(path)
    print(f"  a check takes {took:.1f} s and {peak:.1f} MB")


def main() -> None:
    """Print the table."""
    counts = [int(argument) for argument in sys.argv[1:]] or COUNTS
    with tempfile.TemporaryDirectory() as folder:
        for count in counts:
            measure(count, Path(folder))


if __name__ == "__main__":
    main()
