"""Entities are counted as nervaluate counts them, and errors are told apart."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from measures import entity, gold, suggested
from nervaluate import Evaluator

from annotator.agree.counts import Counts
from annotator.agree.entities import EntityResult, compare_entities
from annotator.agree.report import entity_error
from annotator.model.records import Entity
from annotator.model.spans import Span

TEXT = "Ann of Acme met Bob in Kyiv on Monday."
LABELS = ("PERSON", "ORG", "GPE")


def compared(true, said):
    return compare_entities(gold(TEXT, *true), suggested(*said))


def told(true, said):
    return [entity_error(error, TEXT) for error in compared(true, said)[1]]


def test_what_is_suggested_and_true_is_right():
    result, errors = compared([entity(TEXT, "Ann", "PERSON")], [entity(TEXT, "Ann", "PERSON")])
    assert result.strict == result.exact == Counts(right=1)
    assert errors == []


def test_a_wrong_label_is_right_by_span_only():
    result, _ = compared([entity(TEXT, "Ann", "PERSON")], [entity(TEXT, "Ann", "ORG")])
    assert (result.strict, result.exact) == (Counts(wrong=1, missed=1), Counts(right=1))
    assert result.confusion == {("PERSON", "ORG"): 1}


def test_every_kind_of_error_is_told_with_its_words():
    true = [
        entity(TEXT, "Ann", "PERSON"),
        entity(TEXT, "Acme", "ORG"),
        entity(TEXT, "Kyiv", "GPE"),
        entity(TEXT, "Monday", "DATE"),
    ]
    said = [
        entity(TEXT, "Ann", "ORG"),
        entity(TEXT, "of Acme", "ORG"),
        entity(TEXT, "Bob", "PERSON"),
        entity(TEXT, "Kyiv on", "ORG"),
    ]
    assert [line.split(": ")[0] for line in told(true, said)] == [
        "label", "bounds", "wrong", "label and bounds", "missed",
    ]  # fmt: skip
    assert told(true, said)[0] == (
        "label: suggested ORG 'Ann' (ner 0.90), true PERSON 'Ann': "
        "...[Ann] of Acme met Bob in Kyiv on Mo..."
    )


def test_what_nobody_decided_counts_neither_way():
    measure = gold(TEXT, undecided=[entity(TEXT, "Bob", "PERSON")])
    result, errors = compare_entities(measure, suggested(entity(TEXT, "Bob", "ORG")))
    assert (result.strict, result.judged, errors) == (Counts(), [], [])


def test_results_of_releases_add_up():
    total = EntityResult()
    for said in ("PERSON", "ORG"):
        total.add(compared([entity(TEXT, "Ann", "PERSON")], [entity(TEXT, "Ann", said)])[0])
    assert total.strict == Counts(1, 1, 1)
    assert total.labels["PERSON"] == Counts(right=1, missed=1)
    assert total.rules() == {"ner": Counts(right=1, wrong=1)}


@st.composite
def flat(draw):
    """Entities without overlaps, in order."""
    found, at = [], 0
    for _ in range(draw(st.integers(0, 6))):
        start = at + draw(st.integers(0, 2))
        at = start + draw(st.integers(1, 3))
        found.append(Entity(Span(start, at), draw(st.sampled_from(LABELS))))
    return found


def as_nervaluate(found):
    return [{"label": e.label, "start": e.span.start, "end": e.span.end - 1} for e in found]


@given(flat(), flat())
def test_the_counts_are_those_of_nervaluate(true, said):
    result, _ = compare_entities(gold("x" * 40, *true), suggested(*said))
    both = ([as_nervaluate(true)], [as_nervaluate(said)])
    theirs = Evaluator(*both, tags=list(LABELS), loader="dict").evaluate()
    for ours, name in ((result.strict, "strict"), (result.exact, "exact")):
        overall = theirs["overall"][name]
        assert ours.right == overall.correct
        assert ours.right + ours.wrong == overall.actual
        assert ours.right + ours.missed == overall.possible
