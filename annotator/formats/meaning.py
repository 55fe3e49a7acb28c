"""What a release says, brought down to what a format claims to say, so that it can be compared.

The export works out a `Meaning` from the fold less the losses, and again from what was read back;
the two must be the same text. It holds every item with all its spans, so a difference can be named.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from annotator.formats.own import exported
from annotator.formats.writing import OF_LAYER, TOLD_ONCE, Aspect, Loss, Options, hull
from annotator.model.fold import Fold, Item
from annotator.model.records import Claim, Record, Release
from annotator.model.spans import Span
from annotator.model.steps import ReleaseState

Lacks = Mapping[Aspect, str]
"""What a format has no place for, and why."""

_CLASSES: dict[str, Aspect] = {"open": "open", "rejected": "rejected"}
_PARTS: tuple[Aspect, ...] = ("cue", "source", "claimer", "attributes")
_EMPTY: dict[str, object] = {"cue": None, "source": (), "claimer": None, "attributes": {}}


def is_wanted(item: Item, options: Options) -> bool:
    """Whether the person wants it in the export."""
    return item.record.layer in options.layers and (options.open or not item.is_open)


def speaking(stands: Fold) -> Iterator[Item]:
    """The items that say anything, each with the record that an export shows."""
    for item in stands.items.values():
        if not item.is_void:
            record = exported(item)
            yield item if record is item.record else replace(item, record=record)


def said_at_all(item: Item, lacks: Lacks) -> Aspect | None:
    """The aspect for whose lack an item is left out; None when the format has a place for it."""
    layer = OF_LAYER[item.record.layer]
    aspects = (_CLASSES.get(item.status, layer), layer)
    return next((aspect for aspect in aspects if aspect in lacks), None)


def reduced(release: Release, item: Item, lacks: Lacks) -> tuple[Item, list[Loss]]:
    """`item` without the parts that the format lacks, and a loss for each part it had."""
    record, losses = item.record, []
    if not isinstance(record, Claim):
        return item, []
    for part in _PARTS:
        if part in lacks and getattr(record, part) not in (None, (), {}):
            span = _place(record, part)
            record = replace(record, **{part: _EMPTY[part]})  # type: ignore[arg-type]
            losses.append(
                Loss(release.id, item.id, part, lacks[part], span, span.text(release.text)[:80])
            )
    if not losses:
        return item, []
    return replace(item, record=record), [replace(loss, instead=record) for loss in losses]


def _place(record: Claim, part: Aspect) -> Span:
    if part == "cue" and record.cue is not None:
        return record.cue
    return record.source[0] if part == "source" else hull(record)


def after(items: Iterable[Item], losses: Iterable[Loss]) -> list[Item]:
    """`items` less the losses: left out, or with the record that was written instead."""
    instead = {loss.item: loss.instead for loss in losses}
    found = []
    for item in items:
        if item.id not in instead:
            found.append(item)
        elif (record := instead[item.id]) is not None:
            found.append(replace(item, record=record))
    return found


class Meaning:
    """Works out all that a release says in a format that lacks `lacks`."""

    def __init__(self, lacks: Lacks) -> None:
        self._meta, self._state = "meta" not in lacks, "state" not in lacks
        self._origin, self._score = "origin" not in lacks, "score" not in lacks
        self._suggester, self._rule = "suggester" not in lacks, "rule" not in lacks
        self._annotator, self._at = "annotator" not in lacks, "at" not in lacks
        self._seen = "seen" not in lacks

    def of(self, release: Release, state: ReleaseState, items: Collection[Item]) -> tuple[str, ...]:
        """First what a release says of itself, then its items, sorted.

        Where a format does not tell an accepted suggestion from an addition, an open suggestion of
        the same record says nothing more.
        """
        known = [release.id]
        if self._meta:
            said = (release.title, release.publisher, release.date, release.url, release.language)
            known.append(repr((said, sorted(release.extra.items()))))
        if self._state:
            known.append(state)
        told = [(item, _record_says(item.record)) for item in items]
        if not self._origin:
            true = {record for item, record in told if item.stands}
            told = [(i, record) for i, record in told if not (i.is_open and record in true)]
        return (" ".join(known), *sorted([self._item(*one) for one in told]))

    def _item(self, item: Item, record: str) -> str:
        """What an item says whose record says `record`."""
        if item.status == "open":
            return f"open {record}{self._suggestion(item)}"
        said = f"{item.status if self._origin or not item.stands else 'stands'} {record}"
        found = item.suggestion
        if self._origin and found is not None:
            was = record if found.record is item.record else _record_says(found.record)
            said += f" was {was} by {found.suggester!r} {found.rule!r}"
            said += f" {found.reason!r} {float(found.score)!r}"
        # Nobody's name and "" are one and the same to a reader.
        if self._annotator:
            said += f" annotator {item.annotator or ''!r}"
        if self._at:
            said += f" at {item.at or ''!r}"
        return f"{said} seen {item.seen} blind {item.blind}" if self._seen else said

    def _suggestion(self, item: Item) -> str:
        found, said = item.suggestion, ""
        if found is None:
            return said
        if self._suggester:
            said += f" suggester {found.suggester!r}"
        if self._rule:
            said += f" rule {found.rule!r} {found.reason!r}"
        return f"{said} score {float(found.score)!r}" if self._score else said


def _record_says(record: Record) -> str:
    if not isinstance(record, Claim):
        start, end = record.span
        return f"{record.label!r} {start}-{end}"
    cue = "" if record.cue is None else _spans(record.cue)
    attributes = sorted(record.attributes.items()) if record.attributes else []
    rest = f"{record.claimer!r} {attributes!r}"
    return f"claim {_spans(*record.content)} cue {cue} source {_spans(*record.source)} {rest}"


def _spans(*spans: Span) -> str:
    return ",".join([f"{start}-{end}" for start, end in spans])


def told_once(lacks: Lacks) -> dict[str, str]:
    """What the receipt says once: bookkeeping that the format has no place for."""
    return {aspect: why for aspect, why in lacks.items() if aspect in TOLD_ONCE}
