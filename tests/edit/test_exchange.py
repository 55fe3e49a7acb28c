"""What is asked and said when releases go in and out."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import pytest
from desk import press

from annotator.edit.exchange import exported, file_kinds, format_prompt, versions_prompt
from annotator.edit.outcomes import Say
from annotator.formats import table
from annotator.formats.format import Format
from annotator.formats.receipts import Receipt
from annotator.model.records import Unread


def asked(last=""):
    return format_prompt(table.written(), last, lambda _here, name: Say(f"As {name}"))


def names(prompt):
    return [choice.value for choice in prompt.fitting()]


def test_every_format_that_can_be_written_is_offered_with_its_line():
    offered = {(c.value, c.title, c.detail) for c in asked().choices}
    assert offered == {(f.name, f.title, f.summary) for f in table.written()}


def test_the_format_chosen_last_stands_first_and_the_rest_as_in_the_table():
    usual = [known.name for known in table.written()]
    assert names(asked()) == names(asked("no-such-format")) == usual
    assert names(asked(usual[1])) == [usual[1], *(u for u in usual if u != usual[1])]


def test_letters_and_enter_choose_a_format(desk):
    session = desk.session("*[Ann]PERSON? left.")
    session.ask(asked())
    session.type("con")
    assert names(session.prompt)[0] == "conll"
    press(session, "enter")
    assert session.said.text == "As conll"
    session.ask(asked("brat"))
    press(session, "enter")
    assert session.said.text == "As brat"


def test_escape_chooses_no_format(desk):
    session = desk.session("*[Ann]PERSON? left.")
    session.ask(asked())
    press(session, "escape")
    assert session.prompt is None
    assert not session.said.text.startswith("As")


def test_all_that_can_be_read_is_the_first_kind_of_file():
    formats = [Format("a", "A (old)", "", (".a", ".x")), Format("b", "B", "", (".x",))]
    assert file_kinds([*formats, Format("c", "C", "")]).split(";;") == [
        "All that can be imported (*.a *.x *.zip)",
        "A (old) (*.a *.x)",
        "B (*.x)",
        "ZIP archives (*.zip)",
        "All files (*)",
    ]


@pytest.mark.parametrize(
    ("counts", "lost", "said"),
    [
        ({"releases": 1}, 0, "Exported 1 release as CoNLL. Nothing was lost."),
        ({"releases": 1200}, 1, "Exported 1,200 releases as CoNLL. 1 loss."),
        (
            {"releases": 1, "overlaps": 1},
            0,
            "Exported 1 release as CoNLL. Nothing was lost. 1 pair of entities overlaps.",
        ),
        (
            {"releases": 2, "left_out": {"releases": 1, "claim": 4}},
            5,
            "Exported 2 releases as CoNLL, without 1 that is not finished. 4 losses.",
        ),
        (
            {"releases": 4, "left_out": {"releases": 3}, "overlaps": 2},
            3,
            "Exported 4 releases as CoNLL, without 3 that are not finished. Nothing else was lost."
            " 2 pairs of entities overlap.",
        ),
        (
            {"releases": 0, "left_out": {"releases": 3}},
            3,
            "Nothing went out as CoNLL: no release is finished.",
        ),
        (
            {"releases": 3, "left_out": {"releases": 2}, "unread": 1},
            2,
            "Exported 3 releases as CoNLL, without 2 that are not finished and 1 that is damaged."
            ' Nothing else was lost. Release 7, "The minister said on Tuesda…", is damaged: its'
            " text is gone.",
        ),
        (
            {"releases": 0, "unread": 2},
            0,
            "Exported 0 releases as CoNLL, without 2 that are damaged. Nothing else was lost."
            ' Release 7, "The minister said on Tuesda…", is damaged: its text is gone.',
        ),
    ],
)
def test_an_export_says_what_was_written_and_lost_and_where_its_receipt_is(counts, lost, said):
    counts = {"left_out": {}, "overlaps": 0, "unread": 0, **counts}
    unread = [asdict(Unread(7, "ab", "The minister said on Tuesday in Paris", "its text is gone"))]
    plain = {"counts": counts, "losses": {"total": lost}, "unread": unread}
    receipt = Receipt(Path("out/a-conll"), plain)
    where = Path("out/a-conll/RECEIPT.md")
    assert exported(receipt, "CoNLL") == f"{said} Receipt: {where}"


def test_a_receipt_below_the_home_folder_is_named_from_there(monkeypatch):
    monkeypatch.setattr(Path, "home", lambda: Path("/home/ann"))
    counts = {"releases": 1, "left_out": {}, "overlaps": 0, "unread": 0}
    plain = {"counts": counts, "losses": {"total": 0}}
    said = exported(Receipt(Path("/home/ann/out/a-brat"), plain), "brat")
    assert said.endswith(f"Receipt: {Path('~/out/a-brat/RECEIPT.md')}")


@pytest.mark.parametrize(
    ("titles", "asked", "leave"),
    [
        (
            ["Money"],
            "A new version of “Money” came in, and the earlier one is judged",
            "Leave the new one as it is",
        ),
        (
            ["Money", "Roads", "Schools"],
            "New versions of “Money” and 2 more came in, and the earlier ones are judged",
            "Leave the new ones as they are",
        ),
    ],
)
def test_one_version_and_several_are_asked_for_as_they_are(titles, asked, leave):
    prompt = versions_prompt(titles, lambda *_: None, lambda: None)
    assert (prompt.title, prompt.choices[0].title) == (asked, leave)
