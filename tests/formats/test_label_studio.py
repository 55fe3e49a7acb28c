"""Label Studio: tasks that its own library takes, and what it exports."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from folds import folded_releases
from hypothesis import given, settings
from hypothesis import strategies as st
from test_own_jsonl import ABOUT, ANN, NEWS, OSLO, WON, example

from annotator.formats import label_studio_check
from annotator.formats.errors import ExportError, Problem
from annotator.formats.exporting import export
from annotator.formats.extras import MissingLibraryError
from annotator.formats.files import read_files
from annotator.formats.incoming import Mark, folded, incoming
from annotator.formats.label_studio import FORMAT
from annotator.formats.label_studio_check import Checker
from annotator.formats.label_studio_config import configuration
from annotator.formats.writing import Options
from annotator.model.plain import Incoming
from annotator.model.records import Claim, Entity, Record
from annotator.model.spans import Span


def tasks_of(place: Path) -> list[dict]:
    return json.loads((place / "club.tasks.json").read_text(encoding="utf-8"))


def read_all(tmp_path: Path, *tasks: dict) -> tuple[list[Incoming], list[str]]:
    path = tmp_path / "project-1.json"
    path.write_text(json.dumps(tasks), encoding="utf-8")
    found = list(read_files([path]))
    releases = [one for one in found if isinstance(one, Incoming)]
    return releases, [str(one) for one in found if isinstance(one, Problem)]


def standing(found: Incoming) -> list[Record]:
    return [item.record for item in folded(found).items.values() if item.stands]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    export(tmp_path / "x", FORMAT, [(NEWS, example())], ABOUT)
    return tmp_path / "x"


def test_what_stands_is_an_annotation_in_code_points(place):
    (task,) = tasks_of(place)
    (annotation,) = task["annotations"]
    regions = [one for one in annotation["result"] if one["type"] == "labels"]
    assert [(r["from_name"], r["value"]["labels"], r["value"]["text"]) for r in regions] == [
        ("parts", ["CLAIM"], "we won in Oslo"),
        ("parts", ["CUE"], "said"),
        ("parts", ["SOURCE"], "Ann Lee"),
        ("entities", ["EVENT"], "won"),
        ("entities", ["GPE"], "Oslo"),
    ]
    assert regions[-1]["value"]["start"] == 25  # the woman in front counts once
    assert [region["origin"] for region in regions[2:]] == [
        *("prediction", "manual", "prediction-changed"),
    ]
    assert len({region["id"] for region in regions}) == 5
    assert task["data"]["title"] == "A title"


def test_claimer_and_attributes_belong_to_the_claim_and_its_parts_are_joined(place):
    result = tasks_of(place)[0]["annotations"][0]["result"]
    head = result[0]["id"]
    of_claim = [one for one in result if one["type"] in ("textarea", "choices")]
    assert [(one["id"], one["from_name"]) for one in of_claim] == [
        *((head, "claimer"), (head, "epistemic")),
    ]
    assert of_claim[0]["value"]["text"] == ["Ann Lee"]
    assert of_claim[1]["value"]["choices"] == ["unknown"]
    arrows = [one for one in result if one["type"] == "relation"]
    assert [(a["from_id"], a["to_id"], a["labels"]) for a in arrows] == [
        *((head, result[1]["id"], ["CUE"]), (head, result[2]["id"], ["SOURCE"])),
    ]


def test_what_is_open_is_a_prediction_and_what_is_wrong_is_reported(place):
    (prediction,) = tasks_of(place)[0]["predictions"]
    assert (prediction["model_version"], prediction["score"]) == ("spacy@3.8", 0.9)
    assert [one["score"] for one in prediction["result"]] == [0.9]
    receipt = json.loads((place / "receipt.json").read_text(encoding="utf-8"))
    assert [(loss["what"], loss["text"]) for loss in receipt["losses"]] == [("rejected", "we")]


def test_the_configuration_has_every_control_that_the_tasks_name(place):
    root = ElementTree.parse(place / "labeling_config.xml").getroot()
    named = {tag.get("name") for tag in root.iter() if tag.get("toName") == "text"}
    assert named >= {"entities", "parts", "claimer", "more", "epistemic", "quote_type"}
    assert [tag.get("value") for tag in root.iter("Relation")] == ["CONTENT", "CUE", "SOURCE"]
    assert "pre-wrap" in (root.findtext("Style") or "")
    assert all(tag.get("perRegion") == "true" for tag in root.iter("Choices"))


def test_a_label_that_xml_cannot_hold_is_a_loss_and_one_that_needs_care_is_not(tmp_path):
    odd = [Entity(Span(2, 5), "\x01"), Entity(Span(6, 9), "$x"), Entity(Span(10, 14), '<A & "B">')]
    stands = folded(incoming(NEWS, map(Mark, odd), "x", state="finished"))
    written = export(tmp_path / "x", FORMAT, [(NEWS, stands)], ABOUT)
    assert written.plain["losses"]["by_kind"] == [
        {"what": "label", "why": "XML has no place for such a label", "times": 2}
    ]
    (found,) = read_files([tmp_path / "x"])
    assert isinstance(found, Incoming)
    assert standing(found) == [odd[2]]


def test_a_finished_release_without_marks_has_an_annotation_and_a_new_one_has_none(tmp_path):
    for state, count in (("finished", 1), ("new", 0)):
        stands = folded(incoming(NEWS, [], "x", state=state))
        export(tmp_path / state, FORMAT, [(NEWS, stands)], ABOUT)
        assert len(tasks_of(tmp_path / state)[0]["annotations"]) == count


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"start": 9, "end": 9}, "lies outside"),
        ({"end": 99}, "lies outside"),
        ({"labels": []}, "says nothing"),
    ],
)
def test_a_region_that_would_be_drawn_wrong_ends_the_export(place, change, told):
    tasks = tasks_of(place)
    tasks[0]["annotations"][0]["result"][0]["value"].update(change)
    path = place / "club.tasks.json"
    path.write_text(json.dumps(tasks), encoding="utf-8")
    config = (place / "labeling_config.xml").read_text(encoding="utf-8")
    with pytest.raises(ExportError, match=told):
        list(Checker().read(config, path))


def test_without_the_library_the_receipt_says_so(tmp_path, monkeypatch):
    def missing(*_: str) -> None:
        raise MissingLibraryError("x")

    monkeypatch.setattr(label_studio_check, "load", missing)
    written = export(tmp_path / "x", FORMAT, [(NEWS, example())], ABOUT)
    assert written.plain["checker"] == "this program's own reader, without label_studio_sdk"


class TestWithItsLibrary:
    """What `label_studio_sdk` says, where it is installed (the extra "label-studio")."""

    @pytest.fixture(autouse=True)
    def _installed(self) -> None:
        pytest.importorskip("label_studio_sdk")

    @settings(deadline=None, max_examples=60)
    @given(pair=st.deferred(folded_releases))
    def test_it_takes_every_annotation_and_prediction(self, tmp_path_factory, pair):
        from label_studio_sdk.label_interface import LabelInterface

        place = tmp_path_factory.mktemp("out") / "x"
        written = export(place, FORMAT, [pair], ABOUT, Options(finished_only=False))
        assert written.plain["checker"].startswith("label-studio-sdk 2")
        interface = LabelInterface((place / "labeling_config.xml").read_text(encoding="utf-8"))
        interface.validate()
        for task in tasks_of(place):
            for part in task["predictions"]:
                assert interface.validate_prediction(part, return_errors=True) == []
            assert all(map(interface.validate_annotation, task["annotations"]))

    def test_it_refuses_a_label_that_the_configuration_lacks(self, place):
        lacking = configuration(["GPE"], {"epistemic": ("unknown",)})
        with pytest.raises(ExportError, match="Invalid value for control 'entities'"):
            list(Checker().read(lacking, place / "club.tasks.json"))

    def test_entities_and_contents_come_back_from_its_own_json_min(self, tmp_path, place):
        from label_studio_sdk.converter import Converter

        tasks = tasks_of(place)
        tasks[0]["id"] = 1
        about = {"id": 3, "completed_by": 1, "created_at": "", "updated_at": "", "lead_time": 1}
        tasks[0]["annotations"][0].update(about)
        (tmp_path / "full.json").write_text(json.dumps(tasks), encoding="utf-8")
        converter = Converter(str(place / "labeling_config.xml"), str(tmp_path))
        converter.convert_to_json_min(str(tmp_path / "full.json"), str(tmp_path / "min"), False)
        found = list(read_files([tmp_path / "min" / "result.json"]))
        (release,) = [one for one in found if isinstance(one, Incoming)]
        assert (release.release, folded(release).state) == (NEWS, "finished")
        assert standing(release) == [
            *(Entity(Span(18, 21), "EVENT"), OSLO, Claim((Span(15, 29),))),
        ]
        told = " ".join(str(one) for one in found if isinstance(one, Problem))
        assert "SOURCE at 2-9 belongs to no claim" in told


# What Label Studio itself writes

TEXT = "Ann Lee said we won."


def region(key: str, start: int, end: int, label: str, **more: object) -> dict:
    value = {"start": start, "end": end, "text": TEXT[start:end], "labels": [label]}
    kind = {"from_name": "label", "to_name": "text", "type": "labels", "origin": "manual"}
    return {"id": key, **kind, "value": value, **more}


def task(*results: list, **more: object) -> dict:
    annotations = [
        {
            "id": number,
            "completed_by": {"id": 1, "email": f"a{number}@example.org"},
            "was_cancelled": False,
            "created_at": "2024-05-01T10:00:00.000000Z",
            "result": result,
        }
        for number, result in enumerate(results)
    ]
    return {"id": 7, "data": {"text": TEXT}, "annotations": annotations, "predictions": [], **more}


LEE = Entity(Span(0, 7), "PERSON")


def test_an_export_is_read_with_who_annotated_and_when(tmp_path):
    (found,), told = read_all(tmp_path, task([region("a", 0, 7, "PERSON")]))
    (item,) = folded(found).items.values()
    assert (item.record, item.annotator) == (LEE, "a0@example.org")
    assert (item.at, told) == ("2024-05-01T10:00:00.000000Z", [])


def test_relations_make_claims_whatever_their_direction(tmp_path):
    result = [
        region("c", 13, 19, "Claim"),
        region("s", 0, 7, "Source"),
        region("v", 8, 12, "Cue"),
        {"type": "relation", "from_id": "c", "to_id": "v", "direction": "right", "labels": ["x"]},
        {"type": "relation", "from_id": "c", "to_id": "s", "direction": "left"},
        {"type": "relation", "from_id": "v", "to_id": "gone", "direction": "bi", "labels": ["y"]},
    ]
    (found,), told = read_all(tmp_path, task(result))
    assert standing(found) == [Claim((Span(13, 19),), Span(8, 12), (Span(0, 7),))]
    assert len(told) == 1
    assert 'A relation "y" from Cue at 8-12 to nothing is left out' in told[0]


def test_predictions_are_suggestions_with_their_models_and_scores(tmp_path):
    own = region("p", 0, 7, "PERSON", score=0.4)
    guesses = [
        {"model_version": "ner@2", "score": 0.7, "result": [own, region("q", 13, 15, "ORG")]},
        {"result": [region("r", 8, 12, "X")]},
    ]
    (found,), _ = read_all(tmp_path, task(predictions=guesses))
    assert [(s.suggester, s.score) for s in found.suggestions] == [
        *(("ner@2", 0.4), ("ner@2", 0.7), ("label-studio@import", 0.5)),
    ]
    assert found.steps == ()


def test_several_annotations_are_told_and_skipped_ones_say_nothing(tmp_path):
    both = task(
        [region("a", 0, 7, "PERSON")], [region("b", 0, 7, "PERSON")], [region("c", 8, 12, "X")]
    )
    both["annotations"][2]["was_cancelled"] = True
    (found,), _ = read_all(tmp_path, both)
    assert standing(found) == [LEE]
    assert "has 2 annotations" in found.note


def test_offsets_of_older_versions_are_known_by_the_words_that_were_marked(tmp_path):
    value = {"start": 3, "end": 10, "text": "Ann Lee", "labels": ["PERSON"]}
    old = task([{**region("a", 0, 7, "PERSON"), "value": value}], data={"text": f"👩 {TEXT}"})
    (found,), _ = read_all(tmp_path, old)
    assert standing(found) == [replace(LEE, span=Span(2, 9))]


def test_json_min_has_entities_and_tells_what_it_has_cut_off(tmp_path):
    least = {
        "text": TEXT,
        "id": 7,
        "label": [{"start": 0, "end": 7, "text": "Ann Lee", "labels": ["PERSON"]}],
        "claimer": ["Ann Lee", "AUTHOR"],
        "annotator": 1,
        "annotation_id": 3,
        "created_at": "2024-05-01T10:00:00Z",
        "updated_at": "2024-05-01T10:00:00Z",
        "lead_time": 4.1,
    }
    (found,), told = read_all(tmp_path, least)
    assert standing(found) == [LEE]
    assert found.release.extra == {}
    assert len(told) == 1
    assert 'of which claim "claimer" is said is not in JSON-MIN' in told[0]


def test_completions_and_another_name_for_the_text_are_read(tmp_path):
    old = {
        "data": {"body": TEXT, "ref": "A1"},
        "completions": [{"result": [region("a", 0, 7, "X")]}],
    }
    (found,), _ = read_all(tmp_path, old)
    assert standing(found) == [Entity(Span(0, 7), "X")]
    assert found.release.extra == {"ref": "A1"}


def test_what_is_no_mark_in_a_text_is_told_and_the_rest_stays(tmp_path):
    box = {"id": "b", "type": "rectanglelabels", "value": {"x": 1, "rectanglelabels": ["Car"]}}
    choice = {"id": "z", "from_name": "tone", "type": "choices", "value": {"choices": ["calm"]}}
    result = [region("a", 0, 7, "PERSON"), region("o", 8, 99, "X"), box, choice]
    found, told = read_all(tmp_path, task(result), {"data": {"image": "http://x.org/1.jpg"}})
    assert standing(found[0]) == [LEE]
    assert [one.partition(": ")[2] for one in told[:3]] == [
        'the region {"start": 8, "end": 99, "text": "said we won.", "labels":... lies outside'
        " the text of 20 characters; it is left out.",
        "a result of the type rectanglelabels is no mark in a text and is left out.",
        '"tone" is said of no claim; it is left out.',
    ]
    assert told[3] == "project-1.json, item 2 has no text in its data; it was left out."


def test_a_list_that_breaks_off_keeps_what_comes_before(tmp_path):
    path = tmp_path / "cut.json"
    path.write_text(json.dumps([task([region("a", 0, 7, "PERSON")]), task()])[:-20])
    found, problem = read_files([path])
    assert isinstance(found, Incoming)
    assert "cut.json, item 2 is not valid JSON" in str(problem)


def test_what_goes_out_and_comes_in_is_the_same(place):
    (found,) = read_files([place])
    assert isinstance(found, Incoming)
    assert found.release == NEWS
    assert standing(found) == [Entity(Span(18, 21), "EVENT"), OSLO, WON]
    assert [(s.record, s.suggester, s.score) for s in found.suggestions] == [
        (ANN, "spacy@3.8", 0.9)
    ]
