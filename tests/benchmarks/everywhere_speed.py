"""How long one verdict takes in a whole project: ``python tests/benchmarks/everywhere_speed.py``.

Arguments are how many releases a project has, 100,000 where none is given. Each has about a
thousand characters and eight suggestions; a name stands in every one of them, in one of ten, of a
hundred, and of a thousand. Finding and making ready are what the window does in slices between two
keys: in all and the longest slice. Writing what is ready is the last of them. Undo and redo are one
transaction each, on the disk when they return.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter

from annotator.edit.everywhere import COMMAND, in_one_go, look_through, search_for
from annotator.edit.keys import Keymap
from annotator.edit.session import Session
from annotator.model.plain import Incoming
from annotator.model.records import Entity, Release, Suggestion
from annotator.model.spans import Span
from annotator.store.project import Project

NAMES = {1_000: "Dan Roe", 100: "Cid Ray", 10: "Bob Fox", 1: "Ann Lee"}
"""In one of how many releases each name stands."""
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
    """How long each step of an iterator takes."""
    times, began = [], perf_counter()
    for _ in values:
        times.append(perf_counter() - began)
        began = perf_counter()
    return times


def timed(action: Callable[[], object]) -> float:
    """How long something takes."""
    began = perf_counter()
    action()
    return perf_counter() - began


def measure(session: Session, name: str) -> list[object]:
    """Find, write, undo and redo the verdict on the first place of a name."""
    session.open(session.project.queue(limit=1)[0].release)
    item = next(i for i in session.fold.items.values() if _is(i.record, name, session.text))
    session.select_item(item.id)
    session.run("accept")
    session.select_item(item.id)
    search = search_for(session.here, session.release.id, session.counts().releases)  # type: ignore[union-attr]
    assert search is not None
    found = slices(look_through(session.project, search, suggesting=False))
    session.run(COMMAND)
    made: list[float] = []

    def timing(
        values: Iterator[object], _name: str, _shown: object, done: Callable[[object, None], None]
    ) -> None:
        made.extend(slices(values))
        made.append(timed(lambda: done(None, None)))

    session.use_clock(timing, None)
    written = timed(lambda: session.choose("do"))
    session.use_clock(in_one_go, None)
    places = search.places
    assert session.counts().judged == places + 1
    undone = timed(lambda: session.run("undo"))
    assert session.counts().judged == 1
    redone = timed(lambda: session.run("redo"))
    session.run("undo")
    session.run("undo")
    longest = max(made, default=written) * 1000
    return [name, places, sum(found), max(found) * 1000, written, longest, undone, redone]


def _is(record: object, name: str, text: str) -> bool:
    return isinstance(record, Entity) and record.span.text(text) == name


def main() -> None:
    """Print the table."""
    print(f"{'releases':>9} {'name':8} {'places':>8} {'find s':>8} {'slice ms':>9}", end="")
    print(f" {'write s':>8} {'longest ms':>10} {'undo s':>8} {'redo s':>8}")
    for count in [int(argument) for argument in sys.argv[1:]] or [100_000]:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "all.annotator"
            with Project.create(path, "ann") as project:
                project.add_all(releases(count))
                session = Session(project, Keymap())
                for name in NAMES.values():
                    row = measure(session, name)
                    print(f"{count:9,} {row[0]:8} {row[1]:8,} {row[2]:8.2f} {row[3]:9.0f}", end="")
                    print(f" {row[4]:8.2f} {row[5]:10.0f} {row[6]:8.2f} {row[7]:8.2f}")


if __name__ == "__main__":
    main()
