"""Reads a line of the project's own JSONL (`annotator.formats.own`) and checks all of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from annotator.formats.errors import RefusedError
from annotator.formats.own import LISTS, META, ORIGIN
from annotator.formats.texts import checked
from annotator.model.errors import AnnotatorError
from annotator.model.fold import Fold, fold
from annotator.model.plain import (
    Incoming,
    PastStep,
    record_from_plain,
    span_from_plain,
    suggestion_from_plain,
)
from annotator.model.records import Layer, Record, Release, Suggestion, text_hash
from annotator.model.selection import Selection
from annotator.model.spans import Span
from annotator.model.steps import Decision, RecordedStep, ReleaseState, Step, StoredSuggestion

_STATES: tuple[ReleaseState, ...] = ("new", "started", "finished")
_STANDING = ("accepted", "corrected", "added")


@dataclass(frozen=True, slots=True)
class _Found:
    """One entity or claim of a line; status "open" and "rejected" come from where it stood."""

    record: Record
    status: str
    suggestion: Suggestion | None
    annotator: str | None
    at: str | None
    seen: bool = True
    blind: bool = False


def from_line(line: Mapping[str, Any], name: str) -> Incoming:
    """The release of such a line, with what was suggested and decided.

    Decisions come back as steps named "import", one for each person and time. `name` says where the
    line stands. Raise `RefusedError`.
    """
    release = _release_of(line, name)
    try:
        found = list(_found_in(line, release.text))
        return Incoming(release, _suggestions(found), _steps(found, _state_of(line)), name)
    except AnnotatorError as error:
        raise RefusedError(f"{name}: {error}") from None


def folded(incoming: Incoming) -> Fold:
    """What stands in a release on its way in."""
    return fold(
        [StoredSuggestion(f"s{i}", s) for i, s in enumerate(incoming.suggestions, start=1)],
        [
            RecordedStep(i, "", "do", past.annotator or "", past.at or "", past.step)
            for i, past in enumerate(incoming.steps, start=1)
        ],
    )


def _release_of(line: Mapping[str, Any], name: str) -> Release:
    text, meta = line.get("text"), line.get("meta", {})
    if not isinstance(text, str):
        raise RefusedError(f'{name} has no "text", or it is not a text; it was left out.')
    checked(text, name)
    if line.get("id", text_hash(text)) != text_hash(text):
        raise RefusedError(
            f"{name}: the text is not the one that was exported (its id differs), so the offsets"
            " cannot be trusted; export it again."
        )
    if not isinstance(meta, Mapping) or not all(isinstance(v, str) for v in meta.values()):
        raise RefusedError(f'{name}: "meta" holds names and texts only; mend it and try again.')
    extra = {key: value for key, value in meta.items() if key not in META}
    return Release(text, **{key: meta.get(key, "") for key in META}, extra=extra)


def _state_of(line: Mapping[str, Any]) -> ReleaseState:
    said = line.get("state", "new")
    for state in _STATES:
        if said == state:
            return state
    raise RefusedError(f'the "state" is new, started or finished, not {said!r}.')


def _found_in(line: Mapping[str, Any], text: str) -> Iterator[_Found]:
    yield from _found_among(line, None, text)
    for status in ("rejected", "open"):
        part = line.get(status, {})
        if not isinstance(part, Mapping):
            raise RefusedError(f'"{status}" is an object with entities and claims.')
        yield from _found_among(part, status, text)


def _found_among(part: Mapping[str, Any], status: str | None, text: str) -> Iterator[_Found]:
    for key, layer in LISTS:
        items = part.get(key, [])
        if not isinstance(items, list):
            raise RefusedError(f'"{key}" is a list.')
        for plain in items:
            yield _found(plain, layer, status, text)


def _found(plain: Any, layer: Layer, status: str | None, text: str) -> _Found:
    record = _record_of(plain, layer, text)
    if status is None and plain.get("status") not in _STANDING:
        raise RefusedError(
            f'a "status" is accepted, corrected or added, not {plain.get("status")!r}.'
        )
    status = status or str(plain["status"])
    suggestion = None if status == "added" else _suggestion_of(plain, layer, status, text)
    who, at = _annotator_of(plain), _time_of(plain)
    seen, blind = _truth(plain, "seen", True), _truth(plain, "blind", False)
    return _Found(record, status, suggestion, who, at, seen, blind)


def _record_of(plain: Any, layer: Layer, text: str) -> Record:
    record = record_from_plain(plain)
    if record.layer != layer:
        raise RefusedError(f"among the {layer} records stands something else.")
    for span in _spans_of(plain, layer):
        _check_span(span, text)
    return record


def _spans_of(plain: Mapping[str, Any], layer: Layer) -> Iterator[Mapping[str, Any]]:
    if layer == "entity":
        yield plain
        return
    yield from plain["content"]
    if plain.get("cue") is not None:
        yield plain["cue"]
    yield from plain.get("source") or []


def _check_span(plain: Mapping[str, Any], text: str) -> None:
    span = span_from_plain(plain)
    if not span.fits(len(text)):
        raise RefusedError(
            f"the span {span.start}-{span.end} lies outside the text of {len(text)} characters."
        )
    words = plain.get("text", span.text(text))
    if words != span.text(text):
        raise RefusedError(
            f"the span {span.start}-{span.end} reads {span.text(text)[:40]!r} in the text, not"
            f" {str(words)[:40]!r}; offsets are Unicode code points."
        )


def _suggestion_of(plain: Mapping[str, Any], layer: Layer, status: str, text: str) -> Suggestion:
    suggested: Any = plain.get("was") if status == "corrected" else plain
    _record_of(suggested, layer, text)  # also says what is wrong with it
    origin = {key: plain.get(key) for key in ORIGIN}
    return suggestion_from_plain({**suggested, **origin})


def _annotator_of(plain: Mapping[str, Any]) -> str | None:
    annotator = plain.get("annotator")
    if annotator is not None and not isinstance(annotator, str):
        raise RefusedError(f"an annotator is a name, not {annotator!r}.")
    return annotator


def _truth(plain: Mapping[str, Any], name: str, otherwise: bool) -> bool:
    value = plain.get(name, otherwise)
    if not isinstance(value, bool):
        raise RefusedError(f'"{name}" is true or false, not {value!r}.')
    return value


def _time_of(plain: Mapping[str, Any]) -> str | None:
    at = plain.get("at")
    if at is None:
        return None
    try:
        datetime.fromisoformat(at)
    except (TypeError, ValueError):
        raise RefusedError(f'"at" is an ISO 8601 time, not {at!r}.') from None
    return str(at)


def _suggestions(found: Iterable[_Found]) -> tuple[Suggestion, ...]:
    return tuple(item.suggestion for item in found if item.suggestion is not None)


def _steps(found: list[_Found], state: ReleaseState) -> tuple[PastStep, ...]:
    """Steps that lead to what was found, oldest first; the last one brings the state."""
    judged = [pair for pair in _named(found) if pair[0].status != "open"]
    judged.sort(key=lambda pair: _decided_by(pair[0]))
    steps = [
        PastStep(_import_step(tuple(decision for _, decision in group)), *_who(by))
        for by, group in groupby(judged, key=lambda pair: _decided_by(pair[0]))
    ]
    if state == ("started" if steps else "new"):
        return tuple(steps)
    last = steps.pop() if steps else PastStep(_import_step(()))
    ending = Step("import", last.step.decisions, last.step.selection, state)
    return (*steps, PastStep(ending, last.annotator, last.at))


def _decided_by(item: _Found) -> tuple[str, str]:
    return item.at or "", item.annotator or ""


def _who(by: tuple[str, str]) -> tuple[str | None, str | None]:
    at, annotator = by
    return annotator or None, at or None


def _import_step(decisions: tuple[Decision, ...]) -> Step:
    return Step("import", decisions, Selection(Span(0, 0)))


def _named(found: Iterable[_Found]) -> Iterator[tuple[_Found, Decision]]:
    """Each item with the decision on it: suggestions are s1, s2 ..., additions a1, a2 ..."""
    suggested = added = 0
    for item in found:
        if item.suggestion is None:
            added += 1
            seen, blind = item.seen, item.blind
            yield item, Decision("add", f"a{added}", item.record, seen=seen, blind=blind)
            continue
        suggested += 1
        yield item, _decision(f"s{suggested}", item, item.suggestion)


def _decision(name: str, item: _Found, suggestion: Suggestion) -> Decision:
    if item.status == "corrected":
        record, was = item.record, suggestion.record
        return Decision("correct", name, record, was, seen=item.seen, blind=item.blind)
    if item.status == "rejected":
        return Decision("reject", name, seen=item.seen, blind=item.blind)
    return Decision("accept", name, seen=item.seen, blind=item.blind)
