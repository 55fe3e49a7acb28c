"""Numbers with their nouns, as sentences say them."""

from __future__ import annotations


def counted(number: int, word: str, words: str = "") -> str:
    """ "1 release", "2,000 releases"; `words` is the plural where it is more than an s."""
    return f"{number:,} {word if number == 1 else words or word + 's'}"


def told_of(first: str, count: int, sentence: str) -> str:
    """A sentence on `count` things of which only the first is named: "a and 7 more: ..."."""
    more = f" and {count - 1:,} more" if count > 1 else ""
    return f"{first}{more}: {sentence}"


def told_of_left_out(unfinished: int, damaged: int) -> str:
    """What goes on from a count of releases: "; 2 unfinished ones left out", or nothing."""
    counts = {"unfinished one": unfinished, "damaged one": damaged}
    return "".join(f"; {counted(count, what)} left out" for what, count in counts.items() if count)
