"""Lines about one text, from one or several files, brought together: each text is one release.

Annotation tools write a line for each task, and a text may have many, far apart. A first pass
counts the lines of each text, a second one yields them once the last is read; so only texts that
are under way are kept, and twelve bytes for each of the others.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import chain, groupby
from typing import Any

from annotator.formats.errors import Problem, RefusedError
from annotator.formats.format import Source

Named = Iterator[tuple[str, Callable[[], Mapping[str, Any]]]]
"""Objects of a file: what each is called, and what gives it or raises `RefusedError`."""
Lines = Callable[[Source], Named]


@dataclass(frozen=True, slots=True)
class Line:
    """One object of a file: what it is called, which of the files it stands in, what it says."""

    name: str
    file: int
    plain: Mapping[str, Any]


def gathered(
    sources: Sequence[Source], lines: Lines, text_of: Callable[[Mapping[str, Any]], object]
) -> Iterator[list[Line] | Problem]:
    """All lines of each text, in the order of the files; and a problem for each broken line.

    A line without text is a release of its own, for the reader to refuse. Files after the first may
    be empty. Raise `RefusedError`, `OSError`.
    """
    shelves = [_Shelf(number, source, lines, text_of) for number, source in enumerate(sources)]
    for number, shelf in enumerate(shelves):
        for key, first in shelf.rest():
            more = (later.take(key) for later in shelves[number + 1 :])
            yield [*first, *chain.from_iterable(more)]
            yield from _told(shelves)
    yield from _told(shelves)


def _told(shelves: Sequence[_Shelf]) -> Iterator[Problem]:
    for shelf in shelves:
        yield from shelf.problems
        shelf.problems.clear()


@dataclass(slots=True)
class _Shelf:
    """The lines of one file by text; those read before they are asked for are kept."""

    number: int
    source: Source
    lines: Lines
    text_of: Callable[[Mapping[str, Any]], object]
    problems: list[Problem] = field(default_factory=list)
    _missing: _Counts = field(default_factory=lambda: _Counts(()))
    _kept: dict[int, list[Line]] = field(default_factory=dict)
    _stream: Iterator[tuple[int, list[Line]]] = field(default_factory=lambda: iter(()))

    def __post_init__(self) -> None:
        if self.number and self.source.path.stat().st_size == 0:
            return
        self._missing = _Counts(self._keys())
        self._stream = self._whole()

    def _keys(self) -> Iterator[int]:
        for _, parse in self.lines(self.source):
            try:
                yield self._key(parse())
            except RefusedError:
                continue  # told in the second pass

    def _key(self, plain: Mapping[str, Any]) -> int:
        text = repr(self.text_of(plain)).encode("utf-8", "surrogatepass")
        return int.from_bytes(sha256(text).digest()[:8])

    def _whole(self) -> Iterator[tuple[int, list[Line]]]:
        """Every text with all its lines, when the last of them is read."""
        under_way: dict[int, list[Line]] = {}
        for name, parse in self.lines(self.source):
            try:
                plain = parse()
            except RefusedError as error:
                self.problems.append(Problem(name, str(error)))
                continue
            key = self._key(plain)
            under_way.setdefault(key, []).append(Line(name, self.number, plain))
            if self._missing.less_one(key) <= 0:
                yield key, under_way.pop(key)

    def take(self, key: int) -> list[Line]:
        """The lines of a text, which are then gone from the shelf."""
        if key not in self._missing:
            return []
        if key not in self._kept:
            for other, found in self._stream:
                self._kept[other] = found
                if other == key:
                    break
        return self._kept.pop(key, [])

    def rest(self) -> Iterator[tuple[int, list[Line]]]:
        """All that nobody has taken."""
        for key in list(self._kept):
            yield key, self._kept.pop(key)
        yield from self._stream


class _Counts:
    """How often each of many keys was there, in twelve bytes a key. Keys are whole, below 2**64."""

    def __init__(self, keys: Iterable[int]) -> None:
        self._keys, self._counts = array("Q"), array("i")
        for key, equal in groupby(sorted(array("Q", keys))):
            self._keys.append(key)
            self._counts.append(sum(1 for _ in equal))

    def _place(self, key: int) -> int:
        return bisect_left(self._keys, key)

    def __contains__(self, key: int) -> bool:
        return self._keys[(at := self._place(key)) : at + 1].tolist() == [key]

    def less_one(self, key: int) -> int:
        """Take one off; how many are left, none of a key that never was there."""
        if key not in self:
            return 0  # the file has changed meanwhile
        at = self._place(key)
        self._counts[at] -= 1
        return self._counts[at]
