"""How fast the reading view is: ``python tests/benchmarks/reading_speed.py``.

Key to paint: from the call that a key causes to the end of the paint that shows it. A row counts
its paints; one paint for each action is what the figures stand on.
"""

from __future__ import annotations

import os
import random
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from statistics import median
from time import perf_counter, sleep

from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication

from annotator.model.fold import Fold, Item
from annotator.model.paragraphs import paragraphs
from annotator.model.records import Claim, Entity, Record, Release, Suggestion
from annotator.model.selection import Selection
from annotator.model.spans import Span
from annotator.ui.reading import Page, ReadingView
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
KEY = 0.03
"""Seconds between two keys."""
SIZES = {"4 kB": 4_000, "100 kB": 100_000, "1 MB": 1_000_000}


class TimedView(ReadingView):
    """Counts its paints."""

    paints = 0

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        super().paintEvent(event)
        self.paints += 1


@dataclass
class Row:
    """The times of one kind of action, in milliseconds."""

    times: list[float] = field(default_factory=list)
    paints: int = 0

    def p99(self) -> float:
        return sorted(self.times)[min(len(self.times) - 1, int(len(self.times) * 0.99))]


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


def rest(seconds: float) -> None:
    """What a person leaves between two keys; key repeat is about as fast."""
    until = perf_counter() + seconds
    while perf_counter() < until:
        QApplication.processEvents()
        sleep(0.001)


def timed(view: TimedView, row: Row, act: Callable[[], object]) -> None:
    """Do one thing and wait until it is painted."""
    rest(KEY)
    before = view.paints
    started = perf_counter()
    act()
    QApplication.processEvents()
    row.times.append((perf_counter() - started) * 1000)
    row.paints += view.paints - before


def relabel(page: Page, view: ReadingView, name: str) -> None:
    """What a step does to the fold, and what the window then tells the view."""
    item = page.fold.items[name]
    if isinstance(item.record, Entity):
        record = Entity(item.record.span, "LAW" if item.record.label != "LAW" else "ORG")
        page.fold.items[name] = replace(item, record=record, status="corrected")
    else:
        page.fold.items[name] = replace(item, status="accepted")
    view.items_changed({name})


def measure(size: int, rounds: int) -> dict[str, Row]:
    """All rows of one size."""
    page = make_page(size)
    order = sorted(page.fold.items.values(), key=lambda item: item.record.order())
    rows = {name: Row() for name in ("open", "move", "relabel", "page", "jump", "resize")}
    view = TimedView(Theme.load(dark=False))
    view.resize(900, 800)
    view.show()
    QApplication.processEvents()
    for _ in range(5):
        timed(view, rows["open"], lambda: view.show_page(page))
    chance = random.Random(3)
    selection = Selection(Span(0, 1))

    def choose(item: Item) -> None:
        view.set_selection(Selection(next(item.record.spans()), item.id))

    for i in range(rounds):
        item = order[i % len(order)]
        timed(view, rows["move"], lambda item=item: choose(item))
        timed(view, rows["relabel"], lambda item=item: relabel(page, view, item.id))
    view.set_selection(selection)
    bar = view.verticalScrollBar()
    step = view.viewport().height() - 60
    for i in range(rounds):
        way = step if (i // 20) % 2 == 0 else -step
        timed(view, rows["page"], lambda way=way: bar.setValue(bar.value() + way))
    for _ in range(rounds):
        item = chance.choice(order)
        timed(view, rows["jump"], lambda item=item: choose(item))
    for i in range(rounds // 4):
        width = 620 + 40 * (i % 8)
        timed(view, rows["resize"], lambda width=width: view.resize(width, 800))
    view.close()
    return rows


def main() -> None:
    """Print the table."""
    if "DISPLAY" not in os.environ:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    _app = QApplication(sys.argv[:1])
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    measure(4_000, 20)
    results = {name: measure(size, rounds) for name, size in SIZES.items()}
    print(f"{'':8}" + "".join(f"{name:>28}" for name in SIZES) + f"{'1 MB / 4 kB':>14}")
    print(f"{'ms':8}" + f"{'median     p99  n/paints':>28}" * len(SIZES))
    for action in results["4 kB"]:
        cells = [results[size][action] for size in SIZES]
        line = "".join(
            f"{median(c.times):12.2f} {c.p99():7.2f} {len(c.times):3}/{c.paints:<3}" for c in cells
        )
        print(f"{action:8}{line}{median(cells[-1].times) / median(cells[0].times):12.2f}")


if __name__ == "__main__":
    main()
