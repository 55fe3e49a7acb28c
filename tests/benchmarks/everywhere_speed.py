"""How long one verdict takes in a whole project: ``python tests/benchmarks/everywhere_speed.py``.

Arguments are how many releases a project has, 100,000 where none is given. Each has about a
thousand characters and eight suggestions; a name stands in every one of them, in one of ten, of a
hundred, and of a thousand. Finding is what the window does in slices between two keys: in all and
the longest slice. So are making ready what is written, taken back and done again; here "in all" has
the transaction at the end in it, and the longest stop is the key itself, a slice, or that.
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


class Timed:
    """One command: how long it takes in all, and the longest time without room for a key."""

    def __init__(self, session: Session, command: Callable[[], object]) -> None:
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
        self.seconds = timed(command)
        self.longest = max(*stops, self.seconds - sum(stops)) if stops else self.seconds
        session.use_clock(in_one_go, None)

    def __str__(self) -> str:
        return f" {self.seconds:8.2f} {self.longest * 1000:9.0f}"


def measure(session: Session, name: str) -> str:
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
    written = Timed(session, lambda: session.choose("do"))
    assert session.counts().judged == search.places + 1
    undone = Timed(session, lambda: session.run("undo"))
    assert session.counts().judged == 1
    redone = Timed(session, lambda: session.run("redo"))
    assert session.counts().judged == search.places + 1
    session.run("undo")
    session.run("undo")
    searched = f" {sum(found):8.2f} {max(found) * 1000:9.0f}"
    return f"{name:8} {search.places:8,}{searched}{written}{undone}{redone}"


def _is(record: object, name: str, text: str) -> bool:
    return isinstance(record, Entity) and record.span.text(text) == name


def main() -> None:
    """Print the table."""
    columns = "".join(
        f" {what:>8} {'stop ms':>9}" for what in ("find s", "do s", "undo s", "redo s")
    )
    print(f"{'releases':>9} {'name':8} {'places':>8}{columns}")
    for count in [int(argument) for argument in sys.argv[1:]] or [100_000]:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "all.annotator"
            with Project.create(path, "ann") as project:
                project.add_all(releases(count))
                session = Session(project, Keymap())
                for name in NAMES.values():
                    print(f"{count:9,} {measure(session, name)}")


if __name__ == "__main__":
    main()
