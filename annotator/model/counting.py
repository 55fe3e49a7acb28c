"""Numbers with their nouns, as sentences say them."""

from __future__ import annotations


def counted(number: int, word: str, words: str = "") -> str:
    """ "1 release", "2,000 releases"; `words` is the plural where it is more than an s."""
    return f"{number:,} {word if number == 1 else words or word + 's'}"
