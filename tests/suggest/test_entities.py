"""Entities after all repairs: flat, bare, found in time and with their articles."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.records import Entity
from annotator.model.spans import Span
from annotator.suggest.entities.edges import with_articles
from annotator.suggest.entities.found import FoundEntity, Layer, flat, read_entities
from annotator.suggest.entities.repairs import repaired
from annotator.suggest.prepare import prepare

PIECES = st.sampled_from(
    ["President", "of", "Serbia", "the", "Republic", "Ann Roe", "Roe", "bin", "Ministry", "and",
     "Velm", "in", "ISIL", "-", "12", "km", "percent", "3 May", "BAKU", "U.S.", "–led", "Summit",
     "Oblast", "province", "said", ",", ".", "\n", "’s", "(WB)", "World Bank", "Council", "$5",
     "today", "  ", "regime", "Minister"]
)  # fmt: skip
LABELS = st.sampled_from(["PERSON", "ORG", "GPE", "NORP", "LOC", "DATE", "CARDINAL", "MONEY"])


@given(st.lists(PIECES, max_size=25), st.data())
def test_repaired_entities_are_flat_inside_the_text_and_bare(pieces, data):
    text = " ".join(pieces)
    ends = st.integers(0, len(text))
    spans = data.draw(st.lists(st.tuples(ends, ends, LABELS), max_size=8))
    found = flat(FoundEntity(Span(a, b), label, "ner") for a, b, label in spans if a < b)
    done = repaired(found, prepare(text))
    for earlier, later in pairwise(done):
        assert earlier.span.end <= later.span.start
    for entity in done:
        assert entity.span.fits(len(text))
        assert entity.span.text(text) == entity.span.text(text).strip()
    assert repaired(found, prepare(text)) == done


@pytest.mark.parametrize(
    "piece", ["U.S.", "Summit ", "A ", "1,1", "Baku-", "President of ", "the "]
)
def test_a_text_of_one_word_over_and_over_is_read_in_time(piece):
    text = piece * (20_000 // len(piece))
    started = time.process_time()
    repaired([FoundEntity(Span(0, len(piece.strip())), "ORG", "ner")], prepare(text))
    assert time.process_time() - started < 5  # quadratic time is minutes


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=12), st.integers(0, 30))
def test_a_layer_finds_what_looking_at_all_finds(spans, at):
    layer = Layer(FoundEntity(Span(a, b), "ORG", "ner") for a, b in spans)
    for width in (1, 3):
        span = Span(at, at + width)
        assert layer.at(span) == [e for e in layer if e.span.overlaps(span)]
    assert layer.starting(at) == next((e for e in layer if e.span.start == at), None)
    assert layer.ending(at) == next((e for e in layer if e.span.end == at), None)


ARTICLES = {
    "It makes the ISF's job easier.": "the ISF",
    "They met at the UNGA meeting.": "UNGA",
    "The ISF has left.": "The ISF",
}


@pytest.mark.parametrize(("text", "name"), ARTICLES.items())
def test_the_article_belongs_to_the_name_it_determines(suggester, text, name):
    doc = suggester.pipeline.nlp(text)
    token = next(t for t in doc if t.text.isupper() and len(t) > 2)
    doc.set_ents([type(doc[0:1])(doc, token.i, token.i + 1, label="ORG")])
    (piece,) = prepare(text).pieces
    found = read_entities(doc, piece)
    assert [e.span.text(text) for e in with_articles(found, text)] == [name]


def test_entities_never_overlap_and_hold_no_edges(suggester, sample):
    found = sorted(s.record.span for s in suggester.suggest(sample) if isinstance(s.record, Entity))
    for earlier, later in pairwise(found):
        assert earlier.end <= later.start
    for span in found:
        assert span.text(sample) == span.text(sample).strip(" ,;:(\n`'")


def test_furniture_has_no_entities_even_of_known_names(entities_of):
    text = " date 2023-10-06 + ↺ − 16 px\n\nPresident Ilham Aliyev has received Hans Kluge.\n\n"
    text += "Share on Twitter\n"
    assert entities_of(text) == ["PERSON Ilham Aliyev", "PERSON Hans Kluge"]


def test_a_name_broken_by_a_line_end_is_one_entity(entities_of):
    text = (
        "The delegation was received in the capital on Monday by President Ilham\r\n"
        "Aliyev and by Tedros Adhanom Ghebreyesus, the head of the World Health\r\n"
        "Organization, who arrived from Geneva in the morning and will be joined\r\n"
        "there by his staff."
    )
    found = entities_of(text)
    assert "PERSON Ilham\r\nAliyev" in found
    assert "ORG the World Health\r\nOrganization" in found
