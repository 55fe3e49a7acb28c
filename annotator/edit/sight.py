"""Hiding marks and masking names, and bringing them back for what needs them."""

from __future__ import annotations

from annotator.edit.events import Selected
from annotator.edit.modes import SHOW_FIRST, SHOW_ONLY, Modes
from annotator.edit.telling import Telling


class Sight:
    """Switches what is out of sight, and tells."""

    def __init__(self, modes: Modes, telling: Telling) -> None:
        self._modes, self._telling = modes, telling

    def judge_blind(self, blind: bool) -> None:
        """Mask names while open claims are judged, or show them always."""
        self._modes.turn(blind)
        self._telling.tell(Selected())

    def switch_blind(self) -> None:
        """The other way round from now on."""
        modes = self._modes
        self.judge_blind(not modes.blind)
        if modes.blind:
            told = f"Blind mode: names are masked while you judge a claim{modes.limit}"
        else:
            told = "Blind mode is off: names can be read"
        self._telling.say(told)

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
