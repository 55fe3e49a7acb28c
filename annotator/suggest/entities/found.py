"""An entity on its way through the repairs, and what every repair needs of names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from annotator.model.spans import Span
from annotator.suggest.prepare import Piece

NOT_A_NAME = frozenset({"CARDINAL", "DATE", "ORDINAL", "TIME", "MONEY", "PERCENT", "QUANTITY"})
"""The labels of numbers and times: no repair of names touches them."""

_ARTICLE = re.compile(r"^the\s+", re.IGNORECASE)


class FoundEntity(NamedTuple):
    """A span with its label.

    `rule` is its provenance: what made it, then each repair that changed it, as "ner+edges".
    """

    span: Span
    label: str
    rule: str

    def changed(
        self, repair: str, span: Span | None = None, label: str | None = None
    ) -> FoundEntity:
        """This entity with another span or label, and the repair in its provenance."""
        rule = self.rule if self.rule.endswith("+" + repair) else f"{self.rule}+{repair}"
        return FoundEntity(span or self.span, label or self.label, rule)

    @property
    def is_name(self) -> bool:
        """Whether it is a name, not a number or a time."""
        return self.label not in NOT_A_NAME


def read_entities(doc: Any, piece: Piece) -> list[FoundEntity]:
    """The entities of a parsed piece, at their places in the release."""
    return [
        FoundEntity(piece.span(ent.start_char, ent.end_char), ent.label_, "ner") for ent in doc.ents
    ]


def name_in(span: Span, text: str) -> str:
    """The name in `span` without article, white space made even."""
    return _ARTICLE.sub("", " ".join(span.text(text).split()))


def replacing(
    found: list[FoundEntity], made: Iterable[FoundEntity], text: str, keep_longer: bool
) -> list[FoundEntity]:
    """`found` with `made` in the place of what overlaps it.

    With `keep_longer` a longer name that holds a made one ("the COVID-19 Task Force") stays.
    """
    taken = Taken(text)
    longer = {e.span for e in found} if keep_longer else set()
    kept = []
    for entity in made:
        if not any(_is_longer_name(span, entity.span, text) for span in longer):
            kept.append(entity)
            taken.take(entity.span)
    return [e for e in found if taken.is_free(e.span)] + kept


def _is_longer_name(span: Span, part: Span, text: str) -> bool:
    return (
        span.contains(part)
        and len(name_in(span, text).split()) > len(name_in(part, text).split()) + 1
    )


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
