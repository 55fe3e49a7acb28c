"""All benchmarks, or some of them: ``python tests/benchmarks [PART ...]``.

Every part is also a command of its own with options of its own (``--help``). The figures can be
kept and compared with those that were kept before; where other programs work beside, compare the
ratios and the time of the processor.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from measured import Row, machine, parser, print_machine, print_row, told

HERE = Path(__file__).parent
CHANGED = 1.25
"""A figure that is so many times as large, or as small, as it was is worth a look."""
ABOUT = (
    *("median", "thread median", "p99", "seconds", "longest"),
    *("words per second", "share", "ratio", "rate", "memory"),
)
"""What is compared, where a row has it; every other figure is in the file."""


class Part(NamedTuple):
    """One script: its options in a short run, and what it measures."""

    quick: tuple[str, ...]
    about: str


PARTS = {
    "key": Part(
        ("--rounds=20", "--runs=1", "--sizes=4_000,1_000_000"), "from the key to the paint"
    ),
    "busy": Part(("--releases=300",), "keys while files come in and the project goes out"),
    "reading": Part(("--rounds=20",), "the reading view alone"),
    "start": Part(("--rounds=2", "--ways=first start,again"), "starts, and their memory"),
    "large": Part(("--rounds=5", "--counts=1_000,10_000"), "a project of many releases"),
    "everywhere": Part(("10_000",), "one verdict in a whole project"),
    "session": Part(("100_000",), "what keys cost without a window"),
    "safety": Part(("1_000",), "what the chain, backups and checks cost"),
    "suggest": Part(("--releases=40",), "suggesting beside the bare pipeline"),
    "exchange": Part(("--releases=500", "--rounds=1", "--no-many"), "import and export"),
}
SCRIPTS = {name: f"{name}_speed.py" for name in PARTS} | {"large": "large_project.py"}


def there() -> list[str]:
    """The parts whose script is there."""
    return [name for name in PARTS if (HERE / SCRIPTS[name]).exists()]


def run(name: str, folder: Path, *, quick: bool) -> list[Row]:
    """Run one part in a process of its own; its rows. Raise `SystemExit` when it fails."""
    kept = folder / f"{name}.json"
    asked = [sys.executable, str(HERE / SCRIPTS[name]), "--json", str(kept)]
    if subprocess.run([*asked, *(PARTS[name].quick if quick else ())], check=False).returncode:
        raise SystemExit(f"{name} could not be measured")
    rows: list[Row] = json.loads(kept.read_text(encoding="utf-8"))["rows"]
    return [{"part": name, **row} for row in rows]


def named(row: Row) -> str:
    """What a row measures: its texts."""
    return " ".join(value for value in row.values() if isinstance(value, str))


def compared(before: list[Row], now: list[Row]) -> Iterator[tuple[str, float, float]]:
    """The figures that both have: what, before and now."""
    known = {named(row): row for row in before}
    for row in now:
        old = known.get(named(row), {})
        for figure in ABOUT:
            if old.get(figure) and row.get(figure):
                yield f"{named(row)}: {figure}", old[figure], row[figure]


def print_comparison(before: list[Row], now: list[Row]) -> None:
    """A line for each figure, with a star where it changed."""
    print()
    print_row("compared", ("before", "now", "now/before"), 60)
    for what, old, new in compared(before, now):
        ratio = new / old
        star = " *" if not 1 / CHANGED < ratio < CHANGED else ""
        print_row(what, (told(old), told(new), told(ratio) + star), 60)


def main() -> None:
    """Run what is asked for, keep it and compare it."""
    options = parser(__doc__)
    known = there()
    listed = "; ".join(f"{name}: {PARTS[name].about}" for name in known)
    options.add_argument(
        "parts", nargs="*", metavar="PART", help=f"all, or some of these. {listed}"
    )
    options.add_argument("--quick", action="store_true", help="small sizes and few rounds")
    options.add_argument("--compare", type=Path, metavar="FILE", help="figures kept before")
    asked = options.parse_args()
    unknown = [name for name in asked.parts if name not in known]
    if unknown:
        options.error(f"there is no part {', '.join(unknown)}; there are {', '.join(known)}")
    before = json.loads(asked.compare.read_text(encoding="utf-8"))["rows"] if asked.compare else []
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        found = machine(folder)
        print_machine(found)
        for name in asked.parts or known:
            print(f"\n== {name}: {PARTS[name].about}", flush=True)
            rows += run(name, folder, quick=asked.quick)
        print()
        print_machine(machine(folder))
    if asked.json:
        kept = {"at": time.strftime("%Y-%m-%dT%H:%M:%S%z"), "machine": found, "rows": rows}
        asked.json.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    if before:
        print_comparison(before, rows)


if __name__ == "__main__":
    main()
