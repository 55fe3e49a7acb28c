"""A page of the file is overwritten: the releases that it spares go out, the others are named."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random
from struct import unpack_from

import pytest
from tampering import page_of, spoil_page, tampered
from terminal import annotator

from annotator.model.plain import Incoming
from annotator.model.records import Entity, Release, Suggestion, Unread
from annotator.model.selection import NOTHING_SELECTED
from annotator.model.spans import Span
from annotator.model.steps import Decision, Step
from annotator.model.withdrawal import withdraw
from annotator.store.errors import DamagedProjectError
from annotator.store.project import Project
from annotator.store.snapshot import Snapshot

LONG = "They said so, and nobody else did. "
RELEASES = [
    Release(f"Ann met Bob in race {n}. {LONG * (400 if n == 5 else 9)}", f"Race {n}")
    for n in range(1, 31)
]
ANN = Suggestion(Entity(Span(0, 3), "PERSON"), "pen@1", "written", 0.9)
ROWS = "what is kept of it is unreadable"


@pytest.fixture
def club(path: Path) -> Path:
    """The path of a project of many pages: two releases are withdrawn; all but the tenth judged."""
    with Project.create(path, "ann") as project:
        project.add_all(Incoming(release, (ANN,)) for release in RELEASES)
        for number, release in enumerate(RELEASES, start=1):
            if number == 10:
                continue
            accept = Step("accept", (Decision("accept", f"s{number}"),), NOTHING_SELECTED)
            for _ in range(3):
                project.record(release.id, accept)
                project.undo()
            project.record(release.id, accept)
        project.record_all([RELEASES[3].id, RELEASES[29].id], withdraw)
    return path


def pages(path: Path) -> range:
    """The numbers of the pages but the first, which says what the file is."""
    content = path.read_bytes()
    return range(2, len(content) // int.from_bytes(content[16:18], "big") + 1)


def leaves_of(path: Path, index: str) -> list[int]:
    """The numbers of the pages in which the entries of an index stand."""
    with closing(sqlite3.connect(path)) as db:
        query = "SELECT rootpage FROM sqlite_master WHERE name = ?"
        (root,) = db.execute(query, [index]).fetchone()
    content = path.read_bytes()
    size = int.from_bytes(content[16:18], "big")
    page = content[(root - 1) * size : root * size]
    if page[0] != 2:
        return [root]
    cells = unpack_from(f">{int.from_bytes(page[3:5], 'big')}H", page, 12)
    return [unpack_from(">I", page, at)[0] for at in (*cells, 8)]


def exported(path: Path) -> tuple[int, str, dict[str, str] | None, list[str]]:
    """What an export comes to: code, complaints, the lines by title, and who is named as damaged.

    No lines where it is refused.
    """
    code, _, err = annotator("export", path, "--all", "--out", path.parent / "out")
    place = path.parent / f"out/{path.stem}-jsonl"
    if not place.exists():
        return code, err, None, []
    lines = (place / f"{path.stem}.jsonl").read_text("utf-8").splitlines()
    receipt = json.loads((place / "receipt.json").read_text("utf-8"))
    for file in [*place.iterdir(), place]:
        file.rmdir() if file.is_dir() else file.unlink()
    named = [f"Race {one['number']}" for one in receipt["unread"]]
    return code, err, {json.loads(line)["meta"]["title"]: line for line in lines}, named


def spoil(path: Path, page: int, how: str) -> None:
    """Overwrite one page: with one byte, nothing, anything, anything behind its head; or

    only the last of its entries, with nothing.
    """
    size = int.from_bytes(path.read_bytes()[16:18], "big")
    anything = Random(page).randbytes(size)
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        head = file.read(8) if how == "behind the head" else b""
        file.seek((page - 1) * size)
        said = {"one byte": b"\xa5" * size, "nothing": bytes(size)}
        if how == "an entry":
            file.seek(page * size - 6)
            said[how] = bytes(6)
        file.write((head + said.get(how, anything))[:size])


@pytest.mark.parametrize("how", ["one byte", "nothing", "anything", "behind the head"])
def test_whatever_page_is_spoilt_all_that_goes_out_is_right_and_what_does_not_is_named(club, how):
    sound, content = exported(club)[2], club.read_bytes()
    assert len(sound) == 28
    refused = partly = 0
    for page in pages(club):
        club.write_bytes(content)
        spoil(club, page, how)
        code, err, lines, named = exported(club)
        if lines is None:
            assert (code, err.count("\n")) == (1, 1), page
            assert f'is damaged; "annotator repair {club}" saves what can be read.' in err, page
            refused += 1
            continue
        assert lines.items() <= sound.items(), page
        assert set(sound) - set(lines) <= set(named), page
        assert not set(lines) & set(named), page
        assert code == (1 if named else 0), page
        assert (f'"annotator repair {club}" saves' in err) == bool(named), page
        partly += 0 < len(lines) < len(sound)
    assert refused < 15
    assert partly > 15


def read(path: Path) -> tuple[list[str], list[tuple[int, str, str]]]:
    """The titles of the releases that can be read; number, title and reason of the others."""
    with Snapshot(path) as snapshot:
        found = list(snapshot.each())
    lost = [(one.number, one.title, one.why) for one in found if isinstance(one, Unread)]
    return [one[0].title for one in found if not isinstance(one, Unread)], lost


def test_releases_of_a_spoilt_page_are_named_as_the_queue_has_them(club):
    spoil_page(club, page_of(club, "releases"))
    titles, lost = read(club)
    assert lost[0] == (1, "Race 1", ROWS)
    assert titles == [f"Race {n}" for n in range(len(lost) + 1, 30) if n != 4]


def test_without_the_queue_they_are_named_by_their_numbers(club):
    spoil_page(club, page_of(club, "releases"))
    spoil_page(club, page_of(club, "progress"))
    titles, lost = read(club)
    assert lost[0] == (1, "", ROWS)
    assert len(titles) + len(lost) >= 28


def test_a_release_that_is_gone_is_named_without_the_queue_too(club):
    tampered(club, "DELETE FROM releases WHERE number = 29")
    spoil_page(club, page_of(club, "progress"))
    assert read(club)[1] == [(29, "", "its text is gone")]


def test_how_many_steps_and_withdrawn_releases_there_are_is_still_known(club):
    with Snapshot(club) as snapshot:
        sound = snapshot.last_step, snapshot.withdrawn
    content = club.read_bytes()
    known = 0
    for page in pages(club):
        club.write_bytes(content)
        spoil(club, page, "one byte")
        try:
            with Snapshot(club) as snapshot:
                assert (snapshot.last_step, snapshot.withdrawn) == sound, page
                known += 1
        except DamagedProjectError:
            continue
    assert known >= len(pages(club)) - 9


@pytest.mark.parametrize(
    ("damage", "named"),
    [
        ("UPDATE annotators SET number = 9", 29),
        ("UPDATE steps SET annotator = 9 WHERE release = 7", 1),
        ("UPDATE suggestions SET suggester = 9 WHERE release = 10", 1),
    ],
)
def test_what_nobody_is_known_to_have_done_is_not_passed_over(club, damage, named):
    tampered(club, "PRAGMA foreign_keys = OFF", damage)
    assert len(read(club)[1]) == named


def test_without_its_limit_of_doubt_no_release_can_be_read_and_that_is_one_sentence(club):
    spoil_page(club, page_of(club, "limits"))
    with pytest.raises(DamagedProjectError, match="annotator repair"):
        read(club)


def test_tables_that_sqlite_cites_in_no_utf_8_are_told_as_damage(club):
    content = club.read_bytes()
    at = content.index(b"BEFORE INSERT ON runs")
    club.write_bytes(content[:at] + b"\xd2\xc5" * 3 + content[at + 6 :])
    with pytest.raises(DamagedProjectError, match="annotator repair"):
        read(club)


INDEXES = ("idx_steps_release", "idx_runs_release", "idx_suggestions_run", "idx_languages_release")


@pytest.mark.parametrize("index", INDEXES)
@pytest.mark.parametrize("how", ["one byte", "behind the head", "an entry"])
def test_a_spoilt_index_hides_nothing_where_the_rows_can_be_read(club, index, how):
    with Project.open(club, "ann") as project:
        project.choose_language([RELEASES[6].id], "de")
    sound = exported(club)
    for page in leaves_of(club, index):
        spoil(club, page, how)
    assert exported(club) == sound


def test_where_rows_are_spoilt_and_their_index_hides_others_nothing_goes_out(club):
    spoil_page(club, page_of(club, "steps"))
    assert exported(club)[3]
    for page in leaves_of(club, "idx_steps_release"):
        spoil(club, page, "an entry")
    code, err, lines, _ = exported(club)
    assert (code, lines) == (1, None)
    assert f'is damaged; "annotator repair {club}" saves what can be read.' in err


def test_a_page_that_the_disk_kept_as_it_was_before_hides_nothing(club):
    """Nothing in it looks damaged: it only does not have the last rows."""
    older = club.read_bytes()
    with Project.open(club, "ann") as project:
        for number in (7, 8, 9):
            finish = Step("finish", (), NOTHING_SELECTED, state="finished")
            project.record(RELEASES[number - 1].id, finish)
        project.add_run(RELEASES[9].id, (ANN, ANN), seconds=0)
    sound, content = exported(club)[2], club.read_bytes()
    size = int.from_bytes(content[16:18], "big")
    stale = [
        page
        for page in range(2, len(older) // size + 1)
        if older[(page - 1) * size : page * size] != content[(page - 1) * size : page * size]
    ]
    assert len(stale) > 6
    for page in stale:
        start, end = (page - 1) * size, page * size
        club.write_bytes(content[:start] + older[start:end] + content[end:])
        _, err, lines, named = exported(club)
        if lines is None:
            assert "annotator repair" in err, page
            continue
        assert lines.items() <= sound.items(), page
        assert set(sound) - set(lines) <= set(named), page
