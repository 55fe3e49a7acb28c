"""Writes DocBin; `annotator.formats.docbin_names` says what stands in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from annotator.formats.docbin_config import config
from annotator.formats.docbin_names import CLAIMS, CONFIG, OURS, OVERLAPPING, SUFFIX
from annotator.formats.docbin_reader import read_docs
from annotator.formats.docbin_spacy import (
    blank,
    check_config,
    language_of,
    new_bin,
    placed,
    whole_tokens,
)
from annotator.formats.errors import Problem
from annotator.formats.extras import checker_of
from annotator.formats.flat import Said, flat
from annotator.formats.format import Source
from annotator.formats.own import core_of
from annotator.formats.shaping import Shape, shaped
from annotator.formats.writing import About, Loss, Options, Page, Writer
from annotator.model.fold import Item
from annotator.model.plain import Incoming
from annotator.model.records import Claim, Entity, Record, Release

if TYPE_CHECKING:
    from annotator.formats.places import Out

_DOCS, _TOKENS = 1_000, 500_000
"""A file is full at so many releases, or so many tokens of all of them."""
_FRESH = 5_000
"""After so many releases the tokenizer is made anew: it never forgets a word."""


class DocBinWriter(Writer):
    """Standing entities and claims, so many releases a file that spaCy can hold them."""

    checker = checker_of("spacy")

    def __init__(self, out: Out, about: About, options: Options) -> None:
        super().__init__(out, about, options)
        self._shelves = {part: _Shelf(out, _folder_of(part)) for part in self.parts}
        self._language = ""
        self._nlp: Any = None
        self._pages = 0
        self._lengths: Counter[int] = Counter()
        self._entities = False

    def start(self) -> None:
        """Nothing stands before the first release."""

    def write(self, page: Page) -> Iterator[Loss]:
        """Put a release into the file of its part."""
        doc = self._tokenizer(page.release).make_doc(page.text)
        if doc.text != page.text:
            raise ValueError("spaCy's tokens do not join to the text again")
        said: list[Said] = []
        claims: list[Claim] = []
        shape = whole_tokens(doc)
        for item in page.standing():
            record, losses = _shaped(page, item, shape)
            if isinstance(record, Claim):
                claims.append(record)
            elif isinstance(record, Entity):
                said.append((item, record))
            yield from losses
        kept, crowded = flat(said)
        yield from (page.loses(i, "overlap", _ONE, instead=entity) for i, entity in crowded)
        _mark(doc, page, kept, crowded, claims)
        self._count(doc, bool(kept))
        self._shelves[page.part].add(doc)

    def _tokenizer(self, release: Release) -> Any:
        """One for all releases, of the language of the first: a pipeline has only one."""
        if self._nlp is None:
            self._language = language_of(release.language)
        if self._pages % _FRESH == 0:
            self._nlp = blank(self._language)
        self._pages += 1
        return self._nlp

    def _count(self, doc: Any, has_entities: bool) -> None:
        self._entities |= has_entities
        self._lengths.update(span.end - span.start for span in doc.spans.get(CLAIMS, ()))

    def finish(self) -> None:
        """Write what is not full, and what spaCy needs to know to train."""
        for shelf in self._shelves.values():
            shelf.finish()
        filled = [part for part, shelf in self._shelves.items() if shelf.docs]
        train = next((part for part in ("train", "", *filled) if part in self._shelves), "")
        dev = next((part for part in ("dev", "test") if part in filled), train)
        text = config(
            self._language or "en",
            _folder_of(train),
            _folder_of(dev),
            self._entities or not self._lengths,
            self._lengths,
        )
        self.out.put(CONFIG, text.encode("utf-8"))

    def read_back(self, part: str) -> Iterator[Incoming | Problem]:
        """Every doc of the part; the config must be one that spaCy takes."""
        check_config(self.out.folder / CONFIG)
        for path in sorted((self.out.folder / _folder_of(part)).glob(f"*{SUFFIX}")):
            yield from read_docs(Source(path))


class _Shelf:
    """The files of a part: 0001.spacy, 0002.spacy and so on, one of them being filled."""

    def __init__(self, out: Out, folder: str) -> None:
        self._out, self._folder = out, folder
        self._bin, self._tokens, self._files = new_bin(), 0, 0
        self.docs = 0

    def add(self, doc: Any) -> None:
        """Put one more at the end."""
        self._bin.add(doc)
        self._tokens += len(doc)
        self.docs += 1
        if len(self._bin) >= _DOCS or self._tokens >= _TOKENS:
            self._put()

    def _put(self) -> None:
        self._files += 1
        self._out.put(f"{self._folder}/{self._files:04}{SUFFIX}", self._bin.to_bytes())
        self._bin, self._tokens = new_bin(), 0

    def finish(self) -> None:
        """Write the last file; an empty one where there is no other, for spaCy wants one."""
        if len(self._bin) or not self._files:
            self._put()


def _folder_of(part: str) -> str:
    return part or "train"


_ONE = "spaCy's ner gives a token one entity; this one stands in doc.spans"
_WORDS = "spaCy marks whole tokens without white space at the edges"


def _shaped(page: Page, item: Item, shape: Shape) -> tuple[Record | None, list[Loss]]:
    record = shaped(item.record, shape)
    if record is item.record:
        return record, []
    return record, [page.loses(item, "bounds", _WORDS, instead=record)]


def _mark(
    doc: Any,
    page: Page,
    entities: Iterable[Said],
    overlapping: Iterable[Said],
    claims: Iterable[Claim],
) -> None:
    """Put everything into the doc."""
    default = "outside" if page.state == "finished" else "missing"
    doc.set_ents([placed(doc, e.span, e.label) for _, e in entities], default=default)
    if spans := [placed(doc, e.span, e.label) for _, e in overlapping]:
        doc.spans[OVERLAPPING] = spans
    named = {str(number): claim for number, claim in enumerate(claims, start=1)}
    if named:
        doc.spans[CLAIMS] = [
            placed(doc, span, role.upper(), name)
            for name, claim in named.items()
            for role, _, span in claim.parts()
        ]
    release = page.release
    doc.user_data[OURS] = {
        "meta": core_of(release),
        "extra": dict(release.extra),
        "state": page.state,
        "claims": {name: _claim_says(claim) for name, claim in named.items()},
    }


def _claim_says(claim: Claim) -> dict[str, Any]:
    return {"claimer": claim.claimer, "attributes": dict(claim.attributes)}
