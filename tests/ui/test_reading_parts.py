"""The reading view's small parts that know no widget."""

from __future__ import annotations

from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.fold import Fold, Item, Status
from annotator.model.paragraphs import paragraphs
from annotator.model.records import Claim, Entity, Release
from annotator.model.spans import Span
from annotator.ui.reading.head import origin
from annotator.ui.reading.heights import Heights
from annotator.ui.reading.lanes import Bracket, in_lanes, levels
from annotator.ui.reading.marks import Marks, sign
from annotator.ui.reading.page import Page, PageText


@given(
    st.lists(st.integers(0, 50), min_size=1, max_size=60),
    st.lists(st.tuples(st.integers(0, 59), st.integers(0, 90)), max_size=20),
)
def test_heights_sum_and_find_like_a_plain_list(
    plain: list[int], changes: list[tuple[int, int]]
) -> None:
    guessed = [0, *accumulate(plain)]
    heights = Heights(len(plain), guessed.__getitem__)
    for number, height in changes:
        heights[number % len(plain)] = height
        plain[number % len(plain)] = height
    tops = [0, *accumulate(plain)]
    assert [heights.top(n) for n in range(len(plain) + 1)] == tops
    for y in range(0, tops[-1], 7):
        number = heights.at(y)
        assert tops[number] <= y < tops[number + 1]


def test_claims_beside_the_same_lines_get_lanes_and_the_last_one_counts() -> None:
    wanted = [(0, 5, "outer"), (0, 2, "first"), (1, 1, "inner"), (1, 4, "more"), (3, 3, "later")]
    assert set(in_lanes(wanted, 3)) == {
        Bracket(0, 5, 0, ("outer",)),
        Bracket(0, 2, 1, ("first",)),
        Bracket(3, 3, 1, ("later",)),
        Bracket(1, 4, 2, ("more", "inner")),
    }


_SPANS = st.tuples(st.integers(0, 1900), st.integers(1, 900)).map(lambda s: Span(s[0], sum(s)))
_RECORDS = st.lists(
    _SPANS.map(lambda span: Entity(span, "ORG"))
    | st.tuples(_SPANS, _SPANS, _SPANS).map(lambda s: Claim((s[0],), s[1], (s[2],))),
    max_size=12,
)


@given(_RECORDS, _RECORDS)
def test_a_block_has_the_marks_of_all_that_stands_on_it_after_a_change_too(
    first: list[Entity | Claim], then: list[Entity | Claim]
) -> None:
    text = "\n\n".join("word " * length for length in (3, 40, 200, 9, 60, 310))
    shown, known = PageText(text, paragraphs(text)), Fold(_open_items(first))
    marks = Marks(known, shown)
    names = {*known.items, *_open_items(then)}
    known.items.clear()
    known.items.update(_open_items(then))
    touched = marks.refresh(names)
    for number in range(len(shown)):
        here = shown.span(number)
        on_it = {
            (name, span)
            for name, item in known.items.items()
            for span in item.record.spans()
            if span.overlaps(here)
        }
        assert {(mark.item, mark.span) for mark in marks.on_block(number, review=False)} == on_it
        left = any(span.overlaps(here) for record in first for span in record.spans())
        assert number in touched or not (on_it or left)


def _open_items(records: list[Entity | Claim]) -> dict[str, Item]:
    return {f"s{n}": Item(f"s{n}", record, "open") for n, record in enumerate(records)}


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://club.example/news?id=1", "The Club  ·  club.example"),
        ("http://[2001:db8", "The Club"),
        ("page 7", "The Club"),
        ("", "The Club"),
    ],
)
def test_the_head_names_the_site_of_any_url_that_is_one(url: str, shown: str) -> None:
    assert origin(Release("Ann left.", publisher="The Club", url=url)) == shown


@pytest.mark.parametrize(
    ("title", "text", "shown"),
    [
        ("Ann wins", "Ann wins\n\nShe said so.", ""),
        ("Ann  wins", "Share this page\n\nAnn\twins\n\nShe said so.", ""),
        ("Ann wins the…", "Ann wins the vote in all of the regions\n\nShe said so.", ""),
        ("Ann wins", "She said so.", "Ann wins"),
        ("", "She said so.", ""),
        ("Ann wins", "", "Ann wins"),
    ],
)
def test_a_title_that_the_text_begins_with_is_not_repeated(title: str, text: str, shown: str):
    assert Page(Release(text, title), paragraphs(text), Fold()).title == shown


def test_the_line_of_an_inner_claim_is_nearest_to_the_words() -> None:
    outer, inner, beside = Span(0, 30), Span(5, 20), Span(40, 50)
    assert levels([outer, inner, beside], 2) == {inner: 0, outer: 1, beside: 0}


def test_blocks_are_paragraphs_and_keep_every_offset() -> None:
    text = "\ufeffOne 👩‍👩‍👧 wrapped\r\n   line.\r\n\r\nTwo\u2028Three\n" + "word " * 900
    found = PageText(text, paragraphs(text))
    assert len(found.shown) == len(text)
    assert found.shown[: found.lengths[0]].count(" ") == 3, "a wrap shows as one space"
    for number in range(len(found)):
        assert found.block_at(found.starts[number]) == number
    assert max(found.lengths) <= 2_000
    assert list(found.blocks_of(Span(0, len(text)))) == list(range(len(found) - (text[-1] == "\n")))


@pytest.mark.parametrize(
    ("status", "seen", "expected"),
    [
        ("accepted", True, ""),
        ("accepted", False, "○"),
        ("corrected", False, "^○"),
        ("added", False, "+○"),
        ("added", True, "+"),
        ("rejected", False, ""),
    ],
)
def test_the_tag_shows_what_nobody_looked_at(status: Status, seen: bool, expected: str) -> None:
    assert sign(Item("s1", Entity(Span(0, 3), "PERSON"), status, seen=seen)) == expected
