"""The scheme of a project, labels and attributes of claims, from the command line."""

from __future__ import annotations

import json

import pytest
from terminal import annotator

from annotator.labels import scheme_among
from annotator.model.scheme import ENTITY_LABELS, Scheme
from annotator.store.project import Project

pytestmark = pytest.mark.usefixtures("own_folders")
"""Everything happens in a folder of the test."""


def names(path):
    with Project.open(path, "ann", read_only=True) as project:
        return project.scheme.names()


def test_a_project_is_made_with_labels_of_its_own():
    assert annotator("new", "work", "--labels", "PERSON, PARTY,POLICY")[0] == 0
    code, out, _ = annotator("labels", "work")
    assert (code, out) == (0, "PERSON: people, named\nPARTY\nPOLICY\n")


def test_what_is_printed_makes_the_same_scheme_again(tmp_path):
    annotator("new", "work", "--labels", "PERSON,POLICY")
    _, out, _ = annotator("labels", "work", "--add", "PARTY: parties: all of them")
    (tmp_path / "ours.txt").write_text(f"# ours\n\n{out}", "utf-8-sig")
    annotator("new", "again", "--labels-from", "ours.txt")
    annotator("new", "third", "--labels-from", "work.annotator")
    assert annotator("labels", "again")[1] == annotator("labels", "third")[1] == out


def test_without_labels_it_has_the_usual_ones():
    annotator("new", "work")
    assert annotator("labels", "work") == annotator("labels")
    assert json.loads(annotator("labels", "--json")[1])[0] == {
        "name": "PERSON", "meaning": "people, named"
    }  # fmt: skip


def test_labels_are_added_behind_the_others():
    annotator("new", "work")
    _, out, _ = annotator("labels", "work", "--add", "PARTY: parties", "--add", "POLICY")
    assert out.endswith("\nLANGUAGE: languages\nPARTY: parties\nPOLICY\n")
    assert names("work.annotator") == [*Scheme().names(), "PARTY", "POLICY"]


def test_what_a_label_means_is_one_line_of_a_file():
    annotator("new", "work", "--labels", "PERSON")
    _, out, _ = annotator("labels", "work", "--add", "PARTY:\n parties\nPOLICY")
    assert out == "PERSON: people, named\nPARTY: parties POLICY\n"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["labels", "work", "--add", "BILL", "--add", "9X"], '"9X" cannot be a label: it begins'),
        (["labels", "work", "--add", "ORG"], 'There is a label "ORG" already.'),
        (["new", "other", "--labels", ""], '"" cannot be a label'),
        (["new", "other", "--labels", "A,,B"], '"" cannot be a label'),
        (["new", "other", "--labels", "A: a, b"], '"A: a" cannot be a label'),
        (["new", "other", "--labels-from", "none.txt"], "none.txt cannot be read: No such file"),
        (["new", "other", "--labels-from", "bad.txt"], 'bad.txt, line 2: There is a label "A" al'),
        (["new", "other", "--labels-from", "empty.txt"], "empty.txt names no label; write one a"),
        (["new", "other", "--labels-from", "bytes.txt"], "bytes.txt is no text in UTF-8; save it"),
        (["attributes", "work", "--add", "tone", "--add", "note"], '"note" cannot be an attribute'),
        (["attributes", "work", "--add", "tone: a,,b"], '"" cannot be a value of tone'),
        (["new", "other", "--attribute", "Tone"], '"Tone" cannot be an attribute: it begins'),
        (["attributes", "nowhere"], "There is no project nowhere.annotator"),
        (["labels", "nowhere"], 'There is no project nowhere.annotator; make it with "annotator n'),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_made_of_it(tmp_path, arguments, sentence):
    (tmp_path / "bad.txt").write_text("A\nA: again\n", "utf-8")
    (tmp_path / "empty.txt").write_text("# nothing\n", "utf-8")
    (tmp_path / "bytes.txt").write_bytes(b"\xff\xfe\x00A")
    annotator("new", "work")
    code, _, err = annotator(*arguments)
    assert code == 1
    assert err.startswith(f"annotator: {sentence}")
    assert names("work.annotator") == [label.name for label in ENTITY_LABELS]
    assert annotator("attributes", "work") == annotator("attributes")
    assert not (tmp_path / "other.annotator").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["new", "x", "--labels", "A", "--labels-from", "b"],
        ["labels", "--add", "A"],
        ["attributes", "--add", "tone"],
    ],
)
def test_what_cannot_be_meant_is_wrong_usage(arguments):
    assert annotator(*arguments)[0] == 2


USUAL = """\
quote_type: direct, indirect, mixed
epistemic: true-certain, true-uncertain, false-certain, false-uncertain, unknown
sentiment: positive, negative, mixed, neutral-unknown
check_worthiness: CFS, UFS, NFS
"""


def test_claims_have_attributes_of_the_projects_own_behind_the_usual_ones():
    annotator("new", "work", "--attribute", "topic: economy,  public\nhealth")
    code, out, _ = annotator("attributes", "work", "--add", "affiliation")
    assert (code, out) == (0, f"{USUAL}topic: economy, public health\naffiliation\n")
    assert json.loads(annotator("attributes", "work", "--json")[1])[-2:] == [
        {"name": "topic", "values": ["economy", "public health"]},
        {"name": "affiliation", "values": []},
    ]
    assert annotator("attributes")[1] == USUAL


def test_a_new_project_takes_the_attributes_of_another_over_with_its_labels():
    annotator("new", "work", "--labels", "PERSON", "--attribute", "topic: economy")
    annotator("new", "again", "--labels-from", "work.annotator", "--attribute", "tone")
    assert annotator("attributes", "again")[1] == f"{USUAL}topic: economy\ntone\n"


def test_who_adjudicates_may_say_what_either_project_says_of_claims(tmp_path):
    annotator("new", "one", "--attribute", "topic: economy, health")
    annotator("new", "two", "--attribute", "tone", "--attribute", "topic: weather")
    scheme = scheme_among([tmp_path / "one.annotator", tmp_path / "two.annotator"])
    assert scheme is not None
    own = {**scheme.attributes}
    assert (own["topic"], own["tone"]) == (("economy", "health", "weather"), ())
    assert [*own][-2:] == ["topic", "tone"]
