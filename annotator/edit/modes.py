"""What is out of sight while a person reads or judges: all highlights, or the names in the release.

Both belong to the window and stay when another release is opened.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from annotator.edit.claimers import numbered
from annotator.edit.commands import COMMANDS
from annotator.edit.prompts import Choice, Prompt
from annotator.model.fold import Fold, Item
from annotator.model.masking import HIDDEN, MASKED, Mask
from annotator.model.steps import Decision

_TURNS = {"undo", "redo"}
_DECIDING = {c.id for c in COMMANDS.values() if c.menu in ("Judge", "Claim")} - _TURNS
SHOW_ONLY = _DECIDING | {"finish", "reopen", "withdraw", "grow", "shrink", "drop"}
"""While highlights are hidden these only bring them back: nobody decides on what is not seen."""
_READING = {
    *("caret-left", "caret-right", "caret-up", "caret-down", "page-up", "page-down"),
    *("paragraph-start", "paragraph-end", "release-start", "release-end"),
    *("find", "find-next", "find-previous", "copy"),
}
_CHOOSING = {c.id for c in COMMANDS.values() if c.menu in ("Go", "Mark")} - _READING
SHOW_FIRST = (_TURNS | _CHOOSING) - SHOW_ONLY
"""These bring them back and do what they always do. All others leave them hidden."""


@dataclass(slots=True)
class Modes:
    """Whether highlights are hidden, whether claims are judged blind, and which one is now.

    In blind mode the names in a release are masked from when an open claim is selected until
    another item is, or none. What is decided in between is decided blind, if blind mode has been
    on since the release was opened.
    """

    marks_hidden: bool = False
    blind: bool = False
    """Whether blind mode is on; `turn` and `begin` set it."""
    names_read: bool = True
    """Whether blind mode was off at any time since the release in hand was opened: its names could
    be read beside its claims, and nothing more is decided blind in it."""
    labels: Sequence[str] = MASKED
    _claim: str | None = None
    """The selected claim, if it was open when it was selected."""
    _mask: Mask | None = field(default=None, repr=False)
    _is_old: bool = False
    """Whether the mask is of a fold that was in hand before."""

    def begin(self, blind: bool) -> None:
        """Start with blind mode on or off, before anything of the release in hand is shown."""
        if blind != self.blind:
            self.blind, self.names_read = blind, not blind

    def turn(self, blind: bool) -> None:
        """Switch blind mode on or off."""
        self.blind = blind
        self.names_read = self.names_read or not blind

    def opened(self) -> None:
        """Another release is in hand, or the same one was opened anew."""
        self.names_read = not self.blind

    @property
    def limit(self) -> str:
        """What is to be known of blind mode where names were read before: a clause, or ""."""
        return "; decisions count as blind once the release is opened anew" * self.names_read

    def select(self, item: Item | None) -> None:
        """Another item is selected, or none."""
        if item is None:
            self._claim = None
        elif item.id != self._claim:
            self._claim = item.id if item.is_open and item.record.layer == "claim" else None

    def mask(self, text: str, fold: Fold) -> Mask | None:
        """The mask over the names of the release in hand, while they are masked."""
        if not self.blind or self._claim is None:
            return None
        items = fold.items.values()
        if self._mask is None or (self._is_old and not self._mask.is_of(text, items)):
            self._mask = Mask(text, items, self.labels)
        self._is_old = False
        return self._mask

    def update(self, ids: Sequence[str] | frozenset[str], fold: Fold) -> None:
        """A step touched these items: some may be other names now."""
        if self._mask is not None and not self._is_old:
            self._mask.update(ids, fold.items)

    def forget(self) -> None:
        """Another release is in hand, or its fold was read anew: look whether the mask fits."""
        self._is_old = True

    def decided(self, decisions: Sequence[Decision]) -> tuple[Decision, ...]:
        """The decisions of a step; those that are blind say so. `Decision.blind` has the rule."""
        if not self.blind or self._claim is None or self.names_read:
            return tuple(decisions)
        return tuple(replace(d, blind=d.seen) for d in decisions)


def without_names(prompt: Prompt, mask: Mask) -> Prompt:
    """The same question with each claimer under a tag, once; names from elsewhere are left out.

    What is left is numbered anew, without gaps.
    """
    shown: dict[str, Choice] = {}
    for choice in prompt.choices:
        title = mask.claimer(choice.title).removeprefix("the ").removeprefix("The ")
        if title != HIDDEN:
            shown.setdefault(title, replace(choice, title=title))
    return replace(prompt, choices=numbered(shown.values()))
