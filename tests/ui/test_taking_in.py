"""Import of chosen files, in the real window without a suggester."""

from __future__ import annotations

import json

import pytest
from dropped import drop, files
from PySide6.QtCore import Qt
from windowed import BACK, CTRL, CTRL_SHIFT, ENGLISH, MANY_BACK, finished, press, titles

from annotator.formats import table
from annotator.formats.own import SCHEMA
from annotator.importing import ImportReport
from annotator.model.records import Entity, Suggestion, text_hash
from annotator.model.spans import Span
from annotator.ui.picker import CHOICE

pytestmark = pytest.mark.usefixtures("own_folders")

DECIDED = {
    "schema": SCHEMA,
    "text": ENGLISH,
    "entities": [{"start": 33, "end": 38, "label": "GPE", "status": "added"}],
}


def choose_files(monkeypatch, *paths):
    """The file dialog, answered; what it was shown with."""
    shown = []
    monkeypatch.setattr(
        "annotator.taking_in.ask_files", lambda _, *asked: shown.append(asked) or list(paths)
    )
    return shown


@pytest.fixture
def decided(tmp_path):
    path = tmp_path / "decided.jsonl"
    path.write_text(json.dumps({**DECIDED, "meta": {"language": "en"}}), "utf-8")
    return path


def status_of(program):
    program.session.open(text_hash(ENGLISH))
    return [item.status for item in program.session.fold.items.values()]


def test_large_numbers_are_grouped_in_what_an_import_says():
    report = ImportReport("2026-03-01T09:30:00.000Z", added=1_500, came_back=1_100)
    report.problems = ["x"] * 1_200
    assert report.told() == (
        "Imported 1,500 releases. 1,100 came back that had been withdrawn. 1,200 could not be read"
    )


def test_files_of_every_format_can_be_chosen_and_their_decisions_are_kept(
    qtbot, program, decided, monkeypatch
):
    shown = choose_files(monkeypatch, decided)
    press(qtbot, program, Qt.Key.Key_I, CTRL)
    assert finished(qtbot, program) == f"Imported 1 release. {BACK}"
    (title, kinds), *_ = shown
    assert title == "Import releases"
    assert all(f"*{suffix}" in kinds.split(";;")[0] for f in table.read() for suffix in f.suffixes)
    assert status_of(program) == ["added"]


OWN = "; it brings suggestions of its own and gets none from the program"


@pytest.mark.parametrize(
    ("typed", "title", "told", "statuses", "state"),
    [
        ("as sugg", "Import releases as suggestions", OWN, ["open"], "new"),
        ("as finished", "Import releases as finished", "", ["added"], "finished"),
        ("texts alone", "Import the texts alone", "", [], "new"),
    ],
)
def test_the_palette_imports_in_other_ways(
    qtbot, program, decided, monkeypatch, typed, title, told, statuses, state
):
    shown = choose_files(monkeypatch, decided)
    press(qtbot, program, Qt.Key.Key_K, CTRL)
    qtbot.keyClicks(program.window.picker.field, typed)
    press(qtbot, program, Qt.Key.Key_Return)
    assert finished(qtbot, program) == f"Imported 1 release{told}. {BACK}"
    assert shown[0][0] == title
    assert status_of(program) == statuses
    assert program.session.fold.state == state


def test_the_palette_imports_a_folder(qtbot, program, tmp_path, monkeypatch):
    folder = tmp_path / "news"
    (folder / "below").mkdir(parents=True)
    (folder / "a.txt").write_text(ENGLISH, "utf-8")
    (folder / "below/b.txt").write_text(ENGLISH.replace("schools", "hospitals"), "utf-8")
    monkeypatch.setattr("annotator.taking_in.ask_old_folder", lambda *_: folder)
    press(qtbot, program, Qt.Key.Key_K, CTRL)
    qtbot.keyClicks(program.window.picker.field, "a folder")
    press(qtbot, program, Qt.Key.Key_Return)
    assert finished(qtbot, program) == f"Imported 2 releases. {MANY_BACK}"


def test_what_the_search_in_the_queue_hides_of_an_import_is_said(qtbot, program, tmp_path):
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(f"{ENGLISH} {number}", "utf-8")
    search = program.window.panes.queue.search
    press(qtbot, program, Qt.Key.Key_P, CTRL)
    qtbot.keyClicks(search, "nowhere")
    hides, clears = "The search in the queue hides", "Esc in its field clears it"
    program.taking_in.import_paths([tmp_path / "0.txt"])
    told = finished(qtbot, program)
    assert told == f"Imported 1 release. {hides} it; {clears}. {BACK}"
    program.taking_in.import_paths([tmp_path / "1.txt", tmp_path / "2.txt"])
    told = finished(qtbot, program)
    assert told.startswith("Imported 2 releases. ")
    assert told.endswith(f". {hides} 2 of them; {clears}. {MANY_BACK}")
    press(qtbot, program, Qt.Key.Key_Escape)
    (tmp_path / "3.txt").write_text(f"{ENGLISH} 3", "utf-8")
    program.taking_in.import_paths([tmp_path / "3.txt"])
    assert hides not in finished(qtbot, program)


def test_how_a_file_was_read_is_said_and_listed(qtbot, program, tmp_path):
    for name, text in (("une", ENGLISH), ("deux", "Nobody said that in the town of Lyon before.")):
        (tmp_path / f"{name}.txt").write_bytes(f"{text} Café.".encode("cp1252"))
    program.taking_in.import_paths([tmp_path / "une.txt"])
    assert "une.txt was read as cp1252, not UTF-8" in finished(qtbot, program)
    (tmp_path / "bad.txt").write_bytes(b"\xff\xfe\x00")
    program.taking_in.import_paths([tmp_path / "deux.txt", tmp_path / "bad.txt"])
    said = finished(qtbot, program)
    assert "1 could not be read, 1 read in a way that you should know of; Ctrl+Shift+I" in said
    press(qtbot, program, Qt.Key.Key_I, CTRL_SHIFT)
    listed = program.window.cover.sheet.toPlainText()
    assert "deux.txt was read as cp1252" in listed
    assert "bad.txt" in listed
    assert program.window.cover.sheet.acceptDrops() is False


@pytest.mark.parametrize("count", [1, 2])
def test_what_was_here_already_is_counted_in_good_english(qtbot, program, tmp_path, count):
    for number in range(count):
        (tmp_path / f"{number}.txt").write_text(f"{ENGLISH} {number}", "utf-8")
    paths = [tmp_path / f"{number}.txt" for number in range(count)]
    for _ in range(2):
        program.taking_in.import_paths(paths)
        said = finished(qtbot, program)
    were = {1: "1 was", 2: "2 were"}[count]
    assert f"Imported 0 releases. {were} here already." in said


def test_a_second_thing_waits_for_the_first(qtbot, program, tmp_path, monkeypatch):
    shown = choose_files(monkeypatch)
    program.taking_in.import_paths([tmp_path / "one.txt"])
    press(qtbot, program, Qt.Key.Key_I, CTRL)
    assert "Something else is still running" in program.window.status.message.text()
    press(qtbot, program, Qt.Key.Key_S, CTRL)
    assert not program.window.picker.isVisible()
    assert not shown
    finished(qtbot, program)


# -- the field with the text

TABLE = (
    "id,words,note\n1,Ann won the race in the end.,A long day\n2,Bo left the town.,A short day\n"
)
"""The text stands in "words", which no name tells."""


def import_and_wait(qtbot, program, *paths):
    """Import; what the window asks then, as title and rows."""
    program.taking_in.import_paths(list(paths))
    finished(qtbot, program)
    picker = program.window.picker
    return picker.title.text() if picker.isVisible() else ""


def rows_of(program):
    rows = program.window.picker.rows
    return [(c.title, c.detail) for c in (rows.item(n).data(CHOICE) for n in range(rows.count()))]


def texts(program):
    project = program.session.project
    return {project.release(row.release).text for row in project.queue(limit=99)}


def test_the_field_with_the_text_is_asked_for_and_picked_by_keys(qtbot, program, tmp_path):
    (tmp_path / "a.csv").write_text(TABLE, "utf-8")
    asked = import_and_wait(qtbot, program, tmp_path / "a.csv")
    assert asked == "Which field holds the text of “a.csv”?"
    assert rows_of(program) == [("words", "Ann won the race in the end."), ("note", "A long day")]
    assert program.session.counts().releases == 1, "nothing comes in before it is said"
    assert program.window.status.message.text() == ""
    press(qtbot, program, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: program.session.counts().releases == 3)
    finished(qtbot, program)
    assert {"Ann won the race in the end.", "Bo left the town."} < texts(program)


def test_several_files_with_the_same_fields_are_asked_for_once(qtbot, program, tmp_path):
    for name in "abc":
        (tmp_path / f"{name}.csv").write_text(TABLE.replace("race", f"race {name}"), "utf-8")
    records = [{"mein": "Cy stayed in Paris.", "dein": "Dee left Paris."}]
    (tmp_path / "d.json").write_text(json.dumps(records), "utf-8")
    files = [tmp_path / name for name in ("a.csv", "b.csv", "c.csv", "d.json")]
    asked = import_and_wait(qtbot, program, *files)
    assert asked == "Which field holds the text of “a.csv” and 2 more?"
    qtbot.keyClicks(program.window.picker.field, "not")
    press(qtbot, program, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "d.json" in program.window.picker.title.text())
    press(qtbot, program, Qt.Key.Key_Down)
    press(qtbot, program, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Dee left Paris." in texts(program))
    finished(qtbot, program)
    assert {"A long day", "Dee left Paris."} < texts(program)


def test_a_file_without_the_field_that_was_chosen_is_asked_for_next(qtbot, program, tmp_path):
    (tmp_path / "a.csv").write_text("mein,dein,sein\nAnn won.,Bo left here.,Of all\n", "utf-8")
    (tmp_path / "b.csv").write_text("mein,dein\nCy won.,Dee left here.\n", "utf-8")
    asked = import_and_wait(qtbot, program, tmp_path / "a.csv", tmp_path / "b.csv")
    assert asked == "Which field holds the text of “a.csv” and 1 more?"
    qtbot.keyClicks(program.window.picker.field, "sein")
    press(qtbot, program, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "“b.csv”" in program.window.picker.title.text())
    press(qtbot, program, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: {"Of all", "Dee left here."} < texts(program))
    finished(qtbot, program)
    press(qtbot, program, Qt.Key.Key_Escape)  # the language of so few words is not sure


def test_a_file_without_a_text_is_left_out_and_the_rest_goes_in(qtbot, program, tmp_path):
    (tmp_path / "a.csv").write_text(TABLE, "utf-8")
    (tmp_path / "b.txt").write_text(ENGLISH, "utf-8")
    import_and_wait(qtbot, program, tmp_path / "a.csv", tmp_path / "b.txt")
    assert rows_of(program)[-1] == ("None of them", "it is left out")
    press(qtbot, program, Qt.Key.Key_Up)
    press(qtbot, program, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: ENGLISH in texts(program))
    said = finished(qtbot, program)
    assert said.startswith("Imported 1 release. 1 could not be read")


def test_escape_imports_nothing(qtbot, program, tmp_path):
    (tmp_path / "a.csv").write_text(TABLE, "utf-8")
    import_and_wait(qtbot, program, tmp_path / "a.csv")
    press(qtbot, program, Qt.Key.Key_Escape)
    assert program.window.status.message.text() == (
        "Nothing was imported: it was not said which field holds the text"
    )
    assert program.session.counts().releases == 1
    assert not program.window.picker.isVisible()


def test_other_files_can_be_chosen_instead_of_answering(qtbot, program, tmp_path):
    (tmp_path / "a.csv").write_text(TABLE, "utf-8")
    (tmp_path / "b.txt").write_text(ENGLISH, "utf-8")
    import_and_wait(qtbot, program, tmp_path / "a.csv")
    drop(program, files(tmp_path / "b.txt"))
    assert finished(qtbot, program) == f"Imported 1 release. {BACK}"
    assert not program.window.picker.isVisible()


def test_nothing_is_asked_where_one_field_alone_can_be_the_text(qtbot, program, tmp_path):
    (tmp_path / "a.csv").write_text(f"id,words\n1,{ENGLISH}\n", "utf-8")
    other = ENGLISH.replace("schools", "hospitals")
    (tmp_path / "b.csv").write_text(f"id,text,note\n1,{other},A day\n", "utf-8")
    assert import_and_wait(qtbot, program, tmp_path / "a.csv", tmp_path / "b.csv") == ""
    assert {ENGLISH, other} < texts(program)


def test_a_question_that_is_open_is_not_pushed_aside(qtbot, program, tmp_path):
    (tmp_path / "a.csv").write_text(TABLE, "utf-8")
    program.taking_in.import_paths([tmp_path / "a.csv"])
    press(qtbot, program, Qt.Key.Key_K, CTRL)
    finished(qtbot, program)
    assert program.window.picker.title.text() == "Commands"
    press(qtbot, program, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: "a.csv" in program.window.picker.title.text())
    press(qtbot, program, Qt.Key.Key_Escape)


STORY = (
    "PARIS, 1 May. President Ann Lee said on Tuesday that twelve schools would get more money this"
    " year. The minister of finance agreed, and the teachers of the capital welcomed the decision."
    " Nothing was said of the universities, as the paper pointed out. The rest is to follow soon."
)
NEWER = STORY.replace("twelve", "fourteen")


@pytest.fixture
def versions(tmp_path):
    """A release that is judged, and its corrected version."""
    ann = {"start": 24, "end": 31, "label": "PERSON", "status": "added"}
    twelve = {"start": 53, "end": 59, "label": "CARDINAL", "status": "added"}
    line = {"schema": SCHEMA, "text": STORY, "meta": {"title": "Money", "language": "en"}}
    (tmp_path / "judged.jsonl").write_text(json.dumps({**line, "entities": [ann, twelve]}), "utf-8")
    (tmp_path / "newer.txt").write_text(NEWER, "utf-8")
    return [tmp_path / "judged.jsonl", tmp_path / "newer.txt"]


def import_versions(qtbot, program, versions):
    """What is said of them; then the question is open."""
    program.taking_in.import_paths(versions)
    said = finished(qtbot, program)
    picker = program.window.picker
    assert picker.title.text() == (
        "A new version of “Money” came in, and the earlier one is judged"
    )
    return said


def test_decisions_are_carried_over_to_a_corrected_version(qtbot, program, versions):
    said = import_versions(qtbot, program, versions)
    assert said == (
        "Imported 2 releases. 1 is nearly the same as another; Ctrl+Shift+I shows which."
        f" {MANY_BACK}"
    )
    press(qtbot, program, Qt.Key.Key_Down)
    press(qtbot, program, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "carried over to" in program.session.said.text)
    said = finished(qtbot, program)
    assert said == "Decisions carried over to 1 release; Ctrl+Shift+I shows what changed"
    program.session.open(text_hash(NEWER))
    stands = program.session.fold.items.values()
    assert {item.record.span.text(NEWER): item.status for item in stands} == {
        "Ann Lee": "added",
        "fourteen": "open",
    }
    press(qtbot, program, Qt.Key.Key_I, CTRL_SHIFT)
    assert "1 decision carried over, 1 to be reviewed" in program.window.cover.sheet.toPlainText()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_a_hasty_key_leaves_the_versions_as_they_are(qtbot, program, versions, key):
    import_versions(qtbot, program, versions)
    qtbot.keyClicks(program.window.frame.focusWidget(), "yna1")  # Y finishes a release elsewhere
    assert program.window.picker.isVisible()
    assert not program.window.picker.field.isVisible()
    press(qtbot, program, key)
    assert "No decision is carried over" in program.window.status.message.text()
    program.session.open(text_hash(NEWER))
    assert not program.session.fold.items
    assert not program.window.picker.isVisible()
    program.taking_in.import_paths(versions[1:])
    finished(qtbot, program)
    assert program.window.picker.isVisible(), "it can still be done"
    press(qtbot, program, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not program.ahead._held)


def test_a_wrong_import_is_taken_back_by_the_key_that_the_message_names(
    qtbot, program, decided, tmp_path, monkeypatch
):
    before, in_hand, other = titles(program), program.session.text, tmp_path / "Other.txt"
    other.write_text("The club of Porto met again in May, and all members came.", "utf-8")
    choose_files(monkeypatch, decided, other)
    press(qtbot, program, Qt.Key.Key_I, CTRL)
    assert finished(qtbot, program) == f"Imported 2 releases. {MANY_BACK}"
    press(qtbot, program, Qt.Key.Key_Delete, CTRL_SHIFT)
    assert program.session.prompt.choices[0].title == "Withdraw 2 releases"
    press(qtbot, program, Qt.Key.Key_Return)
    assert program.session.said.text == "Withdrew 2 releases. Ctrl+Z brings them back"
    assert (titles(program), program.window.panes.queue.model.rowCount()) == (before, len(before))
    press(qtbot, program, Qt.Key.Key_Z, CTRL)
    assert program.window.panes.queue.model.rowCount() == len(before) + 2
    assert program.session.text == in_hand


def test_the_key_that_the_message_names_leads_to_what_came_in(
    qtbot, program, decided, tmp_path, monkeypatch
):
    in_hand, other = program.session.text, tmp_path / "Other.txt"
    other.write_text("The club of Porto met again in May, and all members came.", "utf-8")
    choose_files(monkeypatch, other, decided)
    press(qtbot, program, Qt.Key.Key_I, CTRL)
    assert finished(qtbot, program).startswith("Imported 2 releases. Ctrl+G opens the first")
    assert program.session.text == in_hand
    for text in (other.read_text("utf-8"), ENGLISH):
        press(qtbot, program, Qt.Key.Key_G, CTRL)
        assert program.session.text == text
        assert program.window.status.message.text() == ""


def test_the_key_that_the_message_names_is_not_named_any_more_when_what_it_leads_to_is_there(
    qtbot, program, decided, tmp_path, monkeypatch
):
    odd = tmp_path / "odd.docx"
    odd.write_bytes(b"no Word file")
    choose_files(monkeypatch, odd, decided)
    press(qtbot, program, Qt.Key.Key_I, CTRL)
    told = "Imported 1 release. 1 could not be read; Ctrl+Shift+I shows which"
    assert finished(qtbot, program) == f"{told}. {BACK}"
    press(qtbot, program, Qt.Key.Key_G, CTRL)
    assert program.session.text == ENGLISH
    assert program.window.status.message.text() == told


def test_no_key_leads_to_what_is_opened_anyway(qtbot, program, decided, monkeypatch):
    press(qtbot, program, Qt.Key.Key_Backspace, CTRL_SHIFT)
    assert program.session.release is None
    choose_files(monkeypatch, decided)
    press(qtbot, program, Qt.Key.Key_I, CTRL)
    assert finished(qtbot, program) == "Imported 1 release. Ctrl+Shift+Del takes it back"
    assert program.session.text == ENGLISH


def test_importing_what_was_withdrawn_brings_it_back_and_says_so(
    qtbot, program, decided, monkeypatch
):
    choose_files(monkeypatch, decided)
    press(qtbot, program, Qt.Key.Key_I, CTRL)
    finished(qtbot, program)
    count = len(titles(program))
    press(qtbot, program, Qt.Key.Key_Delete, CTRL_SHIFT)
    press(qtbot, program, Qt.Key.Key_Return)
    press(qtbot, program, Qt.Key.Key_I, CTRL)
    told = "Imported 0 releases. 1 came back that had been withdrawn. Ctrl+G opens it"
    assert finished(qtbot, program) == told
    assert len(titles(program)) == count
    press(qtbot, program, Qt.Key.Key_G, CTRL)
    assert program.session.text == ENGLISH
    assert status_of(program) == ["added"]


def test_decisions_on_the_release_in_hand_are_shown_before_the_next_key(
    qtbot, program, decided, tmp_path
):
    (tmp_path / "plain.txt").write_text(ENGLISH, "utf-8")
    program.taking_in.import_paths([tmp_path / "plain.txt"])
    finished(qtbot, program)
    session, release = program.session, text_hash(ENGLISH)
    session.open(release)
    was = Entity(Span(33, 38), "ORG")
    rest = Entity(Span(0, 6), "PERSON")
    found = [Suggestion(one, "t@1", "rule", 0.9) for one in (was, rest)]
    session.project.add_run(release, found, 0.1)
    session.suggestions_came(release)
    press(qtbot, program, Qt.Key.Key_Tab)
    assert session.here.item.record in (was, rest)
    program.taking_in.import_paths([decided])
    said = finished(qtbot, program)
    assert "Imported 0 releases. 1 was here already, and 1 got what files say." in said
    standing = [(i.record, i.status) for i in session.fold.items.values()]
    assert sorted(standing, key=str) == sorted(
        [(Entity(Span(33, 38), "GPE"), "added"), (rest, "open")], key=str
    )
    press(qtbot, program, Qt.Key.Key_Tab)
    press(qtbot, program, Qt.Key.Key_A)
    assert [i.status for i in session.fold.items.values() if i.record == rest] == ["accepted"]


def test_what_a_file_says_against_what_is_decided_here_is_listed(qtbot, program, decided):
    program.taking_in.import_paths([decided])
    finished(qtbot, program)
    session = program.session
    session.open(text_hash(ENGLISH))
    press(qtbot, program, Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    session.select_item("a1")
    press(qtbot, program, Qt.Key.Key_X)
    program.taking_in.import_paths([decided])
    said = finished(qtbot, program)
    assert "1 keeps what was decided here, not what files say; Ctrl+Shift+I shows which" in said
    press(qtbot, program, Qt.Key.Key_I, CTRL_SHIFT)
    listed = program.window.cover.sheet.toPlainText()
    assert "what was decided there stays, not the file's 1 decision" in listed


def test_the_language_of_the_release_in_hand_is_changed(qtbot, program, tmp_path):
    (tmp_path / "plain.txt").write_text(ENGLISH, "utf-8")
    program.taking_in.import_paths([tmp_path / "plain.txt"])
    finished(qtbot, program)
    session = program.session
    session.open(text_hash(ENGLISH))
    for typed, told in (("fre", "French (fr): suggestions are made anew"), ("", "it is already")):
        press(qtbot, program, Qt.Key.Key_L, CTRL)
        picker = program.window.picker
        assert picker.isVisible()
        qtbot.keyClicks(picker.field, typed)
        qtbot.keyClick(picker.field, Qt.Key.Key_Return)
        assert told in program.window.status.message.text()
        assert session.release.language == "fr"
    press(qtbot, program, Qt.Key.Key_L, CTRL)
    qtbot.keyClick(program.window.picker.field, Qt.Key.Key_Escape)
    assert session.release.language == "fr"
