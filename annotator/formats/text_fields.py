"""Which field of a table or of JSON holds the text, where its name does not tell: what to ask.

It is told from the first record of each file. Files with the same fields are one question, and a
file with some of those and no others goes with them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from annotator.formats.fields import Fields, is_metadata, is_worded, text_rank

FAR = 4
"""A text that is so many times as long as another one is the likelier one, whatever their names."""


class Place(NamedTuple):
    """A file: the path that was chosen, and what the file is called in sentences about that."""

    path: Path
    shown: str


TextFields = Mapping[Place, str]
"""The field with the text, by file; one with "" is left out, others are looked through by names."""


@dataclass(frozen=True, slots=True)
class FieldQuestion:
    """Fields with their first values, the likeliest first, and the files it is asked for."""

    texts: Mapping[str, str]
    places: list[Place] = field(default_factory=list)


def questions(
    looked: Iterable[tuple[Place, Fields]],
) -> tuple[dict[Place, str], list[FieldQuestion]]:
    """What is known of files without a question, and what is to be asked of the others."""
    doubtful = [(place, found) for place, found in looked if candidates(found)]
    known: dict[Place, str] = {}
    asked: list[FieldQuestion] = []
    for place, found in sorted(doubtful, key=lambda one: -len(candidates(one[1]))):
        names = candidates(found)
        if len(names) == 1:
            known[place] = names[0]
            continue
        same = next((one for one in asked if one.texts.keys() >= set(names)), None)
        if same is None:
            same = FieldQuestion({name: found.texts[name] for name in names})
            asked.append(same)
        same.places.append(place)
    return known, asked


def candidates(found: Fields) -> list[str]:
    """The fields that may hold the text, the likeliest first; one alone is it.

    None where the reader finds it by its name, or where nothing has words.
    """
    texts, usual = found
    worded = [name for name, text in texts.items() if name and is_worded(text)]
    if not usual:
        own = [name for name in worded if not is_metadata(name)]
        return own if len(own) == 1 else _likeliest(worded, texts)
    enough = len(texts[usual]) / FAR
    known = [name for name in worded if name != usual and text_rank(name) is not None]
    if not any(len(texts[name]) >= enough for name in known):
        return []
    return _likeliest(dict.fromkeys([usual, *worded]), texts)


def _likeliest(names: Iterable[str], texts: Mapping[str, str]) -> list[str]:
    """Known names first, but for one that says far less than another; the others by length."""
    found = list(names)
    known = [len(texts[name]) for name in found if text_rank(name) is not None]
    enough = max(known, default=0) / FAR

    def place(name: str) -> tuple[bool, bool, int, int]:
        rank, length = text_rank(name), len(texts[name])
        is_known = rank is not None and length >= enough
        return is_metadata(name), not is_known, (rank or 0) if is_known else 0, -length

    return sorted(found, key=place)
