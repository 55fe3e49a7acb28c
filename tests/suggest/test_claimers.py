"""Who stands behind a source, and whether that is said or guessed."""

from __future__ import annotations

import pytest

from annotator.model.records import AUTHOR, CLAIMER_BASIS, GUESS, IMPLICIT, Claim


@pytest.fixture
def last_claimer(suggester):
    def claimer(text):
        claims = [s.record for s in suggester.suggest(text) if isinstance(s.record, Claim)]
        last = max(claims, key=lambda claim: claim.cue)
        return last.claimer, last.attributes.get(CLAIMER_BASIS)

    return claimer


def test_a_title_is_no_part_of_the_name(last_claimer):
    assert last_claimer("President Ilham Aliyev said that the road is open.") == (
        "Ilham Aliyev",
        None,
    )


def test_a_surname_stands_for_the_full_name(last_claimer):
    text = "Peter Cook spoke to reporters on Monday. Cook said that the strike hit its target."
    assert last_claimer(text) == ("Peter Cook", None)


def test_he_is_a_guess_at_the_last_speaker(last_claimer):
    text = "Peter Cook said that the strike hit its target. He added that nobody was hurt."
    assert last_claimer(text) == ("Peter Cook", GUESS)


def test_a_role_is_a_guess_at_the_person_with_that_role(last_claimer):
    text = (
        "President Ilham Aliyev received Regional Director for Europe Hans Kluge.\n\n"
        "Hans Kluge said that the support was welcome.\n\n"
        "The head of state said that the aid would go on."
    )
    assert last_claimer(text) == ("Ilham Aliyev", GUESS)


def test_a_body_is_named_without_its_article(last_claimer):
    assert last_claimer("The European Commission said that the rules are clear.") == (
        "European Commission",
        None,
    )


def test_two_who_speak_together_are_both_named(last_claimer):
    text = "Germany and the United States said that they support the talks."
    assert last_claimer(text) == ("Germany and United States", None)


def test_the_source_is_a_guess_at_the_last_one_called_so(last_claimer):
    text = (
        "An official source at the ministry said that the road is open. "
        "The source added that the bridge is closed."
    )
    assert last_claimer(text) == ("official source at the ministry", GUESS)


def test_it_is_a_guess_at_the_last_body(last_claimer):
    text = "The World Bank said that trade grew. It warned that prices would rise."
    assert last_claimer(text) == ("World Bank", GUESS)


def test_the_committee_is_a_guess_at_the_body_of_that_name(last_claimer):
    text = (
        "The Monetary Policy Committee met in Tbilisi on Wednesday.\n\n"
        "The Committee noted that the risks are high."
    )
    assert last_claimer(text) == ("Monetary Policy Committee", GUESS)


def test_a_passive_without_an_agent_is_implicit(last_claimer):
    assert last_claimer("It was noted that the talks were useful.") == (IMPLICIT, None)


def test_we_is_a_guess_at_the_release_itself(last_claimer):
    assert last_claimer("We urge all parties to remain calm.") == (AUTHOR, GUESS)


def test_quotations_are_direct_mixed_or_indirect(suggester):
    def quote_type(text):
        (claim,) = [s.record for s in suggester.suggest(text) if isinstance(s.record, Claim)]
        return claim.attributes["quote_type"]

    assert quote_type("“We are ready,” the minister said.") == "direct"
    assert quote_type("The minister said that the talks were “open and frank”.") == "mixed"
    assert quote_type("The minister said that the talks were open.") == "indirect"
