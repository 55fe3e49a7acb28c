"""How a claim's words are quoted, by the quotation marks in them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from annotator.model.spans import Span

QuoteType = Literal["direct", "mixed", "indirect"]

_QUOTED = re.compile(
    r"""“[^”]*(?:”|$) | «[^»]*(?:»|$) | „[^“”]*(?:[“”]|$) | \"[^"]*(?:\"|$) | ^[^“«„"]*[”»]""",
    re.VERBOSE,
)
"""From mark to mark; or to the end, or from the start, where the other mark stands outside."""
_NEARLY_ALL = 0.95
_WORD = re.compile(r"\w")


def quote_type(text: str, content: Iterable[Span]) -> QuoteType:
    """direct: all of the content stands in quotation marks; mixed: some of it; else indirect.

    Only the marks inside the content are looked at; letters and figures are counted.
    """
    pieces = [span.text(text) for span in content]
    whole = sum(len(_WORD.findall(piece)) for piece in pieces)
    quoted = sum(len(_WORD.findall(q)) for piece in pieces for q in _QUOTED.findall(piece))
    if whole and quoted >= _NEARLY_ALL * whole:
        return "direct"
    return "mixed" if quoted else "indirect"
