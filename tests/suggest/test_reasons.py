"""Every suggestion tells why it was made."""

from __future__ import annotations

import pytest

from annotator.model.records import Entity
from annotator.suggest.entities.repairs import REPAIRS
from annotator.suggest.words import word_list


@pytest.fixture
def reasons_of(suggester):
    def lines(text):
        return [
            f"{s.record.span.text(text)}: {s.reason}" if isinstance(s.record, Entity) else s.reason
            for s in suggester.suggest(text)
        ]

    return lines


def test_a_claim_tells_its_cue_and_what_follows(reasons_of):
    assert "said + that-clause" in reasons_of("The minister said that the bridge is open.")
    assert "said + clause" in reasons_of("The bridge is open, the minister said.")
    assert "called for + what follows" in reasons_of("Guterres called for a ceasefire.")


def test_an_entity_tells_what_found_it_and_what_changed_it(reasons_of):
    reasons = reasons_of("COVID-19 spread, the Ministry of Health of Azerbaijan said.")
    assert "COVID-19: list of diseases" in reasons
    assert any("recognised by the pipeline" in reason for reason in reasons)


def test_every_repair_has_a_phrase():
    assert REPAIRS.keys() <= word_list("reasons")["entity"].keys()


def test_every_suggestion_of_the_sample_has_a_reason(suggester, sample):
    assert all(suggestion.reason for suggestion in suggester.suggest(sample))
