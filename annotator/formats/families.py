"""Claimers that are the same by name: "President Ilham Aliyev", "Ilham Aliyev" and "Aliyev"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from annotator.formats.near import Groups

_WORD = re.compile(r"\w+(?:['’`]\w+)*")
_POSSESSIVE = re.compile(r"['’`]s$")


def families(names: Iterable[str]) -> dict[str, int]:
    """The family of each name, as a number; names without a letter have none.

    Two names are of one family when the words of one are the last words of the other. So titles do
    not part a name from itself, and a bare surname joins all who bear it.
    """
    words = {name: said for name in sorted(names) if (said := _words(name))}
    number = {said: place for place, said in enumerate(dict.fromkeys(words.values()))}
    groups = Groups(len(number))
    for said, place in number.items():
        for start in range(1, len(said)):
            if said[start:] in number:
                groups.join(place, number[said[start:]])
    return {name: groups.of(number[said]) for name, said in words.items()}


def _words(name: str) -> tuple[str, ...]:
    said = [_POSSESSIVE.sub("", word) for word in _WORD.findall(name.casefold())]
    return tuple(said[1:] if said[:1] == ["the"] and len(said) > 1 else said)
