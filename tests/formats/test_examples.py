"""The worked examples in exports/ are what the program writes (tests/formats/examples.py)."""

from __future__ import annotations

import json
import re
from pathlib import Path

import examples
import pytest

from annotator.formats.extras import MissingLibraryError
from annotator.formats.format import Format
from annotator.formats.places import names_in
from annotator.formats.table import written

README = examples.EXPORTS / "README.md"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return examples.project(tmp_path_factory.mktemp("examples"))


@pytest.mark.parametrize("kind", [pytest.param(known, id=known.name) for known in written()])
def test_the_example_of_a_format_is_what_the_program_writes(project, tmp_path, kind: Format):
    try:
        made = examples.make(kind, project, tmp_path)
    except MissingLibraryError as missing:
        pytest.skip(str(missing))
    old = list(examples.differences(kind, made, examples.place_of(kind)))
    assert not old, f"python tests/formats/examples.py makes anew: {old}"


def test_an_example_that_says_something_else_is_told(project, tmp_path):
    jsonl = next(known for known in written() if known.name == "jsonl")
    made = examples.make(jsonl, project, tmp_path)
    file = made / "example.jsonl"
    file.write_bytes(file.read_bytes().replace(b'"GPE"', b'"LOC"', 1))
    found = list(examples.differences(jsonl, made, examples.place_of(jsonl)))
    assert found == ["example.jsonl", "what is read"]


def test_every_example_is_told_of_and_small_and_knows_nothing_of_this_machine():
    told = set(
        re.findall(r"^\| `(example-[a-z-]+)`", README.read_text(encoding="utf-8"), re.MULTILINE)
    )
    folders = {path.name for path in examples.EXPORTS.iterdir() if path.is_dir()}
    assert told == {examples.place_of(known).name for known in written()} <= folders
    files = [p for name in told for p in (examples.EXPORTS / name).rglob("*") if p.is_file()]
    assert sum(path.stat().st_size for path in files) < 300_000
    home = str(Path.home()).encode()
    assert not [path for path in files if home in path.read_bytes()]
    for name in told:
        receipt = json.loads((examples.EXPORTS / name / "receipt.json").read_text("utf-8"))
        assert receipt["written_at"] == examples.AT
        listed = {file["file"] for file in receipt["files"]}
        assert listed | {"receipt.json", "RECEIPT.md"} == set(names_in(examples.EXPORTS / name))
