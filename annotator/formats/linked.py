"""Claims for tools that know labelled spans and labelled arrows between them, and nothing more.

A claim is a span CLAIM (its first fragment of content) with an arrow to each further part: CONTENT
for more fragments, CUE and SOURCE. Arrows stand in the order of the parts. Claimer and attributes
are not in it: each format keeps them where it can.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from annotator.formats.usable import named_texts
from annotator.model.plain import in_json
from annotator.model.records import Claim
from annotator.model.spans import Span

CLAIM, CONTENT, CUE, SOURCE = "CLAIM", "CONTENT", "CUE", "SOURCE"
PARTS = (CLAIM, CONTENT, CUE, SOURCE)
ARROWS = (CONTENT, CUE, SOURCE)
"""The labels of arrows: of what they lead to."""

Key = Hashable
"""What names a span in a file: an id, or its place and label."""


def is_part(label: str) -> bool:
    """Whether a span of this label is part of a claim, in whatever letters."""
    return label.upper() in PARTS


def further_parts(claim: Claim) -> Iterator[tuple[str, Span]]:
    """Every span of a claim but its first fragment, with its label, in the order of arrows."""
    for span in claim.content[1:]:
        yield CONTENT, span
    if claim.cue is not None:
        yield CUE, claim.cue
    for span in claim.source:
        yield SOURCE, span


@dataclass(frozen=True, slots=True)
class Node:
    """A labelled span of a file."""

    span: Span
    label: str


def misplaced(what: str, said: object, bounds: tuple[Any, Any], label: Any, text: str) -> str:
    """Why `what` a file says of a span is left out, in a sentence; `bounds` is where it stands."""
    start, end = bounds
    if not isinstance(said, Mapping | list):
        why = "is no object"
    elif type(start) is not int or type(end) is not int:
        why = "has no place: its start and its end are whole numbers"
    elif not isinstance(label, str) or not label:
        why = "has no label"
    elif start >= end:
        why = "holds nothing: its end is not behind its start"
    else:
        why = f"lies outside the text of {len(text)} characters"
    return f"the {what} {in_json(said)} {why}; it is left out."


@dataclass(frozen=True, slots=True)
class Arrow:
    """From one span of a file to another."""

    tail: Key
    head: Key
    label: str


@dataclass(slots=True)
class Graph:
    """The spans and arrows that a file has for one text, and what was not understood of them."""

    nodes: dict[Key, Node] = field(default_factory=dict)
    arrows: list[Arrow] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def has_claims(self) -> bool:
        """Whether spans labelled like parts of claims are such parts here.

        Where no span is a content, somebody's label "SOURCE" is an entity like others.
        """
        return any(node.label.upper() in (CLAIM, CONTENT) for node in self.nodes.values())

    def claims(self) -> Iterator[tuple[Key, Claim]]:
        """The claims, each with the key of its CLAIM, in the order of the file.

        An arrow may lead from a part to its claim as well, and several CONTENT spans without a
        CLAIM are led by the first of an arrow. What belongs to no claim is a problem.
        """
        parts = self._parts()
        used = {key for found in parts.values() for _, key in found}
        for key, node in self.nodes.items():
            label = node.label.upper()
            if label == CLAIM or (label == CONTENT and key not in used):
                yield key, self._claim(node.span, parts.get(key, ()))
            elif label in (CUE, SOURCE) and key not in used:
                self.problems.append(f"{_named(node)} belongs to no claim; it is left out.")

    def _parts(self) -> dict[Key, list[tuple[str, Key]]]:
        """The further parts of each claim: their labels and keys."""
        parts: dict[Key, list[tuple[str, Key]]] = defaultdict(list)
        for arrow in self.arrows:
            ends = self.nodes.get(arrow.tail), self.nodes.get(arrow.head)
            if _leads(ends):
                parts[arrow.tail].append((self.nodes[arrow.head].label.upper(), arrow.head))
            elif _leads(ends[::-1]):
                parts[arrow.head].append((self.nodes[arrow.tail].label.upper(), arrow.tail))
            else:
                told = " to ".join(_named(node) if node else "nothing" for node in ends)
                self.problems.append(f'A relation "{arrow.label}" from {told} is left out.')
        return parts

    def _claim(self, first: Span, parts: Sequence[tuple[str, Key]]) -> Claim:
        spans = [(label, self.nodes[key].span) for label, key in parts]
        cues = [span for label, span in spans if label == CUE]
        if len(cues) > 1:
            self.problems.append("A claim has several cues; only the first is kept.")
        return Claim(
            (first, *(span for label, span in spans if label == CONTENT)),
            cues[0] if cues else None,
            tuple(span for label, span in spans if label == SOURCE),
        )

    def entities(self) -> Iterator[tuple[Key, Node]]:
        """The spans that are no parts of claims."""
        claims = self.has_claims()
        for key, node in self.nodes.items():
            if not (claims and is_part(node.label)):
                yield key, node


def _leads(ends: tuple[Node | None, ...]) -> bool:
    """Whether an arrow between these leads from a claim to one of its parts."""
    tail, head = ends
    if tail is None or head is None:
        return False
    return tail.label.upper() in (CLAIM, CONTENT) and head.label.upper() in ARROWS


def _named(node: Node) -> str:
    return f"{node.label} at {node.span.start}-{node.span.end}"


def details_of(claims: Sequence[Claim]) -> list[dict[str, Any]]:
    """What arrows do not say of claims, by their places: for the corner that is kept for us.

    Of a claim that has nothing to say there is an entry only where another begins in its place.
    """
    heads = Counter(claim.content[0] for claim in claims)
    return [
        {
            "head": list(claim.content[0]),
            "claimer": claim.claimer,
            "attributes": dict(claim.attributes),
        }
        for claim in claims
        if claim.claimer is not None or claim.attributes or heads[claim.content[0]] > 1
    ]


class Details:
    """What was said in our corner of a file, to be put back on the claims it was said of."""

    def __init__(self, plain: Any) -> None:
        self._known: dict[tuple[int, int], list[Mapping[str, Any]]] = defaultdict(list)
        for said in plain if isinstance(plain, list) else ():
            place = said.get("head") if isinstance(said, dict) else None
            if (
                isinstance(place, list)
                and len(place) == 2
                and all(isinstance(n, int) for n in place)
            ):
                self._known[place[0], place[1]].append(said)

    def on(self, claim: Claim) -> Claim:
        """The claim with its claimer and attributes; of several in one place the next one."""
        waiting = self._known.get(claim.content[0])
        said = waiting.pop(0) if waiting else {}
        claimer = said.get("claimer")
        return Claim(
            claim.content,
            claim.cue,
            claim.source,
            claimer if isinstance(claimer, str) else None,
            named_texts(said.get("attributes")),
        )
