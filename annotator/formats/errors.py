"""What can be wrong with a file: one sentence each, with the place and what to do."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.model.errors import AnnotatorError


class FormatError(AnnotatorError):
    """Base of what goes wrong with a file that is read or written."""


class RefusedError(FormatError):
    """A file or a line cannot be taken in; the rest of the batch can."""


class ExportError(FormatError):
    """A file could not be written as it was meant; nothing is left of it."""


class CancelledError(FormatError):
    """The person stopped an export; nothing is left of it."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that was not taken in: where it stands and why, as one sentence."""

    origin: str
    sentence: str

    def __str__(self) -> str:
        return self.sentence
