"""Suggesting ahead: which release the suggester's process gets next, and what its answers mean.

The process itself belongs to whoever starts it (the window through QProcess); this side only sends
and takes plain messages, so it works and is tested without one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Literal

from annotator.edit.messages import Message
from annotator.edit.session import Session
from annotator.model.errors import AnnotatorError
from annotator.model.overlaps import beside_standing
from annotator.model.plain import PlainError, suggestion_from_plain
from annotator.model.records import Suggestion
from annotator.store.errors import DamagedProjectError

Condition = Literal["starting", "ready", "working", "done", "restarting", "stopped", "off"]
"""Off: the project is read only, so that nothing is suggested."""

IN_FLIGHT = 2
"""Releases sent and not answered: one in work, one waiting, so that the process never idles."""
CRASHES = 2
"""How often the process may end over one release before that one is left out."""
IN_A_ROW = 6
"""How often it may end without an answer in between before nothing more is asked of it."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """How far suggesting is: `left` releases are still to be read. `note` is a sentence."""

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
        self._again: list[str] = []
        """What failed at an earlier start, or is in another language, and was not tried since."""
        self._outdated: set[str] = set()
        """What was sent in another language than it is in now: the answer says nothing."""
        self._crashes: Counter[str | None] = Counter()
        self._in_a_row = 0
        self._note = ""
        self._held: Collection[str] = ()
        self._unread: set[str] = set()
        """What cannot be read: it is left out until the next start."""
        session.suggesting = not session.project.read_only
        self._report("starting" if session.suggesting else "off")
        self._guarded(self._look_back)

    def _look_back(self) -> None:
        self._again = self._session.project.failed()

    def want(self, release_id: str | None) -> None:
        """The release in hand is this one now: it goes first."""
        self._urgent = release_id
        self.more()

    def more(self) -> None:
        """Releases were added to the queue."""
        if self._ready:
            self._guarded(self._fill)

    def suggest_anew(self, release_id: str) -> bool:
        """A release is in another language now; False where something is decided in it.

        Its suggestions are made once more, before all others where it is in hand.
        """
        if not (self._session.suggesting and self._session.project.is_untouched(release_id)):
            return False
        self._outdated |= {release_id} & self._sent.keys()
        if release_id not in self._again:
            self._again.insert(0, release_id)
        self.more()
        return True

    def hold(self, release_ids: Collection[str]) -> None:
        """Send none of these before `let_go`, also none that are added to the collection later."""
        self._held = release_ids

    def let_go(self) -> None:
        """Send what was held."""
        self._held = ()
        self.more()

    def took(self, message: Message) -> None:
        """The process said something."""
        self._guarded(lambda: self._took(message))

    def ended(self) -> bool:
        """The process ended by itself. True when it should be started again."""
        self._guarded(self._crashed if self._ready else self._never_began)
        self._ready = False
        return self._session.suggesting

    def _guarded(self, action: Callable[[], None]) -> None:
        """Do something; when the project cannot be read or written, there is nothing to suggest."""
        try:
            action()
        except AnnotatorError as problem:
            self._give_up(str(problem))

    def _give_up(self, why: str) -> None:
        self._note = why
        self._session.suggesting = False
        self._report("stopped")

    def _took(self, message: Message) -> None:
        if "ready" in message:
            self._ready, self._note = True, " ".join(message["ready"].get("notes", []))
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
        elif "error" in message:
            self._note = str(message["error"])
            self._report("working")

    # -- when the process ends

    def _never_began(self) -> None:
        if self._session.suggesting:
            self._give_up("The suggester did not start: annotator doctor tells why")

    def _crashed(self) -> None:
        """Count it against the release in work; leave that one out the second time."""
        if not self._session.suggesting:
            return
        at = self._in_work()
        has_failed = at in self._again and at not in self._outdated
        self._crashes[at] += 1
        self._in_a_row += 1
        self._sent.clear()
        self._outdated.clear()
        self._note = "The suggester stopped unexpectedly and was started again"
        if self._in_a_row >= IN_A_ROW or (at is None and self._crashes[at] >= CRASHES):
            self._give_up("The suggester stops again and again: it is off, what you decide is kept")
            return
        if at is not None and (self._crashes[at] >= CRASHES or has_failed):
            self._note = f"The suggester stops at {self._titled(at)}: it goes on with the others"
            self._store(at, [], 0.0, "The suggester stopped at this release.")
        self._report("restarting")

    def _in_work(self) -> str | None:
        """The release that the process was at: the first urgent one, or the first of all."""
        urgent = (release_id for release_id, is_urgent in self._sent.items() if is_urgent)
        return next(urgent, next(iter(self._sent), None))

    def _titled(self, release_id: str) -> str:
        return f'"{self._session.project.release(release_id).title}"'

    # -- what it answers

    def _answered(self, message: Message) -> None:
        """Store what was answered; what cannot be true is stored as a failed run."""
        release_id = str(message["id"])
        if self._sent.pop(release_id, None) is None:
            return
        self._in_a_row = 0
        if release_id in self._outdated:
            self._outdated.remove(release_id)
            self._fill()
            return
        error, suggestions = message.get("error"), []
        try:
            suggestions = _suggestions(message, len(self._session.project.release(release_id).text))
        except PlainError as problem:
            error = f"The suggester answered nonsense: {problem}"
        if error is not None:
            self._note = str(error)
        self._store(release_id, suggestions, float(message.get("seconds", 0.0)), error)
        self._fill()

    def _store(
        self, release_id: str, found: list[Suggestion], seconds: float, error: object
    ) -> None:
        if release_id in self._again:
            self._again.remove(release_id)
        why = None if error is None else str(error)
        project = self._session.project
        found = beside_standing(found, project.glance(release_id))
        project.add_run(release_id, found, seconds, why)
        self._session.suggestions_came(release_id)

    # -- what it is asked

    def _fill(self) -> None:
        """Send what is due: the release in hand at once, others while there is room.

        What failed at an earlier start is tried once more, when all others are done.
        """
        if not self._session.suggesting:
            return
        urgent = self._urgent
        if urgent is not None and self._is_due(urgent) and not self._sent.get(urgent, False):
            self._dispatch(urgent, urgent=True)
        project = self._session.project
        self._again = [name for name in self._again if project.queue_row(name) is not None]
        waiting = project.waiting(IN_FLIGHT + len(self._held) + len(self._unread) + 1)
        for release_id in [*waiting, *self._again]:
            if len(self._sent) >= IN_FLIGHT:
                break
            if not any(release_id in those for those in (self._sent, self._held, self._unread)):
                self._dispatch(release_id, urgent=False)
        self._report("working" if self._sent else "done")

    def _is_due(self, release_id: str) -> bool:
        if release_id in self._held or release_id in self._unread:
            return False
        row = self._session.project.queue_row(release_id)
        if row is None:
            return False
        is_open = not row.suggested or release_id in self._again
        return is_open and row.state != "finished"

    def _dispatch(self, release_id: str, urgent: bool) -> None:
        try:
            release = self._session.project.release(release_id)
        except DamagedProjectError as problem:
            self._unread.add(release_id)
            self._note = str(problem)
            return
        self._sent[release_id] = urgent
        request = {"id": release_id, "text": release.text, "language": release.language}
        self._send({**request, "urgent": urgent})

    def _report(self, condition: Condition, share: float = 0.0) -> None:
        left = self._session.counts().waiting + len(self._again)
        self._tell(Ahead(condition, left, self._note, share))


def _suggestions(message: Message, length: int) -> list[Suggestion]:
    """The suggestions of an answer about a text of so many code points. Raise `PlainError`."""
    suggestions = [suggestion_from_plain(plain) for plain in message.get("suggestions", ())]
    for suggestion in suggestions:
        if not all(span.fits(length) for span in suggestion.record.spans()):
            raise PlainError("a suggestion lies outside the text.")
    return suggestions
