"""Quality is held: on the sample release, on the same with hard wraps, and on the dev set."""

from __future__ import annotations

import sys
import textwrap
from pathlib import Path

import pytest

HERE = Path(__file__).parent
sys.path.append(str(HERE.parent / "benchmarks"))
from suggest_score import Score, claim_score, entity_score, golds  # noqa: E402


@pytest.fixture(scope="session")
def gold():
    (found,) = golds(HERE.parent / "data" / "sample_gold.json")
    return found


def wrapped(gold, columns):
    """The same gold release with line ends in the place of spaces: all offsets still hold."""
    lines = []
    for line in gold["text"].split("\n"):
        filled = textwrap.wrap(
            line, columns, drop_whitespace=False, break_long_words=False, break_on_hyphens=False
        )
        joined = "".join(filled)
        assert joined == line
        at, out = 0, list(line)
        for part in filled[:-1]:
            at += len(part)
            space = line.rfind(" ", 0, at)
            out[space] = "\n"
        lines.append("".join(out))
    text = "\n".join(lines)
    assert len(text) == len(gold["text"])
    return {**gold, "text": text}


def test_entities_of_the_sample_are_right(suggester, gold):
    score, errors = entity_score(gold, suggester.suggest(gold["text"]))
    assert score.f1 >= 96, errors


def test_claims_of_the_sample_are_right(suggester, gold):
    score, errors = claim_score(gold, suggester.suggest(gold["text"]))
    assert score.f1 >= 95, errors


def test_hard_wraps_cost_next_to_nothing(suggester, gold):
    broken = wrapped(gold, 72)
    plain, hard = suggester.suggest(gold["text"]), suggester.suggest(broken["text"])
    for scored in (entity_score, claim_score):
        score, errors = scored(broken, hard)
        assert score.f1 >= scored(gold, plain)[0].f1 - 2, errors


def test_claims_of_other_releases_are_right(suggester):
    total, errors = Score(), []
    for gold in golds(HERE.parent / "data" / "dev_claims.json"):
        score, wrong = claim_score(gold, suggester.suggest(gold["text"]))
        total += score
        errors += wrong
    assert total.f1 >= 90, errors


def test_the_same_text_gives_the_same_suggestions(suggester, sample):
    assert suggester.suggest(sample) == suggester.suggest(sample)


def test_every_suggestion_fits_its_release(suggester, sample):
    for suggestion in suggester.suggest(sample):
        assert 0 < suggestion.score <= 1
        for span in suggestion.record.spans():
            assert span.fits(len(sample))
            assert span.text(sample) == span.text(sample).strip()
