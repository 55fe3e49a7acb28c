"""What panes read of a session while they are drawn. Nothing here selects or writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.edit.alike import told_of_alike
from annotator.edit.events import Listener, Said, Tone
from annotator.edit.here import Here, Lines
from annotator.edit.inhand import InHand
from annotator.edit.keys import Keymap
from annotator.edit.modes import Modes
from annotator.edit.places import Places
from annotator.edit.queueing import Queueing
from annotator.edit.structures import Structures
from annotator.edit.telling import Telling
from annotator.edit.words import described
from annotator.model.fold import Fold
from annotator.model.masking import Mask
from annotator.model.paragraphs import Paragraph
from annotator.model.records import Release
from annotator.model.selection import Selection
from annotator.model.spans import Words

if TYPE_CHECKING:
    from annotator.store.project import Project
    from annotator.store.queue import Counts


class Face:
    """The release in hand as it stands, and what was said last."""

    def __init__(self, project: Project, keymap: Keymap) -> None:
        self.project = project
        self.keymap = keymap
        self.hand = InHand(project)
        self.modes: Modes = self.hand.modes
        self.telling = Telling(lambda: self.mask)
        self.queue = Queueing(project, self.telling)

    @property
    def listeners(self) -> list[Listener]:
        """Who is told what changes."""
        return self.telling.listeners

    @listeners.setter
    def listeners(self, listeners: list[Listener]) -> None:
        self.telling.listeners = listeners

    @property
    def said(self) -> Said:
        """What was said last."""
        return self.telling.said

    def say(self, text: str, tone: Tone = "quiet", stays: str = "") -> None:
        """Put a sentence on the status line; of an error, what `stays` after the next key."""
        self.telling.say(text, tone, stays)

    @property
    def release(self) -> Release | None:
        """The release in hand."""
        return self.hand.release

    @property
    def text(self) -> str:
        """Its untouched text."""
        return self.hand.text

    @property
    def words(self) -> Words:
        """Its text as it may be read now."""
        return self.hand.words

    @property
    def title(self) -> str:
        """Its title as it may be read now."""
        return self.hand.title

    @property
    def paragraphs(self) -> list[Paragraph]:
        """Its paragraphs in order."""
        return self.hand.paragraphs

    @property
    def fold(self) -> Fold:
        """What stands in it."""
        return self.hand.fold

    @property
    def places(self) -> Places:
        """Where that stands."""
        return self.hand.places

    @property
    def mask(self) -> Mask | None:
        """The mask over its names; None while they may be read."""
        return self.hand.mask

    @property
    def selection(self) -> Selection:
        """What is selected in it."""
        return self.hand.selection

    @property
    def here(self) -> Here:
        """What a command sees now."""
        return self.hand.here

    @property
    def lines(self) -> Lines:
        """Where its lines are on the page."""
        return self.hand.lines

    @property
    def structures(self) -> Structures:
        """Where the structures of its passages are from."""
        return self.hand.structures

    @structures.setter
    def structures(self, structures: Structures) -> None:
        self.hand.structures = structures

    @property
    def suggesting(self) -> bool:
        """Whether a suggester works on this project."""
        return self.hand.suggesting

    @suggesting.setter
    def suggesting(self, suggesting: bool) -> None:
        self.hand.suggesting = suggesting

    @property
    def awaits_suggestions(self) -> bool:
        """Whether the suggester is still to go through the release in hand."""
        return self.hand.awaits_suggestions

    def counts(self) -> Counts:
        """How many releases and items there are in the project, by state."""
        return self.queue.counts()

    def describe_selection(self) -> str:
        """What is selected and why it was suggested, in a line; "" when nothing is."""
        here = self.here
        if self.modes.marks_hidden:
            return "Highlights are hidden, so that you can read"
        if here.item is None:
            return ""
        more = "" if here.item.is_open else told_of_alike(here, self.keymap)
        return " · ".join(filter(None, (described(here.item, self.words), more)))
