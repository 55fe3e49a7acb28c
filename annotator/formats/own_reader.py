"""Reads a line of the project's own JSONL (`annotator.formats.own`) and checks all of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from annotator.formats.errors import RefusedError
from annotator.formats.incoming import Mark, MarkStatus, Take, incoming
from annotator.formats.own import LISTS, META
from annotator.formats.texts import checked
from annotator.formats.usable import STATES
from annotator.model.errors import AnnotatorError
from annotator.model.plain import (
    Incoming,
    in_json,
    record_from_plain,
    suggestion_of,
)
from annotator.model.records import Entity, Layer, Record, Release
from annotator.model.spans import Span
from annotator.model.steps import ReleaseState

_STANDING: tuple[MarkStatus, ...] = ("accepted", "corrected", "added")
_ASIDE: tuple[MarkStatus, ...] = ("rejected", "open")


def from_line(line: Mapping[str, Any], name: str, take: Take = Take.DECISIONS) -> Incoming:
    """The release of such a line, with what was suggested and decided.

    Decisions come back as steps named "import", one for each person and time. `name` says where the
    line stands. Raise `RefusedError`.
    """
    release = _release_of(line, name)
    try:
        marks = list(_marks_in(line, release.text))
        state = _state_of(line)
    except AnnotatorError as error:
        raise RefusedError(f"{name}: {error}") from None
    return incoming(release, marks, name, take, state)


def _release_of(line: Mapping[str, Any], name: str) -> Release:
    text, meta = line.get("text"), line.get("meta", {})
    if not isinstance(text, str):
        raise RefusedError(f'{name} has no "text", or it is not a text; it was left out.')
    checked(text, name)
    if not isinstance(meta, Mapping) or not all(isinstance(v, str) for v in meta.values()):
        raise RefusedError(f'{name}: "meta" holds names and texts only; mend it and try again.')
    extra = {key: value for key, value in meta.items() if key not in META}
    release = Release(text, **{key: meta.get(key, "") for key in META}, extra=extra)
    if line.get("id", release.id) != release.id:
        raise RefusedError(
            f"{name}: the text is not the one that was exported (its id differs), so the offsets"
            " cannot be trusted; export it again."
        )
    return release


def _state_of(line: Mapping[str, Any]) -> ReleaseState:
    said = line.get("state", "new")
    for state in STATES:
        if said == state:
            return state
    raise RefusedError(f'the "state" is new, started or finished, not {in_json(said)}.')


def _marks_in(line: Mapping[str, Any], text: str) -> Iterator[Mark]:
    yield from _marks_among(line, None, text)
    for status in _ASIDE:
        part = line.get(status, {})
        if not isinstance(part, Mapping):
            raise RefusedError(f'"{status}" is an object with entities and claims.')
        yield from _marks_among(part, status, text)


def _marks_among(part: Mapping[str, Any], status: MarkStatus | None, text: str) -> Iterator[Mark]:
    for key, layer in LISTS:
        items = part.get(key, [])
        if not isinstance(items, list):
            raise RefusedError(f'"{key}" is a list.')
        for number, plain in enumerate(items, start=1):
            try:
                yield _mark(plain, layer, status, text)
            except AnnotatorError as error:
                among = f' under "{status}"' if status else ""
                raise RefusedError(f"in {layer} {number}{among} {_begun_small(error)}") from None


def _begun_small(error: AnnotatorError) -> str:
    """What is wrong, within a sentence."""
    said = str(error)
    return said[:1].lower() + said[1:]


def _mark(plain: Any, layer: Layer, status: MarkStatus | None, text: str) -> Mark:
    record = _record_of(plain, layer, text)
    status = status or _standing_of(plain)
    suggested = _was(plain, layer, text) if status == "corrected" else record
    suggestion = None if status == "added" else suggestion_of(suggested, plain)
    who, at = plain.get("annotator"), plain.get("at")
    seen, blind = _truth(plain, "seen", True), _truth(plain, "blind", False)
    return Mark(record, status, suggestion, who, at, seen, blind)


def _was(plain: Mapping[str, Any], layer: Layer, text: str) -> Record:
    said = plain.get("was")
    if not isinstance(said, Mapping):
        told = f"not {in_json(said)}" if "was" in plain else "which is missing"
        raise RefusedError(f'"was" is the {layer} that was corrected, {told}.')
    try:
        return _record_of(said, layer, text)
    except AnnotatorError as error:
        raise RefusedError(f'within "was" {_begun_small(error)}') from None


def _standing_of(plain: Mapping[str, Any]) -> MarkStatus:
    for status in _STANDING:
        if plain.get("status") == status:
            return status
    said = in_json(plain.get("status"))
    raise RefusedError(f'its "status" is accepted, corrected or added, not {said}.')


def _record_of(plain: Any, layer: Layer, text: str) -> Record:
    record = record_from_plain(plain)
    if record.layer != layer:
        raise RefusedError(f"among the {layer} records stands something else.")
    if isinstance(record, Entity):
        _check_span(record.span, plain, text)
        return record
    said = [*plain["content"], *([] if record.cue is None else [plain["cue"]])]
    for span, worded in zip(record.spans(), [*said, *(plain.get("source") or ())], strict=True):
        _check_span(span, worded, text)
    return record


def _check_span(span: Span, plain: Mapping[str, Any], text: str) -> None:
    if not span.fits(len(text)):
        raise RefusedError(
            f"the span {span.start}-{span.end} lies outside the text of {len(text)} characters."
        )
    words = span.text(text)
    if plain.get("text", words) != words:
        raise RefusedError(
            f"the span {span.start}-{span.end} reads {in_json(words[:40])} in the text, not"
            f" {in_json(plain['text'])}; offsets are Unicode code points."
        )


def _truth(plain: Mapping[str, Any], name: str, otherwise: bool) -> bool:
    value = plain.get(name, otherwise)
    if not isinstance(value, bool):
        raise RefusedError(f'"{name}" is true or false, not {in_json(value)}.')
    return value
