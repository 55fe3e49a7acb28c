"""Spans: joined where they overlap or touch."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from annotator.model.spans import Span, normalised, number_of

some = st.tuples(st.integers(0, 30), st.integers(1, 9)).map(lambda p: Span(p[0], sum(p)))


@given(st.lists(some, min_size=1, max_size=8))
def test_spans_are_joined_until_they_stand_apart_and_cover_the_same(spans):
    joined = normalised(spans)
    covered = {at for span in spans for at in range(*span)}
    assert {at for span in joined for at in range(*span)} == covered
    assert all(a.end < b.start for a, b in pairwise(joined))
    assert all(joined[number_of(span, joined)].contains(span) for span in spans)
    assert normalised(joined) == joined
