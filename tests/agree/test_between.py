"""Two annotators of the same release, side by side."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from measures import claim, entity, gold

from annotator.agree.between import Agreement, half_decided, kappa
from annotator.agree.counts import Counts
from annotator.agree.side_by_side import line, tables, told_of, versions
from annotator.model.records import Entity
from annotator.model.spans import Span

TEXT = "Ann Lee of Acme said on Monday that Kyiv had won."
NAMES = ("anna", "ben")
ANN = entity(TEXT, "Ann Lee", "PERSON")
ACME = entity(TEXT, "Acme", "ORG")
CLAIM = claim(TEXT, "that Kyiv had won", "said", "Ann Lee", claimer="Ann Lee", epistemic="unknown")


def compared(first, second):
    agreement = Agreement()
    return agreement, agreement.take(gold(TEXT, *first), gold(TEXT, *second))


def told(first, second):
    return [told_of(pair, NAMES, TEXT) for pair in compared(first, second)[1]]


def test_what_both_say_is_agreed_on():
    agreement, pairs = compared([ANN, CLAIM], [ANN, CLAIM])
    assert all(pair.is_agreed for pair in pairs)
    assert agreement.entities.strict == agreement.claims == Counts(right=1)
    assert told([ANN, CLAIM], [ANN, CLAIM]) == ["anna and ben", "anna and ben"]


def test_what_one_says_alone_is_named_after_them():
    assert told([ANN, CLAIM], [ACME]) == ["only anna", "only ben", "only anna"]
    agreement, _ = compared([ANN, CLAIM], [ACME])
    assert agreement.entities.strict == Counts(missed=1, wrong=1)
    assert agreement.claims == Counts(missed=1)


def test_other_labels_and_bounds_of_the_second_one_are_told():
    assert told([ANN], [entity(TEXT, "Ann Lee", "ORG")]) == ["ben: ORG"]
    assert told([ANN], [entity(TEXT, "Lee", "PERSON")]) == ["ben: “Lee”"]
    assert told([ANN], [entity(TEXT, "Lee", "ORG")]) == ["ben: ORG, “Lee”"]


def test_two_labels_on_the_same_words_go_each_with_its_like():
    both = [ANN, replace(ANN, label="ORG")]
    agreement, pairs = compared(both, both[::-1])
    assert all(pair.is_agreed for pair in pairs)
    assert agreement.entities.confusion == {("PERSON", "PERSON"): 1, ("ORG", "ORG"): 1}


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"source": ()}, "no source"),
        ({"cue": Span(16, 30)}, "cue “said on Monday”"),
        ({"content": (Span(31, 44),)}, "content “that Kyiv had”"),
        ({"claimer": None}, "no claimer"),
        ({"claimer": "Acme"}, "claimer Acme"),
        ({"attributes": {"epistemic": "true-certain"}}, "epistemic true-certain"),
        ({"attributes": {}}, "no epistemic"),
        ({"source": (), "claimer": "Acme"}, "no source, claimer Acme"),
    ],
)
def test_what_differs_in_a_claim_is_told(change, what):
    assert told([CLAIM], [replace(CLAIM, **change)]) == [f"ben: {what}"]


def test_a_note_and_how_a_claimer_was_found_are_nothing_to_agree_on():
    attributes = {"epistemic": "unknown", "note": "see page 2", "claimer_basis": "chosen"}
    assert told([CLAIM], [replace(CLAIM, attributes=attributes)]) == ["anna and ben"]


def test_the_notes_of_both_are_kept_where_they_agree():
    def noted(note):
        return replace(CLAIM, attributes={"epistemic": "unknown", "note": note})

    def note_of(first, second):
        (pair,) = compared([first], [second])[1]
        return pair.record.attributes.get("note")

    assert note_of(noted("see page 2"), CLAIM) == "see page 2"
    assert note_of(CLAIM, noted("who?")) == "who?"
    assert note_of(noted("see page 2"), noted("who?")) == "see page 2 / who?"
    assert note_of(noted("who?"), noted("who?")) == "who?"
    assert note_of(CLAIM, CLAIM) is None


def test_where_two_differ_both_versions_can_be_decided_for():
    other = replace(ANN, label="ORG")
    (pair,) = compared([ANN], [other])[1]
    assert list(versions(pair, NAMES, TEXT)) == [
        (ANN, "anna; ben: ORG"),
        (other, "ben; anna: PERSON"),
    ]
    (pair,) = compared([ANN], [ANN])[1]
    assert list(versions(pair, NAMES, TEXT)) == [(ANN, "anna and ben")]
    (pair,) = compared([], [ANN])[1]
    assert list(versions(pair, NAMES, TEXT)) == [(ANN, "only ben")]


def test_what_one_left_undecided_counts_for_neither():
    agreement = Agreement()
    open_ones = [replace(ANN, label="ORG"), CLAIM]
    assert agreement.take(gold(TEXT, ANN, CLAIM), gold(TEXT, undecided=open_ones)) == []
    assert agreement.take(gold(TEXT, undecided=open_ones), gold(TEXT, ANN, CLAIM)) == []
    assert agreement.entities.strict == agreement.claims == Counts()


def test_what_one_decided_and_the_other_left_open_is_told_as_such():
    def told_half(first, second):
        return [told_of(pair, NAMES, TEXT) for pair in half_decided(first, second)]

    half = gold(TEXT, ACME, undecided=[replace(ANN, label="ORG"), CLAIM])
    whole = gold(TEXT, ANN, ACME, CLAIM)
    assert told_half(whole, half) == ["only anna; ben did not decide"] * 2
    assert told_half(half, whole) == ["only ben; anna did not decide"] * 2
    assert told_half(whole, whole) == []


def test_a_claim_that_both_decided_counts_beside_one_like_it_that_was_left_open():
    other = replace(CLAIM, content=(entity(TEXT, "Kyiv had won", "").span,))
    for open_ones in ([other], [CLAIM, other]):
        sides = gold(TEXT, CLAIM), gold(TEXT, CLAIM, undecided=open_ones)
        for first, second in (sides, sides[::-1]):
            agreement = Agreement()
            agreement.take(first, second)
            assert agreement.claims == Counts(right=1)


def test_what_both_decided_is_agreed_on_beside_something_left_open():
    both = gold(TEXT, ANN, undecided=[replace(ANN, label="ORG")])
    assert [pair.is_agreed for pair in half_decided(both, gold(TEXT, ANN))] == [True]


def test_several_releases_are_counted_together():
    agreement = Agreement()
    agreement.take(gold(TEXT, ANN, CLAIM), gold(TEXT, ANN, CLAIM))
    agreement.take(gold(TEXT, CLAIM), gold(TEXT, replace(CLAIM, claimer="Acme")))
    assert agreement.claims == Counts(right=2)
    assert agreement.same_parts == {"source": 2, "cue": 2, "content": 2, "claimer": 1}
    assert agreement.values == {"epistemic": Counter({("unknown", "unknown"): 2})}


def test_a_claim_that_one_has_alone_counts_on_their_side():
    assert compared([ANN, CLAIM], [ANN])[0].claims == Counts(missed=1)
    assert compared([ANN], [ANN, CLAIM])[0].claims == Counts(wrong=1)


def test_kappa_takes_off_what_chance_agrees_on():
    """The example of Cohen's kappa in most textbooks: 35 of 50 the same, by chance 25."""
    values = Counter({("y", "y"): 20, ("y", "n"): 5, ("n", "y"): 10, ("n", "n"): 15})
    assert kappa(values) == 0.4
    assert kappa(Counter({("y", "y"): 3})) is None


def test_tables_name_both_and_show_what_is_confused():
    other = replace(CLAIM, attributes={"epistemic": "true-certain"})
    agreement, _ = compared([ANN, ACME, CLAIM], [replace(ANN, label="ORG"), ACME, other])
    shown = [" ".join(row.split()) for row in tables(agreement, ("anna", "benedict the second"))]
    assert "Entities both only anna only benedict the … F1" in shown
    assert "span and label 1 1 1 50.0" in shown
    assert "span only 2 0 0 100.0" in shown
    heading = "labels of anna down, of benedict the second across"
    assert f"confused: {heading} (-: no entity there)" in shown
    assert "records 1 0 0 100.0" in shown
    assert "claimer 1 of 1 100.0" in shown
    assert "epistemic 0 of 1 0.0" in shown


def test_only_claims_with_a_value_of_either_count_for_an_attribute():
    agreement = Agreement()
    for said in (CLAIM, replace(CLAIM, attributes={})):
        agreement.take(gold(TEXT, said), gold(TEXT, said))
    found = agreement.to_plain()["claims"]
    assert found["both"] == 2
    assert found["attributes"] == {"epistemic": {"both": 1, "same": 1, "kappa": None}}


def test_what_both_say_of_the_same_words_comes_in_the_order_of_the_first():
    said = [replace(ANN, label=label) for label in ("ORG", "PERSON", "GPE", "LOC", "NORP")]
    assert [pair.first for pair in compared(said, said[::-1])[1]] == said


def test_kappa_is_shown_where_there_are_enough_values():
    other = replace(CLAIM, attributes={"epistemic": "true-certain"})
    agreement = Agreement()
    for first, second in [(CLAIM, CLAIM)] * 5 + [(other, other)] * 4 + [(CLAIM, other)]:
        agreement.take(gold(TEXT, first), gold(TEXT, second))
    shown = [" ".join(row.split()) for row in tables(agreement, NAMES)]
    assert "epistemic 9 of 10 90.0 kappa 0.80" in shown


def test_a_line_shows_the_words_and_who_says_so():
    _, pairs = compared([ANN, CLAIM], [])
    assert [line(pair, NAMES, TEXT) for pair in pairs] == [
        "PERSON 'Ann Lee': only anna: ...[Ann Lee] of Acme said on Monday that K...",
        "claim Ann Lee [Ann Lee] | said | that Kyiv had won: only anna",
    ]


@st.composite
def entities(draw):
    start = draw(st.integers(0, 20))
    end = draw(st.integers(start + 1, 24))
    return Entity(Span(start, end), draw(st.sampled_from(["PERSON", "ORG"])))


@given(st.lists(entities(), unique=True), st.lists(entities(), unique=True))
def test_agreement_is_the_same_both_ways(first, second):
    there, pairs = compared(first, second)
    back, _ = compared(second, first)
    assert there.entities.strict.f1 == back.entities.strict.f1
    assert there.entities.exact.f1 == back.entities.exact.f1
    assert Counter(pair.first for pair in pairs if pair.first is not None) == Counter(first)
    assert Counter(pair.second for pair in pairs if pair.second is not None) == Counter(second)
