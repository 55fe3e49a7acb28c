"""How long a key takes in the session: ``python tests/benchmarks/session_speed.py``.

Without a window, with the commit to the disk: all but the paint. The release is the one of
`reading_speed` at 1 MB, with a suggestion on every name and figure that `J` finds, so that there is
nothing left for it. What takes long is done in pieces: then the figures are of the pieces of one
key. A key that decides has to write a step each time. Arguments are other sizes in characters.
"""

from __future__ import annotations

import random
import tempfile
from collections import deque
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path

from key_speed import name_of
from measured import Row, Times, UntrueError, keep, parser, print_row, told
from reading_speed import CLAIM, LABELS, make_page

from annotator import desk
from annotator.edit.everywhere import in_one_go
from annotator.edit.session import Session
from annotator.edit.unmarked import NOTHING_UNMARKED
from annotator.model.names import name_like
from annotator.model.records import Claim, Entity, Record, Release, Suggestion
from annotator.model.spans import Span
from annotator.store.project import Project

MOVES = ("tab", "right", "shift+right")
DECIDES = ("a", "x", "ctrl+z", "1 2")
"""Pressed by turns where there are two."""
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


class Window:
    """The clock of a window that has nothing else to do: goes on at once, and times each piece."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._due: deque[Callable[[], object]] = deque()
        session.use_clock(in_one_go, lambda _, function: self._due.append(function))

    def press(self, key: str) -> Times:
        """Press a key; how long the window was kept waiting, each time."""
        times = Times()
        with times.once():
            self._session.press(key)
        while self._due:
            go_on = self._due.popleft()
            with times.once():
                go_on()
        return times

    def press_often(self, keys: str, writes: int = 0) -> Times:
        """Press keys by turns; how long the window was kept waiting by each press, at the longest.

        Raise `UntrueError` when they did not write so many steps each.
        """
        times, project = Times(), self._session.project
        for _, key in zip(range(ROUNDS), cycle(keys.split()), strict=False):
            before = project.last_step()
            times.add_longest(self.press(key))
            if project.last_step() != before + writes:
                raise UntrueError(f"{key}: {self._session.said.text or 'no step'}")
        return times


def opened(session: Session) -> Times:
    """Open the first release."""
    times = Times()
    with times.once():
        session.open_first()
    return times


def measure(session: Session) -> Iterator[tuple[str, Times]]:
    """What is pressed in one release, and how long it takes. Raise `UntrueError`."""
    yield "open", opened(session)
    window = Window(session)
    for key in MOVES:
        yield key, window.press_often(key)
    session.run("next-open")
    for keys in DECIDES:
        yield keys, window.press_often(keys, writes=1)
    for key in ("j", "shift+j"):
        session.places.searched.forget([Span(0, len(session.text))])
        yield f"{key}, the first time", window.press(key)
        if session.said.text != NOTHING_UNMARKED:
            raise UntrueError(f"{key}: {session.said.text}")
        yield f"{key}, nothing left", window.press_often(key)
    left = len(session.places.open)
    for key in ("shift+a", "y"):
        yield f"{key}, of all that is open", window.press(key)
        if len(session.places.open) == left:
            raise UntrueError(f"{key}: accepted nothing")
        yield f"ctrl+z of {key}", window.press("ctrl+z")
        if len(session.places.open) != left:
            raise UntrueError(f"ctrl+z of {key}: not everything is open again")


def measured(size: int) -> Iterator[Row]:
    """The rows of one release, which are printed as they come."""
    text = make_page(size).release.text
    suggestions = suggested(text)
    print(f"{len(text):,} characters, {len(suggestions):,} suggestions")
    print_row("ms", ("first", "median", "p99", "worst", "thread", "n"))
    with (
        tempfile.TemporaryDirectory() as folder,
        Project.create(Path(folder) / "one.annotator", "ann") as project,
    ):
        release = Release(text, "A benchmark")
        project.add(release)
        project.add_run(release.id, suggestions, seconds=0)
        for what, times in measure(Session(project, desk.keymap()[0])):
            row = {"what": what, "size": name_of(size), "first": times.wall[0], **times.figures()}
            shown = ("first", "median", "p99", "worst", "thread median")
            print_row(what, [*(told(row[figure]) for figure in shown), f"{row['count']}"])
            yield row


def main() -> None:
    """Print the table."""
    options = parser(__doc__)
    options.add_argument("sizes", nargs="*", type=int, metavar="SIZE")
    asked = options.parse_args()
    keep(asked.json, [row for size in asked.sizes or [1_000_000] for row in measured(size)])


if __name__ == "__main__":
    main()
