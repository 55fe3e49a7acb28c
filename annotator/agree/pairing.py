"""Pairing what is true with what was suggested, one to one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from annotator.model.index import SpanIndex
from annotator.model.spans import Span

Candidate = tuple[float, int, int]
"""How far apart two are (0: the same), and the number of each on its side."""


def overlapping(true: Sequence[Span], said: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """The numbers of every two spans that overlap."""
    index: SpanIndex[int] = SpanIndex()
    for j, span in enumerate(said):
        index.add(span, j)
    for i, span in enumerate(true):
        for _, j in index.overlapping(span):
            yield i, j


def one_to_one(candidates: Iterable[Candidate]) -> dict[int, int]:
    """Which true one goes with which suggested one: the nearest first, each only once."""
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in sorted(candidates):
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return pairs
