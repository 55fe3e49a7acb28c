"""Structures of passages: growing, shrinking, what governs what, and the passages themselves."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from parsed import parsed

from annotator.model.passages import LONGEST, passage_at
from annotator.model.plain import PlainError, structure_from_plain, structure_to_plain
from annotator.model.spans import Span
from annotator.model.structure import KINDS, Constituent, Offer, Structure, by_sentences

LENGTH = 60
SAID = parsed(
    "((The minister)p said (that ((we)p won (the vote)p)c)c)s.",
    "The minister | said | that we won the vote",
)
TEXT = "The minister said that we won the vote."


def spans(start: int = 0, end: int = LENGTH):
    pairs = st.tuples(st.integers(start, end), st.integers(start, end))
    return pairs.filter(lambda p: p[0] != p[1]).map(lambda p: Span(min(p), max(p)))


constituents = st.builds(
    lambda span, kind: Constituent(span, span.start, kind), spans(), st.sampled_from(KINDS)
)
offers = st.builds(
    Offer, spans(), st.tuples() | st.tuples(spans()), st.tuples(spans()), st.booleans()
)
structures = st.builds(
    lambda found, offered: Structure(Span(0, LENGTH), tuple(found), tuple(offered)),
    st.lists(constituents),
    st.lists(offers),
)


@given(structures, spans(), st.sampled_from([KINDS, ("name", "phrase")]))
def test_growing_gives_something_strictly_larger_inside_the_passage(structure, span, kinds):
    grown = structure.grown(span, kinds)
    if grown is not None:
        assert grown != span
        assert grown.contains(span)
        assert structure.passage.contains(grown)
    else:
        assert kinds != KINDS or span == structure.passage


@given(structures, spans(), spans())
def test_growing_runs_into_nothing_that_stands_beside(structure, span, other):
    grown = structure.grown(span, beside=[other])
    assert grown is None or not grown.overlaps(other)


@given(structures, spans())
def test_growing_ends_with_the_passage(structure, span):
    for _ in range(len(structure.constituents) + 1):
        span = structure.grown(span) or span
    assert span == structure.passage


@given(structures, spans(), st.integers(0, LENGTH - 1))
def test_shrinking_gives_something_strictly_smaller_that_holds_the_place(structure, span, at):
    shrunk = structure.shrunk(span, at)
    if shrunk is not None:
        assert shrunk != span
        assert span.contains(shrunk)
        assert shrunk.covers(at)


@given(structures, spans())
def test_the_head_of_a_span_lies_in_it(structure, span):
    assert span.covers(structure.head(span))


@given(structures, spans())
def test_a_cue_never_overlaps_the_content_it_is_guessed_for_and_no_source_does(structure, content):
    offer = structure.attribution_for([content])
    if offer is not None:
        assert not any(part.overlaps(content) for part in (offer.cue, *offer.source))


@given(structures, st.integers(0, 500))
def test_a_structure_is_the_same_after_a_way_through_json_and_when_moved_there_and_back(
    structure, by
):
    moved = structure.moved(by)
    assert structure_from_plain(json.loads(json.dumps(structure_to_plain(moved)))) == moved
    assert moved.moved(-by) == structure


@pytest.mark.parametrize(
    "nonsense",
    [
        None,
        [],
        {},
        {"passage": {"start": 0, "end": 5}, "constituents": [[0, 2]], "offers": []},
        {"passage": {"start": 0, "end": 5}, "constituents": [[0, 2, 0, "verse"]], "offers": []},
        {"passage": {"start": 0, "end": 5}, "constituents": [[0, 9, 0, "name"]], "offers": []},
        {"passage": {"start": 0, "end": 5}, "constituents": [[2, 2, 2, "name"]], "offers": []},
        {"passage": {"start": 0, "end": 5}, "constituents": [], "offers": [{"cue": 7}]},
    ],
)
def test_what_is_no_structure_is_refused(nonsense):
    with pytest.raises(PlainError):
        structure_from_plain(nonsense)


def words(found: tuple[Span, ...]) -> list[str]:
    return [span.text(TEXT) for span in found]


@pytest.mark.parametrize(
    ("at", "content"),
    [
        ("said", "that we won the vote"),  # the cue: what it governs
        ("that", "that we won the vote"),
        ("vote", "that we won the vote"),
        ("minister", "The minister said that we won the vote"),  # neither: the sentence
    ],
)
def test_a_claim_made_at_a_place_says_what_is_reported_there(at, content):
    assert words(SAID.content_at(TEXT.index(at))) == [content]


def test_without_reported_clause_it_is_the_clause_and_without_a_clause_nothing():
    structure = parsed("((Ann won)c and (Bob left)c)s. Then.")
    assert structure.content_at(12) == (Span(12, 20),)
    assert structure.content_at(9) == (Span(0, 20),)
    assert structure.content_at(24) == ()


@pytest.mark.parametrize(
    ("content", "cue"),
    [
        ("that we won the vote", "said"),
        ("we won the vote", "said"),
        ("the vote", "said"),
        ("The minister", None),
        ("said that we won", None),  # the cue stands in it
        ("The minister said that we won the vote", None),
    ],
)
def test_the_cue_of_a_content_is_what_governs_it(content, cue):
    start = TEXT.index(content)
    offer = SAID.attribution_for([Span(start, start + len(content))])
    assert (offer and offer.cue.text(TEXT)) == cue


def test_the_closer_one_of_two_cues_is_taken():
    text = "Ann said that Bob denied that we lost."
    structure = parsed(
        text, "Ann | said | that Bob denied that we lost", "Bob | denied | that we lost"
    )
    assert structure.attribution_for([Span(25, 37)]).cue.text(text) == "denied"
    assert structure.attribution_for([Span(9, 37)]).cue.text(text) == "said"


@pytest.mark.parametrize(
    ("content", "cue"),
    [("we won big, and", "said"), ("we won big, and so", None)],  # two thirds; little over half
)
def test_a_content_of_which_too_little_is_reported_has_no_cue(content, cue):
    text = "Ann said we won big, and so it ended."
    structure = parsed(text, "Ann | said | we won big")
    start = text.index(content)
    offer = structure.attribution_for([Span(start, start + len(content))])
    assert (offer and offer.cue.text(text)) == cue


def test_where_two_reported_clauses_begin_the_longer_one_is_meant():
    text = "We won, said Ann, reported Bob."
    structure = parsed(text, "Ann | said | We won", "Bob | reported | We won, said Ann")
    assert structure.content_at(0) == (Span(0, 16),)
    assert structure.content_at(3) == (Span(0, 6),)


def test_punctuation_alone_tells_sentences():
    text = "\nIt rained. Dr. Lee “left.” All\n"
    structure = by_sentences(text, Span(1, len(text) - 1))
    found = [c.span.text(text) for c in structure.constituents]
    assert found == ["It rained", "Dr. Lee “left.”", "All"]
    assert structure.grown(Span(4, 10)) == Span(1, 10)


@given(st.text("ab. \n", min_size=1, max_size=300), st.integers(1, 40))
def test_a_long_paragraph_is_cut_into_passages_without_gaps(piece, times):
    text = piece * (times * LONGEST // 300 + 1)
    whole = Span(0, len(text))
    found = [passage_at(text, whole, 0)]
    while found[-1].end < whole.end:
        found.append(passage_at(text, whole, found[-1].end))
    assert found[0].start == 0
    assert all(before.end == after.start for before, after in pairwise(found))
    for passage in found:
        assert 0 < passage.end - passage.start <= 2 * LONGEST
        assert passage_at(text, whole, passage.start) == passage
        assert passage_at(text, whole, passage.end - 1) == passage
