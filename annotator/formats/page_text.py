"""The text on a page of HTML, letter for letter and cut at every edge of a mark.

Each piece stands in one element for each mark over it, which names the mark
(``data-m="3 source 0"``), so that marks may overlap.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import escape

from annotator.formats.writing import Page
from annotator.model.fold import Item
from annotator.model.paragraphs import paragraphs
from annotator.model.records import Claim, Entity
from annotator.model.spans import Span


def text_of(words: str) -> str:
    """`words` as HTML that reads as exactly these; a carriage return would become a line feed."""
    return escape(words).replace("\r", "&#13;")


@dataclass(frozen=True, slots=True)
class _Mark:
    """One span of an item: what names it, how it looks, and what stands behind its last letter."""

    span: Span
    name: str
    kind: str
    more: str = ""
    tag: str = ""


@dataclass(slots=True)
class Marks:
    """The marks of a page; claims are numbered as they stand beside it."""

    page: Page
    all: list[_Mark] = field(default_factory=list)
    hues: dict[str, str] = field(default_factory=dict)
    claims: dict[str, int] = field(default_factory=dict)
    framed: set[Span] = field(default_factory=set)
    """Sources that have their frame: claims may share one."""

    def __post_init__(self) -> None:
        for number, item in enumerate(self.page.items):
            if isinstance(item.record, Entity):
                self._entity(number, item, item.record)
            else:
                self._claim(number, item, item.record)

    def _entity(self, number: int, item: Item, entity: Entity) -> None:
        kind = self.hues.setdefault(entity.label, f"l{len(self.hues)}")
        said = text_of(entity.label)
        doubt = "?" if item.is_open else ""
        more = f' data-label="{said}" data-status="{item.status}" title="{said}{doubt}"'
        tag = f'<span class="tag" data-tag="{said}{doubt}"></span>'
        name = f"{number} entity 0"
        self.all.append(_Mark(entity.span, name, f"e {kind}{_open(item)}", more, tag))

    def _claim(self, number: int, item: Item, claim: Claim) -> None:
        shown = self.claims[item.id] = len(self.claims) + 1
        for part, place, span in claim.parts():
            tag = ""
            if part == "content":
                tag = (
                    f'<a class="n{_open(item)}" href="#claim-{shown}" data-tag="{shown}"'
                    f' aria-label="claim {shown}"></a>'
                )
            more = f' title="{part} of claim {shown}"'
            name = f"{number} {part} {place}"
            look = part + " shared" * (part == "source" and span in self.framed) + _open(item)
            if part == "source":
                self.framed.add(span)
            self.all.append(_Mark(span, name, look, more, tag))


def _open(item: Item) -> str:
    return " open" if item.is_open else ""


def marked_text(page: Page, marks: Marks) -> Iterator[str]:
    """The text in paragraphs, with line ends inside them as spaces where lines were wrapped."""
    pieces = _Pieces(page.text, marks.all)
    at = 0
    for paragraph in paragraphs(page.text):
        yield from pieces.between(at, paragraph.span.start)
        yield f'<p class="{paragraph.kind}" dir="auto">'
        at = paragraph.span.start
        for wrap in paragraph.wraps:
            yield from pieces.between(at, wrap.start)
            yield f'<span class="wrap">{"".join(pieces.between(*wrap))}</span>'
            at = wrap.end
        yield from pieces.between(at, paragraph.span.end)
        yield "</p>"
        at = paragraph.span.end
    yield from pieces.between(at, len(page.text))


class _Pieces:
    """The text cut at every edge of a mark; goes through it once, from front to end."""

    def __init__(self, text: str, marks: Iterable[_Mark]) -> None:
        self._text = text
        self._starts: dict[int, list[_Mark]] = defaultdict(list)
        edges: set[int] = set()
        for mark in marks:
            self._starts[mark.span.start].append(mark)
            edges.update(mark.span)
        self._edges = sorted(edges, reverse=True)
        self._over: list[_Mark] = []

    def between(self, start: int, end: int) -> Iterator[str]:
        """The pieces from `start`, where the last ones ended, to `end`."""
        at = start
        while at < end:
            while self._edges and self._edges[-1] <= at:
                self._edges.pop()
            self._over += self._starts.pop(at, ())
            cut = min(self._edges[-1], end) if self._edges else end
            yield self._piece(at, cut)
            self._over = [mark for mark in self._over if mark.span.end > cut]
            at = cut

    def _piece(self, start: int, end: int) -> str:
        """A piece in its marks, the longest outside; behind it the tags of those that end."""
        over = sorted(
            self._over, key=lambda mark: (mark.kind[0] == "e", mark.span.start - mark.span.end)
        )
        before = "".join(_opening(mark, start, end) for mark in over)
        tags = "".join(mark.tag for mark in reversed(over) if mark.span.end == end)
        return f"{before}{text_of(self._text[start:end])}{'</span>' * len(over)}{tags}"


def _opening(mark: _Mark, start: int, end: int) -> str:
    edges = " first" * (mark.span.start == start) + " last" * (mark.span.end == end)
    return f'<span class="{mark.kind}{edges}" data-m="{mark.name}"{mark.more}>'
