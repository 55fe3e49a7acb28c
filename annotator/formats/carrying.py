"""The decisions on a release, carried over to its corrected version.

What stands in the same words between the same others keeps its verdict, with who gave it and when.
What changed or moved is proposed again, to be looked at; what is gone is told. Nothing of the
earlier release is touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from annotator.formats.alignment import Alignment, Place
from annotator.formats.incoming import UNSCORED, Mark, MarkStatus, folded, incoming
from annotator.formats.own import exported
from annotator.formats.texts import shortened
from annotator.model.fold import Fold, Item
from annotator.model.plain import Incoming
from annotator.model.records import Claim, Entity, Record, Release, Suggestion
from annotator.model.spans import Span

NAME = "carried"
_ID = 8
"""Letters of the id of the earlier release in the name of what suggests."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What came over: how many verdicts were kept, how many are to be reviewed, what is gone."""

    marks: tuple[Mark, ...]
    kept: int
    review: int
    gone: tuple[str, ...]

    def told(self) -> str:
        """In a sentence or two."""
        kept = f"{self.kept} decision{'' if self.kept == 1 else 's'} carried over"
        if self.review:
            kept += f", {self.review} to be reviewed because the words changed or moved"
        if not self.gone:
            return f"{kept}."
        return f"{kept}. Gone with their words: {', '.join(self.gone)}."


def has_decisions(stands: Fold) -> bool:
    """Whether there is anything to carry over."""
    return any(item.is_judged for item in stands.items.values())


def carried(earlier: Release, stands: Fold, text: str) -> Carried:
    """What stands in `earlier`, on the corrected `text`."""
    carrier = _Carrier(earlier, text)
    marks: dict[Record, Mark] = {}
    for item in sorted(stands.items.values(), key=_verdicts_first):
        mark = None if item.is_void else carrier.mark(item)
        if mark is not None:
            marks.setdefault(mark.record, mark)
    known = marks.values()
    kept = sum(mark.status != "open" for mark in known)
    return Carried(
        tuple(known), kept, sum(map(_is_review, known)), tuple(dict.fromkeys(carrier.gone))
    )


def _verdicts_first(item: Item) -> tuple[bool, tuple[int, int, int]]:
    return item.is_open, exported(item).order()


def _is_review(mark: Mark) -> bool:
    return mark.suggestion is not None and mark.suggestion.rule == NAME


def with_marks(
    release: Release, found: Carried, origin: str, beside: Iterable[Suggestion] = ()
) -> Incoming:
    """The corrected release with what was carried over, and with what is suggested `beside` it.

    A suggestion that overlaps anything of its layer that came over is left out.
    """
    records = [mark.record for mark in found.marks]
    more = [Mark(s.record, "open", s) for s in beside if not _overlaps(s.record, records)]
    return incoming(release, [*found.marks, *more], origin)


def with_suggestions(known: Incoming, beside: Iterable[Suggestion]) -> Incoming:
    """A release with what came with it, and with what is suggested `beside` that.

    A suggestion that overlaps anything of its layer that came with it is left out, and all of them
    where it is finished.
    """
    stands = folded(known)
    if stands.state == "finished":
        return known
    records = [item.record for item in stands.items.values()]
    more = (suggestion for suggestion in beside if not _overlaps(suggestion.record, records))
    return replace(known, suggestions=(*known.suggestions, *more))


def _overlaps(record: Record, others: Iterable[Record]) -> bool:
    return any(
        other.layer == record.layer
        and any(mine.overlaps(theirs) for mine in _core(record) for theirs in _core(other))
        for other in others
    )


def _core(record: Record) -> tuple[Span, ...]:
    return (record.span,) if isinstance(record, Entity) else record.content


@dataclass(frozen=True, slots=True)
class _Moved:
    record: Record
    is_same: bool


class _Carrier:
    """Carries items from one text to another."""

    def __init__(self, earlier: Release, text: str) -> None:
        self._old, self._new = earlier.text, text
        self._name = f"{NAME}@{earlier.id[:_ID]}"
        self._alignment = Alignment(earlier.text, text)
        self.gone: list[str] = []

    def mark(self, item: Item) -> Mark | None:
        """The item on the new text: as it was judged, or to be reviewed; None where it is gone."""
        record = exported(item)
        moved = self._moved(record)
        if moved is not None and moved.is_same:
            return self._kept(item, moved.record)
        if item.is_open or item.status == "rejected":
            return None  # neither true nor to be proposed again
        if moved is None:
            self.gone.append(self._named(record))
            return None
        return self._proposal(record, moved.record)

    def _kept(self, item: Item, record: Record) -> Mark:
        suggestion = self._suggestion(item)
        mark = Mark(record, "added", None, item.annotator, item.at, item.seen, item.blind)
        if suggestion is None:
            return mark
        return replace(mark, status=_status(item, suggestion, record), suggestion=suggestion)

    def _suggestion(self, item: Item) -> Suggestion | None:
        """What was suggested, where its words are all there too."""
        if item.suggestion is None:
            return None
        moved = self._moved(item.suggestion.record)
        if moved is None or not moved.is_same:
            return None
        return replace(item.suggestion, record=moved.record)

    def _proposal(self, old: Record, new: Record) -> Mark:
        before, after = _words(old, self._old), _words(new, self._new)
        reason = "stood elsewhere" if before == after else f"was “{shortened(before)}”"
        return Mark(new, "open", Suggestion(new, self._name, NAME, UNSCORED, reason))

    def _named(self, record: Record) -> str:
        kind = record.label if isinstance(record, Entity) else "claim"
        return f"{kind} “{shortened(_words(record, self._old))}”"

    def _moved(self, record: Record) -> _Moved | None:
        """The record on the new text; None where its words, or all of its content, are gone."""
        if isinstance(record, Entity):
            place = self._alignment.place(record.span)
            return _Moved(Entity(place.span, record.label), place.is_same) if place else None
        return self._moved_claim(record)

    def _moved_claim(self, claim: Claim) -> _Moved | None:
        content = [self._alignment.place(span) for span in claim.content]
        source = [self._alignment.place(span) for span in claim.source]
        cue = None if claim.cue is None else self._alignment.place(claim.cue)
        kept = tuple(_spans(content))
        if not kept:
            return None
        places = [*content, *source, *([] if claim.cue is None else [cue])]
        moved = replace(
            claim,
            content=kept,
            cue=None if cue is None else cue.span,
            source=tuple(_spans(source)),
        )
        return _Moved(moved, all(place is not None and place.is_same for place in places))


def _status(item: Item, suggestion: Suggestion, record: Record) -> MarkStatus:
    if item.is_open:
        return "open"
    if item.status == "rejected":
        return "rejected"
    return "accepted" if suggestion.record == record else "corrected"


def _spans(places: Iterable[Place | None]) -> Iterator[Span]:
    return iter(dict.fromkeys(place.span for place in places if place is not None))


def _words(record: Record, text: str) -> str:
    return " … ".join(" ".join(span.text(text).split()) for span in _core(record))
