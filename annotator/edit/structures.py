"""Where the structure of a passage is from, and what a command does while there is none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from annotator.edit.here import Here
from annotator.edit.outcomes import Wait
from annotator.model.paragraphs import ParagraphKind
from annotator.model.spans import Span
from annotator.model.structure import Structure, by_sentences


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of a release: what a parser needs to know of it."""

    release: str
    span: Span
    text: str
    language: str
    kind: ParagraphKind


class Structures(Protocol):
    """Gives structures of passages: at once, later, or never."""

    def structure(self, passage: Passage, /) -> Structure | None:
        """The structure, if it is known."""

    def is_coming(self, passage: Passage, /) -> bool:
        """Whether one that is not known will come; it is asked for if it was not yet."""

    def give_up(self, passage: Passage, /) -> None:
        """This one was waited for too long: it is coming no more."""


class NoStructures:
    """Nothing parses."""

    def structure(self, _passage: Passage, /) -> Structure | None:
        """None is known."""
        return None

    def is_coming(self, _passage: Passage, /) -> bool:
        """None will come."""
        return False

    def give_up(self, _passage: Passage, /) -> None:
        """None was waited for."""


Read = Callable[[str, int, str, ParagraphKind], Structure]
"""Parses a text that begins at an offset, in a language, of a kind."""


class StructuresAtOnce:
    """Parses in this process, while whoever asks waits: for the simulator and for tests."""

    def __init__(self, read: Read) -> None:
        self._read = read

    def structure(self, passage: Passage, /) -> Structure | None:
        """Read now."""
        return self._read(passage.text, passage.span.start, passage.language, passage.kind)

    def is_coming(self, _passage: Passage, /) -> bool:
        """It is there already."""
        return False

    def give_up(self, _passage: Passage, /) -> None:
        """None is waited for."""


def structure_or_wait(here: Here, offset: int) -> Structure | Wait:
    """The structure at `offset`, to be waited for; by punctuation where nothing parses."""
    found = here.structure_at(offset)
    if found is not None:
        return found
    if here.awaits_structure(offset):
        return Wait(offset)
    return by_sentences(here.text, here.passage(offset))
