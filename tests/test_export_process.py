"""An export as a process of its own: one order in, lines on how far it is, a receipt out."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from child import Client

from annotator import desk
from annotator.edit.scope import Scope
from annotator.export_process import MODULE, Order, receipt_of
from annotator.model.records import Release
from annotator.processes import additions, command
from annotator.store.project import Project


@pytest.fixture
def project(tmp_path):
    """A project of 800 short releases."""
    lines = (json.dumps({"text": f"Ann Lee won race {n}."}) for n in range(800))
    (tmp_path / "many.jsonl").write_text("\n".join(lines), "utf-8")
    with Project.create(tmp_path / "club.annotator", "ann") as project:
        list(desk.import_files(project, [tmp_path / "many.jsonl"], "en"))
    return project.path


@pytest.fixture
def process():
    client = Client(module=MODULE)
    yield client
    assert client.end() == 0


def last_line(client):
    """What it says in the end; before that it tells how far it is."""
    message = client.read()
    while "done" in message:
        message = client.read()
    return message


@pytest.mark.parametrize(
    "scope",
    [
        Scope(),
        Scope(True, "claims", False, "80/20", "", 7, Path("spring/split.json")),
    ],
)
def test_an_order_comes_through_the_pipe_as_it_was_given(tmp_path, scope):
    order = Order(tmp_path / "ä.annotator", "brat", tmp_path, scope)
    assert Order.from_plain(json.loads(json.dumps(order.to_plain()))) == order


def test_the_receipt_is_the_last_line(process, project, tmp_path):
    process.send(Order(project, "jsonl", tmp_path / "out", Scope(finished=False)).to_plain())
    receipt = receipt_of(last_line(process)["exported"])
    assert receipt.told() == f"Exported 800 releases to {tmp_path / 'out/club-jsonl'}"
    kept = json.loads(receipt.receipt_path.read_text("utf-8"))
    assert kept["counts"] == receipt.plain["counts"]


def test_the_end_of_input_stops_it_and_nothing_is_left(process, project, tmp_path):
    process.send(Order(project, "jsonl", tmp_path / "a/b", Scope(finished=False)).to_plain())
    process.process.stdin.close()
    assert last_line(process) == {"error": "The export was stopped; nothing was written."}
    assert not (tmp_path / "a").exists()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"format": "bart"}, 'There is no format "bart" to export'),
        ({"project": "away.annotator"}, "away.annotator"),
        ({"scope": {"shares": "80"}}, '"80" is no split'),
        ({"scope": {"keep_apart": 3}}, "Exporting failed: AttributeError"),
    ],
)
def test_what_goes_wrong_is_told_in_a_sentence(process, project, tmp_path, change, sentence):
    plain = Order(project, "jsonl", tmp_path / "out", Scope(shares="80/20")).to_plain()
    scope = {**plain["scope"], **change.get("scope", {})}
    process.send({**plain, **change, "scope": scope})
    assert sentence in last_line(process)["error"]
    assert not list(tmp_path.glob("out/*"))


@pytest.mark.parametrize("module", [MODULE, "annotator.suggest"])
def test_a_process_runs_nothing_that_lies_where_it_is_started(tmp_path, module):
    """A folder of releases may hold a file that Python would take for one of its own."""
    for name in ("json", "spacy", "annotator"):
        (tmp_path / f"{name}.py").write_text("open('was-run', 'w')", "utf-8")
    environment = {**os.environ, **additions()}
    subprocess.run(
        command(module), cwd=tmp_path, env=environment, input=b"", capture_output=True, timeout=60
    )
    assert not (tmp_path / "was-run").exists()


@pytest.mark.skipif(os.name != "posix", reason="names are never bytes here")
@pytest.mark.parametrize(
    "name", ["jsonl", "brat", "html", "huggingface", "label-studio", "web-annotation", "xmi"]
)
def test_a_project_whose_name_is_no_utf_8_goes_out(tmp_path, name):
    project = tmp_path / os.fsdecode(b"caf\xe9.annotator")
    try:
        Project.create(project, "ann").close()
    except OSError:
        pytest.skip("this disk takes no such names")
    with Project.open(project, "ann") as opened:
        opened.add(Release("Ann Lee won.", language="en"))
    place = desk.export(project, name, tmp_path).folder
    assert place.name == rf"caf\udce9-{name}"
    for file in ("receipt.json", "RECEIPT.md"):
        assert r"caf\udce9" in (place / file).read_text("utf-8").replace(r"\\", "\\")
