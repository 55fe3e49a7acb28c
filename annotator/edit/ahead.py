"""Suggesting ahead: which release the suggester's process gets next, and what its answers mean.

The process itself belongs to whoever starts it (the window through QProcess); this side only sends
and takes plain messages, so it works and is tested without one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from annotator.edit.session import Session
from annotator.model.errors import AnnotatorError
from annotator.model.plain import PlainError, suggestion_from_plain
from annotator.model.records import Suggestion

Message = Mapping[str, Any]
Condition = Literal["starting", "ready", "working", "done", "restarting", "stopped"]

IN_FLIGHT = 2
"""Releases sent and not answered: one in work, one waiting, so that the process never idles."""
RESTARTS = 1


@dataclass(frozen=True, slots=True)
class Ahead:
    """How far suggesting is: `left` releases are without suggestions. `note` is a sentence."""

    condition: Condition
    left: int = 0
    note: str = ""
    share: float = 0.0
    """How much of a long release in hand is done, 0..1."""

    @property
    def is_trouble(self) -> bool:
        """Whether something went wrong."""
        return self.condition in ("restarting", "stopped")


class SuggestAhead:
    """Keeps the suggester's process busy: the release in hand first, then the queue in order."""

    def __init__(
        self,
        session: Session,
        send: Callable[[Message], None],
        tell: Callable[[Ahead], None],
    ) -> None:
        self._session = session
        self._send = send
        self._tell = tell
        self._sent: dict[str, bool] = {}
        self._urgent: str | None = None
        self._ready = False
        self._crashes = 0
        self._note = ""
        self._unwanted: set[str] = set()
        self._held: Collection[str] = ()
        session.suggesting = not session.project.read_only
        self._report("starting")

    def want(self, release_id: str | None) -> None:
        """The release in hand is this one now: it goes first."""
        self._urgent = release_id
        if self._ready:
            self._fill()

    def more(self) -> None:
        """Releases were added to the queue."""
        if self._ready:
            self._fill()

    def hold(self, release_ids: Collection[str]) -> None:
        """Send none of these before `let_go`, also none that are added to the collection later."""
        self._held = release_ids

    def let_go(self) -> None:
        """Send what was held."""
        self._held = ()
        self.more()

    def took(self, message: Message) -> None:
        """The process said something."""
        if "ready" in message:
            self._ready = True
            self._note = " ".join(message["ready"].get("notes", []))
            self._fill()
        elif "failed" in message:
            self._give_up(str(message["failed"]))
        elif "note" in message:
            self._note = str(message["note"])
            self._report("working")
        elif "progress" in message:
            self._report("working", float(message["progress"]))
        elif "id" in message:
            self._answered(message)

    def ended(self) -> bool:
        """The process ended by itself. True when it should be started again."""
        again = self._ready and self._crashes < RESTARTS
        self._crashes += 1
        self._ready = False
        if self._session.suggesting:
            if again:
                self._sent.clear()
                self._note = "The suggester stopped unexpectedly and was started again"
                self._report("restarting")
            else:
                self._give_up(self._note_of_end())
        return again

    def _note_of_end(self) -> str:
        if self._crashes <= 1:
            return "The suggester did not start: annotator doctor tells why"
        in_work = next(iter(self._sent), None)
        title = self._session.project.release(in_work).title if in_work else ""
        at = f' at "{title}"' if title else ""
        return f"The suggester stopped twice{at}: what you decide is kept, suggestions are off"

    def _give_up(self, why: str) -> None:
        self._note = why
        self._session.suggesting = False
        self._report("stopped")

    def _answered(self, message: Message) -> None:
        """Store what was answered; what cannot be true is stored as a failed run."""
        release_id = str(message["id"])
        if self._sent.pop(release_id, None) is None:
            return
        error, suggestions = message.get("error"), []
        if error is not None:
            self._note = str(error)
        try:
            suggestions = _suggestions(message, len(self._session.project.release(release_id).text))
        except PlainError as problem:
            error = self._note = f"The suggester answered nonsense: {problem}"
        seconds = float(message.get("seconds", 0.0))
        try:
            stored = self._session.project.add_run(
                release_id, suggestions, seconds, None if error is None else str(error)
            )
        except AnnotatorError as problem:
            self._give_up(str(problem))
            return
        if not stored:
            self._unwanted.add(release_id)
        self._session.suggestions_came(release_id)
        self._fill()

    def _fill(self) -> None:
        """Send what is due: the release in hand at once, others while there is room."""
        project = self._session.project
        if not self._session.suggesting:
            return
        if self._is_due(self._urgent) and not self._sent.get(self._urgent or "", False):
            self._dispatch(self._urgent or "", urgent=True)
        aside = len(self._unwanted) + len(self._held)
        for release_id in project.waiting(IN_FLIGHT + aside + 1):
            if len(self._sent) >= IN_FLIGHT:
                break
            if release_id not in self._sent and not self._is_aside(release_id):
                self._dispatch(release_id, urgent=False)
        self._report("working" if self._sent else "done")

    def _is_due(self, release_id: str | None) -> bool:
        if release_id is None or self._is_aside(release_id):
            return False
        return not self._session.project.queue_row(release_id).suggested

    def _is_aside(self, release_id: str) -> bool:
        return release_id in self._unwanted or release_id in self._held

    def _dispatch(self, release_id: str, urgent: bool) -> None:
        self._sent[release_id] = urgent
        release = self._session.project.release(release_id)
        request = {"id": release_id, "text": release.text, "language": release.language}
        self._send({**request, "urgent": urgent})

    def _report(self, condition: Condition, share: float = 0.0) -> None:
        left = self._session.project.waiting_count()
        self._tell(Ahead(condition, left, self._note, share))


def _suggestions(message: Message, length: int) -> list[Suggestion]:
    """The suggestions of an answer about a text of so many code points. Raise `PlainError`."""
    suggestions = [suggestion_from_plain(plain) for plain in message.get("suggestions", ())]
    for suggestion in suggestions:
        if not all(span.fits(length) for span in suggestion.record.spans()):
            raise PlainError("a suggestion lies outside the text.")
    return suggestions
