"""What a command sees: the release in hand and what is selected. There is nothing to write."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from annotator.edit.places import Place, Places
from annotator.model.fold import Fold, Item
from annotator.model.paragraphs import Paragraph
from annotator.model.passages import passage_at
from annotator.model.records import Claim, Record
from annotator.model.scheme import Scheme
from annotator.model.selection import Selection
from annotator.model.spans import Span, Words
from annotator.model.structure import Structure
from annotator.model.tokens import next_token, previous_token, token_at

RECENT_CLAIMERS = 20
"""So many claimers that were decided on lately are offered again."""


class Lines(Protocol):
    """Where lines are on the page; offsets in code points. The window knows, else `ParagraphLines`.

    Each answer lies in the column of the offset `goal`, as near as its line has text.
    """

    def lines_from(self, offset: int, by: int, goal: int, /) -> int:
        """The offset so many lines down (or up, below nought)."""

    def pages_from(self, offset: int, by: int, goal: int, /) -> int:
        """The offset so many pages down (or up, below nought)."""

    def in_view(self, offset: int, /) -> int:
        """The offset itself when it is on the screen, otherwise the first one that is."""


def paragraph_at(paragraphs: Sequence[Paragraph], offset: int) -> Paragraph | None:
    """The paragraph at `offset`, or the nearest one before; None where there is none."""
    at = bisect_right(paragraphs, offset, key=lambda p: p.span.start)
    return paragraphs[max(0, at - 1)] if paragraphs else None


def no_structure(_offset: int) -> Structure | None:
    """Where nothing parses: there is none anywhere."""
    return None


def nothing_comes(_offset: int) -> bool:
    """Where nothing parses, nothing is waited for."""
    return False


@dataclass(frozen=True)
class Here:
    """The release in hand, for commands to look at."""

    text: str
    paragraphs: Sequence[Paragraph]
    fold: Fold
    places: Places
    selection: Selection
    scheme: Scheme
    lines: Lines
    recent_claimers: Callable[[], Sequence[str]] = tuple
    awaits_suggestions: bool = False
    looked_at: Collection[str] = ()
    """The items that were selected since the release was opened."""
    decided: str = ""
    """The item that the last step on a single one decided on, since the release was opened."""
    masked: Words | None = None
    """The text as it may be read while names in it are masked."""
    structure_at: Callable[[int], Structure | None] = no_structure
    """The structure of the passage at an offset, if it is known already."""
    awaits_structure: Callable[[int], bool] = nothing_comes
    """Whether that structure, which is not known yet, will come."""
    among_claims: bool = False
    """Whether the person goes through the claims: a verdict leads on to the next one of them."""

    @property
    def words(self) -> Words:
        """The text for what a person reads or copies."""
        return self.text if self.masked is None else self.masked

    @cached_property
    def item(self) -> Item | None:
        """The selected item; a rejected or deleted one can be selected: it may be brought back."""
        item = self.fold.items.get(self.selection.item or "")
        return item if item is not None and item.status != "covered" else None

    @cached_property
    def place(self) -> Place:
        """Where the selection stands in reading order."""
        if self.item is not None:
            return self.item.record.order(), self.item.id
        return (self.selection.caret.start, -len(self.text), -1), ""

    def at_caret(self, caret: Span) -> Selection:
        """A selection of the token `caret`: a selected claim stays in hand, an entity does not."""
        kept = self.selection.item if self.item and self.item.record.layer == "claim" else None
        part, fragment = self.selection.part, self.selection.fragment
        return Selection(caret, kept, part if kept else "content", fragment if kept else 0)

    def on_item(self, name: str) -> Selection:
        """A selection of an item, with the caret on its first token."""
        return self.on_record(name, self.fold.items[name].record)

    def on_record(self, name: str, record: Record) -> Selection:
        """A selection of an item whose record is (or is about to be) `record`."""
        first = record.content[0] if isinstance(record, Claim) else record.span
        return Selection(self.token(first.start), name)

    def token(self, offset: int) -> Span:
        """The token at an offset or, behind the last one, the last."""
        found = token_at(self.text, offset) or previous_token(self.text, len(self.text))
        return found or Span(0, 0)

    def token_after(self, token: Span) -> Span:
        """The next token, or the same at the end."""
        return next_token(self.text, token.end) or token

    def token_before(self, token: Span) -> Span:
        """The token before, or the same at the start."""
        return previous_token(self.text, token.start) or token

    def paragraph(self, offset: int) -> Span:
        """The span of the paragraph at `offset`, or of the nearest one before."""
        found = paragraph_at(self.paragraphs, offset)
        return Span(0, 0) if found is None else found.span

    def passage(self, offset: int) -> Span:
        """The span of the passage at `offset`: of its paragraph or, in a very long one, a part."""
        return passage_at(self.text, self.paragraph(offset), offset)

    def chosen(self) -> Span:
        """What is marked or, when nothing is, the token under the caret."""
        return self.selection.mark or self.selection.caret

    def unmarked(self) -> Selection:
        """The selection without its mark."""
        return self.selection.without_mark()


@dataclass(frozen=True)
class ParagraphLines:
    """Lines where there is no window: every paragraph is one line, ten are a page."""

    paragraphs: Sequence[Paragraph]

    def lines_from(self, offset: int, by: int, _goal: int, /) -> int:
        """The start of the paragraph so many after (or before)."""
        return self._start(offset, by)

    def pages_from(self, offset: int, by: int, _goal: int, /) -> int:
        """The start of the tenth paragraph after (or before), and so on."""
        return self._start(offset, 10 * by)

    def in_view(self, offset: int, /) -> int:
        """Nothing is out of view."""
        return offset

    def _start(self, offset: int, by: int) -> int:
        if not self.paragraphs:
            return 0
        at = bisect_right(self.paragraphs, offset, key=lambda p: p.span.start) - 1 + by
        return self.paragraphs[min(max(at, 0), len(self.paragraphs) - 1)].span.start
