"""From one project through a file into another, as a person does it."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from folds import folded_releases, steps
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.formats.exporting import export as write
from annotator.formats.files import read_files
from annotator.formats.jsonl import FORMAT
from annotator.formats.writing import About
from annotator.model.plain import Incoming
from annotator.model.resources import resource
from annotator.store.project import Project


def export(project: Project, path: Path) -> list[dict[str, Any]]:
    with project.snapshot() as snapshot:
        about = About(project.name, snapshot.last_step, snapshot.scheme, "annotator 0.1.0")
        written = write(path, FORMAT, snapshot.folded(), about)
    assert written.plain["counts"]["releases"] == project.counts().releases
    return [json.loads(line) for line in data_of(path, project.name).splitlines()]


def data_of(place: Path, name: str) -> bytes:
    return (place / f"{name}.jsonl").read_bytes()


def import_into(project: Project, path: Path) -> int:
    return project.add_all(one for one in read_files([path]) if isinstance(one, Incoming))


def without_ids(line: Any) -> Any:
    if isinstance(line, dict):
        return {key: without_ids(value) for key, value in line.items() if key != "id"}
    return [without_ids(value) for value in line] if isinstance(line, list) else line


@settings(deadline=None, max_examples=12)
@given(st.lists(folded_releases(), min_size=1, max_size=3), st.data())
def test_what_one_project_exports_another_takes_in_and_exports_alike(found, data):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with (
            Project.create(folder / "a.annotator", "ann") as one,
            Project.create(folder / "b.annotator", "bea") as other,
        ):
            for release, stands in found:
                one.add(release)
                suggested = [i.suggestion for i in stands.items.values() if i.suggestion]
                one.add_run(release.id, suggested, 0.1)
                for number in range(data.draw(st.integers(0, 4))):
                    one.record(
                        release.id, data.draw(steps(release, one.fold(release.id), number)).step
                    )
            first = export(one, folder / "a")
            import_into(other, folder / "a")
            assert [without_ids(line) for line in export(other, folder / "b")] == [
                without_ids(line) for line in first
            ]
            assert import_into(other, folder / "a") == 0
            mine = {row.release: row[4:] for row in one.queue()}
            theirs = {row.release: row[4:] for row in other.queue()}
            judged = {name for name, row in mine.items() if row[1] or row[2]}
            assert {name: mine[name][:4] for name in judged} == {
                name: theirs[name][:4] for name in judged
            }


def test_the_sample_project_is_made_exported_and_made_again(tmp_path):
    with Project.create(tmp_path / "sample.annotator", "ann") as project:
        assert import_into(project, resource("sample") / "releases.jsonl") == 15
        assert project.waiting_count() == 15
        lines = export(project, tmp_path / "sample")
    bundled = (resource("sample") / "releases.jsonl").read_bytes().splitlines()
    assert lines == [json.loads(line) for line in bundled]
