"""A release as the model reads it: one piece of clean text per paragraph, and the way back.

The model was trained on clean prose. White space and signs that would mislead it are replaced, hard
wraps become spaces, and every piece knows where its characters stand in the untouched text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from annotator.model.paragraphs import Paragraph, ParagraphKind, paragraphs, unwrapped
from annotator.model.spans import Span, trimmed

LONGEST_PIECE = 4_000
"""Code points; a longer paragraph is read in several pieces, cut at the end of a sentence.

This bounds what the model reads at one go, whatever it is given: a passage, which may be as long as
`model.passages.LONGEST` and a sentence, is cut once more where it is longer than this.
"""

_SIGNS = str.maketrans(
    {
        "`": "'",
        "´": "'",
        "ʼ": "'",
        **dict.fromkeys("\t\xa0\u2002\u2003\u2007\u2008\u2009\u200a\u202f\u3000", " "),
    }
)
_DATELINE = re.compile(
    r"""
    date \s \d{4}-\d\d-\d\d \s (?=[A-Z])             # a line of the page that lost its end
    | [A-Z][\w.’'-]* (?:[ /][A-Z][\w.’'-]*){0,3}         # the place: "NEW YORK", "LILONGWE/GENEVA"
    (?: \s?,\s? [\w.,\s]{2,32}? )?                    # a date, an agency: ", 14 March", ", AGENCY"
    (?: \s? \( [\w.\s/-]{2,24} \) )?                  # the agency in brackets
    (?: \s? (?:--|–|—) \s? | \s-\s | -\s ) (?=["“«]?[A-Z])
    """,
    re.VERBOSE,
)
"""``ASTANA, 14 March (AGENCY) – `` at the start of a paragraph."""
_CAPITALS = re.compile(r"[^\W\d_a-z]{4,}")
_LOUD = 0.7
"""The part of capital letters from which a heading is written in capitals."""
_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]*\s")
_LINE_END = re.compile(r"[\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]+")
_INVISIBLE = "\xad\u200b\u200e\u200f\u2060\ufeff"
_UNEVEN = re.compile(rf"\s\s|[^\S ]|[{_INVISIBLE}]")


@dataclass(frozen=True, slots=True)
class Piece:
    """Clean text for the model, and where each of its characters stands in the release."""

    text: str
    start: int
    kind: ParagraphKind
    origin: tuple[int, ...] | None = None
    """Offsets by character, or None where the piece is as long as what it stands for."""

    def span(self, start: int, end: int) -> Span:
        """The span in the release of the characters ``[start, end)`` of this piece."""
        if self.origin is None:
            return Span(self.start + start, self.start + end)
        return Span(self.origin[start], self.origin[end - 1] + 1)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A release made ready.

    `plain` is as long as the text, with wraps and odd signs replaced and furniture blanked out.
    """

    plain: str
    found: list[Paragraph]
    pieces: list[Piece]


def prepare(text: str) -> Prepared:
    """Cut `text` into pieces for the model; furniture is in none of them."""
    found = paragraphs(text)
    plain = _without_furniture(_with_double_quotes(unwrapped(text, found)), found)
    plain = plain.translate(_SIGNS)
    pieces = [
        piece for paragraph in found if paragraph.kind != "furniture"
        for piece in _pieces(plain, paragraph)
    ]  # fmt: skip
    return Prepared(plain, found, pieces)


def prepare_passage(text: str, kind: ParagraphKind = "body") -> list[Piece]:
    """One passage of a paragraph made ready by itself: every line end in it is a wrap."""
    plain = _with_double_quotes(_LINE_END.sub(lambda end: " " * len(end[0]), text))
    return list(_pieces(plain.translate(_SIGNS), Paragraph(Span(0, len(text)), kind)))


def _without_furniture(text: str, found: list[Paragraph]) -> str:
    """`text` with spaces for furniture: nothing is to be suggested there."""
    pieces, at = [], 0
    for start, end in (p.span for p in found if p.kind == "furniture"):
        pieces += [text[at:start], " " * (end - start)]
        at = end
    return "".join([*pieces, text[at:]])


def _with_double_quotes(text: str) -> str:
    """Two backticks or apostrophes in a row are one quotation mark and a space, on the outside."""
    if "``" not in text and "''" not in text:
        return text
    return text.replace("``", ' "').replace("''", '" ')


def _pieces(plain: str, paragraph: Paragraph) -> Iterator[Piece]:
    whole = trimmed(paragraph.span, plain)
    dateline = _dateline(plain, whole)
    parts = [dateline] if dateline.end > dateline.start else []
    for part in [*parts, *_parts(plain, Span(dateline.end, whole.end))]:
        piece = _piece(plain, trimmed(part, plain), paragraph.kind)
        if piece.text.strip():
            yield piece if part is not dateline and not _is_loud(piece) else _calmed(piece)


def _dateline(plain: str, whole: Span) -> Span:
    """Place and date at the start of `whole`: no part of its first sentence. Perhaps empty."""
    found = _DATELINE.match(plain, whole.start, min(whole.end, whole.start + 90))
    if found is None or not any(char in ",(" or char.isdigit() for char in found[0]):
        return Span(whole.start, whole.start)
    return Span(whole.start, found.end())


def _is_loud(piece: Piece) -> bool:
    """Whether it is a heading in capitals, in which models recognise nothing."""
    if piece.kind != "heading":
        return False
    letters = sum(char.isalpha() for char in piece.text)
    capitals = sum(char.isupper() for char in piece.text)
    return letters > 0 and capitals >= _LOUD * letters


def _calmed(piece: Piece) -> Piece:
    """`piece` with capitals only where words begin; short words may be abbreviations."""
    text = _CAPITALS.sub(lambda word: _as_long(word[0], word[0].capitalize()), piece.text)
    return replace(piece, text=text)


def _as_long(word: str, changed: str) -> str:
    """`changed`, unless the change of case made it longer or shorter than `word`."""
    return changed if len(changed) == len(word) else word


def _parts(plain: str, span: Span) -> Iterator[Span]:
    """`span` in parts of at most `LONGEST_PIECE`, cut at sentence ends where there are any."""
    start = span.start
    while span.end - start > LONGEST_PIECE:
        limit = start + LONGEST_PIECE
        ends = [m.end() for m in _SENTENCE_END.finditer(plain, start + LONGEST_PIECE // 2, limit)]
        cut = ends[-1] if ends else plain.rfind(" ", start + 1, limit) + 1 or limit
        yield Span(start, cut)
        start = cut
    yield Span(start, span.end)


def _piece(plain: str, span: Span, kind: ParagraphKind) -> Piece:
    text = span.text(plain)
    if not _UNEVEN.search(text):
        return Piece(text, span.start, kind)
    kept: list[int] = []
    for i, char in enumerate(text):
        repeats = char.isspace() and (not kept or text[kept[-1]].isspace())
        if not repeats and char not in _INVISIBLE:
            kept.append(i)
    clean = "".join(" " if text[i].isspace() else text[i] for i in kept)
    return Piece(clean, span.start, kind, tuple(span.start + i for i in kept))
