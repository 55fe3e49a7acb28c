"""Hiding marks and masking names, and bringing them back for what needs them."""

from __future__ import annotations

from collections.abc import Callable

from annotator.edit.events import Selected
from annotator.edit.modes import SHOW_FIRST, SHOW_ONLY, Modes
from annotator.edit.telling import Telling
from annotator.model.scheme import ENTITY_LABELS, Scheme

_NAMED = 3
"""So many labels are named in a message."""


class Sight:
    """Switches what is out of sight, and tells."""

    def __init__(self, modes: Modes, telling: Telling, scheme: Callable[[], Scheme]) -> None:
        self._modes, self._telling, self._scheme = modes, telling, scheme

    def judge_blind(self, blind: bool) -> None:
        """Mask names while open claims are judged, or show them always."""
        self._modes.turn(blind)
        self._telling.tell(Selected())

    def switch_blind(self) -> None:
        """The other way round from now on."""
        modes = self._modes
        self.judge_blind(not modes.blind)
        if modes.blind:
            masked = "Blind mode: names are masked while you judge a claim"
            told = f"{masked}{modes.limit}{self._unmasked()}"
        else:
            told = "Blind mode is off: names can be read"
        self._telling.say(told)

    def _unmasked(self) -> str:
        """A sentence on the project's own labels whose names can be read, or ""."""
        known = {label.name for label in ENTITY_LABELS}.union(self._modes.labels)
        own = [name for name in self._scheme().names() if name not in known]
        if not own:
            return ""
        more = f" and {len(own) - _NAMED:,} more" if len(own) > _NAMED else ""
        which = f"{', '.join(own[:_NAMED])}{more}"
        return f". Names labelled {which} are not masked; blind.labels in settings.toml masks them"

    def show_marks(self, shown: bool = True) -> None:
        """Show or hide all highlights."""
        if self._modes.marks_hidden == shown:
            self._modes.marks_hidden = not shown
            self._telling.tell(Selected())

    def switch_marks(self) -> None:
        """The other way round from now on."""
        self.show_marks(self._modes.marks_hidden)

    def is_all(self, command: str) -> bool:
        """Show highlights for a command that needs them; whether that is all it is to do."""
        if not self._modes.marks_hidden or command not in SHOW_ONLY | SHOW_FIRST:
            return False
        self.show_marks()
        if command in SHOW_ONLY:
            self._telling.say("Highlights are shown again; nothing was decided")
        return command in SHOW_ONLY
