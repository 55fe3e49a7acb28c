"""The fold: what stands after steps, undo and redo; and what contradicts itself is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.fold import FoldError, fold
from annotator.model.plain import (
    PlainError,
    record_from_plain,
    record_to_plain,
    step_from_plain,
    step_to_plain,
    suggestion_from_plain,
    suggestion_to_plain,
)
from annotator.model.records import CLAIMER_BASIS, GUESS, Claim, Entity, Suggestion
from annotator.model.selection import Selection
from annotator.model.spans import Span
from annotator.model.steps import Decision, RecordedStep, Step, StoredSuggestion

ANN = Entity(Span(0, 3), "PERSON")
ACME = Entity(Span(4, 8), "ORG")
NOWHERE = Selection(Span(0, 0))
SUGGESTED = [
    StoredSuggestion("s1", Suggestion(ANN, "pen@1", "test", 0.9)),
    StoredSuggestion("s2", Suggestion(ACME, "pen@1", "test", 0.4)),
]


def row(number: int, *decisions: Decision, state=None) -> RecordedStep:
    step = Step("test", decisions, NOWHERE, state)
    return RecordedStep(number, "r", "do", "ann", f"2026-01-01T00:00:{number:02}Z", step)


def turned(number: int, kind, of: RecordedStep) -> RecordedStep:
    return RecordedStep(number, "r", kind, "bob", "2026-01-02T00:00:00Z", of.step, of.number)


class Counted(str):
    """A label that counts how often it is filed or looked for."""

    filed = 0

    def __hash__(self) -> int:
        Counted.filed += 1
        return super().__hash__()


def test_a_fold_that_is_ready_files_nothing_again_for_an_addition():
    entity = Entity(Span(0, 3), Counted("PERSON"))
    ready = fold([StoredSuggestion("s1", Suggestion(entity, "pen@1", "test", 0.9))], [])
    ready.get_ready()
    filed = Counted.filed
    assert filed
    ready.apply(row(1, Decision("add", "a1", ACME)))
    assert Counted.filed == filed


def test_without_steps_everything_is_open_and_new():
    stands = fold(SUGGESTED, [])
    assert [item.status for item in stands.items.values()] == ["open", "open"]
    assert stands.state == "new"
    assert [item.is_doubtful for item in stands.items.values()] == [False, True]
    stricter = fold(SUGGESTED, [], doubtful_below=1.0)
    assert [item.is_doubtful for item in stricter.items.values()] == [True, True]
    assert stricter == stands


def test_each_verdict_leaves_its_status_annotator_and_time():
    other = Entity(Span(0, 3), "ORG")
    steps = [
        row(1, Decision("correct", "s1", other, was=ANN)),
        row(2, Decision("reject", "s2")),
        row(3, Decision("add", "a1", ACME)),
    ]
    stands = fold(SUGGESTED, steps)
    assert {i.id: i.status for i in stands.items.values()} == {
        "s1": "corrected",
        "s2": "rejected",
        "a1": "added",
    }
    assert stands.items["s1"].was == ANN
    assert stands.items["s1"].annotator == "ann"
    assert stands.items["a1"].at == steps[2].at
    assert [item.id for item in stands.items.values() if item.is_shown] == ["s1", "a1"]
    assert stands.state == "started"


def test_a_correction_back_to_the_suggestion_is_an_acceptance():
    other = Entity(Span(0, 3), "ORG")
    steps = [
        row(1, Decision("correct", "s1", other, was=ANN)),
        row(2, Decision("correct", "s1", ANN, was=other)),
    ]
    item = fold(SUGGESTED, steps).items["s1"]
    assert (item.status, item.was) == ("accepted", None)


def test_a_suggestion_is_covered_while_an_equal_addition_stands():
    add = row(1, Decision("add", "a1", ANN))
    stands = fold(SUGGESTED, [add])
    assert stands.items["s1"].status == "covered"
    assert not stands.items["s1"].is_shown
    relabelled = row(2, Decision("correct", "a1", Entity(ANN.span, "ORG"), was=ANN))
    assert stands.apply(relabelled).items == {"a1", "s1"}
    assert stands.items["s1"].is_open
    assert stands.apply(turned(3, "undo", relabelled)).items == {"a1", "s1"}
    assert stands.items["s1"].status == "covered"
    stands.apply(row(4, Decision("reject", "a1")))
    assert stands.items["s1"] == fold(SUGGESTED, []).items["s1"]


def test_undo_and_redo_turn_one_step():
    first = row(1, Decision("add", "a1", Entity(Span(9, 12), "GPE")), state="finished")
    stands = fold(SUGGESTED, [first])
    undo = turned(2, "undo", first)
    changes = stands.apply(undo)
    assert changes.items == {"a1"}
    assert changes.state
    assert "a1" not in stands.items
    assert stands.next_addition() == "a2"
    stands.apply(turned(3, "redo", first))
    assert stands.items["a1"].status == "added"
    assert stands.state == "finished"


GUESSED = Claim((Span(8, 14),), claimer="Ann", attributes={"note": "?", CLAIMER_BASIS: GUESS})
KNOWN = Claim((Span(8, 14),), claimer="Ann", attributes={"note": "?"})
CLAIMED = [StoredSuggestion("s1", Suggestion(GUESSED, "pen@1", "test", 0.9))]


def test_who_accepts_a_claim_before_them_judges_its_claimer_and_undo_makes_it_a_guess_again():
    accepted = row(1, Decision("accept", "s1"))
    stands = fold(CLAIMED, [accepted])
    item = stands.items["s1"]
    assert (item.status, item.record, item.was) == ("accepted", KNOWN, None)
    stands.apply(turned(2, "undo", accepted))
    assert stands == fold(CLAIMED, [])
    assert stands.items["s1"].record == GUESSED


@pytest.mark.parametrize(
    "decision",
    [
        Decision("accept", "s1", seen=False),
        Decision("correct", "s1", replace(GUESSED, cue=Span(4, 7)), was=GUESSED),
        Decision("reject", "s1"),
    ],
)
def test_what_came_along_unseen_or_was_mended_or_rejected_keeps_its_guess(decision):
    item = fold(CLAIMED, [row(1, decision)]).items["s1"]
    assert item.record.attributes == GUESSED.attributes


@pytest.mark.parametrize("is_ready_first", [True, False])
def test_an_addition_covers_what_is_suggested_whoever_was_accepted_before(is_ready_first):
    accepted, added = row(1, Decision("accept", "s1")), row(3, Decision("add", "a1", GUESSED))
    stands = fold(CLAIMED, [])
    if is_ready_first:
        stands.get_ready()
    for step in (accepted, turned(2, "undo", accepted), added):
        stands.apply(step)
    assert stands.items["s1"].status == "covered"


@pytest.mark.parametrize(
    "steps",
    [
        [row(1, Decision("accept", "s9"))],
        [row(1, Decision("correct", "s1"))],
        [row(1, Decision("add", "s1", ANN))],
        [row(1, Decision("add", "a1"))],
        [turned(2, "undo", row(1))],
    ],
)
def test_what_contradicts_itself_is_refused(steps):
    with pytest.raises(FoldError):
        fold(SUGGESTED, steps)


@given(st.lists(st.tuples(st.sampled_from("arc+"), st.integers(1, 4)), max_size=12))
def test_turning_all_steps_back_gives_what_was_suggested(verdicts):
    stands = fold(SUGGESTED, [])
    before = dict(stands.items)
    done = []
    for number, (verdict, which) in enumerate(verdicts, start=1):
        name = f"s{which}" if which < 3 else f"a{which - 2}"
        label = ANN if number % 2 else Entity(Span(0, number), "X")
        decision = {
            "a": Decision("accept", name),
            "r": Decision("reject", name),
            "c": Decision("correct", name, label),
            "+": Decision("add", stands.next_addition(), label),
        }[verdict]
        if decision.verb == "add" or name in stands.items:
            done.append(row(number, decision))
            stands.apply(done[-1])
    for number, step in enumerate(reversed(done), start=100):
        stands.apply(turned(number, "undo", step))
    assert stands.items == before
    assert stands.state == "new"


some_spans = st.tuples(st.integers(0, 99), st.integers(1, 99)).map(lambda p: Span(p[0], sum(p)))
names = st.text(min_size=1, max_size=8)
entities = st.builds(Entity, some_spans, names)
claims = st.builds(
    Claim,
    st.lists(some_spans, min_size=1, max_size=3).map(tuple),
    st.none() | some_spans,
    st.lists(some_spans, max_size=2).map(tuple),
    st.none() | names,
    st.dictionaries(names, names, max_size=2),
)
records = entities | claims


@given(records, st.floats(0, 1))
def test_records_come_back_from_plain_values(record, score):
    assert record_from_plain(record_to_plain(record)) == record
    suggestion = Suggestion(record, "pen@1", "test", score)
    assert suggestion_from_plain(suggestion_to_plain(suggestion)) == suggestion


@given(records, st.none() | some_spans)
def test_steps_come_back_from_plain_values(record, mark):
    decisions = (Decision("correct", "s1", record, was=ANN), Decision("reject", "s2"))
    selection = Selection(Span(1, 2), "s1", "cue", 0, mark, mark)
    step = Step("test", decisions, selection, "finished", 1.5)
    assert step_from_plain(step_to_plain(step)) == step


@pytest.mark.parametrize(
    "plain",
    [
        7,
        {},
        {"start": 0, "label": "X"},
        {"start": 0.5, "end": 2, "label": "X"},
        {"start": True, "end": 2, "label": "X"},
        {"start": 0, "end": 2, "label": ""},
        {"content": []},
        {"content": [{"start": 0, "end": 1}], "claimer": 3},
        {"content": [{"start": 0, "end": 1}], "attributes": {"note": 3}},
    ],
)
def test_what_is_no_record_is_refused_with_a_sentence(plain):
    with pytest.raises(PlainError, match=r"\.$"):
        record_from_plain(plain)


@pytest.mark.parametrize("score", [True, False, "0.5", None, -0.1, 1.1, float("nan")])
def test_a_score_that_is_no_number_in_0_to_1_is_refused(score):
    plain = suggestion_to_plain(Suggestion(ANN, "pen@1", "test", 0.5)) | {"score": score}
    with pytest.raises(PlainError, match=r"A score is a number in 0\.\.1"):
        suggestion_from_plain(plain)
