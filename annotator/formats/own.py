"""One release as one line of the project's own JSONL, ``"schema": "annotator/1"``.

    schema    "annotator/1"
    id        SHA-256 of the UTF-8 bytes of text, in hex
    text      the untouched text; every offset below counts its Unicode code points, half-open
    meta      title, publisher, date, url, language (each "" when unknown) and whatever else the
              source said (licence, source id ...), all texts
    state     "new", "started" or "finished"
    entities  what stands: id, start, end, text, label, status ("accepted", "corrected", "added"),
              was (what was suggested, where that was corrected), suggester, rule, score, reason (a
              phrase for people, "" where none was given) (all four null for additions), annotator
              and at (of the last decision; UTC), seen (false where it was decided on along with
              others and nobody had selected it), blind (true where it was seen, and decided while
              the names in the release were masked, with blind mode on ever since it was opened)
    claims    what stands: id, content (1..n spans), cue (a span or null), source (0..n spans),
              claimer (a name, "AUTHOR", "IMPLICIT" or null), attributes, and the rest as above
    rejected  {entities, claims}: suggestions that are wrong, as suggested, without status and was
    open      {entities, claims}: suggestions that nobody judged; never truth

Each span is start, end and text, where text == release["text"][start:end]. Entities and claims
stand in reading order. A rejected addition has never been. ``resources/annotator-1.schema.json``
says the same for programs.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from annotator.model.fold import Fold, Item
from annotator.model.plain import record_to_plain
from annotator.model.records import Entity, Layer, Record, Release
from annotator.model.spans import Span

SCHEMA = "annotator/1"
META = ("title", "publisher", "date", "url", "language")
"""What every line says about its release, known or not."""
LISTS: tuple[tuple[str, Layer], ...] = (("entities", "entity"), ("claims", "claim"))
"""The lists of a line and the layer of what stands in each."""
ORIGIN = ("suggester", "rule", "score", "reason")
"""What a line says of the suggestion behind an item."""


def to_line(release: Release, stands: Fold) -> dict[str, Any]:
    """The line of a release, as plain values."""
    ordered = sorted(stands.items.values(), key=_reading_order)
    kept = [item for item in ordered if item.stands]
    wrong = [item for item in ordered if is_negative(item)]
    unjudged = [item for item in ordered if item.is_open]
    return {
        "schema": SCHEMA,
        "id": release.id,
        "text": release.text,
        "meta": meta_of(release),
        "state": stands.state,
        **_by_layer(kept, release.text, _standing_to_plain),
        "rejected": _by_layer(wrong, release.text, _negative_to_plain),
        "open": _by_layer(unjudged, release.text, _suggested_to_plain),
    }


def core_of(release: Release) -> dict[str, str]:
    """What is said of every release, under the names in `META`, known or not."""
    return {name: getattr(release, name) for name in META}


def meta_of(release: Release) -> dict[str, str]:
    """The same, and whatever else is known of it."""
    return {**release.extra, **core_of(release)}


def is_negative(item: Item) -> bool:
    """Whether it is a suggestion that was rejected; a rejected addition says nothing."""
    return item.status == "rejected" and item.suggestion is not None


def exported(item: Item) -> Record:
    """The record that an export shows: what stands, or what was wrongly suggested."""
    if item.status == "rejected" and item.suggestion is not None:
        return item.suggestion.record
    return item.record


def dumped(line: Mapping[str, Any]) -> bytes:
    """`line` as UTF-8 without its line end, in one piece for every reader.

    U+2028 and its like stay escaped, because some readers take them for line ends. Raise
    `UnicodeEncodeError` for a lone surrogate.
    """
    plain = json.dumps(line, ensure_ascii=False, allow_nan=False)
    for char in "\u2028\u2029\x85":
        plain = plain.replace(char, f"\\u{ord(char):04x}")
    return plain.encode("utf-8")


_ToPlain = Callable[[Item, str], dict[str, Any]]


def _by_layer(items: Sequence[Item], text: str, to_plain: _ToPlain) -> dict[str, Any]:
    return {
        name: [to_plain(item, text) for item in items if item.record.layer == layer]
        for name, layer in LISTS
    }


def _reading_order(item: Item) -> tuple[tuple[int, int, int], _Saying]:
    """Reading order; what begins and ends alike is told apart by what it says, not by its id."""
    return exported(item).order(), _Saying(item)


class _Saying:
    """All that an item says, to sort by; worked out only where two are compared."""

    __slots__ = ("_item",)

    def __init__(self, item: Item) -> None:
        self._item = item

    def __lt__(self, other: _Saying) -> bool:
        return self._said() < other._said()

    def _said(self) -> str:
        item, found = self._item, self._item.suggestion
        origin = found and (found.suggester, found.rule, found.reason)
        verdict = [origin, item.status, item.annotator, item.at, item.seen, item.blind]
        return json.dumps([record_to_plain(exported(item)), *verdict], sort_keys=True)


def _standing_to_plain(item: Item, text: str) -> dict[str, Any]:
    was = item.was
    return {
        "id": item.id,
        **_record_to_plain(item.record, text),
        "status": item.status,
        "was": None if was is None else _record_to_plain(was, text),
        **_origin_to_plain(item),
        **_verdict_to_plain(item),
    }


def _negative_to_plain(item: Item, text: str) -> dict[str, Any]:
    return {**_suggested_to_plain(item, text), **_verdict_to_plain(item)}


def _verdict_to_plain(item: Item) -> dict[str, Any]:
    return {
        "annotator": item.annotator,
        "at": item.at,
        "seen": item.seen,
        "blind": item.blind,
    }


def _suggested_to_plain(item: Item, text: str) -> dict[str, Any]:
    return {
        "id": item.id,
        **_record_to_plain(exported(item), text),
        **_origin_to_plain(item),
    }


def _origin_to_plain(item: Item) -> dict[str, Any]:
    found = item.suggestion
    if found is None:
        return dict.fromkeys(ORIGIN)
    return {
        "suggester": found.suggester,
        "rule": found.rule,
        "score": found.score,
        "reason": found.reason,
    }


def _record_to_plain(record: Record, text: str) -> dict[str, Any]:
    """The record with the words of each span beside its offsets."""
    if isinstance(record, Entity):
        return {**_worded(record.span, text), "label": record.label}
    return {
        "content": [_worded(span, text) for span in record.content],
        "cue": None if record.cue is None else _worded(record.cue, text),
        "source": [_worded(span, text) for span in record.source],
        "claimer": record.claimer,
        "attributes": dict(record.attributes),
    }


def _worded(span: Span, text: str) -> dict[str, Any]:
    start, end = span
    return {"start": start, "end": end, "text": text[start:end]}
