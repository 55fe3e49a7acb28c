"""How the queue bears many releases: ``python tests/benchmarks/queue_speed.py [COUNT ...]``.

Each figure is from the call to the end of the paint that shows it, in milliseconds: the median and
the worst of a few rounds.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

from PySide6.QtWidgets import QApplication

from annotator.edit.keys import Keymap
from annotator.edit.session import Session
from annotator.model.plain import Incoming
from annotator.model.records import Entity, Release, Suggestion
from annotator.model.spans import Span
from annotator.store.project import Project
from annotator.ui.queue import QueuePane
from annotator.ui.theme import Theme

COUNTS = (1_000, 20_000, 100_000)
ROUNDS = 9
PERSON = Suggestion(Entity(Span(0, 7), "PERSON"), "pen@1", "written", 0.9)


def project_of(count: int, path: Path) -> Project:
    """A project with so many releases."""
    project = Project.create(path, "ann")
    project.add_all(
        Incoming(Release(f"Ann Lee won race {n}.", f"Race {n}", "The Club"), (PERSON,))
        for n in range(count)
    )
    return project


def timed(action: Callable[[], object]) -> float:
    """How long something takes until it is painted."""
    began = perf_counter()
    action()
    QApplication.processEvents()
    return (perf_counter() - began) * 1000


def measure(count: int, folder: Path) -> dict[str, list[float]]:
    """The times of all actions over a queue of so many releases."""
    with project_of(count, folder / f"{count}.annotator") as project:
        session, pane = Session(project, Keymap()), QueuePane(Theme.load(dark=False))
        pane.resize(260, 800)
        pane.show()
        session.open_first()
        QApplication.processEvents()
        times = {"attach": [timed(lambda: pane.attach(session)) for _ in range(ROUNDS)]}
        row = project.queue_row(session.release.id) if session.release else None
        assert row is not None
        times["step"] = [timed(lambda: pane.refresh_row(row.release)) for _ in range(ROUNDS)]
        ends = [project.queue(limit=1, offset=at)[0].release for at in (count - 1, 0, count // 2)]
        times["open"] = [timed(lambda end=end: _open(pane, session, end)) for end in 3 * ends]
        times["search"] = [timed(lambda n=n: _search(pane, f"race {n}")) for n in range(ROUNDS)]
        pane.close()
        pane.deleteLater()
    return times


def _open(pane: QueuePane, session: Session, release: str) -> None:
    session.open(release)
    pane.show_in_hand()


def _search(pane: QueuePane, words: str) -> None:
    pane.search.setText(words)
    pane.refresh()


def main() -> None:
    """Print the table."""
    if "DISPLAY" not in os.environ:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    _app = QApplication(sys.argv[:1])
    counts = [int(argument) for argument in sys.argv[1:]] or COUNTS
    with tempfile.TemporaryDirectory() as folder:
        measure(100, Path(folder))
        results = {count: measure(count, Path(folder)) for count in counts}
    print(f"{'ms':8}" + "".join(f"{f'{count:,} releases':>22}" for count in results))
    print(f"{'':8}" + f"{'median   worst':>22}" * len(results))
    for action in next(iter(results.values())):
        cells = [results[count][action] for count in results]
        print(f"{action:8}" + "".join(f"{median(c):14.1f} {max(c):7.1f}" for c in cells))


if __name__ == "__main__":
    main()
