"""Which releases may be versions of one another, found without reading all again.

Of a text its clauses are hashed and the smallest dozen of the hashes kept (a bottom-k sketch;
Broder 1997). A correction leaves most clauses as they are, so versions share most of the dozen.
Hashes that very many texts share are boilerplate and tell nothing. About 100 bytes are kept for a
text, whatever its length.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections import Counter
from zlib import crc32

MOST_ALIKE = 60
"""More texts than this that share a clause are no versions of one text."""
LEAST_SHARED = 2
"""Versions share at least so many of their clauses."""

_KEPT = 12
_SHORTEST = 15
"""Characters of a clause that tells something."""
_CLAUSE_END = re.compile(r"[.,;:!?()\u2013\u2014\u201c\u201d\"\u3002\u3001]+")
_NUMBER = (1 << 32) - 1
_RECENT = 50_000


def sketch(text: str) -> list[int]:
    """The hashes by which a text is looked for; white space and case make no difference."""
    flat = " ".join(text.casefold().split())
    clauses = [clause for clause in _CLAUSE_END.split(flat) if len(clause) > _SHORTEST] or [flat]
    return sorted({crc32(clause.encode("utf-8", "replace")) for clause in clauses})[:_KEPT]


class Kin:
    """The sketches of many texts, by number (below 2 ** 32)."""

    def __init__(self) -> None:
        self._sorted = array("Q")
        self._recent: dict[int, list[int]] = {}
        self._waiting = array("Q")

    def add(self, number: int, hashes: list[int]) -> None:
        """Keep the sketch of a text."""
        for hashed in hashes:
            recent = self._recent.setdefault(hashed, [])
            if len(recent) <= MOST_ALIKE:  # one more tells that it is too many
                recent.append(number)
            self._waiting.append(hashed << 32 | number)
        if len(self._waiting) > max(_RECENT, len(self._sorted) // 4):
            self._sorted = array("Q", sorted(self._sorted + self._waiting))
            self._waiting = array("Q")
            self._recent.clear()

    def alike(self, hashes: list[int]) -> list[int]:
        """Texts that share enough with one of this sketch, the likeliest first."""
        shared: Counter[int] = Counter()
        for hashed in hashes:
            shared.update(self._with(hashed))
        needed = min(LEAST_SHARED, len(hashes))
        return [number for number, count in shared.most_common() if count >= needed]

    def _with(self, hashed: int) -> list[int]:
        """The texts with this hash; none where so many have it that it tells nothing."""
        recent = self._recent.get(hashed, [])
        start = bisect_left(self._sorted, hashed << 32)
        end = bisect_left(self._sorted, hashed + 1 << 32, start)
        if end - start + len(recent) > MOST_ALIKE:
            return []
        return [pair & _NUMBER for pair in self._sorted[start:end]] + recent
