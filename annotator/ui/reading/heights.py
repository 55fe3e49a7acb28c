"""Heights of the blocks of a page, most of them guesses that are put right one by one."""

from __future__ import annotations

from array import array
from collections.abc import Iterable


class Heights:
    """A list of heights with fast sums (a Fenwick tree): a change or a look-up is O(log n)."""

    def __init__(self, heights: Iterable[float] = ()) -> None:
        self._heights = array("d", heights)
        self._tree = array("d", [0.0, *self._heights])
        size = len(self._tree)
        for i in range(1, size):
            parent = i + (i & -i)
            if parent < size:
                self._tree[parent] += self._tree[i]

    def __len__(self) -> int:
        return len(self._heights)

    def __getitem__(self, number: int) -> float:
        return self._heights[number]

    def __setitem__(self, number: int, height: float) -> None:
        change = height - self._heights[number]
        self._heights[number] = height
        i = number + 1
        while i < len(self._tree):
            self._tree[i] += change
            i += i & -i

    def top(self, number: int) -> float:
        """The sum of all heights before `number`."""
        total = 0.0
        while number > 0:
            total += self._tree[number]
            number &= number - 1
        return total

    def total(self) -> float:
        """The sum of all heights."""
        return self.top(len(self._heights))

    def at(self, y: float) -> int:
        """The block that holds `y`, or the nearest one; never one without height between others."""
        found, left = 0, y
        step = 1 << len(self._heights).bit_length()
        while step:
            following = found + step
            if following < len(self._tree) and self._tree[following] <= left:
                found = following
                left -= self._tree[following]
            step >>= 1
        return max(0, min(found, len(self._heights) - 1))
