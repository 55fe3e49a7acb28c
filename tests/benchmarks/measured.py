"""What all benchmarks share: times, tables, the figures kept as JSON, and how quiet the machine is.

A figure is kept in a row: its texts say what was measured, its numbers are the figures. Times are
in milliseconds, memory is in MB, unless the name of a figure says otherwise.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import platform
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from typing import Any, NamedTuple, TypeVar

Row = dict[str, Any]
T = TypeVar("T")
MISSED = "!"
"""Stands at a figure that is over its target."""


class UntrueError(Exception):
    """A figure would have been untrue: what it is to measure did not happen."""


def p99(values: Sequence[float]) -> float:
    """The value that one in a hundred exceeds."""
    return sorted(values)[min(len(values) - 1, int(len(values) * 0.99))]


def quarters(values: Sequence[float]) -> tuple[float, float, float]:
    """The lower quartile, the median and the upper quartile."""
    if len(values) < 2:
        return values[0], values[0], values[0]
    low, middle, high = quantiles(values, n=4, method="inclusive")
    return low, middle, high


class Moment(NamedTuple):
    """A time in seconds: on the clock, and of the processor in this thread."""

    wall: float
    thread: float

    @classmethod
    def now(cls) -> Moment:
        return cls(time.perf_counter(), time.thread_time())


class Times:
    """How long something took each time: on the clock, and on the processor in this thread.

    Other programs and the disk are on the clock only.
    """

    def __init__(self, wall: Iterable[float] = (), thread: Iterable[float] = ()) -> None:
        self.wall, self.thread = list(wall), list(thread)

    @contextmanager
    def once(self) -> Iterator[None]:
        """Measure what is done inside."""
        began = Moment.now()
        yield
        self.add(began, Moment.now())

    def add(self, began: Moment, ended: Moment) -> None:
        """Take in what began and ended then."""
        self.wall.append((ended.wall - began.wall) * 1000)
        self.thread.append((ended.thread - began.thread) * 1000)

    def add_longest(self, pieces: Times) -> None:
        """Take in the longest of the pieces in which one thing was done: what is felt of it."""
        longest = max(range(len(pieces.wall)), key=pieces.wall.__getitem__)
        self.wall.append(pieces.wall[longest])
        self.thread.append(pieces.thread[longest])

    @classmethod
    def usual(cls, runs: Sequence[Times]) -> Times:
        """Each time at its median of the runs. Raise `UntrueError` if they did not do the same."""
        if len({len(run.wall) for run in runs}) != 1:
            raise UntrueError("two runs did not do the same")
        wall = zip(*(run.wall for run in runs), strict=True)
        thread = zip(*(run.thread for run in runs), strict=True)
        return cls(map(median, wall), map(median, thread))

    def figures(self) -> dict[str, float]:
        """The figures of a row."""
        low, middle, high = quarters(self.wall)
        return {
            "median": round(middle, 3),
            "lower quartile": round(low, 3),
            "upper quartile": round(high, 3),
            "p99": round(p99(self.wall), 3),
            "worst": round(max(self.wall), 3),
            "thread median": round(median(self.thread), 3),
            "thread p99": round(p99(self.thread), 3),
            "count": len(self.wall),
        }


# Memory


def memory_of(process: int) -> dict[str, float]:
    """What a process holds, in MB: all of it (RSS), and with what it shares divided (PSS)."""
    sizes = {"Rss:": 0.0, "Pss:": 0.0}
    for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
        name, *rest = line.split()
        if name in sizes:
            sizes[name] = int(rest[0]) / 1024
    return {"RSS": round(sizes["Rss:"], 1), "PSS": round(sizes["Pss:"], 1)}


# Processes


def in_a_process(function: Callable[..., T], *arguments: object) -> T:
    """What a function says in a process of its own, which leaves nothing in this one."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawn) as pool:
        return pool.submit(function, *arguments).result()


def without_display() -> None:
    """Draw into memory where there is no display; before Qt is imported."""
    if sys.platform == "linux" and not os.environ.get("DISPLAY"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


# Tables


def told(value: float | None, target: float | None = None) -> str:
    """A figure with as many digits as tell something; "!" where it is over its target."""
    if value is None:
        return ""
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    missed = target is not None and value > target
    return f"{value:,.{digits}f}{MISSED if missed else ' '}"


def print_row(name: str, cells: Iterable[str], room: int = 26, width: int = 10) -> None:
    """One line of a table."""
    print(f"{name:{room}}" + "".join(f"{cell:>{width}}" for cell in cells), flush=True)


# The command line and the figures that are kept


def parser(about: str | None) -> argparse.ArgumentParser:
    """What every part takes; `about` is its documentation."""
    found = argparse.ArgumentParser(
        description=about, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    found.add_argument("--json", type=Path, metavar="FILE", help="keep the figures in this file")
    return found


def keep(path: Path | None, rows: Sequence[Row]) -> None:
    """Write the figures down, if they are wanted."""
    if path is not None:
        path.write_text(json.dumps({"rows": rows}, indent=1) + "\n", encoding="utf-8")


def whole_numbers(text: str) -> list[int]:
    """The numbers of ``4_000,100_000``. Raise `ValueError`."""
    return [int(number) for number in text.split(",")]


# The machine


def machine(folder: Path) -> Row:
    """Which machine this is, and how quiet: the same work and the same write, over and over."""
    work, write = Times(), Times()
    for _ in range(60):
        with work.once():
            sum(range(200_000))
    for _ in range(60):
        with write.once():
            _write_through(folder / "written")
    (folder / "written").unlink()
    return {
        "python": platform.python_version(),
        "system": platform.platform(terse=True),
        "processors": os.cpu_count() or 1,
        "load": round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else 0.0,
        "work": work.figures(),
        "write": write.figures(),
    }


def _write_through(path: Path) -> None:
    """One page to the disk, as a commit does it."""
    with path.open("wb") as file:
        file.write(bytes(4096))
        file.flush()
        os.fsync(file.fileno())


def print_machine(found: Row) -> None:
    """Two lines on the machine: the quartiles of its noise."""
    print(f"{found['system']}, Python {found['python']}, {found['processors']} processors,")
    parts = []
    for name, words in (("work", "the same work"), ("write", "4 kB to the disk")):
        took = found[name]
        low, middle, high = took["lower quartile"], took["median"], took["upper quartile"]
        parts.append(f"{words} {middle:.1f} ms ({low:.1f} to {high:.1f}, p99 {took['p99']:.1f})")
    print(f"load {found['load']}; {'; '.join(parts)}", flush=True)
