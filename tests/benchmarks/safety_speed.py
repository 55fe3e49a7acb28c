"""What safety costs: ``python tests/benchmarks/safety_speed.py [COUNT ...]``.

Over projects of so many releases: one step with its commit to the disk, by turns with and without
its link of the hash chain; steps while a backup is being made; how long a backup and a check take,
and the memory that a check takes more than it found. Milliseconds, median and 99th percentile.
"""

from __future__ import annotations

import tempfile
import tracemalloc
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from time import perf_counter
from unittest.mock import patch

from large_project import incoming
from measured import Row, Times, UntrueError, keep, parser, print_row, told

from annotator.model.selection import Selection
from annotator.model.spans import Span
from annotator.model.steps import Decision, Step
from annotator.store import recording
from annotator.store.audit import SHOWN, audit
from annotator.store.backups import Plan, listed
from annotator.store.project import Project

COUNTS = (1_000, 100_000)
STEPS = 1500
BACKUPS = 3


def judge(project: Project, releases: list[str], number: int, times: Times) -> None:
    """Take one step in one of a few releases."""
    release = releases[number % len(releases)]
    item = next(iter(project.fold(release).items))
    verb = "accept" if number % 2 else "reject"
    step = Step(verb, (Decision(verb, item),), Selection(Span(0, 7), item))
    with times.once():
        project.record(release, step)


def steps(project: Project) -> dict[str, Times]:
    """Steps with and without the chain, by turns, so that a busy machine is busy for both."""
    releases = [row.release for row in project.queue(limit=4)]
    without = patch.object(recording, "linking", lambda _: nullcontext())
    linked, bare = Times(), Times()
    for number in range(STEPS):
        judge(project, releases, number, linked)
        with without:
            judge(project, releases, number + 1, bare)
    return {"step with its link": linked, "step without": bare}


def steps_during_backups(project: Project) -> tuple[Times, float]:
    """Steps that were taken while backups were made, and the seconds of one backup."""
    releases = [row.release for row in project.queue(limit=4)]
    times, began = Times(), perf_counter()
    for _ in range(BACKUPS):
        judge(project, releases, 0, Times())  # something to back up
        project.keep_backups(Plan(every=0))
        backing = project._backing
        assert backing is not None
        while backing._is_busy():
            judge(project, releases, len(times.wall), times)
    return times, (perf_counter() - began) / BACKUPS


def checked(path: Path) -> tuple[float, float]:
    """The seconds of a check, and the megabytes of Python objects at its peak.

    Raise `UntrueError` when it did not find the steps that were written here without a link.
    """
    began = perf_counter()
    found = " ".join(one.sentence for one in audit(path))
    took = perf_counter() - began
    if found.count("no link of the chain") != SHOWN:
        raise UntrueError(f"check: the steps without a link were not found: {found}")
    tracemalloc.start()
    for _ in audit(path):
        pass
    peak = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    return took, peak


def measured(count: int, folder: Path) -> Iterator[Row]:
    """The rows of one size, which are printed as they come."""
    path, size = folder / f"{count}.annotator", f"{count:,} releases"
    print_row(f"{size}, ms", ("median", "p99", "thread", "n"), 32)
    with Project.create(path, "ann") as project:
        project.add_all(incoming(number) for number in range(count))
        taken = steps(project)
        taken["step while a backup is made"], seconds = steps_during_backups(project)
        for what, times in taken.items():
            row = {"what": what, "size": size, **times.figures()}
            cells = [told(row[figure]) for figure in ("median", "p99", "thread median")]
            print_row(f"  {what}", [*cells, f"{row['count']:,}"], 32)
            yield row
        kept = listed(path)[-1].size / 2**20
    yield {"what": "backup", "size": size, "seconds": seconds, "file": kept}
    took, peak = checked(path)
    yield {"what": "check", "size": size, "seconds": took, "memory": peak}
    print(f"  a backup of {kept:,.0f} MB takes {seconds:.1f} s;", end=" ")
    print(f"a check takes {took:.1f} s and {peak:.1f} MB", flush=True)


def main() -> None:
    """Print the table."""
    options = parser(__doc__)
    options.add_argument("counts", nargs="*", type=int, metavar="COUNT")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        counts = asked.counts or COUNTS
        keep(asked.json, [row for count in counts for row in measured(count, Path(folder))])


if __name__ == "__main__":
    main()
