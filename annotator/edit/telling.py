"""Telling listeners what changed, and people what came of it."""

from __future__ import annotations

from collections.abc import Callable

from annotator.edit.events import Event, Listener, Said, Tone
from annotator.model.masking import Mask


class Telling:
    """Who listens to a session, and what was said last. Nothing is said that `mask` hides."""

    def __init__(self, mask: Callable[[], Mask | None]) -> None:
        self.listeners: list[Listener] = []
        self.said = Said("", "quiet")
        self._mask = mask

    def tell(self, event: Event) -> None:
        """Tell every listener."""
        for listener in list(self.listeners):
            listener(event)

    def say(self, text: str, tone: Tone = "quiet", stays: str = "") -> None:
        """Put a sentence on the status line."""
        mask = self._mask()
        self.said = Said(text if mask is None else mask.hide(text), tone, stays)
        self.tell(self.said)

    def go_on(self) -> None:
        """A key did something else: what was said goes, but of an error what is to stay."""
        said = self.said
        if said.tone != "error" and said.text:
            self.say("")
        elif said.stays:
            self.say(said.stays, "error")

    def hide(self) -> None:
        """Another release was opened: what was said before may hold names that it masks."""
        if self._mask() is not None:
            self.say(self.said.text, self.said.tone, self.said.stays)
