"""A damaged project is saved to a new file: what reads, what the backup has, and what is lost."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import stat
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from struct import unpack_from

import pytest
from club import NEWS, OSLO, SUGGESTIONS, step
from filelock import FileLock
from tampering import faults, page_of, spoil_page, tampered
from terminal import annotator

from annotator.model.errors import AnnotatorError
from annotator.model.plain import Incoming
from annotator.model.records import Entity, Release
from annotator.model.scheme import Label
from annotator.model.spans import Span
from annotator.store.backups import Plan, back_up
from annotator.store.errors import NoProjectError, NotRepairedError
from annotator.store.project import Project
from annotator.store.repair import repair

COUNT = 60


def release(number: int) -> Release:
    return replace(NEWS, text=f"{NEWS.text} It was match {number}. " * 20, title=f"Match {number}")


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """Sixty releases with two steps each, one undone and done again, and an act over two."""
    path = tmp_path_factory.mktemp("repair") / "club.annotator"
    with Project.create(path, "ann") as project:
        project.add_all(_incoming(number) for number in range(COUNT))
        project.choose_language([release(0).id], "de")
        for number in range(COUNT):
            _judge(project, number)
        project.undo()
        project.undo()
        project.redo()
    return path


def _incoming(number: int) -> Incoming:
    return Incoming(release(number), SUGGESTIONS)


def _judge(project: Project, number: int) -> None:
    first = 3 * number + 1
    project.record(release(number).id, step("accept", f"s{first}"))
    project.record(release(number).id, step("add", "a1", OSLO))


@pytest.fixture
def club(made, path) -> Path:
    shutil.copy(made, path)
    return path


def standing(path: Path) -> dict[str, dict[str, tuple[object, ...]]]:
    """Of each release what stands in it, by whom and since when."""
    with Project.open(path, "eve", read_only=True) as project:
        return {
            release.title: {
                name: (item.record, item.status, item.annotator, item.at)
                for name, item in fold.items.items()
            }
            for release, fold in project.folded()
        }


def steps_of(path: Path) -> list[tuple[object, ...]]:
    with Project.open(path, "eve", read_only=True) as project:
        return [
            (row.number, row.kind, row.annotator, row.at, row.step, row.target)
            for queued in project.queue()
            for row in project.steps(queued.release)
        ]


def test_a_sound_project_comes_out_as_it_is_where_that_is_wanted(club):
    before = club.read_bytes()
    done = repair(club, club.with_name("club.repaired.annotator"))
    assert done.path.name == "club.repaired.annotator"
    assert (done.lost, done.changed, done.is_sound) == ([], [], True)
    assert standing(done.path) == standing(club)
    assert steps_of(done.path) == steps_of(club)
    assert faults(done.path) == []
    assert club.read_bytes() == before
    if os.name == "posix":
        assert stat.S_IMODE(done.path.stat().st_mode) == 0o600
    with Project.open(done.path, "ann") as repaired, Project.open(club, "ann") as project:
        assert repaired.queue() == project.queue()
        assert repaired.counts() == project.counts()
        assert repaired.release(release(0).id).language == "de"
        for _ in range(3):
            ours, theirs = repaired.undo(), project.undo()
            assert (ours.step.number, ours.step.target) == (theirs.step.number, theirs.step.target)
        assert repaired.redo().step.target == project.redo().step.target
    assert {file.name for file in club.parent.iterdir()} == {
        *("club.annotator", "club.annotator.lock"),
        *("club.repaired.annotator", "club.repaired.annotator.lock"),
    }


def test_an_act_over_releases_is_still_one_act(club):
    with Project.open(club, "ann") as project:
        ids = {release(number).id: f"s{3 * number + 3}" for number in (4, 5, 6)}
        project.record_all(ids, lambda one, _: step("reject", ids[one.id]))
    with Project.open(repair(club, club.with_name("new.annotator")).path, "ann") as repaired:
        assert len(repaired.undo().others) == 2


@pytest.mark.parametrize("table", ["steps", "suggestions", "releases", "runs", "links", "progress"])
def test_what_reads_of_a_damaged_project_is_kept_and_the_rest_is_told(club, table):
    whole = standing(club)
    spoil_page(club, page_of(club, table))
    assert faults(club)
    damaged = club.read_bytes()
    done = repair(club)
    assert club.read_bytes() == damaged
    assert done.is_sound
    assert faults(done.path) == []
    saved = standing(done.path)
    untouched = [title for title, items in saved.items() if items == whole[title]]
    if table in ("runs", "links", "progress"):
        assert saved == whole
        assert done.lost == []
    else:
        assert any(f"Lost: {table}" in told for told in done.lost)
        assert 0 < len(untouched) < COUNT
    if table == "runs":
        assert done.changed[0].startswith("Not as they were written, but kept as they read: runs")


def test_what_the_backup_has_is_taken_from_it_and_later_steps_from_the_file(club):
    back_up(club, Plan())
    with Project.open(club, "ann") as project:
        for number in (7, 8):
            project.record(release(number).id, step("reject", f"s{3 * number + 3}"))
    whole, steps = standing(club), steps_of(club)
    for table in ("steps", "suggestions", "releases"):
        spoil_page(club, page_of(club, table))
    done = repair(club)
    assert done.lost == []
    assert standing(done.path) == whole
    ((name, count),) = done.from_backup.items()
    assert (name.startswith("club.00001"), count > 10) == (True, True)
    assert standing(done.path) == whole
    assert steps_of(done.path) == steps


def test_of_a_file_that_cannot_be_read_at_all_the_newest_sound_backup_is_left(club):
    back_up(club, Plan())
    with Project.open(club, "ann") as project:
        project.record(release(7).id, step("reject", "s24"))
    whole = standing(club)
    later = back_up(club, Plan())
    with Project.open(club, "ann") as project:
        project.record(release(8).id, step("reject", "s27"))
    spoil_page(back_up(club, Plan()).path, 3)
    club.write_bytes(b"\0" * 10_000)
    done = repair(club)
    assert list(done.from_backup) == [later.path.name]
    assert standing(done.path) == whole
    (sentence,) = done.lost
    assert f"what was done after its backup of {later.at} (UTC) is lost" in sentence


def test_what_is_damaged_beside_a_text_costs_no_decision_in_it(club):
    before = standing(club)
    tampered(club, "UPDATE releases SET extra = '[' WHERE number = 3")
    done = repair(club)
    assert done.lost == []
    assert done.changed == ["Not as they were written, but kept as they read: releases 3."]
    assert standing(done.path) == before
    with Project.open(done.path, "eve", read_only=True) as project:
        assert project.release(release(2).id).extra == {}


def test_of_a_file_that_breaks_off_what_reads_is_kept(club):
    data = club.read_bytes()
    club.write_bytes(data[:-8_192])
    done = repair(club)
    assert done.kept["releases"] > 0
    assert "breaks off: what its last 8,192 bytes held is lost" in done.lost[0]
    assert club.read_bytes() == data[:-8_192]


def test_a_head_that_asks_for_far_too_much_is_not_believed(club):
    whole, data = standing(club), bytearray(club.read_bytes())
    data[28:32] = b"\xff\xff\xff\xff"
    club.write_bytes(data)
    done = repair(club)
    assert done.lost == []
    assert standing(done.path) == whole


def test_a_project_whose_head_is_gone_is_told_of_its_backups(club):
    back_up(club, Plan())
    club.write_bytes(b"\0" * 100 + club.read_bytes()[100:])
    with pytest.raises(NoProjectError, match=r"Its backups are there: type .annotator repair"):
        Project.open(club, "ann")


def test_without_a_backup_nothing_can_be_made_of_nothing(club):
    club.write_bytes(b"\0" * 10_000)
    with pytest.raises(NotRepairedError, match=r"Nothing of .* can be read, and no backup"):
        repair(club)
    assert {file.name for file in club.parent.iterdir()} == {club.name, club.name + ".lock"}
    with pytest.raises(NotRepairedError, match="There is no file"):
        repair(club.with_name("gone.annotator"))


@pytest.fixture
def left(club, tmp_path) -> Path:
    """The project as a machine that stops leaves it: its last two steps stand in the log alone."""
    left = tmp_path / "left.annotator"
    with Project.open(club, "ann") as project:
        project.record(release(0).id, step("reject", "s1"))
        project.record(release(1).id, step("reject", "s4"))
        for end in ("", "-wal"):
            shutil.copy(f"{club}{end}", f"{left}{end}")
    return left


@pytest.mark.parametrize("place", [0, 20, 28])  # its sign, its salts, its sum
def test_a_damaged_head_of_the_log_is_told(left, tmp_path, place):
    assert faults(left) == []
    with left.with_name(f"{left.name}-wal").open("r+b") as file:
        file.seek(place)
        file.write(b"\xa5\xa5")
    told = "The log beside left.annotator has a damaged head, so nothing of it is read"
    (fault,) = faults(left)
    assert fault.startswith(told)
    done = repair(left, tmp_path / "second.annotator")
    assert [lost.startswith(told) for lost in done.lost] == [True]
    assert not done.was_sound


def test_what_an_earlier_log_left_behind_is_no_damage(club, tmp_path):
    copy = tmp_path / "copy.annotator"
    with Project.open(club, "ann") as project:
        for number in range(5):
            project.record(release(number).id, step("reject", f"s{3 * number + 1}"))
        project.settle()
        project.record(release(5).id, step("reject", "s16"))  # over the beginning of the log
        for end in ("", "-wal"):
            shutil.copy(f"{club}{end}", f"{copy}{end}")
    assert faults(copy) == []
    assert standing(copy) == standing(club)


def test_what_is_copied_for_a_repair_is_for_its_owner_alone(club, monkeypatch):
    if os.name != "posix":
        pytest.skip("there are no such rights elsewhere")
    seen, copyfile = [], shutil.copyfile

    def copied(source: Path, target: Path) -> None:
        seen.append(stat.S_IMODE(target.parent.stat().st_mode))
        copyfile(source, target)

    monkeypatch.setattr(shutil, "copyfile", copied)
    repair(club)
    assert set(seen) == {0o700}


def test_the_copies_of_a_repair_that_was_killed_are_cleared_away(club):
    for name in (".repair-killed", ".repair-at-work"):
        (club.parent / name).mkdir()
        shutil.copy(club, club.parent / name / "damaged")
        (club.parent / name / "lock").touch()
    with FileLock(club.parent / ".repair-at-work" / "lock"):
        repair(club)
        assert [left.name for left in club.parent.glob(".repair*")] == [".repair-at-work"]
    repair(club)
    assert not list(club.parent.glob(".repair*"))


def test_a_repair_leaves_a_folder_of_somebody_else_that_is_called_alike(club):
    (club.parent / ".repair-notes").mkdir()
    (club.parent / ".repair-notes" / "mine.txt").write_text("keep", "utf-8")
    repair(club)
    assert (club.parent / ".repair-notes" / "mine.txt").read_text("utf-8") == "keep"


def test_what_stands_behind_damage_in_the_log_is_told_as_lost(left, tmp_path):
    log = left.with_name(f"{left.name}-wal")
    assert repair(left, tmp_path / "first.annotator").lost == []
    with log.open("r+b") as file:
        file.seek(32 + 24 + 100)  # in the first page of the first frame
        file.write(b"damage")
    assert any("The log beside left.annotator" in fault for fault in faults(left))
    (lost,) = repair(left, tmp_path / "second.annotator").lost
    assert "The log beside left.annotator is damaged" in lost
    assert (
        len(steps_of(tmp_path / "second.annotator"))
        == len(steps_of(tmp_path / "first.annotator")) - 2
    )


def test_the_backup_of_another_project_of_that_name_is_not_taken(club, tmp_path):
    ours = back_up(club, Plan())
    other = tmp_path / "other" / "club.annotator"
    other.parent.mkdir()
    with Project.create(other, "bob") as project:
        project.add_all(Incoming(Release(f"Quite another text {n}.")) for n in range(400))
    theirs = back_up(other, Plan()).path
    theirs.rename(ours.path.with_name(theirs.name.replace("00001", "00002")))
    whole = standing(club)
    spoil_page(club, page_of(club, "steps"))
    done = repair(club)
    assert (list(done.from_backup), done.lost) == ([ours.path.name], [])
    assert standing(done.path) == whole


def test_a_backup_that_went_another_way_gives_only_what_was_before(club):
    def judge(*items: str) -> None:
        with Project.open(club, "ann") as project:
            for item in items:
                project.record(release(9).id, step("reject", item))

    back_up(club, Plan())
    early = club.read_bytes()
    judge("s28", "s29", "s30")
    strayed = back_up(club, Plan())
    club.write_bytes(early)
    judge("s30")
    whole = standing(club)
    for table in ("steps", "suggestions"):
        spoil_page(club, page_of(club, table))
    done = repair(club)
    assert done.lost == []
    assert standing(done.path) == whole
    assert standing(done.path) == whole
    assert done.parted == [strayed.path.name]
    assert any(f"{strayed.path.name} went on otherwise" in told for told in done.told())


@pytest.mark.parametrize(
    ("change", "before", "after", "rows"),
    [
        ("suggestions SET record = replace(record, {}) WHERE number = 4", "PERSON", "GPE",
         "runs of suggesters 2"),
        ("releases SET text = replace(text, {}) WHERE number = 2", "won", "ate", "releases 2"),
    ],
)  # fmt: skip
def test_what_other_hands_changed_is_taken_from_the_backup_or_told(
    club, change, before, after, rows
):
    whole = standing(club)
    change = f"UPDATE {change}"
    tampered(club, change.format(f"'{before}', '{after}'"))
    done = repair(club)
    assert done.changed == [f"Not as they were written, but kept as they read: {rows}."]
    assert standing(done.path) != whole or after in texts_of(done.path)[1]
    restored = club.with_name("restored.annotator")
    tampered(club, change.format(f"'{after}', '{before}'"))
    back_up(club, Plan())
    tampered(club, change.format(f"'{before}', '{after}'"))
    done = repair(club, restored)
    assert (done.changed, list(done.from_backup.values())) == ([], [1])
    assert standing(restored) == whole
    assert after not in texts_of(restored)[1]


def texts_of(path: Path) -> list[str]:
    with Project.open(path, "eve", read_only=True) as project:
        return [text for _, _, text in project.texts()]


def test_a_label_that_other_hands_changed_is_taken_from_the_backup_or_told(club):
    with Project.open(club, "eve", read_only=True) as project:
        scheme = project.scheme

    def scheme_of(path: Path):
        with Project.open(path, "eve", read_only=True) as repaired:
            return repaired.scheme

    tampered(club, "UPDATE labels SET name = 'HUMAN' WHERE name = 'PERSON'")
    done = repair(club)
    assert done.changed == ["The label scheme is not as it was written, but kept as it reads."]
    assert scheme_of(done.path).labels[0].name == "HUMAN"
    tampered(club, "UPDATE labels SET name = 'PERSON' WHERE name = 'HUMAN'")
    back_up(club, Plan())
    tampered(club, "UPDATE labels SET name = 'HUMAN' WHERE name = 'PERSON'")
    done = repair(club)
    assert (done.changed, done.lost) == ([], [])
    assert list(done.from_backup.values()) == [len(scheme.labels) + len(scheme.attributes)]
    assert scheme_of(done.path) == scheme
    assert faults(done.path) == []


def test_a_label_added_since_the_backup_is_kept(club):
    back_up(club, Plan())
    with Project.open(club, "eve") as project:
        project.add_labels(Label("PARTY", "parties"), Label("BILL", ""))
        names = project.scheme.names()
    tampered(club, "UPDATE labels SET name = 'HUMAN' WHERE name = 'PERSON'")
    tampered(club, "UPDATE labels SET name = 'LAWS' WHERE name = 'BILL'")
    done = repair(club)
    assert done.changed == ["The label LAWS is not as it was written."]
    with Project.open(done.path, "eve", read_only=True) as repaired:
        assert repaired.scheme.names() == [*names[:-1], "LAWS"]
    assert faults(done.path) == []


def test_an_attribute_added_since_the_backup_is_kept(club):
    back_up(club, Plan())
    with Project.open(club, "eve") as project:
        project.add_attributes(("topic", ["economy"]), ("tone", []))
        known = project.scheme.attributes
    tampered(club, "UPDATE labels SET name = 'HUMAN' WHERE name = 'PERSON'")
    tampered(club, "UPDATE attributes SET choices = '[\"x\"]' WHERE name = 'tone'")
    done = repair(club)
    assert done.changed == ["The attribute tone is not as it was written."]
    with Project.open(done.path, "eve", read_only=True) as repaired:
        assert repaired.scheme.attributes == {**known, "tone": ("x",)}
    assert faults(done.path) == []


def test_what_was_added_since_the_backup_is_kept_where_other_hands_took_something_out(club):
    back_up(club, Plan())
    with Project.open(club, "eve") as project:
        project.add_labels(Label("PARTY", "parties"))
        project.add_attributes(("topic", ["economy"]), ("tone", []))
        scheme = project.scheme
    tampered(
        club,
        "DELETE FROM labels WHERE name = 'ORG'",
        "DELETE FROM attributes WHERE name = 'sentiment'",
    )
    done = repair(club)
    assert done.changed == []
    with Project.open(done.path, "eve", read_only=True) as repaired:
        assert repaired.scheme == scheme
    assert faults(done.path) == []


def test_an_end_that_other_hands_cut_off_is_taken_from_the_backup_or_told(club):
    def cut() -> None:
        last = "(SELECT max(number) FROM {})"
        tampered(club, f"DELETE FROM links WHERE number = {last.format('links')}",
                 f"DELETE FROM steps WHERE number = {last.format('steps')}")  # fmt: skip

    whole = standing(club)
    back_up(club, Plan())
    cut()
    done = repair(club)
    assert done.lost == []
    assert standing(done.path) == whole
    shutil.rmtree(club.parent / "club.backups")
    (lost,) = repair(club).lost
    assert "The end of the chain of club.annotator was taken away: 1 of its last rows" in lost


def test_what_a_backup_has_more_than_a_sound_file_is_taken_from_it(club):
    """Somebody put an older state of the file in its place: alone it stands its check."""
    early = club.read_bytes()
    with Project.open(club, "ann") as project:
        project.record(release(9).id, step("reject", "s30"))
    whole = standing(club)
    back_up(club, Plan())
    club.write_bytes(early)
    done = repair(club)
    assert (done.was_sound, list(done.from_backup.values())) == (False, [1])
    assert standing(done.path) == whole


def test_where_a_sound_project_and_its_backup_went_two_ways_that_is_told(club):
    early = club.read_bytes()
    with Project.open(club, "ann") as project:
        project.record(release(9).id, step("reject", "s28"))
    strayed = back_up(club, Plan()).path.name
    club.write_bytes(early)
    with Project.open(club, "ann") as project:
        project.record(release(9).id, step("reject", "s30"))
    assert f"The backup {strayed} went on otherwise somewhere" in " ".join(repair(club).told())


def test_an_act_that_the_file_lost_is_taken_from_the_backup(club):
    with Project.open(club, "ann") as project:
        ids = {release(number).id: f"s{3 * number + 3}" for number in (4, 5, 6)}
        project.record_all(ids, lambda one, _: step("reject", ids[one.id]))
    back_up(club, Plan())
    tampered(club, "DELETE FROM acts")
    with Project.open(repair(club).path, "ann") as repaired:
        assert len(repaired.undo().others) == 2


def test_a_run_that_is_gone_is_told_as_lost(club):
    tampered(club, "DELETE FROM suggestions WHERE run = 60", "DELETE FROM runs WHERE number = 60")
    assert "Lost: runs of suggesters 60." in repair(club).lost


def test_the_limit_of_doubt_is_kept(club):
    with Project.open(club, "ann") as project:
        project.doubt_below(0.25)
    tampered(club, "DELETE FROM releases WHERE number = 60")
    with Project.open(repair(club).path, "ann") as repaired:
        assert repaired.doubtful_below == 0.25


def root_of(path: Path, name: str) -> int:
    """The number of the page that leads to all others of a table or an index."""
    with closing(sqlite3.connect(path)) as db:
        query = "SELECT rootpage FROM sqlite_master WHERE name = ?"
        (page,) = db.execute(query, [name]).fetchone()
    return int(page)


def last_page_of(path: Path, table: str) -> int:
    """The number of the leaf page in which the last rows of a table stand."""
    content, page = path.read_bytes(), root_of(path, table)
    size = int.from_bytes(content[16:18], "big")
    while content[(page - 1) * size] == 5:
        (page,) = unpack_from(">I", content, (page - 1) * size + 8)
    return page


def test_the_suggestions_of_a_run_are_found_without_their_index(club):
    whole = standing(club)
    spoil_page(club, root_of(club, "idx_suggestions_run"))
    done = repair(club)
    assert done.lost == []
    assert standing(done.path) == whole


def test_rows_behind_a_gap_are_found_where_nothing_says_how_many_there_are(path):
    with Project.create(path, "ann") as project:
        project.add(NEWS, SUGGESTIONS)
        for number in range(400):
            project.record(NEWS.id, step("reject" if number % 2 else "accept", "s1"))
    pages = page_of(path, "steps"), last_page_of(path, "steps"), root_of(path, "links")
    for page in pages:
        spoil_page(path, page)
    assert len(steps_of(repair(path).path)) > 300


def test_a_number_that_no_file_has_room_for_is_not_believed(club):
    last = len(steps_of(club))
    tampered(club, f"UPDATE steps SET number = 4000000 WHERE number = {last}")
    assert f"Lost: steps {last}." in repair(club).lost


def test_of_a_backup_that_went_another_way_no_row_takes_the_place_of_a_lost_one(club):
    early = club.read_bytes()
    with Project.open(club, "ann") as project:
        project.record(release(9).id, step("reject", "s28"))
    back_up(club, Plan())
    club.write_bytes(early)
    with Project.open(club, "ann") as project:
        last = project.record(release(9).id, step("reject", "s30")).step.number
    tampered(club, f"DELETE FROM steps WHERE number = {last}")
    done = repair(club)
    assert (done.lost, done.from_backup) == ([f"Lost: steps {last}."], {})


def test_a_backup_that_is_damaged_is_not_taken(club):
    sound = back_up(club, Plan())
    with Project.open(club, "ann") as project:
        project.record(release(9).id, step("reject", "s30"))
    later = back_up(club, Plan())
    spoil_page(later.path, page_of(later.path, "releases"))
    spoil_page(club, page_of(club, "releases"))
    done = repair(club)
    assert (list(done.from_backup), done.lost) == ([sound.path.name], [])


def test_of_several_backups_the_one_that_reaches_furthest_is_taken_as_well(club):
    """The end of the project was lost, and it was backed up after that."""
    early = club.read_bytes()
    with Project.open(club, "ann") as project:
        project.record(release(9).id, step("reject", "s30"))
    whole = standing(club)
    furthest = back_up(club, Plan())
    club.write_bytes(early)
    back_up(club, Plan())
    done = repair(club)
    assert list(done.from_backup) == [furthest.path.name]
    assert standing(done.path) == whole


@pytest.fixture
def older(path: Path) -> Path:
    """A project of an earlier version, without a chain."""
    script = Path(__file__).parents[1] / "data" / "project_without_reasons.sql"
    with closing(sqlite3.connect(path)) as db:
        db.executescript(script.read_text("utf-8"))
    return path


def test_nothing_of_a_project_without_a_chain_is_called_changed(older):
    done = repair(older, older.with_name("new.annotator"))
    assert (done.lost, done.changed) == ([], [])
    assert "Nothing is known to be lost." in done.told()


def test_a_step_that_is_gone_is_missed_without_a_chain_too(older):
    tampered(older, "DELETE FROM steps WHERE number = 1")
    assert "Lost: steps 1." in repair(older).lost


def test_a_lost_step_lets_those_after_it_move_up_and_new_additions_fit(path):
    tokyo = Entity(Span(8, 12), "GPE")
    with Project.create(path, "ann") as project:
        project.add(NEWS, SUGGESTIONS)
        project.record(NEWS.id, step("add", "a1", OSLO))
        project.record(NEWS.id, step("add", "a2", tokyo))
        project.record(NEWS.id, step("reject", "a1"))
        project.record(NEWS.id, step("correct", "a2", replace(tokyo, label="ORG"), tokyo))
    tampered(path, "DELETE FROM steps WHERE number = 1")
    done = repair(path)
    assert done.lost == ["Lost: steps 1, 3."]
    with Project.open(done.path, "ann") as repaired:
        fold = repaired.fold(NEWS.id)
        assert fold.items["a1"].record == replace(tokyo, label="ORG")
        assert fold.next_addition() == "a2"
        repaired.record(NEWS.id, step("add", "a2", OSLO))
        while repaired.undo():
            pass
        assert repaired.fold(NEWS.id).state == "new"
    assert faults(done.path) == []


def test_a_step_whose_decisions_are_no_list_is_told_as_lost(path):
    with Project.create(path, "ann") as project:
        project.add(NEWS, SUGGESTIONS)
        project.record(NEWS.id, step("accept", "s1"))
        project.record(NEWS.id, step("reject", "s2"))
    tampered(path, "UPDATE steps SET step = json_set(step, '$.decisions', 'none') WHERE number = 1")
    done = repair(path)
    assert done.lost == ["Lost: steps 1."]
    with Project.open(done.path, "ann") as repaired:
        assert repaired.fold(NEWS.id).items["s2"].status == "rejected"


def test_an_undo_that_is_lost_follows_from_the_undo_after_it(path):
    with Project.create(path, "ann") as project:
        project.add(NEWS, SUGGESTIONS)
        for item in ("s1", "s2", "s3"):
            project.record(NEWS.id, step("accept", item))
        for _ in range(3):
            project.undo()
    whole = {name: one[:2] for name, one in standing(path)[NEWS.title].items()}
    tampered(path, "DELETE FROM steps WHERE number = 4")
    done = repair(path)
    assert {name: one[:2] for name, one in standing(done.path)[NEWS.title].items()} == whole
    assert faults(done.path) == []


def test_the_command_tells_what_was_lost_and_does_not_write_over_anything(club):
    spoil_page(club, page_of(club, "steps"))
    code, out, _ = annotator("repair", club)
    assert code == 0
    assert "club.repaired.annotator: 60 releases, 60 runs" in out
    assert "Lost: steps 1 to " in out
    assert "The new file stood its check." in out
    code, out, _ = annotator("repair", club, "--json")
    assert '"sound": true' in out
    assert "club.repaired-2.annotator" in out
    code, _, complaint = annotator("repair", club, "--out", club)
    assert (code, "already there" in complaint) == (1, True)


def test_of_a_sound_project_nothing_is_written_unless_a_file_is_named(club):
    before = {file.name for file in club.parent.iterdir()}
    code, out, _ = annotator("repair", club)
    assert (code, out) == (
        0,
        "club.annotator is sound: there is nothing to repair, and nothing was written.\n"
        "Go on with it; --out FILE writes a copy all the same.\n",
    )
    said = json.loads(annotator("repair", club, "--json")[1])
    assert (said["was_sound"], said["sound"], said["file"]) == (True, True, None)
    assert {file.name for file in club.parent.iterdir()} - before == {"club.annotator.lock"}
    code, out, _ = annotator("repair", club, "--out", club.with_name("copy.annotator"))
    assert code == 0
    sound = "club.annotator is sound: there was nothing to repair. Go on with it."
    assert out.startswith(f"{sound}\nWrote ")
    assert out.endswith("The new file stood its check. club.annotator is as it was.\n")
    assert standing(club.with_name("copy.annotator")) == standing(club)


def test_what_is_only_found_by_a_check_is_not_called_sound(club):
    tampered(club, "UPDATE totals SET open = open + 1")
    assert faults(club) != []
    done = repair(club)
    assert (done.lost, done.changed, done.was_sound) == ([], [], False)
    assert not any("is sound" in sentence for sentence in done.told())


def test_a_project_that_is_open_is_not_repaired(project, path):
    project.record(NEWS.id, step("accept", "s1"))
    with pytest.raises(NotRepairedError, match="open in another window or program: close it"):
        repair(path)


@pytest.mark.skipif(os.name != "posix", reason="only there files can be kept from growing")
def test_nothing_is_made_of_a_repair_that_the_disk_does_not_take(club):
    """What stands in the log of the new file alone would stay behind there."""
    import resource

    back_up(club, Plan())
    size = club.stat().st_size
    with club.open("r+b") as file:
        file.truncate(size // 4)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size - 16_384, limits[1]))
    try:
        with pytest.raises(AnnotatorError, match="look after its disk or network share"):
            repair(club)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert not [*club.parent.glob("*repaired*")]
    assert repair(club).is_sound
