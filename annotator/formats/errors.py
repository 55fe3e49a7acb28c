"""What can be wrong with a file: one sentence each, with the place and what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from annotator.model.counting import told_of
from annotator.model.errors import AnnotatorError, WrongUsageError
from annotator.model.plain import in_json


class FormatError(AnnotatorError):
    """Base of what goes wrong with a file that is read or written."""


class RefusedError(FormatError):
    """A file or a line cannot be taken in; the rest of the batch can."""


class HalfCharacterError(RefusedError):
    """Half a character stands in what `name` says: at a `place` of it, in these `words`."""

    def __init__(self, name: str, place: str = "", words: str = "") -> None:
        at = f", {place}" if place else ""
        inside = f" in {in_json(words[:40])}" if words else ""
        super().__init__(
            f"{name} holds half a character (a lone surrogate{at}){inside}; export it again from"
            " its source."
        )


class ExportError(FormatError):
    """A file could not be written as it was meant; nothing is left of it."""


class NoLayerError(ExportError, WrongUsageError):
    """A format has no place for any of what was asked for."""


class CancelledError(FormatError):
    """The person stopped an export; nothing is left of it."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that was not taken in: where it stands and why, as one sentence."""

    origin: str
    sentence: str

    def __str__(self) -> str:
        return self.sentence


class Shared:
    """What is wrong with the lines of a file: what many of them share is told once, at the end."""

    def __init__(self) -> None:
        self._first: dict[str, str] = {}
        self._count: Counter[str] = Counter()

    def hear(self, name: str, sentences: Iterable[str]) -> None:
        """What is wrong with the line `name`."""
        for sentence in dict.fromkeys(sentences):
            self._first.setdefault(sentence, name)
            self._count[sentence] += 1

    def problems(self) -> Iterator[Problem]:
        """Each once, with the first line that has it and how many more do."""
        for sentence, name in self._first.items():
            yield Problem(name, told_of(name, self._count[sentence], sentence))
