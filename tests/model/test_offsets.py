"""Offsets in code points and UTF-16, the display copy, characters and tokens: on any text."""

from __future__ import annotations

import itertools
import re
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model import tokens
from annotator.model.display import LONGEST_BLOCK, display_copy
from annotator.model.index import LONG, SpanIndex
from annotator.model.paragraphs import paragraphs
from annotator.model.sentences import as_content, sentence_at
from annotator.model.spans import Span, trimmed
from annotator.model.tokens import (
    cluster_end,
    cluster_start,
    next_token,
    previous_token,
    snapped,
    token_at,
    tokens_from,
    tokens_in,
)
from annotator.model.uncommon import uncommon
from annotator.model.utf16 import Utf16Map

NASTY = [
    " leading blank",
    "one\r\ntwo\rthree\n",
    "\ufeffwith a BOM",
    "a family 👩‍👩‍👧, a flag 🇦🇿🇩🇪, a tone 👍🏽.",
    "e\u0301tude nai\u0308ve",
    "שלום said محمد today",
    "a\u00a0b\u202fc soft\u00adhyphen zero\u200bwidth",
    "line\u2028separator\u2029paragraph\x85next\x0bvt\x0cff",
    "\ufdd0\ufffc\x01\x7f strange",
    "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𝟛",
]
texts = st.one_of(
    st.sampled_from(NASTY),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=80),
    st.text("ab .-'`\n\r\u0301\u200d👩🇦\u00a0\u05d0\ufeff", max_size=40),
)


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@given(texts)
def test_utf16_offsets_are_those_of_the_codec(text):
    units = Utf16Map(text)
    for offset in range(len(text) + 1):
        there = units.to_units(offset)
        assert there == utf16_length(text[:offset])
        assert units.to_points(there) == offset


def test_between_two_surrogates_is_their_pair():
    assert Utf16Map("a😀b").to_points(2) == 1


def test_what_is_uncommon_keeps_its_order_and_leaves_out_plain_english():
    assert uncommon("A ñ,\ta\n🙂 b\ud800\x7f~") == "ñ\t🙂\ud800\x7f"
    assert uncommon("All of it is plain.\n") == ""


@given(texts)
def test_a_token_holds_no_white_space(text):
    for token in tokens_in(text, Span(0, len(text))):
        assert not any(char.isspace() for char in token.text(text))


@given(texts)
def test_the_display_copy_keeps_every_place(text):
    copy = display_copy(text, paragraphs(text))
    assert len(copy) == len(text)
    assert utf16_length(copy) == utf16_length(text)
    for there, here in zip(text, copy, strict=True):
        assert here == there or not (there.isalnum() or unicodedata.category(there) == "Mn")
    assert not set(copy) & set("\r\x00\x0b\x0c\x85\u2028\u2029\ufeff\ufdd0\ufffc")


def test_the_display_copy_breaks_endless_paragraphs_at_spaces():
    text = "word " * 2_000 + "x" * 5_000
    copy = display_copy(text, paragraphs(text))
    blocks = copy.split("\n")
    assert max(len(b) for b in blocks if " " in b) <= LONGEST_BLOCK
    assert copy.replace("\n", " ") == text


def test_a_word_that_is_too_long_is_broken_off_at_the_first_space_behind_it():
    text = "x" * (LONGEST_BLOCK + 5) + " it goes on"
    assert display_copy(text, paragraphs(text)) == text.replace(" ", "\n", 1)


@given(texts)
def test_characters_tile_the_text_both_ways(text):
    at, ends = 0, []
    while at < len(text):
        end = cluster_end(text, at)
        assert end > at
        at = end
        ends.append(end)
    assert at == len(text)
    for start, end in zip([0, *ends], ends, strict=False):
        assert cluster_start(text, end) == start


@pytest.mark.parametrize("character", ["e\u0301", "👩‍👩‍👧", "🇦🇿", "👍🏽", "\r\n", "❤️"])
def test_what_people_see_as_one_character_is_one(character):
    assert cluster_end(character + "x", 0) == len(character)


@given(texts)
def test_tokens_are_ordered_whole_and_leave_only_white_space(text):
    found, at = [], 0
    while (token := next_token(text, at)) is not None:
        found.append(token)
        at = token.end
    covered = {i for token in found for i in range(*token)}
    assert all(text[i].isspace() for i in range(len(text)) if i not in covered)
    assert found == sorted(found)
    assert tokens_in(text, Span(0, len(text))) == found
    for before, after in pairwise(found):
        assert before.end <= after.start
        assert previous_token(text, after.start) == before
    for token in found:
        assert all(token_at(text, offset) == token for offset in range(*token))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("don't rock'n'roll", ["don't", "rock'n'roll"]),
        ("Ann's boys' U.S. aid.", ["Ann", "'s", "boys", "'", "U.S.", "aid", "."]),
        ("ANN'S BOYS", ["ANN", "'S", "BOYS"]),
        ("1,000.5 by-law, e.g. a_b; (so)!", ["1,000.5", "by-law", ",", "e.g.", "a_b", ";"]),
    ],
)
def test_tokens_are_cut_as_people_read_them(text, expected):
    found = [token.text(text) for token in tokens_from(text, 0)]
    assert found[: len(expected)] == expected


ENDS = [*" .,-'’;:?)\"\n\u0301\u00ad\u200d", ""]
"""What may stand behind a run of letters and digits."""


@given(st.lists(st.tuples(st.sampled_from(["a", "Us", "50", "_", "é"]), st.sampled_from(ENDS))))
def test_plain_tokens_are_those_that_are_found_without_the_short_way(pieces):
    text = "".join(itertools.chain.from_iterable(pieces))
    never = re.compile(r"(?!)")
    found = list(tokens_from(text, 0))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(tokens, "_PLAIN", never)
        patched.setattr(tokens, "_NEXT_PLAIN", never)
        assert list(tokens_from(text, 0)) == found


@given(texts, st.data())
def test_snapping_widens_to_tokens(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    span = snapped(text, Span(start, end))
    if text[start:end].strip():
        assert span.contains(trimmed(Span(start, end), text))
        assert snapped(text, span) == span


spans = st.tuples(st.integers(0, 9_000), st.integers(1, 3_000)).map(lambda p: Span(p[0], sum(p)))


@given(st.lists(spans, max_size=30), spans, st.data())
def test_the_index_finds_what_overlaps(chosen, piece, data):
    at_once = data.draw(st.integers(0, len(chosen)))
    pairs = [(span, number) for number, span in enumerate(chosen)]
    index: SpanIndex[int] = SpanIndex(pairs[:at_once])
    for span, number in pairs[at_once:]:
        index.add(span, number)
    gone = data.draw(st.sets(st.sampled_from(range(len(chosen))))) if chosen else set()
    for number in gone:
        index.remove(chosen[number], number)
    left = [(span, n) for n, span in enumerate(chosen) if n not in gone]
    assert index.overlapping(piece) == sorted(pair for pair in left if pair[0].overlaps(piece))


@pytest.mark.parametrize("length", [LONG - 1, LONG, LONG + 1])
def test_the_index_drops_a_span_of_any_length_and_finds_none_that_only_touches(length):
    span = Span(5, 5 + length)
    index = SpanIndex([(span, 1)])
    for touching in (Span(0, span.start), Span(span.end, span.end + 1)):
        assert index.overlapping(touching) == []
    for sharing in (Span(0, span.start + 1), Span(span.end - 1, span.end + 1)):
        assert index.overlapping(sharing) == [(span, 1)]
    index.remove(span, 1)
    assert index.overlapping(span) == []


def test_the_index_refuses_to_drop_what_it_does_not_hold():
    index: SpanIndex[int] = SpanIndex()
    index.add(Span(0, LONG + 1), 1)
    with pytest.raises(KeyError):
        index.remove(Span(0, LONG + 1), 2)


@pytest.mark.parametrize(
    ("text", "offset", "sentence"),
    [
        ("It rained. Ann won. All left.", 12, "Ann won."),
        ("Dr. Ann Lee of the U.S. Army won. Bob lost.", 20, "Dr. Ann Lee of the U.S. Army won."),
        ("On Jan. 8, Gen. Lee said so. It ended.", 2, "On Jan. 8, Gen. Lee said so."),
        ("“We won.” Then they left.", 3, "“We won.”"),
        ("No stop at the end", 3, "No stop at the end"),
        ("Is it? Yes! Good.", 8, "Yes!"),
    ],
)
def test_the_sentence_around_an_offset(text, offset, sentence):
    whole = Span(0, len(text))
    assert sentence_at(text, whole, offset).text(text) == sentence


def test_a_content_leaves_the_final_full_stop():
    assert as_content("Ann won.", Span(0, 8)) == Span(0, 7)
    assert as_content("Ann won?", Span(0, 8)) == Span(0, 8)
