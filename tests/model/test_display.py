"""What a release holds is shown, and never steers what shows it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.display import display_copy, visible, visible_json
from annotator.model.paragraphs import paragraphs

STEERING = "\x1b\x07\x00\x7f\x9b\x80\u202a\u202e\u2066\u2069"
texts = st.text(st.sampled_from([*STEERING, *'ab\n\t"\\é\u200f\u05d0']))


@given(texts)
def test_nothing_that_steers_is_left_and_every_other_character_is(text):
    for shown in (visible(text, keep="\n\t"), display_copy(text, paragraphs(text))):
        assert len(shown) == len(text)
        assert not set(shown) & set(STEERING)
    kept = visible(text, keep="\n\t")
    assert all(a == b for a, b in zip(text, kept, strict=True) if a not in STEERING)


@given(texts, st.sampled_from([None, 2]))
def test_json_says_the_same_without_steering(text, indent):
    written = visible_json(json.dumps({"text": text}, ensure_ascii=False, indent=indent))
    assert not set(written) & set(STEERING)
    assert json.loads(written) == {"text": text}


@pytest.mark.parametrize("mark", ["\u200e", "\u200f", "\u061c"])
def test_a_plain_mark_of_direction_stays_where_it_is_needed(mark):
    assert visible(f"a{mark}b") == f"a{mark}b"
