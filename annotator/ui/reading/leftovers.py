"""What a page no longer needs: freeing it takes up to 8 ms, which no key and no width waits for."""

from __future__ import annotations


class Leftovers:
    """Keeps what was forgotten until there is time to free it."""

    def __init__(self) -> None:
        self._kept: list[object] = []

    def put(self, forgotten: object) -> None:
        """Keep this, the last reference to it, for a little longer."""
        self._kept.append(forgotten)

    def free_one(self) -> bool:
        """Free one of them; whether one was left."""
        if not self._kept:
            return False
        self._kept.pop()
        return True
