"""Suggesting beside the bare pipeline: ``python tests/benchmarks/suggest_speed.py [--releases N]``.

Words a second of processor time, in turn with bare ``nlp.pipe`` over the same releases in the same
process, so that a busy machine slows both; once in one process and once in two side by side.
The releases are the texts of the gold, each with a number of its own in front and its paragraphs in
another order, or two paragraphs each. "MB" is what a process held after a tenth of its releases and
at its end.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from statistics import median

from measured import Row, UntrueError, keep, memory_of, parser, print_row, quarters, told

GOLD = Path(__file__).parents[1] / "data" / "gold"
FILES = ("sample", "re3d_dev", "written_dev")
RELEASES = 1_000
BATCH = 64
"""Releases read in turn by each of the two."""
TARGET = 0.9


def texts() -> list[str]:
    """The texts of the gold."""
    return [
        json.loads(line)["text"]
        for name in FILES
        for line in (GOLD / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    ]


def releases(count: int, first: int, *, short: bool = False) -> Iterator[str]:
    """Releases of the usual length, or of two paragraphs, each different."""
    whole = texts()
    pieces = [p for text in whole for p in text.split("\n\n") if 200 <= len(p) <= 1_200]
    for number in range(first, first + count):
        chance = random.Random(number)
        if short:
            paragraphs = chance.sample(pieces, 2)
        else:
            paragraphs = chance.choice(whole).split("\n\n")
            chance.shuffle(paragraphs)
        yield f"Release {number}\n\n" + "\n\n".join(paragraphs)


def measure_here(count: int, first: int, *, short: bool) -> Row:
    """Read so many releases with the suggester and with the bare pipeline, batch by batch."""
    from annotator.suggest.pipeline import DEFAULT, loaded
    from annotator.suggest.suggesters import Suggesters
    from annotator.suggest.together import Wanted, batches, suggested_together

    suggesters, bare = Suggesters(), loaded(DEFAULT, exclude=())
    suggesters.warm_up()
    list(bare.pipe(["Ann Lee said on 3 May that the UN had met in Kyiv."] * 3))
    held, shares, work = [], [], {"suggester": 0.0, "bare": 0.0}
    words = found = 0
    for number, batch in enumerate(in_batches(releases(count, first, short=short))):
        began = time.process_time()
        wanted = batches(Wanted(text, "en") for text in batch)
        read = [one for part in wanted for one in suggested_together(suggesters, part)]
        middle = time.process_time()
        tokens = sum(len(doc) for doc in bare.pipe(batch, batch_size=64))
        end = time.process_time()
        if len(read) != len(batch) or not all(one.suggestions for one in read):
            raise UntrueError("a release got no suggestion")
        words, found = words + tokens, found + sum(len(one.suggestions) for one in read)
        work["suggester"] += middle - began
        work["bare"] += end - middle
        shares.append((end - middle) / (middle - began))
        if number in (count // BATCH // 10, (count - 1) // BATCH):
            held.append(memory_of(os.getpid())["RSS"])
    return {"words": words, "found": found, "work": work, "shares": shares, "held": held}


def in_batches(texts: Iterator[str]) -> Iterator[list[str]]:
    """`BATCH` at a time."""
    while batch := list(islice(texts, BATCH)):
        yield batch


def measure(count: int, processes: int, *, short: bool) -> Row:
    """So many releases over so many processes; the figures of a row."""
    share = count // processes
    began = time.perf_counter()
    running = []
    for number in range(processes):
        asked = [sys.executable, __file__, "--one", str(number * share), "--releases", str(share)]
        asked += ["--short"] if short else []
        running.append(subprocess.Popen(asked, stdout=subprocess.PIPE, text=True))
    told_by = [process.communicate()[0] for process in running]
    if any(process.returncode for process in running):
        raise SystemExit("a process ended before it was done")
    seconds = time.perf_counter() - began
    parts = [json.loads(said) for said in told_by]
    low, middle, high = quarters([s for part in parts for s in part["shares"]])
    words = sum(part["words"] for part in parts)
    whole = {who: sum(part["work"][who] for part in parts) for who in ("suggester", "bare")}
    return {
        "words": words,
        "suggestions": sum(part["found"] for part in parts),
        "words per second": words / whole["suggester"],
        "bare words per second": words / whole["bare"],
        "share": whole["bare"] / whole["suggester"],
        "share, median": middle,
        "share, lower quartile": low,
        "share, upper quartile": high,
        "seconds in all": seconds,
        "memory early": median(part["held"][0] for part in parts),
        "memory at the end": median(part["held"][-1] for part in parts),
    }


def main() -> None:
    """Print the table."""
    options = parser(__doc__)
    options.add_argument("--releases", type=int, default=RELEASES)
    options.add_argument("--processes", default="1,2")
    options.add_argument("--short", action="store_true", help="releases of two paragraphs")
    options.add_argument("--one", type=int, help="one process, from this release on; prints JSON")
    asked = options.parse_args()
    if asked.one is not None:
        print(json.dumps(measure_here(asked.releases, asked.one, short=asked.short)))
        return
    rows: list[Row] = []
    print(f"{asked.releases:,} {'short ' if asked.short else ''}releases")
    columns = ("words/s", "bare", "share", "quartiles", "", "s in all", "MB early", "MB late")
    print_row("processes", columns, 12)
    for processes in map(int, asked.processes.split(",")):
        row = measure(asked.releases, processes, short=asked.short)
        share = told(row["share"]).strip() + ("!" if row["share"] < TARGET else " ")
        cells = [told(row["words per second"]), told(row["bare words per second"]), share]
        cells += [told(row["share, lower quartile"]), told(row["share, upper quartile"])]
        cells += [told(row["seconds in all"])]
        cells += [told(row["memory early"]), told(row["memory at the end"])]
        print_row(str(processes), cells, 12)
        size = "two paragraphs" if asked.short else "usual"
        rows.append({"what": "suggesting", "size": size, "processes": str(processes), **row})
    keep(asked.json, rows)


if __name__ == "__main__":
    main()
