"""Where claims get room: lanes for brackets in the margin, levels for lines under the words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from annotator.model.spans import Span


@dataclass(frozen=True, slots=True)
class Bracket:
    """One bracket beside the lines `first` to `last` of a block, for one claim or several."""

    first: int
    last: int
    lane: int
    items: tuple[str, ...]


def in_lanes(wanted: Iterable[tuple[int, int, str]], most: int) -> list[Bracket]:
    """Brackets for (first line, last line, item); the last of `most` lanes merges the rest."""
    lanes: list[list[Bracket]] = [[] for _ in range(most)]
    for first, last, item in sorted(wanted, key=lambda w: (w[0], -w[1], w[2])):
        for number, lane in enumerate(lanes):
            if not lane or lane[-1].last < first:
                lane.append(Bracket(first, last, number, (item,)))
                break
        else:
            merged = lanes[-1].pop()
            lanes[-1].append(
                Bracket(merged.first, max(merged.last, last), merged.lane, (*merged.items, item))
            )
    return [bracket for lane in lanes for bracket in lane]


def levels(spans: Iterable[Span], most: int) -> dict[Span, int]:
    """How far below the words each line runs: inner ones nearest, so that they stay apart."""
    placed: dict[Span, int] = {}
    for span in sorted(set(spans), key=lambda s: (s.end - s.start, s)):
        taken = {level for other, level in placed.items() if other.overlaps(span)}
        free = next(level for level in range(len(taken) + 1) if level not in taken)
        placed[span] = min(free, most - 1)
    return placed


def depths(spans: list[Span]) -> dict[Span, int]:
    """How many of the other spans each one lies in."""
    return {span: sum(other != span and other.contains(span) for other in spans) for span in spans}
