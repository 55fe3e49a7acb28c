"""doccano: what it takes without dropping anything, and what it exports."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from test_own_jsonl import ABOUT, ANN, NEWS, OSLO, WON, example

from annotator.formats.doccano import FORMAT
from annotator.formats.errors import Problem
from annotator.formats.exporting import export
from annotator.formats.files import read_files
from annotator.formats.incoming import Mark, folded, incoming
from annotator.formats.table import format_to_read
from annotator.formats.writing import About
from annotator.model.fold import Fold, Item
from annotator.model.plain import Incoming
from annotator.model.records import Claim, Entity, Record
from annotator.model.scheme import Label, Scheme
from annotator.model.spans import Span

GOOGLE = "Google was founded on September 4, 1998, by Larry Page."


def rows_of(place: Path, kind: str) -> list[dict]:
    lines = (place / f"club.{kind}.jsonl").read_bytes().splitlines()
    return [json.loads(line.decode("ascii")) for line in lines]


def read_one(tmp_path: Path, rows: object, name: str = "all.jsonl") -> tuple[Incoming, list[str]]:
    path = tmp_path / name
    lines = rows if isinstance(rows, list) else [rows]
    said = "\n".join(map(json.dumps, lines)) if name.endswith("l") else json.dumps(lines)
    path.write_text(said, encoding="utf-8")
    found = list(read_files([path]))
    (release,) = [one for one in found if isinstance(one, Incoming)]
    return release, [str(one) for one in found if isinstance(one, Problem)]


def standing(found: Incoming) -> list[Record]:
    return [item.record for item in folded(found).items.values() if item.stands]


def test_entities_are_lists_in_utf_16_with_what_else_is_known(tmp_path):
    export(tmp_path / "x", FORMAT, [(NEWS, example())], ABOUT)
    (row,) = rows_of(tmp_path / "x", "sequence")
    assert row == {
        "text": NEWS.text,
        "label": [[19, 22, "EVENT"], [26, 30, "GPE"]],  # the woman in front counts two
        "title": "A title",
        "publisher": "The Club",
        "date": "",
        "url": "",
        "language": "",
        "annotator": {"state": "finished", "extra": {"licence": "CC0"}},
    }


def test_claims_are_spans_with_numbers_and_relations_between_them(tmp_path):
    export(tmp_path / "x", FORMAT, [(NEWS, example())], ABOUT)
    (row,) = rows_of(tmp_path / "x", "relations")
    assert row["entities"] == [
        {"id": 1, "start_offset": 16, "end_offset": 30, "label": "CLAIM"},
        {"id": 2, "start_offset": 11, "end_offset": 15, "label": "CUE"},
        {"id": 3, "start_offset": 3, "end_offset": 10, "label": "SOURCE"},
    ]
    assert row["relations"] == [
        {"id": 1, "from_id": 1, "to_id": 2, "type": "CUE"},
        {"id": 2, "from_id": 1, "to_id": 3, "type": "SOURCE"},
    ]
    assert row["annotator"]["claims"] == [
        {"head": [15, 29], "claimer": "Ann Lee", "attributes": {"epistemic": "unknown"}}
    ]


def test_every_row_has_the_same_keys(tmp_path):
    bare = folded(incoming(NEWS, [], "x", state="finished"))
    other = incoming(example_of("Bob left."), [], "x", state="finished")
    export(tmp_path / "x", FORMAT, [(NEWS, bare), (other.release, folded(other))], ABOUT)
    for kind in ("sequence", "relations"):
        assert len({tuple(row) for row in rows_of(tmp_path / "x", kind)}) == 1


def example_of(text: str):
    return type(NEWS)(text)


def test_an_entity_that_doccano_would_drop_is_a_loss(tmp_path):
    inner = Entity(Span(2, 5), "ORG")
    long = Entity(Span(25, 29), "L" * 101)
    stands = folded(incoming(NEWS, map(Mark, [ANN, inner, long]), "x", state="finished"))
    export(tmp_path / "x", FORMAT, [(NEWS, stands)], ABOUT)
    receipt = json.loads((tmp_path / "x" / "receipt.json").read_text(encoding="utf-8"))
    assert [(loss["what"], loss["text"]) for loss in receipt["losses"]] == [
        *(("label", "Oslo"), ("overlap", "Ann")),
    ]
    assert rows_of(tmp_path / "x", "sequence")[0]["label"] == [[3, 10, "PERSON"]]


def test_a_claim_that_stands_twice_goes_out_once_and_the_other_is_a_loss(tmp_path):
    stands = Fold({name: Item(name, WON, "added") for name in ("a1", "a2")}, "finished")
    export(tmp_path / "x", FORMAT, [(NEWS, stands)], ABOUT)
    (row,) = rows_of(tmp_path / "x", "relations")
    assert [span["label"] for span in row["entities"]] == ["CLAIM", "CUE", "SOURCE"]
    receipt = json.loads((tmp_path / "x" / "receipt.json").read_text(encoding="utf-8"))
    assert [(loss["what"], loss["item"]) for loss in receipt["losses"]] == [("twice", "a2")]


def test_two_claims_that_begin_alike_keep_each_what_is_its_own(tmp_path):
    plain = Claim((Span(15, 29),))
    stands = folded(incoming(NEWS, map(Mark, [plain, WON]), "x", state="finished"))
    export(tmp_path / "x", FORMAT, [(NEWS, stands)], ABOUT)
    (found,) = read_files([tmp_path / "x"])
    assert isinstance(found, Incoming)
    assert standing(found) == [plain, WON]


def test_label_types_have_colours_and_keys_that_doccano_takes(tmp_path):
    many = Scheme(tuple(Label(f"L{n}", "") for n in range(160)))
    export(tmp_path / "x", FORMAT, [(NEWS, example())], About("club", 7, many, "a", ()))
    labels = json.loads((tmp_path / "x" / "entity_labels.json").read_text())
    assert [label["text"] for label in labels][-2:] == ["EVENT", "GPE"]
    keys = [(label["prefixKey"], label["suffixKey"]) for label in labels]
    taken = [key for key in keys if key != (None, None)]
    assert len(taken) == len(set(taken)) == 144
    assert all(len(label["backgroundColor"]) == len(label["textColor"]) == 7 for label in labels)
    assert len({label["backgroundColor"] for label in labels}) > 150
    relations = json.loads((tmp_path / "x" / "relation_labels.json").read_text())
    assert [label["text"] for label in relations] == ["CONTENT", "CUE", "SOURCE"]


# What doccano itself writes

ENTITIES = [
    {"id": 80, "label": "ORG", "start_offset": 0, "end_offset": 6},
    {"id": 81, "label": "DATE", "start_offset": 22, "end_offset": 39},
]
ORG, DATE = Entity(Span(0, 6), "ORG"), Entity(Span(22, 39), "DATE")


@pytest.mark.parametrize(
    "said",
    [
        {"text": GOOGLE, "label": [[0, 6, "ORG"], [22, 39, "DATE"]], "Comments": []},
        {"text": GOOGLE, "labels": [[0, 6, "ORG"], [22, 39, "DATE"]]},
        {"data": GOOGLE, "label": [[0, 6, "ORG"], [22, 39, "DATE"]]},
        {"text": GOOGLE, "entities": ENTITIES, "relations": [], "Comments": []},
        {"text": GOOGLE, "annotations": ENTITIES, "meta": {}},
    ],
)
@pytest.mark.parametrize("name", ["all.jsonl", "all.json"])
def test_each_shape_of_its_exports_is_read(tmp_path, said, name):
    found, told = read_one(tmp_path, [{"id": 7, **said}], name)
    assert (standing(found), told) == ([ORG, DATE], [])
    assert found.release.extra == {}


def test_comments_and_metadata_stay_with_the_release(tmp_path):
    comments = [{"id": 1, "comment": "Check this"}, {"id": 2, "comment": "Done"}]
    row = {"id": 7, "text": GOOGLE, "publisher": "P", "label": [], "Comments": comments}
    found, _ = read_one(tmp_path, row)
    assert found.release.publisher == "P"
    assert found.release.extra == {"comments": "Check this / Done"}


def test_relations_make_claims_and_others_are_told(tmp_path):
    spans = [
        {"id": 5, "label": "Content", "start_offset": 7, "end_offset": 39},
        {"id": 9, "label": "Source", "start_offset": 44, "end_offset": 54},
        *ENTITIES,
    ]
    arrows = [
        {"id": 1, "from_id": 9, "to_id": 5, "type": "says"},
        {"id": 2, "from_id": 80, "to_id": 81, "type": "foundedAt"},
    ]
    found, told = read_one(tmp_path, {"text": GOOGLE, "entities": spans, "relations": arrows})
    assert standing(found) == [ORG, DATE, Claim((Span(7, 39),), None, (Span(44, 54),))]
    assert told == [
        'all.jsonl, line 1: A relation "foundedAt" from ORG at 0-6 to DATE at 22-39 is left out.'
    ]


def test_offsets_after_an_emoji_are_utf_16_and_somebody_should_look(tmp_path):
    found, _ = read_one(
        tmp_path, {"id": 1, "text": "👩 Ann Lee left.", "label": [[3, 10, "PERSON"]]}
    )
    assert standing(found) == [Entity(Span(2, 9), "PERSON")]
    assert "counts twice" in found.note


def test_what_is_broken_is_told_with_its_line_and_the_rest_stays(tmp_path):
    path = tmp_path / "all.jsonl"
    good = {"text": GOOGLE, "label": [[0, 6, "ORG"], [30, 99, "DATE"], [5, 5, "X"]]}
    path.write_text(json.dumps(good) + '\n{"text": \n' + json.dumps({"text": " ", "label": []}))
    found = list(read_files([path]))
    (release,) = [one for one in found if isinstance(one, Incoming)]
    assert standing(release) == [ORG]
    told = [str(one) for one in found if isinstance(one, Problem)]
    assert any('line 1: the label [30, 99, "DATE"] lies outside the text of' in t for t in told)
    assert any(
        'line 1: the label [5, 5, "X"] holds nothing: its end is not behind its start' in t
        for t in told
    )
    assert any("line 2 is not valid JSON" in t for t in told)
    assert any("line 3 is empty" in t for t in told)


def test_a_table_of_classes_is_no_sequence_labelling(tmp_path):
    path = tmp_path / "all.jsonl"
    path.write_text(json.dumps({"id": 1, "text": GOOGLE, "label": ["positive"]}))
    (found,) = read_files([path])
    assert isinstance(found, Incoming)
    assert found.steps == ()
    assert format_to_read("doccano") is FORMAT


def test_what_goes_out_and_comes_in_is_the_same(tmp_path):
    export(tmp_path / "x", FORMAT, [(NEWS, example())], ABOUT)
    (found,) = read_files([tmp_path / "x"])
    assert isinstance(found, Incoming)
    assert found.release == NEWS
    assert standing(found) == [Entity(Span(18, 21), "EVENT"), OSLO, WON]
    assert folded(found).state == "finished"
