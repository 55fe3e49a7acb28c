"""W3C Web Annotation: JSON-LD, one annotation collection for each release, its text beside it.

``000001-title.txt`` is the untouched text and ``000001-title.jsonld`` the collection with its one
page. Every span is a target with a quote selector (exact, prefix, suffix) and a position selector,
whose numbers count Unicode code points, as the specification has it and this program does. The
source of each is the text by its hash, an RFC 6920 name (``ni:///sha-256;...``): the file may move.

    entity         tagging      body: its label (tagging)      target: its span
    cue or source  tagging      body: "cue" or "source"        target: its span
    claim          classifying  bodies: "claim" and each attribute as "name=value" (classifying),
                                the claimer (identifying), its note (commenting), and the cue and
                                sources by their ids (linking)  target: its content, in order
    the release    describing   body: metadata and state as JSON (describing)   target: the text
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from annotator.formats.annotation_rules import CONTEXT, breaches, is_time
from annotator.formats.errors import Problem
from annotator.formats.format import Format, Source, Start
from annotator.formats.naming import file_of
from annotator.formats.own import meta_of
from annotator.formats.web_annotation_reader import (
    AT,
    CLAIM,
    NOTE,
    loaded,
    name_of_text,
    read_annotations,
)
from annotator.formats.writing import Loss, Page, Writer
from annotator.model.fold import Item
from annotator.model.plain import Incoming
from annotator.model.records import Claim, Entity, Record
from annotator.model.spans import Span

SUFFIX = ".jsonld"
AROUND = 32
"""Code points of prefix and suffix, as other annotators have them."""


Plain = dict[str, Any]


class AnnotationWriter(Writer):
    """What stands, a collection and a text for each release."""

    checker = "this program's own check of the Web Annotation Data Model"

    def write(self, page: Page) -> Iterator[Loss]:
        """Write the text and the collection."""
        make = _Making(page)
        make.describe(_about(page))
        for item in page.items:
            record = item.record
            if isinstance(record, Claim) and (wrong := _unsayable(record)):
                why = 'the name of a class holds no "="'
                attributes = {n: v for n, v in record.attributes.items() if n not in wrong}
                record = replace(record, attributes=attributes)
                yield page.loses(item, "attributes", why, instead=record)
            make.add(item, record)
        self.out.put(file_of(page, ".txt"), page.text.encode("utf-8"))
        self.out.put(file_of(page, SUFFIX), _dumped(make.collection()))

    def read_back(self, part: str) -> Iterator[Incoming | Problem]:
        """Every collection with its text; any breach of the model is a problem."""
        for path in sorted((self.out.folder / part).glob(f"*{SUFFIX}")):
            yield from (Problem(path.name, f"{path.name}: {b}.") for b in breaches(loaded(path)))
            yield from read_annotations(Source(path))


def _dumped(plain: Plain) -> bytes:
    return (json.dumps(plain, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode("utf-8")


def _about(page: Page) -> Plain:
    return {"meta": meta_of(page.release), "state": page.state}


def _unsayable(claim: Claim) -> set[str]:
    return {name for name in claim.attributes if "=" in name}


class _Making:
    """The annotations of a release as they are made."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.items: list[Plain] = []
        self.source: Plain = {
            "id": name_of_text(page.release.id),
            "type": "Text",
            "format": "text/plain",
        }
        if page.release.language:
            self.source["language"] = page.release.language

    def _id(self, *what: object) -> str:
        said = "\n".join(map(str, (self.page.project, self.page.release.id, *what)))
        return f"urn:uuid:{uuid5(NAMESPACE_URL, said)}"

    def collection(self) -> Plain:
        """The whole, to be written."""
        first = {
            "id": self._id("page"),
            "type": "AnnotationPage",
            "partOf": self._id("collection"),
            "startIndex": 0,
            "items": self.items,
        }
        return {
            "@context": CONTEXT,
            "id": self._id("collection"),
            "type": "AnnotationCollection",
            "label": self.page.release.title or self.page.release.id,
            "total": len(self.items),
            "first": first,
        }

    def describe(self, about: Plain) -> None:
        """The annotation that tells of the release itself."""
        body = {
            **_textual("describing", json.dumps(about, ensure_ascii=False)),
            "format": "application/json",
        }
        target = {"type": "SpecificResource", "source": self.source}
        self._annotate("release", "describing", [body], [target], {})

    def add(self, item: Item, record: Record) -> None:
        """The annotations of an entity or a claim."""
        books = _books(item)
        if isinstance(record, Entity):
            bodies = [_textual("tagging", record.label), *_odd_time(item)]
            self._annotate(item.id, "tagging", bodies, [self._target(record.span)], books)
            return
        links = []
        for part, number, span in record.parts():
            if part != "content":
                said = [_textual("tagging", part)]
                name = f"{item.id} {part} {number}"
                links.append(self._annotate(name, "tagging", said, [self._target(span)], books))
        bodies = [*_claim_bodies(record), *_odd_time(item)]
        bodies += ({**_LINK, "source": name} for name in links)
        targets = [self._target(span) for span in record.content]
        self._annotate(item.id, "classifying", bodies, targets, books)

    def _annotate(
        self, name: str, motivation: str, bodies: list[Plain], targets: list[Plain], books: Plain
    ) -> str:
        found = self._id("annotation", name)
        said = {"motivation": motivation, **books, "body": bodies, "target": targets}
        self.items.append({"id": found, "type": "Annotation", **said})
        return found

    def _target(self, span: Span) -> Plain:
        text, (start, end) = self.page.text, span
        quote = {
            "type": "TextQuoteSelector",
            "exact": span.text(text),
            "prefix": text[max(0, start - AROUND) : start],
            "suffix": text[end : end + AROUND],
        }
        place = {"type": "TextPositionSelector", "start": start, "end": end}
        return {"type": "SpecificResource", "source": self.source, "selector": [quote, place]}


_LINK: Plain = {"type": "SpecificResource", "purpose": "linking"}


def _textual(purpose: str, value: str) -> Plain:
    return {"type": "TextualBody", "purpose": purpose, "value": value, "format": "text/plain"}


def _books(item: Item) -> Plain:
    """Who decided it, and when."""
    found: Plain = {}
    if item.annotator:
        found["creator"] = {"type": "Person", "name": item.annotator}
    if item.at and is_time(item.at):
        found["created"] = item.at
    return found


def _odd_time(item: Item) -> Iterator[Plain]:
    """A time that is not UTC, which the model does not take for one."""
    if item.at and not is_time(item.at):
        yield _textual("describing", f"{AT}={item.at}")


def _claim_bodies(claim: Claim) -> Iterator[Plain]:
    yield _textual("classifying", CLAIM)
    if claim.claimer is not None:
        yield _textual("identifying", claim.claimer)
    for name, value in claim.attributes.items():
        if name == NOTE:
            yield _textual("commenting", value)
        else:
            yield _textual("classifying", f"{name}={value}")


def companions(path: Path) -> tuple[Path, ...]:
    """The text beside a collection."""
    return (path.with_suffix(".txt"),)


def _recognises(start: Start) -> bool:
    return start.first.get("type") == "AnnotationCollection" or '"AnnotationPage"' in start.text


_MODEL = "an annotation says what is there, and not how it was found"
FORMAT = Format(
    name="web-annotation",
    title="W3C Web Annotation",
    summary="JSON-LD and a text for each release: what stands, with quotes and positions",
    suffixes=(SUFFIX,),
    read=read_annotations,
    recognises=_recognises,
    companions=companions,
    writer=lambda: AnnotationWriter,
    lacks={
        "rejected": "an annotation says what is there, and not what is not",
        "open": "an annotation is true, and nobody has judged this suggestion",
        "origin": _MODEL,
        "suggester": _MODEL,
        "rule": _MODEL,
        "score": _MODEL,
        "seen": _MODEL,
    },
)
