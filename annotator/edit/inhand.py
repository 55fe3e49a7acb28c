"""The release in hand: its text, what stands in it, what is selected, and what a command sees."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from annotator.edit.here import (
    RECENT_CLAIMERS,
    Here,
    Lines,
    ParagraphLines,
    no_structure,
    nothing_comes,
    paragraph_at,
)
from annotator.edit.modes import Modes
from annotator.edit.outcomes import Show
from annotator.edit.places import Places
from annotator.edit.structures import NoStructures, Passage, Structures
from annotator.model.errors import AnnotatorError
from annotator.model.fold import Fold
from annotator.model.masking import Mask
from annotator.model.paragraphs import Paragraph, paragraphs
from annotator.model.passages import passage_at
from annotator.model.records import Release
from annotator.model.selection import Selection
from annotator.model.spans import Span, Words
from annotator.model.structure import Structure
from annotator.store.errors import UnknownReleaseError

if TYPE_CHECKING:
    from annotator.store.project import Project

KEPT_TEXTS = 8
"""So many texts need not be cut into paragraphs again: who leafs on may leaf back."""


@lru_cache(maxsize=KEPT_TEXTS)
def _paragraphs_of(text: str) -> list[Paragraph]:
    return paragraphs(text)


class InHand:
    """One release of a project, or none. Reads the project, tells nobody."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.release: Release | None = None
        self._put_down_at = ""
        self.paragraphs: list[Paragraph] = []
        self.fold = Fold()
        """What stands in the release."""
        self.places = Places(self.fold)
        self.modes = Modes()
        self.search = ""
        """What the queue is searched for: the next release is one of those that it finds."""
        self.lines: Lines = ParagraphLines([])
        self.structures: Structures = NoStructures()
        self.suggesting = False
        """Whether a suggester works on this project."""
        self.among_claims = False
        """Whether the focus is among the claims."""
        self._has_run = False
        self._has_window = False
        self._looked_at: set[str] = set()
        self.decided = ""
        """The item that the last step on a single one decided on, since the release was opened."""
        self.selection = Selection(Span(0, 0))

    @property
    def selection(self) -> Selection:
        """What is selected; whatever is selected was looked at."""
        return self._selection

    @selection.setter
    def selection(self, selection: Selection) -> None:
        self._selection = selection
        self.modes.select(self.fold.items.get(selection.item or ""))
        if selection.item is not None:
            self._looked_at.add(selection.item)

    # -- taking up

    def take_up(self, release_id: str | None) -> None:
        """Take a release in hand (None: put it down); its first open suggestion is selected.

        Raise a `StoreError` or `FoldError` when it cannot be read: none is in hand then, and the
        queue goes on from it. One that is not there leaves all as it is.
        """
        try:
            self._take_up(release_id)
        except UnknownReleaseError:
            raise
        except AnnotatorError:
            self.put_down(release_id or "")
            raise

    def put_down(self, at: str) -> None:
        """Have none in hand, for the release `at` cannot be read."""
        self._take_up(None)
        self._put_down_at = at

    def _take_up(self, release_id: str | None) -> None:
        self.release = None if release_id is None else self.project.release(release_id)
        self._put_down_at = ""
        self._looked_at, self.decided = set(), ""
        self.modes.opened()
        self.selection = Selection(Span(0, 0))
        self.paragraphs = _paragraphs_of(self.text)
        if not self._has_window:
            self.lines = ParagraphLines(self.paragraphs)
        self.read_fold()
        self.look_for_run()
        self.select_first()

    def read_release(self) -> None:
        """What is known of the release, its language for one, was changed."""
        if self.release is not None:
            self.release = self.project.release(self.release.id)

    def take_suggestions(self, may_select: bool) -> None:
        """Suggestions came: the first one is selected while nothing else was."""
        self.read_fold()
        self.look_for_run()
        item = self.selection.item
        if item is not None and item not in self.fold.items:  # others took its place
            self.selection = replace(self.selection, item=None, part="content", fragment=0)
        untouched = self.selection.item is None and self.selection.mark is None
        if may_select and untouched and self.places.open and self.fold.state == "new":
            self.select_first()

    def read_fold(self) -> None:
        """Take the fold that the project keeps; it is brought up to date by every step."""
        self.fold = self.project.fold(self.release.id) if self.release else Fold()
        self.places = Places(self.fold)
        self.modes.forget()

    def look_for_run(self) -> None:
        """Ask whether a suggester has been through the release, whatever it found."""
        row = self.project.queue_row(self.release.id) if self.release else None
        self._has_run = row is not None and row.suggested

    def use_lines(self, lines: Lines) -> None:
        """Let the window say where lines are."""
        self.lines, self._has_window = lines, True

    def select_first(self) -> None:
        """Select the first open suggestion or, where there is none, the first token."""
        top = Selection(Span(0, 0))
        if self.release is not None:
            here = self.here_with(top)
            is_open = self.places.open
            top = here.on_item(is_open[0][1]) if is_open else Selection(here.token(0))
        self.selection = top

    def on_place(self, place: Show) -> Selection:
        """A selection of an item or, where that is gone or none, a mark over the place."""
        item = self.fold.items.get(place.item or "")
        if item is not None and item.status != "covered":
            return self.here.on_item(item.id)
        caret = self.here.token(place.span.start)
        return Selection(caret, anchor=caret, mark=place.span)

    # -- what it is

    @property
    def name(self) -> str:
        """The id of the release; "" when there is none."""
        return self.release.id if self.release else ""

    @property
    def place(self) -> str:
        """From where the queue goes on: also a release that could not be read; "" for none."""
        return self.name or self._put_down_at

    def holds(self, release_id: str) -> bool:
        """Whether it is this release."""
        return self.release is not None and self.release.id == release_id

    @property
    def text(self) -> str:
        """The untouched text."""
        return self.release.text if self.release else ""

    @property
    def mask(self) -> Mask | None:
        """The mask over its names; None while they may be read."""
        return self.modes.mask(self.text, self.fold)

    @property
    def words(self) -> Words:
        """The text as it may be read now."""
        return self.mask or self.text

    @property
    def title(self) -> str:
        """The title as it may be read now."""
        title = self.release.title if self.release else ""
        return title if self.mask is None else self.mask.hide(title)

    @property
    def awaits_suggestions(self) -> bool:
        """Whether the suggester is still to go through it."""
        if self.release is None or self.fold.state == "finished":
            return False
        return self.suggesting and not self._has_run

    # -- what a command sees

    @property
    def here(self) -> Here:
        """What a command sees now."""
        return self.here_with(self.selection)

    def here_with(self, selection: Selection) -> Here:
        """What a command would see if this were selected."""
        return Here(
            self.text,
            self.paragraphs,
            self.fold,
            self.places,
            selection,
            self.project.scheme,
            self.lines,
            lambda: self.project.recent_claimers(RECENT_CLAIMERS),
            self.awaits_suggestions,
            self._looked_at,
            self.decided,
            self.mask,
            self.structure_at,
            self.awaits_structure,
            self.among_claims,
        )

    def here_unparsed(self) -> Here:
        """The same where nothing parses."""
        return replace(self.here, structure_at=no_structure, awaits_structure=nothing_comes)

    def passage_at(self, offset: int) -> Passage | None:
        """The passage at an offset; None where there is no text."""
        paragraph = paragraph_at(self.paragraphs, offset)
        if self.release is None or paragraph is None:
            return None
        span = passage_at(self.text, paragraph.span, offset)
        text, language = span.text(self.text), self.release.language
        return Passage(self.release.id, span, text, language, paragraph.kind)

    def structure_at(self, offset: int) -> Structure | None:
        """The structure of the passage at an offset, if it is known already."""
        passage = self.passage_at(offset)
        return None if passage is None else self.structures.structure(passage)

    def awaits_structure(self, offset: int) -> bool:
        """Whether that structure is not known yet, but will come."""
        passage = self.passage_at(offset)
        return passage is not None and self.structures.is_coming(passage)

    def give_up_structure(self, offset: int) -> None:
        """It was waited for too long."""
        passage = self.passage_at(offset)
        if passage is not None:
            self.structures.give_up(passage)
