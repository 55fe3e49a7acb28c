"""Opens the real window on a project and presses random keys until it is killed.

Prints "shown STEP RELEASE DIGEST" as soon as the screen has heard of a step, with a digest of what
it shows then. Arguments: PROJECT SEED KEYS [CHILD_KILLS]; with the last one the suggester runs, and
is killed so many times while the keys go on.
"""

from __future__ import annotations

import os
import random
import signal
import sys
from pathlib import Path

from PySide6.QtCore import QProcess, Qt
from PySide6.QtTest import QTest
from shown import Shown, digest

from annotator.edit.events import Changed, Event
from annotator.edit.session import Session
from annotator.program import Program
from annotator.ui.child import SuggesterProcess
from annotator.ui.start import start_qt

LETTERS = "aax1234567cswqekv[]{}"
PATIENCE = 20
"""Milliseconds between two keys while the suggester runs, so that its news come in between."""


def play(path: Path, seed: int, count: int, child_kills: int = 0) -> None:
    app, frame = start_qt(path.with_suffix(".ini"))
    program = Program(frame, SuggesterProcess(parent=frame))
    frame.show()
    frame.activateWindow()
    if child_kills:
        program.child.start()
    program.begin(path)
    session = program.session
    assert session is not None

    def heard(event: Event) -> None:
        if isinstance(event, Changed) and session.release is not None:
            last = session.project.last_step()
            print(Shown(last, session.release.id, digest(session.fold.items)).line(), flush=True)

    session.listeners.append(heard)
    chance = random.Random(seed)
    deadly = {chance.randrange(count) for _ in range(child_kills)}
    print("ready", flush=True)
    for number in range(count):
        app.processEvents()
        if child_kills:
            QTest.qWait(PATIENCE)
        if number in deadly and (pid := program.child.findChild(QProcess).processId()):
            os.kill(pid, signal.SIGKILL)
            print("killed", flush=True)
        press(session, frame.focusWidget(), chance)
    frame.close()
    print("done", flush=True)


def press(session: Session, widget: object, chance: random.Random) -> None:
    if session.prompt is not None:  # a key that asks about claims was pressed on an entity
        QTest.keyClick(widget, Qt.Key.Key_Escape)
        return
    key = chance.choice([*LETTERS, "undo", "redo", "tab", "mark"])
    if key in ("undo", "redo"):
        session.run(key)
    elif key == "tab":
        session.run("next-open")
    elif key == "mark":
        session.run("mark-right")
    else:
        QTest.keyClicks(widget, key)


if __name__ == "__main__":
    play(Path(sys.argv[1]), *map(int, sys.argv[2:]))
