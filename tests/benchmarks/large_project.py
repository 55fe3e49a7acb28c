"""What a large project costs: ``python tests/benchmarks/large_project.py [--counts 10_000,...]``.

Each release has about a thousand characters, nine entities and a claim; some are judged. "open" is
from the path to the first release in hand. What begins with "queue" and a colon is measured to the
end of the paint that shows it. Each thing is done at the first, the last and other places. "growth"
is what the larger project costs beside the smaller one, in time of the processor. The queue has one
order, that of the import: there is nothing to sort.
"""

from __future__ import annotations

import json
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from measured import (
    Row,
    Times,
    UntrueError,
    keep,
    memory_of,
    parser,
    print_row,
    told,
    whole_numbers,
    without_display,
)

without_display()

from PySide6.QtWidgets import QApplication  # noqa: E402

from annotator.edit.keys import Keymap  # noqa: E402
from annotator.edit.session import Session  # noqa: E402
from annotator.model.plain import Incoming  # noqa: E402
from annotator.model.records import Claim, Entity, Release, Suggestion  # noqa: E402
from annotator.model.spans import Span  # noqa: E402
from annotator.store.project import Project  # noqa: E402
from annotator.ui.queue import QueuePane  # noqa: E402
from annotator.ui.theme import Theme  # noqa: E402

COUNTS = "10_000,100_000"
ROUNDS = 20
TARGET = 100.0
"""Milliseconds for each of these."""
JUDGED_EVERY = 50
SENTENCE = "The club of {place} said on Monday that {name} and its members had met again in May. "
PLACES = ("Geneva", "Lisbon", "Tbilisi", "Kyiv", "Oslo", "Belfast", "Porto", "Lomé", "Quito")


def incoming(number: int) -> Incoming:
    """A release of its own with ten suggestions."""
    place, name = PLACES[number % len(PLACES)], f"Ann Lee{number}"
    sentence = SENTENCE.format(place=place, name=name)
    text = f"Race {number}. " + sentence * 11
    found: list[Suggestion] = []
    for at in range(3):
        start = text.index(sentence) + at * len(sentence)
        for words, label in ((place, "GPE"), ("Monday", "DATE"), (name, "PERSON")):
            begins = text.index(words, start)
            entity = Entity(Span(begins, begins + len(words)), label)
            found.append(Suggestion(entity, "pen@1", "written", 0.4 + number % 6 / 10))
    said, that = text.index("said"), text.index("that")
    content = Span(that, text.index(".", that))
    claim = Claim((content,), Span(said, said + 4), (Span(said - 20, said - 1),))
    found.append(Suggestion(claim, "pen@1", "written", 0.8))
    release = Release(text, f"Race {number} in {place}", "The Club", "2026-03-01", language="en")
    return Incoming(release, tuple(found))


def make(path: Path, count: int) -> float:
    """A project of so many releases; the seconds it took."""
    began = time.perf_counter()
    with Project.create(path, "ann") as project:
        project.add_all(incoming(number) for number in range(count))
        session = Session(project, Keymap())
        for number in range(0, count, max(JUDGED_EVERY, count // 200)):
            session.open(project.queue(limit=1, offset=number)[0].release)
            session.run("accept")
            session.run("finish" if number % 3 else "accept")
    return time.perf_counter() - began


class Large:
    """One project, and what is done with it."""

    def __init__(self, path: Path, count: int, rounds: int) -> None:
        self.path, self.count, self.rounds = path, count, rounds
        self.times: dict[str, Times] = {}
        chance = random.Random(1)
        self.spots = [0, count - 1, count // 2, *(chance.randrange(count) for _ in range(rounds))]

    def timed(self, name: str, act: Callable[[], object], found: object = None) -> None:
        """Do something; what it says must be `found`, where that is given."""
        with self.times.setdefault(name, Times()).once():
            said = act()
        if found is not None and said != found:
            raise UntrueError(f"{name}: {said!r} instead of {found!r}")

    def open(self) -> None:
        """From the path to the first release in hand."""
        for _ in range(5):

            def opened() -> tuple[Project, Session]:
                project = Project.open(self.path, "ann")
                session = Session(project, Keymap())
                session.open_first()
                return project, session

            times = self.times.setdefault("open", Times())
            with times.once():
                project, session = opened()
            if session.release is None or session.project.counts().releases != self.count:
                raise UntrueError("open: not every release is there")
            project.close()

    def read(self, session: Session) -> None:
        """What the window asks for, without the window."""
        project = session.project
        for spot in self.spots:
            row = project.queue(limit=1, offset=spot)[0]
            session.open(row.release)
            self.timed("next release", lambda: session.run("next-release"))
            self.timed("next unfinished", lambda row=row: project.next_unfinished(row.release))
            words = f"race {spot} in"
            self.timed("search: one", lambda words=words: project.queue_length(words))
            self.timed(
                "search: its place", lambda w=words, r=row: project.queue_place(r.release, w)
            )
            self.timed("search: a page", lambda: project.queue("oslo", limit=100))
            self.timed("search: none", lambda: project.queue_length("nowhere at all"), 0)
            self.timed("filter: count", lambda: project.queue_length("is:finished"))
            self.timed("filter: a page", lambda: project.queue("is:finished", limit=100))
            self.timed(
                "page of the queue", lambda s=spot: len(project.queue("", limit=100, offset=s))
            )
            self.timed("place in the queue", lambda row=row: project.queue_place(row.release), spot)
            self.timed("status", project.counts)
            session.open(row.release)
            if session.places.open:
                self.step(session)

    def step(self, session: Session) -> None:
        """One decision, on the disk when it returns."""
        steps = session.project.last_step()
        self.timed("step", lambda: session.run("reject"))
        if session.project.last_step() != steps + 1:
            raise UntrueError(f"step: none was written; said {session.said.text!r}")
        session.run("undo")

    def show(self, session: Session) -> None:
        """The queue as it is painted."""
        pane = QueuePane(Theme.load(dark=False))
        pane.resize(260, 800)
        pane.show()
        QApplication.processEvents()
        self.painted("queue: all of it", lambda: pane.attach(session), 5)
        for spot in self.spots:
            row = session.project.queue(limit=1, offset=spot)[0]

            def opened(release: str = row.release) -> None:
                session.open(release)
                pane.show_in_hand()

            self.painted("queue: open", opened)
            self.painted("queue: a step", lambda row=row: pane.refresh_row(row.release))
        for spot in self.spots:

            def searched(words: str = f"race {spot} in") -> None:
                pane.search.setText(words)
                pane.refresh()

            self.painted("queue: search", searched)
        pane.close()
        pane.deleteLater()

    def painted(self, name: str, act: Callable[[], object], rounds: int = 1) -> None:
        """Do something and wait until it is painted."""
        for _ in range(rounds):
            with self.times.setdefault(name, Times()).once():
                act()
                QApplication.processEvents()


def sizes(path: Path) -> dict[str, float]:
    """The size of the file in MB."""
    found = {"file": path.stat().st_size / 1e6}
    db = sqlite3.connect(path)
    for table in ("releases", "suggestions", "progress"):
        (count,) = db.execute(f"SELECT count(*) FROM {table}").fetchone()
        found[table] = count
    db.close()
    return found


def measure_here(count: int, rounds: int) -> Row:
    """All figures of one project, in this process."""
    _app = QApplication.instance() or QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.annotator"
        seconds = make(path, count)
        large = Large(path, count, rounds)
        large.open()
        with Project.open(path, "ann") as project:
            session = Session(project, Keymap())
            session.open_first()
            large.read(session)
            large.show(session)
            memory = memory_of(os.getpid())
        times = {name: times.figures() for name, times in large.times.items()}
        return {"times": times, "made in s": seconds, "sizes": sizes(path), "memory": memory}


def rows_of(found: dict[int, Row]) -> Iterator[Row]:
    """The rows to keep."""
    for count, figures in found.items():
        for name, times in figures["times"].items():
            yield {"what": name, "releases": f"{count:,}", **times}
        other = {"seconds to make": figures["made in s"], **figures["memory"]}
        yield {"what": "project", "releases": f"{count:,}", **figures["sizes"], **other}


def print_table(found: dict[int, Row]) -> None:
    """The figures of each project side by side."""
    counts = list(found)
    print_row("ms", [f"{count:,} releases" for count in counts], 20, 30)
    print_row("", ["median", "p99", "thread"] * len(counts) + ["growth"])
    for name in found[counts[0]]["times"]:
        rows = [found[count]["times"][name] for count in counts]
        cells = []
        for row in rows:
            cells += [told(row["median"], TARGET), told(row["p99"], TARGET)]
            cells.append(told(row["thread median"]))
        cells.append(told(rows[-1]["thread median"] / max(0.01, rows[0]["thread median"])))
        print_row(name, cells)
    for count in counts:
        size, memory = found[count]["sizes"], found[count]["memory"]
        print(f"{count:,} releases, {size['suggestions']:,} suggestions:", end=" ")
        print(f"{size['file']:,.0f} MB, made in {found[count]['made in s']:,.0f} s;", end=" ")
        print(f"the process holds {memory['RSS']:,.0f} MB")


def main() -> None:
    """Print the table."""
    options = parser(__doc__)
    options.add_argument("--counts", type=whole_numbers, default=whole_numbers(COUNTS))
    options.add_argument("--rounds", type=int, default=ROUNDS)
    options.add_argument("--one", type=int, help="one project, here; prints JSON")
    asked = options.parse_args()
    if asked.one is not None:
        print(json.dumps(measure_here(asked.one, asked.rounds)))
        return
    found: dict[int, Row] = {}
    for count in asked.counts:
        command = [sys.executable, __file__, "--one", str(count), "--rounds", str(asked.rounds)]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
        found[count] = json.loads(done.stdout)
    print_table(found)
    keep(asked.json, list(rows_of(found)))


if __name__ == "__main__":
    main()
