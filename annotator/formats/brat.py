"""brat standoff: a folder with ``X.txt`` and ``X.ann`` for each release and ``annotation.conf``.

    T1<TAB>PERSON 0 7<TAB>Ann Lee                 an entity
    T2<TAB>Claim 13 29<TAB>we won in Oslo         the (first) content of a claim
    E1<TAB>Claim:T2 Cue:T3 Source:T4 Content2:T5  its record: cue, sources, further fragments
    A1<TAB>epistemic E1 true-certain              an attribute of the scheme
    #1<TAB>AnnotatorNotes E1<TAB>{"claimer": "Ann Lee"}

Offsets are code points. brat ends lines wherever Unicode does, so a span is cut into fragments at
line ends (``T1 PERSON 0 3;4 7``), without the white space there, and joined again when it is read.
Claimer and whatever attribute brat cannot hold go into the note, as JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.formats.colours import colours_of, ink_on
from annotator.formats.errors import Problem, RefusedError
from annotator.formats.format import Format, Source, without_books
from annotator.formats.incoming import Mark, Take, incoming
from annotator.formats.lines import text_lines
from annotator.formats.naming import file_of, within
from annotator.formats.shaping import shaped, without_edges
from annotator.formats.text import text_of
from annotator.formats.texts import date_of, title_of
from annotator.formats.writing import About, Loss, Options, Page, Writer
from annotator.model.fold import Item
from annotator.model.plain import Incoming
from annotator.model.records import Claim, Entity, Record, Release
from annotator.model.spans import Span

if TYPE_CHECKING:
    from annotator.formats.places import Out

CONF, LOOK, TOOLS = "annotation.conf", "visual.conf", "tools.conf"
CLAIM, CONTENT, CUE, SOURCE = "Claim", "Content", "Cue", "Source"
NOTES = "AnnotatorNotes"
SUGGESTER = "brat@import"
LINE_ENDS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
"""What Python, in which brat is written, takes for the end of a line."""

_OVERLAP = "<OVERLAP>\tArg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:<ANY>"
"""Without it brat, where it validates, marks every span that lies in or across another as wrong."""

_DRAWING = "SPAN_DEFAULT\tborderColor:darken\nARC_DEFAULT\tcolor:black, arrowHead:triangle-5\n"
_NO_TOOLS = "[options]\n\n[search]\n\n[annotators]\n\n[disambiguators]\n\n[normalization]\n"
"""Where this is not said brat tells everybody for seconds that it takes defaults."""

_PARTS = frozenset({CONTENT, CUE, SOURCE})
_OUR_TYPES = _PARTS | {CLAIM}
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_LINES = re.compile(f"[^{LINE_ENDS}]+")


class BratWriter(Writer):
    """Standing entities and claims, a pair of files for each release."""

    checker = "this program's own brat reader"

    def __init__(self, out: Out, about: About, options: Options) -> None:
        super().__init__(out, about, options)
        self._labels = dict.fromkeys(filter(_is_type, about.scheme.names()))

    def finish(self) -> None:
        """Write what brat needs to know of the labels: of the scheme, and any others there are."""
        files = {CONF: self._configuration(), LOOK: self._look(), TOOLS: _NO_TOOLS}
        for part in self.parts:
            for name, text in files.items():
                self.out.put(within(part, name), text.encode("utf-8"))

    def _configuration(self) -> str:
        entities = "\n".join([*self._labels, CONTENT, CUE, SOURCE])
        arguments = f"{CONTENT}*:{CONTENT}, {CUE}?:{CUE}, {SOURCE}*:{SOURCE}"
        attributes = "\n".join(
            f"{name}\tArg:{CLAIM}, Value:{'|'.join(values)}"
            for name, values in self._attributes().items()
        )
        return (
            f"[entities]\n{entities}\n\n[relations]\n{_OVERLAP}\n\n"
            f"[events]\n{CLAIM}\t{arguments}\n\n"
            f"[attributes]\n{attributes}\n"
        )

    def _look(self) -> str:
        """The labels in the colours that they have in this program."""
        types = {label: label for label in self._labels}
        types |= {part: part.upper() for part in sorted(_OUR_TYPES)}
        colours = colours_of(types.values())
        drawn = "".join(
            f"{type_}\tbgColor:{colours[name]}, fgColor:{ink_on(colours[name])}\n"
            for type_, name in types.items()
        )
        return f"[labels]\n\n[drawing]\n{_DRAWING}{drawn}"

    def _attributes(self) -> dict[str, tuple[str, ...]]:
        """Attributes of the scheme that brat can hold: names and values are single words."""
        return {
            name: values
            for name, values in self.about.scheme.attributes.items()
            if values and all(map(_NAME.fullmatch, (name, *values)))
        }

    def write(self, page: Page) -> Iterator[Loss]:
        """Write the text and what stands in it."""
        lines = _Lines(page.text, self._attributes())
        shape = without_edges(page.text)
        for item in page.standing():
            record = shaped(item.record, shape)
            loss = _loss_of(page, item, record)
            if loss is not None:
                yield loss
                record = loss.instead
            if isinstance(record, Entity):
                self._labels[record.label] = None
            if record is not None:
                lines.add(record)
        self.out.put(file_of(page, ".txt"), page.text.encode("utf-8"))
        self.out.put(file_of(page, ".ann"), lines.encoded())

    def read_back(self, part: str) -> Iterator[Incoming | Problem]:
        """Every pair of files of the part."""
        for path in sorted((self.out.folder / part).glob("*.ann")):
            yield from read_brat(Source(path))


def _is_type(label: str) -> bool:
    return _NAME.fullmatch(label) is not None and label not in _OUR_TYPES


def _loss_of(page: Page, item: Item, record: Record | None) -> Loss | None:
    """What is lost of an item of which `record` can be written, if anything is."""
    if isinstance(item.record, Entity) and not _is_type(item.record.label):
        return page.loses(item, "label", "a type of brat is one word, and not one of the claims'")
    if record == item.record:
        return None
    why = "a span of brat neither begins nor ends with white space"
    return page.loses(item, "bounds", why, instead=record)


class _Lines:
    """The lines of an ``.ann`` file as they are made."""

    def __init__(self, text: str, attributes: Mapping[str, tuple[str, ...]]) -> None:
        self._text, self._attributes = text, attributes
        self._lines: list[str] = []
        self._numbers = dict.fromkeys("TEA#", 0)

    def encoded(self) -> bytes:
        """The whole file."""
        return "".join(f"{line}\n" for line in self._lines).encode("utf-8")

    def add(self, record: Record) -> None:
        """The lines of an entity or a claim."""
        if isinstance(record, Entity):
            self._bound(record.label, record.span)
        else:
            self._claim(record)

    def _line(self, letter: str, rest: str) -> str:
        self._numbers[letter] += 1
        name = f"{letter}{self._numbers[letter]}"
        self._lines.append(f"{name}\t{rest}")
        return name

    def _bound(self, kind: str, span: Span) -> str:
        found = _fragments(span, self._text)
        offsets = ";".join(f"{piece.start} {piece.end}" for piece in found)
        words = " ".join(piece.text(self._text) for piece in found)
        return self._line("T", f"{kind} {offsets}\t{words}")

    def _claim(self, claim: Claim) -> None:
        first, *more = claim.content
        arguments = [f"{CLAIM}:{self._bound(CLAIM, first)}"]
        arguments += self._arguments(CONTENT, more, 2)
        arguments += self._arguments(CUE, [] if claim.cue is None else [claim.cue], 1)
        arguments += self._arguments(SOURCE, claim.source, 1)
        name = self._line("E", " ".join(arguments))
        noted: dict[str, str] = {} if claim.claimer is None else {"claimer": claim.claimer}
        for key, value in claim.attributes.items():
            if value in self._attributes.get(key, ()):
                self._line("A", f"{key} {name} {value}")
            else:
                noted[f"attribute:{key}"] = value
        if noted:
            self._line("#", f"{NOTES} {name}\t{_on_one_line(noted)}")

    def _arguments(self, role: str, spans: Iterable[Span], first: int) -> Iterator[str]:
        for number, span in enumerate(spans, start=first):
            yield f"{role}{number if number > 1 else ''}:{self._bound(role, span)}"


def _fragments(span: Span, text: str) -> list[Span]:
    """What stands of a span on each line, without white space at its edges, as brat cuts it."""
    lines = (Span(*line.span()) for line in _LINES.finditer(text, span.start, span.end))
    return [piece for piece in map(without_edges(text), lines) if piece is not None]


def _on_one_line(plain: Mapping[str, str]) -> str:
    """JSON in which everything that somebody takes for a line end is escaped."""
    said = json.dumps(plain, ensure_ascii=False)
    return "".join(f"\\u{ord(char):04x}" if char in LINE_ENDS else char for char in said)


# Reading


@dataclass(frozen=True, slots=True)
class _Bound:
    kind: str
    spans: tuple[Span, ...]


@dataclass(slots=True)
class _Document:
    """An ``.ann`` file as it stands, and how many of its lines were not understood."""

    bounds: dict[str, _Bound] = field(default_factory=dict)
    events: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    attributes: dict[str, dict[str, str]] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def read_brat(source: Source, take: Take = Take.DECISIONS) -> Iterator[Incoming | Problem]:
    """The release of an ``.ann`` file and the ``.txt`` beside it.

    Relations, events that are no claims, what brat leaves of a deleted claim and entities with gaps
    are problems; the rest comes in.
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


_THINGS = {"R": "a relation", "*": "an equivalence", "N": "a normalisation"}


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
        if name in used and (bound.kind in _OUR_TYPES):
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


def companions(path: Path) -> tuple[Path, ...]:
    """The text beside an ``.ann`` file."""
    return (path.with_suffix(".txt"),)


_BOOKS = "standoff has no place for who suggested or decided what, when and how surely"
FORMAT = Format(
    name="brat",
    title="brat standoff",
    summary="a folder of .txt and .ann files: standing entities, and claims as events",
    suffixes=(".ann",),
    read=read_brat,
    companions=companions,
    skips=(CONF, LOOK, TOOLS, "kb_shortcuts.conf"),
    writer=lambda: BratWriter,
    lacks={
        "rejected": "standoff says what is there, not what is not",
        "open": "an annotation in standoff is true, and nobody has judged this suggestion",
        **without_books(_BOOKS),
        "meta": "standoff has the text alone",
        "state": "standoff does not say whether a release is finished",
    },
)
