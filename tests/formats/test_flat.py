"""Of entities that overlap, a flat format has one: that which somebody looked at goes before."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import notation
import pytest
from marked import ABOUT, words
from test_docbin import docs_in

from annotator.formats.exporting import export
from annotator.formats.files import read_files
from annotator.formats.incoming import Mark, folded, incoming, proposed
from annotator.formats.places import RECEIPT_JSON
from annotator.formats.table import format_to_write
from annotator.model.plain import Incoming
from annotator.model.records import Release

THE_PARTY = "[The [Liberal Party]PARTY{}]ORG{} won in [[Oslo]GPE{} City]ORG{}."
FLAT = ("conll", "doccano", "spacy", "prodigy")


def news(written: str, unseen: str) -> tuple[Release, list[Mark]]:
    """A release whose accepted highlights with a label of `unseen` were accepted with others."""
    read = notation.read(written)
    marks = [
        Mark(record)
        if sign == "!"
        else replace(
            proposed(record, "pen@1", 0.9), status="accepted", seen=record.label not in unseen
        )
        for record, sign in read.items
    ]
    return Release(read.text), marks


def goes_out(place: Path, kind: str, written: str, unseen: str = "") -> list[tuple[str, str]]:
    """The entities that come out at the other side."""
    release, marks = news(written, unseen)
    stands = folded(incoming(release, marks, "x", state="finished"))
    export(place, format_to_write(kind), [(release, stands)], ABOUT)
    return taught(place, kind)


def taught(place: Path, kind: str) -> list[tuple[str, str]]:
    """The entities that a trainer gets which takes no overlaps."""
    if kind == "spacy":
        [doc] = docs_in(place / "train" / "0001.spacy")
        return [(entity.label_, entity.text) for entity in doc.ents]
    if kind == "prodigy":
        (place / "club.overlapping.jsonl").unlink()
    [found] = [one for one in read_files([place]) if isinstance(one, Incoming)]
    return [*words(found)]


@pytest.mark.parametrize("kind", FLAT)
def test_an_entity_that_somebody_added_goes_before_one_accepted_unseen(tmp_path, kind):
    written = THE_PARTY.format("!", "+", "+", "+")
    assert goes_out(tmp_path / "x", kind, written, unseen="ORG") == [
        ("PARTY", "Liberal Party"),
        ("GPE", "Oslo"),
    ]


@pytest.mark.parametrize("kind", FLAT)
def test_among_those_that_were_seen_or_not_the_first_and_outer_one_goes_before(tmp_path, kind):
    outer = [("ORG", "The Liberal Party"), ("ORG", "Oslo City")]
    written = THE_PARTY.format("!", "+", "!", "!")
    assert goes_out(tmp_path / "x", kind, written) == outer
    written = THE_PARTY.format("+", "+", "+", "+")
    unseen = ["PARTY", "ORG", "GPE"]
    assert goes_out(tmp_path / "y", kind, written, unseen=unseen) == outer


def test_what_is_crowded_out_stands_in_the_receipt(tmp_path):
    written = THE_PARTY.format("!", "+", "+", "+")
    goes_out(tmp_path / "x", "conll", written, unseen="ORG")
    receipt = json.loads((tmp_path / "x" / RECEIPT_JSON).read_text(encoding="utf-8"))
    assert [(loss["what"], loss["text"]) for loss in receipt["losses"]] == [
        ("overlap", "The Liberal Party"),
        ("overlap", "Oslo City"),
    ]


def test_one_between_two_that_were_seen_is_crowded_out_by_either(tmp_path):
    written = "[[Ann]PERSON! of [Oslo]GPE!]ORG+ and [[Bo]PERSON+ Lee]ORG+ left."
    assert goes_out(tmp_path / "x", "conll", written, unseen=["ORG"]) == [
        ("PERSON", "Ann"),
        ("GPE", "Oslo"),
        ("PERSON", "Bo"),
    ]
