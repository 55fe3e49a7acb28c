"""Records brought into the shape that a format can hold, for several formats."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from annotator.model.records import Entity, Record
from annotator.model.spans import Span

Shape = Callable[[Span], Span | None]
"""A span as a format can hold it; None where nothing is left of it."""


def shaped(record: Record, shape: Shape) -> Record | None:
    """`record` with every span in that shape; None where its words, or all its content, are gone.

    The same object where nothing changes. A cue or a source of which nothing is left is dropped.
    """
    if isinstance(record, Entity):
        span = shape(record.span)
        if span == record.span:
            return record
        return None if span is None else replace(record, span=span)
    content = tuple(span for span in map(shape, record.content) if span is not None)
    source = tuple(span for span in map(shape, record.source) if span is not None)
    cue = None if record.cue is None else shape(record.cue)
    if (content, cue, source) == (record.content, record.cue, record.source):
        return record
    return replace(record, content=content, cue=cue, source=source) if content else None


def without_edges(text: str) -> Shape:
    """Takes white space off both edges of a span of `text`."""

    def shape(span: Span) -> Span | None:
        piece = span.text(text)
        start = span.start + len(piece) - len(piece.lstrip())
        end = span.end - len(piece) + len(piece.rstrip())
        return Span(start, end) if start < end else None

    return shape
