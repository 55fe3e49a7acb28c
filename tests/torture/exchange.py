"""Kills exports and imports at random moments: ``python tests/torture/exchange.py [--rounds 20]``.

A killed export must leave its place as it was, an older export and all, and nothing else that can
be seen; the next one must clear away what it hid. A killed import must leave a project that is
sound and holds whole releases only, each as the file says, in the order of the file; the same
import again must bring the rest. Prints a line a round; anything else is an error.
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import subprocess
import sys
import tempfile
import time
from hashlib import sha256
from pathlib import Path

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
sys.path.insert(0, str(BENCHMARKS))
from short_releases import lines  # noqa: E402

from annotator.formats.own import to_line  # noqa: E402
from annotator.store.audit import audit  # noqa: E402
from annotator.store.project import Project  # noqa: E402

FORMATS = ("jsonl", "conll", "prodigy", "label-studio", "brat")


def annotator(*arguments: str) -> subprocess.Popen[str]:
    """The program, started."""
    command = [sys.executable, "-m", "annotator", *arguments]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def run(*arguments: str) -> float:
    """Run it to its end; the seconds it took. Raise `SystemExit` when it fails."""
    began = time.perf_counter()
    process = annotator(*arguments)
    _, told = process.communicate()
    if process.returncode:
        raise SystemExit(f"annotator {' '.join(arguments)}: {told}")
    return time.perf_counter() - began


def kill(after: float, *arguments: str) -> bool:
    """Start it and kill it after so many seconds; whether it was still running."""
    process = annotator(*arguments)
    try:
        process.communicate(timeout=after)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.communicate()
        return True
    return False


def contents(place: Path) -> dict[str, str]:
    """The hash of every file of an export, by its name."""
    files = (path for path in place.rglob("*") if path.is_file())
    return {str(p.relative_to(place)): sha256(p.read_bytes()).hexdigest() for p in files}


def check_whole(place: Path) -> None:
    """Every file that the receipt lists is there as it says."""
    found, receipt = contents(place), json.loads((place / "receipt.json").read_text("utf-8"))
    assert all(found[file["file"]] == file["sha256"] for file in receipt["files"]), place


def torture_export(folder: Path, project: Path, name: str, chance: random.Random) -> str:
    """Kill one export; what became of it."""
    out = folder / name
    place = out / f"{project.stem}-{name}"
    asked = ("export", str(project), "--all", "--format", name, "--out", str(out))
    whole = run(*asked)
    before = contents(place)
    killed = kill(chance.uniform(0.2, whole), *asked)
    assert [path.name for path in out.iterdir() if not path.name.startswith(".")] == [place.name]
    kept = contents(place) == before
    assert kept or not killed, f"{place} has changed though its export was killed"
    check_whole(place)
    hidden = len([path for path in out.iterdir() if path.name.startswith(".")])
    run(*asked)
    assert [path.name for path in out.iterdir()] == [place.name], "what was hidden is still there"
    return f"{'killed' if killed else 'came to its end'}, {hidden} hidden folder cleared away"


def torture_import(folder: Path, file: Path, whole: float, chance: random.Random) -> str:
    """Kill one import; how many releases were in."""
    path = folder / f"in-{chance.random()}.annotator"
    run("new", str(path))
    killed = kill(chance.uniform(0.3, whole), "import", str(path), str(file))
    expected = [json.loads(line) for line in file.open(encoding="utf-8")]
    count = check_project(path, expected)
    process = annotator("import", str(path), str(file))
    process.communicate()
    assert check_project(path, expected) == len(expected)
    return f"{'killed' if killed else 'came to its end'} with {count:,} releases in, then the rest"


def check_project(path: Path, expected: list[dict[str, object]]) -> int:
    """The releases in a project, each of which is as the file says."""
    assert all(finding.fine for finding in audit(path))
    with Project.open(path, "ann") as project:
        found = list(project.folded())
    for line, (release, stands) in zip(expected, found, strict=False):
        said = to_line(release, stands)
        assert (said["text"], said["state"]) == (line["text"], line["state"])
        for layer in ("entities", "claims"):
            assert len(said[layer]) == len(line[layer])  # type: ignore[arg-type]
    return len(found)


def main() -> None:
    """Kill as often as asked."""
    parser = argparse.ArgumentParser(description="Kill exports and imports at random moments.")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--releases", type=int, default=3_000)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    chance = random.Random(asked.seed)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        file, project = folder / "many.jsonl", folder / "many.annotator"
        file.write_text("".join(lines(asked.releases)), encoding="utf-8")
        run("new", str(project))
        whole = run("import", str(project), str(file))
        for number in range(asked.rounds):
            name = FORMATS[number % len(FORMATS)]
            print(f"import: {torture_import(folder, file, whole, chance)}", flush=True)
            print(f"{name}: {torture_export(folder, project, name, chance)}", flush=True)


if __name__ == "__main__":
    main()
