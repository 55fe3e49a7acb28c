"""Quality is held: on the sample release, on the same with hard wraps, and on the dev gold."""

from __future__ import annotations

import os
import textwrap
from dataclasses import replace
from pathlib import Path

import pytest
from child import Client

from annotator.agree.claims import ClaimResult, compare_claims
from annotator.agree.entities import EntityResult, compare_entities
from annotator.evaluation import evaluated, scores_learned
from annotator.golds import golds_in
from annotator.model.plain import suggestion_to_plain
from annotator.model.records import Release
from annotator.model.resources import resource
from annotator.suggest.bare import BarePipeline
from annotator.suggest.suggesters import Suggesters

GOLD = Path(__file__).parent.parent / "data" / "gold"


@pytest.fixture(scope="session")
def gold():
    (found,) = golds_in(GOLD / "sample.jsonl")
    return found


@pytest.fixture(scope="session")
def bare():
    return BarePipeline()


def measured(suggester, golds):
    """The entities and the claims of `golds`, counted."""
    entities, claims = EntityResult(), ClaimResult()
    for gold in golds:
        suggestions = suggester.suggest(gold.release.text)
        entities.add(compare_entities(gold, suggestions)[0])
        claims.add(compare_claims(gold, suggestions)[0])
    return entities.strict.f1, claims.records.f1


def wrapped(gold, columns):
    """The same gold release with line ends in the place of spaces: all offsets still hold."""
    lines = []
    for line in gold.release.text.split("\n"):
        filled = textwrap.wrap(
            line, columns, drop_whitespace=False, break_long_words=False, break_on_hyphens=False
        )
        assert "".join(filled) == line
        at, out = 0, list(line)
        for part in filled[:-1]:
            at += len(part)
            out[line.rfind(" ", 0, at)] = "\n"
        lines.append("".join(out))
    text = "\n".join(lines)
    assert len(text) == len(gold.release.text)
    return replace(gold, release=Release(text))


def test_the_sample_is_nearly_right(suggester, gold):
    entities, claims = measured(suggester, [gold])
    assert entities >= 0.96
    assert claims >= 0.95


def test_hard_wraps_cost_next_to_nothing(suggester, gold):
    whole = measured(suggester, [gold])
    broken = measured(suggester, [wrapped(gold, 72)])
    for before, after in zip(whole, broken, strict=True):
        assert after >= before - 0.02


@pytest.mark.parametrize("name", ["sample", "re3d_dev", "written_dev"])
def test_entities_are_much_better_than_the_bare_pipelines(suggester, bare, name):
    golds = list(golds_in(GOLD / f"{name}.jsonl"))
    assert measured(suggester, golds)[0] > measured(bare, golds)[0] + 0.1


def test_claims_of_other_releases_are_right(suggester):
    assert measured(suggester, golds_in(GOLD / "re3d_dev.jsonl"))[1] >= 0.9


def test_the_scores_are_those_of_the_development_gold():
    golds = [GOLD / f"{name}.jsonl" for name in ("sample", "re3d_dev", "written_dev")]
    found = evaluated(golds, Suggesters())
    kept = resource("suggest/scores.toml").read_text("utf-8")
    assert scores_learned(found) == kept, "annotator calibrate writes it anew: see CONTRIBUTING"


def test_the_same_text_gives_the_same_suggestions(suggester, sample):
    assert suggester.suggest(sample) == suggester.suggest(sample)


def test_another_process_suggests_the_same(suggester, sample):
    client = Client(env={**os.environ, "PYTHONHASHSEED": "7"})
    client.send({"id": "sample", "text": sample})
    found = client.read_until(id="sample")
    while "progress" in found:
        found = client.read()
    client.end()
    assert found["suggestions"] == [suggestion_to_plain(s) for s in suggester.suggest(sample)]


def test_every_suggestion_fits_its_release(suggester, sample):
    found = suggester.suggest(sample)
    assert {suggestion.record.layer for suggestion in found} == {"entity", "claim"}
    for suggestion in found:
        assert 0 < suggestion.score <= 1
        for span in suggestion.record.spans():
            assert span.fits(len(sample))
            assert span.text(sample) == span.text(sample).strip()
