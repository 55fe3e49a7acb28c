"""The structure of hand-written sentences, as the real pipeline parses them."""

from __future__ import annotations

import pytest

from annotator.model.spans import Span
from annotator.model.tokens import token_at
from annotator.suggest.structure import Structures

MINISTER = (
    "The Foreign Minister of Ruritania, Ann Lee, said on Monday that the two countries would "
    "open the border."
)


def spanned(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def growth(structure, text: str, at: str) -> list[str]:
    """What the token where `at` begins grows to, one after the other."""
    span = token_at(text, text.index(at))
    found = []
    while (span := structure.grown(span)) is not None:
        found.append(span.text(text))
    return found


@pytest.mark.parametrize(
    ("text", "at", "through"),
    [
        (
            "Prime Minister Ann Lee left.",
            "Lee",
            ["Ann Lee", "Prime Minister Ann Lee", "Prime Minister Ann Lee left"],
        ),
        (MINISTER, "Minister", ["Foreign Minister", "The Foreign Minister"]),
        (
            "The envoy said that the new bridge had been opened.",
            "bridge",
            [
                "new bridge",
                "the new bridge",
                "the new bridge had been opened",
                "that the new bridge had been opened",
                "The envoy said that the new bridge had been opened",
            ],
        ),
        (
            "The sides agreed to open the border.",
            "border",
            ["the border", "open the border", "to open the border"],
        ),
        ("He said: “We won the vote.” Then he left.", "vote", ["the vote", "“We won the vote.”"]),
        # an article is taken by a noun phrase only
        ("The United Nations left.", "Nations", ["United Nations", "The United Nations"]),
        # and the possessive mark by none
        ("Ruritania's foreign ministry left.", "ministry", ["foreign ministry"]),
    ],
)
def test_a_token_grows_through_names_phrases_and_clauses(suggesters, text, at, through):
    found = growth(suggesters.structure(text), text, at)
    assert [piece for piece in found if piece in through] == through
    assert found[-1] == text


def test_growing_takes_few_keys(suggesters):
    found = growth(suggesters.structure(MINISTER), MINISTER, "border")
    assert len(found) <= 8, found


def guess(suggesters, text: str, content: str) -> str:
    """What is offered for a content, as ``source | cue``."""
    offer = suggesters.structure(text).attribution_for([spanned(text, content)])
    if offer is None:
        return ""
    return f"{' … '.join(s.text(text) for s in offer.source)} | {offer.cue.text(text)}"


@pytest.mark.parametrize(
    ("text", "content", "guessed"),
    [
        (
            MINISTER,
            "that the two countries would open the border",
            "The Foreign Minister of Ruritania, Ann Lee | said",
        ),
        # verbs that no list has
        (
            "The museum boasts that no visitor ever got lost.",
            "that no visitor ever got lost",
            "The museum | boasts",
        ),
        ("The envoy shrugged off the criticism.", "the criticism", "The envoy | shrugged off"),
        (
            "The clerk made clear that the office would close.",
            "that the office would close",
            "The clerk | made clear",
        ),
        # auxiliaries, negation, infinitives
        (
            "The bank would not rule out a further cut.",
            "a further cut",
            "The bank | would not rule out",
        ),
        (
            "I would like to remind that the deadline has passed.",
            "that the deadline has passed",
            "I | would like to remind",
        ),
        # nouns
        (
            "The coach voiced his desire that the team rest.",
            "that the team rest",
            "The coach | voiced his desire",
        ),
        # beside and behind
        ("The talks, the envoy said, will resume in May.", "The talks", "the envoy | said"),
        (
            "Prices will fall, the deputy head of the central bank told reporters on Monday.",
            "Prices will fall",
            "the deputy head of the central bank | told",
        ),
        ("According to the mayor, the bridge is safe.", "the bridge is safe",
         "the mayor | According to"),
        ("As the mayor predicts, the mill will close.", "the mill will close",
         "the mayor | predicts"),
        ("“We will win,” said the captain.", "“We will win,”", "the captain | said"),
        # passives
        ("The efforts were hailed by the UN.", "The efforts", "the UN | were hailed"),
        # nothing governs
        ("The bridge is safe.", "The bridge is safe", ""),
        ("Prices fell and wages rose.", "wages rose", ""),
    ],
)  # fmt: skip
def test_cue_and_source_are_offered_for_what_a_person_chose(suggesters, text, content, guessed):
    assert guess(suggesters, text, content) == guessed


def test_a_passive_that_names_nobody_is_implicit(suggesters):
    text = "It is feared that the dam will break."
    offer = suggesters.structure(text).attribution_for([spanned(text, "that the dam will break")])
    assert (offer.source, offer.implicit) == ((), True)


@pytest.mark.parametrize(
    ("text", "at", "content"),
    [
        (MINISTER, "said", "that the two countries would open the border"),
        (MINISTER, "border", "that the two countries would open the border"),
        ("It rained. The bridge is safe. All left.", "safe", "The bridge is safe"),
    ],
)
def test_a_claim_made_at_a_place_is_the_clause_there(suggesters, text, at, content):
    (found,) = suggesters.structure(text).content_at(text.index(at))
    assert found.text(text) == content


def test_offsets_are_those_of_the_release_over_wraps_and_odd_signs(suggesters):
    text = "The envoy`s\r\n   aide said that the\nnew road  is “open”."
    structure = suggesters.structure(text, offset=100)
    assert structure.passage == Span(100, 100 + len(text))
    content = spanned(text, "that the\nnew road  is “open”")
    moved = Span(content.start + 100, content.end + 100)
    offer = structure.attribution_for([moved])
    assert offer.content == (moved,)
    assert text[offer.source[0].start - 100 : offer.source[0].end - 100] == "The envoy`s\r\n   aide"


def test_every_piece_lies_inside_the_passage_and_is_a_run_of_whole_tokens(suggesters):
    text = (
        "  The U.S.-led 3-year, 5.5% plan (see p.m. note) isn't Roe's – she's “sure”, he'd say … "
    )
    structure = suggesters.structure(text)
    assert structure.constituents
    for span, head, _ in structure.constituents:
        assert structure.passage.contains(span)
        assert span.covers(head)
        assert token_at(text, span.start).start == span.start
        assert token_at(text, span.end - 1).end == span.end


@pytest.mark.parametrize("text", ["", " \n ", "—", "5", "!!! ??? ..."])
def test_a_passage_without_words_has_a_structure(suggesters, text):
    assert suggesters.structure(text, 3).passage == Span(3, 3 + len(text))


def test_without_a_parser_there_are_sentences(suggesters):
    text = "Ann said that we won. Bob left."
    for structures in (Structures(None), Structures(suggesters.pipelines)):
        structure = structures.structure(text, language="de")
        assert [c.span.text(text) for c in structure.constituents] == [
            "Ann said that we won",
            "Bob left",
        ]
        assert structure.offers == ()


def test_a_passage_is_parsed_once(suggesters, monkeypatch):
    structures = Structures(suggesters.pipelines)
    first = structures.structure(MINISTER)
    monkeypatch.setattr("annotator.suggest.structure.prepare_passage", None)
    assert structures.structure(MINISTER, 7) == first.moved(7)
