"""What looks like a name or a figure and lies in no highlight: what a suggester may have missed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator

from annotator.edit.here import Here
from annotator.edit.moving import mark_of
from annotator.edit.outcomes import More, Outcome, Say
from annotator.model.names import may_hold_name, name_like
from annotator.model.spans import Span

NOTHING_UNMARKED = "Every name and figure here is in a highlight"


_AT_ONCE = 12_000
"""Code points that are looked through before there is time for something else."""


def next_unmarked(here: Here, _: str = "") -> Outcome:
    """Mark the next name or figure that no entity holds, from the top again at the end."""
    at = _where(here)
    return _sought(here, at, 1, lambda span: span.start >= at)


def previous_unmarked(here: Here, _: str = "") -> Outcome:
    """Mark the one before, from the end again at the top."""
    at = here.chosen().start
    return _sought(here, at, -1, lambda span: span.start < at)


def _sought(here: Here, at: int, direction: int, is_ahead: Callable[[Span], bool]) -> Outcome:
    """Mark the first one in this direction: ahead in the paragraph at `at`, then in each other.

    Where nothing is found a paragraph is remembered, so that looking on does not begin anew.
    """
    looked = 0
    first, *others = [*_round(here, at, direction)] or [Span(0, 0)]
    found = _found(here, first, direction, is_ahead)
    for piece in (*others, first):
        if found is not None:
            return mark_of(here, found)
        if looked > _AT_ONCE:
            return More()
        if not here.places.searched.holds(piece):
            looked += piece.end - piece.start
            found = _found(here, piece, direction, lambda _: True)
    return Say(NOTHING_UNMARKED) if found is None else mark_of(here, found)


def _found(here: Here, piece: Span, direction: int, fits: Callable[[Span], bool]) -> Span | None:
    """The first of those in `piece` that fit or, backwards, the last."""
    last, is_empty = None, True
    for span in unmarked(here, piece):
        is_empty = False
        if fits(span):
            last = span
            if direction > 0:
                break
    if is_empty:
        here.places.searched.remember(piece)
    return last


def unmarked(here: Here, piece: Span) -> Iterator[Span]:
    """The names and figures in `piece`, in text order, that share no text with an entity.

    A rejected entity counts too: somebody has decided on these words. One word of a name right
    beside an entity ("President" before "Ann Lee") is no name of its own.
    """
    for gap in _gaps(piece, here.places.entity_spans(piece)):
        if may_hold_name(here.text, gap):
            for span in name_like(here.text, gap):
                if not _is_rest_of_entity(here.text, span, gap, piece):
                    yield span


def _gaps(piece: Span, taken: list[Span]) -> Iterator[Span]:
    """What of `piece` lies between the spans in `taken`."""
    at = piece.start
    for span in taken:
        if at < span.start:
            yield Span(at, span.start)
        at = max(at, span.end)
    if at < piece.end:
        yield Span(at, piece.end)


def _is_rest_of_entity(text: str, span: Span, gap: Span, piece: Span) -> bool:
    if len(span.text(text).split()) > 1:
        return False
    before, after = text[gap.start : span.start], text[span.end : gap.end]
    follows = gap.start > piece.start and not before.strip()
    return follows or (gap.end < piece.end and not after.strip())


def _where(here: Here) -> int:
    """From where the next one is looked for: behind what is marked already, else from the caret."""
    return here.chosen().start + (here.selection.mark is not None)


def _round(here: Here, offset: int, direction: int) -> Iterator[Span]:
    """The paragraph at `offset` and all others from there on, round the end; no furniture."""
    count = len(here.paragraphs)
    at = max(0, bisect_right(here.paragraphs, offset, key=lambda p: p.span.start) - 1)
    for number in range(count):
        paragraph = here.paragraphs[(at + direction * number) % count]
        if paragraph.kind != "furniture":
            yield paragraph.span
