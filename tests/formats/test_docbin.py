"""spaCy: what it finds in our files, that it trains on them, and what of its own we read."""

from __future__ import annotations

import json
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
import spacy
from marked import ABOUT, Thirds, gold, release, standing, words
from spacy.tokens import Doc, DocBin, Span, SpanGroup

from annotator.formats import docbin, docbin_spacy, docbin_writer
from annotator.formats.docbin_config import longest
from annotator.formats.docbin_spacy import language_of
from annotator.formats.errors import Problem
from annotator.formats.exporting import export
from annotator.formats.files import read_files
from annotator.formats.writing import Options
from annotator.model.records import Claim, Entity, Release

WRITTEN = "[Ann 👩 Lee]PERSON! of [Oslo]GPE? [said]CUE [that we won]CLAIM!, [he]SOURCE."


def docs_in(path: Path) -> list[Doc]:
    return list(DocBin().from_disk(path).get_docs(spacy.blank("en").vocab))


def written(place: Path, *releases: object, **options: object) -> list[Doc]:
    export(place, docbin.FORMAT, releases, ABOUT, Options(**options))
    return docs_in(place / "train" / "0001.spacy")


def save(path: Path, *docs: Doc) -> Path:
    DocBin(docs=docs, store_user_data=True).to_disk(path)
    return path


def losses(place: Path) -> list[tuple[str, str]]:
    receipt = json.loads((place / "receipt.json").read_text(encoding="utf-8"))
    return [(loss["what"], loss["text"]) for loss in receipt["losses"] if "text" in loss]


def test_spacy_finds_entities_and_the_parts_of_claims(tmp_path):
    [doc] = written(tmp_path / "x", release(WRITTEN, claimer="Ann", attributes={"note": "!"}))
    assert doc.text == "Ann 👩 Lee of Oslo said that we won, he."
    assert [(entity.text, entity.label_) for entity in doc.ents] == [("Ann 👩 Lee", "PERSON")]
    assert [(span.text, span.label_, span.id_) for span in doc.spans["claims"]] == [
        ("that we won", "CONTENT", "1"),
        ("said", "CUE", "1"),
        ("he", "SOURCE", "1"),
    ]
    told = doc.user_data["annotator"]
    assert told["claims"] == {"1": {"claimer": "Ann", "attributes": {"note": "!"}}}
    assert told["meta"]["publisher"] == "Club"
    assert losses(tmp_path / "x") == [("open", "Oslo")]
    assert not doc.has_annotation("SENT_START")


def test_where_a_release_is_not_finished_what_is_no_entity_is_not_known(tmp_path):
    [done] = written(tmp_path / "x", release("[Ann]PERSON! runs"))
    [begun] = written(tmp_path / "y", release("[Ann]PERSON! runs", "started"), finished_only=False)
    assert [token.ent_iob_ for token in done] == ["B", "O"]
    assert [token.ent_iob_ for token in begun] == ["B", ""]
    [nothing] = written(tmp_path / "z", release("Ann runs", "new"), finished_only=False)
    assert not nothing.has_annotation("ENT_IOB")


def test_only_finished_releases_go_out_as_spancat_knows_no_missing(tmp_path):
    assert written(tmp_path / "x", release("[Ann]PERSON! runs", "started")) == []


def test_what_ends_inside_a_token_is_widened_and_told(tmp_path):
    news = release("[Nor]GPE!wegian; [ Ann ]PERSON! ran[ ]ORG!")
    [doc] = written(tmp_path / "x", news)
    assert [(e.text, e.label_) for e in doc.ents] == [("Norwegian", "GPE"), ("Ann", "PERSON")]
    assert losses(tmp_path / "x") == [("bounds", "Nor"), ("bounds", " Ann "), ("bounds", " ")]


def test_the_receipts_say_what_was_written_instead(tmp_path):
    written(tmp_path / "x", release("In [Azerbaijan]GPE!s capital he [sa]CUEid [we won]CLAIM!."))
    receipt = json.loads((tmp_path / "x" / "receipt.json").read_text(encoding="utf-8"))
    assert [loss["written"] for loss in receipt["losses"]] == [
        [{"start": 3, "end": 14, "text": "Azerbaijans"}],
        [{"start": 26, "end": 30, "text": "said"}],
    ]
    told = (tmp_path / "x" / "RECEIPT.md").read_text(encoding="utf-8")
    assert 'at 3-13, "Azerbaijan", written at 3-14, "Azerbaijans": spaCy marks whole' in told


def test_what_is_left_out_or_written_in_its_place_has_no_other_words(tmp_path):
    written(tmp_path / "x", release("[[Bank]ORG! of Oslo]ORG! won [again]DATE?"))
    receipt = json.loads((tmp_path / "x" / "receipt.json").read_text(encoding="utf-8"))
    losses = [(loss["what"], loss["written_otherwise"]) for loss in receipt["losses"]]
    assert losses == [("open", False), ("overlap", True)]
    assert not any("written" in loss for loss in receipt["losses"])


def test_the_second_of_two_entities_on_a_token_stands_in_a_group_and_comes_back(tmp_path):
    news = release("[[Bank]ORG! of [Oslo]GPE!]ORG! won")
    [doc] = written(tmp_path / "x", news)
    assert [entity.text for entity in doc.ents] == ["Bank of Oslo"]
    assert [span.text for span in doc.spans["overlapping"]] == ["Bank", "Oslo"]
    assert losses(tmp_path / "x") == [("overlap", "Bank"), ("overlap", "Oslo")]
    [found] = read_files([tmp_path / "x"])
    assert [*words(found)] == [("ORG", "Bank of Oslo"), ("ORG", "Bank"), ("GPE", "Oslo")]


def test_many_releases_are_several_files_in_their_order(tmp_path, monkeypatch):
    monkeypatch.setattr(docbin_writer, "_DOCS", 2)
    monkeypatch.setattr(docbin_writer, "_FRESH", 3)
    news = [release(f"[Ann]PERSON! won {number} times") for number in range(5)]
    export(tmp_path / "x", docbin.FORMAT, news, ABOUT)
    files = sorted(path.name for path in (tmp_path / "x" / "train").iterdir())
    assert files == ["0001.spacy", "0002.spacy", "0003.spacy"]
    assert [one.release for one in read_files([tmp_path / "x"])] == [each for each, _ in news]


def test_spacy_trains_on_an_export_as_it_is(tmp_path):
    news = gold("written_dev")[:3]
    place = tmp_path / "x"
    export(place, docbin.FORMAT, news, ABOUT, Options(finished_only=False, split=Thirds(news)))
    steps = ["--training.max_steps", "2", "--training.eval_frequency", "1"]
    command = [sys.executable, "-m", "spacy", "train", "config.cfg", "--output", "model", *steps]
    done = subprocess.run(command, cwd=place, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    trained = spacy.load(place / "model" / "model-last")
    assert trained.pipe_names == ["tok2vec", "ner", "spancat"]
    assert {*trained.get_pipe("spancat").labels} == {"CONTENT", "CUE", "SOURCE"}
    assert "PERSON" in trained.get_pipe("ner").labels


@pytest.mark.parametrize(
    ("text", "pipeline"),
    [
        ("[Ann]PERSON! runs", '["tok2vec", "ner"]'),
        ("Ann [said]CUE [we won]CLAIM!", '["tok2vec", "spancat"]'),
        ("Ann runs", '["tok2vec", "ner"]'),
    ],
)
def test_the_config_has_what_there_is_to_learn(tmp_path, text, pipeline):
    written(tmp_path / "x", release(text))
    assert f"pipeline = {pipeline}" in (tmp_path / "x" / "config.cfg").read_text(encoding="utf-8")


def test_spans_are_looked_at_as_long_as_most_of_them_are():
    assert longest({1: 5, 8: 5}) == 8
    assert longest({1: 99, 20: 1}) == 3
    assert longest({300: 5}) == 30
    assert longest({}) == 3


def test_a_language_that_spacy_does_not_have_is_any_language():
    assert [language_of(said) for said in ("", "de", "en-GB", "DE_at", "qq", "os", "../x")] == (
        ["en", "de", "en", "de", "xx", "xx", "xx"]
    )


def test_docs_of_others_come_in_with_their_entities_and_groups(tmp_path):
    doc = spacy.blank("en").make_doc("Ann Lee of Oslo said we won. It was said.")
    doc.ents = [Span(doc, 0, 2, "PERSON")]
    doc.spans["sc"] = [Span(doc, 0, 2, "PERSON"), Span(doc, 3, 4, "CITY")]
    [found] = read_files([save(tmp_path / "a.spacy", doc)])
    assert [*words(found)] == [("PERSON", "Ann Lee"), ("CITY", "Oslo")]
    assert found.release.title.startswith("Ann Lee of Oslo")


def test_what_a_trained_spancat_finds_are_claims_where_they_have_a_content(tmp_path):
    doc = spacy.blank("en").make_doc("Ann Lee of Oslo said we won.")
    doc.spans["claims"] = [Span(doc, 5, 7, "CONTENT"), Span(doc, 4, 5, "CUE")]
    path = save(tmp_path / "a.spacy", doc)
    problem, found = read_files([path])
    assert str(problem) == ("a.spacy, doc 1: a CUE without id belongs to no claim; it is left out.")
    assert standing(found) == [Claim(((21, 27),))]


def test_what_is_wrong_in_a_doc_is_told_and_the_rest_kept(tmp_path):
    nlp = spacy.blank("en")
    blank, doc = nlp.make_doc(" "), nlp.make_doc("Ann said we won")
    doc.ents = [Span(doc, 0, 1, "PERSON")]
    doc.spans["claims"] = [
        Span(doc, 1, 2, "CUE", span_id="7"),
        Span(doc, 2, 4, "CONTENT", span_id="8"),
        Span(doc, 1, 2, "CUE", span_id="8"),
        Span(doc, 0, 1, "CUE", span_id="8"),
    ]
    doc.spans["free"] = SpanGroup(doc, spans=[Span(doc, 0, 2)])
    *problems, found = read_files([save(tmp_path / "a.spacy", blank, doc)])
    assert [str(problem) for problem in problems] == [
        "a.spacy, doc 1 is empty or only white space; there is nothing to read in it.",
        "a.spacy, doc 2: claim 7 has no content; it is left out.",
        "a.spacy, doc 2: claim 8 has several cues; only the first is kept.",
        "a.spacy, doc 2: a span of free has no label; it is left out.",
    ]
    assert standing(found) == [Entity((0, 3), "PERSON"), Claim(((9, 15),), (4, 8))]


def test_files_that_are_no_docbin_are_refused(tmp_path, monkeypatch):
    whole = tmp_path / "whole.spacy"
    DocBin(docs=[spacy.blank("en").make_doc("Ann " * 200_000)]).to_disk(whole)
    (tmp_path / "cut.spacy").write_bytes(whole.read_bytes()[:-9])
    (tmp_path / "other.spacy").write_bytes(zlib.compress(b"\x80"))
    (tmp_path / "text.spacy").write_text("Ann", encoding="utf-8")
    monkeypatch.setattr(docbin_spacy, "_LARGEST", 1_000)
    found = list(read_files(sorted(tmp_path.iterdir())))
    assert all(isinstance(one, Problem) for one in found)
    assert [str(one) for one in found] == [
        "cut.spacy unpacks to far more than it should.",
        "other.spacy is no DocBin of spaCy ('attrs'); export it again.",
        "text.spacy is no DocBin of spaCy; export it again.",
        "whole.spacy unpacks to far more than it should.",
    ]
    monkeypatch.setattr(docbin_spacy, "_LARGEST", 1_000_000_000)
    [cut] = read_files([tmp_path / "cut.spacy"])
    assert str(cut) == "cut.spacy breaks off; copy or export it again."


def test_a_text_that_is_too_long_for_a_pipeline_goes_out(tmp_path):
    [doc] = written(tmp_path / "x", release("[Ann]PERSON! won." + " Again." * 150_000))
    assert [entity.text for entity in doc.ents] == ["Ann"]
    assert "max_length = 20000" in (tmp_path / "x" / "config.cfg").read_text(encoding="utf-8")


def test_a_text_in_another_language_keeps_its_tokens_and_its_language(tmp_path):
    news, fold = release("[Å]GPE! er en bygd i Lofoten.")
    norsk = Release(news.text, "Bygd", language="nb")
    written(tmp_path / "x", (norsk, fold))
    assert 'lang = "nb"' in (tmp_path / "x" / "config.cfg").read_text(encoding="utf-8")
