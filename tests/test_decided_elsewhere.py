"""Releases that come in with decisions of other tools: how far they are, and what goes out."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from terminal import annotator

from annotator.formats.incoming import Mark, folded, incoming
from annotator.formats.jsonl import FORMAT as JSONL
from annotator.formats.writing import About
from annotator.model.plain import Incoming
from annotator.model.records import Entity, Release
from annotator.model.scheme import Scheme
from annotator.model.spans import Span

pytestmark = pytest.mark.usefixtures("own_folders")

TEXT = "Ann Lee left Oslo."
PRODIGY = {
    "text": TEXT,
    "spans": [{"start": 0, "end": 7, "label": "PERSON"}],
    "_view_id": "ner_manual",
}
SPAN_OF_OSLO = {"start": 13, "end": 17, "label": "GPE"}
RESULT = {"type": "labels", "from_name": "label", "to_name": "text"}
LABEL_STUDIO = {
    "data": {"text": TEXT},
    "annotations": [
        {"result": [{**RESULT, "value": {"start": 0, "end": 7, "labels": ["PERSON"]}}]}
    ],
}
OTHERS = {
    "prodigy.jsonl": json.dumps({**PRODIGY, "answer": "accept"}),
    "doccano.jsonl": json.dumps({"text": TEXT, "label": [[0, 7, "PERSON"]]}),
    "tasks.json": json.dumps([LABEL_STUDIO]),
    "tags.conll": "Ann\tB-PERSON\nLee\tI-PERSON\nleft\tO\nOslo.\tO\n",
    "ours.jsonl": json.dumps(
        {
            "schema": "annotator/1",
            "text": TEXT,
            "state": "new",
            "entities": [{"start": 0, "end": 7, "label": "PERSON", "status": "added"}],
        }
    ),
}


def taken_in(name: str, content: str, *options: str) -> str:
    """What is told of an import into a new project."""
    Path(name).write_text(content, "utf-8")
    annotator("new", "work")
    code, out, err = annotator("import", "work.annotator", name, *options)
    assert code == 0, err
    return out


def states(project: str = "work.annotator") -> dict[str, int]:
    return json.loads(annotator("status", project, "--json")[1])["states"]


@pytest.mark.parametrize("name", OTHERS)
def test_a_release_that_brings_decisions_is_started(name):
    taken_in(name, OTHERS[name])
    assert states() == {"new": 0, "started": 1, "finished": 0}
    told = annotator("status", "work.annotator")[1]
    assert "0 finished, 1 started, 0 new" in told
    assert "1 highlight judged" in told


def test_a_release_that_brings_suggestions_alone_is_new():
    taken_in("open.jsonl", json.dumps(PRODIGY))
    assert states() == {"new": 1, "started": 0, "finished": 0}


def test_a_release_whose_decisions_come_as_suggestions_is_new():
    taken_in("tags.conll", OTHERS["tags.conll"], "--as-suggestions")
    assert states() == {"new": 1, "started": 0, "finished": 0}


@pytest.mark.parametrize("name", OTHERS)
def test_what_was_judged_elsewhere_can_count_as_finished_and_goes_out(name):
    told = taken_in(name, OTHERS[name], "--finished")
    assert told == "Imported 1 release. 1 release is finished.\n"
    assert states() == {"new": 0, "started": 0, "finished": 1}
    code, out, err = annotator("export", "work.annotator", "--format", "conll", "--out", "out")
    assert (code, err) == (0, "")
    assert out.startswith("Exported 1 release to ")
    assert "Lee\tI-PERSON\n" in Path("out/work-conll/work.conll").read_text("utf-8")


def test_what_was_only_rejected_elsewhere_is_no_gold():
    told = taken_in("no.jsonl", json.dumps({**PRODIGY, "answer": "reject"}), "--finished")
    assert "0 releases are finished." in told
    assert states() == {"new": 0, "started": 1, "finished": 0}


def test_what_brings_no_decision_or_something_to_be_judged_is_not_finished():
    both = {**PRODIGY, "answer": "accept"}, {**PRODIGY, "spans": [SPAN_OF_OSLO]}
    told = taken_in("both.jsonl", "\n".join(map(json.dumps, both)), "--finished")
    assert "0 releases are finished." in told
    assert states() == {"new": 0, "started": 1, "finished": 0}
    Path("plain.txt").write_text("Nothing is marked here.", "utf-8")
    annotator("import", "work.annotator", "plain.txt", "--finished")
    assert states() == {"new": 1, "started": 1, "finished": 0}


def test_finished_and_as_suggestions_do_not_go_together():
    annotator("new", "work")
    code, _, err = annotator("import", "work.annotator", "x", "--finished", "--as-suggestions")
    assert code == 2
    assert "--finished keeps what is decided, --as-suggestions none of it: name one" in err


@pytest.mark.parametrize("other", ["--finished", "--as-suggestions"])
def test_texts_alone_and_what_files_say_do_not_go_together(other):
    annotator("new", "work")
    code, _, err = annotator("import", "work.annotator", "x", "--texts", other)
    assert code == 2
    assert "--texts leaves out what FILES say" in err


def test_an_export_of_nothing_says_so_and_what_helps():
    taken_in("tags.conll", OTHERS["tags.conll"])
    code, out, err = annotator("export", "work.annotator", "--format", "conll", "--out", "out")
    assert (code, out) == (1, "")
    assert err == (
        "Nothing went out as conll: only finished releases were to, and 1 is not finished. Finish"
        " in the window, or import what was judged elsewhere with --finished, or export with --all."
        f" Receipt: {Path('out/work-conll/receipt.json')}\n"
    )
    assert annotator("export", "work.annotator", "--format", "conll", "--all")[0] == 0
    code, out, err = annotator("export", "work.annotator", "--finished", "--json", "--out", "out")
    assert (code, json.loads(out)["counts"]["releases"]) == (1, 0)
    assert "Nothing went out as jsonl" in err


def test_an_export_of_nothing_leaves_an_older_one_where_it_is(tmp_path):
    taken_in("tags.conll", OTHERS["tags.conll"])
    export = ("export", "work.annotator", "--out", "out")
    assert annotator(*export)[0] == 0
    before = (tmp_path / "out/work-jsonl/work.jsonl").read_bytes()
    code, out, err = annotator(*export, "--finished")
    assert (code, out) == (1, "")
    assert err.endswith(f" The older export in {Path('out/work-jsonl')} stays.\n")
    assert (tmp_path / "out/work-jsonl/work.jsonl").read_bytes() == before != b""


def test_an_export_of_a_project_without_a_release_says_that():
    taken_in("tags.conll", OTHERS["tags.conll"], "--as-suggestions")
    annotator("withdraw", "work.annotator", "--search", "Ann")
    code, out, err = annotator("export", "work.annotator", "--out", "out")
    assert (code, out) == (1, "")
    assert err.startswith("Nothing went out: no release is in work but 1 withdrawn. Receipt: ")


def test_a_project_in_which_such_a_release_is_still_new_goes_out(tmp_path):
    from annotator.formats.exporting import export

    release = Release(TEXT)
    came = incoming(release, [Mark(Entity(Span(0, 7), "PERSON"), at="2024-05-01")], "x")
    stands = folded(as_it_came_in_before(came))
    assert stands.state == "new"
    about = About("work", 1, Scheme(), "annotator 0.1.0")
    receipt = export(tmp_path / "x", JSONL, [(release, stands)], about)
    assert receipt.plain["counts"]["states"] == {"started": 1}


def as_it_came_in_before(came: Incoming) -> Incoming:
    """With a last step that leaves the release new."""
    steps = [replace(past, step=replace(past.step, state="new")) for past in came.steps]
    return replace(came, steps=tuple(steps))
