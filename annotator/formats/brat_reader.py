"""Reads brat standoff: what brat leaves in a folder, and what `annotator.formats.brat` writes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from annotator.formats.errors import Problem, RefusedError
from annotator.formats.format import Source
from annotator.formats.incoming import Mark, Take, incoming
from annotator.formats.lines import text_lines
from annotator.formats.text import text_of
from annotator.formats.texts import date_of, title_of
from annotator.model.plain import Incoming
from annotator.model.records import Claim, Entity, Record, Release
from annotator.model.spans import Span

CLAIM, CONTENT, CUE, SOURCE = "Claim", "Content", "Cue", "Source"
_PARTS = frozenset({CONTENT, CUE, SOURCE})
OUR_TYPES = _PARTS | {CLAIM}
SUGGESTER = "brat@import"
LINE_ENDS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
"""What Python, in which brat is written, takes for the end of a line."""
_TOLD = 8
"""So many spans are named."""
_THINGS = {"R": "a relation", "*": "an equivalence", "N": "a normalisation"}


def companions(path: Path) -> tuple[Path, ...]:
    """The text beside an ``.ann`` file."""
    return (path.with_suffix(".txt"),)


@dataclass(frozen=True, slots=True)
class _Bound:
    kind: str
    spans: tuple[Span, ...]


@dataclass(slots=True)
class _Document:
    """An ``.ann`` file as it stands, and a sentence on each thing in it that has no place here."""

    bounds: dict[str, _Bound] = field(default_factory=dict)
    events: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    attributes: dict[str, dict[str, str]] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def read_brat(source: Source, take: Take = Take.DECISIONS) -> Iterator[Incoming | Problem]:
    """The release of an ``.ann`` file and the ``.txt`` beside it.

    Relations, events that are no claims, what brat leaves of a deleted claim, entities with gaps,
    and what is noted on entities are problems; the rest comes in.
    Raise `RefusedError` or `OSError`.
    """
    beside = source.path.with_suffix(".txt")
    if not beside.is_file():
        raise RefusedError(f"{source.shown} has no {beside.name} beside it; copy that there too.")
    text, note = text_of(Source(beside, str(Path(source.shown).with_suffix(".txt"))))
    document, lines = _Document(), text_lines(source)[0]
    for number, line in enumerate(lines, start=1):
        if line.strip():
            _read_line(document, line, text, f"line {number}")
    marks = [Mark(record) for record in _records(document, text)]
    document.problems += _unsaid(document)
    yield from (Problem(source.shown, f"{source.shown}: {said}") for said in document.problems)
    release = Release(text, title_of(text), date=date_of(text))
    yield incoming(release, marks, source.shown, take, suggester=SUGGESTER, note=note)


def _read_line(document: _Document, line: str, text: str, place: str) -> None:
    name, _, rest = line.partition("\t")
    said, _, words = rest.partition("\t")
    kind, *more = said.split(" ")
    if name.startswith("T"):
        _read_bound(document, name, said, text, place)
    elif name.startswith("E"):
        document.events[name] = [_argument(pair) for pair in said.split()]
    elif name[:1] in ("A", "M") and more:
        document.attributes.setdefault(more[0], {})[kind] = more[1] if more[1:] else "true"
    elif name.startswith("#") and more:
        document.notes[more[0]] = words
    elif name[:1] in ("R", "*", "N"):
        document.problems.append(f"{place} is {_THINGS[name[:1]]}, which is left out.")
    else:
        document.problems.append(f"{place} is no line of brat; it is left out.")


def _argument(pair: str) -> tuple[str, str]:
    role, _, name = pair.partition(":")
    return role.rstrip("0123456789"), name


def _read_bound(document: _Document, name: str, said: str, text: str, place: str) -> None:
    kind, _, offsets = said.partition(" ")
    try:
        spans = tuple(Span(*map(int, piece.split())) for piece in offsets.split(";"))
    except (TypeError, ValueError):
        document.problems.append(f"{place} has no offsets; it is left out.")
        return
    if not all(span.fits(len(text)) for span in spans):
        document.problems.append(f"{place} lies outside the text; it is left out.")
        return
    document.bounds[name] = _Bound(kind, tuple(_rejoined(spans, text)))


def _rejoined(spans: Iterable[Span], text: str) -> Iterator[Span]:
    """Fragments between which only a line end stands, with or without white space, are one span."""
    last: Span | None = None
    for span in spans:
        if last is not None:
            if _ends_line(text[last.end : span.start]):
                last = last.joined(span)
                continue
            yield last
        last = span
    if last is not None:
        yield last


def _ends_line(between: str) -> bool:
    return not between.strip() and any(char in LINE_ENDS for char in between)


def _records(document: _Document, text: str) -> Iterator[Record]:
    """Entities and claims in the order of the file; what has no place here is a problem."""
    used = {name for arguments in document.events.values() for _, name in arguments}
    for name, bound in document.bounds.items():
        if name in used and (bound.kind in OUR_TYPES):
            continue
        words = " ... ".join(span.text(text) for span in bound.spans)[:60]
        if bound.kind in _PARTS:
            why = f"is the {bound.kind} of no claim; it is left out"
            document.problems.append(f'{name} "{words}" {why}.')
        elif len(bound.spans) > 1:
            document.problems.append(f'{name} "{words}" has a gap, and an entity has none.')
        elif name not in used or not _is_trigger(document, name):
            yield Entity(bound.spans[0], bound.kind)
    for name, arguments in document.events.items():
        claim = _claim_of(document, name, arguments)
        if claim is None:
            kind = arguments[0][0] if arguments else "no type"
            document.problems.append(f"{name} of type {kind} is no claim; it is left out.")
        else:
            yield claim


def _unsaid(document: _Document) -> Iterator[str]:
    """Which spans have notes or attributes: only claims have a place for them."""
    for kind, said in (("notes", document.notes), ("attributes", document.attributes)):
        names = [name for name in document.bounds if said.get(name)]
        if names:
            more = f" and {len(names) - _TOLD} more" if names[_TOLD:] else ""
            yield f"{kind} of {', '.join(names[:_TOLD])}{more} are of no claim; they are left out."


def _is_trigger(document: _Document, name: str) -> bool:
    return any(arguments and arguments[0][1] == name for arguments in document.events.values())


def _claim_of(document: _Document, name: str, arguments: list[tuple[str, str]]) -> Claim | None:
    """The claim of an event: its trigger and Content are content, with Cue and Source."""
    parts: dict[str, list[Span]] = {CLAIM: [], CONTENT: [], CUE: [], SOURCE: []}
    if not arguments or arguments[0][0] != CLAIM:
        return None
    for role, target in arguments:
        if target not in document.bounds or role not in parts:
            return None
        parts[role] += document.bounds[target].spans
    cue = parts[CUE][0] if parts[CUE] else None
    if len(parts[CUE]) > 1:
        document.problems.append(f"{name} has several cues; only the first is kept.")
    claim = Claim((*parts[CLAIM], *parts[CONTENT]), cue, tuple(parts[SOURCE]))
    claimer, noted = _noted(document.notes.get(name, ""))
    attributes = {**document.attributes.get(name, {}), **noted}
    return replace(claim, claimer=claimer, attributes=attributes)


def _noted(note: str) -> tuple[str | None, dict[str, str]]:
    """Claimer and attributes of a note; a note of somebody else is the attribute "note"."""
    try:
        said = json.loads(note) if note.startswith("{") else None
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict) or not all(isinstance(value, str) for value in said.values()):
        return None, {"note": note} if note else {}
    attributes = {
        key.removeprefix("attribute:"): value
        for key, value in said.items()
        if key.startswith("attribute:")
    }
    return said.get("claimer"), attributes
