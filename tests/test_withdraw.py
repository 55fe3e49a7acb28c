"""Releases are withdrawn on the command line, left out of what goes out, and brought back."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from terminal import annotator

from annotator.model.records import Entity, text_hash
from annotator.model.selection import Selection
from annotator.model.spans import Span
from annotator.model.steps import Decision, Step
from annotator.store.project import Project

pytestmark = pytest.mark.usefixtures("own_folders")
TEXTS = {f"Race {n}": f"Ann Lee said in race {n} that the club won.\n" for n in range(3)}


@pytest.fixture
def club(tmp_path):
    """A project with three releases of one import, a decision in the second."""
    folder = tmp_path / "in"
    folder.mkdir()
    for title, text in TEXTS.items():
        (folder / f"{title}.txt").write_text(text, "utf-8")
    annotator("new", "club")
    annotator("import", "club.annotator", folder, "--language", "en")
    with Project.open("club.annotator", "ann") as project:
        ann = Decision("add", "a1", Entity(Span(0, 7), "PERSON"))
        project.record(IDS[1], Step("label", (ann,), Selection(Span(0, 3))))
    return "club.annotator"


IDS = [text_hash(text) for text in TEXTS.values()]


def states(club) -> dict:
    found = json.loads(annotator("status", club, "--json")[1])
    return {**found["states"], "withdrawn": found["withdrawn"]}


def withdrawn(club) -> set[str]:
    return {
        one["release"] for one in json.loads(annotator("withdraw", club, "--list", "--json")[1])
    }


def test_what_an_import_brought_is_taken_back_by_the_command_that_it_prints(
    club, tmp_path, monkeypatch
):
    monkeypatch.setattr("annotator.cli.terminal.is_watched", lambda: True)
    (tmp_path / "wrong.txt").write_text("Wrong column.", "utf-8")
    told = annotator("import", club, "wrong.txt", "--language", "en")[2]
    (way,) = re.findall(r"To take it back: annotator (.*)", told)
    code, out, told = annotator(*way.split())
    wrong = f"{text_hash('Wrong column.')[:12]}  Wrong column.\n"
    assert (code, out) == (0, f"{wrong}Withdrew 1 release.\n")
    assert withdrawn(club) == {text_hash("Wrong column.")}
    (way,) = re.findall(r"To bring back: annotator (.*)", told)
    assert annotator(*way.split())[1] == f"{wrong}Brought back 1 release.\n"
    assert states(club) == {"new": 3, "started": 1, "finished": 0, "withdrawn": 0}


def test_what_somebody_decided_in_stays_and_is_listed_unless_it_is_to_go_too(club):
    code, out, told = annotator("withdraw", club, "--since", "2020-01-01")
    assert (code, out.splitlines()[-1]) == (1, "Withdrew 2 releases.")
    assert [line[:12] for line in out.splitlines()[:-1]] == [IDS[0][:12], IDS[2][:12]]
    assert told.startswith(
        f"{IDS[1][:12]}  Ann Lee said in race 1 that the club won.: somebody has"
    )
    assert withdrawn(club) == {IDS[0], IDS[2]}
    assert annotator("withdraw", club, "--since", "2020-01-01", "--decided")[0] == 0
    assert withdrawn(club) == {*IDS}
    assert annotator("withdraw", club, "--back", IDS[1])[0] == 0
    assert states(club) == {"new": 0, "started": 1, "finished": 0, "withdrawn": 2}


def test_scripts_are_told_what_went_what_stays_and_what_came_back(club):
    out = annotator("withdraw", club, "--since", "2020-01-01", "--json")[1]
    assert json.loads(out) == {"withdrawn": [IDS[0], IDS[2]], "stay": [IDS[1]]}
    out = annotator("withdraw", club, "--back", "--search", "race", "--json")[1]
    assert json.loads(out) == {"brought_back": [IDS[0], IDS[2]], "stay": []}


def test_of_very_many_the_first_are_named_and_the_others_counted(club, monkeypatch):
    monkeypatch.setattr("annotator.cli.withdrawing._SHOWN", 1)
    out = annotator("withdraw", club, "--since", "2020-01-01", "--decided")[1]
    assert out.splitlines()[0].startswith(IDS[0][:12])
    assert out.splitlines()[1:] == ["and 2 more", "Withdrew 3 releases."]


def test_releases_are_named_by_the_beginning_of_their_id_or_by_words_or_both(club):
    assert annotator("withdraw", club, "--search", "race 2", IDS[0][:8])[1] == (
        "Withdrew 0 releases.\n"
    )
    annotator("withdraw", club, IDS[0][:8].upper())
    annotator("withdraw", club, "--search", "RACE 2")
    assert withdrawn(club) == {IDS[0], IDS[2]}
    annotator("withdraw", club, "--back", "--search", "race 2")
    assert withdrawn(club) == {IDS[0]}
    assert annotator("withdraw", club, "--list")[1] == (
        f"{IDS[0][:12]}  Ann Lee said in race 0 that the club won.\n1 release withdrawn.\n"
    )


def test_the_list_has_only_what_fits_all_that_was_said(club):
    annotator("withdraw", club, IDS[0], IDS[2])
    assert annotator("withdraw", club, "--list")[1].endswith("\n2 releases withdrawn.\n")
    for how in (["--search", "race 2"], [IDS[2][:8]], ["--since", "2020-01-01", IDS[2]]):
        (found,) = json.loads(annotator("withdraw", club, "--list", "--json", *how)[1])
        assert found["release"] == IDS[2]
    listed = annotator("withdraw", club, "--list", "--since", "2999-01-01")
    assert listed[1] == "0 releases withdrawn.\n"
    assert "None of the withdrawn releases" in annotator("withdraw", club, "--list", IDS[1])[2]


def test_a_list_that_is_to_bring_back_is_refused(club):
    annotator("withdraw", club, IDS[0])
    code, out, told = annotator("withdraw", club, "--list", "--back", IDS[0])
    assert (code, out) == (2, "")
    assert "--list changes nothing: leave out --list to bring back what fits." in told
    assert withdrawn(club) == {IDS[0]}
    assert annotator("withdraw", club, "--back", IDS[0])[0] == 0
    assert withdrawn(club) == set()


@pytest.mark.parametrize(
    ("how", "code", "sentence"),
    [
        ((), 2, "Say which releases"),
        (("--since", "yesterday"), 2, '"yesterday" is no time; write it as 2026-'),
        (
            ("zz",),
            1,
            'None of the releases in the queue has an id that begins with "zz"; nothing was done.',
        ),
        (("--back", IDS[0]), 1, "None of the withdrawn releases has an id"),
    ],
)
def test_what_names_nothing_is_told_and_nothing_is_done(club, how, code, sentence):
    said, _, told = annotator("withdraw", club, *how)
    assert (said, withdrawn(club)) == (code, set())
    assert sentence in told


def test_an_empty_id_does_not_name_the_only_release(club):
    annotator("withdraw", club, IDS[0], IDS[2])
    code, _, told = annotator("withdraw", club, "", "--decided")
    assert (code, withdrawn(club)) == (2, {IDS[0], IDS[2]})
    assert 'The RELEASE-ID "" is empty; nothing was done.' in told


def test_an_id_that_names_several_is_told_and_nothing_is_done(club):
    texts = [f"Race {n} is run.\n" for n in range(17)]  # two ids of 17 begin with the same letter
    for n, text in enumerate(texts):
        Path(f"more-{n}.txt").write_text(text, "utf-8")
    annotator("import", club, *(f"more-{n}.txt" for n in range(17)), "--language", "en")
    firsts = [text_hash(text)[0] for text in (*texts, *TEXTS.values())]
    several = max(firsts, key=firsts.count)
    code, _, told = annotator("withdraw", club, several)
    assert (code, withdrawn(club)) == (1, set())
    count = firsts.count(several)
    assert f'{count} of the releases in the queue have an id that begins with "{several}"' in told


def test_a_later_time_leaves_earlier_imports_alone(club):
    assert annotator("withdraw", club, "--since", "2999-01-01T10:00+02:00")[1] == (
        "Withdrew 0 releases.\n"
    )


def test_no_export_has_it_and_the_receipt_says_how_many_there_are(club):
    annotator("withdraw", club, IDS[0], IDS[2])
    assert annotator("export", club, "--all")[0] == 0
    with open("exports/club-jsonl/club.jsonl", encoding="utf-8") as lines:
        assert [json.loads(line)["id"] for line in lines] == [IDS[1]]
    with open("exports/club-jsonl/receipt.json", encoding="utf-8") as file:
        counts = json.load(file)["counts"]
    assert (counts["releases"], counts["left_out"]) == (1, {"withdrawn": 2})
    with open("exports/club-jsonl/RECEIPT.md", encoding="utf-8") as file:
        assert "- Left out on purpose: 2 withdrawn." in file.read()


def test_status_tells_of_them_only_where_there_are_any(club):
    assert "withdrawn" not in annotator("status", club)[1]
    annotator("withdraw", club, IDS[0])
    assert annotator("status", club)[1].endswith("2 steps. 1 withdrawn.\n")


def test_importing_the_same_again_brings_it_back_and_says_so(club):
    annotator("withdraw", club, *IDS, "--decided")
    code, out, told = annotator("import", club, "in", "--language", "en")
    assert (code, out) == (0, "Imported 0 releases. 3 came back that had been withdrawn.\n")
    assert told == ""
    assert states(club) == {"new": 2, "started": 1, "finished": 0, "withdrawn": 0}
    assert json.loads(annotator("import", club, "in", "--json")[1])["came_back"] == 0


def test_suggesting_leaves_it_out(club):
    annotator("withdraw", club, IDS[0])
    assert annotator("suggest", club)[1] == "Suggested for 2 releases.\n"
    annotator("withdraw", club, "--back", IDS[0])
    assert annotator("suggest", club)[1] == "Suggested for 1 release.\n"


def test_a_new_version_is_not_compared_with_what_is_withdrawn(tmp_path):
    words = "The club of Oslo said on Monday that Ann Lee and its members had met again in May. "
    for name, text in (("old", words * 6), ("new", words * 6 + "It rained.")):
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    annotator("new", "club")
    annotator("import", "club.annotator", "old.txt", "--language", "en")
    annotator("withdraw", "club.annotator", "--since", "2020-01-01")
    assert "nearly" not in annotator("import", "club.annotator", "new.txt", "--language", "en")[2]
    annotator("withdraw", "club.annotator", "--since", "2020-01-01")
    annotator("import", "club.annotator", "old.txt", "--language", "en")
    assert states("club.annotator")["withdrawn"] == 1


def test_a_project_that_is_open_elsewhere_is_told(club):
    with Project.open(club, "ann"):
        code, _, told = annotator("withdraw", club, IDS[0])
    assert (code, withdrawn(club)) == (1, set())
    assert "open" in told


def test_the_way_back_leaves_out_what_was_withdrawn_before(club, monkeypatch):
    monkeypatch.setattr("annotator.cli.terminal.is_watched", lambda: True)
    annotator("withdraw", club, IDS[0])
    told = annotator("withdraw", club, "--search", "race", "--decided")[2]
    (way,) = re.findall(r"To bring back: annotator (.*)", told)
    annotator(*way.split())
    assert withdrawn(club) == {IDS[0]}
