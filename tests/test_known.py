"""Files that speak of texts which are in the project already."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from terminal import annotator

from annotator.formats.own import SCHEMA
from annotator.model.records import CLAIMER_BASIS, GUESS, Claim, Entity, Suggestion, text_hash
from annotator.model.selection import NOTHING_SELECTED
from annotator.model.spans import Span
from annotator.model.steps import Decision, Step
from annotator.model.withdrawal import withdraw
from annotator.store.project import Project

pytestmark = pytest.mark.usefixtures("own_folders")

TEXT = "President Ann Lee said that we won in Oslo on Tuesday."
RELEASE = text_hash(TEXT)
SAME = 'the same text is in the project as "Won"'


def at(words: str) -> Span:
    return Span(TEXT.index(words), TEXT.index(words) + len(words))


def entity(words: str, label: str, **more: object) -> dict[str, object]:
    start, end = at(words)
    return {"start": start, "end": end, "label": label, "status": "added", **more}


def written(
    path: Path, *entities: dict[str, object], state: str = "started", text: str = TEXT
) -> None:
    line = {"schema": SCHEMA, "text": text, "meta": {"title": "Called otherwise", "language": "de"}}
    path.write_text(json.dumps({**line, "entities": list(entities), "state": state}) + "\n")


@pytest.fixture
def club(tmp_path: Path) -> Path:
    """A project with one release that is suggested for and that nobody has looked at."""
    (tmp_path / "plain.jsonl").write_text(json.dumps({"text": TEXT, "title": "Won"}))
    annotator("new", "club")
    annotator("import", "club.annotator", "plain.jsonl", "--language", "en")
    found = [
        Suggestion(Entity(at("Ann Lee"), "ORG"), "t@1", "rule", 0.9),
        Suggestion(Entity(at("Tuesday"), "DATE"), "t@1", "rule", 0.9),
        Suggestion(Claim((at("that we won"),)), "t@1", "rule", 0.9),
    ]
    with Project.open(tmp_path / "club.annotator", "ann") as project:
        project.add_run(RELEASE, found, seconds=0.1)
    return tmp_path / "club.annotator"


def stands(path: Path) -> dict[str, tuple[str, str]]:
    """Each entity's words with its label and state, and who judged it."""
    with Project.open(path, "ann", read_only=True) as project:
        items = project.fold(RELEASE).items.values()
        return {
            i.record.span.text(TEXT): (i.record.label, i.status)
            for i in items
            if isinstance(i.record, Entity)
        }


def is_sound(path: Path) -> bool:
    return annotator("check", path)[0] == 0


BY_BEA = {"annotator": "bea", "at": "2024-05-01T10:00:00.000Z"}


def test_decisions_come_in_where_nobody_has_decided_anything(club, tmp_path):
    written(tmp_path / "bea.jsonl", entity("Ann Lee", "PERSON", **BY_BEA), entity("Oslo", "GPE"))
    code, out, err = annotator("import", club, "bea.jsonl")
    assert code == 0
    told = f"{SAME}; the file's 2 decisions came in, for nothing was decided there."
    assert f"bea.jsonl, line 1: {told}" in err
    assert out == "Imported 0 releases. 1 was here already, and 1 got what files say.\n"
    assert stands(club) == {
        "Ann Lee": ("PERSON", "added"),
        "Oslo": ("GPE", "added"),
        "Tuesday": ("DATE", "open"),
    }
    with Project.open(club, "ann", read_only=True) as project:
        fold = project.fold(RELEASE)
        assert {item.annotator for item in fold.items.values() if item.stands} == {"bea", "ann"}
        assert sum(isinstance(item.record, Claim) for item in fold.items.values()) == 1
        assert project.counts().releases == 1
        assert (project.release(RELEASE).title, project.release(RELEASE).language) == ("Won", "en")
        assert project.queue_row(RELEASE).title == "Won"
    assert is_sound(club)


def test_what_was_decided_here_stays_and_the_file_s_decisions_are_told(club, tmp_path):
    with Project.open(club, "ann") as project:
        name = next(iter(project.fold(RELEASE).items))
        project.record(RELEASE, Step("accept", (Decision("accept", name),), NOTHING_SELECTED))
    before = stands(club)
    written(tmp_path / "bea.jsonl", entity("Ann Lee", "PERSON"), entity("Oslo", "GPE"))
    code, out, err = annotator("import", club, "bea.jsonl", "--json")
    assert code == 1
    assert err == (
        f"bea.jsonl, line 1: {SAME}; what was decided there stays, not the file's 2 decisions.\n"
    )
    said = json.loads(out)
    assert (said["added"], said["duplicates"], said["filled"]) == (0, [], [])
    assert said["left_out"] == [err.strip()]
    assert stands(club) == before


def test_the_same_again_is_no_news(club, tmp_path):
    written(tmp_path / "bea.jsonl", entity("Ann Lee", "PERSON"), state="finished")
    annotator("import", club, "bea.jsonl")
    finished = stands(club)
    assert finished == {"Ann Lee": ("PERSON", "added")}
    code, out, err = annotator("import", club, "bea.jsonl")
    assert (code, out) == (0, "Imported 0 releases. 1 was here already.\n")
    assert err == f"bea.jsonl, line 1: {SAME}.\n"
    assert stands(club) == finished


def test_that_it_is_finished_comes_in_too(club, tmp_path):
    written(tmp_path / "bea.jsonl", state="finished")
    err = annotator("import", club, "bea.jsonl")[2]
    assert "as the file says it is finished now, for nothing was decided there." in err
    with Project.open(club, "ann", read_only=True) as project:
        assert project.fold(RELEASE).state == "finished"


def test_what_is_finished_by_it_is_counted(club, tmp_path):
    written(tmp_path / "bea.jsonl", entity("Ann Lee", "PERSON"))
    out = annotator("import", club, "bea.jsonl", "--finished")[1]
    assert out.startswith("Imported 0 releases. 1 release is finished. 1 was here already")


def test_suggestions_of_a_file_stand_beside_those_that_do_not_overlap_them(club, tmp_path):
    written(tmp_path / "bea.jsonl", entity("Ann Lee", "PERSON"), entity("Oslo", "GPE"))
    code, _, err = annotator("import", club, "bea.jsonl", "--as-suggestions")
    assert code == 0
    assert "the file's 2 suggestions came in" in err
    assert stands(club) == {
        "Ann Lee": ("PERSON", "open"),
        "Oslo": ("GPE", "open"),
        "Tuesday": ("DATE", "open"),
    }
    assert is_sound(club)


def test_a_withdrawn_release_comes_back_with_what_the_file_says(club, tmp_path):
    with Project.open(club, "ann") as project:
        project.record_all([RELEASE], withdraw)
    written(tmp_path / "bea.jsonl", entity("Oslo", "GPE"))
    code, out, _ = annotator("import", club, "bea.jsonl")
    assert code == 0
    assert "1 came back that had been withdrawn" in out
    assert stands(club)["Oslo"] == ("GPE", "added")
    assert is_sound(club)


def test_the_same_text_twice_in_one_file_is_told_once(tmp_path):
    annotator("new", "club")
    written(tmp_path / "one.jsonl", entity("Oslo", "GPE"))
    line = (tmp_path / "one.jsonl").read_text()
    (tmp_path / "two.jsonl").write_text(line + line)
    code, out, err = annotator("import", "club.annotator", "two.jsonl")
    assert (code, err.count("the same text is in the project")) == (0, 1)
    assert "came in" not in err
    assert out.startswith("Imported 1 release")


def test_a_file_from_before_a_claim_was_accepted_says_nothing_new(tmp_path):
    (tmp_path / "plain.jsonl").write_text(json.dumps({"text": TEXT, "title": "Won"}))
    annotator("new", "club")
    annotator("import", "club.annotator", "plain.jsonl", "--language", "en")
    club = tmp_path / "club.annotator"
    guessed = Claim((at("that we won"),), claimer="Ann Lee", attributes={CLAIMER_BASIS: GUESS})
    with Project.open(club, "ann") as project:
        project.add_run(RELEASE, [Suggestion(guessed, "t@1", "rule", 0.9)], seconds=0.1)
    annotator("export", club, "--format", "jsonl", "--out", "before")
    with Project.open(club, "ann") as project:
        (item,) = project.fold(RELEASE).items
        project.record(RELEASE, Step("accept", (Decision("accept", item),), NOTHING_SELECTED))
    code, _, err = annotator("import", club, "before")
    assert code == 0
    assert "did not come in" not in err
