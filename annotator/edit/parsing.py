"""Structures from the suggester's process: asked for ahead of need, kept for the release in hand.

As with suggesting ahead, this side only sends and takes plain messages.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from annotator.edit.events import Event, Opened, Selected
from annotator.edit.messages import Message
from annotator.edit.session import Session
from annotator.edit.structures import Passage
from annotator.model.plain import PlainError, structure_from_plain
from annotator.model.structure import Structure

_KEPT = 32
"""Passages whose structure is kept."""


class ParseAhead:
    """Asks for one passage at a time; of those wanted meanwhile, only for the last."""

    def __init__(self, session: Session, send: Callable[[Message], None]) -> None:
        self._session = session
        self._send = send
        self._kept: OrderedDict[str, Structure | None] = OrderedDict()
        """What is known, by name; None where nothing could be read."""
        self._asked: Passage | None = None
        self._wanted: Passage | None = None
        self._ready = False
        self._is_over = False

    def listen(self, event: Event) -> None:
        """Something else is selected: the structure around it may be wanted next."""
        if isinstance(event, Opened | Selected):
            passage = self._session.passage_at(self._session.selection.caret.start)
            if passage is not None:
                self.is_coming(passage)

    def structure(self, passage: Passage, /) -> Structure | None:
        """The structure, if it is known."""
        name = _name(passage)
        if name in self._kept:
            self._kept.move_to_end(name)
        return self._kept.get(name)

    def is_coming(self, passage: Passage, /) -> bool:
        """Whether one that is not known will come; it is asked for if it was not yet."""
        if self._is_over or _name(passage) in self._kept:
            return False
        if passage != self._asked:
            self._wanted = passage
            self._ask()
        return True

    def took(self, message: Message) -> None:
        """The process said something."""
        if "ready" in message:
            self._ready = True
            self._ask()
        elif "failed" in message:
            self.ended(restarts=False)
        elif "structure" in message and self._asked is not None:
            self._answered(self._asked, message)

    def ended(self, restarts: bool) -> None:
        """The process ended. What it was asked for is not asked again: it may be the reason."""
        self._ready = False
        self._is_over = not restarts
        if self._asked is not None:
            self._keep(self._asked, None)
        self._session.structure_came()

    def _answered(self, asked: Passage, message: Message) -> None:
        if message["structure"] == _name(asked):
            self._keep(asked, _structure(message, asked))
            self._ask()
            self._session.structure_came()

    def _keep(self, passage: Passage, structure: Structure | None) -> None:
        self._asked = None
        self._kept[_name(passage)] = structure
        if len(self._kept) > _KEPT:
            self._kept.popitem(last=False)

    def _ask(self) -> None:
        passage = self._wanted
        if passage is None or self._asked is not None or not self._ready:
            return
        self._asked, self._wanted = passage, None
        self._send(
            {
                "structure": _name(passage),
                "text": passage.text,
                "offset": passage.span.start,
                "language": passage.language,
                "kind": passage.kind,
            }
        )


def _name(passage: Passage) -> str:
    """What tells it from every other one; in another language it is parsed anew."""
    where = f"{passage.span.start}-{passage.span.end}"
    return f"{passage.release}:{where}:{passage.language}:{passage.kind}"


def _structure(message: Message, asked: Passage) -> Structure | None:
    """The structure of an answer; None where it is an error, nonsense or of something else."""
    try:
        found = structure_from_plain(message.get("found"))
    except PlainError:
        return None
    return found if found.passage == asked.span else None
