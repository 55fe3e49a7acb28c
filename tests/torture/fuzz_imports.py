"""Files broken at random go through every reader: each is taken in or told of, and never a crash.

``python tests/torture/fuzz_imports.py --runs 10000`` breaks so many files of each format and prints
a table; ``--format NAME`` takes one format, ``--keep FOLDER`` keeps what crashed. With
``--coverage`` atheris (``pip install atheris``) chooses what to break by the code that it reaches.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
import traceback
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from annotator.formats.errors import Problem
from annotator.formats.exporting import export
from annotator.formats.files import read_files
from annotator.formats.format import Format
from annotator.formats.incoming import folded
from annotator.formats.table import DEFAULT, read
from annotator.formats.writing import About, Options
from annotator.model.plain import Incoming
from annotator.model.scheme import Scheme

GOLD = Path(__file__).parents[1] / "data/gold/re3d_dev.jsonl"
ABOUT = About("fuzz", 1, Scheme(), "annotator", ())
SEEDS = 2
"""Releases that are written in each format to be broken."""
ZIP = Format("zip", "ZIP archive", "files of any format", (".zip",))
"""No line of the table, but read all the same."""
SLOW = 5.0
"""Seconds that no file of this size may take."""
PIECES = (
    *(b"\x00", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b"\r", b"\n", b"\t", b'"', b"\\", b"[", b"{"),
    *(b"]", b"}", b"-1", b"1e999", b"NaN", b"null", b"18446744073709551616", b"\\ud800"),
    *(b"<!DOCTYPE x>", b"<![CDATA[", b"&#0;", b"%s%n", b"../../x", b"=1+1", b"\xf0\x9f\x98\x80"),
)


@dataclass
class Tally:
    """What became of the broken files of one format."""

    name: str
    files: int = 0
    releases: int = 0
    told: int = 0
    slowest: float = 0.0
    crashes: list[str] = field(default_factory=list)

    def row(self) -> str:
        return (
            f"{self.name:16}{self.files:>8}{self.releases:>10}{self.told:>8}"
            f"{self.slowest:>10.2f}{len(self.crashes):>9}"
        )


def kinds() -> tuple[Format, ...]:
    """Whatever can be read."""
    return (*read(), ZIP)


def seeds_of(kind: Format, folder: Path) -> list[Path]:
    """Good files of a format, written into `folder`."""
    folder.mkdir(exist_ok=True)
    if kind is ZIP:
        with zipfile.ZipFile(folder / "all.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a.txt", "Ann Lee said that we won.\n" * 20)
            archive.writestr("b/é.jsonl", '{"text": "Bob met Ann."}\n' * 20)
        return [folder / "all.zip"]
    if kind.name == DEFAULT:
        path = folder / GOLD.name
        path.write_text("".join(GOLD.read_text("utf-8").splitlines(True)[:SEEDS]), "utf-8")
        return [path]
    found = [one for one in islice(read_files([GOLD]), SEEDS) if isinstance(one, Incoming)]
    if kind.writer is None:
        return list(_bare(kind, found, folder))
    pages = [(one.release, folded(one)) for one in found]
    export(folder / kind.name, kind, pages, ABOUT, Options(finished_only=False))
    paths = sorted(path for path in (folder / kind.name).rglob("*") if path.is_file())
    return [path for path in paths if path.suffix in kind.suffixes]


def _bare(kind: Format, found: Sequence[Incoming], folder: Path) -> Iterator[Path]:
    """The text alone, in each dress that a format that is only read may have."""
    for number, one in enumerate(found):
        row = {"text": one.release.text, "title": one.release.title, "date": one.release.date}
        for suffix in kind.suffixes:
            yield _dressed(row, folder / f"{kind.name}-{number}{suffix}")


def _dressed(row: dict[str, str], path: Path) -> Path:
    from documents import pdf, word_file

    text = row["text"]
    if path.suffix.startswith(".doc"):
        return word_file(path, *text.split("\n"))
    if path.suffix == ".pdf":
        plain = text.encode("ascii", "ignore").decode().translate({40: None, 41: None, 92: None})
        return pdf(path, plain)
    if "json" in path.suffix:
        path.write_text(json.dumps(row), "utf-8")
    elif "htm" in path.suffix:
        body = "".join(f"<p>{line}</p>" for line in text.split("\n"))
        path.write_text(f"<html><head><title>A</title></head><body>{body}</body></html>", "utf-8")
    else:
        path.write_text(f"text\n{json.dumps(text)}\n", "utf-8")
    return path


def broken(data: bytes, chance: random.Random) -> bytes:
    """`data` with one to four things wrong."""
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(data) + 1)
        to = min(len(data), at + chance.choice((1, 1, 2, 8, 64, 1024)))
        match chance.randrange(5):
            case 0:
                data = data[:at] + chance.choice(PIECES) + data[at:]
            case 1:
                data = data[:at] + data[to:]
            case 2:
                data = data[:at] + data[at:to] * chance.choice((2, 3, 50)) + data[to:]
            case 3:
                data = data[:at] + chance.randbytes(min(to - at, 4)) + data[to:]
            case _:
                data = data[:at] if chance.random() < 0.3 else data[:at] + data[to:at] + data[at:]
    return data


def check(path: Path, kind: Format, tally: Tally) -> None:
    """Read one file; what is wrong with what came out is a crash as well."""
    began = time.perf_counter()
    for one in read_files([path], named="" if kind is ZIP else kind.name):
        if isinstance(one, Problem):
            assert one.sentence.strip(), "a problem without a sentence"
            tally.told += 1
            continue
        length = len(one.release.text)
        records = [item.record for item in folded(one).items.values()]
        assert all(span.fits(length) for record in records for span in record.spans()), "offsets"
        one.release.text.encode("utf-8")
        tally.releases += 1
    took = time.perf_counter() - began
    tally.slowest = max(tally.slowest, took)
    assert took < SLOW, f"took {took:.1f} s"


def try_one(data: bytes, like: Path, kind: Format, tally: Tally, keep: Path | None) -> bool:
    """Put `data` where the good file was and read it; whether all went well."""
    like.write_bytes(data)
    tally.files += 1
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            check(like, kind, tally)
    except Exception:
        tally.crashes.append(traceback.format_exc(limit=-3))
        if keep is not None:
            keep.mkdir(parents=True, exist_ok=True)
            (keep / f"{kind.name}-{len(tally.crashes)}{like.suffix}").write_bytes(data)
        return False
    return True


def fuzz(kind: Format, runs: int, seed: int, keep: Path | None = None) -> Tally:
    """Break `runs` files of a format."""
    chance, tally = random.Random(f"{seed} {kind.name}"), Tally(kind.name)
    with tempfile.TemporaryDirectory() as scratch:
        seeds = [(path, path.read_bytes()) for path in seeds_of(kind, Path(scratch))]
        for _ in range(runs):
            path, good = chance.choice(seeds)
            try_one(broken(good, chance), path, kind, tally, keep)
            path.write_bytes(good)
    return tally


def fuzz_by_coverage(kind: Format, runs: int, seed: int, keep: Path | None) -> None:
    """Let atheris break them; it ends the process by itself, with a crash or after `runs`."""
    import atheris

    tally = Tally(kind.name)
    with tempfile.TemporaryDirectory() as scratch, tempfile.TemporaryDirectory() as corpus:
        (path, *_) = seeds_of(kind, Path(scratch))
        for number, one in enumerate(seeds_of(kind, Path(scratch) / "again")):
            (Path(corpus) / str(number)).write_bytes(one.read_bytes())
        atheris.instrument_all()

        def once(data: bytes) -> None:
            if not try_one(data, path, kind, tally, keep):
                raise RuntimeError(tally.crashes[-1])

        atheris.Setup([sys.argv[0], f"-runs={runs}", f"-seed={seed}", corpus], once)
        atheris.Fuzz()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--format", choices=[kind.name for kind in kinds()])
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--coverage", action="store_true")
    asked = parser.parse_args()
    sys.path.append(str(Path(__file__).parents[1]))  # for what makes Word files and PDFs
    wanted = [kind for kind in kinds() if asked.format in (None, kind.name)]
    if asked.coverage:
        fuzz_by_coverage(wanted[0], asked.runs, asked.seed, asked.keep)
        return
    print(f"{'format':16}{'files':>8}{'releases':>10}{'told':>8}{'slowest s':>10}{'crashes':>9}")
    crashes = []
    for kind in wanted:
        tally = fuzz(kind, asked.runs, asked.seed, asked.keep)
        print(tally.row(), flush=True)
        crashes += tally.crashes
    for crash in dict.fromkeys(crashes):
        print(f"\n{crash}")
    sys.exit(1 if crashes else 0)


if __name__ == "__main__":
    main()
