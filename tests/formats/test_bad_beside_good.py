"""A bad file among good ones: it gets one sentence with its name, and the others come in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pypdf
import pytest
from documents import pdf

from annotator.formats.errors import Problem
from annotator.formats.files import read_files
from annotator.formats.own import SCHEMA
from annotator.formats.pdf_page import ATTACHED
from annotator.model.plain import Incoming
from annotator.store.project import Project

TEXT = "Ann Lee said we won."
HALF = "\ud800"


def web_annotation(folder: Path, **said: Any) -> None:
    target = {"selector": {"type": "TextQuoteSelector", "exact": "Ann Lee"}}
    body = {"purpose": "tagging", "value": "PERSON"}
    item = {"id": "1", "motivation": "tagging", "body": body, "target": target, **said}
    (folder / "b.txt").write_text(TEXT)
    (folder / "b.jsonld").write_text(
        json.dumps({"type": "AnnotationCollection", "first": {"items": [item]}})
    )


def brat(folder: Path, note: str) -> None:
    said = json.dumps({"claimer": note})
    (folder / "b.txt").write_text(TEXT)
    (folder / "b.ann").write_text(
        f"T1\tClaim 13 19\twe won\nE1\tClaim:T1\n#1\tAnnotatorNotes E1\t{said}\n"
    )


def page_of_ours(folder: Path, label: str) -> None:
    entity = {"start": 0, "end": 7, "label": label, "status": "added"}
    line = {"schema": SCHEMA, "text": TEXT, "entities": [entity], "state": "started"}
    writer = pypdf.PdfWriter(pdf(folder / "b.pdf", TEXT))
    writer.add_attachment(ATTACHED, json.dumps(line).encode())
    writer.write(str(folder / "b.pdf"))


def web_page(folder: Path, encoding: str, words: str) -> None:
    page = f"<html><head><meta charset={encoding}></head><body><p>{words}</p></body></html>"
    (folder / "b.html").write_bytes(page.encode("latin-1"))


def come_in(folder: Path) -> tuple[list[str], list[str]]:
    """The texts that a project takes from a folder, and what is told."""
    found = list(read_files([folder]))
    good = [one for one in found if isinstance(one, Incoming)]
    with Project.create(folder.parent / "p.annotator", "ann") as project:
        project.add_all(good)
        texts = [text for _, _, text in project.texts()]
    return texts, [str(one) for one in found if isinstance(one, Problem)]


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (
            lambda folder: web_annotation(folder, created=5),
            'b.jsonld: "at" is an ISO 8601 time, not 5.',
        ),
        (
            lambda folder: web_annotation(folder, creator={"name": ["x"]}),
            'b.jsonld: an annotator is a name, not ["x"].',
        ),
        (
            lambda folder: web_annotation(folder, body={"purpose": "tagging", "value": HALF}),
            'b.jsonld holds half a character (a lone surrogate) in "\\ud800"; export it again from'
            " its source.",
        ),
        (
            lambda folder: brat(folder, HALF),
            'b.ann holds half a character (a lone surrogate) in "\\ud800"; export it again from its'
            " source.",
        ),
        (
            lambda folder: page_of_ours(folder, HALF),
            'b.pdf holds half a character (a lone surrogate) in "\\ud800"; export it again from its'
            " source.",
        ),
    ],
    ids=["time", "name", "half in a body", "half in a note", "half in an attachment"],
)
def test_what_no_project_can_keep_is_told_and_the_files_around_it_come_in(tmp_path, spoil, told):
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a.txt").write_text("Before.")
    (folder / "c.txt").write_text("After.")
    spoil(folder)
    assert come_in(folder) == (["Before.", "After."], [told])


def test_a_web_page_whose_encoding_decodes_nothing_is_read_by_its_letters(tmp_path):
    folder = tmp_path / "news"
    folder.mkdir()
    web_page(folder, "undefined", "Ann is in the caf\xe9.")
    (folder / "c.txt").write_text("After.")
    assert come_in(folder) == (["Ann is in the caf\xe9.", "After."], [])
