"""Scores: whether they mean what they say, and how they are learned."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from measures import entity, suggested

from annotator.agree.calibration import calibrated, to_toml
from annotator.agree.counts import Counts, Judged
from annotator.agree.reliability import plot, reliability


def test_perfect_scores_have_no_calibration_error():
    found = reliability([(0.75, True)] * 3 + [(0.75, False)])
    assert found.error == 0
    assert [(b.low, b.high, b.count, b.right) for b in found.bins] == [(0.7, 0.8, 4, 0.75)]


def test_boasting_is_seen():
    found = reliability([(1.0, False), (1.0, True)])
    assert (found.error, found.brier) == (0.5, 0.5)


def test_the_surest_stand_in_the_last_bin():
    (last,) = reliability([(0.95, True), (1.0, True)]).bins
    assert (last.low, last.high, last.count) == (0.9, 1.0, 2)


def test_ratios_in_json_have_four_digits():
    assert Counts(1, 2, 5).to_plain() == {
        "right": 1, "wrong": 2, "missed": 5, "precision": 0.3333, "recall": 0.1667, "f1": 0.2222
    }  # fmt: skip


def test_nothing_suggested_is_no_error():
    assert reliability([]).bins == ()
    assert reliability([]).error == 0


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans())))
def test_every_suggestion_is_in_one_bin(outcomes):
    found = reliability(outcomes)
    assert sum(b.count for b in found.bins) == len(outcomes)
    assert 0 <= found.error <= 1


def judged(label, right, wrong, rule="ner"):
    (suggestion,) = suggested(entity("Ann", "Ann", label), rule=rule)
    return [Judged(suggestion, True)] * right + [Judged(suggestion, False)] * wrong


EXPECTED = {"any": 0.8, "LAW": 0.4}


def test_much_seen_rules_score_their_precision():
    scores = calibrated(judged("GPE", 900, 100), EXPECTED)
    assert scores["ner"]["GPE"] == pytest.approx(0.9, abs=0.01)


def test_what_was_seen_once_scores_near_what_is_expected():
    scores = calibrated(judged("GPE", 900, 100) + judged("LAW", 1, 0), EXPECTED)
    assert scores["ner"]["LAW"] == pytest.approx(0.43, abs=0.01)


def test_rules_that_nobody_measured_are_expected_to_be_like_the_others():
    scores = calibrated(judged("GPE", 0, 1, rule="new"), EXPECTED)
    assert scores["new"]["any"] == pytest.approx(0.76, abs=0.01)


def test_learned_scores_are_a_toml_file():
    scores = calibrated(judged("GPE", 3, 1) + judged("ORG", 1, 1, rule="ner+edges"), EXPECTED)
    text = to_toml({"entity": scores}, "Two\nlines")
    assert text.startswith("# Two\n# lines\n")
    assert tomllib.loads(text) == {"entity": scores}


def test_rules_and_labels_may_be_called_anything():
    odd = 'so-called "GPE" \\ é\n\x01\x7f'
    scores = calibrated(judged(odd, 1, 0, rule=odd), EXPECTED)
    assert tomllib.loads(to_toml({"entity": scores}, "")) == {"entity": scores}
    assert odd in scores[odd]


@pytest.mark.parametrize("suffix", ["svg", "png"])
def test_a_plot_is_a_picture(tmp_path, suffix):
    path = tmp_path / f"plot.{suffix}"
    plot({"entity": reliability([(0.9, True)]), "claim": reliability([])}, path)
    assert path.stat().st_size > 1000
