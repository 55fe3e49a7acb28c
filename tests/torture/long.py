"""Kills the program for long: ``python tests/torture/long.py --seed 1 --steps 1000``.

Rounds, drawn by chance from the seed, go over one project until so many steps were shown in windows
that were killed:

- the window is killed while it plays random keys, and backs itself up every 20 steps;
- the suggester's process is killed, twice, under a window that plays on;
- an import is killed, then done again;
- an export is killed, then done again.

After each, `annotator check` must find nothing, every step that was shown must be in the file and
stand there as it was shown, an import must have brought whole releases only, and an export must be
whole or not there. Exit code 1 when anything was lost.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from hashlib import sha256
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parents[1])]

from players import command, numbers, played_until, player, project_with  # noqa: E402
from shown import differences  # noqa: E402
from tampering import faults  # noqa: E402

from annotator.model.records import Release  # noqa: E402
from annotator.store.backups import listed  # noqa: E402
from annotator.store.project import Project  # noqa: E402

RELEASES = 60
PAPERS = 3000
FORMATS = (
    "jsonl",
    "conll",
    "brat",
    "spacy",
    "csv-entities",
    "prodigy",
    "doccano",
    "web-annotation",
)
CHILD_KEYS = 250


class Torture:
    """One run: its project, its chance, what it found."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.chance = folder, random.Random(seed)
        self.project = project_with(
            folder / "play.annotator", (numbers(f"Release {n}", 20) for n in range(RELEASES))
        )
        with Project.open(self.project, "ann") as project:
            for number in range(20):  # these wait for the suggester
                said = f"President Ann Lee said that number {number} had won in Paris. "
                project.add(Release(said * 5, title=f"Waiting {number}", language="en"))
        self.count: Counter[str] = Counter()
        self.lost: list[str] = []

    def window(self) -> str:
        until = self.chance.randrange(3, 70)
        with player(self.project, self.chance.randrange(10**6), 10_000) as window:
            shown = played_until(window, until)
        self._judge(differences(self.project, shown))
        self.count["steps"] += len(shown)
        return f"killed when {len(shown)} steps were shown"

    def child(self) -> str:
        seed = self.chance.randrange(10**6)
        with player(self.project, seed, CHILD_KEYS, child_kills=2) as window:
            shown = played_until(window, self.chance.choice([0, 150]))
        self._judge(differences(self.project, shown))
        self.count["steps"] += len(shown)
        return f"its suggester was killed, {len(shown)} steps were shown"

    def imports(self) -> str:
        papers, source = self.folder / "papers.annotator", self.folder / "papers.jsonl"
        papers.unlink(missing_ok=True)
        project_with(papers, [])
        source.write_text("".join(_paper(number) for number in range(PAPERS)), "utf-8")
        with command(self.folder, "import", papers, source) as process:
            self._kill_after(process, lambda: _releases(papers) > 0)
        came = _releases(papers)
        self._judge(faults(papers))
        with command(self.folder, "import", papers, source) as process:
            process.wait()
        if _releases(papers) != PAPERS:
            self.lost.append(f"{_releases(papers)} of {PAPERS} releases after a second import")
        self._judge(faults(papers))
        return f"killed when {came} of {PAPERS} releases were there; the rest came after"

    def exports(self) -> str:
        name, out = self.chance.choice(FORMATS), self.folder / "out"
        words = ("export", self.project, "--all", "--format", name, "--out", out)
        before = _releases(self.project)
        with command(self.folder, *words) as process:
            self._kill_after(process, lambda: out.exists() and any(out.iterdir()))
        self._judge(_torn(out))
        with command(self.folder, *words) as process:
            code = process.wait()
        place = out / f"{self.project.stem}-{name}"
        if code or not (place / "receipt.json").exists():
            self.lost.append(f"The export to {name} does not go a second time")
        if _releases(self.project) != before:
            self.lost.append("An export changed the project")
        left = [file.name for file in out.iterdir() if file.name.startswith(".")]
        shutil.rmtree(out)
        return f"{name} killed, done again; left behind: {', '.join(left) or 'nothing'}"

    def _kill_after(self, process: subprocess.Popen[str], begun: Callable[[], bool]) -> None:
        while process.poll() is None and not begun():
            time.sleep(0.002)
        time.sleep(self.chance.random() * 0.4)
        process.kill()
        process.wait()

    def _judge(self, faults_found: list[str]) -> None:
        self.lost += faults_found
        self.lost += faults(self.project)
        for backup in listed(self.project):
            self.lost += faults(backup.path)

    def run(self, steps: int) -> None:
        """Rounds until so many steps were shown; every kind comes at least twice."""
        kinds = [self.child, self.imports, self.exports] * 2
        while kinds or self.count["steps"] < steps:
            kind = kinds.pop() if kinds and self.chance.random() < 0.5 else self.window
            told = kind()
            self.count[kind.__name__] += 1
            print(f"{kind.__name__:8} {told}", flush=True)
            for fault in self.lost:
                print(f"    LOST: {fault}")
            if self.lost:
                return


def _paper(number: int) -> str:
    text = f"President Ann Lee said that number {number} had won in Paris. " * 4
    return json.dumps({"text": text, "title": f"Paper {number}", "language": "en"}) + "\n"


def _releases(path: Path) -> int:
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=10)) as db:
        return int(db.execute("SELECT count(*) FROM releases").fetchone()[0])


def _torn(out: Path) -> list[str]:
    """Files of an export that has its name and is not what its receipt says."""
    torn = []
    for place in out.glob("[!.]*") if out.exists() else ():
        receipt = place / "receipt.json"
        if not receipt.exists():
            torn.append(f"{place.name} has its name and no receipt")
            continue
        for told in json.loads(receipt.read_text("utf-8"))["files"]:
            file = place / told["file"]
            if not file.exists() or sha256(file.read_bytes()).hexdigest() != told["sha256"]:
                torn.append(f"{file} is not what its receipt says")
    return torn


def main() -> None:
    """Run, and tell how often what was killed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--steps", type=int, default=1000, help="steps shown before kills")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="annotator-torture-") as folder:
        torture = Torture(Path(folder), chosen.seed)
        torture.run(chosen.steps)
    told = ", ".join(f"{count:,} {what}" for what, count in sorted(torture.count.items()))
    print(f"Seed {chosen.seed}: {told}; {len(torture.lost)} lost.")
    sys.exit(bool(torture.lost))


if __name__ == "__main__":
    main()
