"""The records people judge: entities and claims, and the releases they stand in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import ClassVar, Literal

from annotator.model.spans import Span

Layer = Literal["entity", "claim"]
Part = Literal["content", "cue", "source"]

AUTHOR = "AUTHOR"
"""The claimer of what the release says in its own voice."""
IMPLICIT = "IMPLICIT"
"""The claimer of an agentless passive ("it was noted that ...")."""

CLAIMER_BASIS = "claimer_basis"
"""Attribute that is ``"guess"`` while the claimer was inferred and nobody confirmed it, and
``"chosen"`` once a person picked the claimer: then it does not follow the source any more.

Whoever accepts a claim that they had selected confirms its claimer; see `confirmed`."""
GUESS = "guess"
CHOSEN = "chosen"


@dataclass(frozen=True, slots=True)
class Entity:
    """A span with a label of the scheme's entity layer."""

    span: Span
    label: str

    layer: ClassVar[Layer] = "entity"

    def spans(self) -> Iterator[Span]:
        """Every span of the record."""
        yield self.span

    def order(self) -> tuple[int, int, int]:
        """Sorting key of the reading order over both layers; outer before inner."""
        start, end = self.span
        return start, -end, 0


@dataclass(frozen=True, slots=True)
class Claim:
    """Who says what with which words: content (1..n fragments), cue (0..1), source (0..n).

    `claimer` is a canonical name, `AUTHOR`, `IMPLICIT` or None while nobody is named. `attributes`
    holds names and values of the scheme (``epistemic``, ``check_worthiness``, ``note`` ...); never
    change it in place.
    """

    content: tuple[Span, ...]
    cue: Span | None = None
    source: tuple[Span, ...] = ()
    claimer: str | None = None
    attributes: Mapping[str, str] = field(default_factory=dict, hash=False)

    layer: ClassVar[Layer] = "claim"

    def spans(self) -> Iterator[Span]:
        """Every span of the record: content, then cue, then source."""
        yield from self.content
        if self.cue is not None:
            yield self.cue
        yield from self.source

    def parts(self) -> Iterator[tuple[Part, int, Span]]:
        """Every span with its role and its number within that role."""
        for number, span in enumerate(self.content):
            yield "content", number, span
        if self.cue is not None:
            yield "cue", 0, self.cue
        for number, span in enumerate(self.source):
            yield "source", number, span

    def order(self) -> tuple[int, int, int]:
        """Sorting key of the reading order over both layers; outer before inner."""
        first = min(self.content)
        return first.start, -first.end, 1


Record = Entity | Claim


def confirmed(record: Record) -> Record:
    """The same with its claimer judged: where it was a guess, it is none any more."""
    if not isinstance(record, Claim) or record.attributes.get(CLAIMER_BASIS) != GUESS:
        return record
    known = {name: value for name, value in record.attributes.items() if name != CLAIMER_BASIS}
    return replace(record, attributes=known)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A record proposed by a suggester, with its score in 0..1 and the rule that made it.

    `reason` is a short phrase for people on why it was made ("name list"); a suggester may leave
    it out.
    """

    record: Record
    suggester: str
    """``name@version``."""
    rule: str
    score: float
    reason: str = ""

    @property
    def why(self) -> str:
        """What people are told: the reason or, where none was given, the name of the rule."""
        return self.reason or self.rule


@dataclass(frozen=True, slots=True)
class Release:
    """One document: the untouched text plus where it came from.

    `id` is the SHA-256 of the UTF-8 bytes of the text, in hex. `extra` holds what else the file
    said of it (licence, source id ...), as strings.
    """

    text: str
    title: str = ""
    publisher: str = ""
    date: str = ""
    url: str = ""
    language: str = ""
    extra: Mapping[str, str] = field(default_factory=dict, hash=False)

    _id: str = field(default="", init=False, repr=False, compare=False)

    @property
    def id(self) -> str:
        """SHA-256 of the text, in hex: the identity of a release. Worked out once."""
        if not self._id:
            object.__setattr__(self, "_id", text_hash(self.text))
        return self._id


def text_hash(text: str) -> str:
    """SHA-256 of the UTF-8 bytes of `text`, in hex."""
    return sha256(text.encode("utf-8")).hexdigest()


@dataclass(frozen=True, slots=True)
class Unread:
    """A release that a project has and that cannot be read, and why: it is damaged."""

    number: int
    release: str
    title: str
    why: str

    def told(self) -> str:
        """A sentence without its full stop."""
        title = f', "{self.title}",' if self.title else ""
        return f"Release {self.number:,}{title} is damaged: {self.why}"
