"""What a writer of a format is given, what it gives back, and what it may leave to the export.

A format is written by a subclass of `Writer`. For every release it gets a `Page`, on which stands
only what the format claims to say (`Format.lacks` took the rest away, each with a loss), writes its
bytes and yields a `Loss` for each thing of this page that it cannot say after all. Then its
`read_back` reads what was written, and the export compares item by item: what is read must be the
page less the losses. Hiding, hashing, receipts, progress and cancelling are the export's
(`annotator.formats.exporting`).

    class TsvWriter(Writer):
        checker = "csv of Python"
        suffixes = (".tsv",)

        def write(self, page: Page) -> Iterator[Loss]:
            file = self.file(page, ".tsv")
            for item in page.items:
                if "\\t" in item.record.label:
                    yield page.loses(item, "label", "a TSV field holds no tab")
                else:
                    file.write(row(item))

        def read_back(self, part: str) -> Iterator[Incoming | Problem]:
            return read_tsv(Source(self.path(part, ".tsv")))
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal, Protocol

from annotator.formats.errors import Problem
from annotator.model.fold import Item
from annotator.model.plain import Incoming
from annotator.model.records import Entity, Layer, Record, Release
from annotator.model.scheme import Scheme
from annotator.model.spans import Span
from annotator.model.steps import ReleaseState

if TYPE_CHECKING:
    from annotator.formats.places import Out

Aspect = Literal[
    "entities",
    "claims",
    "rejected",
    "open",
    "cue",
    "source",
    "claimer",
    "attributes",
    "origin",
    "suggester",
    "rule",
    "score",
    "annotator",
    "at",
    "seen",
    "meta",
    "state",
]
"""What a format may have no place for.

- items: entities, claims (what stands), rejected (suggestions found wrong), open (not judged);
- parts of a claim: cue, source, claimer, attributes;
- bookkeeping of a judged item: origin (whether it was accepted, corrected or added, and the
  suggestion behind it), annotator, at, seen (whether it was looked at, and with names masked); of
  an open one: suggester, rule (with its reason), score;
- of a release: meta (title, publisher, date, url, language and whatever else is known), state.

The text, the spans, the labels and the order of fragments are what every format has.
"""
OF_LAYER: Mapping[Layer, Aspect] = {"entity": "entities", "claim": "claims"}
"""The items of each layer."""
TOLD_ONCE: frozenset[Aspect] = frozenset(
    {"origin", "suggester", "rule", "score", "annotator", "at", "seen", "meta", "state"}
)
"""Bookkeeping that a format lacks: said once in the receipt and not for each item."""


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that stands in the project and not, or not as it is, in the export.

    `what` is an aspect or another short word ("overlap", "bounds", "label", "release"), by which
    losses are counted. `instead` is the record that was written in its place; None where the item
    is left out, and `written` are the spans of it that the project does not have, with their words.
    Offsets are code points; a whole release has no `item` and no `span`.
    """

    release: str
    item: str | None
    what: str
    why: str
    span: Span | None = None
    text: str = ""
    instead: Record | None = None
    written: tuple[tuple[Span, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """One release as a format is to say it; `items` stand in reading order.

    The record of a rejected item is the one that was wrongly suggested. `part` is the part of a
    split ("train"), or "" without one; `number` counts the releases of the export from 1.
    """

    release: Release
    state: ReleaseState
    items: tuple[Item, ...]
    number: int
    part: str
    project: str

    @property
    def text(self) -> str:
        """The untouched text."""
        return self.release.text

    @property
    def stem(self) -> str:
        """What a file that holds many releases is called, without suffix: project or part."""
        return self.part or self.project

    def standing(self, layer: Layer | None = None) -> Iterator[Item]:
        """What is true, of one layer or both."""
        return (i for i in self.items if i.stands and layer in (None, i.record.layer))

    def loses(
        self,
        item: Item,
        what: str,
        why: str,
        span: Span | None = None,
        instead: Record | None = None,
    ) -> Loss:
        """That `item` is left out or, with `instead`, written otherwise.

        `span` is the place, where that is not the whole item. When several losses of one item are
        told, the `instead` of the last one is what was written.
        """
        at = span or hull(item.record)
        meant = {*item.record.spans()}
        new = [one for one in (instead.spans() if instead is not None else ()) if one not in meant]
        written = tuple((one, self._cited(one)) for one in new)
        return Loss(self.release.id, item.id, what, why, at, self._cited(at), instead, written)

    def _cited(self, span: Span) -> str:
        return span.text(self.text)[:80]


def hull(record: Record) -> Span:
    """From the first to the last code point of an entity, or of the content of a claim."""
    spans = [record.span] if isinstance(record, Entity) else list(record.content)
    return Span(min(span.start for span in spans), max(span.end for span in spans))


class Split(Protocol):
    """Says to which part of a split ("train", "dev", "test") each release belongs."""

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of the parts; a part may get no release."""

    def part_of(self, release_id: str) -> str:
        """The part of a release."""

    def manifest(self) -> bytes:
        """The file that says it all, so that a later export keeps every release in its part."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a person wants in an export; the same for every format.

    `finished_only` None leaves it to the format: one that cannot say "not judged yet" takes only
    finished releases, for there what is open would count as wrong. `layers` and `open` leave items
    out on purpose: they are counted in the receipt and are no losses.
    """

    finished_only: bool | None = None
    layers: frozenset[Layer] = frozenset({"entity", "claim"})
    open: bool = True
    """Whether suggestions that nobody judged go out, where the format has a place for them."""
    split: Split | None = None

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts of the split, ("",) without one."""
        return ("",) if self.split is None else self.split.parts


def options_from(finished_only: bool | None, only: str, open_too: bool) -> Options:
    """What somebody chose: `only` is "entities", "claims" or empty for both."""
    layers = (layer for layer, items in OF_LAYER.items() if only in ("", items))
    return Options(finished_only, frozenset(layers), open_too)


@dataclass(frozen=True, slots=True)
class About:
    """Where the data come from, for the receipt: `last_step` is the newest step in them.

    `withdrawn` counts the releases of the project that were withdrawn, which no export has.
    """

    project: str
    last_step: int
    scheme: Scheme
    program: str
    suggesters: tuple[str, ...] = ()
    withdrawn: int = 0


class Writer:
    """Writes one export into `self.out` and reads it again. One is made for each export.

    A library that only an extra brings is imported in `__init__` (`annotator.formats.extras`), so
    that a missing one is told before anything is done.
    """

    checker: str = ""
    """What reads the files again, with its version: "spacy 3.8.2"."""
    suffixes: tuple[str, ...] = ()
    """Of the files that hold many releases: each part has one of each, even without a release."""

    def __init__(self, out: Out, about: About, options: Options) -> None:
        self.out, self.about, self.options = out, about, options

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts of the split, ("",) without one. A part may get no release."""
        return self.options.parts

    def start(self) -> None:
        """Write what comes before the first release; here: make the files of `suffixes`."""
        for part in self.parts:
            for suffix in self.suffixes:
                self.out.file(self.stem(part) + suffix)

    def write(self, page: Page) -> Iterable[Loss]:
        """Write one release; tell what of the page is not in the file, or not as it is."""
        raise NotImplementedError

    def finish(self) -> None:
        """Write what comes after the last release."""

    def read_back(self, part: str) -> Iterator[Incoming | Problem]:
        """The releases of `part` in the order they were written, with what the file says of them.

        They are read from the files alone, with the target's own library where there is one; what
        `write` kept is at most compared with them. Any error and any problem ends the export.
        """
        raise NotImplementedError

    def stem(self, part: str) -> str:
        """`Page.stem` of a part."""
        return part or self.about.project

    def file(self, page: Page, suffix: str) -> BinaryIO:
        """The file of the page's part that holds many releases, open for writing."""
        return self.out.file(page.stem + suffix)

    def path(self, part: str, suffix: str) -> Path:
        """Where that file is, to be read back."""
        return self.out.path(self.stem(part) + suffix)
