"""Makes the worked examples in ``exports/`` anew: ``python tests/formats/examples.py``.

They are the beginning of the sample release, as it is bundled, with its gold decisions: what stands
was suggested and accepted, one label was corrected, one entity added, one suggestion rejected. The
time in the receipts is that of the gold, so that the same program makes the same files.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from annotator import desk
from annotator.formats.extras import MissingLibraryError
from annotator.formats.format import Format
from annotator.formats.incoming import folded
from annotator.formats.meaning import Meaning, speaking
from annotator.formats.places import RECEIPT_JSON, RECEIPT_MD, Out, names_in
from annotator.formats.table import written
from annotator.formats.writing import About, Options
from annotator.model.plain import Incoming
from annotator.model.resources import resource
from annotator.model.scheme import Scheme
from annotator.store.project import Project

EXPORTS = Path(__file__).parents[2] / "exports"
GOLD = Path(__file__).parents[1] / "data" / "gold" / "sample.jsonl"
NAME = "example"
END = "leadership."
"""Where the example ends: a longer one is harder to look through."""
AT = "2023-10-06T12:00:00.000Z"
EPOCH = "1696593600"
ORIGIN = {"suggester": "en_core_web_sm@3.8.0", "rule": "ner", "score": 0.9, "reason": "model"}
VERDICT = {"annotator": "gold", "at": AT, "seen": True, "blind": False}
WRONG = {"start": 303, "end": 316, "text": "head of state", "label": "PERSON"}
TEXTS = {".jsonl", ".json", ".jsonld", ".txt", ".ann", ".conf", ".conll", ".csv", ".cfg", ".html"}
"""Files that come out the same byte for byte, whatever versions other libraries have."""


def line() -> dict[str, Any]:
    """The example as a line of our own JSONL."""
    gold = json.loads(GOLD.read_text(encoding="utf-8"))
    end = gold["text"].index(END) + len(END)
    bundled = resource("sample/releases.jsonl").read_text(encoding="utf-8").splitlines()
    assert gold["text"] in [json.loads(release)["text"] for release in bundled]
    entities = [one for one in gold["entities"] if one["end"] <= end]
    claims = [one for one in gold["claims"] if one["content"][-1]["end"] <= end]
    judged = [_accepted(one) for one in (*entities, *claims)]
    judged[0] = {**entities[0], **VERDICT, "status": "added"}
    suggested = {**{key: entities[1][key] for key in ("start", "end", "text")}, "label": "ORG"}
    judged[1] = {**judged[1], "status": "corrected", "was": suggested}
    wrong = {"id": "s0", **WRONG, **ORIGIN, **VERDICT}
    return {
        "schema": "annotator/1",
        "text": gold["text"][:end],
        "meta": gold["meta"],
        "state": "finished",
        "entities": judged[: len(entities)],
        "claims": judged[len(entities) :],
        "rejected": {"entities": [wrong], "claims": []},
    }


def _accepted(item: dict[str, Any]) -> dict[str, Any]:
    return {**item, **ORIGIN, **VERDICT, "status": "accepted"}


def project(folder: Path) -> Path:
    """The project that is exported."""
    source = folder / "example.jsonl"
    source.write_text(json.dumps(line(), ensure_ascii=False) + "\n", encoding="utf-8")
    path = folder / f"{NAME}{desk.SUFFIX}"
    with Project.create(path, "gold") as made:
        for report in desk.import_files(made, [source]):
            assert not report.problems, report.problems
    return path


def place_of(kind: Format, folder: Path = EXPORTS) -> Path:
    """Where the example of a format stands."""
    return folder / f"{NAME}-{kind.name}"


def make(kind: Format, path: Path, folder: Path) -> Path:
    """Export the project at `path`. Raise `MissingLibraryError`."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = EPOCH
    try:
        return desk.export(path, kind.name, folder).folder
    finally:
        del os.environ["SOURCE_DATE_EPOCH"]
        if before is not None:
            os.environ["SOURCE_DATE_EPOCH"] = before


def differences(kind: Format, made: Path, kept: Path) -> Iterator[str]:
    """What is not the same in two exports, but for versions of libraries and how they pack."""
    names = set(names_in(made))
    yield from sorted(names ^ set(names_in(kept)))
    for name in sorted(names - {RECEIPT_JSON, RECEIPT_MD}):
        if Path(name).suffix in TEXTS and _bytes(made / name) != _bytes(kept / name):
            yield name
    if _receipt(made) != _receipt(kept):
        yield RECEIPT_JSON
    if _readable(made) != _readable(kept):
        yield RECEIPT_MD
    if _says(kind, made) != _says(kind, kept):
        yield "what is read"


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def _receipt(place: Path) -> dict[str, Any]:
    plain = json.loads((place / RECEIPT_JSON).read_text(encoding="utf-8"))
    files = [f for f in plain.pop("files") if Path(f["file"]).suffix in TEXTS]
    return {**plain, "checker": "", "program": "", "files": files}


def _readable(place: Path) -> list[str]:
    """The receipt for people, without the lines that tell versions and the hashes at its end."""
    text = (place / RECEIPT_MD).read_text(encoding="utf-8").partition("## Files")[0]
    told = ("- Written ", "- Read again ")
    return [line for line in text.splitlines() if not line.startswith(told)]


def _says(kind: Format, place: Path) -> list[tuple[str, ...]]:
    """All that the export means, as its own checker reads it."""
    about = About(NAME, 0, Scheme(), "")
    writer = kind.writer_class()(Out(place), about, Options())
    return [_meaning(kind, found) for found in writer.read_back("") if isinstance(found, Incoming)]


def _meaning(kind: Format, found: Incoming) -> tuple[str, ...]:
    stands = folded(found)
    return Meaning(kind.lacks).of(found.release, stands.state, [*speaking(stands)])


def main() -> None:
    """Make all examples anew; those that are the same, but for versions, stay as they are."""
    with tempfile.TemporaryDirectory() as scratch:
        path = project(Path(scratch))
        for kind in written():
            kept = place_of(kind)
            try:
                made = make(kind, path, Path(scratch) / "out")
            except MissingLibraryError as missing:
                print(missing, file=sys.stderr)
                continue
            if kept.exists() and not any(differences(kind, made, kept)):
                continue
            shutil.rmtree(kept, ignore_errors=True)
            shutil.copytree(made, kept)
            print(f"made {kept.name}")


if __name__ == "__main__":
    main()
