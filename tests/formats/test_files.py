"""Files that people really have: each bad one gets a sentence, the others come in."""

from __future__ import annotations

import json
import os
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.formats.errors import Problem
from annotator.formats.files import read_files
from annotator.formats.table import (
    DEFAULT,
    UnknownFormatError,
    format_to_read,
    format_to_write,
)
from annotator.formats.texts import READABLE, date_of, shortened, title_of
from annotator.model.plain import Incoming
from annotator.model.records import Release


def read(path: Path) -> list[Incoming | Problem]:
    return list(read_files([path]))


def sentences(path: Path) -> list[str]:
    found = read(path)
    assert all(isinstance(one, Problem) for one in found)
    return [str(one) for one in found]


def releases(path: Path) -> list[Release]:
    found = read(path)
    assert all(isinstance(one, Incoming) for one in found), found
    return [one.release for one in found if isinstance(one, Incoming)]


def test_a_text_file_is_a_release_to_the_byte(tmp_path):
    path = tmp_path / "a.txt"
    data = "\ufeff 12 px\r\n\r\nAnn said 👩‍👩‍👧\u00a0e\u0301 on 2024-05-01.\r\n".encode()
    path.write_bytes(data)
    (release,) = releases(path)
    assert release.text.encode() == data
    assert release.title == "Ann said 👩‍👩‍👧 e\u0301 on 2024-05-01."
    assert release.date == "2024-05-01"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("One\nTwo", "One"),
        ("The minister of\nforeign affairs said.", "The minister of foreign affairs said."),
        ("16 px ↺\n\nThe title", "The title"),
        ("16 px ↺", "16 px ↺"),
        ("word " * 40, "word " * 17 + "word…"),
        ("x" * 200, "x" * 89 + "…"),
    ],
)
def test_a_title_is_the_first_line_that_is_no_furniture(text, title):
    assert title_of(text) == title.strip()
    assert len(title_of(text)) <= 90


def test_a_long_title_is_cut_between_words_and_not_at_a_hyphen():
    fits = "The minister said that all the four hospitals in the north were to be given some"
    assert shortened(f"{fits} well-known names and more") == f"{fits}…"
    assert shortened("a" * 200) == "a" * 89 + "…"


def test_a_text_that_begins_with_a_long_line_is_called_by_it_whatever_follows():
    line = "The members of the council " + "are encouraged by what was decided " * 8
    title = title_of(f"\ufeff\n{line}\n\nContact: press@example.org\n")
    assert line.startswith(title.removesuffix("…"))
    assert 80 < len(title) <= 90


@settings(deadline=None)
@given(st.text())
def test_any_text_has_a_title_on_one_line(text):
    assert len(shortened(text)) <= 90
    assert len(title_of(text).splitlines()) <= 1


@pytest.mark.parametrize(
    ("text", "date"),
    [("On 2024-02-30, no, 2024-03-01.", "2024-03-01"), ("No. 12024-05-01", ""), ("May 1", "")],
)
def test_a_date_is_only_taken_where_it_is_one(text, date):
    assert date_of(text) == date


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "a.txt is empty or only white space"),
        (" \u00a0\ufeff\r\n\t".encode(), "a.txt is empty or only white space"),
        ("Ann".encode("utf-16")[:-1], "a.txt is no whole UTF-16; convert it to UTF-8"),
        (b"Ann\0Lee", "a.txt holds a NUL character (character 3)"),
        (b"%PDF-1.7\n", "a.txt is a PDF, not text"),
        (b"PK\x03\x04word", "a.txt is a Word, OpenDocument or zip file"),
        (b"\x89PNG\r\n", "a.txt is an image"),
        (b"word " * 1_000_000, "a.txt has 5.0 MB of text and one release has at most 2 MB; split"),
    ],
)
def test_a_file_that_is_no_release_gets_one_sentence(tmp_path, data, sentence):
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    (found,) = sentences(path)
    assert found.startswith(sentence)
    assert found.endswith(".")


@pytest.mark.parametrize("name", ["a.jpg", "a.mp3", "a.exe", "a.txt", "a.csv", "a.json", "a.jsonl"])
@pytest.mark.parametrize("size", [200, 100_000])
def test_a_file_that_is_no_text_gets_no_advice_on_encodings(tmp_path, name, size):
    path = tmp_path / name
    path.write_bytes(random.Random(name).randbytes(size))
    (found,) = sentences(path)
    assert found == f"{name} is no text, nor any other file that can be read: {READABLE}."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("大臣は新しい措置を発表した。", "iso2022_jp"),
        ("\x1b[1mAnn Lee\x1b[0m said yes.\f\x1a", "ascii"),
        ("Ann\x07 said\x07 that two stray signs do no harm to a text of this length.", "ascii"),
        ("a\x02", "ascii"),
        ("0\x1f\x19", "utf-8"),
    ],
)
def test_a_few_control_characters_do_not_make_a_text_something_else(tmp_path, text, encoding):
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode(encoding))
    (found,) = read_files([path])
    assert isinstance(found, Incoming)


@pytest.mark.parametrize(
    ("text", "encoding", "told"),
    [
        ("Grüße aus Köln", "latin-1", "a.txt was read as cp1252, not UTF-8"),
        ("„Ja“ – sagte sie.", "cp1252", "a.txt was read as cp1252, not UTF-8"),
        ("Министр сказал, что «мы победили» на выборах.", "cp1251", "was read as cp1251"),
        ("Ann said 👩 ja.\r\n", "utf-16", "a.txt was read as UTF-16LE, not UTF-8."),
    ],
)
def test_a_text_in_another_encoding_comes_in_with_a_note(tmp_path, text, encoding, told):
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode(encoding))
    (found,) = read(path)
    assert isinstance(found, Incoming)
    assert found.release.text == text
    assert told in found.note
    path.write_text("Grüße", encoding="utf-8")
    (found,) = read(path)
    assert isinstance(found, Incoming)
    assert found.note == ""


def test_a_missing_and_a_forbidden_file_are_told_and_the_rest_goes_on(tmp_path, monkeypatch):
    good, hidden = tmp_path / "good.txt", tmp_path / "hidden.txt"
    good.write_text("Ann said yes.")
    hidden.write_text("Secret")
    read_bytes = Path.read_bytes

    def guarded(path):
        if path == hidden:
            raise PermissionError(13, "Permission denied")
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", guarded)
    found = list(read_files([tmp_path / "none.txt", hidden, good]))
    told = [str(one) for one in found if isinstance(one, Problem)]
    assert len(told) == 2
    assert told[0] == f"There is no file {tmp_path / 'none.txt'}; check its name."
    assert told[1].startswith(f"You may not read {hidden}")
    assert isinstance(found[-1], Incoming)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    assert "is no ordinary file" in sentences(tmp_path / "pipe.txt")[0]


@pytest.mark.parametrize("ending", ["", "-wal", "-shm"])
def test_a_project_and_what_lies_beside_it_are_not_opened(tmp_path, monkeypatch, ending):
    (tmp_path / f"club.annotator{ending}").write_text("Ann Lee won.", "utf-8")
    monkeypatch.setattr(Path, "open", lambda *_: pytest.fail("it was opened"))
    assert "is a project; export it" in sentences(tmp_path / f"club.annotator{ending}")[0]


def test_good_lines_of_a_bad_file_come_in(tmp_path):
    path = tmp_path / "b.jsonl"
    good = json.dumps({"text": "Ann said yes.", "source_name": "Club", "license": "CC0"}).encode()
    bad = [
        b'{"text": "x", }',
        b"[1]",
        b'{"title": "no text"}',
        b'{"text": 7}',
        b'{"text": " "}',
        b'{"text": "a\\u0000b"}',
        b'{"text": "half \\ud83d"}',
        b'{"text": "x", "note": "\\udc00"}',
        b'{"text": "Gr\xfc\xdfe"}',
        b'{"schema": "annotator/9", "text": "x"}',
        b"[" * 100_000,
        b'{"text": "' + b"word " * 500_000 + b'"}',
        b'{"text": "broken o',
    ]
    path.write_bytes(b"\xef\xbb\xbf" + good + b"\r\n\n" + b"\n".join(bad))
    first, *rest = read(path)
    assert isinstance(first, Incoming)
    assert (first.release.publisher, first.release.extra) == ("Club", {"license": "CC0"})
    told = [str(one) for one in rest]
    assert len(told) == len(bad)
    for number, (sentence, words) in enumerate(
        zip(
            told,
            [
                "is not valid JSON",
                "is no JSON object",
                'has no "text"',
                'has no "text"',
                "is empty or only white space",
                "holds a NUL character (character 1)",
                "lone surrogate",
                "lone surrogate",
                "is not UTF-8 (byte 0xFC",
                'is of the format "annotator/9" and this program reads "annotator/1"',
                "is nested too deeply",
                "has 2.5 MB of text",
                "breaks off",
            ],
            strict=True,
        ),
        start=3,
    ):
        assert sentence.startswith(f"b.jsonl, line {number}")
        assert words in sentence
        assert sentence.endswith(".")


def test_a_byte_that_is_not_utf8_is_found_in_the_file(tmp_path):
    path = tmp_path / "b.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"text": "one"}\n{"text": "Gr\xfcn"}\n')
    problem = read(path)[1]
    offset = int(str(problem).split("offset ")[1].split(")")[0])
    assert path.read_bytes()[offset] == 0xFC


def test_a_large_jsonl_of_many_releases_is_read_line_by_line(tmp_path):
    path = tmp_path / "b.jsonl"
    with path.open("w") as file:
        for i in range(50):
            file.write(json.dumps({"text": f"{i} " + "word " * 25_000}) + "\n")
    assert path.stat().st_size > 5_000_000
    assert sum(isinstance(one, Incoming) for one in read_files([path])) == 50


def test_what_other_programs_say_about_a_release_is_kept(tmp_path):
    line = {
        "id": "2FA0",
        "text": "First line\nSecond.",
        "meta": {"date": "2014-08-11", "desk": "north"},
        "lang": "en",
        "title": "A long  title " * 10,
        "publisher": "Club",
        "source": "wire",
        "page": 3,
        "final": True,
        "spans": "[{'start': 0}]",
        "tokens": [],
        "url": None,
    }
    path = tmp_path / "b.jsonl"
    path.write_text(json.dumps(line))
    (release,) = releases(path)
    assert (release.title, release.date, release.language, release.url) == (
        *(("A long title " * 10).strip(), "2014-08-11"),
        *("en", ""),
    )
    assert release.extra == {
        "id": "2FA0",
        "desk": "north",
        "source": "wire",
        "page": "3",
        "final": "true",
    }


def test_an_empty_jsonl_and_a_json_list_are_told(tmp_path):
    (tmp_path / "a.jsonl").write_text("\n \n")
    assert "a.jsonl is empty" in sentences(tmp_path / "a.jsonl")[0]
    (tmp_path / "a.json").write_text('["x"]')
    assert sentences(tmp_path / "a.json") == ["a.json, item 1 is no JSON object."]
    (tmp_path / "b.jsonl").write_bytes(b"\x89PNG")
    assert "b.jsonl is an image" in sentences(tmp_path / "b.jsonl")[0]


@pytest.mark.parametrize(
    ("name", "content", "text"),
    [("a", "Ann", "Ann"), ("a.md", "{x}", "{x}"), ("a.data", ' {"text": "Ann"}', "Ann")],
)
def test_a_file_of_another_name_is_known_by_its_content(tmp_path, name, content, text):
    (tmp_path / name).write_text(content)
    assert releases(tmp_path / name)[0].text == text


@settings(deadline=None)
@given(st.binary(max_size=60), st.sampled_from(["a.txt", "a.jsonl", "a"]))
def test_no_bytes_break_the_reader(tmp_path_factory, data, name):
    path = tmp_path_factory.mktemp("any") / name
    path.write_bytes(data)
    for one in read(path):
        assert isinstance(one, Incoming | Problem)


def test_a_format_of_another_name_is_not_known():
    assert format_to_write("jsonl").name == DEFAULT
    with pytest.raises(UnknownFormatError, match=r'no format "jsonnl".*Did you mean "jsonl"'):
        format_to_write("jsonnl")
    for name in ("nonsense", "text"):  # text can only be read
        with pytest.raises(UnknownFormatError, match=r"to export; there is .*jsonl"):
            format_to_write(name)
    assert format_to_read("text").name == "text"
    with pytest.raises(UnknownFormatError, match="to import"):
        list(read_files([], named="nonsense"))


def test_a_json_file_with_one_line_of_jsonl_is_read_as_such(tmp_path):
    (tmp_path / "a.json").write_text('{"text": "Ann won."}')
    (found,) = read(tmp_path / "a.json")
    assert isinstance(found, Incoming)
    assert found.release.text == "Ann won."
