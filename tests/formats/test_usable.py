"""Of what anybody may have written, what is as it should be is used."""

from __future__ import annotations

import pytest

from annotator.formats.usable import STATES, named_texts, state_of


@pytest.mark.parametrize("said", STATES)
def test_the_state_that_a_file_says_is_kept(said):
    assert state_of(said) == said


@pytest.mark.parametrize("said", [None, "", "withdrawn", "Finished", 1, ["finished"], {}])
def test_what_is_no_state_of_a_file_is_as_if_none_were_said(said):
    assert state_of(said) == "new"


def test_texts_are_kept_and_what_is_none_left_out():
    assert named_texts({"a": "b", "c": 1, "d": None, 5: "e", "": ""}) == {"a": "b", "": ""}


@pytest.mark.parametrize("plain", [None, "ab", 7, ["ab"], [("a", "b")]])
def test_what_is_no_object_has_no_texts(plain):
    assert named_texts(plain) == {}
