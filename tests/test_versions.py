"""Corrected versions on their way in: told, or given the decisions on the earlier release."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tampering import faults
from terminal import annotator

from annotator.formats.own import SCHEMA
from annotator.model.plain import record_from_plain
from annotator.model.records import Suggestion, text_hash
from annotator.model.selection import NOTHING_SELECTED
from annotator.model.steps import Decision, Step
from annotator.model.withdrawal import withdraw
from annotator.store.project import Project
from annotator.versions import Version, carry

pytestmark = pytest.mark.usefixtures("own_folders")

TEXT = (
    "BAKU, 1 May. President Ann Lee said that twelve people were hurt in the town of Ganja, and"
    " that the roads are open again. The ministry of health sent four doctors, who arrived at noon."
    " Nobody was missing on Tuesday, as the mayor pointed out. Schools will stay closed this week."
    " The bridge over the river is to be looked at by engineers from the capital before it opens."
)
CORRECTED = TEXT.replace("twelve", "fourteen").replace("four doctors", "five doctors")


def entity(words: str, label: str, text: str = TEXT) -> dict[str, object]:
    start = text.index(words)
    who = {"annotator": "bea", "at": "2024-05-01T10:00:00.000Z"}
    return {"start": start, "end": start + len(words), "label": label, "status": "added", **who}


@pytest.fixture
def club(tmp_path: Path) -> Path:
    """A project with one release in which things are decided, and a corrected version beside it."""
    entities = [
        entity("Ann Lee", "PERSON"),
        entity("twelve", "CARDINAL"),
        entity("Tuesday", "DATE"),
    ]
    line = {"schema": SCHEMA, "text": TEXT, "meta": {"title": "Hurt in Ganja", "language": "en"}}
    (tmp_path / "old.jsonl").write_text(
        json.dumps({**line, "entities": entities, "state": "finished"})
    )
    (tmp_path / "new.txt").write_text(CORRECTED)
    annotator("new", "club")
    assert annotator("import", "club.annotator", "old.jsonl")[0] == 0
    return tmp_path / "club.annotator"


def stands(path: Path, text: str = CORRECTED) -> dict[str, tuple[str, str | None]]:
    with Project.open(path, "ann", read_only=True) as project:
        items = project.fold(text_hash(text)).items.values()
        return {i.record.span.text(text): (i.status, i.annotator) for i in items}  # type: ignore[union-attr]


def test_a_version_is_a_release_of_its_own_and_is_told(club):
    code, said, told = annotator("import", club, "new.txt", "--language", "en")
    assert (code, said) == (0, "Imported 1 release.\n")
    assert told.splitlines() == [
        "new.txt: nearly the same text (67 %) as “Hurt in Ganja”. Its decisions were not carried"
        " over.",
        "To carry decisions over, import the same again with --versions carry.",
    ]
    assert stands(club) == {}
    again = annotator("import", club, "new.txt")[2].splitlines()
    assert again[1:] == told.splitlines(), "as long as nobody has decided in it"


def test_its_decisions_are_carried_over_and_the_earlier_one_stays(club):
    before = stands(club, TEXT)
    how = ("--language", "en", "--versions", "carry")
    code, said, told = annotator("import", club, "new.txt", *how)
    assert (code, said) == (0, "Imported 1 release.\n")
    assert told == (
        "new.txt: nearly the same text (67 %) as “Hurt in Ganja”. 2 decisions carried over, 1 to be"
        " reviewed because the words changed or moved.\n"
    )
    assert stands(club) == {
        "Ann Lee": ("added", "bea"),
        "Tuesday": ("added", "bea"),
        "fourteen": ("open", None),
    }
    assert stands(club, TEXT) == before
    with Project.open(club, "ann", read_only=True) as project:
        assert project.queue_row(text_hash(CORRECTED)).state == "started"
    assert faults(club) == []
    # a second time changes nothing: somebody has decided there
    assert "nearly" not in annotator("import", club, "new.txt", *how)[2]


def test_it_can_be_done_after_all_and_what_was_suggested_meanwhile_stays(club):
    annotator("import", club, "new.txt", "--language", "en")
    with Project.open(club, "ann") as project:
        release = project.release(text_hash(CORRECTED))
        found = [record_from_plain(entity(w, "ORG", CORRECTED)) for w in ("Ann Lee", "five")]
        project.add_run(release.id, [Suggestion(r, "m@1", "ner", 0.9) for r in found], 0.1)
    told = annotator("import", club, "new.txt", "--versions", "carry")[2]
    assert "2 decisions carried over, 1 to be reviewed" in told
    assert stands(club) == {
        "Ann Lee": ("added", "bea"),
        "Tuesday": ("added", "bea"),
        "fourteen": ("open", None),
        "five": ("open", None),
    }


def test_versions_in_one_import_are_found_and_separate_looks_for_none(club, tmp_path):
    (tmp_path / "third.txt").write_text(CORRECTED + " The end.")
    how = ("--language", "en", "--json")
    said = json.loads(annotator("import", club, "new.txt", "third.txt", *how)[1])
    assert [line.partition(": ")[0] for line in said["versions"]] == ["new.txt", "third.txt"]
    assert said["versions"][1].endswith("Nothing is decided there.")
    (tmp_path / "fourth.txt").write_text(CORRECTED + " The very end.")
    said = json.loads(annotator("import", club, "fourth.txt", "--versions", "separate", *how)[1])
    assert (said["added"], said["versions"]) == (1, [])


def test_decisions_that_came_with_a_version_stay(club, tmp_path):
    line = {"schema": SCHEMA, "text": CORRECTED, "meta": {"language": "en"}}
    entities = [entity("Ganja", "GPE", CORRECTED)]
    (tmp_path / "own.jsonl").write_text(json.dumps({**line, "entities": entities}))
    told = annotator("import", club, "own.jsonl", "--versions", "carry")[2]
    assert told.endswith("It has decisions of its own, which stay.\n")
    assert set(stands(club)) == {"Ganja"}


def by_import(project: Project, path: Path) -> str:
    """Import the same text again; what is told last."""
    project.close()
    told = annotator("import", path, "new.txt", "--language", "en", "--versions", "carry")[2]
    return told.splitlines()[-1]


def by_undo(project: Project, path: Path) -> str:
    """Undo the withdrawal, then import the same text again; what is told last."""
    project.undo()
    return by_import(project, path)


@pytest.mark.parametrize("back", [by_import, by_undo])
def test_decisions_are_carried_over_to_a_version_that_was_withdrawn_and_came_back(club, back):
    annotator("import", club, "new.txt", "--language", "en")
    project = Project.open(club, "ann")
    project.record_all([text_hash(CORRECTED)], withdraw)
    assert back(project, club) == (
        "new.txt: nearly the same text (67 %) as “Hurt in Ganja”. 2 decisions carried over, 1 to be"
        " reviewed because the words changed or moved."
    )
    assert set(stands(club)) == {"Ann Lee", "Tuesday", "fourteen"}
    assert faults(club) == []


def test_a_version_that_came_back_is_told_without_carry_too(club):
    annotator("import", club, "new.txt", "--language", "en")
    annotator("withdraw", club, text_hash(CORRECTED))
    told = annotator("import", club, "new.txt", "--language", "en")[2].splitlines()
    assert told[-2].endswith("Its decisions were not carried over.")
    assert told[-1].endswith("with --versions carry.")


def test_nothing_is_carried_over_to_what_was_withdrawn_meanwhile(club):
    annotator("import", club, "new.txt", "--language", "en")
    version = Version(text_hash(CORRECTED), text_hash(TEXT), "Hurt in Ganja", 0.67)
    with Project.open(club, "ann") as project:
        project.record_all([version.release], withdraw)
        last = project.last_step()
        assert carry(project, version).endswith("It is withdrawn.")
        assert (project.last_step(), project.withdrawn_count()) == (last, 1)


def test_nothing_is_carried_over_to_what_somebody_decided_in_and_undid(club):
    annotator("import", club, "new.txt", "--language", "en")
    with Project.open(club, "ann") as project:
        added = Decision("add", "a1", record_from_plain(entity("Ganja", "GPE", CORRECTED)))
        project.record(text_hash(CORRECTED), Step("label", (added,), NOTHING_SELECTED))
        project.undo()
    assert "nearly" not in annotator("import", club, "new.txt", "--versions", "carry")[2]
    with Project.open(club, "ann") as project:
        assert project.redo().step.target == project.last_step() - 2
    assert set(stands(club)) == {"Ganja"}
