"""The sample project is made at the first start: once, whole, and where there is room for it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from annotator import desk
from annotator.store.project import Project

_START = """
from annotator import desk
from annotator.store.project import Project

path = desk.sample_project()
file = path.stat().st_ino
project = Project.open(path, "ann")
print(file, project.read_only, flush=True)
input()
print(path.stat().st_ino, flush=True)
"""


@pytest.fixture
def folder(own_folders) -> Path:
    assert own_folders is None  # nothing of the person who runs the tests is read
    return desk.data_folder()


def started() -> subprocess.Popen[str]:
    command = [sys.executable, "-c", _START]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


@pytest.mark.usefixtures("own_folders")
def test_two_first_starts_at_once_make_one_sample():
    """What is decided in one that another took the place of would be found by nobody."""
    starts = [started(), started()]
    said = [start.stdout.readline().split() for start in starts]
    after = [start.communicate("\n")[0].strip() for start in starts]
    assert len({*after, *(file for file, _ in said)}) == 1
    assert sorted(read_only for _, read_only in said) == ["False", "True"]
    assert [start.returncode for start in starts] == [0, 0]


def test_what_is_left_of_a_first_start_that_was_cut_off_is_cleared_away(folder):
    folder.mkdir(parents=True)
    for left in ("", "-wal", "-journal", ".lock"):
        (folder / f".draft-sample.annotator{left}").write_bytes(b"half a project")
    with Project.open(desk.sample_project(), "ann") as project:
        assert project.counts().releases >= 13
    assert not list(folder.glob(".draft*"))


def test_without_a_place_for_the_sample_that_is_told(folder):
    folder.parent.mkdir()
    folder.write_bytes(b"")
    with pytest.raises(desk.NoSampleError) as raised:
        desk.sample_project()
    told = f"The sample project cannot be made in {folder}: File exists."
    assert str(raised.value) == f"{told} Open or make a project in another folder."
