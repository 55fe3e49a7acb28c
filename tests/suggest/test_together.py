"""Releases that are read together: what is found is what is found in each alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.suggest import suggester
from annotator.suggest.together import BATCH, MOST, Wanted, batches, suggested, suggested_together

GOLD = Path(__file__).parent.parent / "data/gold"
SHORT = "The minister said that it rained in Paris."
GERMAN = Wanted("Die Ministerin sagte am Mittwoch in Berlin, dass es regnet.", "de")


def gold_texts(name):
    lines = (GOLD / f"{name}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line)["text"] for line in lines]


def found(outcomes):
    return [(outcome.suggestions, outcome.problems) for outcome in outcomes]


def test_what_is_found_together_is_what_is_found_alone(suggesters):
    texts = [*gold_texts("written_dev")[:4], " \n ", SHORT, *gold_texts("re3d_dev")[:6]]
    wanted = [*(Wanted(text, "en") for text in texts), GERMAN]
    together = [o for batch in batches(wanted) for o in suggested_together(suggesters, batch)]
    assert found(together) == found(suggested(suggesters, one) for one in wanted)
    assert sum(len(outcome.suggestions) for outcome in together) > 100
    assert together[-1].problems[0].startswith("No pipeline for German")


def test_each_release_took_its_share_of_the_time(suggesters):
    empty, short, long = suggested_together(
        suggesters, [Wanted(""), Wanted(SHORT), Wanted(SHORT * 9)]
    )
    assert empty.seconds == 0
    assert long.seconds == pytest.approx(9 * short.seconds)


def test_an_error_in_one_release_loses_nothing_of_the_others(suggesters, monkeypatch):
    def broken(doc, piece):
        if "thunder" in piece.text:
            raise ValueError("the rules are broken")
        return suggester_reported(doc, piece)

    suggester_reported = suggester.reported
    batch = [Wanted(SHORT), Wanted("Ann Lee said that thunder is loud."), Wanted(SHORT * 2)]
    usual = suggested_together(suggesters, batch)
    monkeypatch.setattr(suggester, "reported", broken)
    first, second, third = suggested_together(suggesters, batch)
    assert second.suggestions == []
    assert second.problems == ["The suggester failed with ValueError: the rules are broken"]
    assert found([first, third]) == found([usual[0], usual[2]])


def test_the_process_answers_for_several_at_once(suggesters, capsys):
    from sys import stdout

    from annotator.suggest.serve import Server

    server = Server(suggesters, stdout)
    for asked in ([{"text": SHORT, "language": "en"}, {"text": ""}], {}, ["a"], [{"text": 7}]):
        server.receive(json.dumps({"together": asked}))
    answer, *errors = map(json.loads, capsys.readouterr().out.splitlines())
    one, nothing = answer["together"]
    assert len(one["suggestions"]) == 2
    assert one["problems"] == nothing["suggestions"] == []
    assert [error["error"][-1] for error in errors] == [".", ".", "."]


@given(st.lists(st.integers(0, 2 * BATCH) | st.integers(0, 500), max_size=150))
def test_batches_keep_the_order_and_their_bounds(lengths):
    wanted = [Wanted("x" * length, str(number)) for number, length in enumerate(lengths)]
    made = list(batches(iter(wanted)))
    assert [one for batch in made for one in batch] == wanted
    for batch in made:
        assert len(batch) == 1 or sum(len(one.text) for one in batch) <= BATCH
        assert 0 < len(batch) <= MOST
