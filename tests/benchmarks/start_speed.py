"""How long a start takes, and what memory it needs: ``python tests/benchmarks/start_speed.py``.

From the start of the process to the first paint, to the text, to its highlights, and to the first
accepted key. "first start" makes the sample project and waits for the suggester, "again" opens the
same project, "1 MB" a new project of one release of 1 MB. Memory is that of the window and of the
suggester's process once the first key is accepted; "again" does not wait for the suggester.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from measured import (
    Row,
    UntrueError,
    keep,
    memory_of,
    parser,
    print_row,
    quarters,
    told,
    without_display,
)

MOMENTS = ("first paint", "text", "highlights", "first accepted")
WORK = ", processor"
"""The same, but only what the window itself worked: other programs are not in it."""
FIGURES = tuple(f"{moment}{more}" for moment in MOMENTS for more in ("", WORK))
LONGEST = 120
"""Seconds that a start may take: until there are highlights on 1 MB it is half a minute."""
TARGETS = {
    "first start": {"highlights": 2_000.0, "window RSS": 120.0, "suggester RSS": 300.0},
    "again": {"first paint": 500.0},
}
"""In ms and MB."""


class Watcher:
    """Sees the program start: notes each moment once, then the memory, and leaves."""

    def __init__(self, began: float) -> None:
        self._began = began
        self._seen: dict[str, float] = {}
        self._steps = 0
        self._child: Any = None

    def watch(self) -> None:
        """Look over the program's shoulder from now on."""
        from annotator.ui.child import SuggesterProcess
        from annotator.ui.frame import Frame

        def started(child: Any) -> None:
            self._child = child

        after(SuggesterProcess, "start", started)
        after(Frame, "paintEvent", self._frame_painted)

    def _at(self, moment: str) -> None:
        if moment not in self._seen:
            self._seen[moment] = round((time.time() - self._began) * 1000, 1)
            self._seen[f"{moment}{WORK}"] = round(time.process_time() * 1000, 1)

    def _frame_painted(self, _frame: Any, _event: Any) -> None:
        if "first paint" not in self._seen:
            self._at("first paint")
            soon(self._watch_page)

    def _watch_page(self) -> None:
        from annotator.ui.reading import ReadingView

        after(ReadingView, "paintEvent", self._page_painted)

    def _page_painted(self, page: Any, _event: Any) -> None:
        session = page.parent().parent().session
        if session is None or session.release is None:
            return
        self._at("text")
        if "highlights" in self._seen and session.project.last_step() > self._steps:
            self._leave(page)
        elif session.places.open and "highlights" not in self._seen:
            self._at("highlights")
            self._steps = session.project.last_step()
            soon(lambda: session.press("enter"))

    def _leave(self, page: Any) -> None:
        if "first accepted" in self._seen:
            return
        self._at("first accepted")
        from PySide6.QtCore import QProcess

        memory = {"window": memory_of(os.getpid())}
        child = self._child and self._child.findChild(QProcess).processId()
        if child:
            memory["suggester"] = memory_of(child)
        print(json.dumps({"moments": self._seen, "memory": memory}), flush=True)
        soon(page.window().close)


def soon(action: Callable[[], object]) -> None:
    """Do it when what is going on is over."""
    from PySide6.QtCore import QTimer

    QTimer.singleShot(0, action)


def after(kind: type, name: str, told: Callable[..., None]) -> None:
    """Let somebody know each time after a method was called."""
    method = getattr(kind, name)

    def called(*arguments: Any) -> None:
        method(*arguments)
        told(*arguments)

    setattr(kind, name, called)


def watch(began: float, path: Path | None) -> None:
    """Run the program and look at it."""
    from annotator import app

    Watcher(began).watch()
    sys.exit(app.run(path))


def start(folder: str, path: Path | None = None) -> Row:
    """Start the program once; its moments in ms and its memory in MB. Raise `UntrueError`."""
    environment = {**os.environ, "XDG_DATA_HOME": folder, "XDG_CONFIG_HOME": folder}
    asked = [sys.executable, __file__, "--watch", str(time.time()), str(path or "")]
    try:
        done = subprocess.run(
            asked, env=environment, stdout=subprocess.PIPE, text=True, check=True, timeout=LONGEST
        )
    except subprocess.TimeoutExpired as error:
        raise UntrueError(f"the first key was not accepted within {LONGEST} s") from error
    found = json.loads(done.stdout)
    missing = [figure for figure in FIGURES if figure not in found["moments"]]
    if missing:
        raise UntrueError(f"never seen: {', '.join(missing)}")
    memory = {
        f"{who} {kind}": size
        for who, sizes in found["memory"].items()
        for kind, size in sizes.items()
    }
    return {figure: found["moments"][figure] for figure in FIGURES} | memory


def first_start(folder: str) -> Row:
    """Nothing is there yet."""
    return start(folder)


def again(folder: str) -> Row:
    """The sample was opened before; it was read and a key was accepted."""
    start(folder)
    found = start(folder)
    return {figure: found[figure] for figure in FIGURES}


def on_a_megabyte(folder: str) -> Row:
    """A new project of one release of 1 MB, which the suggester reads."""
    from material import long_release, project_with

    from annotator.model.plain import Incoming

    path = Path(folder) / "large.annotator"
    project_with(path, Incoming(long_release(1_000_000).release)).close()
    return start(folder, path)


WAYS: dict[str, Callable[[str], Row]] = {
    "first start": first_start,
    "again": again,
    "1 MB": on_a_megabyte,
}


def measure(way: str, rounds: int) -> list[Row]:
    """One row for each figure of a way to start."""
    found: dict[str, list[float]] = {}
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            for name, value in WAYS[way](folder).items():
                found.setdefault(name, []).append(value)
    rows = []
    for name, values in found.items():
        low, middle, high = quarters(values)
        quartiles = {"lower quartile": low, "upper quartile": high}
        figures = {"median": middle, **quartiles, "worst": max(values), "count": len(values)}
        rows.append({"what": way, "figure": name, **figures})
    return rows


def main() -> None:
    """Print the tables."""
    options = parser(__doc__)
    options.add_argument("--rounds", type=int, default=5, help="starts of each kind, but of 1 MB")
    options.add_argument("--ways", default=",".join(WAYS))
    asked = options.parse_args()
    rows: list[Row] = []
    print_row("ms, MB", ("median", "quartiles", "", "worst"))
    for way in asked.ways.split(","):
        print(way)
        for row in measure(way, 1 if way == "1 MB" else asked.rounds):
            target = TARGETS.get(way, {}).get(row["figure"])
            cells = [told(row["median"], target)]
            cells += [told(row[name]) for name in ("lower quartile", "upper quartile", "worst")]
            print_row(f"  {row['figure']}", cells)
            rows.append(row)
    keep(asked.json, rows)


if __name__ == "__main__":
    without_display()
    if sys.argv[1:2] == ["--watch"]:
        watch(float(sys.argv[2]), Path(sys.argv[3]) if sys.argv[3] else None)
    else:
        main()
