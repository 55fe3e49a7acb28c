"""The roles that titles and descriptions name: "head of state" and "President" are one."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from annotator.suggest.words import word_list

_WORD = re.compile(r"[^\W\d_]+")
_KEPT = 4_096
"""So many descriptions are kept with their roles: the next claim is among the same people."""


@lru_cache(_KEPT)
def roles_in(title: str, among: frozenset[str] | None = None) -> frozenset[str]:
    """The roles in `title`, whichever synonym stands for them: "head of state" -> president.

    Whoever knows which ones matter asks `among` those alone.
    """
    plain, patterns = title.lower(), _role_patterns()
    wanted = patterns if among is None else among
    return frozenset(role for role in wanted if patterns[role].search(plain))


@cache
def _role_patterns() -> dict[str, re.Pattern[str]]:
    roles: dict[str, list[str]] = word_list("claimers")["roles"]
    return {role: re.compile(rf"\b(?:{'|'.join(names)})\b") for role, names in roles.items()}


def telling_words(text: str) -> set[str]:
    """The words of `text` that tell one title from another: long ones and abbreviations."""
    return {word.lower() for word in _WORD.findall(text) if len(word) > 3 or word.isupper()}
