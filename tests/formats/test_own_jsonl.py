"""Our own JSONL: what is written is what stands, and it comes back."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from folds import folded_releases
from hypothesis import given, settings
from hypothesis import strategies as st

import annotator.formats.own_writer as own_writer
from annotator.formats import own
from annotator.formats.errors import ExportError, RefusedError
from annotator.formats.exporting import export
from annotator.formats.files import read_files
from annotator.formats.incoming import folded
from annotator.formats.jsonl import FORMAT
from annotator.formats.own import dumped, to_line
from annotator.formats.own_reader import from_line
from annotator.formats.writing import About
from annotator.model.fold import Fold, fold
from annotator.model.plain import Incoming
from annotator.model.records import Claim, Entity, Release, Suggestion
from annotator.model.resources import resource
from annotator.model.scheme import Scheme
from annotator.model.selection import Selection
from annotator.model.spans import Span
from annotator.model.steps import Decision, RecordedStep, Step, StoredSuggestion

SCHEMA = json.loads(resource("annotator-1.schema.json").read_text(encoding="utf-8"))
VALID = jsonschema.Draft202012Validator(SCHEMA)
ABOUT = About("club", 7, Scheme(), "annotator 0.1.0", ("spacy@3.8",))

NEWS = Release("👩 Ann Lee said we won in Oslo.", "A title", "The Club", extra={"licence": "CC0"})
ANN = Entity(Span(2, 9), "PERSON")
WE = Entity(Span(15, 17), "ORG")
OSLO = Entity(Span(25, 29), "GPE")
WON = Claim((Span(15, 29),), Span(10, 14), (Span(2, 9),), "Ann Lee", {"epistemic": "unknown"})


def decided(*decisions: Decision, state=None, number=1, annotator="ann") -> RecordedStep:
    step = Step("x", decisions, Selection(Span(0, 0)), state)
    return RecordedStep(number, NEWS.id, "do", annotator, f"2024-05-01T10:00:0{number}.000Z", step)


def example() -> Fold:
    """ANN open, WE rejected after a correction, OSLO corrected, WON accepted, an addition."""
    suggested = [
        Suggestion(ANN, "spacy@3.8", "ner", 0.9),
        Suggestion(WE, "spacy@3.8", "ner", 0.4),
        Suggestion(replace(OSLO, label="ORG"), "spacy@3.8", "ner", 0.5),
        Suggestion(WON, "rules@1", "ccomp", 0.95, "said + that-clause"),
    ]
    steps = [
        decided(Decision("correct", "s2", replace(WE, label="NORP"), WE)),
        decided(Decision("reject", "s2"), Decision("accept", "s4"), number=2, annotator="bea"),
        decided(Decision("correct", "s3", OSLO, replace(OSLO, label="ORG")), number=3),
        decided(Decision("add", "a1", Entity(Span(18, 21), "EVENT")), number=4),
        decided(Decision("add", "a2", ANN), number=5),
        decided(Decision("reject", "a2"), state="finished", number=6),
    ]
    return fold([StoredSuggestion(f"s{i}", s) for i, s in enumerate(suggested, start=1)], steps)


def test_what_nobody_looked_at_stays_unseen_in_and_out():
    unseen = [
        decided(Decision("accept", "s1", seen=False), Decision("reject", "s3", seen=False)),
        decided(Decision("correct", "s2", OSLO, WE, seen=False), number=2),
        decided(Decision("add", "a1", WE, seen=False), Decision("add", "a2", ANN), number=3),
    ]
    suggested = [Suggestion(record, "spacy@3.8", "ner", 0.9) for record in (ANN, WE, OSLO)]
    stands = fold([StoredSuggestion(f"s{i}", s) for i, s in enumerate(suggested, 1)], unseen)
    line = to_line(NEWS, stands)
    VALID.validate(line)
    seen = {(e["status"], e["seen"]) for e in line["entities"]}
    assert seen == {("accepted", False), ("corrected", False), ("added", False), ("added", True)}
    assert [e["seen"] for e in line["rejected"]["entities"]] == [False]
    again = folded(from_line(line, "line 1"))
    assert {(i.status, i.seen) for i in again.items.values()} == seen | {("rejected", False)}


def without_ids(line: object) -> object:
    if isinstance(line, dict):
        return {key: without_ids(value) for key, value in line.items() if key != "id"}
    return [without_ids(value) for value in line] if isinstance(line, list) else line


def test_a_line_says_what_stands_what_is_wrong_and_what_is_open():
    line = to_line(NEWS, example())
    VALID.validate(line)
    assert line["meta"]["licence"] == "CC0"
    assert line["state"] == "finished"
    assert [(e["id"], e["text"], e["label"], e["status"]) for e in line["entities"]] == [
        ("a1", "won", "EVENT", "added"),
        ("s3", "Oslo", "GPE", "corrected"),
    ]
    assert line["entities"][1]["was"] == {"start": 25, "end": 29, "text": "Oslo", "label": "ORG"}
    (claim,) = line["claims"]
    assert claim["cue"] == {"start": 10, "end": 14, "text": "said"}
    assert (claim["status"], claim["was"], claim["rule"]) == ("accepted", None, "ccomp")
    assert claim["reason"] == "said + that-clause"
    assert [e["reason"] for e in line["entities"]] == [None, ""], "an addition has no origin"
    assert (claim["annotator"], claim["at"]) == ("bea", "2024-05-01T10:00:02.000Z")
    (wrong,) = line["rejected"]["entities"]
    assert (wrong["text"], wrong["label"], wrong["score"]) == ("we", "ORG", 0.4)
    assert [e["text"] for e in line["open"]["entities"]] == ["Ann Lee"]


def test_readme_shows_each_field_of_a_line_and_no_other():
    readme = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    shown = readme.split('```\n{"schema"')[1].split("```")[0]
    line = to_line(NEWS, example())
    entity, claim = line["entities"][0], line["claims"][0]
    told = re.search(r'"entities": \[\{(.+?)\}\]', shown, re.DOTALL)
    assert told is not None
    assert re.findall(r'"(\w+)"', told[1]) == [*entity]
    states = {"new", "started", "finished"}
    names = {"schema", *re.findall(r'"(\w+)"', shown)} - states
    assert names == {*line, *own.META, *entity, *claim}


def test_a_line_comes_back_as_suggestions_and_the_steps_of_each_person():
    incoming = from_line(to_line(NEWS, example()), "x.jsonl, line 1")
    assert incoming.release == NEWS
    assert {past.step.command for past in incoming.steps} == {"import"}
    assert [(past.annotator, len(past.step.decisions)) for past in incoming.steps] == [
        ("bea", 2),
        ("ann", 1),
        ("ann", 1),
    ]
    assert without_ids(to_line(NEWS, folded(incoming))) == without_ids(to_line(NEWS, example()))


def test_a_line_without_reasons_is_one_of_ours():
    """So were all lines before suggestions had reasons."""
    line = json.loads(dumped(to_line(NEWS, example())))
    items = (line, line["rejected"], line["open"])
    for found in (item for part in items for item in (*part["entities"], *part["claims"])):
        del found["reason"]
    VALID.validate(line)
    incoming = from_line(line, "x.jsonl, line 1")
    assert [suggestion.reason for suggestion in incoming.suggestions] == [""] * 4
    assert [suggestion.why for suggestion in incoming.suggestions if suggestion.score > 0.9] == [
        "ccomp"
    ]


@settings(deadline=None)
@given(folded_releases())
def test_whatever_stands_comes_back_and_is_valid(pair):
    release, stands = pair
    data = dumped(to_line(release, stands))
    line = json.loads(data)
    VALID.validate(line)
    assert len(data.decode("utf-8").splitlines()) == 1
    incoming = from_line(line, "x.jsonl, line 1")
    again = to_line(incoming.release, folded(incoming))
    VALID.validate(again)
    assert without_ids(again) == without_ids(line)
    for entity in (*line["entities"], *line["open"]["entities"]):
        assert release.text[entity["start"] : entity["end"]] == entity["text"]


@settings(deadline=None, max_examples=15)
@given(st.lists(folded_releases(), max_size=4))
def test_whatever_is_written_passes_its_own_check(tmp_path_factory, releases):
    place = tmp_path_factory.mktemp("out") / "x"
    written = export(place, FORMAT, releases, ABOUT)
    assert written.plain["losses"]["total"] == 0
    lines = (place / "club.jsonl").read_bytes().split(b"\n")
    assert lines.pop() == b""
    assert [json.loads(line)["text"] for line in lines] == [r.text for r, _ in releases]


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.replace(b'"GPE"', b'"LOC"'),
        lambda data: data.replace(b'"claimer": "Ann Lee"', b'"claimer": null'),
        lambda data: data.replace(b'"score": 0.95', b'"score": 0.9'),
        lambda data: data.replace(b'"said + that-clause"', b'""'),
        lambda data: data.replace(b'"id": "a1"', b'"id": "a9"'),
        lambda data: data.replace(b'"finished"', b'"started"'),
        lambda data: data.replace(b'"start": 15', b'"start": 16'),
        lambda data: data[:-9],
        lambda data: data + b"\n" + data,
        lambda _: b"",
    ],
)
def test_a_file_that_does_not_read_as_meant_is_an_error(tmp_path, monkeypatch, change):
    monkeypatch.setattr(own_writer, "dumped", lambda line: change(dumped(line)))
    with pytest.raises(ExportError, match=r"club.*nothing was exported"):
        export(tmp_path / "club", FORMAT, [(NEWS, example())], ABOUT)
    assert list(tmp_path.iterdir()) == []


def test_half_a_character_in_a_note_stops_the_export_with_its_release(tmp_path):
    note = replace(WON, attributes={"note": "\ud83d"})
    stands = fold([], [decided(Decision("add", "a1", note))])
    with pytest.raises(ExportError, match='"A title" cannot be written'):
        export(tmp_path / "club", FORMAT, [(NEWS, stands)], ABOUT)
    assert list(tmp_path.iterdir()) == []


def _set(*path: object) -> object:
    """A change of one value deep in a line; the last argument is the value."""

    def change(line):
        *keys, last, value = path
        for key in keys:
            line = line[key]
        line[last] = value

    return change


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (_set("entities", 1, "end", 99), "the span 25-99 lies outside the text of 30"),
        (_set("entities", 1, "start", 29), "the span 29-29 lies outside"),
        (_set("entities", 1, "start", -1), "lies outside"),
        (
            _set("entities", 1, "start", 24),
            'in entity 2 the span 24-29 reads " Oslo" in the text, not "Oslo"',
        ),
        (_set("entities", 1, "start", "25"), "are whole numbers"),
        (_set("entities", 1, "start", True), "are whole numbers"),
        (_set("entities", 1, "label", ""), 'needs a "label"'),
        (
            _set("entities", 1, "status", "maybe"),
            'in entity 2 its "status" is accepted, corrected or added, not "maybe"',
        ),
        (_set("entities", 1, "was", None), '2 "was" is the entity that was corrected, not null.'),
        (
            lambda line: line["entities"][1].pop("was"),
            '2 "was" is the entity that was corrected, which is missing.',
        ),
        (
            _set("entities", 1, "was", {"start": 0}),
            '2 within "was" an entity needs a "label", not null.',
        ),
        (
            _set("rejected", "entities", 0, "label", ""),
            'in entity 1 under "rejected" an entity needs',
        ),
        (_set("entities", 1, "suggester", None), 'names its "suggester"'),
        (_set("entities", 1, "score", 7), "0..1, not 7"),
        (_set("entities", 1, "score", float("nan")), "0..1"),
        (_set("entities", 1, "reason", 7), "in entity 2 a reason is a text, not 7"),
        (_set("entities", 1, "annotator", 7), "an annotator is a name"),
        (_set("entities", 1, "at", "yesterday"), "is an ISO 8601 time"),
        (_set("entities", 0, "Ann"), 'in entity 1 a record is an object, not "Ann".'),
        (_set("entities", {}), '"entities" is a list'),
        (_set("claims", 0, "content", []), "at least one span"),
        (_set("claims", 0, "source", [7]), "in claim 1 a span needs"),
        (_set("claims", 0, ANN.__class__.__name__), "in claim 1 a record is an object"),
        (_set("open", []), '"open" is an object'),
        (_set("state", "done"), 'the "state" is new, started or finished'),
        (_set("meta", "title", 7), '"meta" holds names and texts only'),
        (_set("text", "Another text"), "its id differs"),
        (_set("text", 7), 'has no "text"'),
    ],
)
def test_a_wrong_line_is_refused_with_its_place(change, sentence):
    line = json.loads(json.dumps(to_line(NEWS, example())))
    change(line)
    with pytest.raises(RefusedError, match=r"x\.jsonl, line 3") as refused:
        from_line(line, "x.jsonl, line 3")
    assert sentence in str(refused.value)
    assert str(refused.value).endswith(".")


def _places(value: object, path: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
    """Every way to a value deep in a line."""
    pairs = value.items() if isinstance(value, dict) else ()
    pairs = enumerate(value) if isinstance(value, list) else pairs
    deeper = [found for key, inner in pairs for found in _places(inner, (*path, key))]
    return [path, *deeper] if path else deeper


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=3,
)


@settings(deadline=None, max_examples=100)
@given(st.sampled_from(_places(to_line(NEWS, example()))), JSON)
def test_no_wrong_value_breaks_the_reader_or_gets_past_it(place, value):
    line = json.loads(json.dumps(to_line(NEWS, example())))
    _set(*place, value)(line)
    try:
        incoming = from_line(line, "x.jsonl, line 3")
    except RefusedError as refused:
        assert str(refused).endswith(".")  # noqa: PT017
    else:
        stands = folded(incoming)
        assert VALID.is_valid(to_line(incoming.release, stands))


@pytest.mark.parametrize(
    "change",
    [
        _set("schema", "annotator/2"),
        _set("state", "done"),
        _set("more", 1),
        _set("meta", "title", None),
        _set("entities", 1, "suggester", None),
        _set("entities", 1, "was", None),
        _set("entities", 0, "score", 0.5),
        _set("entities", 0, "reason", "name list"),
        _set("open", "entities", 0, "reason", None),
        _set("claims", 0, "content", []),
        _set("claims", 0, "was", {}),
        _set("open", "entities", 0, "status", "open"),
        _set("rejected", "claims", None),
    ],
)
def test_the_schema_refuses_what_is_no_line_of_ours(change):
    line = json.loads(json.dumps(to_line(NEWS, example())))
    assert VALID.is_valid(line)
    change(line)
    assert not VALID.is_valid(line)


def test_an_entity_among_the_claims_is_refused():
    line = to_line(NEWS, example())
    line["claims"] = line["entities"]
    with pytest.raises(RefusedError, match="something else"):
        from_line(line, "x.jsonl, line 1")


def test_the_documentation_names_every_field():
    described = own.__doc__ or ""
    line = to_line(NEWS, example())
    fields = {*line, *line["entities"][0], *line["claims"][0], *line["claims"][0]["content"][0]}
    assert {field for field in fields if not re.search(rf"\b{field}\b", described)} == set()


def test_the_bundled_releases_are_whole_and_untouched():
    path = resource("sample") / "releases.jsonl"
    found = list(read_files([path]))
    assert all(isinstance(one, Incoming) for one in found)
    assert len(found) == 15
    for line in path.read_bytes().splitlines():
        VALID.validate(json.loads(line))
    sample = Path(__file__).parents[1] / "data" / "sample_release.txt"
    first = found[0]
    assert isinstance(first, Incoming)
    assert first.release.text.startswith(" date 2023-10-06")
    assert first.release.text.encode() == sample.read_bytes()
    publishers = {one.release.publisher for one in found if isinstance(one, Incoming)}
    assert len(publishers) == 6
    assert all(one.release.extra["licence"] for one in found if isinstance(one, Incoming))
