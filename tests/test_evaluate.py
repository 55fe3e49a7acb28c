"""annotator evaluate and annotator calibrate, as a person and a script use them."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from test_cli import annotator, own_folders, release  # noqa: F401

from annotator.evaluation import GoldError, golds_in

GOLD = Path(__file__).parent / "data" / "gold"


@pytest.fixture
def gold(tmp_path):
    """A finished release in the project's own JSONL, with one entity and one claim."""
    text = "Ann Lee said that Acme won."
    entity = {"id": "a1", "start": 0, "end": 7, "text": "Ann Lee", "label": "PERSON"}
    claim = {
        "id": "a2",
        "content": [{"start": 13, "end": 26, "text": "that Acme won"}],
        "cue": {"start": 8, "end": 12, "text": "said"},
        "source": [{"start": 0, "end": 7, "text": "Ann Lee"}],
        "claimer": "Ann Lee",
        "attributes": {"quote_type": "indirect"},
    }
    judged = {"status": "added", "was": None, "suggester": None, "rule": None, "score": None}
    judged |= {"annotator": "ann", "at": None}
    line = {"schema": "annotator/1", "text": text, "state": "finished", "meta": {"title": "Acme"}}
    line |= {"entities": [entity | judged], "claims": [claim | judged]}
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(line) + "\n", "utf-8")
    return path


def test_a_suggester_is_measured_beside_the_bare_pipeline(gold):
    code, out, _ = annotator("evaluate", gold, "--json")
    found = json.loads(out)
    assert code == 0
    assert found["releases"] == 1
    assert found["entities"]["labels"]["PERSON"]["right"] == 1
    assert found["bare"]["labels"]["PERSON"]["right"] == 1
    assert found["claims"]["records"]["f1"] == 1
    assert found["claims"]["claimers_right"] == 1
    assert found["claims"]["rules"]["clause"]["right"] == 1
    assert 0 < found["speed"]["share"] < 3


def test_people_read_tables_and_each_error(gold):
    code, out, _ = annotator("evaluate", gold, "--errors", "--no-speed")
    assert code == 0
    assert "--- Acme\n  wrong: suggested " in out
    assert "1 finished release." in out
    assert "bare pipeline" in out
    assert "confused: true label down, suggested across" in out
    assert "Speed" not in out


def test_a_project_can_be_the_measure(gold):
    annotator("new", "work")
    annotator("import", "work.annotator", gold)
    code, out, _ = annotator("evaluate", "work.annotator", "--json", "--no-speed")
    assert code == 0
    assert json.loads(out)["claims"]["records"]["right"] == 1


def test_the_plot_is_written(tmp_path, gold):
    assert annotator("evaluate", gold, "--no-speed", "--plot", "scores.svg")[0] == 0
    assert (tmp_path / "scores.svg").read_text("utf-8").lstrip().startswith("<?xml")


@pytest.mark.parametrize("name", ["scores.nonsense", "nowhere/scores.png"])
def test_a_plot_that_cannot_be_written_is_told(gold, name):
    code, _, err = annotator("evaluate", gold, "--no-speed", "--plot", name)
    assert code == 1
    assert err.startswith(f"annotator: The plot cannot be written to {name}: ")


def test_unfinished_releases_measure_nothing(release):  # noqa: F811
    code, _, err = annotator("evaluate", release, "--no-speed")
    assert code == 1
    assert "no release is finished" in err


def test_a_broken_line_of_gold_is_named(gold):
    gold.write_text(gold.read_text("utf-8") + "{broken\n", "utf-8")
    with pytest.raises(GoldError, match=r"gold\.jsonl.*line 2"):
        list(golds_in(gold))
    assert annotator("evaluate", gold, "--no-speed")[0] == 1


def test_scores_are_learned_and_printed_or_written(tmp_path, gold):
    code, out, _ = annotator("calibrate", gold)
    assert code == 0
    scores = tomllib.loads(out)
    assert 0.5 < scores["claim"]["clause"]["indirect"] < 1
    assert annotator("calibrate", gold, "--out", "scores.toml")[0] == 0
    assert (tmp_path / "scores.toml").read_text("utf-8") == out
