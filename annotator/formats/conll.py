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

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from annotator.formats.errors import Problem, RefusedError
from annotator.formats.flat import Said, flat
from annotator.formats.format import Format, Source, without_books
from annotator.formats.incoming import Mark, Take, incoming
from annotator.formats.jsonl import json_lines, release_from
from annotator.formats.lines import text_lines
from annotator.formats.own import META, dumped
from annotator.formats.shaping import shaped, without_edges
from annotator.formats.texts import checked, date_of, title_of
from annotator.formats.writing import Loss, Page, Writer
from annotator.model.paragraphs import paragraphs
from annotator.model.plain import Incoming
from annotator.model.records import Entity, Record, Release
from annotator.model.sentences import sentence_at
from annotator.model.spans import Span
from annotator.model.steps import ReleaseState
from annotator.model.tokens import token_end

SUFFIX, TEXTS = ".conll", ".texts.jsonl"
START = "-DOCSTART-"
SUGGESTER = "conll@import"


class ConllWriter(Writer):
    """Standing entities as IOB2 tags."""

    checker = "this program's own IOB2 reader"
    suffixes = (SUFFIX, TEXTS)

    def write(self, page: Page) -> Iterator[Loss]:
        """Write the tokens of a release; of entities that overlap, one (`flat`)."""
        entities, losses = _tagged(page)
        yield from losses
        self.file(page, SUFFIX).write("".join(_lines(page.text, entities)).encode("utf-8"))
        release = page.release
        meta = {**release.extra, **{name: getattr(release, name) for name in META}}
        line = {"id": release.id, "text": page.text, "meta": meta, "state": page.state}
        self.file(page, TEXTS).write(dumped(line) + b"\n")

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


# Reading


_GOES_ON = frozenset("IEL")
_ENDS = frozenset("ELSU")
"""The last token of an entity, or its only one."""
_OF_ENTITIES = _GOES_ON | _ENDS | {"B"}


@dataclass(frozen=True, slots=True)
class _Word:
    word: str
    tag: str
    ends_sentence: bool = False


@dataclass(frozen=True, slots=True)
class _Told:
    """What the file of texts says of a release."""

    release: Release
    state: ReleaseState


def read_conll(source: Source, take: Take = Take.DECISIONS) -> Iterator[Incoming | Problem]:
    """Every release of an IOB2 file, the first and the last column of it.

    A file without ``-DOCSTART-`` is one release. Raise `RefusedError` or `OSError`.
    """
    texts = texts_of(source.path)
    told = _told(Source(texts)) if texts.exists() else iter(())
    lines, note = text_lines(source)
    for number, words in enumerate(_documents(lines), start=1):
        name = f"{source.shown}, release {number}"
        try:
            yield replace(_release_of(words, next(told, None), name, take), note=note)
        except RefusedError as error:
            yield Problem(name, str(error))


def texts_of(path: Path) -> Path:
    """The file of texts beside a CoNLL file."""
    return path.with_name(path.stem + TEXTS)


def _told(source: Source) -> Iterator[_Told | None]:
    """What is known of each release in turn; None where a line cannot be read."""
    try:
        for name, line in json_lines(source):
            try:
                yield _line_told(line(), name)
            except RefusedError:
                yield None
    except RefusedError:
        return


def _line_told(line: Any, name: str) -> _Told:
    """A line of ours keeps its metadata as it is, empty where nothing is known."""
    release = release_from(line, name)
    meta = line.get("meta")
    if isinstance(meta, dict) and set(META) <= set(meta):
        said = {key: str(value) for key, value in meta.items()}
        core = {key: said.pop(key) for key in META}
        release = Release(release.text, **core, extra=said)
    state = line.get("state")
    return _Told(release, state if state in ("new", "started", "finished") else "new")


def _documents(lines: Iterable[str]) -> Iterator[list[_Word]]:
    words: list[_Word] = []
    for line in lines:
        columns = line.split("\t") if "\t" in line else line.split()
        if not line.strip():
            if words:
                words[-1] = replace(words[-1], ends_sentence=True)
        elif columns[0] == START:
            if words:
                yield words
            words = []
        else:
            words.append(_Word(columns[0].strip(), columns[-1] if len(columns) > 1 else "O"))
    if words:
        yield words


def _release_of(words: list[_Word], told: _Told | None, name: str, take: Take) -> Incoming:
    if not all(word.word for word in words):
        raise RefusedError(f"{name} has a tag without a token before it; mend that line.")
    placed = None if told is None else _placed(words, told.release.text)
    if told is None or placed is None:
        text, placed = _rebuilt(words)
        checked(text, name)
        told = _Told(Release(text, title_of(text), date=date_of(text)), "new")
    marks = [Mark(entity) for entity in _entities(words, placed)]
    return incoming(told.release, marks, name, take, told.state, SUGGESTER)


def _placed(words: Iterable[_Word], text: str) -> list[Span] | None:
    """Where each token stands in `text`; None when they are not its tokens."""
    spans, at = [], 0
    for word in words:
        while at < len(text) and text[at].isspace():
            at += 1
        if not text.startswith(word.word, at):
            return None
        spans.append(Span(at, at + len(word.word)))
        at = spans[-1].end
    return spans if not text[at:].strip() else None


def _rebuilt(words: Iterable[_Word]) -> tuple[str, list[Span]]:
    """A text of the tokens, a line for each sentence, and where each one stands."""
    pieces: list[str] = []
    spans, at = [], 0
    for word in words:
        spans.append(Span(at, at + len(word.word)))
        pieces += (word.word, "\n" if word.ends_sentence else " ")
        at = spans[-1].end + 1
    return "".join(pieces).rstrip(), spans


def _entities(words: Iterable[_Word], spans: Iterable[Span]) -> Iterator[Entity]:
    """The entities that the tags say: IOB2, IOB1 where one begins with I, IOBES and BILOU."""
    current: Entity | None = None
    for word, span in zip(words, spans, strict=True):
        prefix, _, label = word.tag.partition("-")
        if current is not None and prefix in _GOES_ON and label == current.label:
            current = replace(current, span=current.span.joined(span))
        else:
            if current is not None:
                yield current
            current = Entity(span, label) if label and prefix in _OF_ENTITIES else None
        if current is not None and prefix in _ENDS:
            yield current
            current = None
    if current is not None:
        yield current


def companions(path: Path) -> tuple[Path, ...]:
    """The file of texts."""
    return (texts_of(path),)


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
