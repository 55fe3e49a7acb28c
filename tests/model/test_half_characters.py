"""Half a character is found wherever a value can hold it."""

from __future__ import annotations

import pytest

from annotator.model.half_characters import half_character_in, has_half_character


@pytest.mark.parametrize("text", ["", "Ann", "İlham 🙂"])
def test_whole_characters_are_no_halves(text):
    assert half_character_in(text) is None
    assert not has_half_character({text: [text, 1, None]})


@pytest.mark.parametrize("plain", ["Ann \ud83d", {"Ann \ud83d": 1}, [1, {"label": "Ann \ud83d"}]])
def test_half_a_character_is_found_in_texts_names_and_lists(plain):
    assert has_half_character(plain)


def test_the_first_half_is_told_by_its_place():
    assert half_character_in("🙂 \ude42\ud83d") == 2
