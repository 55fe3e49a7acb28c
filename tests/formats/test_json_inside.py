"""A list of records inside an object is read as a list by itself is."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats import json_list
from annotator.formats.errors import Problem
from annotator.formats.files import read_files
from annotator.formats.format import Source
from annotator.formats.json_inside import inner_objects, outline
from annotator.model.plain import Incoming

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab"), inner, max_size=3),
)
RECORDS = st.lists(st.dictionaries(st.text("xy"), VALUES, max_size=3), min_size=1, max_size=4)
PLAIN = st.none() | st.booleans() | st.integers() | WORDS | st.lists(st.integers(), max_size=3)


def texts(path: Path, text_field: str = "") -> list[str]:
    found = list(read_files([path], text_field=text_field))
    assert all(isinstance(one, Incoming) for one in found), found
    return [one.release.text for one in found if isinstance(one, Incoming)]


def told(path: Path) -> list[str]:
    return [str(one) for one in read_files([path]) if isinstance(one, Problem)]


@given(
    before=st.dictionaries(st.text("abc", min_size=1), PLAIN, max_size=3),
    records=RECORDS,
    after=st.dictionaries(st.text("efg", min_size=1), PLAIN, max_size=3),
    indent=st.sampled_from([None, 2]),
    ascii_only=st.booleans(),
    block=st.integers(1, 9),
)
def test_every_record_comes_as_it_is_wherever_the_list_stands_and_blocks_end(
    tmp_path_factory, before, records, after, indent, ascii_only, block
):
    path = tmp_path_factory.mktemp("inside") / "a.json"
    whole = {**before, "data": records, **after}
    path.write_text(json.dumps(whole, indent=indent, ensure_ascii=ascii_only), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_list, "_BLOCK", block)
        found = outline(Source(path))
        assert found is not None
        assert [key for key, _ in found.lists] == ["data"]
        assert [parse() for _, parse in inner_objects(Source(path), "data")] == records
    for key, value in found.plain.items():
        assert whole[key] == value


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("field", ["data", "results", "articles", "Meldungen"])
def test_an_answer_of_a_service_is_opened(tmp_path, field, indent):
    path = tmp_path / "news.json"
    records = [{"title": "One", "content": "Ann won."}, {"title": "Two", "content": "Bo left."}]
    answer = {"status": "ok", "tags": ["a", "b"], field: records, "next": {"page": 2}}
    path.write_text(json.dumps(answer, indent=indent))
    assert texts(path) == ["Ann won.", "Bo left."]


def test_a_bad_record_is_told_with_its_place_and_the_rest_goes_in(tmp_path):
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"data": [{"text": "Ann won."}, 7, {"n": 1}, {"text": "Bo left."}]}))
    found = list(read_files([path]))
    assert [one.release.text for one in found if isinstance(one, Incoming)] == [
        "Ann won.",
        "Bo left.",
    ]
    assert told(path)[0] == "a.json, data, item 2 is no JSON object."
    assert told(path)[1].startswith("a.json, data, item 3 has no field called text")


@pytest.mark.parametrize("indent", [None, 1])
def test_several_lists_are_named_and_nothing_is_opened(tmp_path, indent):
    path = tmp_path / "a.json"
    lists = {"results": [{"text": "Ann won."}], "older": [{"text": "Bo left."}]}
    path.write_text(json.dumps(lists, indent=indent))
    assert list(map(str, read_files([path]))) == [
        "a.json holds several lists of objects (results, older); save the one with the releases as"
        " a file of its own."
    ]


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("field", ["text", "content"])
def test_a_release_that_has_lists_of_its_own_stays_one_release(tmp_path, field, indent):
    path = tmp_path / "a.json"
    comments, tags = [{"text": "So what."}], [{"id": 1}]
    one = {field: "Ann won the race in Paris.", "comments": comments, "tags": tags}
    path.write_text(json.dumps(one, indent=indent))
    assert texts(path) == ["Ann won the race in Paris."]


def test_a_word_for_the_program_that_asked_is_no_release(tmp_path):
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"message": "All is well", "data": [{"body": "Ann won the race."}]}))
    assert texts(path) == ["Ann won the race."]


def test_the_field_of_the_records_can_be_named(tmp_path):
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"data": [{"words": "Ann won.", "n": 1}, {"words": "Bo left."}]}))
    assert texts(path, "words") == ["Ann won.", "Bo left."]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ('{\n "data": [\n  {"text": "Ann won."}\n', "a.json breaks off"),
        ('{\n "data": [\n  {"text": "Ann won."},\n  {"te', "a.json, data, item 2 is not valid"),
        ('{\n "data" [{"text": "Ann won."}]\n}', "a.json is not valid JSON (a field has no name)"),
        ('{\n "data": [],\n "n": 1\n}', "a.json has no field called text"),
    ],
)
def test_what_is_broken_is_told_in_a_sentence(tmp_path, data, sentence):
    path = tmp_path / "a.json"
    path.write_text(data)
    (one,) = told(path)
    assert one.startswith(sentence)


def test_a_broken_first_line_is_still_the_only_one_that_is_left_out(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text('{"content": \n{"content": "Bo left."}\n')
    found = list(read_files([path]))
    assert isinstance(found[0], Problem)
    assert isinstance(found[1], Incoming)


def test_a_long_list_is_read_in_the_memory_of_its_longest_record(tmp_path):
    path = tmp_path / "a.json"
    with path.open("w") as file:
        file.write('{"status": "ok", "data": [')
        file.writelines(f'{{"body": "Ann won race {n}. {"x" * 4_000}"}},' for n in range(3_000))
        file.write('{"body": "The last one came."}]}')
    tracemalloc.start()
    count = sum(1 for _ in read_files([path]))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 3_001
    assert peak < path.stat().st_size / 2
