"""An entity on its way through the repairs, and what every repair needs of it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from typing import Any, Literal, NamedTuple

from annotator.model.spans import Span
from annotator.suggest.prepare import Piece

NOT_A_NAME = frozenset({"CARDINAL", "DATE", "ORDINAL", "TIME", "MONEY", "PERCENT", "QUANTITY"})
"""The labels of numbers and times: no repair of names touches them."""

_BETWEEN = re.compile(r"(?:\s*(?:(?:[-‐‑–/,&]|\band\b|\bthe\b)\s*)+)?")


Article = Literal["name", "noun"]


class FoundEntity(NamedTuple):
    """A span with its label.

    `rule` is its provenance: what made it, then each repair that changed it, as "ner+edges".
    """

    span: Span
    label: str
    rule: str
    article: Article | None = None
    """By the parse, whether "the" is the name's or that of a noun after it ("the UN | envoy")."""
    language: str = "en"
    """Of the pipeline that found it."""

    def changed(
        self, repair: str, span: Span | None = None, label: str | None = None
    ) -> FoundEntity:
        """This entity with another span or label, and the repair in its provenance."""
        rule = self.rule if self.rule.split("+")[-1] == repair else f"{self.rule}+{repair}"
        return self._replace(span=span or self.span, label=label or self.label, rule=rule)

    @property
    def is_name(self) -> bool:
        """Whether it is a name, not a number or a time."""
        return self.label not in NOT_A_NAME


def read_entities(doc: Any, piece: Piece) -> list[FoundEntity]:
    """The entities of a parsed piece, at their places in the release."""
    has_parse = doc.has_annotation("DEP")
    return [
        FoundEntity(
            piece.span(ent.start_char, ent.end_char),
            ent.label_,
            "ner",
            _article(ent) if has_parse else None,
            doc.lang_ or "en",
        )
        for ent in doc.ents
    ]


def _article(ent: Any) -> Article | None:
    """Whose the article before a name is, or that it begins with."""
    doc, start, end = ent.doc, ent.start, ent.end
    at = start - 1 if start and doc[start - 1].lower_ == "the" else start
    if doc[at].lower_ != "the":
        return None
    is_tied = end < len(doc) and doc[end].text[0] in "-–" and not doc[end - 1].whitespace_
    return "name" if not is_tied and start <= doc[at].head.i < end else "noun"


def name_in(span: Span, text: str) -> str:
    """The name in `span` without article, white space made even."""
    words = span.text(text).split()
    if len(words) > 1 and words[0].lower() == "the":
        del words[0]
    return " ".join(words)


def words_of_people(found: Iterable[FoundEntity], text: str) -> frozenset[str]:
    """The words of people's full names: one of them alone is more likely the person."""
    names = (name_in(e.span, text).split() for e in found if e.label == "PERSON")
    return frozenset(word for name in names if len(name) > 1 for word in name)


class Layer:
    """Entities by place. They do not overlap, so that every question is one look by bisection."""

    def __init__(self, found: Iterable[FoundEntity]) -> None:
        self._found = flat(found)
        self._ends = [entity.span.end for entity in self._found]

    def at(self, span: Span) -> list[FoundEntity]:
        """The entities that overlap `span`, in order."""
        overlapping = []
        for i in range(bisect_left(self._ends, span.start + 1), len(self._found)):
            if self._found[i].span.start >= span.end:
                break
            overlapping.append(self._found[i])
        return overlapping

    def starting(self, offset: int) -> FoundEntity | None:
        """The entity that starts at `offset`."""
        found = self.at(Span(offset, offset + 1))
        return found[0] if found and found[0].span.start == offset else None

    def ending(self, offset: int) -> FoundEntity | None:
        """The entity that ends at `offset`."""
        i = bisect_left(self._ends, offset)
        is_there = i < len(self._ends) and self._ends[i] == offset
        return self._found[i] if is_there else None

    def __iter__(self) -> Iterator[FoundEntity]:
        return iter(self._found)


_by_place = itemgetter(0, 1, 2)


def flat(found: Iterable[FoundEntity]) -> list[FoundEntity]:
    """`found` in order, of those that overlap only the one that begins first, then the longest."""
    kept: list[FoundEntity] = []
    end = start = -1
    for entity in sorted(found, key=_by_place):
        span = entity.span
        if span.start >= end and span.start < span.end:
            kept.append(entity)
        elif span.start == start and span.end > end:
            kept[-1] = entity
        else:
            continue
        start, end = span
    return kept


def replacing(
    found: list[FoundEntity], made: Iterable[FoundEntity], text: str, keep_longer: bool = False
) -> list[FoundEntity]:
    """`found` with `made`, which do not overlap each other, in the place of what overlaps them.

    With `keep_longer` a longer name that holds a made one ("the COVID-19 Task Force") stays.
    """
    made = flat(made)
    if made and keep_longer:
        layer, parts = Layer(found), Layer(made)
        made = [e for e in made if not _is_inside_longer(e.span, layer, parts, text)]
    if not made:
        return found
    layer = Layer(made)
    return [e for e in found if not layer.at(e.span)] + made


def _is_inside_longer(part: Span, layer: Layer, parts: Layer, text: str) -> bool:
    """Whether a name with two words more holds `part`, and is no mere list of such parts."""
    words = len(name_in(part, text).split())
    return any(
        entity.span.contains(part)
        and len(name_in(entity.span, text).split()) > words + 1
        and not is_list_of([e.span for e in parts.at(entity.span)], entity.span, text)
        for entity in layer.at(part)
    )


def is_list_of(parts: Sequence[Span], whole: Span, text: str) -> bool:
    """Whether `whole` is two or more `parts` and nothing else but commas, hyphens and "and"."""
    if len(parts) < 2:
        return False
    starts = [whole.start, *(part.end for part in parts)]
    ends = [*(part.start for part in parts), whole.end]
    return all(_BETWEEN.fullmatch(text, s, e) for s, e in zip(starts, ends, strict=True) if s < e)


class Taken:
    """Which characters belong to an entity already."""

    def __init__(self, text: str, found: Iterable[FoundEntity] = ()) -> None:
        self._taken = bytearray(len(text))
        for entity in found:
            self.take(entity.span)

    def take(self, span: Span) -> None:
        """Every character of `span` is taken now."""
        self._taken[span.start : span.end] = b"\x01" * (span.end - span.start)

    def is_free(self, span: Span) -> bool:
        """Whether no character of `span` is taken."""
        return not any(self._taken[span.start : span.end])
