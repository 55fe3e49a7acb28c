"""Random keys in the real window: no crash, no lost decision, no memory that only grows.

``python tests/torture/random_keys.py --keys 100000 --seed 1`` presses so many on a project of a few
releases, and after each thousand compares what is shown with what is stored, read anew. The window
waits between keys and the person rests after each thousand, so that Python's collector does what it
does in the program. It prints where memory is after each tenth, and how fast it grows over the
second half.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from statistics import linear_regression
from time import perf_counter

from PySide6.QtCore import QEvent, QEventLoop, QObject, QSettings, QTimer
from PySide6.QtWidgets import QApplication

from annotator.edit.commands import COMMANDS
from annotator.edit.events import Event, Said
from annotator.edit.keys import Keymap, read_keymap
from annotator.edit.session import Session
from annotator.formats.files import read_files
from annotator.formats.incoming import Take
from annotator.model.fold import fold
from annotator.model.plain import Incoming
from annotator.model.resources import resource
from annotator.store.audit import audit
from annotator.store.project import Project
from annotator.ui.frame import Frame
from annotator.ui.resting import Tidying, set_memory_aside
from annotator.ui.typist import typist_at

GOLD = Path(__file__).parents[1] / "data/gold/re3d_dev.jsonl"
RELEASES = 10
ENDING = ("finish", "accept-sure", "withdraw", "withdraw-import")
OFTEN = {"escape": 6.0, "ctrl+z": 3.0, "tab": 4.0}
LEAK = 400
"""Kilobytes that a thousand keys may add in the long run: steps are kept in memory while shown."""


def keys_of(keymap: Keymap) -> list[str]:
    """Every key of the keymap but for those that quit, and what people type into a field."""
    bound = {key for keys in keymap.modes.values() for chord in keys for key in chord.split()}
    return sorted(
        bound.difference(keymap.keys_of("quit")) | {*"abcdefghijklmnopqrstuvwxyz0123456789 .,-é"}
    )


def weights_of(keymap: Keymap, keys: Sequence[str]) -> list[float]:
    """How often each key is pressed: seldom what ends a release, often what goes on or back."""
    ends = {keys for command in ENDING for keys in keymap.keys_of(command)}
    return [0.02 if key in ends else OFTEN.get(key, 1.0) for key in keys]


def project_at(path: Path) -> Project:
    """A project with a few real releases, whose gold is suggested."""
    project = Project.create(path, "ann")
    found = (one for one in read_files([GOLD], Take.SUGGESTIONS) if isinstance(one, Incoming))
    project.add_all(islice(found, RELEASES))
    return project


def faults(session: Session) -> list[str]:
    """Where what is shown is not what is stored."""
    project, wrong = session.project, []
    if session.release is not None:
        name = session.release.id
        stored = fold(project.suggestions(name), project.steps(name))
        if session.fold.items != stored.items or session.fold.state != stored.state:
            wrong.append(f"the fold shown of {session.release.title!r} is not the one stored")
    length = len(session.text)
    chosen = [session.selection.caret, *filter(None, [session.selection.mark])]
    if not all(span.fits(length) or span.start == span.end <= length for span in chosen):
        wrong.append(f"selected {session.selection} of {length} code points")
    return wrong


def memory() -> int:
    """Kilobytes that this process has in use."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1])


def press_at_random(
    project: Project, count: int, seed: int, tell: Callable[[int, int], None]
) -> tuple[list[str], int]:
    """Press `count` keys, and compare after each thousandth: what is wrong, and how many steps."""
    keymap, _ = read_keymap(resource("keymap.toml"), COMMANDS)
    session, chance = Session(project, keymap), random.Random(seed)
    wrong: list[str] = []

    def heard(event: Event) -> None:
        if isinstance(event, Said) and event.tone == "error":
            wrong.append(f"said: {event.text}")

    session.listeners.append(heard)
    frame = Frame(QSettings(str(project.path.with_suffix(".ini")), QSettings.Format.IniFormat))
    keys = keys_of(keymap)
    weights = weights_of(keymap, keys)
    with tidied(frame), typist_at(frame, session) as typist:
        session.open_first()
        for number in range(1, count + 1):
            (key,) = chance.choices(keys, weights)
            typist.press(key)
            if number % 20 == 0:
                _wait()
                _leave_menu()
            if number % 1000 == 0:
                wrong += [f"after key {number} ({key}): {fault}" for fault in faults(session)]
                set_memory_aside()
                tell(number, memory())
        wrong += faults(session)
    frame.deleteLater()
    wrong += [finding.sentence for finding in audit(project.path) if not finding.fine]
    return wrong, project.last_step()


@contextmanager
def tidied(window: QObject) -> Iterator[None]:
    """Python's collector as the window has it; afterwards it is as it was."""
    before = gc.get_threshold()
    Tidying(window)
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


def _wait() -> None:
    """Do what is left to do, and wait for a moment as the window does between two keys."""
    loop = QEventLoop()
    QTimer.singleShot(0, loop.quit)
    loop.exec()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _leave_menu() -> None:
    """Close the menu that a key opened: it would take every key that comes."""
    while (menu := QApplication.activePopupWidget()) is not None:
        menu.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keys", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.setdefault("QT_LOGGING_RULES", "default.warning=false")  # what offscreen cannot do
    app = QApplication(sys.argv[:1])
    app.setStyle("Fusion")
    points: list[tuple[int, int]] = []
    began = perf_counter()

    def tell(number: int, kilobytes: int) -> None:
        points.append((number, kilobytes))
        if number % max(1000, asked.keys // 10) == 0:
            print(f"{number:>9,} keys {kilobytes / 1024:>8.1f} MB", flush=True)

    with (
        tempfile.TemporaryDirectory() as scratch,
        project_at(Path(scratch) / "keys.annotator") as project,
    ):
        wrong, steps = press_at_random(project, asked.keys, asked.seed, tell)
    late = points[len(points) // 2 :]
    slope = linear_regression(*zip(*late, strict=True)).slope * 1000 if len(late) > 1 else 0.0
    took = perf_counter() - began
    print(f"{steps:,} steps, {slope:.0f} kB more every 1,000 keys at the end, {took:.0f} s")
    for fault in wrong:
        print(fault)
    sys.exit(1 if wrong or slope > LEAK else 0)


if __name__ == "__main__":
    main()
