"""Tables for people: whatever a release holds, no cell of them is a formula, and none is lost."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_own_jsonl import ABOUT, NEWS, example

from annotator.formats import cells, csv_claims, csv_entities
from annotator.formats.errors import Problem
from annotator.formats.exporting import export
from annotator.formats.format import Source
from annotator.formats.incoming import folded
from annotator.formats.places import Out
from annotator.formats.writing import Options
from annotator.model.fold import Fold, Item
from annotator.model.records import Claim, Release
from annotator.model.spans import Span


def table(place):
    data = (place / "club.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_a_claim_is_a_row(tmp_path):
    export(tmp_path / "x", csv_claims.FORMAT, [(NEWS, example())], ABOUT)
    data = (tmp_path / "x/club.csv").read_bytes()
    assert data.count(b"\r\n") == data.count(b"\n") == 2
    (row,) = table(tmp_path / "x")
    assert {name: cell for name, cell in row.items() if cell} == {
        "title": "A title",
        "publisher": "The Club",
        "claimer": "Ann Lee",
        "source": "Ann Lee",
        "cue": "said",
        "content": "we won in Oslo",
        "epistemic": "unknown",
        "status": "accepted",
        "annotator": "bea",
        "at": "2024-05-01T10:00:02.000Z",
        "content at": "15-29",
        "cue at": "10-14",
        "source at": "2-9",
        "item": "s4",
        "release": NEWS.id,
    }


def test_a_note_has_a_column_of_its_own(tmp_path):
    notes = ["Who says so?\r\nAsk Ann.", "", "n" * cells.LONGEST_CELL]
    rest = {"topic": "schools"}
    claims = [Claim((Span(0, 3),), attributes={"note": note, **rest}) for note in notes]
    items = {f"a{n}": Item(f"a{n}", claim, "added") for n, claim in enumerate(claims)}
    export(tmp_path / "x", csv_claims.FORMAT, [(NEWS, Fold(items, "finished"))], ABOUT)
    rows = table(tmp_path / "x")
    assert [row["note"] for row in rows] == [notes[0], "", ""]
    more = [json.loads(row["more attributes"]) for row in rows]
    assert more == [rest, {"note": "", **rest}, {"note": notes[2], **rest}]


def test_a_table_without_a_column_for_notes_is_read_too(tmp_path):
    claim = Claim((Span(0, 3),), attributes={"note": "Who?"})
    stands = Fold({"a1": Item("a1", claim, "added")}, "finished")
    export(tmp_path / "x", csv_claims.FORMAT, [(NEWS, stands)], ABOUT)
    (row,) = table(tmp_path / "x")
    row["more attributes"] = json.dumps({"note": row.pop("note")})
    with (tmp_path / "x/club.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([row, row.values()])
    (back,) = csv_claims.ClaimsWriter(Out(tmp_path / "x"), ABOUT, Options()).read_back("")
    assert [item.record.attributes for item in folded(back).items.values()] == [{"note": "Who?"}]


def test_an_entity_is_a_row(tmp_path):
    export(tmp_path / "x", csv_entities.FORMAT, [(NEWS, example())], ABOUT)
    rows = table(tmp_path / "x")
    assert [[row[name] for name in ("entity", "label", "status", "offsets")] for row in rows] == [
        ["Ann Lee", "PERSON", "open", "2-9"],
        ["we", "ORG", "rejected", "15-17"],
        ["won", "EVENT", "added", "18-21"],
        ["Oslo", "GPE", "corrected", "25-29"],
    ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "'="])
def test_no_cell_is_a_formula(tmp_path, start):
    bad = f"{start}HYPERLINK(1);\"x\",'y'"
    release = Release(f"{bad} said so", bad, bad, bad, bad, bad)
    claim = Claim((Span(0, len(bad)),), claimer=bad, attributes={"note": bad, "epistemic": bad})
    stands = Fold({"a1": Item("a1", claim, "added", annotator=bad)}, "finished")
    export(tmp_path / "x", csv_claims.FORMAT, [(release, stands)], ABOUT)
    (row,) = table(tmp_path / "x")
    for name, cell in row.items():
        assert not cell.startswith(tuple("=+-@\t\r\n＝＋－＠")), name
    assert row["claimer"] == row["content"] == row["title"] == f"'{bad}"
    writer = csv_claims.ClaimsWriter(Out(tmp_path / "x"), ABOUT, Options())
    (back,) = writer.read_back("")
    (item,) = folded(back).items.values()
    assert (item.record, item.annotator) == (claim, bad)
    assert item.record.attributes == claim.attributes


@given(st.text(st.sampled_from("'=+-@\t\r\n a＝"), max_size=6))
def test_what_is_made_safe_comes_back(cell):
    assert cells.plain(cells.safe(cell)) == cell
    assert not cells.safe(cell).startswith(tuple("=+-@\t\r\n＝"))


def test_a_cell_holds_what_a_spreadsheet_holds(tmp_path):
    text = "long " * 20_000
    claim = Claim((Span(0, len(text)),), claimer=text, attributes={"epistemic": text})
    stands = Fold({"a1": Item("a1", claim, "added")}, "finished")
    export(tmp_path / "x", csv_claims.FORMAT, [(Release(text), stands)], ABOUT)
    (row,) = table(tmp_path / "x")
    assert row["content"].endswith(" […]")
    assert all(len(row[n]) <= cells.LONGEST_CELL for n in ("content", "claimer", "epistemic"))


def test_a_row_that_was_spoilt_is_told_and_the_rest_stays(tmp_path):
    claim = Claim((Span(0, 3),))
    stands = Fold({f"a{n}": Item(f"a{n}", claim, "added") for n in range(3)}, "finished")
    export(tmp_path / "x", csv_claims.FORMAT, [(Release("Ann won"), stands)], ABOUT)
    path = tmp_path / "x/club.csv"
    lines = path.read_text("utf-8").splitlines()
    lines[1] = lines[1].replace('"0-3"', '"0-99"')
    lines[3] = lines[3].replace(Release("Ann won").id, "elsewhere")
    path.write_text("\r\n".join(lines) + "\r\n", "utf-8")
    writer = csv_claims.ClaimsWriter(Out(tmp_path / "x"), ABOUT, Options())
    first, back, last = writer.read_back("")
    assert isinstance(first, Problem)
    assert "row 2 cannot be understood (the span 0-99 lies outside" in str(first)
    assert len(back.steps[0].step.decisions) == 1
    assert "row 4 is of no release beside it" in str(last)
    path.write_text("a,b\r\n", "utf-8")
    with pytest.raises(Exception, match='no column "title"'):
        list(cells.rows(Source(path).path, ["title"]))


def test_a_time_that_is_none_costs_its_release_and_no_other(tmp_path):
    claim = Claim((Span(0, 3),))
    two = [
        (Release(text), Fold({"a1": Item("a1", claim, "added", at="2024-05-01")}, "finished"))
        for text in ("Ann won", "Bob lost")
    ]
    export(tmp_path / "x", csv_claims.FORMAT, two, ABOUT)
    path = tmp_path / "x/club.csv"
    path.write_text(path.read_text("utf-8").replace("2024-05-01", "in May", 1), "utf-8")
    writer = csv_claims.ClaimsWriter(Out(tmp_path / "x"), ABOUT, Options())
    problem, other = writer.read_back("")
    assert str(problem) == 'club.csv: "at" is an ISO 8601 time, not "in May".'
    assert other.release.text == "Bob lost"
