"""Heights of the blocks of a page, most of them guesses that are put right one by one."""

from __future__ import annotations

from array import array
from collections.abc import Callable

Tops = Callable[[int], float]
"""The guessed sum of the heights of all blocks before a number; never falling."""


class Heights:
    """`count` heights with fast sums: a change or a look-up is O(log n), a new guess costs nothing.

    What the guesses were wrong by is kept in a Fenwick tree.
    """

    def __init__(self, count: int = 0, guessed: Tops = lambda _: 0.0) -> None:
        self._count = count
        self._guessed = guessed
        self._wrong_by = array("d", bytes(8 * count))
        self._tree = array("d", bytes(8 * (count + 1)))

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, number: int) -> float:
        guess = self._guessed(number + 1) - self._guessed(number)
        return guess + self._wrong_by[number]

    def __setitem__(self, number: int, height: float) -> None:
        change = height - self[number]
        self._wrong_by[number] += change
        i = number + 1
        while i < len(self._tree):
            self._tree[i] += change
            i += i & -i

    def top(self, number: int) -> float:
        """The sum of all heights before `number`."""
        total = self._guessed(number)
        while number > 0:
            total += self._tree[number]
            number &= number - 1
        return total

    def total(self) -> float:
        """The sum of all heights."""
        return self.top(self._count)

    def at(self, y: float) -> int:
        """The block that holds `y`, or the nearest one; never one without height between others."""
        found, wrong_by = 0, 0.0
        step = 1 << self._count.bit_length()
        while step:
            following = found + step
            if following <= self._count:
                further = wrong_by + self._tree[following]
                if self._guessed(following) + further <= y:
                    found, wrong_by = following, further
            step >>= 1
        return max(0, min(found, self._count - 1))
