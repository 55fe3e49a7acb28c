"""Claims of a whole release."""

from __future__ import annotations

from annotator.model.records import Claim
from annotator.model.spans import Span
from annotator.suggest.prepare import Prepared


class Draft:
    """A claim on its way."""


def assembled(
    drafts: list[list[Draft]], prepared: Prepared, people: list[tuple[Span, str]]
) -> list[tuple[Claim, str, float]]:
    """Not yet."""
    del drafts, prepared, people
    return []
