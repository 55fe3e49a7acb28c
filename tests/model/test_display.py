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


UNSEEN = ["\u200b", "\u2060", "\u2062", "\u206f", "\ufeff"]


@pytest.mark.parametrize("unseen", UNSEEN)
@pytest.mark.parametrize("text", ["Mos{}cow", "{}\nMoscow"])
def test_what_takes_no_room_is_seen_in_a_name(unseen, text):
    text = f"In {text.format(unseen)}.\r\nNext."
    assert visible(text, keep="\r\n") == text.replace(unseen, "□")
    copy = display_copy(text, paragraphs(text))
    assert copy.index("□") == text.index(unseen)
    assert len(copy) == len(text)
    assert copy.count("□") == 1
    assert "\\u" in visible_json(f'"{text}"')


def test_a_byte_order_mark_in_front_of_a_text_stays_out_of_sight():
    assert visible("\ufeffAnn left.") == "\ufeffAnn left."
    assert display_copy("\ufeffAnn left.", []) == "\u200bAnn left."


def test_what_a_page_leaves_of_a_line_end_stays_out_of_sight():
    assert "□" not in display_copy("Ann left.\r\nBob too.\r", [])


@pytest.mark.parametrize(
    "written",
    [
        "\U0001f469\u200d\U0001f680 flew",  # a joined emoji
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",  # Persian
        "\u0915\u094d\u200d\u0937",  # Devanagari
        "\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35\u200b\u0e0a\u0e32\u0e27\u0e42\u0e25\u0e01",  # Thai
        "\u1797\u17b6\u179f\u17b6\u200b\u1781\u17d2\u1798\u17c2\u179a",  # Khmer
    ],
)
def test_what_scripts_and_emoji_are_written_with_stays(written):
    assert visible(written) == written
    assert display_copy(written, paragraphs(written)) == written


def test_thai_elsewhere_in_a_text_hides_nothing():
    text = "\u0e2a\u0e27 and Mos\u200bcow"
    assert display_copy(text, paragraphs(text)).endswith("Mos□cow")
    assert visible(text).endswith("Mos□cow")


@pytest.mark.parametrize("mark", ["\u200e", "\u200f", "\u061c"])
def test_a_plain_mark_of_direction_stays_where_it_is_needed(mark):
    assert visible(f"a{mark}b") == f"a{mark}b"
