"""Tables and JSON from elsewhere: each row or object with a text is a release."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from terminal import annotator

from annotator.formats.csv_claims import COLUMNS
from annotator.formats.errors import Problem
from annotator.formats.files import read_files
from annotator.model.plain import Incoming
from annotator.model.records import Release

TEXTS = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"], exclude_characters="\0"),
        st.sampled_from("ab,;\t|\"'\r\n\u2028👩"),
    ),
    min_size=1,
    max_size=40,
).filter(lambda text: text.strip("\ufeff").strip())


def releases(path: Path, text_field: str = "") -> list[Release]:
    found = list(read_files([path], text_field=text_field))
    assert all(isinstance(one, Incoming) for one in found), found
    return [one.release for one in found if isinstance(one, Incoming)]


def told(path: Path, text_field: str = "") -> list[str]:
    found = read_files([path], text_field=text_field)
    return [str(one) for one in found if isinstance(one, Problem)]


@settings(deadline=None, max_examples=60)
@given(
    texts=st.lists(TEXTS, min_size=1, max_size=4),
    delimiter=st.sampled_from(",;\t|"),
    quoting=st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
    bom=st.booleans(),
)
def test_every_text_of_a_table_comes_as_it_is(tmp_path_factory, texts, delimiter, quoting, bom):
    table = io.StringIO()
    writer = csv.writer(table, delimiter=delimiter, quoting=quoting)
    writer.writerow(["id", "Press Release", "Published at"])
    writer.writerows([number, text, "2024-05-01"] for number, text in enumerate(texts))
    path = tmp_path_factory.mktemp("table") / "a.csv"
    path.write_bytes(("\ufeff" * bom + table.getvalue()).encode("utf-8"))
    found = releases(path)
    assert [release.text for release in found] == texts
    assert {release.date for release in found} == {"2024-05-01"}
    assert [release.extra for release in found] == [{"id": str(n)} for n in range(len(texts))]


def test_what_a_row_says_beside_its_text_is_known_under_our_names(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(
        "Headline;Body;Organisation;Publication Date;Link;Language;Desk\n"
        "Club  wins;Ann said: yes;Club;1 May 2024;https://club.example;German;north\n"
    )
    (found,) = releases(path)
    assert found == Release(
        *("Ann said: yes", "Club wins", "Club", "1 May 2024", "https://club.example", "de"),
        {"Desk": "north"},
    )


def test_a_row_without_a_date_has_the_one_that_its_text_begins_with(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("text,date\nBaku 2024-05-01: Ann won.,\nBaku 2024-05-01: Bob won.,2024-05-02\n")
    assert [release.date for release in releases(path)] == ["2024-05-01", "2024-05-02"]


def test_bad_rows_are_told_with_their_line_and_the_rest_goes_in(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(
        'title,text\nOne,"Ann\nwon."\nTwo,\n,,\nThree,Ann, Lee and Bo won.\n'
        'Four,"He "won" it"\nFive,a\0b\nSix,Bo won.\nSeven,"never closed\n'
    )
    found = list(read_files([path]))
    assert [one.release.text for one in found if isinstance(one, Incoming)] == [
        "Ann\nwon.",
        "Bo won.",
    ]
    assert [one.origin for one in found if isinstance(one, Incoming)][1] == "a.csv, line 9"
    assert [str(one) for one in found if isinstance(one, Problem)] == [
        'a.csv, line 4 has no text in the column "text"; it was left out.',
        "a.csv, line 6 has 3 cells and the head names 2 columns; put its text into quotation"
        " marks.",
        "a.csv, line 7 is no whole row (',' expected after '\"'); mend its quotation marks or leave"
        " it out.",
        "a.csv, line 8 holds a NUL character (character 1), so it is no plain text; remove it or"
        " save the text anew.",
        "a.csv, line 10 is no whole row (unexpected end of data); mend its quotation marks or leave"
        " it out.",
    ]


def test_the_column_can_be_named_and_a_wrong_name_is_told(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("no,words,text\n1,Ann won.,short\n")
    assert releases(path, "Words")[0].text == "Ann won."
    assert told(path, "wrods") == [
        'a.csv has no column "wrods"; there is no, words, text. Did you mean "words"?'
    ]
    path.write_text("no,words\n1,Ann won.\n")
    assert told(path) == [
        "a.csv has no column called text, body, content or so; there is no, words. On the command"
        " line, --text-field names it."
    ]
    path.write_text("")
    assert told(path) == ["a.csv is empty; there is no release in it."]


def test_a_table_of_one_column_and_one_with_loose_quotation_marks_are_read(tmp_path):
    path = tmp_path / "a.tsv"
    path.write_text('id\ttext\n1\t"We won" she said\n2\t"Open\n')
    assert [release.text for release in releases(path)] == ['"We won" she said', '"Open']
    path = tmp_path / "a.csv"
    path.write_text('text\n"Ann, Lee; and Bo won."\n')
    assert [release.text for release in releases(path)] == ["Ann, Lee; and Bo won."]


def test_a_table_in_another_encoding_comes_in_with_a_note(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("text;titel\nGrüße aus Köln;Ä\n".encode("cp1252"))
    (found,) = read_files([path])
    assert isinstance(found, Incoming)
    assert (found.release.text, found.release.title) == ("Grüße aus Köln", "Ä")
    assert "was read as cp1252" in found.note


def test_a_text_longer_than_the_usual_cell_of_csv_is_read(tmp_path):
    path = tmp_path / "a.csv"
    text = "Ann said yes. " * 20_000
    path.write_text(f'title,text\nOne,"{text}"\nTwo,short\n')
    assert [release.text for release in releases(path)] == [text, "short"]


def test_our_own_table_of_claims_is_no_table_of_releases(tmp_path):
    path = tmp_path / "club.csv"
    path.write_text(",".join(COLUMNS) + "\n")
    (sentence,) = told(path)
    assert sentence.startswith("club.csv is a table of claims that was exported here")
    assert "club.texts.jsonl" in sentence


OBJECTS = [
    {"content": "Ann won.", "headline": "One", "pubDate": "2024-05-01", "lang": "en-GB"},
    {"article": {"body": "Bo won.", "title": "Two"}, "site_name": "Club", "n": 3},
    {"metadata": {"agency": "Wire"}, "message": "Cy won."},
]


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("listed", [True, False])
def test_objects_with_a_text_are_read_however_they_stand(tmp_path, listed, indent):
    path = tmp_path / ("a.json" if listed or indent else "a.jsonl")
    lines = "\n".join(json.dumps(one, indent=indent) for one in OBJECTS)
    path.write_text(json.dumps(OBJECTS, indent=indent) if listed else lines)
    assert releases(path) == [
        Release("Ann won.", "One", "", "2024-05-01", "", "en"),
        Release("Bo won.", "Two", "Club", extra={"n": "3"}),
        Release("Cy won.", "Cy won.", "Wire"),
    ]


def test_the_field_can_be_named_by_its_path(tmp_path):
    path = tmp_path / "a.jsonl"
    first = {"text": "short", "a": {"b": "Ann won.", "title": "One"}}
    lines = [first, {"a": {"b": 7}}, {"a.b": "Bo"}]
    path.write_text("\n".join(map(json.dumps, lines)))
    found = list(read_files([path], text_field="a.b"))
    assert [one.release.text for one in found if isinstance(one, Incoming)] == ["Ann won.", "Bo"]
    assert told(path, "a.b") == ['a.jsonl, line 2 has no text under "a.b"; it was left out.']
    assert told(path, "a.c")[0] == (
        'a.jsonl, line 1 has no field "a.c"; there is text, a.b, a.title. Did you mean "a.b"?'
    )


def test_lines_of_our_own_stay_our_own_in_a_list(tmp_path):
    own = {"schema": "annotator/1", "text": "Ann won.", "state": "finished"}
    path = tmp_path / "a.json"
    path.write_text(json.dumps([own]))
    (found,) = read_files([path])
    assert isinstance(found, Incoming)
    assert found.steps[-1].step.state == "finished"


def test_what_has_no_text_is_told_with_what_it_has(tmp_path):
    path = tmp_path / "a.json"
    path.write_text('[{"words": "Ann won.", "no": 1}, {"story": " "}, 7, {"story": "Bo won."}]')
    assert told(path) == [
        "a.json, item 1 has no field called text, body, content or so; there is words. On the"
        " command line, --text-field names it.",
        "a.json, item 2 is empty or only white space; there is nothing to read in it.",
        "a.json, item 3 is no JSON object.",
    ]


@pytest.mark.usefixtures("own_folders")
def test_tables_and_json_are_imported_from_folder_archive_and_standard_input(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.csv").write_text("id,words\n1,Ann won.\n")
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("b.csv", "id,words\n1,Bo won.\n")
        archive.writestr("c.jsonl", '{"words": "Cy won."}\n')
    annotator("new", "club")
    how = ("--text-column", "words", "--language", "en")
    assert annotator("import", "club.annotator", "in", "b.zip", *how)[:2] == (
        0,
        "Imported 3 releases.\n",
    )
    table = b"id\twords\n1\tDee won.\n2\t\n"
    where = ("import", "club.annotator", "-", "--as", "csv")
    assert annotator(*where, *how, given=table) == (
        1,
        "Imported 1 release.\n",
        'standard input, line 3 has no text in the column "words"; it was left out.\n',
    )
