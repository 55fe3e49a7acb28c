"""What the reading view shows, and its text cut into blocks."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Literal

from annotator.model.display import display_copy, visible
from annotator.model.fold import Fold
from annotator.model.paragraphs import Paragraph
from annotator.model.records import Release
from annotator.model.spans import Span
from annotator.model.uncommon import uncommon
from annotator.model.utf16 import Utf16Map

BlockKind = Literal["body", "heading", "bullet", "furniture", "blank"]

ZERO_WIDTH = "\u200b"
"""Stands for what a hard wrap has too many: line end and indent."""
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\u200f\u202b\u202e\u2067\ufb1d-\ufdff\ufe70-\ufefc]")


@dataclass(frozen=True, slots=True)
class Page:
    """One release on the screen. `fold` is live: the view reads it anew after every step."""

    release: Release
    paragraphs: list[Paragraph]
    fold: Fold

    @property
    def text(self) -> str:
        """The untouched text."""
        return self.release.text

    @property
    def title(self) -> str:
        """What to put above the text: nothing where the text itself begins with its title."""
        begins = next((p.span for p in self.paragraphs if p.kind != "furniture"), Span(0, 0))
        title, words = (" ".join(s.split()) for s in (self.release.title, begins.text(self.text)))
        return "" if words.startswith(title.removesuffix("…")) else visible(title)


class PageText:
    """The text as Qt holds it: one block a paragraph, every offset in both units.

    A block's number here is its number in the QTextDocument, and `Utf16Map.to_units` of an offset
    is its position there.
    """

    def __init__(self, text: str, found: list[Paragraph]) -> None:
        self.shown = _without_wrap_gaps(display_copy(text, found), found)
        self.map = Utf16Map(text)
        lengths = [len(block) for block in self.shown.split("\n")]
        self.lengths = lengths
        self.starts = [0, *accumulate(length + 1 for length in lengths[:-1])]
        self.has_right_to_left = _RIGHT_TO_LEFT.search(uncommon(self.shown)) is not None
        self.kinds, self.goes_on = self._described(found)

    def __len__(self) -> int:
        return len(self.lengths)

    def span(self, block: int) -> Span:
        """The code points of a block."""
        start = self.starts[block]
        return Span(start, start + self.lengths[block])

    def block_at(self, offset: int) -> int:
        """The number of the block that holds a code point."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def blocks_of(self, span: Span) -> range:
        """The numbers of the blocks that a span touches."""
        start, end = span
        first = bisect_right(self.starts, start)
        if end <= self.starts[first - 1] + self.lengths[first - 1]:
            return range(first - 1, first)
        return range(first - 1, max(first, bisect_right(self.starts, end - 1)))

    def reads_right_to_left(self, block: int) -> bool:
        """Whether some of the block may run from right to left."""
        if not self.has_right_to_left:
            return False
        start, end = self.span(block)
        return _RIGHT_TO_LEFT.search(self.shown, start, end) is not None

    def _described(self, found: list[Paragraph]) -> tuple[list[BlockKind], list[bool]]:
        """The kind of every block, and whether the next one belongs to the same paragraph."""
        kinds: list[BlockKind] = ["blank"] * len(self)
        goes_on = [False] * len(self)
        for paragraph in found:
            blocks = self.blocks_of(paragraph.span)
            for block in blocks:
                kinds[block] = paragraph.kind
            for block, _ in pairwise(blocks):
                goes_on[block] = True
        return kinds, goes_on

    def is_listed(self, block: int) -> bool:
        """Whether a block and the one after it are items of a list."""
        return self.kinds[block] == "bullet" and self.kinds[block + 1 : block + 2] == ["bullet"]

    def filled_before(self, block: int) -> Iterator[int]:
        """The blocks before this one that show text, nearest first."""
        return (n for n in range(block - 1, -1, -1) if self.kinds[n] != "blank")

    def filled_after(self, block: int) -> Iterator[int]:
        """The blocks after this one that show text, nearest first."""
        return (n for n in range(block + 1, len(self)) if self.kinds[n] != "blank")


def _without_wrap_gaps(shown: str, found: list[Paragraph]) -> str:
    """One space for a hard wrap, however many characters the line end and the indent had."""
    pieces = []
    at = 0
    for paragraph in found:
        for wrap in paragraph.wraps:
            indent = wrap.end
            while indent < paragraph.span.end and shown[indent] in " \u00a0":
                indent += 1
            gap = indent - wrap.start - 1
            if gap:
                pieces += [shown[at : wrap.start + 1], ZERO_WIDTH * gap]
                at = indent
    return "".join([*pieces, shown[at:]])
