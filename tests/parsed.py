"""Structures written by hand: ``(the (Foreign Minister)n)p said (that (we won)c)c.``, and a player
who gives them when told to.

The letter behind a bracket is the kind: n name, p phrase, c clause, s sentence. An offer is written
``source | cue | content`` in the words of the text; `...` between two pieces of one content.
"""

from __future__ import annotations

from collections.abc import Callable

from annotator.edit.parsing import ParseAhead
from annotator.edit.session import Session
from annotator.edit.structures import StructuresAtOnce
from annotator.model.plain import structure_to_plain
from annotator.model.spans import Span
from annotator.model.structure import KINDS, Constituent, Offer, Structure

_KIND = {kind[0]: kind for kind in KINDS}


def parsed(written: str, *offers: str) -> Structure:
    """The structure of a passage of its own."""
    text, opened, found, at = "", [], [], 0
    while at < len(written):
        char = written[at]
        if char == "(":
            opened.append(len(text))
        elif char == ")":
            at += 1
            span = Span(opened.pop(), len(text))
            found.append(Constituent(span, _head(text, span, written[at]), _KIND[written[at]]))
        else:
            text += char
        at += 1
    made = tuple(_offer(text, *(words.strip() for words in offer.split("|"))) for offer in offers)
    return Structure(Span(0, len(text)), tuple(found), made)


def _head(text: str, span: Span, kind: str) -> int:
    """The last word of a name or phrase, the first of a clause: near enough."""
    return span.end - len(span.text(text).split()[-1]) if kind in "np" else span.start


def _offer(text: str, source: str, cue: str, content: str) -> Offer:
    pieces = tuple(_span(text, piece.strip()) for piece in content.split("..."))
    named = (_span(text, source),) if source else ()
    return Offer(_span(text, cue), named, pieces, implicit=not source)


def _span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def parse(session: Session, structure: Structure) -> None:
    """Let the one paragraph of a session have this structure, at once."""
    assert structure.passage == Span(0, len(session.text))
    session.structures = StructuresAtOnce(lambda _, offset, *__: structure.moved(offset))


class Player:
    """Plays the suggester's process: keeps what is sent, answers when told to."""

    def __init__(self, session: Session, structure: Structure) -> None:
        self.session, self.structure = session, structure
        self.sent: list[dict] = []
        self.parses = session.structures = ParseAhead(session, self.sent.append)
        session.listeners.append(self.parses.listen)

    def is_ready(self) -> None:
        self.parses.took({"ready": {}})

    def answers(self, **instead) -> None:
        """Answer what was sent last."""
        asked = self.sent[-1]
        found = structure_to_plain(self.structure.moved(asked["offset"]))
        self.parses.took({"structure": asked["structure"], "found": found} | instead)

    def is_asked_for(self) -> list[str]:
        """What was sent, as text."""
        return [asked["text"] for asked in self.sent]


class Clock:
    """A window's clock that the test moves on."""

    def __init__(self) -> None:
        self.now = 0.0
        self._due: list[tuple[float, Callable[[], object]]] = []

    def later(self, seconds: float, function: Callable[[], object]) -> None:
        self._due.append((self.now + seconds, function))

    def passes(self, seconds: float) -> None:
        """So much time passes: what is due is called."""
        self.now += seconds
        due = [function for at, function in self._due if at <= self.now]
        self._due = [(at, function) for at, function in self._due if at > self.now]
        for function in due:
            function()
