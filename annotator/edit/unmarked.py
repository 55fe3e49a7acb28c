"""What looks like a name or a figure and lies in no highlight: what a suggester may have missed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator

from annotator.edit.here import Here
from annotator.edit.moving import mark_of
from annotator.edit.outcomes import Outcome, Say
from annotator.model.names import may_hold_name, name_like
from annotator.model.paragraphs import Paragraph
from annotator.model.spans import Span

NOTHING_UNMARKED = "Every name and figure here is in a highlight"


def next_unmarked(here: Here, _: str = "") -> Outcome:
    """Mark the next name or figure that no entity holds, from the top again at the end."""
    at = _where(here)
    later = (s for p in _from(here, at, 1) for s in unmarked(here, p.span) if s.start >= at)
    return _marked(here, later) or _marked(here, _all_of(here, 1)) or Say(NOTHING_UNMARKED)


def previous_unmarked(here: Here, _: str = "") -> Outcome:
    """Mark the one before, from the end again at the top."""
    at = here.chosen().start
    found = ([*unmarked(here, p.span)] for p in _from(here, at, -1))
    earlier = (s for spans in found for s in reversed(spans) if s.start < at)
    return _marked(here, earlier) or _marked(here, _all_of(here, -1)) or Say(NOTHING_UNMARKED)


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
    """From where the next one is looked for: behind what is marked or selected already."""
    chosen = here.chosen()
    return chosen.start + (here.selection.mark is not None or here.item is not None)


def _from(here: Here, offset: int, direction: int) -> Iterator[Paragraph]:
    """The paragraph at `offset` and those after (1) or before (-1) it, without furniture."""
    at = max(0, bisect_right(here.paragraphs, offset, key=lambda p: p.span.start) - 1)
    stop = len(here.paragraphs) if direction > 0 else -1
    for number in range(at, stop, direction):
        if here.paragraphs[number].kind != "furniture":
            yield here.paragraphs[number]


def _all_of(here: Here, direction: int) -> Iterator[Span]:
    for paragraph in _from(here, 0 if direction > 0 else len(here.text), direction):
        found = list(unmarked(here, paragraph.span))
        yield from found[::direction]


def _marked(here: Here, spans: Iterable[Span]) -> Outcome | None:
    first = next(iter(spans), None)
    return None if first is None else mark_of(here, first)
