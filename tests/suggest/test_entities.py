"""The repairs of entities, one by one and together."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from annotator.model.records import Entity
from annotator.model.spans import Span
from annotator.suggest.entities.edges import with_clean_edges, with_names_split
from annotator.suggest.entities.found import FoundEntity
from annotator.suggest.entities.listed import (
    with_diseases,
    with_events,
    with_iso_dates,
    with_listed,
    without_words,
)
from annotator.suggest.entities.repairs import REPAIRS, repaired
from annotator.suggest.entities.repeats import with_abbreviations, with_same_strings
from annotator.suggest.prepare import prepare

MARK = re.compile(r"\[([^\]]*)\]([A-Z]+)")


def marked(notation):
    """The text of ``[Ann]PERSON said`` and its entities."""
    text, found, at = "", [], 0
    for mark in MARK.finditer(notation):
        text += notation[at : mark.start()]
        found.append(FoundEntity(Span(len(text), len(text) + len(mark[1])), mark[2], "ner"))
        text += mark[1]
        at = mark.end()
    return text + notation[at:], found


def notation(text, found):
    pieces, at = [], 0
    for entity in sorted(found):
        pieces += [text[at : entity.span.start], f"[{entity.span.text(text)}]{entity.label}"]
        at = entity.span.end
    return "".join([*pieces, text[at:]])


CASES = {
    "a possessive mark is no part of a name": (
        with_clean_edges, "[Azerbaijan's]GPE and [Kyiv’s]GPE", "[Azerbaijan]GPE's and [Kyiv]GPE’s"
    ),
    "nor a dangling dash or bracket": (
        with_clean_edges, "[Red Cross - of]ORG, [WHO (]ORG", "[Red Cross]ORG - of, [WHO]ORG ("
    ),
    "a name ends before its abbreviation": (
        with_clean_edges,
        "[World Bank (WB) Regional]ORG head", "[World Bank]ORG (WB) Regional head",
    ),
    "an abbreviation has the label of its name": (
        with_abbreviations,
        "the [World Bank]ORG (WB) and [WB]GPE", "the [World Bank]ORG ([WB]ORG) and [WB]ORG",
    ),
    "a bracket that abbreviates nothing is left alone": (
        with_abbreviations, "the [World Bank]ORG (PDF)", "the [World Bank]ORG (PDF)"
    ),
    "a title alone is no name": (without_words, "the [President]PERSON left", "the President left"),
    "a word in lower case is no name": (without_words, "a [green deal]ORG", "a green deal"),
    "a number may be in lower case": (
        without_words, "[more than 80]CARDINAL ships", "[more than 80]CARDINAL ships"
    ),
    "a disease is a disease": (
        with_diseases, "[COVID-19]PRODUCT and measles", "[COVID-19]DISEASE and [measles]DISEASE"
    ),
    "a body named after a disease stays a body": (
        with_diseases,
        "the [National COVID-19 Task Force]ORG", "the [National COVID-19 Task Force]ORG",
    ),
    "an ISO date is a date": (
        with_iso_dates, " date [2023]DATE-10-06 + 16 px", " date [2023-10-06]DATE + 16 px"
    ),
    "no month thirteen": (with_iso_dates, "file 2023-13-06", "file 2023-13-06"),
    "a body that swallowed a person gives them back": (
        with_names_split,
        "[Jane Roe]PERSON; [Health Agency Jane Roe]ORG",
        "[Jane Roe]PERSON; [Health Agency]ORG [Jane Roe]PERSON",
    ),
    "a body called after a person stays whole": (
        with_names_split,
        "[John Kennedy]PERSON; [John Kennedy Airport]FAC",
        "[John Kennedy]PERSON; [John Kennedy Airport]FAC",
    ),
    "a well-known name has its label": (
        with_listed, "[Kazakh]PERSON and [NATO]GPE", "[Kazakh]NORP and [NATO]ORG"
    ),
    "a summit is an event": (
        with_events, "a [Summit of the Nations]ORG", "a [Summit of the Nations]EVENT"
    ),
    "one name, one label": (
        with_same_strings,
        "[Kyiv]GPE [Kyiv]GPE [Kyiv]ORG", "[Kyiv]GPE [Kyiv]GPE [Kyiv]GPE",
    ),
    "a name is found in all its places": (
        with_same_strings, "[Khankendi]GPE and Khankendi", "[Khankendi]GPE and [Khankendi]GPE"
    ),
    "but not inside a word or a longer name": (
        with_same_strings,
        "[Iran]GPE, Iranian, [Bank of Iran]ORG", "[Iran]GPE, Iranian, [Bank of Iran]ORG",
    ),
    "months do not spread": (
        with_same_strings, "[May]DATE and May Smith", "[May]DATE and May Smith"
    ),
}  # fmt: skip


@pytest.mark.parametrize(("repair", "before", "after"), CASES.values(), ids=CASES.keys())
def test_a_repair(repair, before, after):
    text, found = marked(before)
    assert notation(text, repair(found, text)) == after


def test_an_entity_names_what_made_it_and_every_repair():
    text, found = marked("[Baku's]ORG [Baku]GPE [Baku]GPE Baku COVID-19")
    assert [entity.rule for entity in repaired(found, prepare(text))] == [
        "ner+edges+same-string", "ner", "ner", "same-string", "disease-list"
    ]  # fmt: skip


@pytest.mark.parametrize("name", REPAIRS)
def test_a_repair_that_is_off_leaves_no_trace(name):
    text = "[World Bank's]ORG (WB) [President]PERSON [Kazakh]GPE 2023-10-06, COVID-19, WB"
    text += " [Jane Roe]PERSON [Health Agency Jane Roe]ORG [Summit of Nations]ORG World Bank"
    text, found = marked(text)
    assert not any(name in entity.rule for entity in repaired(found, prepare(text), {name}))


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
