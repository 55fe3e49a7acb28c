"""How long one verdict takes in a whole project: ``python tests/benchmarks/everywhere_speed.py``.

Arguments are how many releases a project has, 100,000 where none is given. Each has about a
thousand characters and eight suggestions; a name stands in every one of them, in one of ten, of a
hundred, and of a thousand. Finding is what the window does in slices between two keys: in all and
the longest slice. So are making ready what is written, taken back and done again; here "in all" has
the transaction at the end in it, and the longest time without room for a key is that of the key
itself, of a slice, or of the transaction.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from measured import Row, UntrueError, keep, parser, print_row, told

from annotator.edit.everywhere import COMMAND, in_one_go, look_through, search_for
from annotator.edit.keys import Keymap
from annotator.edit.session import Session
from annotator.model.plain import Incoming
from annotator.model.records import Entity, Release, Suggestion
from annotator.model.spans import Span
from annotator.store.project import Project

NAMES = {1_000: "Dan Roe", 100: "Cid Ray", 10: "Bob Fox", 1: "Ann Lee"}
"""In one of how many releases each name stands; one that stands in a single one is left out."""
FILLER = "The club said on Monday that its members had met again and would meet once more. " * 11


def releases(count: int) -> Iterator[Incoming]:
    """So many releases with their names and other suggestions."""
    for n in range(count):
        names = [name for every, name in NAMES.items() if n % every == 0]
        text = f"{' and '.join(names)} won race {n}. {FILLER}"
        spans = [Span(text.index(name), text.index(name) + 7) for name in names]
        first = text.index("Monday")
        spans += [Span(first + 81 * i, first + 81 * i + 6) for i in range(8 - len(names))]
        suggestions = (Suggestion(Entity(s, "PERSON"), "pen@1", "written", 0.9) for s in spans)
        yield Incoming(Release(text, f"Race {n}", "The Club"), tuple(suggestions))


def slices(values: Iterator[object]) -> list[float]:
    """How many seconds each step of an iterator takes."""
    times, began = [], perf_counter()
    for _ in values:
        times.append(perf_counter() - began)
        began = perf_counter()
    return times


def timed(action: Callable[[], object]) -> float:
    """How many seconds something takes."""
    began = perf_counter()
    action()
    return perf_counter() - began


class Stretch(NamedTuple):
    """The seconds that something takes, and the longest time without room for a key, in ms."""

    seconds: float
    longest: float


def in_slices(session: Session, command: Callable[[], object]) -> Stretch:
    """Run a command of which the window does some between two keys."""
    stops: list[float] = []

    def timing(
        values: Iterator[object],
        _name: str,
        _shown: object,
        done: Callable[[object, None], None],
    ) -> None:
        stops.extend(slices(values))
        stops.append(timed(lambda: done(None, None)))

    session.use_clock(timing, None)
    seconds = timed(command)
    session.use_clock(in_one_go, None)
    return Stretch(seconds, max([*stops, seconds - sum(stops)]) * 1000)


def measure(session: Session, name: str) -> tuple[int, dict[str, Stretch]]:
    """Find, write, undo and redo the verdict on the first place of a name; how many it has.

    Raise `UntrueError` when one of them did not judge all of them.
    """
    session.open(session.project.queue(limit=1)[0].release)
    item = next(i for i in session.fold.items.values() if _is(i.record, name, session.text))
    session.select_item(item.id)
    session.run("accept")
    session.select_item(item.id)
    assert session.release is not None
    search = search_for(session.here, session.release.id, session.counts().releases)
    assert search is not None
    looks = slices(look_through(session.project, search, suggesting=False))
    found = {"find": Stretch(sum(looks), max(looks) * 1000)}
    session.run(COMMAND)
    acts = {"do": partial(session.choose, "do")}
    acts |= {turn: partial(session.run, turn) for turn in ("undo", "redo")}
    for what, act in acts.items():
        found[what] = in_slices(session, act)
        judged = 1 if what == "undo" else search.places + 1
        if session.counts().judged != judged:
            raise UntrueError(f"{what}: {session.counts().judged:,} of {judged:,} are judged")
    session.run("undo")
    session.run("undo")
    return search.places, found


def _is(record: object, name: str, text: str) -> bool:
    return isinstance(record, Entity) and record.span.text(text) == name


def measured(count: int) -> Iterator[Row]:
    """The rows of a project of so many releases, which are printed as they come."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "all.annotator"
        with Project.create(path, "ann") as project:
            project.add_all(releases(count))
            session = Session(project, Keymap())
            for name in (name for every, name in NAMES.items() if every < count):
                places, found = measure(session, name)
                cells = (told(value) for one in found.values() for value in one)
                print_row(f"{count:,} {name}", (f"{places:,}", *cells), 20)
                for what, stretch in found.items():
                    named = {"what": f"{what} {name}", "releases": f"{count:,}"}
                    yield {**named, "places": places, **stretch._asdict()}


def main() -> None:
    """Print the table."""
    options = parser(__doc__)
    options.add_argument("counts", nargs="*", type=int, metavar="COUNT")
    asked = options.parse_args()
    print_row("", ("", *(f"{what:>20}" for what in ("find", "do", "undo", "redo"))), 20)
    print_row("releases, name", ("places", *("s in all", "longest ms") * 4), 20)
    keep(asked.json, [row for count in asked.counts or [100_000] for row in measured(count)])


if __name__ == "__main__":
    main()
