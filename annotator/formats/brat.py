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
from typing import TYPE_CHECKING

from annotator.formats.brat_reader import (
    CLAIM,
    CONTENT,
    CUE,
    LINE_ENDS,
    OUR_TYPES,
    SOURCE,
    companions,
    read_brat,
)
from annotator.formats.colours import colours_of, ink_on
from annotator.formats.errors import Problem
from annotator.formats.format import Format, Source, without_books
from annotator.formats.naming import file_of, within
from annotator.formats.shaping import shaped, without_edges
from annotator.formats.writing import About, Loss, Options, Page, Writer
from annotator.model.fold import Item
from annotator.model.plain import Incoming
from annotator.model.records import Claim, Entity, Record
from annotator.model.spans import Span

if TYPE_CHECKING:
    from annotator.formats.places import Out

CONF, LOOK, TOOLS = "annotation.conf", "visual.conf", "tools.conf"
_NOTES = "AnnotatorNotes"

_OVERLAP = "<OVERLAP>\tArg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:<ANY>"
"""Without it brat, where it validates, marks every span that lies in or across another as wrong."""

_DRAWING = "SPAN_DEFAULT\tborderColor:darken\nARC_DEFAULT\tcolor:black, arrowHead:triangle-5\n"
_NO_TOOLS = "[options]\n\n[search]\n\n[annotators]\n\n[disambiguators]\n\n[normalization]\n"
"""Where this is not said brat tells everybody for seconds that it takes defaults."""

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
        """The labels in the colours of this program; those of a project's own have further ones."""
        types = {label: label for label in self._labels}
        types |= {part: part.upper() for part in sorted(OUR_TYPES)}
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
    return _NAME.fullmatch(label) is not None and label not in OUR_TYPES


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
            self._line("#", f"{_NOTES} {name}\t{_on_one_line(noted)}")

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
    finished_only=True,
)
