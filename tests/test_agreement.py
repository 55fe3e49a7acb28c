"""annotator agree: two people's work compared, and a project in which somebody decides."""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path

import pytest
from tampering import tampered
from terminal import annotator

from annotator import agreement
from annotator.model.plain import Incoming
from annotator.model.records import Claim, Entity, Release, Suggestion, text_hash
from annotator.model.scheme import Label, Scheme
from annotator.model.selection import NOTHING_SELECTED
from annotator.model.spans import Span
from annotator.model.steps import Decision, Step
from annotator.store.intake import Intake
from annotator.store.project import BATCH, Project

pytestmark = pytest.mark.usefixtures("own_folders")
"""Everybody works in a folder of the test."""

TEXT = "Ann Lee said that Acme won."
MORE = "Bob Ray said that Acme lost."
ANN = Entity(Span(0, 7), "PERSON")
ACME = Entity(Span(18, 22), "ORG")
CLAIM = Claim((Span(13, 26),), Span(8, 12), (Span(0, 7),), "Ann Lee", {"quote_type": "indirect"})


def project(name, **finished):
    """A project of a person's, in which the releases of these texts are finished."""
    scheme = Scheme((Label("PERSON", "people"), Label("ORG", "bodies"), Label("PARTY", "parties")))
    with Project.create(f"{name}.annotator", name, scheme) as made:
        for title, (text, records) in finished.items():
            release = Release(text, title, language="en")
            made.add(release)
            added = [Decision("add", f"a{n}", record) for n, record in enumerate(records, 1)]
            made.record(release.id, Step("test", tuple(added), NOTHING_SELECTED, "finished"))
    return f"{name}.annotator"


@pytest.fixture
def anna():
    return project("anna", One=(TEXT, [ANN, ACME, CLAIM]), Two=(MORE, []))


@pytest.fixture
def ben():
    return project("ben", One=(TEXT, [Entity(ANN.span, "PARTY"), ACME, CLAIM]))


def test_two_people_are_compared_and_named_after_their_projects(anna, ben):
    code, out, err = annotator("agree", anna, ben)
    shown = [" ".join(row.split()) for row in out.splitlines()]
    assert (code, err) == (0, "")
    assert shown[0] == (
        "1 release that both have finished; left out: 1 that only anna has finished."
    )
    assert "Entities both only anna only ben F1" in shown
    assert "span and label 1 1 1 50.0" in shown
    assert "quote_type 1 of 1 100.0" in shown


def test_what_is_disputed_is_listed(anna, ben):
    _, out, _ = annotator("agree", anna, ben, "--disputed")
    assert out.startswith(
        "--- One\n  PERSON 'Ann Lee': ben: PARTY: ...[Ann Lee] said that Acme won....\n\n1 release"
    )


def test_it_is_listed_in_reading_order_and_without_releases_in_which_nothing_is(anna):
    ben = project("ben", One=(TEXT, [Entity(ACME.span, "GPE")]), Two=(MORE, []))
    shown = annotator("agree", anna, ben, "--disputed")[1].split("\n\n")[0].splitlines()
    assert [line.split(":")[0] for line in shown] == [
        "--- One", "  PERSON 'Ann Lee'", "  claim Ann Lee [Ann Lee] | said | that Acme won",
        "  ORG 'Acme'",
    ]  # fmt: skip


def test_what_one_has_not_finished_is_left_out(anna):
    ben = project("ben", Two=(MORE, []))
    with Project.open(ben, "ben") as opened:
        opened.add(Release(TEXT, "One", language="en"))
    out = annotator("agree", anna, ben)[1]
    assert out.startswith(
        "1 release that both have finished; left out: 1 that only anna has finished."
    )


def test_a_script_reads_figures(anna, ben):
    found = json.loads(annotator("agree", anna, ben, "--json")[1])
    assert (found["first"], found["second"], found["releases"]) == ("anna", "ben", 1)
    assert (found["only_first_finished"], found["only_second_finished"]) == (1, 0)
    assert found["entities"]["strict"] == {
        "both": 1, "only_first": 1, "only_second": 1, "f1": 0.5
    }  # fmt: skip
    assert {"first": "PERSON", "second": "PARTY", "count": 1} in found["entities"]["confusion"]
    assert found["claims"]["same"] == {"source": 1, "cue": 1, "content": 1, "claimer": 1}
    assert found["claims"]["attributes"] == {"quote_type": {"both": 1, "same": 1, "kappa": None}}


def test_somebody_decides_in_a_project_of_its_own(anna, ben):
    code, out, _ = annotator("agree", anna, ben, "--adjudicate", "both")
    assert code == 0
    assert out.endswith("Made both.annotator: 1 disputed. Next: annotator open both.annotator\n")
    with Project.open("both.annotator", "carl") as made:
        assert made.release(text_hash(TEXT)).title == "One"
        assert made.scheme.names() == ["PERSON", "ORG", "PARTY"]
        stands = made.glance(text_hash(TEXT))
    suggestions = [(item.suggestion, item.is_doubtful) for item in stands.items.values()]
    said = [(suggestion.reason, suggestion.score, doubt) for suggestion, doubt in suggestions]
    assert stands.state == "new"
    assert said == [
        ("anna; ben: PARTY", 0.5, True),
        ("ben; anna: PERSON", 0.5, True),
        ("anna and ben", 1.0, False),
        ("anna and ben", 1.0, False),
    ]


def test_who_decides_has_the_labels_of_both(anna, ben):
    annotator("labels", ben, "--add", "POLICY: policies")
    annotator("agree", anna, ben, "--adjudicate", "both")
    with Project.open("both.annotator", "carl") as made:
        assert made.scheme.labels[3:] == (Label("POLICY", "policies"),)


def test_what_one_decided_and_the_other_did_not_is_decided_too(anna):
    with Project.create("ben.annotator", "ben") as ben:
        release = Release(TEXT, "One", language="en")
        ben.add_all([Incoming(release, (Suggestion(ANN, "tool@1", "ner", 0.9),))])
        ben.record(release.id, Step("test", (), NOTHING_SELECTED, "finished"))
    _, out, _ = annotator("agree", anna, "ben.annotator", "--disputed", "--adjudicate", "both")
    assert "PERSON 'Ann Lee': only anna; ben did not decide: ...[Ann Lee] said" in out
    assert "Made both.annotator: 3 disputed." in out
    with Project.open("both.annotator", "carl") as made:
        (first, *_) = made.glance(text_hash(TEXT)).items.values()
    assert (first.record, first.is_doubtful) == (ANN, True)
    assert first.suggestion.reason == "only anna; ben did not decide"


@pytest.fixture
def many():
    """More finished releases than an import takes in together."""
    return project("many", **{f"T{n}": (f"Release {n}.", []) for n in range(BATCH + 1)})


def test_there_is_no_project_to_decide_in_where_its_making_is_stopped(many, tmp_path, monkeypatch):
    take = Intake.take

    def until_the_last(intake, incoming):
        if incoming.release.title == f"T{BATCH}":
            raise KeyboardInterrupt
        return take(intake, incoming)

    monkeypatch.setattr(Intake, "take", until_the_last)
    assert annotator("agree", many, many, "--adjudicate", "both")[0] == 130
    assert [*tmp_path.glob("both*")] == []


@pytest.mark.skipif(sys.platform != "linux", reason="only there is a fork")
@pytest.mark.parametrize("done", ["take", "write"])
def test_what_is_left_of_one_whose_making_was_killed_is_no_project(many, monkeypatch, done):
    """The program is killed before the last release, or when all are written and not yet kept."""
    inner = getattr(Intake, done)

    def killed_at_the_end(intake, *incoming):
        inner(intake, *incoming)
        if not incoming or incoming[0].release.title == f"T{BATCH}":
            os.kill(os.getpid(), signal.SIGKILL)

    monkeypatch.setattr(Intake, done, killed_at_the_end)
    if (child := os.fork()) == 0:
        agreement.compared(Path(many), Path(many)).adjudicate(Path("both.annotator"), "carl")
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    code, _, err = annotator("status", "both.annotator")
    assert code == 1
    assert "was being made when the program ended: nothing is in it. Delete it" in err


def test_a_text_that_a_file_has_twice_counts_once(tmp_path, anna, ben):
    annotator("export", ben, "--format", "jsonl", "--out", ".")
    line = (tmp_path / "ben-jsonl" / "ben.jsonl").read_text("utf-8")
    later = line.replace('"PARTY"', '"PERSON"')
    (tmp_path / "twice.jsonl").write_text(line + later, "utf-8")
    once = json.loads(annotator("agree", anna, ben, "--json")[1])
    for pair in ((anna, "twice.jsonl"), ("twice.jsonl", anna)):
        found = json.loads(annotator("agree", *pair, "--json")[1])
        assert found["repeated"] == 1
        assert {found["only_first_finished"], found["only_second_finished"]} == {0, 1}
        assert found["entities"]["strict"] == once["entities"]["strict"]
    assert annotator("agree", ben, "twice.jsonl")[1].startswith(
        "1 release that both have finished; left out: 1 whose text stands before in the same file."
    )


def test_a_project_that_is_there_is_not_overwritten(anna, ben):
    code, _, err = annotator("agree", anna, ben, "--adjudicate", "ben")
    assert code == 1
    assert err == ("annotator: ben.annotator is already there; choose another name or open it.\n")


def test_exports_are_compared_as_projects_are(anna, ben):
    annotator("export", anna, "--format", "jsonl", "--out", ".")
    annotator("export", ben, "--format", "jsonl", "--out", ".")
    exports = "anna-jsonl/anna.jsonl", "ben-jsonl/ben.jsonl"
    code, out, _ = annotator("agree", *exports, "--adjudicate", "both")
    assert code == 0
    assert out.startswith(annotator("agree", anna, ben)[1])
    with Project.open("both.annotator", "carl") as made:
        assert made.scheme == Scheme()


def test_projects_of_one_name_are_told_apart_by_their_folders(tmp_path, anna):
    (tmp_path / "ben").mkdir()
    (tmp_path / anna).rename(tmp_path / "ben" / anna)
    again = project("anna", One=(TEXT, []))
    (tmp_path / "carl").mkdir()
    (tmp_path / again).rename(tmp_path / "carl" / again)
    found = json.loads(annotator("agree", f"ben/{anna}", f"carl/{anna}", "--json")[1])
    assert (found["first"], found["second"]) == ("ben", "carl")
    found = json.loads(annotator("agree", f"ben/{anna}", f"ben/{anna}", "--json")[1])
    assert (found["first"], found["second"]) == ("the first", "the second")


@pytest.mark.skipif(sys.platform != "linux", reason="only there a name may be any bytes")
def test_a_project_whose_name_is_no_text_has_it_spelt_out(tmp_path, anna, ben):
    odd = os.fsdecode(b"ann\xe9.annotator")
    (tmp_path / anna).rename(tmp_path / odd)
    out = annotator("agree", odd, ben, "--adjudicate", "both")[1]
    assert r"left out: 1 that only ann\udce9 has finished." in out
    with Project.open("both.annotator", "carl") as made:
        (first, *_) = made.glance(text_hash(TEXT)).items.values()
    assert first.suggestion.reason == r"ann\udce9; ben: PARTY"


def test_nothing_finished_in_both_is_told(anna):
    other = project("other", Two=("Nobody said a word.", []))
    code, _, err = annotator("agree", anna, other)
    assert code == 1
    assert err == (
        f"annotator: {anna} and {other}: no release is finished in both, so nothing can be"
        " compared.\n"
    )


def test_a_line_that_cannot_be_read_ends_it(tmp_path, anna):
    annotator("export", anna, "--format", "jsonl", "--out", ".")
    with (tmp_path / "anna-jsonl" / "anna.jsonl").open("a", encoding="utf-8") as file:
        file.write("{\n")
    for pair in ((anna, "anna-jsonl/anna.jsonl"), ("anna-jsonl/anna.jsonl", anna)):
        code, out, err = annotator("agree", *pair, "--adjudicate", "both")
        assert (code, out) == (1, "")
        assert err.startswith("annotator: anna.jsonl, line 3 is not valid JSON")
    assert not (tmp_path / "both.annotator").exists()


def test_a_damaged_release_is_left_out_and_named(tmp_path, anna, ben):
    tampered(tmp_path / anna, "UPDATE releases SET text = 'Ann' WHERE number = 2")
    code, out, err = annotator("agree", anna, ben)
    assert code == 1
    assert out.startswith("1 release that both have finished.\n")
    assert err.startswith('Release 2, "Two", is damaged')
