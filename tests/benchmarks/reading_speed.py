"""How fast the reading view is alone: ``python tests/benchmarks/reading_speed.py``.

From the call that a key causes to the end of the paint that shows it, without the other panes and
without the disk (`key_speed` has all of it). Python's collector works as in the program.
A row counts its paints: without one it is an error.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace

from hands import rest
from key_speed import SIZES, name_of
from measured import Row, Times, UntrueError, keep, parser, print_row, told, whole_numbers
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication

from annotator.model.fold import Fold, Item
from annotator.model.paragraphs import paragraphs
from annotator.model.records import Claim, Entity, Record, Release, Suggestion
from annotator.model.selection import Selection
from annotator.model.spans import Span
from annotator.ui.reading import Page, ReadingView
from annotator.ui.resting import Tidying, set_memory_aside
from annotator.ui.theme import Theme

SENTENCES = (
    "The Foreign Ministry of Georgia said on 12 March 2021 that the talks in Geneva had failed.",
    "According to Lena Vasquez, 41 people were treated for cholera in the Northern District.",
    "“We will not be alone”, the President of the European Council added.",
    "The 3 agreements cover trade, transport and the protection of the Black Sea coast.",
    "Residents of Port Azure pointed out that nobody had asked them before the works began.",
)
ENTITY = re.compile(r"(?:[A-Z]\w+(?: of(?: the)?)? )*[A-Z]\w+|\d+(?: [A-Z]\w+ \d{4})?")
CLAIM = re.compile(
    r"(?P<source>[A-Z][\w ]+?) (?P<cue>said|pointed out)[\w ]*? (?P<content>that [^.]+)"
)
LABELS = ("PERSON", "ORG", "GPE", "DATE", "NORP", "LOC", "EVENT", "CARDINAL")
ROUNDS = 300


class TimedView(ReadingView):
    """Counts its paints."""

    paints = 0

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        super().paintEvent(event)
        self.paints += 1


def make_page(size: int) -> Page:
    """A release of about `size` characters with entities and claims in the usual number."""
    chance = random.Random(7)
    pieces, length = [], 0
    while length < size:
        paragraph = " ".join(chance.choices(SENTENCES, k=chance.randint(2, 6)))
        pieces.append(paragraph)
        length += len(paragraph) + 2
    text = "\n\n".join(pieces)
    items: dict[str, Item] = {}

    def put(record: Record) -> None:
        name = f"s{len(items)}"
        status = chance.choice(("open", "open", "accepted"))
        items[name] = Item(name, record, status, Suggestion(record, "b@1", "r", chance.random()))

    for found in ENTITY.finditer(text):
        put(Entity(Span(*found.span()), chance.choice(LABELS)))
    for found in CLAIM.finditer(text):
        spans = {part: Span(*found.span(part)) for part in ("source", "cue", "content")}
        put(Claim((spans["content"],), spans["cue"], (spans["source"],)))
    return Page(Release(text, "A benchmark"), paragraphs(text), Fold(items))


def timed(view: TimedView, times: Times, act: Callable[[], object]) -> None:
    """Do one thing and wait until it is painted."""
    rest()
    before = view.paints
    with times.once():
        act()
        QApplication.processEvents()
    if view.paints == before:
        raise UntrueError("nothing was painted")


def relabel(page: Page, view: ReadingView, name: str) -> None:
    """What a step does to the fold, and what the window then tells the view."""
    item = page.fold.items[name]
    if isinstance(item.record, Entity):
        record = Entity(item.record.span, "LAW" if item.record.label != "LAW" else "ORG")
        page.fold.items[name] = replace(item, record=record, status="corrected")
    else:
        page.fold.items[name] = replace(item, status="accepted")
    view.items_changed({name})


ACTIONS = ("open", "move", "relabel", "page", "jump", "resize", "theme")


def measure(size: int, rounds: int) -> dict[str, Times]:
    """All rows of one size."""
    page = make_page(size)
    order = sorted(page.fold.items.values(), key=lambda item: item.record.order())
    rows = {name: Times() for name in ACTIONS}
    view = TimedView(Theme.load(dark=False))
    view.resize(900, 800)
    view.show()
    QApplication.processEvents()
    for _ in range(5):
        timed(view, rows["open"], lambda: view.show_page(page))
    set_memory_aside()
    chance = random.Random(3)

    def choose(item: Item) -> None:
        view.set_selection(Selection(next(item.record.spans()), item.id))

    for i in range(rounds):
        item = order[i % len(order)]
        timed(view, rows["move"], lambda item=item: choose(item))
        timed(view, rows["relabel"], lambda item=item: relabel(page, view, item.id))
    turn_pages(view, rows["page"], rounds)
    for _ in range(rounds):
        item = chance.choice(order)
        timed(view, rows["jump"], lambda item=item: choose(item))
    for i in range(max(3, rounds // 4)):
        width = 620 + 40 * (i % 8)
        timed(view, rows["resize"], lambda width=width: view.resize(width, 800))
    for i in range(max(3, rounds // 4)):
        theme = Theme.load(dark=i % 2 == 0)
        timed(view, rows["theme"], lambda theme=theme: view.set_theme(theme))
    view.close()
    return rows


def turn_pages(view: TimedView, times: Times, rounds: int) -> None:
    """Down twenty pages, or as many as there are, and up again."""
    view.set_selection(Selection(Span(0, 1)))
    bar, step = view.verticalScrollBar(), view.viewport().height() - 60
    pages = max(1, min(20, bar.maximum() // step))
    for i in range(rounds):
        to = bar.value() + (step if i // pages % 2 == 0 else -step)
        timed(view, times, lambda to=to: bar.setValue(to))


def rows_of(found: dict[int, dict[str, Times]]) -> Iterator[Row]:
    """The rows to keep."""
    for size, rows in found.items():
        for what, times in rows.items():
            yield {"what": what, "size": name_of(size), **times.figures()}


def main() -> None:
    """Print the table."""
    options = parser(__doc__)
    options.add_argument("--sizes", type=whole_numbers, default=whole_numbers(SIZES))
    options.add_argument("--rounds", type=int, default=ROUNDS)
    asked = options.parse_args()
    app = QApplication(sys.argv[:1])
    Tidying(app)
    measure(4_000, 20)
    found = {size: measure(size, asked.rounds) for size in asked.sizes}
    print_row("ms", [name_of(size) for size in found], 10, 40)
    print_row("", ("median", "p99", "thread", "p99") * len(found) + ("ratio",), 10)
    for what in ACTIONS:
        rows = [found[size][what].figures() for size in found]
        names = ("median", "p99", "thread median", "thread p99")
        cells = [told(row[name]) for row in rows for name in names]
        ratio = rows[-1]["thread median"] / rows[0]["thread median"]
        print_row(what, [*cells, told(ratio)], 10)
    keep(asked.json, list(rows_of(found)))


if __name__ == "__main__":
    main()
