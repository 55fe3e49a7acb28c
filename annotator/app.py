"""The window program: a bare window at once, the suggester beside it, then everything else."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from annotator import desk
from annotator.ui.display import check_display

if TYPE_CHECKING:
    from annotator.program import Program


@contextmanager
def without(*packages: str) -> Iterator[None]:
    """Import as if these packages were not installed.

    sqlite-utils takes numpy and pandas in where they are there, only to know their types. The
    window has none of them, and would pay with a quarter of its start and 16 MB for numpy alone.
    """
    absent = [name for name in packages if name not in sys.modules]
    for name in absent:
        sys.modules[name] = None  # type: ignore[assignment]  # what import takes for "not there"
    try:
        yield
    finally:
        for name in absent:
            del sys.modules[name]


def run(
    path: Path | None,
    read_only: bool = False,
    pipeline: str = "",
    suggesters: Sequence[str] = (),
    practise: bool = False,
) -> int:
    """Open the window on a project (None: the sample) and stay until it is closed.

    `pipeline` and `suggesters` go before the settings. With `practise`, a practice begins over it.
    Raises `NoDisplayError` where no window can be shown.
    """
    check_display()
    from annotator.ui.child import SuggesterProcess
    from annotator.ui.ending import ClosesOnSignal
    from annotator.ui.start import start_qt

    app, frame = start_qt(desk.config_folder() / "window.ini")
    choice = desk.choice(desk.settings().settings, pipeline, suggesters)
    child = SuggesterProcess(["--choice", choice.to_json()], parent=frame)
    if not read_only:
        child.start()  # it loads on another core while the window is filled

    kept: list[Program] = []

    def fill() -> None:
        """Import what fills the window only now: the first paint does not wait for it."""
        with without("numpy", "pandas"):
            from annotator.program import Program

        kept.append(Program(frame, child))
        kept[0].begin(path, read_only)
        if practise:
            kept[0].practise()

    frame.when_painted(fill)
    frame.fit(frame.screen().availableSize())
    frame.show()
    signals = ClosesOnSignal(frame)
    try:
        return app.exec()
    finally:
        signals.let_go()
