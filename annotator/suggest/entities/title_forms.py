"""What a title looks like, and what somebody with one is in charge of."""

from __future__ import annotations

import re
from functools import cache

from annotator.suggest.entities.wording import SPACE, either, spaced
from annotator.suggest.words import phrases


@cache
def titles() -> str:
    """A regular expression for one title."""
    listed = phrases("titles", "titles", "offices", "ranks", "address")
    return rf"{either(spaced(title) for title in listed)}(?![\w'’-])"


_OF_BEFORE = re.compile(r" (?:of|for|to) +(?:the +)?$")


@cache
def _title_before() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){titles()}{SPACE}(?:of|for|to){SPACE}(?:the{SPACE})?$")


def follows_title(start: int, text: str) -> bool:
    """Whether "Minister of", "Chairman of the" or the like stands before `start`."""
    if not _OF_BEFORE.search(text, max(0, start - 9), start):
        return False
    return _title_before().search(text[max(0, start - 60) : start]) is not None


@cache
def portfolio() -> str:
    """A regular expression for what a minister is minister of: "Trade", "Health and Justice"."""
    word = rf"(?:{either(phrases('titles', 'portfolios', 'words'))}(?![\w'’]))"
    joint = rf"(?:,?{SPACE}and{SPACE}|,{SPACE}|{SPACE}(?:of{SPACE}|for{SPACE})?(?:the{SPACE})?|-)"
    return rf"{word}(?:{joint}{word})*"
