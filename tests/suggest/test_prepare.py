"""Clean text for the model, and the way back to the untouched text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.suggest.prepare import LONGEST_PIECE, prepare

ODD = st.text(st.sampled_from("ab. \n\r\t\xa0\u200e\xad`´“”😀-A"), max_size=200)


def test_backticks_become_apostrophes():
    (piece,) = prepare("Azerbaijan`s and Baku´s support for the plan.").pieces
    assert piece.text == "Azerbaijan's and Baku's support for the plan."


def test_a_wrap_is_one_space_and_offsets_still_hold():
    text = "Signed on Monday by the Minister for Foreign Affairs of the Republic of\r\nX."
    (piece,) = prepare(text).pieces
    assert piece.text.endswith("Republic of X.")
    start = piece.text.index("X.")
    assert piece.span(start, start + 2).text(text) == "X."


def test_invisible_characters_are_left_out():
    text = "Prime Minister\u200e Haider al-\xadAbadi spoke."
    (piece,) = prepare(text).pieces
    assert piece.text == "Prime Minister Haider al-Abadi spoke."
    start = piece.text.index("Haider")
    assert piece.span(start, start + 6).text(text) == "Haider"


def test_furniture_is_not_read():
    assert [p.text for p in prepare("16 px\n\nA sentence of the text.").pieces] == [
        "A sentence of the text."
    ]


DATELINES = {
    "place and date": ("ASTANA, 14 March – The talks began.", ["Astana, 14 March –"]),
    "place and agency": ("Minsk (BelInform) - The talks began.", ["Minsk (BelInform) -"]),
    "two places": (
        "LILONGWE/GENEVA, 23 January 2023 -- The talks began.",
        ["Lilongwe/Geneva, 23 January 2023 --"],
    ),
    "a name with a dash": ("The minister - Ann Lee - spoke. The talks began.", []),
    "a name with a hyphen": ("Accordingly, CJTF-OIR spoke. The talks began.", []),
}


@pytest.mark.parametrize(("text", "datelines"), DATELINES.values(), ids=DATELINES.keys())
def test_a_dateline_is_read_by_itself(text, datelines):
    *first, last = [piece.text for piece in prepare(text).pieces]
    assert first == datelines
    assert last.endswith("The talks began.")


def test_a_letter_that_is_longer_when_it_is_small_moves_nothing():
    text = "DİYARBAKIR WELCOMES THE MINISTER\n\nThe talks began on Monday in the old town."
    heading = prepare(text).pieces[0]
    start = heading.text.index("Minister")
    assert heading.span(start, start + 8).text(text) == "MINISTER"


def test_a_heading_in_capitals_is_read_as_if_it_were_none():
    pieces = prepare("PRESIDENT OF UN MEETS ANN LEE\n\nThe talks began.").pieces
    assert pieces[0].text == "President OF UN Meets ANN LEE"
    assert pieces[0].span(0, 9) == (0, 9)


def test_a_long_paragraph_is_read_in_parts_that_end_with_a_sentence():
    text = "This is one of very many sentences. " * 400
    pieces = prepare(text).pieces
    assert len(pieces) > 2
    assert all(len(piece.text) <= LONGEST_PIECE for piece in pieces)
    assert all(piece.text.endswith("sentences.") for piece in pieces)


def test_a_word_without_end_is_cut_all_the_same():
    assert sum(len(piece.text) for piece in prepare("x" * 10_001).pieces) == 10_001


@given(ODD)
def test_every_character_of_a_piece_stands_for_one_of_the_text(text):
    same = str.maketrans("`´\xa0\t\n\r", "''    ")
    for piece in prepare(text).pieces:
        for at, char in enumerate(piece.text):
            origin = piece.span(at, at + 1).text(text)
            assert char in ('"', " ") or origin.translate(same).lower() == char.lower()
