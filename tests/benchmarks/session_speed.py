"""How long a key takes in the session: ``python tests/benchmarks/session_speed.py``.

Without a window, with the commit to the disk: all but the paint. The release is the one of
`reading_speed` at 1 MB, with a suggestion on every name and figure that `J` finds, so that there is
nothing left for it. What takes long is done in pieces: `n` says how many, of one key.
Arguments are other sizes in characters.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections import deque
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

from reading_speed import CLAIM, LABELS, make_page

from annotator import desk
from annotator.edit.everywhere import in_one_go
from annotator.edit.session import Session
from annotator.edit.unmarked import NOTHING_UNMARKED
from annotator.model.names import name_like
from annotator.model.records import Claim, Entity, Record, Release, Suggestion
from annotator.model.spans import Span
from annotator.store.project import Project

KEYS = ("tab", "a", "x", "ctrl+z", "d", "1", "right", "shift+right")
ROUNDS = 40


def suggested(text: str) -> list[Suggestion]:
    """An entity on every name and figure, a claim on every sentence that has one."""
    chance = random.Random(5)
    names: list[Record] = [
        Entity(span, chance.choice(LABELS)) for span in name_like(text, Span(0, len(text)))
    ]
    claims = [
        Claim((Span(*m.span("content")),), Span(*m.span("cue")), (Span(*m.span("source")),))
        for m in CLAIM.finditer(text)
    ]
    return [Suggestion(r, "b@1", "r", 0.5 + chance.random() / 2) for r in [*names, *claims]]


def timed(action: Callable[[], object]) -> float:
    """How long something takes, in milliseconds."""
    began = perf_counter()
    action()
    return (perf_counter() - began) * 1000


class Window:
    """The clock of a window that has nothing else to do: goes on at once, and times each piece."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._due: deque[Callable[[], object]] = deque()
        session.use_clock(in_one_go, lambda _, function: self._due.append(function))

    def press(self, key: str) -> list[float]:
        """Press a key; how long the window was kept waiting, each time."""
        times = [timed(lambda: self._session.press(key))]
        while self._due:
            times.append(timed(self._due.popleft()))
        return times


def told(name: str, times: list[float]) -> None:
    """One row of the table."""
    print(f"{name:26}{times[0]:10.1f}{median(times):10.2f}{max(times):10.1f}{len(times):6}")


def measure(session: Session) -> None:
    """All rows of one release."""
    window = Window(session)
    for key in KEYS:
        told(key, [max(window.press(key)) for _ in range(ROUNDS)])
    for key in ("j", "shift+j"):
        session.places.searched.forget([Span(0, len(session.text))])
        told(f"{key}, the first time", window.press(key))
        assert session.said.text == NOTHING_UNMARKED, session.said.text
        told(f"{key}, nothing left", [max(window.press(key)) for _ in range(ROUNDS)])
    left = len(session.places.open)
    told(f"shift+a, of {left:,} open", window.press("shift+a"))
    told("ctrl+z of it", window.press("ctrl+z"))
    told(f"y, {len(session.places.open):,} open", window.press("y"))
    assert session.counts().open == 0
    told("ctrl+z of it", window.press("ctrl+z"))
    assert len(session.places.open) == left


def main() -> None:
    """Print the table."""
    for size in [int(argument) for argument in sys.argv[1:]] or [1_000_000]:
        text = make_page(size).release.text
        suggestions = suggested(text)
        print(f"{len(text):,} characters, {len(suggestions):,} suggestions")
        print(f"{'ms':26}{'first':>10}{'median':>10}{'worst':>10}{'n':>6}")
        with (
            tempfile.TemporaryDirectory() as folder,
            Project.create(Path(folder) / "one.annotator", "ann") as project,
        ):
            release = Release(text, "A benchmark")
            project.add(release)
            project.add_run(release.id, suggestions, seconds=0)
            session = Session(project, desk.keymap()[0])
            told("open", [timed(session.open_first)])
            measure(session)


if __name__ == "__main__":
    main()
