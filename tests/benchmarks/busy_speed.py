"""Keys while something else goes on: ``python tests/benchmarks/busy_speed.py [--releases 5000]``.

In the real window: from the key that accepts a suggestion to the end of the paint that shows it,
committed, with nothing else at work, while releases of 1,000 to 2,400 characters come in from a
file, and while the project goes out in two formats. Keys are pressed as long as that lasts; what is
over before there were enough of them is an error.
"""

from __future__ import annotations

import itertools
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from alike import unlike_lines
from hands import Hands, rest, window_on
from measured import Row, UntrueError, keep, parser, print_row, told

from annotator.edit.scope import Scope

RELEASES = 5_000
LENGTH = 4_000
"""Characters of the release in hand."""
PRESSES = 200
FEWEST = 10
FORMATS = ("jsonl", "spacy")


def accept_while(hands: Hands, name: str, goes_on: Callable[[], bool]) -> None:
    """Accept one suggestion after the other; at the end of the release all is taken back."""
    session, accepted = hands.session, 0
    while goes_on():
        if accepted == 0:
            session.run("release-start")
            session.run("next-open")
        hands.press(name, "a", decides=True)
        accepted += 1
        if len(session.places.open) < 2:
            hands.take_back(accepted)
            accepted = 0
    hands.take_back(accepted)


def accept_meanwhile(hands: Hands, name: str) -> None:
    """The same while the window does what was begun."""
    worker = hands.program.window.worker
    accept_while(hands, name, lambda: worker.is_busy)
    if len(hands.wholes[name].wall) < FEWEST:
        raise UntrueError(f"{name}: it was over too soon; take more releases")
    rest(0.5)


def measure(folder: Path, releases: int) -> dict[str, Row]:
    """The figures of each."""
    source = folder / "new.jsonl"
    with source.open("w", encoding="utf-8") as file:
        file.writelines(unlike_lines(releases))
    with window_on(LENGTH, folder) as hands:
        program, presses = hands.program, itertools.count()
        accept_while(hands, "nothing else", lambda: next(presses) < PRESSES)
        program.taking_in.import_paths([source])
        accept_meanwhile(hands, "import")
        for name in FORMATS:
            program.sending_out.export_to(folder / "out", name, Scope(finished=False))
            accept_meanwhile(hands, f"export {name}")
        if hands.session.counts().releases != releases + 2:
            raise UntrueError(f"{hands.session.counts().releases} releases came in")
        return {name: times.figures() for name, times in hands.wholes.items()}


def main() -> None:
    """Print the table."""
    options = parser(__doc__)
    options.add_argument("--releases", type=int, default=RELEASES)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CONFIG_HOME"] = folder
        found = measure(Path(folder), asked.releases)
    print_row("accept, ms", ("median", "p99", "of thread", "presses"), 26)
    for name, row in found.items():
        cells = [told(row[figure]) for figure in ("median", "p99", "thread median")]
        print_row(name, [*cells, str(row["count"])], 26)
    keep(asked.json, [{"what": name, **row} for name, row in found.items()])


if __name__ == "__main__":
    main()
