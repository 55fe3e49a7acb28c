"""Where the words of a text stand in its corrected version.

Lines that are the same are found first, then the words between them, so that a long text takes no
longer than its changes. Runs of white space count as equal, so that lines may be broken anew.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate, pairwise

from annotator.model.spans import Span, trimmed

LONGEST_CHANGE = 40_000
"""Words between two equal lines that are compared; more are taken as changed."""

_TOKEN = re.compile(r"\w+\s*|[^\w\s]\s*|\s+")
_ROOM = 8
_MOVED_LINE = 20
"""Characters of a line that is known again when it stands elsewhere."""


@dataclass(frozen=True, slots=True)
class Link:
    """A piece of the earlier text and of the later one that say the same."""

    old: Span
    new: Span
    moved: bool = False

    def to_new(self, offset: int) -> int:
        """Where an offset of the earlier piece is; white space behind a word may be shorter."""
        return min(self.new.start + offset - self.old.start, self.new.end)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a span is now, and how much of it is as it was."""

    span: Span
    is_same: bool
    """Whether the words are the same and stand between the same others."""


class Alignment:
    """The links between an earlier text and a later one, in the order of the earlier."""

    def __init__(self, old: str, new: str) -> None:
        self._old, self._new = old, new
        self._links = sorted(_links(old, new), key=lambda link: link.old)
        self._starts = [link.old.start for link in self._links]

    def place(self, span: Span) -> Place | None:
        """Where `span` of the earlier text is in the later one; None where nothing is like it."""
        if (same := self._same(span)) is not None:
            return same
        if (changed := self._changed(span)) is not None:
            return Place(changed, is_same=False)
        return self._elsewhere(span)

    def _link_at(self, offset: int) -> int | None:
        """The number of the link that an offset of the earlier text is in."""
        number = bisect_right(self._starts, offset) - 1
        return number if number >= 0 and offset < self._links[number].old.end else None

    def _same(self, span: Span) -> Place | None:
        first, last = self._link_at(span.start), self._link_at(span.end - 1)
        if first is None or last is None or not self._is_unbroken(first, last):
            return None
        begins, ends = self._links[first], self._links[last]
        found = Span(begins.to_new(span.start), ends.to_new(span.end))
        said = found.text(self._new).split()
        if not said or said != span.text(self._old).split():
            return None
        return Place(found, is_same=not begins.moved)

    def _is_unbroken(self, first: int, last: int) -> bool:
        """Whether nothing stands between these links and those between them, in either text."""
        links = self._links[first : last + 1]
        return all(
            one.old.end == other.old.start and one.new.end == other.new.start
            for one, other in pairwise(links)
        )

    def _changed(self, span: Span) -> Span | None:
        """The words between those that stood before and behind it, if there are about as many."""
        start, end = self._new_start(span.start), self._new_end(span.end)
        if start is None or end is None or start >= end or self._is_lost_among(span):
            return None
        found = trimmed(Span(start, end), self._new)
        length, before = found.end - found.start, span.end - span.start
        return found if 0 < length <= 3 * before + _ROOM and before <= 3 * length + _ROOM else None

    def _is_lost_among(self, span: Span) -> bool:
        """Whether all of it went with so many other words that nobody can tell where it is."""
        first = bisect_right(self._starts, span.start) - 1
        last = bisect_right(self._starts, span.end - 1)
        if last - first > 1 or self._link_at(span.start) is not None:
            return False
        begins = self._links[first].old.end if first >= 0 else 0
        ends = self._starts[last] if last < len(self._starts) else len(self._old)
        return ends - begins >= 2 * (span.end - span.start)

    def _new_start(self, offset: int) -> int | None:
        number = bisect_right(self._starts, offset) - 1
        if number < 0:
            return 0
        link = self._links[number]
        return None if link.moved else link.to_new(min(offset, link.old.end))

    def _new_end(self, offset: int) -> int | None:
        number = self._link_at(offset - 1)
        if number is not None:
            link = self._links[number]
            return None if link.moved else link.to_new(offset)
        following = self._links[bisect_right(self._starts, offset - 1) :][:1]
        if not following:
            return len(self._new)
        return None if following[0].moved else following[0].new.start

    def _elsewhere(self, span: Span) -> Place | None:
        """The same words where they stand once in the whole later text."""
        words = span.text(self._old)
        found = list(re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", self._new))
        return Place(Span(*found[0].span()), is_same=False) if len(found) == 1 else None


def _links(old: str, new: str) -> Iterator[Link]:
    lines = old.splitlines(keepends=True), new.splitlines(keepends=True)
    starts = [list(accumulate(map(len, side), initial=0)) for side in lines]
    deleted: list[int] = []
    inserted: list[int] = []
    for kind, a, b, c, d in SequenceMatcher(None, lines[0], lines[1]).get_opcodes():
        before = Span(starts[0][a], starts[0][b]) if a < b else None
        after = Span(starts[1][c], starts[1][d]) if c < d else None
        if kind == "equal" and before and after:
            yield Link(before, after)
        elif before and after:
            yield from _word_links(old, before, new, after)
        deleted += range(a, b) if kind == "delete" else ()
        inserted += range(c, d) if kind == "insert" else ()
    for a, c in _moved(lines[0], deleted, lines[1], inserted):
        yield Link(
            Span(starts[0][a], starts[0][a + 1]), Span(starts[1][c], starts[1][c + 1]), moved=True
        )


def _moved(
    old: Sequence[str], deleted: Iterable[int], new: Sequence[str], inserted: Iterable[int]
) -> Iterator[tuple[int, int]]:
    """Lines that went from one place to another, each of them there once."""
    gone = {old[number].strip(): number for number in deleted}
    count = Counter(new[number].strip() for number in inserted)
    for number in inserted:
        words = new[number].strip()
        if words in gone and count[words] == 1 and len(words) >= _MOVED_LINE:
            at = gone[words]
            if old[at] == new[number]:
                yield at, number


def _word_links(old: str, before: Span, new: str, after: Span) -> Iterator[Link]:
    pieces = [_tokens(old, before), _tokens(new, after)]
    if max(map(len, pieces)) > LONGEST_CHANGE:
        return
    words = [_words(old, pieces[0]), _words(new, pieces[1])]
    for a, c, length in SequenceMatcher(None, words[0], words[1]).get_matching_blocks():
        for step in range(length):
            yield Link(pieces[0][a + step], pieces[1][c + step])


def _tokens(text: str, where: Span) -> list[Span]:
    return [Span(*found.span()) for found in _TOKEN.finditer(text, where.start, where.end)]


def _words(text: str, tokens: Iterable[Span]) -> list[str]:
    """What is compared: each word, whatever white space follows."""
    return [token.text(text).strip() for token in tokens]
