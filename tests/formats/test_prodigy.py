"""Prodigy: the tasks keep its documented rules, and what it writes is read."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
import spacy
from folds import TEXTS, spans
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc
from test_own_jsonl import ABOUT, ANN, NEWS, OSLO, WE, WON, example

from annotator.formats.errors import ExportError, Problem, RefusedError
from annotator.formats.exporting import export
from annotator.formats.files import read_files
from annotator.formats.incoming import Mark, folded, incoming
from annotator.formats.prodigy import FORMAT, ProdigyWriter
from annotator.formats.prodigy_tasks import Cut, check_task
from annotator.formats.writing import Options
from annotator.model.plain import Incoming
from annotator.model.records import Claim, Entity, Release, Suggestion
from annotator.model.spans import Span

VOCAB = spacy.blank("en").vocab


def tasks_of(place: Path, kind: str) -> list[dict]:
    lines = (place / f"club.{kind}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    export(tmp_path / "x", FORMAT, [(NEWS, example())], ABOUT)
    return tmp_path / "x"


def read_one(tmp_path: Path, *tasks: dict) -> tuple[Incoming, list[str]]:
    """The one release of a dataset, and what was told."""
    path = tmp_path / "db-out.jsonl"
    path.write_text("".join(json.dumps(task) + "\n" for task in tasks), encoding="utf-8")
    found = list(read_files([path]))
    (release,) = [one for one in found if isinstance(one, Incoming)]
    return release, [str(one) for one in found if isinstance(one, Problem)]


def items_of(found: Incoming) -> set[tuple[str, object]]:
    return {(item.status, item.record) for item in folded(found).items.values()}


def test_entities_are_one_task_with_inclusive_token_ends(place):
    task, rejected = tasks_of(place, "ner")
    assert (task["_view_id"], task["answer"]) == ("ner_manual", "accept")
    assert [token["text"] for token in task["tokens"]] == [
        *("👩", "Ann", "Lee", "said", "we", "won", "in", "Oslo", "."),
    ]
    assert task["tokens"][7] == {"text": "Oslo", "start": 25, "end": 29, "id": 7, "ws": False}
    assert task["spans"] == [
        {"start": 18, "end": 21, "token_start": 5, "token_end": 5, "label": "EVENT"},
        {"start": 25, "end": 29, "token_start": 7, "token_end": 7, "label": "GPE"},
    ]
    assert task["meta"] == {"title": "A title", "publisher": "The Club"}
    assert not any(key.endswith("_hash") for key in task)
    assert rejected["answer"] == "reject"
    assert [(s["label"], s["source"], s["score"]) for s in rejected["spans"]] == [
        ("ORG", "spacy@3.8", 0.4)
    ]


def test_a_claim_is_spans_and_relations_from_its_content(place):
    (task,) = tasks_of(place, "claims")
    assert task["_view_id"] == "spans_manual"
    assert [(span["label"], span["token_start"], span["token_end"]) for span in task["spans"]] == [
        *(("SOURCE", 1, 2), ("CUE", 3, 3), ("CLAIM", 4, 7)),
    ]
    assert [(arrow["label"], arrow["head"], arrow["child"]) for arrow in task["relations"]] == [
        *(("CUE", 7, 3), ("SOURCE", 7, 2)),
    ]
    assert task["annotator"]["claims"] == [
        {"head": [15, 29], "claimer": "Ann Lee", "attributes": {"epistemic": "unknown"}}
    ]


def test_what_is_open_has_no_answer_and_is_in_no_dataset(place):
    (task,) = tasks_of(place, "open")
    assert "answer" not in task
    assert [(s["start"], s["end"], s["score"]) for s in task["spans"]] == [(2, 9, 0.9)]


def test_nobody_trains_on_spans_as_right_and_wrong_at_once(tmp_path):
    said = Claim((Span(7, 13),), claimer="Ann", attributes={"epistemic": "unknown"})
    decided = [replace(said, claimer="Bob"), said, replace(said, content=(Span(0, 3),))]
    marks = [Mark(record, "rejected", Suggestion(record, "pen@1", "", 0.9)) for record in decided]
    marks[1] = replace(marks[1], status="accepted")
    one = incoming(Release("Ann is told so.", "Club"), marks, "x", state="finished")
    export(tmp_path / "x", FORMAT, [(one.release, folded(one))], ABOUT)
    answers = [
        (task["answer"], task["spans"][0]["start"]) for task in tasks_of(tmp_path / "x", "claims")
    ]
    assert answers == [("accept", 7), ("reject", 0)]
    (lost,) = json.loads((tmp_path / "x/receipt.json").read_text("utf-8"))["losses"]
    assert lost["why"] == "a task would reject spans that stand"


def test_entities_that_overlap_stand_in_a_file_of_their_own(tmp_path):
    inner = Entity(Span(2, 5), "ORG")
    stands = folded(incoming(NEWS, [Mark(ANN), Mark(inner), Mark(WE)], "x", state="finished"))
    written = export(tmp_path / "x", FORMAT, [(NEWS, stands)], ABOUT)
    assert written.plain["losses"]["total"] == 0
    (task,) = tasks_of(tmp_path / "x", "overlapping")
    assert (task["_view_id"], [s["label"] for s in task["spans"]]) == ("spans_manual", ["ORG"])
    assert [s["label"] for s in tasks_of(tmp_path / "x", "ner")[0]["spans"]] == ["PERSON", "ORG"]


def test_nobody_trains_on_a_release_of_which_nothing_is_decided(tmp_path):
    stands = folded(Incoming(NEWS))
    export(tmp_path / "x", FORMAT, [(NEWS, stands)], ABOUT, Options(finished_only=False))
    assert [task["answer"] for task in tasks_of(tmp_path / "x", "ner")] == ["ignore"]
    stands = folded(incoming(NEWS, [], "x", state="finished"))
    export(tmp_path / "x", FORMAT, [(NEWS, stands)], ABOUT)
    assert [task["answer"] for task in tasks_of(tmp_path / "x", "ner")] == ["accept"]


def test_only_the_files_of_the_wanted_layer_are_written(tmp_path):
    options = Options(layers=frozenset({"claim"}), open=False)
    export(tmp_path / "x", FORMAT, [(NEWS, example())], ABOUT, options)
    assert [path.name for path in (tmp_path / "x").glob("*.jsonl")] == ["club.claims.jsonl"]
    (found,) = read_files([tmp_path / "x"])
    assert isinstance(found, Incoming)
    assert items_of(found) == {("added", WON)}


def test_what_a_line_says_of_its_release_is_read_as_in_other_lines(tmp_path):
    """As in re3d: lines with spans, no tasks that Prodigy wrote."""
    span = {"start": 0, "end": 3, "label": "PERSON", "confidence": 1}
    line = {
        "id": "7F",
        "source_name": "The Club",
        "url": "https://club.example",
        "lang": "English",
        "title": "A match",
        "published_at": "2024-05-01",
        "text": "Ann won.",
        "spans": [span],
    }
    found, told = read_one(tmp_path, line)
    bare, _ = read_one(tmp_path, {key: value for key, value in line.items() if key != "spans"})
    assert (found.release, told) == (bare.release, [])
    assert found.release == Release(
        *("Ann won.", "A match", "The Club", "2024-05-01", "https://club.example", "en"),
        extra={"id": "7F"},
    )
    assert items_of(found) == {("open", Entity(Span(0, 3), "PERSON"))}


def test_a_task_says_under_meta_what_its_release_is_and_its_own_fields_are_left_alone(tmp_path):
    task = {
        "text": "Ann won.",
        "spans": [],
        "answer": "accept",
        "priority": 0.5,
        "_input_hash": 1,
        "_annotator_id": "db-ann",
        "meta": {"headline": "A match", "source": "The Club", "score": 0.5, "licence": "CC0"},
    }
    found, _ = read_one(tmp_path, task)
    release = found.release
    assert (release.title, release.publisher) == ("A match", "The Club")
    assert release.extra == {"licence": "CC0"}


def test_what_our_own_meta_says_comes_back_also_where_our_corner_was_lost(tmp_path):
    known = Release(
        *("Ann won.", "A match", "The Club", "2024-05-01", "https://club.example", "en"),
        extra={"licence": "CC0"},
    )
    stands = folded(incoming(known, [Mark(Entity(Span(0, 3), "PERSON"))], "x", state="finished"))
    export(tmp_path / "x", FORMAT, [(known, stands)], ABOUT)
    (task,) = tasks_of(tmp_path / "x", "ner")
    assert read_one(tmp_path, task)[0].release == known
    del task["annotator"]
    assert read_one(tmp_path, task)[0].release == replace(known, extra={})


def test_what_is_left_out_of_many_lines_is_told_once_with_their_number(tmp_path):
    spans = [{"start": 0, "end": 3, "label": "ORG"}, {"start": 4, "end": 7, "label": "ORG"}]
    arrow = {"head_span": spans[0], "child_span": spans[1], "label": "of"}
    tasks = [
        {"text": f"Ann won {number}.", "spans": spans, "relations": [arrow]} for number in range(9)
    ]
    path = tmp_path / "db-out.jsonl"
    path.write_text("".join(json.dumps(task) + "\n" for task in tasks), encoding="utf-8")
    *found, told = read_files([path])
    assert len(found) == 9
    assert str(told) == (
        "db-out.jsonl, line 1 and 8 more: relations between entities are left out."
    )


@settings(deadline=None)
@given(st.data())
def test_tokens_are_those_of_a_spacy_doc_and_hold_every_span(data):
    text = data.draw(TEXTS)
    wanted = data.draw(st.lists(spans(text), max_size=4))
    cut = Cut(text, wanted)
    tokens = cut.tokens()
    words, spaces = [t["text"] for t in tokens], [t["ws"] for t in tokens]
    doc = Doc(VOCAB, words=words, spaces=spaces)
    assert doc.text == text
    assert [token.idx for token in doc] == [t["start"] for t in tokens]
    for span in wanted:
        found = cut.span(span, "X")
        piece = doc[found["token_start"] : found["token_end"] + 1]
        assert (piece.start_char, piece.end_char) == span


def test_whole_words_leave_the_tokens_as_they_are_and_others_are_cut():
    text = "Ann's big win, again."
    plain = ["Ann", "'s", "big", "win", ",", "again", "."]
    assert [t["text"] for t in Cut(text, [Span(6, 13)]).tokens()] == plain
    inside = [t["text"] for t in Cut(text, [Span(6, 13), Span(7, 8)]).tokens()]
    assert inside == ["Ann", "'s", "b", "i", "g", *plain[3:]]
    assert [t["text"] for t in Cut(text, []).tokens()] == plain


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"_input_hash": 1}, "has a hash"),
        ({"text": "x" * 31}, "not in its place"),
        ({"spans": [{"start": 2, "end": 9, "token_start": 1, "token_end": 1}]}, "whole tokens"),
        ({"spans": [{"start": 9, "end": 9}, {"start": 2, "end": 9}]}, "order of the text"),
        ({"spans": [{"start": 2, "end": 9}, {"start": 3, "end": 9}]}, "overlap"),
        ({"tokens": []}, "do not make up"),
    ],
)
def test_a_task_that_breaks_a_rule_is_refused(place, change, told):
    task = tasks_of(place, "ner")[0]
    check_task(task, "x")
    with pytest.raises(RefusedError, match=told):
        check_task({**task, **change}, "x")


def test_an_export_that_breaks_a_rule_is_not_made(tmp_path, monkeypatch):
    monkeypatch.setattr(Cut, "tokens", lambda _: [])
    with pytest.raises(ExportError, match="do not make up its text"):
        export(tmp_path / "x", FORMAT, [(NEWS, example())], ABOUT)
    assert not (tmp_path / "x").exists()


# What Prodigy itself writes

MANUAL = {
    "text": "Ann Lee said we won.",
    "_input_hash": 1917032203,
    "_task_hash": -443023911,
    "_view_id": "ner_manual",
    "_annotator_id": "news-bea",
    "_timestamp": 1714557600,
    "answer": "accept",
    "meta": {"source": "The Club", "score": 0.3},
    "tokens": [
        {"text": "Ann", "start": 0, "end": 3, "id": 0, "ws": True},
        {"text": "Lee", "start": 4, "end": 7, "id": 1, "ws": True},
        {"text": "said", "start": 8, "end": 12, "id": 2, "ws": True},
        {"text": "we", "start": 13, "end": 15, "id": 3, "ws": True},
        {"text": "won", "start": 16, "end": 19, "id": 4, "ws": False},
        {"text": ".", "start": 19, "end": 20, "id": 5, "ws": False},
    ],
    "spans": [{"start": 0, "end": 7, "token_start": 0, "token_end": 1, "label": "PERSON"}],
}
LEE = Entity(Span(0, 7), "PERSON")


def test_a_dataset_of_ner_manual_is_read_with_who_answered_and_when(tmp_path):
    found, told = read_one(tmp_path, MANUAL)
    assert told == []
    (item,) = folded(found).items.values()
    assert (item.record, item.annotator, item.at) == (LEE, "news-bea", "2024-05-01T10:00:00.000Z")
    assert found.release.publisher == "The Club"
    assert found.release.extra == {}


@pytest.mark.parametrize("at", [1e300, 10**400, float("nan"), -1e15, "yesterday", None])
def test_a_time_that_is_none_is_left_out_and_the_answer_stays(tmp_path, at):
    found, told = read_one(tmp_path, MANUAL | {"_timestamp": at})
    assert told == []
    (item,) = folded(found).items.values()
    assert (item.record, item.annotator) == (LEE, "news-bea")


def test_tasks_about_one_text_are_one_release_however_far_apart(tmp_path):
    other = {**MANUAL, "text": "Ann Lee left.", "tokens": None, "spans": []}
    binary = {"start": 13, "end": 15, "label": "ORG", "source": "en_core_web_sm", "score": 0.41}
    no = {**MANUAL, "spans": [binary], "answer": "reject"}
    skipped = {**MANUAL, "spans": [{"start": 8, "end": 12, "label": "X"}], "answer": "ignore"}
    path = tmp_path / "db.jsonl"
    path.write_text("\n".join(map(json.dumps, [MANUAL, other, no, skipped, MANUAL])))
    found = list(read_files([path]))
    assert [one.release.text for one in found] == ["Ann Lee left.", "Ann Lee said we won."]
    assert items_of(found[1]) == {("added", LEE), ("rejected", Entity(Span(13, 15), "ORG"))}
    (wrong,) = [i for i in folded(found[1]).items.values() if i.status == "rejected"]
    assert (wrong.suggestion.suggester, wrong.suggestion.score) == ("en_core_web_sm@prodigy", 0.41)


def test_spans_without_an_answer_are_suggestions_with_their_scores(tmp_path):
    span = {"token_start": 0, "token_end": 1, "label": "PERSON", "score": 0.75, "source": "m@2"}
    task = {"text": MANUAL["text"], "tokens": MANUAL["tokens"], "spans": [span]}
    found, _ = read_one(tmp_path, task)
    (suggestion,) = found.suggestions
    assert (suggestion.record, suggestion.score, suggestion.suggester) == (LEE, 0.75, "m@2")
    assert found.steps == ()


def test_a_suggestion_that_was_accepted_keeps_its_score(tmp_path):
    span = {"start": 0, "end": 7, "label": "PERSON", "score": 0.75, "source": "m@2"}
    found, _ = read_one(tmp_path, {**MANUAL, "spans": [span]})
    (item,) = folded(found).items.values()
    assert (item.status, item.suggestion.score) == ("accepted", 0.75)


def test_relations_of_rel_manual_make_claims_whichever_way_they_point(tmp_path):
    spans = [
        {"start": 0, "end": 7, "token_start": 0, "token_end": 1, "label": "source"},
        {"start": 8, "end": 12, "token_start": 2, "token_end": 2, "label": "cue"},
        {"start": 13, "end": 19, "token_start": 3, "token_end": 4, "label": "content"},
    ]
    arrows = [
        {"head": 4, "child": 2, "label": "cue"},
        {"head": 1, "child": 4, "label": "says", "head_span": spans[0], "child_span": spans[2]},
        {"head": 1, "child": 2, "label": "odd", "head_span": spans[0], "child_span": spans[1]},
    ]
    task = {**MANUAL, "_view_id": "relations", "spans": spans, "relations": arrows}
    found, told = read_one(tmp_path, task)
    claim = Claim((Span(13, 19),), Span(8, 12), (Span(0, 7),))
    assert items_of(found) == {("added", claim)}
    assert told == [
        'db-out.jsonl, line 1: A relation "odd" from source at 0-7 to cue at 8-12 is left out.'
    ]


def test_a_label_source_is_an_entity_where_there_are_no_claims(tmp_path):
    found, told = read_one(
        tmp_path, {**MANUAL, "spans": [{"start": 0, "end": 7, "label": "SOURCE"}]}
    )
    assert (items_of(found), told) == ({("added", Entity(Span(0, 7), "SOURCE"))}, [])


def test_what_is_broken_is_told_with_its_line_and_the_rest_stays(tmp_path):
    path = tmp_path / "db.jsonl"
    outside = {"start": 15, "end": 99, "label": "ORG"}
    lines = [
        json.dumps({**MANUAL, "spans": [*MANUAL["spans"], outside]}),
        '{"text": "Ann',
        json.dumps({"spans": [], "answer": "accept"}),
        json.dumps({**MANUAL, "answer": "reject", "spans": [*MANUAL["spans"], *MANUAL["spans"]]}),
    ]
    path.write_text("\n".join(lines) + "\n")
    found = list(read_files([path]))
    (release,) = [one for one in found if isinstance(one, Incoming)]
    assert ("added", LEE) in items_of(release)
    told = " ".join(str(one) for one in found if isinstance(one, Problem))
    span = '{"start": 15, "end": 99, "label": "ORG"}'
    outside = f"the span {span} lies outside the text of {len(MANUAL['text'])} characters"
    assert f"db.jsonl, line 1: {outside}; it is left out." in told
    assert "db.jsonl, line 2 is not valid JSON" in told
    assert 'db.jsonl, line 3 has no "text"' in told


def test_what_goes_out_and_comes_in_is_the_same(place):
    (found,) = read_files([place])
    assert isinstance(found, Incoming)
    assert found.release == Release(NEWS.text, "A title", "The Club", extra={"licence": "CC0"})
    assert items_of(found) == {
        *(("open", ANN), ("rejected", WE), ("added", OSLO), ("added", WON)),
        ("added", Entity(Span(18, 21), "EVENT")),
    }
    assert folded(found).state == "finished"
    assert "Prodigy's documented rules" in ProdigyWriter.checker


@pytest.mark.parametrize(
    ("span", "why"),
    [
        ("Ann", 'the span "Ann" is no object; it is left out.'),
        ({"label": "ORG"}, "has no place: its start and its end are whole numbers"),
        (
            {"start": "0", "end": None, "label": "ORG"},
            '{"start": "0", "end": null, "label": "ORG"}',
        ),
        ({"start": 0, "end": 3}, 'the span {"start": 0, "end": 3} has no label; it is left out.'),
        ({"start": 3, "end": 3, "label": "ORG"}, "holds nothing: its end is not behind its start"),
        ({"start": 0, "end": 999, "label": "ORG"}, "lies outside the text of"),
    ],
)
def test_what_is_wrong_with_a_span_is_told_as_the_file_has_it(tmp_path, span, why):
    path = tmp_path / "db.jsonl"
    path.write_text(json.dumps({**MANUAL, "spans": [*MANUAL["spans"], span]}))
    [told] = [str(one) for one in read_files([path]) if isinstance(one, Problem)]
    assert why in told
