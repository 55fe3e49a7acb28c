"""annotator simulate on the gold: suggestions in, exactly the gold out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from terminal import annotator

from annotator.golds import GoldError
from annotator.model.records import Claim, Entity, Release
from annotator.model.scheme import ENTITY_LABELS, Label, Scheme
from annotator.model.selection import NOTHING_SELECTED
from annotator.model.spans import Span
from annotator.model.steps import Decision, Step
from annotator.simulation import simulated
from annotator.store.project import Project

GOLD = Path(__file__).parent.parent / "data" / "gold"


@pytest.mark.parametrize(
    ("name", "share", "says_all"),
    [("sample", 0.75, 0.75), ("re3d_dev", 0.52, 0.42), ("written_dev", 0.52, 0.38)],
)
def test_every_release_is_brought_to_its_gold(name, share, says_all, suggesters, keymap):
    found = simulated([GOLD / f"{name}.jsonl"], suggesters, keymap)
    print(found.told())
    assert found.best_peer()[1] < share
    assert found.best_peer(says_all=True)[1] < says_all
    assert found.spans_cost.handling < found.cost.handling
    assert "INCEpTION is not verified for relabel" in found.told()


@pytest.mark.usefixtures("own_folders")
def test_the_command_prints_every_key_as_json():
    code, out, _ = annotator("simulate", GOLD / "sample.jsonl", "--json")
    found = json.loads(out)
    assert code == 0
    assert found["total"]["pointing"] == 0
    assert found["releases"][0]["acts"][-1]["pressed"] == ["y"]
    assert found["kinds"]["keep entity"]["decisions"] == found["kinds"]["keep entity"]["count"]


def test_gold_with_labels_of_its_own_is_played(tmp_path, suggesters, keymap):
    release, party = Release("The Greens won.", language="en"), Label("PARTY", "parties")
    scheme = Scheme((*ENTITY_LABELS[:1], party))
    added = Decision("add", "a1", Entity(Span(4, 10), "PARTY"))
    with Project.create(tmp_path / "own.annotator", "ann", scheme) as made:
        made.add(release)
        made.record(release.id, Step("test", (added,), NOTHING_SELECTED, "finished"))
    (played,) = simulated([tmp_path / "own.annotator"], suggesters, keymap).releases
    assert "2" in [key for act in played.acts for key in act.keys]


def test_gold_that_says_of_claims_what_no_project_lists_is_played(tmp_path, suggesters, keymap):
    text, span = "We won the vote.", {"start": 0, "end": 15}
    said = {"topic": "a vote", "tone": "glad"}
    claim = {"content": [span], "attributes": said, "status": "added"}
    line = {"schema": "annotator/1", "text": text, "state": "finished", "claims": [claim]}
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(line), "utf-8")
    (played,) = simulated([path], suggesters, keymap).releases
    assert "o" in [key for act in played.acts for key in act.keys]


def test_gold_with_a_value_that_the_project_does_not_list_is_played(tmp_path, suggesters, keymap):
    release = Release("We won the vote.", language="en")
    said = {"topic": "weather", "epistemic": "doubted"}
    added = Decision("add", "a1", Claim((Span(0, 15),), attributes=said))
    scheme = Scheme().with_attribute("topic", ["economy"])
    with Project.create(tmp_path / "own.annotator", "ann", scheme) as made:
        made.add(release)
        made.record(release.id, Step("test", (added,), NOTHING_SELECTED, "finished"))
    (played,) = simulated([tmp_path / "own.annotator"], suggesters, keymap).releases
    assert "o 2" in " ".join(key for act in played.acts for key in act.keys)


def test_files_without_a_finished_release_are_refused(tmp_path, suggesters, keymap):
    path = tmp_path / "new.jsonl"
    path.write_text('{"schema": "annotator/1", "text": "Ann left."}\n', "utf-8")
    with pytest.raises(GoldError, match="no release is finished"):
        simulated([path], suggesters, keymap)
