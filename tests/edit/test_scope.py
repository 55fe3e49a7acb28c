"""What is to go out in an export is chosen row by row, with keys alone."""

from __future__ import annotations

import pytest
from desk import press

from annotator.edit.outcomes import Say
from annotator.edit.scope import Scope, ScopeQuestion
from annotator.formats.table import format_to_write


@pytest.fixture
def session(desk):
    return desk.session("*[Ann]PERSON? left.")


def ask(session, name="jsonl", scope=None, found=None, finished=1):
    """Ask what goes out; the scopes that were gone on with. `found` is the manifest chosen."""
    gone: list[Scope] = []

    def go(chosen):
        gone.append(chosen)
        return Say("Gone")

    question = ScopeQuestion(format_to_write(name), go, lambda ask_on: ask_on(found), finished)
    session.ask(question.prompt(scope or Scope()))
    return gone


def titles(session):
    return [choice.title for choice in session.prompt.fitting()]


def test_one_enter_exports_as_usual(session):
    gone = ask(session)
    press(session, "enter")
    assert gone == [Scope()]
    assert session.prompt is None


@pytest.mark.parametrize(("name", "scope"), [("conll", None), ("jsonl", Scope(finished=True))])
def test_nothing_is_not_exported_and_the_row_that_changes_it_is_on(session, name, scope):
    gone = ask(session, name, scope, finished=0)
    assert session.prompt.choices[0].detail == "nothing: no release is finished"
    press(session, "enter")
    assert gone == []
    assert session.prompt.told == "No release is finished: this row can take all"
    press(session, "enter")
    assert titles(session)[1] == "Releases: all"
    assert session.prompt.choices[0].detail == "on to the folder"
    press(session, "up enter")
    assert gone == [Scope(finished=False)]


@pytest.mark.parametrize(("name", "usual"), [("jsonl", "all"), ("conll", "finished")])
def test_the_releases_are_those_that_the_format_needs_until_somebody_says_so(session, name, usual):
    gone = ask(session, name)
    other = "finished" if usual == "all" else "all"
    press(session, "down")
    for which in (f"{usual}, as the format needs", other, usual) * 2:
        assert titles(session)[1] == f"Releases: {which}"
        press(session, "enter")
    press(session, "enter up enter")
    assert gone == [Scope(finished=other == "finished")]


def test_layers_and_what_nobody_judged_are_left_out_by_enter_on_their_rows(session):
    gone = ask(session)
    press(session, "down down enter down enter")
    assert titles(session)[2:4] == ["Highlights: entities alone", "Not judged: left out"]
    press(session, "up up up enter")
    assert gone == [Scope(only="entities", open=False)]


@pytest.mark.parametrize(
    ("name", "offered"),
    [
        ("brat", ["entities and claims", "entities alone", "claims alone"]),
        ("conll", ["entities; claims are counted as lost", "entities alone"]),
        ("csv-claims", ["claims; entities are counted as lost", "claims alone"]),
    ],
)
def test_only_layers_are_offered_that_the_format_can_hold(session, name, offered):
    ask(session, name)
    press(session, "down down")
    for layers in [*offered, offered[0]]:
        assert titles(session)[2] == f"Highlights: {layers}"
        press(session, "enter")


def test_a_layer_chosen_for_another_format_is_let_go_of_where_this_one_cannot_hold_it(session):
    gone = ask(session, "conll", Scope(only="claims"))
    press(session, "enter")
    assert gone == [Scope(only="")]


def test_a_split_is_picked_or_typed_and_then_says_what_it_keeps_together(session):
    gone = ask(session)
    session.type("split")
    press(session, "enter down enter")
    assert titles(session)[4:] == [
        "Split: 80/10/10",
        "Never torn apart: near-duplicates and a publisher's day",
        "Seed: 0",
        "Parts: as earlier exports to the folder decided",
    ]
    press(session, "enter")
    session.type("60/40")
    press(session, "enter down enter")
    assert titles(session)[4] == "Split: 60/40"
    assert (
        titles(session)[5] == "Never torn apart: near-duplicates, a publisher's day and a claimer"
    )
    session.type("exp")
    press(session, "enter")
    assert gone == [Scope(shares="60/40", keep_apart="near-duplicates,publisher-day,claimer")]


def test_shares_that_are_none_are_told_and_nothing_is_split(session):
    ask(session, scope=Scope(shares="80/20"))
    session.type("split")
    press(session, "enter")
    session.type("lots")
    press(session, "enter")
    assert session.prompt.told.startswith('"lots" is no split; write 80/10/10')
    assert "Split: 80/20" in titles(session)
    session.type("split")
    press(session, "enter")
    session.type("80/30")
    press(session, "enter")
    assert session.prompt.told.startswith('The shares of "80/30" add up to 110')
    assert "Split: 80/20" in titles(session)
    press(session, "enter enter")
    assert titles(session)[-1] == "Split: none"


def test_another_seed_is_typed_and_nothing_leaves_it_as_it_is(session):
    gone = ask(session, scope=Scope(shares="80/20"))
    session.type("seed")
    press(session, "enter")
    session.type("17")
    press(session, "enter")
    assert session.prompt.value() == "seed"
    assert titles(session)[6] == "Seed: 17"
    press(session, "enter enter")
    assert titles(session)[6] == "Seed: 17"
    press(session, "enter")
    session.type("lots")
    press(session, "enter")
    assert session.prompt.told == "“lots” is no seed; write a whole number, such as 1"
    session.type("exp")
    press(session, "enter")
    assert gone == [Scope(shares="80/20", seed=17)]
    assert gone[0].wish().seed == 17


@pytest.fixture
def manifest(tmp_path):
    path = tmp_path / "spring" / "split.json"
    path.parent.mkdir()
    path.write_text('{"manifest": "annotator-split/1", "parts": {"ab": "dev"}}', "utf-8")
    return path


def test_the_parts_of_an_export_elsewhere_are_chosen_and_let_go_of_again(session, manifest):
    gone = ask(session, scope=Scope(shares="80/10/10"), found=manifest)
    press(session, "up enter")
    assert titles(session)[-1] == "Parts: as the export “spring” decided"
    session.type("exp")
    press(session, "enter")
    assert gone == [Scope(shares="80/10/10", earlier=manifest)]
    assert gone[0].wish().earlier == {"ab": "dev"}
    ask(session, scope=gone[0])
    press(session, "up enter")
    assert titles(session)[-1] == "Parts: as earlier exports to the folder decided"


def test_a_file_that_is_no_split_is_told_and_the_question_stays(session, manifest):
    manifest.write_text("{}", "utf-8")
    ask(session, scope=Scope(shares="80/20"), found=manifest)
    press(session, "up enter")
    assert "is no manifest of a split" in session.prompt.told
    assert titles(session)[-1].startswith("Parts: as earlier exports")


def test_whoever_chooses_no_file_is_asked_on(session):
    ask(session, scope=Scope(shares="80/20"), found=None)
    press(session, "up enter")
    assert session.prompt.value() == "earlier"


def test_escape_exports_nothing(session):
    gone = ask(session)
    press(session, "escape")
    assert (gone, session.prompt) == ([], None)
