"""What benchmarks measure on: long releases and large projects, made of the sample release.

The suggestions are those that the program makes for the sample, and so are the structures of its
passages. A process of its own makes them: the window never has a pipeline in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from measured import in_a_process

from annotator.edit.structures import Passage
from annotator.model.paragraphs import paragraphs
from annotator.model.passages import passage_at
from annotator.model.plain import (
    Incoming,
    structure_from_plain,
    structure_to_plain,
    suggestion_from_plain,
    suggestion_to_plain,
)
from annotator.model.records import Release, Suggestion
from annotator.model.resources import resource
from annotator.model.structure import Structure
from annotator.store.project import Project

GAP = "\n\n"


class Sample(NamedTuple):
    """The sample release with what the suggester says of it, as plain values."""

    text: str
    suggestions: list[dict[str, Any]]
    structures: dict[str, dict[str, Any]]
    """By the text of a passage."""


@cache
def sample() -> Sample:
    """The sample; read by the suggester once."""
    with resource("sample/releases.jsonl").open(encoding="utf-8") as file:
        text = json.loads(next(file))["text"]
    return Sample(text, *in_a_process(_read, text))


def _read(text: str) -> tuple[list[dict[str, Any]], dict[str, dict[str, Any]]]:
    from annotator.suggest.suggesters import Suggesters

    suggesters = Suggesters()
    structures = {}
    for paragraph in paragraphs(text):
        passage = passage_at(text, paragraph.span, paragraph.span.start).text(text)
        structures[passage] = structure_to_plain(
            suggesters.structure(passage, language="en", kind=paragraph.kind)
        )
    return [suggestion_to_plain(s) for s in suggesters.suggest(text, "en")], structures


def moved(plain: Any, by: int) -> Any:
    """The same plain value with every span so many code points further on."""
    if isinstance(plain, list):
        return [moved(one, by) for one in plain]
    if isinstance(plain, Mapping):
        return {
            name: value + by if name in ("start", "end") else moved(value, by)
            for name, value in plain.items()
        }
    return plain


def suggestions_from(offset: int) -> Iterator[Suggestion]:
    """Those of the sample where it begins at an offset."""
    for plain in sample().suggestions:
        yield suggestion_from_plain(moved(plain, offset))


def long_release(size: int) -> Incoming:
    """The sample, once or as often as makes about `size` code points, with all its suggestions."""
    text = sample().text
    pitch = len(text) + len(GAP)
    copies = max(1, round(size / pitch))
    found = [s for copy in range(copies) for s in suggestions_from(copy * pitch)]
    whole = GAP.join([text] * copies)
    return Incoming(Release(whole, f"A release of {size:,}", "The Club", language="en"), found)


def project_with(path: Path, *releases: Incoming) -> Project:
    """A new project on the disk."""
    project = Project.create(path, "ann")
    project.add_all(iter(releases))
    return project


class KnownStructures:
    """Structures that came already, as they are when a person presses the key a little later."""

    def __init__(self) -> None:
        self._known = {
            text: structure_from_plain(plain) for text, plain in sample().structures.items()
        }

    def structure(self, passage: Passage, /) -> Structure | None:
        """The structure of a passage of the sample."""
        found = self._known.get(passage.text)
        return None if found is None else found.moved(passage.span.start)

    def is_coming(self, _passage: Passage, /) -> bool:
        """All are there."""
        return False
