"""Texts that are nearly the same: versions, reprints, corrections of one release.

Two texts are near-duplicates when the sets of their runs of five words share enough (Jaccard's
index; Broder 1997). The index is estimated by one-permutation minwise hashing with rotation (Li,
Owen and Zhang 2012; Shrivastava and Li 2014): 128 numbers of a text are kept and never the text.
Candidates come from equal bands of four of these numbers, band after band, so that only one table
of bands is in memory. Written here because the usual library brings scipy, 110 MB, with it.
"""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from itertools import accumulate
from zlib import crc32

ALIKE = 0.7
"""Texts that share so much of their runs of words are near-duplicates."""

_RUN = 5
_BINS = 128
_BAND = 4
_EMPTY = 0xFFFFFFFF
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+")
"""A word; where no spaces stand between words, a character."""


class Groups:
    """Numbers that are joined pair by pair into groups (union-find)."""

    def __init__(self, count: int) -> None:
        self._parent = array("L", range(count))

    def of(self, number: int) -> int:
        """The smallest number of the group that `number` is in."""
        parent = self._parent
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    def join(self, one: int, other: int) -> None:
        """Put two numbers, and all that are joined to them, into one group."""
        low, high = sorted((self.of(one), self.of(other)))
        self._parent[high] = low

    def join_equal(self, keys: Iterable[tuple[int, Hashable]]) -> None:
        """Join the numbers that come with the same key."""
        first: dict[Hashable, int] = {}
        for number, key in keys:
            self.join(first.setdefault(key, number), number)

    def all(self) -> list[list[int]]:
        """Every group, also those of one, in order of their smallest number."""
        found: defaultdict[int, list[int]] = defaultdict(list)
        for number in range(len(self._parent)):
            found[self.of(number)].append(number)
        return list(found.values())


def signature(text: str) -> array[int]:
    """The 128 numbers by which a text is compared."""
    bins = [_EMPTY] * _BINS
    for run in _runs(_WORD.findall(text.casefold())):
        hashed = crc32(run) * 0x9E3779B1 & 0xFFFFFFFF
        hashed ^= hashed >> 15
        value, place = hashed >> 7, hashed & (_BINS - 1)
        if value < bins[place]:
            bins[place] = value
    return array("I", _filled(bins))


def _runs(words: list[str]) -> Iterator[bytes]:
    """Every run of five words, or all words where they are fewer, with spaces between."""
    coded = [word.encode("utf-8", "replace") for word in words]
    flat = b" ".join(coded)
    ends = list(accumulate(len(word) + 1 for word in coded))
    if len(words) <= _RUN:
        return iter([flat])
    return (flat[start : end - 1] for start, end in zip([0, *ends], ends[_RUN - 1 :], strict=False))


def _filled(bins: list[int]) -> list[int]:
    """An empty bin takes the number of the next one that is not, marked by how far that is."""
    filled = list(bins)
    source = _BINS + next(number for number, value in enumerate(bins) if value != _EMPTY)
    for place in reversed(range(_BINS)):
        if bins[place] != _EMPTY:
            source = place
            continue
        far = source - place
        filled[place] = (bins[source % _BINS] + far * 0x85EBCA6B) & 0xFFFFFFFF
    return filled


def likeness(one: array[int], other: array[int]) -> float:
    """How much of their runs of words the texts of these signatures share, 0..1."""
    return sum(map(int.__eq__, one, other)) / _BINS


def alike_groups(signatures: list[array[int]]) -> Groups:
    """The groups of texts with these signatures, by their numbers (from 0).

    A text is in the group of every near-duplicate of its near-duplicates. What is estimated may be
    off by 0.04 or so.
    """
    groups = Groups(len(signatures))
    for one, other in _candidates(signatures):
        if groups.of(one) == groups.of(other):
            continue
        if likeness(signatures[one], signatures[other]) >= ALIKE:
            groups.join(one, other)
    return groups


def _candidates(signatures: list[array[int]]) -> Iterator[tuple[int, int]]:
    """Texts with an equal band: each with the first and with the last one that has it."""
    for start in range(0, _BINS, _BAND):
        seen: dict[bytes, tuple[int, int]] = {}
        for number, numbers in enumerate(signatures):
            band = numbers[start : start + _BAND].tobytes()
            first, last = seen.get(band, (number, number))
            if first != number:
                yield first, number
                if last != first:
                    yield last, number
            seen[band] = first, number
