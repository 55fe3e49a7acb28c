"""Key to paint: ``python tests/benchmarks/key_speed.py [--sizes 4_000,...] [--scales 1,2]``.

In the real window, on a project on the disk: from the key event to the end of the paint of the page
that shows what it did and, in the table below, until the rest of the window is painted, too, and
nothing is left to do. What decides is committed to the disk within both figures; another connection
looks whether it is there. A figure without its paint or its commit is an error. The structures that
growing asks for are known already.

Each size and scale is a process of its own. Between two keys there is as much time as a fast
typist or a held key leaves. All is done in several runs, the same in each, and what one press took
is its median of them: what the machine lends to others now and then goes out of the figures so, and
what is slow each time stays. Beside them is the worst 99th percentile that a single run had.
"""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from hands import Hands, rest, window_on
from material import sample
from measured import Row, Times, UntrueError, keep, p99, parser, print_row, told, whole_numbers

from annotator.edit.session import Session
from annotator.model.fold import Item
from annotator.model.records import Entity
from annotator.model.selection import Selection
from annotator.model.spans import Span

SIZES = "4_000,100_000,1_000_000"
SCALES = "1,2"
ROUNDS = 120
RUNS = 3
KEYS = ("next", "accept", "undo", "relabel", "mark", "add", "letters", "grow", "grow a claim")
FURTHER = ("page", "end, top", "jump", "jump back", "resize", "theme", "open")
TARGETS = dict.fromkeys(KEYS, 8.0) | dict.fromkeys(FURTHER[:4], 12.0) | {"resize": 20.0}
"""The p99 that is wanted, in ms; the change of colours and the opening of a release have none."""
MOST_RATIO = 1.5
WHOLE = "window "
"""Begins the names of the figures of the whole window."""

Run = dict[str, dict[str, Any]]
"""Of each thing done: the times until the page is painted and until the window is, and paints."""


# What is done


def go_and_accept(hands: Hands, rounds: int) -> None:
    """From one open suggestion to the next, accept, and take it back."""
    session = hands.session
    for _ in range(rounds):
        hands.press("next", "tab")
    left = rounds
    while left:
        session.run("release-start")
        session.run("next-open")
        count = min(left, len(session.places.open) - 1)
        for _ in range(count):
            hands.press("accept", "a", decides=True)
        for _ in range(count):
            hands.press("undo", "ctrl+z", decides=True)
        left -= count


def relabel(hands: Hands, rounds: int) -> None:
    """Give entities another label."""
    session, chance = hands.session, random.Random(3)
    labels = session.project.scheme.names()
    names = [i.id for i in in_order(session) if isinstance(i.record, Entity)]
    for _ in range(rounds):
        session.select_item(chance.choice(names))
        now = session.here.item
        assert now is not None
        assert isinstance(now.record, Entity)
        digit = 1 + (labels[0] == now.record.label)
        hands.press("relabel", str(digit), decides=True)
    hands.take_back(rounds)


def add(hands: Hands, rounds: int) -> None:
    """Mark a word, with the arrows or by its letters, and give it a label."""
    words = free_words(hands.session)
    chance = random.Random(4)
    for number in range(rounds):
        put_caret(hands.session, chance.choice(words))
        if number % 2:
            hands.press("mark", "shift+right")
        else:
            type_letters(hands)
        hands.press("add", "3", decides=True)
        hands.take_back(1)


def type_letters(hands: Hands) -> None:
    """Show letters, and type those of the word at the caret."""
    hands.press("letters", "f")
    shown, caret = hands.session.lettering.shown, hands.session.selection.caret
    letters = None if shown is None else shown.letters_of(caret)
    if letters is None:
        raise UntrueError("letters: the word at the caret has none")
    for letter in letters:
        hands.press("letters", letter)


def grow(hands: Hands, rounds: int) -> None:
    """Grow a mark from a word, and grow the contents of claims."""
    session, chance = hands.session, random.Random(5)
    words = free_words(session)
    for _ in range(rounds):
        put_caret(session, chance.choice(words))
        hands.press("grow", "g")
    claims = [claim for claim in claims_of_one_copy(session) if can_grow(session, claim)]
    copies = len(in_order(session)) // len(sample().suggestions)
    ids = {item.id: place for place, item in enumerate(in_order(session))}
    order = in_order(session)
    for number in range(rounds):
        first = ids[claims[number % len(claims)]]
        session.select_item(order[first + chance.randrange(copies) * len(order) // copies].id)
        hands.press("grow a claim", "g", decides=True)
        hands.take_back(1)


def turn_pages(hands: Hands, rounds: int) -> None:
    """Page down as far as it goes, at most twenty times, and up again."""
    session = hands.session
    session.run("release-start")
    pages = max(1, min(20, len(session.text) // 2_500 - 1))
    for number in range(rounds):
        hands.press("page", "pagedown" if number // pages % 2 == 0 else "pageup")


def jump(hands: Hands, rounds: int) -> None:
    """To the end and the top, and to items anywhere, as a click on a card does; and back.

    A short release is soon drawn wholly. So that size alone counts, nothing is drawn yet where a
    jump goes to, in any release, and all is where one goes back to.
    """
    session, chance = hands.session, random.Random(6)
    for number in range(rounds):
        hands.press("end, top", "ctrl+home" if number % 2 else "ctrl+end")
    items = in_order(session)
    for _ in range(rounds):
        item = chance.choice(items)
        hands.do("jump", lambda item=item: (hands.forget_page(), session.select_item(item.id)))
    for _ in range(rounds):
        there, elsewhere = chance.sample(items, 2)
        for item in (there, elsewhere):
            session.select_item(item.id)
            rest()
        hands.do("jump back", lambda item=there: session.select_item(item.id))


def change_the_window(hands: Hands, rounds: int) -> None:
    """Other sizes, other colours, another release and back."""
    session, chance = hands.session, random.Random(7)
    for _ in range(rounds):
        size = chance.randrange(1000, 1400), chance.randrange(600, 900)
        hands.do("resize", lambda size=size: hands.frame.resize(*size))
    hands.frame.resize(1280, 800)
    for _ in range(max(3, rounds // 4)):
        hands.press("theme", "ctrl+d")
    for _ in range(max(3, rounds // 20)):
        session.run("previous-release")
        hands.press("open", "ctrl+pagedown")


ACTS = (go_and_accept, relabel, add, grow, turn_pages, jump, change_the_window)


def in_order(session: Session) -> list[Item]:
    """The suggested items in reading order."""
    return sorted(
        (i for i in session.fold.items.values() if i.suggestion), key=lambda i: i.record.order()
    )


def claims_of_one_copy(session: Session) -> Iterator[str]:
    """The claims of the first copy of the sample."""
    for item in in_order(session)[: len(sample().suggestions)]:
        if not isinstance(item.record, Entity):
            yield item.id


def can_grow(session: Session, item: str) -> bool:
    """Whether growing changes an item; it is as before afterwards."""
    before = session.project.last_step()
    session.select_item(item)
    session.run("grow")
    grown = session.project.last_step() > before
    if grown:
        session.run("undo")
    return grown


def free_words(session: Session) -> list[Span]:
    """Words with nothing on them, from all over the text."""
    taken = bytearray(len(session.text))
    for item in session.fold.items.values():
        for start, end in item.record.spans():
            taken[start:end] = b"\x01" * (end - start)
    found = (Span(*word.span()) for word in re.finditer(r"\b[a-z]{4,}\b(?= [a-z])", session.text))
    return [word for word in found if not any(taken[word.start : word.end])]


def put_caret(session: Session, word: Span) -> None:
    """The caret on a word, with the page where that can be seen."""
    session.select(Selection(word))
    rest()


# One size at one scale


def run_here(size: int, rounds: int) -> Run:
    """Do everything on one size, in this process."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CONFIG_HOME"] = folder
        with window_on(size, Path(folder)) as hands:
            for act in ACTS:
                act(hands, rounds)
            return {
                name: {
                    "page": vars(times),
                    "window": vars(hands.wholes[name]),
                    "paints": hands.paints[name],
                }
                for name, times in hands.times.items()
            }


def run(size: int, scale: str, rounds: int) -> Run:
    """Do everything on one size at one scale, in a process of its own."""
    asked = [sys.executable, __file__, "--one", str(size), "--rounds", str(rounds)]
    environment = {**os.environ, "QT_SCALE_FACTOR": scale}
    done = subprocess.run(asked, env=environment, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{size:,} characters at {scale}x could not be measured")
    found: Run = json.loads(done.stdout)
    return found


def measure(size: int, scale: str, rounds: int, runs: int) -> dict[str, Row]:
    """All figures of one size at one scale. Raise `UntrueError` where runs did not do the same."""
    found = [run(size, scale, rounds) for _ in range(runs)]
    return {name: figures_of([one[name] for one in found]) for name in found[0]}


def figures_of(runs: Sequence[dict[str, Any]]) -> Row:
    """The figures of one thing that was done in several runs."""
    return {
        **usual_figures([Times(**run["page"]) for run in runs], ""),
        **usual_figures([Times(**run["window"]) for run in runs], WHOLE),
        "paints": min(run["paints"] for run in runs),
    }


def usual_figures(runs: Sequence[Times], prefix: str) -> Row:
    """The figures of the usual times, and the worst 99th percentile of a single run."""
    worst = max(p99(times.wall) for times in runs)
    found = {**Times.usual(runs).figures(), "p99 of one run": round(worst, 3)}
    return {f"{prefix}{what}": figure for what, figure in found.items()}


# The table


def name_of(size: int) -> str:
    """4 kB, 1 MB."""
    return f"{size / 1e6:g} MB" if size >= 1_000_000 else f"{size / 1e3:g} kB"


def rows_of(scale: str, found: dict[int, dict[str, Row]]) -> Iterator[Row]:
    """The rows to keep: one for each thing and size, and one for what the size costs."""
    sizes = list(found)
    for act in (*KEYS, *FURTHER):
        for size in sizes:
            yield {"what": act, "size": name_of(size), "scale": scale, **found[size][act]}
        small, large = found[sizes[0]][act], found[sizes[-1]][act]
        names = ("median", "thread median", f"{WHOLE}median", f"{WHOLE}thread median")
        ratios = {name: large[name] / small[name] for name in names}
        which = f"{name_of(sizes[-1])} / {name_of(sizes[0])}"
        yield {"what": act, "size": which, "scale": scale, **ratios}


def print_table(scale: str, found: dict[int, dict[str, Row]], figures: str = "") -> None:
    """One scale: the page or, with `WHOLE`, the window."""
    until = "window" if figures else "page"
    print(f"\nuntil the {until} is painted at {scale}x, ms; of the processor in brackets")
    print_row("", [f"{name_of(size):>12}" for size in found], 14, 58)
    print_row("", ["median", "p99", "of one run", "paints"] * len(found) + ["ratio"], 14, 16)
    for act in (*KEYS, *FURTHER):
        cells = []
        for size in found:
            row, target = found[size][act], TARGETS.get(act)
            for figure in ("median", "p99"):
                aim = target if figure == "p99" else None
                thread = told(row[f"{figures}thread {figure}"], aim)
                cells.append(f"{told(row[figures + figure], aim)}({thread.strip()})")
            cells.append(told(row[f"{figures}p99 of one run"]))
            cells.append(f"{row['count']}/{row['paints']}")
        small, large = (found[size][act] for size in (min(found), max(found)))
        medians = (f"{figures}median", f"{figures}thread median")
        cells += [told(large[median] / small[median], MOST_RATIO) for median in medians]
        print_row(act, cells, 14, 16)


def main() -> None:
    """Print the tables."""
    options = parser(__doc__)
    options.add_argument("--sizes", type=whole_numbers, default=whole_numbers(SIZES))
    options.add_argument("--scales", default=SCALES)
    options.add_argument("--rounds", type=int, default=ROUNDS)
    options.add_argument("--runs", type=int, default=RUNS)
    options.add_argument("--one", type=int, help="one size, here; prints JSON")
    asked = options.parse_args()
    if asked.one is not None:
        print(json.dumps(run_here(asked.one, asked.rounds)))
        return
    rows: list[Row] = []
    for scale in asked.scales.split(","):
        found = {size: measure(size, scale, asked.rounds, asked.runs) for size in asked.sizes}
        print_table(scale, found)
        print_table(scale, found, WHOLE)
        rows += rows_of(scale, found)
    keep(asked.json, rows)


if __name__ == "__main__":
    main()
