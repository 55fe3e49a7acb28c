"""Opens the real window on a project and presses random keys until it is killed.

Prints "shown N" as soon as the screen has heard of step N. Arguments: PROJECT SEED KEYS.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

from PySide6.QtTest import QTest

from annotator.edit.events import Changed, Event
from annotator.program import Program
from annotator.ui.child import SuggesterProcess
from annotator.ui.start import start_qt

LETTERS = "aax1234567cswqekv[]{}"


def play(path: Path, seed: int, count: int) -> None:
    app, frame = start_qt(path.with_suffix(".ini"))
    program = Program(frame, SuggesterProcess(parent=frame))
    frame.show()
    frame.activateWindow()
    program.begin(path)
    session = program.session
    assert session is not None

    def heard(event: Event) -> None:
        if isinstance(event, Changed):
            print("shown", session.project.last_step(), flush=True)

    session.listeners.append(heard)
    chance = random.Random(seed)
    print("ready", flush=True)
    for _ in range(count):
        app.processEvents()
        key = chance.choice([*LETTERS, "undo", "redo", "tab", "mark"])
        if key in ("undo", "redo"):
            session.run(key)
        elif key == "tab":
            session.run("next-open")
        elif key == "mark":
            session.run("mark-right")
        else:
            QTest.keyClicks(frame.focusWidget(), key)
    frame.close()
    print("done", flush=True)


if __name__ == "__main__":
    play(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
