"""Releases a second in and out: ``python tests/benchmarks/exchange_speed.py [--json FILE]``.

Short releases are cut from the gold: a paragraph with its entities and claims, suggested and then
accepted, corrected, rejected or added by hand. Beside each figure stands its ratio to a bare loop
that does no more than ``json`` and ``sqlite3`` must: take every line out of a table, parse it,
dump it and write it; or read, parse, dump and insert it, with a commit each hundred. The bare loop
is measured in the same round, so that a busy machine slows both. The same few paragraphs come again
and again, so nothing is looked for that is nearly the same: all of them are. What that search takes
is measured on whole releases of 1,000 to 2,400 characters: "unlike" ones and "kin", fifty versions
of each.

Each run is a process of its own. Memory is how far its peak lies above what it was when all was
loaded and a small project had gone the same way; it is told for as many releases and for five times
as many. What was written or imported is counted again with ``wc`` and SQL, not with the program.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

from alike import kin_lines, unlike_lines
from short_releases import Plain, lines, plain_lines

from annotator import desk
from annotator.formats.writing import Options
from annotator.importing import import_files
from annotator.store.project import Project
from annotator.versions import Versions

FORMATS = ("jsonl", "prodigy", "doccano", "label-studio", "conll", "spacy", "csv-claims")
SEARCHED = ("unlike", "kin")
"""Imports that look for versions."""
MANIFOLD = 5
WARM = 50


# What is measured, each in a process of its own


def bare_export(folder: Path, count: int) -> int:
    """Every line out of a table, parsed, dumped and written."""
    db = sqlite3.connect(folder / f"bare-{count}.db")
    written = 0
    with (folder / "bare.jsonl").open("w", encoding="utf-8") as file:
        for (line,) in db.execute("SELECT line FROM lines ORDER BY number"):
            file.write(json.dumps(json.loads(line), ensure_ascii=False) + "\n")
            written += 1
        file.flush()
        os.fsync(file.fileno())
    return written


def bare_import(folder: Path, name: str, count: int) -> int:
    """Every line of a file read, parsed, dumped and inserted; a commit each hundred."""
    path = folder / "bare-in.db"
    path.unlink(missing_ok=True)
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("CREATE TABLE lines (number INTEGER PRIMARY KEY, line TEXT)")
    with (folder / f"{name}-{count}.jsonl").open(encoding="utf-8") as file:
        db.execute("BEGIN")
        for number, line in enumerate(file, start=1):
            plain = json.dumps(json.loads(line), ensure_ascii=False)
            db.execute("INSERT INTO lines (line) VALUES (?)", [plain])
            if number % 100 == 0:
                db.execute("COMMIT")
                db.execute("BEGIN")
        db.execute("COMMIT")
    (rows,) = db.execute("SELECT count(*) FROM lines").fetchone()
    return int(rows)


def bare_table(folder: Path, count: int) -> None:
    """The table that the bare export reads."""
    db = sqlite3.connect(folder / f"bare-{count}.db")
    db.execute("CREATE TABLE lines (number INTEGER PRIMARY KEY, line TEXT)")
    db.executemany("INSERT INTO lines (line) VALUES (?)", ((line,) for line in lines(count)))
    db.commit()


def export(folder: Path, name: str, count: int) -> int:
    """The releases of the project in a format; how many there are in the files."""
    out = folder / f"out-{count}"
    receipt = desk.export(
        folder / f"own-{count}.annotator", name, out, options=Options(finished_only=False)
    )
    return _counted(receipt.folder, name, int(receipt.plain["counts"]["releases"]))


def _counted(place: Path, name: str, said: int) -> int:
    """What really is in the files, where a line or a task is a release; else what is said."""
    if name != "jsonl":
        return said
    return sum(1 for path in place.glob("*.jsonl") for _ in path.open("rb"))


def take_in(folder: Path, name: str, count: int) -> int:
    """The releases of a file into a new project; how many rows there are afterwards."""
    path = folder / f"in-{name}-{count}.annotator"
    for left in folder.glob(f"{path.name}*"):
        left.unlink()
    with Project.create(path, "ann") as project:
        path = folder / f"{name}-{count}.jsonl"
        versions = Versions.REPORT if name in SEARCHED else Versions.SEPARATE
        *_, report = import_files(project, [path], versions=versions)
        if (name == "kin") != bool(report.versions) and count > WARM:
            raise SystemExit(f"{len(report.versions)} versions were found.")
        return project.counts().releases


def run(what: str, name: str, folder: Path, count: int) -> int:
    """One measured thing; how many releases went through."""
    if what == "bare out":
        return bare_export(folder, count)
    if what == "bare in":
        return bare_import(folder, name, count)
    return (export if what == "out" else take_in)(folder, name, count)


def peak() -> int:
    """The most memory that this process and any of its children had at once, in bytes."""
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(resource.getrusage(kind).ru_maxrss for kind in kinds) * 1024


def in_a_process(what: str, name: str, folder: Path, count: int) -> None:
    """Measure here and print it."""
    run(what, name, folder, WARM)
    before, began, worked = peak(), perf_counter(), cpu()
    rows = run(what, name, folder, count)
    found = {"rows": rows, "seconds": perf_counter() - began, "cpu": cpu() - worked}
    print(json.dumps({**found, "memory": max(0, peak() - before)}))


def cpu() -> float:
    """The processor time of this process and its children so far, in seconds."""
    return sum(os.times()[:4])


# The table


def measured(what: str, name: str, folder: Path, count: int) -> Plain:
    """One run in a new process. Raise `SystemExit` when releases are missing in the end."""
    asked = [sys.executable, __file__, "--one", what, name, str(folder), str(count)]
    told = subprocess.run(asked, capture_output=True, text=True, check=False)
    if told.returncode:
        raise SystemExit(f"{what} {name}: {told.stderr.strip().splitlines()[-1]}")
    found: Plain = json.loads(told.stdout)
    if found["rows"] != count:
        raise SystemExit(f"{what} {name}: {found['rows']} of {count} releases went through.")
    return found


def prepare(folder: Path, counts: set[int]) -> None:
    """The files to import, the projects to export and the bare tables."""
    sources = {"own": lines, "plain": plain_lines, "unlike": unlike_lines, "kin": kin_lines}
    for count in counts:
        for name, source in sources.items():
            with (folder / f"{name}-{count}.jsonl").open("w", encoding="utf-8") as file:
                file.writelines(source(count))
        take_in(folder, "own", count)
        for path in folder.glob(f"in-own-{count}.annotator*"):
            path.rename(folder / path.name.removeprefix("in-"))
        bare_table(folder, count)


def row(what: str, name: str, folder: Path, count: int, rounds: int, many: int) -> Plain:
    """The medians of one line of the table."""
    bare, runs = [], []
    for _ in range(rounds):
        bare.append(measured(f"bare {what}", name, folder, count))
        runs.append(measured(what, name, folder, count))
    rates = [count / one["seconds"] for one in runs]
    pairs = list(zip(bare, runs, strict=True))
    found: Plain = {
        "what": what,
        "name": name,
        "rate": median(rates),
        "slowest": min(rates),
        "bare": median(count / one["seconds"] for one in bare),
        "ratio": median(beside["seconds"] / one["seconds"] for beside, one in pairs),
        "cpu_ratio": median(beside["cpu"] / one["cpu"] for beside, one in pairs),
        "cpu_us": median(one["cpu"] for one in runs) / count * 1e6,
        "memory": median(one["memory"] for one in runs),
    }
    if many:
        found["memory_of_many"] = measured(what, name, folder, many)["memory"]
    return found


def shown(found: Plain) -> str:
    """A line of the table."""
    memory = [found["memory"], *([found["memory_of_many"]] if "memory_of_many" in found else [])]
    grown = " ".join(f"{size / 1e6:7.1f}" for size in memory)
    way = {"in": "import", "out": "export"}[found["what"]]
    return (
        f"{way} {found['name']:13}{found['rate']:9,.0f}{found['slowest']:9,.0f}"
        f"{found['bare']:9,.0f}{found['ratio']:8.2f}{found['cpu_ratio']:9.2f}"
        f"{found['cpu_us']:8,.0f}   {grown}"
    )


def main() -> None:
    """Print the table; with --json keep it too."""
    if sys.argv[1:2] == ["--one"]:
        what, name, folder, count = sys.argv[2:]
        in_a_process(what, name, Path(folder), int(count))
        return
    parser = argparse.ArgumentParser(description="Releases a second in and out.")
    parser.add_argument("--releases", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--formats", default=",".join(FORMATS))
    parser.add_argument("--no-many", action="store_true", help="without five times as many")
    parser.add_argument("--json", type=Path, help="keep the figures in this file")
    asked = parser.parse_args()
    count, many = asked.releases, 0 if asked.no_many else MANIFOLD * asked.releases
    names = filter(None, asked.formats.split(","))
    rows = [("in", "plain"), ("in", "own"), *(("in", name) for name in SEARCHED)]
    rows += [("out", name) for name in names]
    print(f"{count:,} short releases, median of {asked.rounds}; MB above the start", end="")
    print(f", for {many:,} too" if many else "")
    print(
        f"{'':20}{'per s':>9}{'slowest':>9}{'bare':>9}{'ratio':>8}{'of CPU':>9}{'us':>8}{'MB':>10}"
    )
    figures = []
    with tempfile.TemporaryDirectory() as scratch:
        prepare(Path(scratch), {WARM, count, *([many] if many else [])})
        for what, name in rows:
            figures.append(row(what, name, Path(scratch), count, asked.rounds, many))
            print(shown(figures[-1]), flush=True)
    if asked.json:
        asked.json.write_text(json.dumps({"releases": count, "rows": figures}, indent=1) + "\n")


if __name__ == "__main__":
    main()
