"""Which field of a table or of JSON holds the text, where its name does not tell: what to ask.

It is told from the first record of each file. Files with the same fields are one question, and a
file with some of those and no others goes with them, as long as it has the one that is chosen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from annotator.formats.fields import Fields, is_metadata, is_worded, text_rank

FAR = 4
"""A text that is so many times as long as another one is the likelier one, whatever their names."""


class Place(NamedTuple):
    """A file: the path that was chosen, and what the file is called in sentences about that."""

    path: Path
    shown: str


_SAMPLE = 200
"""Characters of a first value that are kept to be shown."""

TextFields = Mapping[Place, str]
"""The field with the text, by file; one with "" is left out, others are looked through by names."""


Samples = Mapping[str, str]
"""How the first values of fields begin, the likeliest field first."""


@dataclass(frozen=True, slots=True)
class FieldQuestion:
    """Which of these fields is the text of the files, each with those that it has itself."""

    samples: Samples
    files: dict[Place, Samples]

    def answered(self, name: str) -> tuple[dict[Place, str], list[FieldQuestion]]:
        """What is known once somebody said a field, and what is to be asked of files without it.

        Nothing leaves all of them out.
        """
        known = {place: name for place, has in self.files.items() if name in has or not name}
        others = [(place, has) for place, has in self.files.items() if place not in known]
        return known, _brought_together(others)


def questions(
    looked: Iterable[tuple[Place, Fields]],
) -> tuple[dict[Place, str], list[FieldQuestion]]:
    """What is known of files without a question, and what is to be asked of the others."""
    known: dict[Place, str] = {}
    doubtful: list[tuple[Place, Samples]] = []
    for place, found in looked:
        names = candidates(found)
        if len(names) == 1:
            known[place] = names[0]
        elif names:
            doubtful.append((place, {name: found.texts[name][:_SAMPLE] for name in names}))
    return known, _brought_together(doubtful)


def _brought_together(files: Iterable[tuple[Place, Samples]]) -> list[FieldQuestion]:
    """A file goes with one that has all of its fields."""
    asked: list[FieldQuestion] = []
    for place, samples in sorted(files, key=lambda one: -len(one[1])):
        same = next((one for one in asked if one.samples.keys() >= samples.keys()), None)
        if same is None:
            asked.append(FieldQuestion(samples, {place: samples}))
        else:
            same.files[place] = samples
    return asked


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
