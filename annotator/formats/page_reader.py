"""Reads a page of `annotator.formats.pages` again: what people see on it, and nothing else."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from html.parser import HTMLParser

from annotator.formats.errors import RefusedError
from annotator.formats.format import Source
from annotator.formats.incoming import Mark, Take, incoming, proposed
from annotator.formats.own import META
from annotator.formats.texts import checked, decoded
from annotator.formats.usable import state_of
from annotator.model.plain import Incoming
from annotator.model.records import Claim, Entity, Record, Release
from annotator.model.spans import Span

SUGGESTER = "html@import"
_EMPTY = frozenset({"meta", "br", "hr", "img", "link"})

Attributes = dict[str, str]


@dataclass(slots=True)
class _Card:
    status: str
    claimer: str | None
    attributes: dict[str, str] = field(default_factory=dict)


class _Reader(HTMLParser):
    """Collects the text, the marks over it, the cards of the claims and the rows about it all."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.title: Attributes = {}
        self.about: dict[str, str] = {}
        self.more: dict[str, str] = {}
        self.text: list[str] = []
        self.length = 0
        self.marks: dict[str, Span] = {}
        self.entities: dict[str, Attributes] = {}
        self.cards: dict[str, _Card] = {}
        self._open: list[tuple[str, Attributes]] = []
        self._row: tuple[dict[str, str], str] | None = None
        self._card: _Card | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note where it stands."""
        said = {name: value or "" for name, value in attrs}
        if tag not in _EMPTY:
            self._open.append((tag, said))
        if "data-title" in said:
            self.title = said
        elif "data-claim" in said:
            self._card = _Card(said["data-status"], said.get("data-claimer"))
            self.cards[said["data-claim"]] = self._card
        elif tag == "dt":
            self._row = self._row_of(said)
        elif tag == "dd" and self._row is not None:
            self._row[0][self._row[1]] = ""

    def _row_of(self, said: Attributes) -> tuple[dict[str, str], str] | None:
        if "data-meta" in said:
            return self.more if "data-more" in said else self.about, said["data-meta"]
        if "data-attribute" in said and self._card is not None:
            return self._card.attributes, said["data-attribute"]
        return None

    def handle_endtag(self, tag: str) -> None:
        """Leave an element."""
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Words of the text, or of a row."""
        if any(said.get("class") == "text" for _, said in self._open):
            self._marked(data)
        elif self._row is not None and any(tag == "dd" for tag, _ in self._open):
            self._row[0][self._row[1]] += data

    def _marked(self, data: str) -> None:
        piece = Span(self.length, self.length + len(data))
        for _, said in self._open:
            if (name := said.get("data-m")) is not None:
                self.marks[name] = self.marks.get(name, piece).joined(piece)
                if "data-label" in said:
                    self.entities[name.split()[0]] = said
        self.text.append(data)
        self.length += len(data)


def read_page(source: Source, take: Take = Take.DECISIONS) -> Incoming:
    """The release of a page with what is marked on it. Raise `RefusedError` or `OSError`."""
    reader = _Reader()
    reader.feed(decoded(source.path.read_bytes(), source.shown))
    reader.close()
    if "data-title" not in reader.title:
        raise RefusedError(f"{source.shown} is no page that was exported here.")
    known = {name: reader.about.get(name, "") for name in META if name != "title"}
    text = checked("".join(reader.text), source.shown)
    release = Release(text, reader.title["data-title"], **known, extra=reader.more)
    state = state_of(reader.title.get("data-state"))
    return incoming(release, _marks(reader), source.shown, take, state, SUGGESTER)


def _marks(reader: _Reader) -> list[Mark]:
    """Everything that is marked, in the order of the page's items."""
    parts: dict[str, dict[str, list[tuple[int, Span]]]] = defaultdict(lambda: defaultdict(list))
    for name, span in reader.marks.items():
        item, part, number = name.split()
        parts[item][part].append((int(number), span))
    found = []
    for item in sorted(parts, key=int):
        spans = {part: tuple(s for _, s in sorted(known)) for part, known in parts[item].items()}
        if item in reader.entities:
            said = reader.entities[item]
            entity = Entity(spans["entity"][0], said["data-label"])
            found.append(_mark(entity, said["data-status"]))
        else:
            found.append(_claim(spans, reader.cards[item]))
    return found


def _claim(spans: dict[str, tuple[Span, ...]], card: _Card) -> Mark:
    cue = spans["cue"][0] if "cue" in spans else None
    source = spans.get("source", ())
    return _mark(Claim(spans["content"], cue, source, card.claimer, card.attributes), card.status)


def _mark(record: Record, status: str) -> Mark:
    return proposed(record, SUGGESTER) if status == "open" else Mark(record)
