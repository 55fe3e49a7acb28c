"""annotator evaluate and annotator calibrate, as a person and a script use them."""

from __future__ import annotations

import json
import tomllib

import pytest
from tampering import tampered
from terminal import annotator

from annotator.golds import GoldError, golds_in

pytestmark = pytest.mark.usefixtures("own_folders")


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


def test_labels_that_a_project_leaves_out_do_not_count(gold):
    def wrong(path):
        found = json.loads(annotator("evaluate", path, "--json", "--no-speed")[1])
        return found["entities"]["strict"]["wrong"], found["bare"]["strict"]["wrong"]

    annotator("new", "work", "--labels", "ORG")
    annotator("import", "work.annotator", gold)
    assert wrong(gold) == (1, 1)
    assert wrong("work.annotator") == (0, 0)


DAMAGE = 'Release 1, "Acme", is damaged: its text is not what was imported; '


@pytest.fixture
def damaged(tmp_path, gold):
    """A project with the gold and a second finished release, whose text other hands changed."""
    more = gold.read_text("utf-8").replace("Acme won", "Acme ran")
    gold.write_text(more + gold.read_text("utf-8"), "utf-8")
    annotator("new", "work")
    annotator("import", "work.annotator", gold)
    tampered(tmp_path / "work.annotator", "UPDATE releases SET text = 'Ann' WHERE number = 1")
    return "work.annotator"


@pytest.mark.parametrize("command", ["evaluate", "calibrate", "simulate"])
def test_a_damaged_release_is_left_out_of_the_measure_and_named(damaged, command):
    code, out, err = annotator(command, damaged)
    assert code == 1
    assert err == f'{DAMAGE}"annotator repair work.annotator" saves what can be read.\n'
    said = {"calibrate": "from 1 finished releases"}.get(command, "; 1 damaged one left out.")
    assert said in out


def test_where_all_is_damaged_nothing_is_measured_and_that_is_said(tmp_path, damaged):
    tampered(tmp_path / "work.annotator", "UPDATE releases SET text = 'Ann' WHERE number = 2")
    code, _, err = annotator("evaluate", damaged)
    assert code == 1
    assert "work.annotator: no release is finished, so nothing can be measured with it." in err
    assert f" {DAMAGE}" in err


def test_the_plot_is_written(tmp_path, gold):
    assert annotator("evaluate", gold, "--no-speed", "--plot", "scores.svg")[0] == 0
    assert (tmp_path / "scores.svg").read_text("utf-8").lstrip().startswith("<?xml")


@pytest.mark.parametrize("name", ["scores.nonsense", "nowhere/scores.png"])
def test_a_plot_that_cannot_be_written_is_told(gold, name):
    code, _, err = annotator("evaluate", gold, "--no-speed", "--plot", name)
    assert code == 1
    assert err.startswith(f"annotator: The plot cannot be written to {name}: ")


def test_unfinished_releases_measure_nothing(tmp_path):
    (tmp_path / "one.txt").write_text("Ann Lee said that Acme won.", "utf-8")
    code, _, err = annotator("evaluate", "one.txt", "--no-speed")
    assert code == 1
    assert "no release is finished" in err


def test_a_broken_line_of_gold_is_named(gold):
    gold.write_text(gold.read_text("utf-8") + "{broken\n", "utf-8")
    with pytest.raises(GoldError, match=r"gold\.jsonl.*line 2"):
        list(golds_in(gold))
    assert annotator("evaluate", gold, "--no-speed")[0] == 1


def test_repairs_and_suggesters_of_the_settings_are_measured(tmp_path, gold):
    folder = tmp_path / "XDG_CONFIG_HOME" / "annotator"
    folder.mkdir(parents=True)
    (folder / "settings.toml").write_text('[suggest]\noff = ["edgs"]\n', "utf-8")
    code, out, err = annotator("evaluate", gold, "--no-speed")
    assert code == 0
    assert 'There is no repair "edgs"' in err
    assert "Measured: spacy-en_core_web_sm" in out
    code, _, err = annotator("evaluate", gold, "--suggester", "nobody")
    assert code == 1
    assert 'No suggester "nobody" is installed' in err


def test_own_scores_are_used_when_the_settings_name_them(tmp_path, gold):
    folder = tmp_path / "XDG_CONFIG_HOME" / "annotator"
    folder.mkdir(parents=True)
    (folder / "settings.toml").write_text('[suggest]\nscores = "own.toml"\n', "utf-8")
    code, _, err = annotator("suggest", gold)
    assert code == 1
    assert "There is no file of scores own.toml" in err
    (tmp_path / "own.toml").write_text("[claim]\nclause = { any = 0.25 }\n", "utf-8")
    line = json.loads(annotator("suggest", gold)[1])
    assert [claim["score"] for claim in line["open"]["claims"]] == [0.25]
    (tmp_path / "own.toml").write_text("[claim\n", "utf-8")
    assert "The scores in own.toml cannot be read: " in annotator("suggest", gold)[2]
    (tmp_path / "own.toml").write_text("[claim]\nclause = 3\n", "utf-8")
    assert 'own.toml: "clause" needs numbers from 0 to 1' in annotator("suggest", gold)[2]


def test_scores_are_learned_and_printed_or_written(tmp_path, gold):
    code, out, _ = annotator("calibrate", gold)
    assert code == 0
    scores = tomllib.loads(out)
    assert 0.5 < scores["claim"]["clause"]["indirect"] < 1
    assert annotator("calibrate", gold, "--out", "scores.toml")[0] == 0
    assert (tmp_path / "scores.toml").read_text("utf-8") == out
    code, _, err = annotator("calibrate", gold, "--out", "nowhere/scores.toml")
    assert (code, err) == (
        1, "annotator: nowhere/scores.toml cannot be written: No such file or directory.\n"
    )  # fmt: skip
