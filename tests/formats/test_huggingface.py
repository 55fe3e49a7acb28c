"""Hugging Face: what pyarrow finds in our Parquet files and card, and what of others we read."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from marked import ABOUT, Thirds, release, standing, words

from annotator.formats import huggingface
from annotator.formats.dataset_card import Described, card
from annotator.formats.exporting import export
from annotator.formats.files import look_into, read_files
from annotator.formats.text_fields import questions
from annotator.formats.writing import Options
from annotator.model.plain import Incoming
from annotator.model.records import Claim, Entity, Release
from annotator.model.spans import Span

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

WRITTEN = "👩 [Ann]PERSON! and [Bea]SOURCE [said]CUE [that we won]CLAIM!"


def save(path: Path, rows: list[dict[str, object]], features: object = None) -> Path:
    table = pa.Table.from_pylist(rows)
    if features is not None:
        said = json.dumps({"info": {"features": features}})
        table = table.replace_schema_metadata({"huggingface": said})
    pq.write_table(table, path)
    return path


def test_a_row_has_its_text_spans_and_claims(tmp_path):
    news, fold = release(WRITTEN, claimer="Bea", attributes={"epistemic": "unknown"})
    export(tmp_path / "x", huggingface.FORMAT, [(news, fold)], ABOUT)
    [row] = pq.read_table(tmp_path / "x" / "data" / "train.parquet").to_pylist()
    assert (row["id"], row["text"], row["publisher"]) == (news.id, news.text, "Club")
    assert (row["state"], row["extra"]) == ("finished", [])
    assert row["spans"] == [{"start": 2, "end": 5, "label": 0}]
    assert row["claims"] == [
        {
            "content": [{"start": 19, "end": 30}],
            "cue": {"start": 14, "end": 18},
            "source": [{"start": 10, "end": 13}],
            "claimer": "Bea",
            "attributes": [{"name": "epistemic", "value": "unknown"}],
        }
    ]


def test_the_labels_stand_in_the_schema_with_those_that_the_scheme_does_not_have(tmp_path):
    news, fold = release("[Ann]PERSON! [ran]ORG!")
    fold.items["a2"] = replace(fold.items["a2"], record=Entity(Span(4, 7), "MOVE"))
    export(tmp_path / "x", huggingface.FORMAT, [(news, fold)], ABOUT)
    path = tmp_path / "x" / "data" / "train.parquet"
    features = json.loads(pq.read_schema(path).metadata[b"huggingface"])["info"]["features"]
    label = features["spans"][0]["label"]
    assert label["_type"] == "ClassLabel"
    assert label["names"] == [*ABOUT.scheme.names(), "MOVE"]
    assert list(features) == pq.read_schema(path).names
    [found] = read_files([path])
    assert [*words(found)] == [("PERSON", "Ann"), ("MOVE", "ran")]


def test_each_part_is_a_split_and_one_without_releases_is_none(tmp_path):
    news = [release(f"[Ann]PERSON! won {number}") for number in range(2)]
    export(tmp_path / "x", huggingface.FORMAT, news, ABOUT, Options(split=Thirds(news)))
    names = sorted(path.name for path in (tmp_path / "x" / "data").iterdir())
    assert names == ["train.parquet", "validation.parquet"]
    front = (tmp_path / "x" / "README.md").read_text(encoding="utf-8").split("---\n")[1]
    assert '- split: "train"\n    path: "data/train.parquet"' in front
    assert '- split: "validation"\n    path: "data/validation.parquet"' in front
    assert "test" not in front
    assert front.count("num_examples: 1") == 2


def test_row_groups_are_small(tmp_path, monkeypatch):
    monkeypatch.setattr(huggingface, "_ROWS", 2)
    news = [release(f"[Ann]PERSON! won {number}") for number in range(5)]
    export(tmp_path / "x", huggingface.FORMAT, news, ABOUT)
    with pq.ParquetFile(tmp_path / "x" / "data" / "train.parquet") as file:
        groups = [file.metadata.row_group(each).num_rows for each in range(file.num_row_groups)]
    assert groups == [2, 2, 1]
    assert [one.release for one in read_files([tmp_path / "x"])] == [each for each, _ in news]


def test_a_project_without_a_release_is_an_empty_split(tmp_path):
    export(tmp_path / "x", huggingface.FORMAT, [], ABOUT)
    assert pq.read_table(tmp_path / "x" / "data" / "train.parquet").num_rows == 0


@pytest.mark.parametrize(
    ("licences", "said"),
    [
        ([], 'license: "unknown"'),
        (["CC BY 4.0", "cc-by-4.0"], 'license: ["cc-by-4.0"]'),
        (["CC0-1.0; see ÿ😀"], 'license: "other"\nlicense_name: "CC0-1.0; see \\u00ff😀"'),
    ],
)
def test_the_card_names_the_licences_of_the_releases(licences, said):
    described = Described("club", "annotator", {}, {}, {}, [], {}, licences, [], ["entity"])
    assert said in card(described)


def test_the_card_takes_the_licence_and_language_of_the_releases(tmp_path):
    news, fold = release("Ann ran")
    known = Release(news.text, "T", language="de", extra={"licence": "CC BY 4.0"})
    export(tmp_path / "x", huggingface.FORMAT, [(known, fold)], ABOUT)
    said = (tmp_path / "x" / "README.md").read_text(encoding="utf-8")
    assert 'license: ["cc-by-4.0"]\nlanguage: ["de"]\n' in said
    assert "| PERSON | people, named |" in said
    [found] = read_files([tmp_path / "x"])
    assert found.release == known


def test_a_label_in_the_card_is_shown_and_not_obeyed():
    named = {"A|B_C": "x <b>"}
    described = Described("c", "a", {}, {}, {}, list(named), named, [], [], ["entity"])
    assert r"| A\|B\_C | x \<b\> |" in card(described)


@pytest.mark.parametrize("said", ["[1]", "{", '{"info": 7}', '{"info": {}}', "[" * 99_999])
def test_a_parquet_whose_description_is_broken_comes_in(tmp_path, said):
    table = pa.Table.from_pylist([{"text": "Ann won."}]).replace_schema_metadata(
        {"huggingface": said}
    )
    pq.write_table(table, tmp_path / "a.parquet")
    [found] = read_files([tmp_path / "a.parquet"])
    assert found.release.text == "Ann won."


def test_any_parquet_with_a_column_of_texts_comes_in(tmp_path):
    rows = [{"body": "Ann ran.", "url": "u", "date": datetime(2024, 5, 1, 12), "n": 3, "x": None}]
    [found] = read_files([save(tmp_path / "a.parquet", rows)])
    assert isinstance(found, Incoming)
    assert (found.release.text, found.release.url) == ("Ann ran.", "u")
    assert (found.release.date, found.release.extra) == ("2024-05-01", {"n": "3"})


def test_the_column_with_the_text_can_be_named(tmp_path):
    rows = [{"Full words": "Ann ran.", "title": "A race", "article": {"lead": "Ann won.", "n": 1}}]
    path = save(tmp_path / "a.parquet", rows)
    for wanted, text in (("full_words", "Ann ran."), ("article.lead", "Ann won.")):
        [found] = read_files([path], text_field=wanted)
        assert isinstance(found, Incoming)
        assert (found.release.text, found.release.title) == (text, "A race")
    [told] = read_files([path], text_field="words")
    assert str(told).startswith('a.parquet has no column "words"; there is Full words, title')


def test_the_window_asks_for_the_column_with_the_text(tmp_path):
    rows = [{"words": "Ann ran.", "note": "It was a long race for her.", "n": 3, "x": None}]
    save(tmp_path / "a.parquet", rows)
    save(tmp_path / "b.parquet", [{"words": "Bo left.", "n": 4}])
    save(tmp_path / "c.parquet", [{"text": "Cy stayed.", "n": 4}])
    export(tmp_path / "x", huggingface.FORMAT, [release(WRITTEN)], ABOUT)
    (tmp_path / "d.parquet").write_bytes(b"PAR1 and no more")
    known, [question] = questions(look_into([tmp_path]))
    assert {place.shown: field for place, field in known.items()} == {"b.parquet": "words"}
    assert list(question.samples) == ["note", "words"]
    assert [place.shown for place in question.files] == ["a.parquet"]


def test_spans_of_others_come_in_by_name_or_by_number(tmp_path):
    label = {"names": ["O", "PER"], "_type": "ClassLabel"}
    rows = [{"text": "Ann ran", "entities": [{"start": 0, "end": 3, "label": 1}]}]
    for features in ([{"label": label}], {"_type": "List", "feature": {"label": label}}):
        path = save(tmp_path / "a.parquet", rows, {"entities": features})
        [found] = read_files([path])
        assert [*words(found)] == [("PER", "Ann")]
    columns = {"start": [0], "end": [3], "label": ["CITY"]}
    [found] = read_files([save(tmp_path / "b.parquet", [{"text": "Bern", "spans": columns}])])
    assert standing(found) == [Entity(Span(0, 3), "CITY")]


def test_what_is_wrong_in_a_row_is_told_and_the_rest_kept(tmp_path):
    claim = {"content": [{"start": 0, "end": 3}], "claimer": None}
    rows = [
        {"text": None, "spans": [], "claims": []},
        {
            "text": "Ann ran",
            "spans": [
                {"start": 0, "end": 9, "label": "PER"},
                {"start": 4, "end": 7, "label": None},
                {"start": 0, "end": 3, "label": "PER"},
            ],
            "claims": [claim, {"content": [], "claimer": None}],
        },
    ]
    *problems, found = read_files([save(tmp_path / "a.parquet", rows)])
    assert [str(problem) for problem in problems] == [
        'a.parquet, row 1 has no text in the column "text"; it was left out.',
        "a.parquet, row 2: the span 0-9 lies outside the text of 7 characters; it was left out.",
        'a.parquet, row 2: An entity needs a "label", not null.',
        'a.parquet, row 2: A claim needs a list "content" of at least one span.',
    ]
    assert standing(found) == [Entity(Span(0, 3), "PER"), Claim((Span(0, 3),))]


def test_a_text_that_was_changed_is_told(tmp_path):
    export(tmp_path / "x", huggingface.FORMAT, [release("[Ann]PERSON! ran")], ABOUT)
    path = tmp_path / "x" / "data" / "train.parquet"
    rows = pq.read_table(path).to_pylist()
    pq.write_table(pa.Table.from_pylist([{**rows[0], "text": "Anne ran"}]), path)
    [problem] = read_files([path])
    assert "the text is not the one that was exported" in str(problem)


def test_files_that_are_no_parquet_or_have_no_texts_are_refused(tmp_path):
    whole = save(tmp_path / "tokens.parquet", [{"tokens": ["Ann"], "ner": [1]}])
    (tmp_path / "cut.parquet").write_bytes(whole.read_bytes()[:-9])
    cut, tokens = read_files([tmp_path])
    assert str(cut).startswith("cut.parquet is no whole Parquet file (")
    assert str(tokens) == (
        "tokens.parquet has no column called text, body, content or so; there is tokens, ner."
        " On the command line, --text-field names it."
    )
