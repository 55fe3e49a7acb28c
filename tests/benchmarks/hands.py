"""Hands on the program's own window: they press keys, and measure until it is painted."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from material import KnownStructures, long_release, project_with
from measured import Moment, Times, UntrueError, without_display

without_display()

from PySide6.QtCore import QEventLoop, QTimer  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from annotator.edit.session import Session  # noqa: E402
from annotator.model.plain import Incoming  # noqa: E402
from annotator.model.records import Release  # noqa: E402
from annotator.program import Program  # noqa: E402
from annotator.ui.child import SuggesterProcess  # noqa: E402
from annotator.ui.frame import Frame  # noqa: E402
from annotator.ui.reading import ReadingView  # noqa: E402
from annotator.ui.start import start_qt  # noqa: E402
from annotator.ui.typist import Typist  # noqa: E402

KEY = 0.03
"""Seconds between two keys."""
SHORT = Incoming(Release("Nobody said anything.", "A short one", "The Club", language="en"))
"""Stands before the long one in the queue."""


class PaintedPage:
    """Counts the paints of the reading view, and knows when the last one ended."""

    count = 0
    ended = Moment(0, 0)

    def __init__(self) -> None:
        paint = ReadingView.paintEvent

        def counted(view: ReadingView, event: object) -> None:
            paint(view, event)  # type: ignore[arg-type]
            self.count += 1
            self.ended = Moment.now()

        ReadingView.paintEvent = counted  # type: ignore[assignment, method-assign]


class Hands:
    """Does things in a window and measures them.

    `times` are those until the page has been painted for the last time, `wholes` those until all of
    the window has been, and nothing is left to do.
    """

    program: Program
    """What the window is of."""

    def __init__(self, frame: Frame, session: Session, typist: Typist, page: PaintedPage) -> None:
        self.frame, self.session, self._typist, self._page = frame, session, typist, page
        self._elsewhere = sqlite3.connect(f"file:{session.project.path}?mode=ro", uri=True)
        self.times: dict[str, Times] = defaultdict(Times)
        self.wholes: dict[str, Times] = defaultdict(Times)
        self.paints: dict[str, int] = defaultdict(int)

    def press(self, name: str, key: str, *, decides: bool = False) -> None:
        """Press a key as `name`; with `decides` it must write one step."""
        steps = self.steps()
        self.do(name, lambda: self._typist.press(key))
        if self.steps() != steps + decides:
            raise UntrueError(f"{name}: {key} wrote {self.steps() - steps} steps")

    def do(self, name: str, act: Callable[[], object]) -> None:
        """Do one thing and wait until it is painted."""
        rest()
        before, began = self._page.count, Moment.now()
        act()
        QApplication.processEvents()
        ended = Moment.now()
        if self._page.count == before:
            raise UntrueError(f"{name}: nothing was painted; said {self.session.said.text!r}")
        self.times[name].add(began, self._page.ended)
        self.wholes[name].add(began, ended)
        self.paints[name] += self._page.count - before

    def forget_page(self) -> None:
        """Have the page laid out and drawn as if for the first time."""
        for page in self.frame.findChildren(ReadingView):
            if (layout := page._layout) is not None:
                layout.lay_out_anew(layout.column)
            page.viewport().update()

    def steps(self) -> int:
        """How many steps are on the disk, as another program sees it."""
        (count,) = self._elsewhere.execute("SELECT count(*) FROM steps").fetchone()
        return int(count)

    def take_back(self, steps: int) -> None:
        """Undo so many steps, unmeasured."""
        for _ in range(steps):
            self.session.run("undo")
        rest()

    def close(self) -> None:
        self._elsewhere.close()


def rest(seconds: float = KEY) -> None:
    """What a person leaves between two keys: the window waits, as it does for them."""
    waiting = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), waiting.quit)
    waiting.exec()


@contextmanager
def window_on(size: int, folder: Path) -> Iterator[Hands]:
    """Hands on the program, without a suggester, over a release of about `size` code points."""
    page = PaintedPage()
    _, frame = start_qt(folder / "window.ini")
    big = long_release(size)
    path = folder / "key.annotator"
    project_with(path, SHORT, big).close()
    program = Program(frame, SuggesterProcess(parent=frame))
    program.begin(path)
    session = program.session
    if session is None:
        raise UntrueError("The project could not be opened")
    session.structures = KnownStructures()
    frame.resize(1280, 800)
    frame.show()
    frame.activateWindow()
    QTest.qWaitForWindowActive(frame)
    session.open(big.release.id)
    rest(0.5)
    hands = Hands(frame, session, Typist(frame), page)
    hands.program = program
    yield hands
    hands.close()
    frame.close()
    QApplication.processEvents()
