"""CoNLL, IOB2: one token and its tag a line, for taggers of entities.

    -DOCSTART-<TAB>O            begins each release, a blank line follows
    Ann<TAB>B-PERSON            the first token of an entity
    Lee<TAB>I-PERSON            each further one
    said<TAB>O                  no entity

A blank line ends each sentence; no sentence ends inside an entity. Tokens never hold white space
and end wherever an entity begins or ends, so that each boundary is kept. Beside ``NAME.conll``
stands ``NAME.texts.jsonl``, a line for each release (id, text, meta, state): with it the untouched
text and every offset come back. Without it a text is made of the tokens with a space between.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from annotator.formats.conll_reader import START, read_conll
from annotator.formats.errors import Problem
from annotator.formats.flat import Said, flat
from annotator.formats.format import Format, Source, without_books
from annotator.formats.shaping import shaped, without_edges
from annotator.formats.texts_beside import TEXTS, put_text, texts_beside
from annotator.formats.writing import Loss, Page, Writer
from annotator.model.paragraphs import paragraphs
from annotator.model.plain import Incoming
from annotator.model.records import Entity, Record
from annotator.model.sentences import sentence_at
from annotator.model.spans import Span
from annotator.model.tokens import token_end

SUFFIX = ".conll"


class ConllWriter(Writer):
    """Standing entities as IOB2 tags."""

    checker = "this program's own IOB2 reader"
    suffixes = (SUFFIX, TEXTS)

    def write(self, page: Page) -> Iterator[Loss]:
        """Write the tokens of a release; of entities that overlap, one (`flat`)."""
        entities, losses = _tagged(page)
        yield from losses
        self.file(page, SUFFIX).write("".join(_lines(page.text, entities)).encode("utf-8"))
        put_text(self.file(page, TEXTS), page)

    def read_back(self, part: str) -> Iterator[Incoming | Problem]:
        """The releases of the two files."""
        return read_conll(Source(self.path(part, SUFFIX)))


def _tagged(page: Page) -> tuple[list[Entity], list[Loss]]:
    """The entities as tags can say them, and what is lost."""
    said: list[Said] = []
    losses: list[Loss] = []
    shape = without_edges(page.text)
    for item in page.standing("entity"):
        entity = shaped(item.record, shape)
        if _has_no_tag(item.record):
            losses.append(page.loses(item, "label", "a tag holds no white space"))
        elif not isinstance(entity, Entity):
            losses.append(page.loses(item, "bounds", "white space has no token"))
        else:
            said.append((item, entity))
    kept, crowded = flat(said)
    losses += [page.loses(item, "overlap", "each token has one tag") for item, _ in crowded]
    why = "white space at an edge has no token"
    losses += [
        page.loses(item, "bounds", why, instead=entity)
        for item, entity in kept
        if entity is not item.record
    ]
    return [entity for _, entity in kept], losses


def _has_no_tag(record: Record) -> bool:
    label = record.label if isinstance(record, Entity) else ""
    return not label or any(char.isspace() for char in label)


def _lines(text: str, entities: Sequence[Entity]) -> Iterator[str]:
    yield f"{START}\tO\n\n"
    breaks = iter(_breaks(text, entities))
    following = next(breaks, len(text))
    for token, tag in _tokens(text, entities):
        while token.start >= following:
            following = next(breaks, len(text))
            yield "\n"
        yield f"{token.text(text)}\t{tag}\n"
    yield "\n"


def _tokens(text: str, entities: Sequence[Entity]) -> Iterator[tuple[Span, str]]:
    """Every token with its tag; where an entity begins or ends, a token does too."""
    at = 0
    for entity in entities:
        yield from ((token, "O") for token in _pieces(text, Span(at, entity.span.start)))
        prefix = "B"
        for token in _pieces(text, entity.span):
            yield token, f"{prefix}-{entity.label}"
            prefix = "I"
        at = entity.span.end
    yield from ((token, "O") for token in _pieces(text, Span(at, len(text))))


def _pieces(text: str, span: Span) -> Iterator[Span]:
    """The tokens of a piece of text: whatever stands between white space, all of it."""
    at = span.start
    while at < span.end:
        if text[at].isspace():
            at += 1
            continue
        end = min(token_end(text, at), span.end)
        yield Span(at, end)
        at = end


def _breaks(text: str, entities: Sequence[Entity]) -> Iterator[int]:
    """Where sentences begin, but for the first, and none inside an entity."""
    inside = iter(entities)
    entity = next(inside, None)
    for start in _sentence_starts(text):
        while entity is not None and entity.span.end <= start:
            entity = next(inside, None)
        if start and (entity is None or start <= entity.span.start):
            yield start


def _sentence_starts(text: str) -> Iterator[int]:
    for paragraph in paragraphs(text):
        at = paragraph.span.start
        while at < paragraph.span.end:
            yield at
            rest = Span(at, paragraph.span.end)
            at = max(at + 1, sentence_at(text, rest, at).end)
            while at < rest.end and text[at].isspace():
                at += 1


def companions(path: Path) -> tuple[Path, ...]:
    """The file of texts."""
    return (texts_beside(path),)


_TAGS = "a tag says only which entity a token is of"
FORMAT = Format(
    name="conll",
    title="CoNLL IOB2",
    summary="a token and its tag a line: standing entities for taggers",
    suffixes=(".conll", ".iob", ".iob2", ".bio"),
    read=read_conll,
    companions=companions,
    writer=lambda: ConllWriter,
    lacks={
        "claims": "a tag has no place for a claim",
        "rejected": _TAGS,
        "open": "a tag is true, and nobody has judged this suggestion",
        **without_books(_TAGS),
    },
    finished_only=True,
)
