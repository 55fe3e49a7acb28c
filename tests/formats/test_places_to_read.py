"""Folders, archives and standard input: everything good comes in, nothing does harm."""

from __future__ import annotations

import io
import json
import os
import stat
import struct
import sys
import zipfile
from pathlib import Path

import pytest

from annotator.formats import files
from annotator.formats.archives import Limits, unpacked
from annotator.formats.errors import Problem, RefusedError
from annotator.formats.files import STANDARD_INPUT, read_files
from annotator.formats.incoming import Take
from annotator.model.plain import Incoming
from annotator.model.records import Entity
from annotator.model.spans import Span


def read(path: Path, **how: object) -> tuple[list[Incoming], list[str]]:
    found = list(read_files([path], **how))
    releases = [one for one in found if isinstance(one, Incoming)]
    return releases, [str(one) for one in found if isinstance(one, Problem)]


def zipped(path: Path, **files: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def test_a_folder_is_walked_in_the_order_of_names_and_hidden_files_are_not_read(tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / ".git").mkdir()
    for name, text in {
        "c.txt": "Third",
        "a.txt": "First",
        "b/d.jsonl": '{"text": "Second"}',
        ".git/x.txt": "Hidden",
        ".hidden.txt": "Hidden",
        "receipt.json": "{}",
    }.items():
        (tmp_path / name).write_text(text)
    releases, problems = read(tmp_path)
    assert [(one.release.text, one.origin) for one in releases] == [
        ("First", "a.txt"),
        ("Third", "c.txt"),
        ("Second", "b/d.jsonl, line 1"),
    ]
    assert problems == []


def test_a_link_in_a_folder_is_not_followed(tmp_path):
    (tmp_path / "secret.txt").write_text("Secret")
    folder = tmp_path / "news"
    (folder / "sub").mkdir(parents=True)
    (folder / "sub/a.txt").write_text("Ann said yes.")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "round").symlink_to(tmp_path)
    releases, problems = read(folder)
    assert [one.release.text for one in releases] == ["Ann said yes."]
    assert [problem.split(",")[0] for problem in problems] == [
        "link.txt is a link",
        "round is a link",
    ]


def test_an_archive_is_read_like_a_folder(tmp_path):
    path = zipped(
        tmp_path / "news.zip",
        **{"a.txt": b"Ann said yes.", "a.ann": b"T1\tPERSON 0 3\tAnn\n", "in/b.txt": b"Bea."},
    )
    releases, problems = read(path)
    assert problems == []
    assert [(one.release.text, one.origin) for one in releases] == [
        ("Ann said yes.", "news.zip: a.ann"),
        ("Bea.", "news.zip: in/b.txt"),
    ]
    (decision,) = releases[0].steps[0].step.decisions
    assert decision.record == Entity(Span(0, 3), "PERSON")


@pytest.mark.parametrize(
    "name", ["../a.txt", "/a.txt", "b/../../a.txt", "C:a.txt", "b/c:a.txt", "..\\a.txt"]
)
def test_an_archive_that_points_outside_is_refused(tmp_path, name):
    (tmp_path / "in").mkdir()
    path = zipped(tmp_path / "in/news.zip", **{"good.txt": b"Good", name: b"Bad"})
    releases, (problem,) = read(path)
    assert releases == []
    assert problem.startswith("news.zip wants to write outside its folder")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_files_of_one_name_in_an_archive_all_come_in(tmp_path):
    path = tmp_path / "news.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in [("a", "One"), ("a", "Two"), ("a (2)", "Three"), ("a", "Four")]:
            archive.writestr(f"in/{name}.txt", text)
    releases, problems = read(path)
    assert {one.origin.partition(": ")[2]: one.release.text for one in releases} == {
        "in/a.txt": "One",
        "in/a (2).txt": "Two",
        "in/a (2) (2).txt": "Three",
        "in/a (3).txt": "Four",
    }
    assert problems == []


def test_a_file_with_a_colon_in_its_name_points_nowhere(tmp_path):
    path = zipped(tmp_path / "news.zip", **{"Minister: we won.txt": b"We won."})
    releases, problems = read(path)
    assert ([one.release.text for one in releases], problems) == (["We won."], [])


def test_an_archive_with_a_link_is_refused(tmp_path):
    path = tmp_path / "news.zip"
    with zipfile.ZipFile(path, "w") as archive:
        link = zipfile.ZipInfo("a.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    assert "holds a link" in read(path)[1][0]


def test_an_encrypted_archive_is_told_to_be_one(tmp_path):
    path = zipped(tmp_path / "news.zip", **{"a.txt": b"Ann said yes."})
    data = bytearray(path.read_bytes())
    for sign, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(sign) + flags] |= 1
    path.write_bytes(data)
    assert read(path) == ([], ["news.zip is encrypted; unpack it yourself and name the folder."])


@pytest.mark.parametrize(
    ("limits", "sentence"),
    [
        (Limits(files=1), "holds 2 files and at most 1 are unpacked"),
        (Limits(size=10), "unpacks to far more than it should"),
        (Limits(size=100_000), "unpacks to far more than it should"),  # the second file
        (Limits(ratio=2, harmless=10), "unpacks to far more than it should"),
    ],
)
def test_an_archive_that_is_too_much_is_refused_while_it_is_unpacked(tmp_path, limits, sentence):
    path = zipped(tmp_path / "x.zip", **{"a.txt": b"a" * 100_000, "b.txt": b"b"})
    with pytest.raises(RefusedError, match=sentence), unpacked(path, "x.zip", limits):
        pass
    with unpacked(path, "x.zip") as folder:
        assert (folder / "a.txt").stat().st_size == 100_000
    assert not folder.exists()


def test_an_address_is_not_fetched():
    for address in ("http://x.example/a.html", "https://x.example/a.jsonl", "ftp://x.example/a"):
        _, (problem,) = read(Path(address))
        assert "is no file on this machine and nothing is fetched; save it" in problem


def test_a_broken_archive_is_told(tmp_path):
    (tmp_path / "x.zip").write_bytes(b"PK\x03\x04 and no more")
    told = "x.zip is no ZIP archive, or not a whole one; copy it again."
    assert read(tmp_path / "x.zip")[1] == [told]
    assert "There is no file" in read(tmp_path / "y.zip")[1][0]


def test_one_part_of_an_archive_in_several_is_told(tmp_path):
    path = zipped(tmp_path / "x.zip", **{"a.txt": b"Ann said yes."})
    of_several = struct.pack("<4sLQL", zipfile.stringEndArchive64Locator, 0, 0, 2)
    beginning, end = path.read_bytes().split(zipfile.stringEndArchive)
    path.write_bytes(beginning + of_several + zipfile.stringEndArchive + end)
    releases, (problem,) = read(path)
    assert releases == []
    assert problem.startswith(("x.zip cannot be unpacked", "x.zip is no ZIP archive"))


def test_a_name_in_an_archive_that_is_no_text_is_told(tmp_path):
    path = zipped(tmp_path / "x.zip", **{"\u00e9.txt": b"Ann said yes."})
    path.write_bytes(path.read_bytes().replace("é".encode(), b"\xe9\x2e"))
    assert "x.zip cannot be unpacked" in read(path)[1][0]


def test_what_comes_by_standard_input_is_put_where_nobody_else_looks(monkeypatch):
    seen, take = [], files._take_file

    def taken(source, task):
        seen.append((source.path, stat.S_IMODE(source.path.parent.stat().st_mode)))
        return take(source, task)

    monkeypatch.setattr(files, "_take_file", taken)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"Ann said yes.")))
    assert [one.release.text for one in read(STANDARD_INPUT)[0]] == ["Ann said yes."]
    ((path, mode),) = seen
    assert not path.exists()
    if os.name == "posix":
        assert mode == 0o700


@pytest.mark.parametrize(
    "data", [b"Ann said yes.", b'{"text": "Ann said yes."}\n', "Ann said yes.".encode("utf-16")]
)
def test_standard_input_is_known_by_its_content(monkeypatch, data):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    releases, problems = read(STANDARD_INPUT)
    assert problems == []
    assert [one.release.text for one in releases] == ["Ann said yes."]
    assert releases[0].origin.startswith("standard input")


def test_the_format_can_be_named(tmp_path):
    path = tmp_path / "a.data"
    path.write_text("Ann\tB-PERSON\nsaid\tO\n")
    assert read(path, named="conll")[0][0].release.text == "Ann said"
    assert read(path)[0][0].release.text.startswith("Ann\tB-PERSON")


# Files of other programs


def test_conll_of_others_is_read_by_its_first_and_last_column(tmp_path):
    path = tmp_path / "eng.conll"
    path.write_text(
        "-DOCSTART- -X- O O\n\nAnn NNP B-NP I-PER\nLee NNP I-NP I-PER\nwon VBD O O\n\n"
        "Oslo NNP B-NP I-LOC\nBern NNP B-NP B-LOC\n\n-DOCSTART- -X- O O\n\nNo NN O O\n"
    )
    (first, second), problems = read(path)
    assert problems == []
    assert first.release.text == "Ann Lee won\nOslo Bern"
    said = [
        (decision.record.span.text(first.release.text), decision.record.label)
        for decision in first.steps[0].step.decisions
    ]
    assert said == [("Ann Lee", "PER"), ("Oslo", "LOC"), ("Bern", "LOC")]
    assert (second.release.text, second.steps) == ("No", ())
    ((proposed, _), _) = read(path, take=Take.SUGGESTIONS)
    assert [s.suggester for s in proposed.suggestions] == ["conll@import"] * 3


@pytest.mark.parametrize(
    ("inside", "last", "only"),
    ["IES", "ILU", "MEW", "MES"],
    ids=["IOBES", "BILOU", "BMEWO", "BMES"],
)
def test_conll_whose_tags_say_where_an_entity_ends_is_read(tmp_path, inside, last, only):
    person = [f"{sign}-PER" for sign in ("B", inside, last, last)]
    tags = (*person, f"{only}-LOC", f"{only}-LOC", "B-LOC")
    words = ["Ann", "Bea", "Lee", "Roe", "Oslo", "Bern", "Rome"]
    path = tmp_path / "a.conll"
    path.write_text("".join(f"{word}\t{tag}\n" for word, tag in zip(words, tags, strict=True)))
    ((found,), problems) = read(path)
    decided = [decision.record for decision in found.steps[0].step.decisions]
    assert [(one.span.text(found.release.text), one.label) for one in decided] == [
        ("Ann Bea Lee", "PER"),
        ("Roe", "PER"),
        ("Oslo", "LOC"),
        ("Bern", "LOC"),
        ("Rome", "LOC"),
    ]
    assert problems == []


def test_brat_of_others_comes_in_and_what_has_no_place_is_told(tmp_path):
    (tmp_path / "a.txt").write_text("Ann Lee of Acme\nhas met Bob and Eve.", encoding="utf-8")
    (tmp_path / "a.ann").write_text(
        "T1\tPER 0 7\tAnn Lee\n"
        "T2\tORG 11 15;16 19\tAcme has\n"
        "T3\tPER 24 27;32 35\tBob Eve\n"
        "T4\tMeet 20 23\tmet\n"
        "T5\tPER 90 99\tnobody\n"
        "E1\tMeet:T4 Who:T1\n"
        "R1\tWorks Arg1:T1 Arg2:T2\n"
        "what is this\n"
    )
    (found,), problems = read(tmp_path / "a.ann")
    text = found.release.text
    said = [(d.record.span.text(text), d.record.label) for d in found.steps[0].step.decisions]
    assert said == [("Ann Lee", "PER"), ("Acme\nhas", "ORG")]
    assert [problem.removeprefix("a.ann: ") for problem in problems] == [
        "line 5 lies outside the text; it is left out.",
        "line 7 is a relation, which is left out.",
        "line 8 is no line of brat; it is left out.",
        'T3 "Bob ... Eve" has a gap, and an entity has none.',
        "E1 of type Meet is no claim; it is left out.",
    ]
    (tmp_path / "a.txt").unlink()
    assert "has no a.txt beside it" in read(tmp_path / "a.ann")[1][0]


def test_a_file_that_is_called_after_a_project_is_read_and_the_project_is_not(tmp_path):
    for beside in ("", "-wal", "-shm", ".lock", "-wal.aside", "-wal.aside1"):
        (tmp_path / f"club.annotator{beside}").write_text("A project.")
    (tmp_path / "club.annotator.jsonl").write_text(json.dumps({"text": "Ann"}))
    (tmp_path / "old.annotator notes.txt").write_text("Bo")
    releases, problems = read(tmp_path)
    assert ([one.release.text for one in releases], problems) == (["Ann", "Bo"], [])


def test_a_project_in_a_folder_is_not_read_as_a_release(tmp_path):
    (tmp_path / "club.annotator").write_bytes(b"SQLite format 3\0")
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": "Ann"}))
    releases, problems = read(tmp_path)
    assert (len(releases), problems) == (1, [])
