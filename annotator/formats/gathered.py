"""Lines about one text, from one or several files, brought together: each text is one release.

Annotation tools write a line for each task, and a text may have many, far apart. A first pass
counts the lines of each text, a second one yields them once the last is read; so only texts that
are under way are kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import chain
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
        for digest, first in shelf.rest():
            more = (later.take(digest) for later in shelves[number + 1 :])
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
    _missing: Counter[bytes] = field(default_factory=Counter)
    _kept: dict[bytes, list[Line]] = field(default_factory=dict)
    _stream: Iterator[tuple[bytes, list[Line]]] = field(default_factory=lambda: iter(()))

    def __post_init__(self) -> None:
        if self.number and self.source.path.stat().st_size == 0:
            return
        for _, parse in self.lines(self.source):
            try:
                self._missing[self._digest(parse())] += 1
            except RefusedError:
                continue  # told in the second pass
        self._stream = self._whole()

    def _digest(self, plain: Mapping[str, Any]) -> bytes:
        return sha256(repr(self.text_of(plain)).encode("utf-8", "surrogatepass")).digest()[:16]

    def _whole(self) -> Iterator[tuple[bytes, list[Line]]]:
        """Every text with all its lines, when the last of them is read."""
        under_way: dict[bytes, list[Line]] = {}
        for name, parse in self.lines(self.source):
            try:
                plain = parse()
            except RefusedError as error:
                self.problems.append(Problem(name, str(error)))
                continue
            digest = self._digest(plain)
            under_way.setdefault(digest, []).append(Line(name, self.number, plain))
            self._missing[digest] -= 1
            if self._missing[digest] <= 0:
                yield digest, under_way.pop(digest)

    def take(self, digest: bytes) -> list[Line]:
        """The lines of a text, which are then gone from the shelf."""
        if digest not in self._missing:
            return []
        if digest not in self._kept:
            for other, found in self._stream:
                self._kept[other] = found
                if other == digest:
                    break
        return self._kept.pop(digest, [])

    def rest(self) -> Iterator[tuple[bytes, list[Line]]]:
        """All that nobody has taken."""
        for digest in list(self._kept):
            yield digest, self._kept.pop(digest)
        yield from self._stream
