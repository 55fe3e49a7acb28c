"""The keystroke-level model and the table of other tools."""

from __future__ import annotations

from dataclasses import replace

import pytest

from annotator.fluency.cost import Cost
from annotator.fluency.hands import presses
from annotator.fluency.peers import read_peers
from annotator.fluency.tasks import Task
from annotator.model.records import Claim, Entity
from annotator.model.spans import Span

TEXT = "Ann Lee said in Rome that Max Moor won."
ANN, ROME, MAX = Span(0, 7), Span(16, 20), Span(26, 34)
YARDSTICK = [
    *(Task(Entity(ANN, "PERSON"), Entity(ANN, "PERSON"), f"s{n}") for n in range(3)),
    Task(Entity(Span(0, 3), "PERSON"), Entity(ANN, "PERSON"), "s4"),
    Task(Entity(ROME, "ORG"), Entity(ROME, "GPE"), "s5"),
    Task(None, Entity(MAX, "PERSON")),
]
"""Five suggested entities, of which one has a wrong end and one a wrong label; one is missing."""


@pytest.fixture(scope="module")
def peers():
    return {peer.name: peer for peer in read_peers()}


def test_operators_add_up_to_seconds():
    drag = Cost.of("P B P B")
    assert drag.seconds == pytest.approx(2.4)
    assert (drag * 2 + Cost(k=1, m=1, reading=2)).seconds == pytest.approx(9.05)
    assert Cost(k=1, m=1, reading=2).handling == pytest.approx(1.55)


@pytest.mark.parametrize(
    ("keys", "count"),
    [("a", 1), ("A", 2), ("{", 2), ("ctrl+enter", 2), ("ctrl+shift+z", 3), ("alt+{", 3)],
)
def test_held_keys_are_pressed_too(keys, count):
    assert presses([keys]) == count


def test_the_yardstick_takes_other_tools_14_to_22_seconds(peers):
    seconds = {name: peer.cost(YARDSTICK, TEXT).handling for name, peer in peers.items()}
    print({name: round(value, 1) for name, value in seconds.items()})
    assert seconds["Label Studio"] == pytest.approx(14.2, abs=0.05)
    assert seconds["INCEpTION"] == pytest.approx(21.6, abs=0.3)
    assert min(seconds, key=seconds.__getitem__) == "Label Studio"
    assert max(seconds, key=seconds.__getitem__) == "INCEpTION"


def test_every_tool_has_every_action_and_a_source(peers):
    needed = {"keep", "reject", "relabel", "bounds", "add", "relation", "finish"}
    for peer in peers.values():
        assert needed <= peer.actions.keys()
        assert all("http" in source for source in peer.sources)


def test_a_new_claim_costs_its_spans_and_what_ties_them(peers):
    claim = Claim((Span(21, 38),), Span(8, 12), (ANN,), "Ann Lee", {"quote_type": "indirect"})
    cost = peers["doccano"].task_cost(Task(None, claim), TEXT)
    assert cost == Cost.of("PBPBK") * 3 + Cost.of("PBBPBBK") * 2 + Cost(m=3)
    told = peers["Label Studio"].task_cost(Task(None, claim), TEXT)
    assert told.m == 5
    assert "claimer" in peers["doccano"].unsaid


def test_a_right_suggestion_costs_a_look_and_where_it_must_be_accepted_a_click(peers):
    keep = YARDSTICK[0]
    assert peers["brat"].task_cost(keep, TEXT) == Cost(reading=1)
    assert peers["INCEpTION"].task_cost(keep, TEXT) == Cost.of("PBB") + Cost(reading=1)


def test_of_an_added_claim_each_part_is_decided_on_guessed_or_not():
    true = Claim((MAX,), Span(8, 12), (ANN,), "Ann Lee", {"quote_type": "indirect"})
    task = Task(None, true)
    assert task.decisions == Cost(m=5)
    assert task.decisions_after(Claim((MAX,))) == Cost(m=5)
    assert task.decisions_after(true) == Cost(m=5)
    assert task.decisions_after(replace(true, source=(), claimer="Lee")) == Cost(m=5)
    # the content is chosen, whether or not it was moved afterwards
    assert task.decisions_after(replace(true, content=(ROME,))) == Cost(m=5)


def test_a_cue_that_was_guessed_and_is_none_is_put_right():
    true = Claim((MAX,), claimer="AUTHOR")
    guess = replace(true, cue=Span(8, 12))
    assert Task(None, true).decisions_after(guess) == Cost(m=3)


def test_other_tools_say_every_part_of_an_added_claim(peers):
    true = Claim((MAX,), Span(8, 12), (ANN,), "Ann Lee")
    assert peers["Label Studio"].task_cost(Task(None, true), TEXT).m == 4
