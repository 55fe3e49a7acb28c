"""A JSON list is read object by object, wherever a block of it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats import json_list
from annotator.formats.errors import RefusedError
from annotator.formats.format import Source
from annotator.formats.json_list import json_objects

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab"), inner, max_size=3),
)
OBJECTS = st.dictionaries(st.text("xy"), VALUES, max_size=3)


def read(path: Path) -> list[object]:
    return [parse() for _, parse in json_objects(Source(path))]


@given(
    objects=st.lists(OBJECTS, max_size=5),
    indent=st.sampled_from([None, 2]),
    ascii_only=st.booleans(),
    block=st.integers(1, 9),
)
def test_every_object_comes_as_it_is(tmp_path_factory, objects, indent, ascii_only, block):
    path = tmp_path_factory.mktemp("list") / "a.json"
    path.write_text(json.dumps(objects, indent=indent, ensure_ascii=ascii_only), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_list, "_BLOCK", block)
        assert read(path) == objects


def test_one_object_alone_is_read_too(tmp_path):
    path = tmp_path / "a.json"
    path.write_text('\ufeff {"a": 1}\n', encoding="utf-8")
    assert [name for name, _ in json_objects(Source(path))] == ["a.json"]
    assert read(path) == [{"a": 1}]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b'[{"a": 1}', "breaks off"),
        (b'[{"a": 1}, {"b": ', "item 2 is not valid JSON"),
        (b'[{"a": 1}, 7]', "item 2 is no JSON object"),
        (b'["\\ud800", {}]', "item 1 is no JSON object"),
        (b'[{"a": "\\ud800"}]', "half a character"),
        (b'[{"a": "\xff"}]', "is not UTF-8"),
        (b"", "is empty"),
        (b"[" * 100_000, "nested too deeply"),
    ],
)
def test_what_is_broken_is_told_with_its_place(tmp_path, data, told):
    path = tmp_path / "a.json"
    path.write_bytes(data)
    with pytest.raises(RefusedError, match=told):
        read(path)
