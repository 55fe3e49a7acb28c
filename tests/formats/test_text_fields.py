"""What is to be asked of files whose text may stand in several fields, or in none that is known."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from annotator.formats.errors import Problem
from annotator.formats.fields import Fields
from annotator.formats.files import look_into, read_files
from annotator.formats.own import SCHEMA
from annotator.formats.text_fields import Place, candidates, questions
from annotator.model.plain import Incoming

LONG = "The minister said on Tuesday that the schools would get more money. "
JAPANESE = "部長は火曜日に、学校が今年はもっと多くの資金を得ると述べた。詳細は来週に出る。"


def asked(*paths: Path):
    """What is known and what is asked, with the names of files only."""
    known, found = questions(look_into(paths))
    return (
        {place.shown: field for place, field in known.items()},
        [(list(one.samples), [place.shown for place in one.files]) for one in found],
    )


@pytest.mark.parametrize(
    ("texts", "usual", "offered"),
    [
        ({"text": "Ann won.", "title": "One day in May"}, "text", []),
        ({"text": LONG, "release": "2024-7", "document": "a.pdf"}, "text", []),
        ({"text": LONG, "message": "All is well"}, "text", []),
        ({"text": LONG, "body": LONG}, "text", ["text", "body"]),
        ({"body": LONG * 9, "text": LONG}, "text", ["body", "text"]),
        ({"text": "", "body": LONG, "title": "One day"}, "text", ["body", "text", "title"]),
        ({"id": "7", "words": "Ann won.", "url": "https://a.b/c"}, "", ["words"]),
        ({"words": "Ann won.", "note": LONG, "title": "A day"}, "", ["note", "words", "title"]),
        ({"headline": "Ann won.", "link": "https://a.b/c"}, "", ["headline"]),
        ({"headline": "Ann won.", "subject": "The race"}, "", ["headline", "subject"]),
        ({"id": "7", "code": "ab-12"}, "", []),
        ({"id": "7", "文": JAPANESE}, "", ["文"]),
        ({"sha256": "9f" * 32, "url": "https://a.b/" + "c" * 40, "words": LONG}, "", ["words"]),
        ({"": "Ann won.", "words": "Bo left."}, "", ["words"]),
    ],
)
def test_fields_are_offered_where_the_name_does_not_tell(texts, usual, offered):
    assert candidates(Fields(texts, usual)) == offered


def test_a_single_field_that_fits_is_taken_and_a_known_one_is_left_to_the_reader(tmp_path):
    (tmp_path / "a.csv").write_text("id,words\n1,Ann won.\n")
    (tmp_path / "b.csv").write_text("id,text\n1,Ann won.\n")
    (tmp_path / "c.json").write_text(json.dumps([{"n": 1, "words": "Ann won."}]))
    assert asked(*sorted(tmp_path.iterdir())) == ({"a.csv": "words", "c.json": "words"}, [])


def test_files_with_the_same_fields_are_one_question_and_those_with_fewer_go_with_them(tmp_path):
    (tmp_path / "a.csv").write_text("id,words,note\n1,Ann won.,A long day it was\n")
    (tmp_path / "b.csv").write_text("note;words;id\nA day;Ann won the race.;1\n")
    fields = {"words": "Ann won.", "note": "A long day", "more": "Of the same"}
    (tmp_path / "c.json").write_text(json.dumps({"data": [fields]}))
    (tmp_path / "d.jsonl").write_text(json.dumps({"article": {"x": "Ann won.", "y": "A day"}}))
    known, found = asked(*sorted(tmp_path.iterdir()))
    assert known == {}
    assert found == [
        (["more", "note", "words"], ["c.json", "a.csv", "b.csv"]),
        (["article.x", "article.y"], ["d.jsonl"]),
    ]


def test_files_without_the_field_that_was_chosen_are_asked_for_by_themselves(tmp_path):
    (tmp_path / "a.csv").write_text("words,note,more\nAnn won.,A long day,Of the same\n")
    (tmp_path / "b.csv").write_text("words,note\nBo left.,A day\n")
    _, (question,) = questions(look_into(sorted(tmp_path.iterdir())))
    known, (again,) = question.answered("more")
    assert {place.shown: field for place, field in known.items()} == {"a.csv": "more"}
    assert list(again.samples) == ["words", "note"]
    assert [place.shown for place in again.files] == ["b.csv"]
    known, more = question.answered("")
    assert (set(known.values()), len(known), more) == ({""}, 2, [])


def test_files_that_say_what_they_are_are_not_asked_for(tmp_path):
    own = {"schema": SCHEMA, "text": LONG, "body": LONG}
    (tmp_path / "own.jsonl").write_text(json.dumps(own))
    (tmp_path / "one.txt").write_text(LONG)
    (tmp_path / "broken.json").write_text('{"a": ')
    (tmp_path / "empty.csv").write_text("")
    (tmp_path / "no.zip").write_bytes(b"PK\x03\x04")
    assert asked(*tmp_path.iterdir(), tmp_path / "gone.csv") == ({}, [])


def test_an_answer_holds_for_its_files_in_folders_and_archives(tmp_path):
    folder = tmp_path / "news"
    folder.mkdir()
    table = "id,words,note\n1,Ann won.,A long day\n"
    (folder / "a.csv").write_text(table)
    packed = tmp_path / "b.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("in/b.csv", table.replace("Ann", "Bo") + f"2,{LONG * 20_000},A day\n" * 9)
        archive.writestr("c.txt", "Cy won.")
    known, (question,) = questions(look_into([folder, packed]))
    assert not known
    assert list(question.files) == [Place(folder, "a.csv"), Place(packed, "b.zip: in/b.csv")]
    answers, more = question.answered("words")
    assert not more
    found = list(read_files([folder, packed], text_field=answers))
    texts = [one.release.text for one in found if isinstance(one, Incoming)]
    assert (texts[0], texts[1], texts[2], len(texts)) == ("Ann won.", "Cy won.", "Bo won.", 12)


def test_a_file_can_be_left_out(tmp_path):
    (tmp_path / "a.csv").write_text("words,note\nAnn won.,A long day\n")
    (tmp_path / "b.csv").write_text("text,no\nBo won.,1\n")
    paths = sorted(tmp_path.iterdir())
    left, came = read_files(paths, text_field={Place(paths[0], "a.csv"): ""})
    assert isinstance(left, Problem)
    assert str(left) == "a.csv was left out: no field of it was chosen as its text."
    assert isinstance(came, Incoming)
