"""The sentence around an offset, by punctuation alone: good enough to mark a claim in one key."""

from __future__ import annotations

import re

from annotator.model.spans import Span, trimmed

_END = re.compile(r"[.!?][\"'”’»)\]]*(?=\s+[\"'“‘«(\[]?[^\W\d_a-z])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|Lt|Col|Gen|Sgt|Capt|Sen|Rep|Gov|No|vs|Jr|Sr|Inc|Ltd|Co|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)|\b[A-Z]|(?:\b[A-Za-z]\.)+[A-Za-z])\.$"
)


def sentence_at(text: str, paragraph: Span, offset: int) -> Span:
    """The sentence of `paragraph` that holds `offset`, without white space at its edges."""
    start = paragraph.start
    for end in _END.finditer(text, paragraph.start, paragraph.end):
        if _ABBREVIATION.search(text, max(start, end.start() - 12), end.start() + 1):
            continue
        if end.end() > offset:
            return trimmed(Span(start, end.end()), text)
        start = end.end()
    return trimmed(Span(start, paragraph.end), text)


def as_content(text: str, sentence: Span) -> Span:
    """`sentence` as the content of a claim: without the final full stop (PolNeAR's rule)."""
    piece = sentence.text(text)
    return Span(sentence.start, sentence.end - 1) if piece.endswith(".") else sentence
