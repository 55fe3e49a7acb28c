"""A paragraph as far as furniture is concerned."""

from __future__ import annotations

from typing import NamedTuple

LONGEST_HEAD = 600
"""As much as a `Part` holds of a paragraph."""
_SHORTEST_PROSE = 80


class Part(NamedTuple):
    """What is looked at of a paragraph to tell whether those around it make it furniture."""

    words: str
    """Its first characters on one line, with single spaces."""
    length: int
    kind: str
    """As in `Paragraph`."""
    after_blank: bool

    @property
    def is_heading(self) -> bool:
        """Whether it is short and no sentence."""
        return self.kind == "heading"

    @property
    def is_furniture(self) -> bool:
        """Whether it is a line of furniture by its words alone."""
        return self.kind == "furniture"

    @property
    def is_prose(self) -> bool:
        """Whether it is long enough to be of the text itself."""
        return self.length >= _SHORTEST_PROSE and not self.is_heading and not self.is_furniture
