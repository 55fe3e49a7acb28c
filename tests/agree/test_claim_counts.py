"""A suggested claim is right when it is about the same as a true one."""

from __future__ import annotations

import pytest
from measures import claim, gold, suggested

from annotator.agree.claims import compare_claims
from annotator.agree.counts import Counts
from annotator.agree.report import claim_error

TEXT = "Ann said that “the talks went very well” on Monday, and Bob denied it."
TRUE = claim(
    TEXT, "that “the talks went very well” on Monday", "said", "Ann", claimer="Ann Lee",
    quote_type="mixed",
)  # fmt: skip


def compared(*said, true=(TRUE,), undecided=()):
    return compare_claims(gold(TEXT, *true, undecided=undecided), suggested(*said, rule="clause"))


def test_the_same_claim_is_right_in_every_part():
    result, errors = compared(TRUE)
    assert result.records == Counts(right=1)
    assert (result.sources_right, result.cues_right, result.contents_right) == (1, 1, 1)
    assert (result.claimers_right, result.claimers_told) == (1, 1)
    assert errors == []


@pytest.mark.parametrize(
    "content",
    ["“the talks went very well” on Monday", "the talks went very well” on Monday,"],
    ids=["no complementiser", "no quotation mark, but a comma"],
)
def test_edges_of_the_content_do_not_matter(content):
    result, _ = compared(claim(TEXT, content, "said", "Ann"))
    assert result.contents_right == 1


@pytest.mark.parametrize(
    ("content", "cue", "is_right"),
    [
        ("that “the talks went very well”", "said", True),
        ("the talks", "said", False),
        ("that “the talks went very well” on Monday", "denied", False),
        ("that “the talks went very well” on Monday", None, False),
    ],
    ids=["most of it", "less than half", "another cue", "no cue"],
)
def test_half_of_the_content_and_the_cue_decide(content, cue, is_right):
    result, _ = compared(claim(TEXT, content, cue, "Ann"))
    assert result.records == (Counts(right=1) if is_right else Counts(wrong=1, missed=1))


def test_one_true_claim_makes_one_suggestion_right():
    result, _ = compared(TRUE, claim(TEXT, "the talks went very well", "said", "Ann"))
    assert result.records == Counts(right=1, wrong=1)
    assert [one.is_right for one in result.judged] == [True, False]


def test_an_undecided_claim_counts_neither_way():
    result, errors = compared(TRUE, true=(), undecided=[TRUE])
    assert (result.records, result.judged, errors) == (Counts(), [], [])


def test_claims_without_a_cue_are_compared_with_each_other():
    alone = claim(TEXT, "Bob denied it")
    assert compared(alone, true=[alone])[0].records == Counts(right=1)


def test_without_a_cue_any_fragment_may_be_the_one_that_is_shared():
    one = claim(TEXT, "the talks went very well")
    two = claim(TEXT, ("Ann", "the talks went very well"))
    assert compared(two, true=(one,))[0].records == Counts(right=1)
    assert compared(one, true=(two,))[0].records == Counts(right=1)


def test_what_has_a_cue_is_not_what_has_none():
    cued = claim(TEXT, "said", "said")  # its cue lies on the content of the other one
    assert compared(cued, true=(claim(TEXT, "said"),))[0].records == Counts(wrong=1, missed=1)


def test_exactly_half_of_the_characters_is_enough_and_white_space_is_none():
    half, whole = claim(TEXT, "well", "said"), claim(TEXT, "very well", "said")
    assert compared(half, true=(whole,))[0].records == Counts(right=1)


def test_errors_tell_what_differs():
    other = claim(TEXT, "that “the talks went very well”", "said", "Bob", claimer="Bob")
    missed = claim(TEXT, "it", "denied", "Bob")
    _, errors = compared(other, true=(TRUE, missed))
    assert [claim_error(error, TEXT) for error in errors] == [
        "source, content, claimer: Bob [Bob] | said | that “the talks went very well” "
        "(clause 0.90), true Ann [Ann Lee] | said | that “the talks went very well” on Monday",
        "missed: Bob | denied | it",
    ]
    assert claim_error(compared(TRUE, true=())[1][0], TEXT).startswith("wrong: Ann [Ann Lee] |")


def test_counts_go_by_quote_type_and_rule():
    result, _ = compared(TRUE, claim(TEXT, "it", "denied", "Bob", quote_type="indirect"))
    assert result.quote_types == {"mixed": Counts(right=1), "indirect": Counts(wrong=1)}
    assert result.rules() == {"clause": Counts(right=1, wrong=1)}
