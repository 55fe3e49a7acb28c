"""Reads annotation collections of the W3C's model, ours and others with tags on spans of a text."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotator.formats.annotation_rules import as_list
from annotator.formats.errors import Problem, RefusedError
from annotator.formats.format import Source
from annotator.formats.incoming import Mark, Take, incoming
from annotator.formats.own import META
from annotator.formats.text import text_of
from annotator.formats.texts import date_of, title_of
from annotator.formats.usable import state_of
from annotator.model.plain import Incoming
from annotator.model.records import Claim, Entity, Record, Release, text_hash
from annotator.model.spans import Span
from annotator.model.steps import ReleaseState
from annotator.model.utf16 import Utf16Map

CLAIM, NOTE, AT = "claim", "note", "at"
SUGGESTER = "web-annotation@import"

_MISBUILT = (
    *(RefusedError, ValueError, TypeError, LookupError),
    *(AttributeError, OverflowError, RecursionError),
)
"""What reading an annotation raises where it is not built as it should be."""


def name_of_text(release_id: str) -> str:
    """The RFC 6920 name of the text with this SHA-256."""
    return "ni:///sha-256;" + urlsafe_b64encode(bytes.fromhex(release_id)).decode().rstrip("=")


def loaded(path: Path) -> Any:
    """The collection in a file. Raise `ValueError`."""
    return json.loads(path.read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class _Read:
    """An annotation as far as it is understood."""

    id: str
    spans: tuple[Span, ...]
    bodies: tuple[tuple[str, str], ...]
    """Purpose and value of each; of a link the id."""
    annotator: str | None
    created: str | None

    @property
    def at(self) -> str | None:
        """When it was decided; a time that the model does not take stands in a body."""
        said = [v.partition("=")[2] for v in self.of("describing") if v.startswith(f"{AT}=")]
        return said[0] if said else self.created

    def of(self, purpose: str) -> list[str]:
        """The values of bodies with this purpose."""
        return [value for known, value in self.bodies if known == purpose]

    @property
    def is_claim(self) -> bool:
        """Whether it classifies its target as a claim."""
        return CLAIM in self.of("classifying")


def read_annotations(source: Source, take: Take = Take.DECISIONS) -> Iterator[Incoming | Problem]:
    """The release of a collection and of the text beside it.

    Spans are taken by their positions where the quoted words stand there, in code points or UTF-16,
    or else by the place of those words. What has neither, or no tag, is a problem, and the rest
    comes in. Raise `RefusedError` or `OSError`.
    """
    beside = source.path.with_suffix(".txt")
    if not beside.is_file():
        raise RefusedError(f"{source.shown} has no {beside.name} beside it; copy that there too.")
    try:
        collection = loaded(source.path)
        items = as_list(collection["first"]["items"])
    except (ValueError, TypeError, KeyError, RecursionError):
        raise RefusedError(
            f"{source.shown} is no annotation collection with its first page; export it again."
        ) from None
    text, note = text_of(Source(beside, str(Path(source.shown).with_suffix(".txt"))))
    yield from _release_of(items, text, source, take, note)


def _release_of(
    items: list[Any], text: str, source: Source, take: Take, note: str
) -> Iterator[Incoming | Problem]:
    _check_text(items, text_hash(text), source)
    release = Release(text, title_of(text), date=date_of(text))
    state: ReleaseState = "new"
    understood: list[_Read] = []
    for number, item in enumerate(items, start=1):
        try:
            if _says(item, "motivation") == "describing":
                release, state = _described(item, text)
            else:
                understood.append(_read(item, text))
        except _MISBUILT as error:
            said = f"{source.shown}, annotation {number} is left out: {_why(error)}."
            yield Problem(source.shown, said)
    read = _by_id(understood)
    marks = []
    for found in _unlinked(read):
        records = list(_records(found, read))
        marks += [Mark(record, annotator=found.annotator, at=found.at) for record in records]
        if not records:
            said = f"{source.shown}, annotation {found.id} is left out: it has no tag."
            yield Problem(source.shown, said)
    yield incoming(release, marks, source.shown, take, state, SUGGESTER, note)


def _why(error: Exception) -> str:
    """What is wrong with an annotation, in words of ours where Python's are what was raised."""
    if isinstance(error, RefusedError):
        return str(error)
    if isinstance(error, KeyError):
        return f'it has no "{error.args[0]}"'
    return "it is not built as the model has it"


def _by_id(found: Iterable[_Read]) -> dict[str, list[_Read]]:
    """What has each id: in files of others several may, and the same one may stand there twice."""
    read: dict[str, dict[str, _Read]] = defaultdict(dict)
    for one in found:
        read[one.id][repr(one)] = one
    return {name: list(same.values()) for name, same in read.items()}


def _unlinked(read: Mapping[str, Sequence[_Read]]) -> Iterator[_Read]:
    """Those that are not the cue or a source of a claim."""
    known = [found for same in read.values() for found in same]
    linked = {name for found in known if found.is_claim for name in found.of("linking")}
    return (found for found in known if found.id not in linked)


def _check_text(items: Iterable[Any], text_id: str, source: Source) -> None:
    """Raise `RefusedError` when an annotation is of another text than the one beside it."""
    expected = name_of_text(text_id)
    for item in items:
        for target in as_list(item.get("target")) if isinstance(item, Mapping) else []:
            known = target.get("source") if isinstance(target, Mapping) else target
            name = str(known.get("id") if isinstance(known, Mapping) else known)
            if name.startswith("ni:///sha-256;") and name != expected:
                raise RefusedError(
                    f"{source.shown}: the text beside it is not the one that was annotated;"
                    " export both again."
                )


def _says(item: Any, name: str) -> str:
    said = as_list(item.get(name))
    return str(said[0]) if said else ""


def _described(item: Mapping[str, Any], text: str) -> tuple[Release, ReleaseState]:
    about = json.loads(as_list(item["body"])[0]["value"])
    said = {str(key): str(value) for key, value in about["meta"].items()}
    core = {key: said.pop(key, "") for key in META}
    return Release(text, **core, extra=said), state_of(about.get("state"))


def _read(item: Mapping[str, Any], text: str) -> _Read:
    creator = as_list(item.get("creator"))
    name = creator[0].get("name") if creator and isinstance(creator[0], Mapping) else None
    return _Read(
        str(item["id"]),
        tuple(_span(target, text) for target in as_list(item["target"])),
        tuple(_body(body, item) for body in as_list(item.get("body"))),
        name,
        item.get("created"),
    )


def _body(body: Any, item: Mapping[str, Any]) -> tuple[str, str]:
    """Purpose and value; a body without a purpose has that of the annotation."""
    if not isinstance(body, Mapping):
        return "linking", str(body)
    if "source" in body:
        return str(body.get("purpose", "linking")), str(body["source"])
    return str(body.get("purpose") or _says(item, "motivation")), str(body["value"])


def _span(target: Any, text: str) -> Span:
    selectors = {one["type"]: one for one in as_list(target["selector"])}
    place, quote = selectors.get("TextPositionSelector"), selectors.get("TextQuoteSelector")
    if place is None:
        return _first_quoted(selectors["TextQuoteSelector"], text)
    span = Span(int(place["start"]), int(place["end"]))
    if quote is not None:
        return _agreed(span, quote, text)
    if not span.fits(len(text)):
        raise RefusedError(f"{span.start}-{span.end} lies outside the text")
    return span


def _first_quoted(quote: Mapping[str, Any], text: str) -> Span:
    prefix, exact = quote.get("prefix", ""), quote["exact"]
    if not exact:
        raise RefusedError("it quotes no words")
    found = text.find(prefix + exact + quote.get("suffix", ""))
    if found < 0:
        raise RefusedError(f'"{exact[:40]}" is not in the text as it is quoted')
    at = found + len(prefix)
    return Span(at, at + len(exact))


def _agreed(span: Span, quote: Mapping[str, Any], text: str) -> Span:
    """Where position and quote agree: in code points, or else in UTF-16 code units as browsers
    count; where they do not, the only place with the quoted words. Raise `RefusedError`.
    """
    exact = quote["exact"]
    if _is_quoted(span, exact, text):
        return span
    units = Utf16Map(text)
    other = Span(units.to_points(span.start), units.to_points(span.end))
    if _is_quoted(other, exact, text):
        return other
    around = quote.get("prefix", "") + exact + quote.get("suffix", "")
    if not exact or text.count(around) != 1:
        raise RefusedError(
            f'"{exact[:40]}" is not at {span.start}-{span.end}, and not once elsewhere'
        )
    return _first_quoted(quote, text)


def _is_quoted(span: Span, exact: str, text: str) -> bool:
    """Whether these are the quoted words; browsers make white space alike before they quote."""
    return span.fits(len(text)) and span.text(text).split() == exact.split()


def _records(found: _Read, read: Mapping[str, Sequence[_Read]]) -> Iterator[Record]:
    if found.is_claim:
        yield _claim_of(found, read)
        return
    for label in [*found.of("tagging"), *found.of("classifying")]:
        yield from (Entity(span, label) for span in found.spans)


def _claim_of(found: _Read, read: Mapping[str, Sequence[_Read]]) -> Claim:
    parts: dict[str, list[Span]] = {"cue": [], "source": []}
    for part in (part for name in found.of("linking") for part in read.get(name, ())):
        for role in part.of("tagging"):
            parts.get(role, []).extend(part.spans)
    said = [value.partition("=") for value in found.of("classifying") if value != CLAIM]
    attributes = {name: value for name, _, value in said}
    notes, claimers = found.of("commenting"), found.of("identifying")
    if notes:
        attributes[NOTE] = "\n".join(notes)
    cue = parts["cue"][0] if parts["cue"] else None
    claimer = claimers[0] if claimers else None
    return Claim(found.spans, cue, tuple(parts["source"]), claimer, attributes)
