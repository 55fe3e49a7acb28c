"""Reads CoNLL: columns of tokens and tags, ours (`annotator.formats.conll`) and anybody's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from annotator.formats.errors import Problem, RefusedError
from annotator.formats.format import Source
from annotator.formats.incoming import Mark, Take, incoming
from annotator.formats.lines import text_lines
from annotator.formats.texts import checked, date_of, title_of
from annotator.formats.texts_beside import Told, known_texts, texts_beside
from annotator.model.plain import Incoming
from annotator.model.records import Entity, Release
from annotator.model.spans import Span

START = "-DOCSTART-"
SUGGESTER = "conll@import"

_GOES_ON = frozenset("IMEL")
"""A further token of an entity: inside, middle, end, last."""
_ENDS = frozenset("ELSUW")
"""The last token of an entity, or its only one: end, last, single, unit, whole."""
_OF_ENTITIES = _GOES_ON | _ENDS | {"B"}


@dataclass(frozen=True, slots=True)
class _Word:
    word: str
    tag: str
    ends_sentence: bool = False


def read_conll(source: Source, take: Take = Take.DECISIONS) -> Iterator[Incoming | Problem]:
    """Every release of an IOB2 file, the first and the last column of it.

    A file without ``-DOCSTART-`` is one release. Raise `RefusedError` or `OSError`.
    """
    texts = texts_beside(source.path)
    told = known_texts(Source(texts)) if texts.exists() else iter(())
    lines, note = text_lines(source)
    for number, words in enumerate(_documents(lines), start=1):
        name = f"{source.shown}, release {number}"
        try:
            yield replace(_release_of(words, next(told, None), name, take), note=note)
        except RefusedError as error:
            yield Problem(name, str(error))


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


def _release_of(words: list[_Word], told: Told | None, name: str, take: Take) -> Incoming:
    if not all(word.word for word in words):
        raise RefusedError(f"{name} has a tag without a token before it; mend that line.")
    placed = None if told is None else _placed(words, told.release.text)
    if told is None or placed is None:
        text, placed = _rebuilt(words)
        checked(text, name)
        told = Told(Release(text, title_of(text), date=date_of(text)), "new")
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
    """The entities that the tags say: IOB2, IOB1 where one begins with I, IOBES, BILOU, BMEWO."""
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
