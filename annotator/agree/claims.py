"""Suggested claims against true ones, record by record.

A suggested claim is right when it can be paired with a true one: their cues overlap (or neither has
one), and their contents share at least half of their characters (Jaccard). Pairs are made one to
one, the most alike first. Contents are compared without complementiser, outer quotation marks and
final stop, because annotators and corpora differ in these; PARC 3 and PolNeAR are scored alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from annotator.agree.counts import Counts, Judged, counted_by, plain_counts, taken_in
from annotator.agree.gold import Gold
from annotator.agree.pairing import one_to_one, overlapping
from annotator.model.records import Claim, Suggestion
from annotator.model.spans import Span

ENOUGH = 0.5
"""The Jaccard of two contents from which they are about the same claim."""
UNTYPED = "-"
"""The quote type of a claim that tells none."""

_COMPLEMENTISER = re.compile(r"\s*[\"“«„‘']?\s*(?:that|to|whether|if)\s+", re.IGNORECASE)
_EDGES = " \t\r\n\"“”«»„‘’'`´.,;"


@dataclass(frozen=True, slots=True)
class ClaimError:
    """A claim that was wrongly suggested (`true` is None) or missed (`said` is None).

    Where both are there the record is right, but the parts in `differing` are not.
    """

    said: Suggestion | None
    true: Claim | None
    differing: tuple[str, ...] = ()

    def place(self) -> Span:
        """Where to look."""
        record = self.true if self.true is not None else self.said and self.said.record
        assert isinstance(record, Claim)
        return min(record.content)


@dataclass(slots=True)
class ClaimResult:
    """How the claims of one or more releases compare."""

    records: Counts = field(default_factory=Counts)
    sources_right: int = 0
    """Pairs whose sources are the same spans."""
    cues_right: int = 0
    contents_right: int = 0
    """Pairs whose contents are the same characters, compared as told above."""
    claimers_right: int = 0
    claimers_told: int = 0
    """Pairs whose true claim names a claimer."""
    judged: list[Judged] = field(default_factory=list)
    """Every suggestion that could be right or wrong, and whether it was right."""
    quote_types: dict[str, Counts] = field(default_factory=dict)
    """By the quote type of the true claim, or of the suggested one where that is wrong."""

    def rules(self) -> dict[str, Counts]:
        """Right and wrong by rule."""
        return counted_by(lambda suggestion: suggestion.rule, self.judged)

    def add(self, other: ClaimResult) -> None:
        """Take the counts of another result in."""
        self.records += other.records
        self.sources_right += other.sources_right
        self.cues_right += other.cues_right
        self.contents_right += other.contents_right
        self.claimers_right += other.claimers_right
        self.claimers_told += other.claimers_told
        self.judged += other.judged
        taken_in(self.quote_types, other.quote_types)

    def count(self, typed: Claim, counts: Counts) -> None:
        """Take in the counts of one claim, under the quote type of `typed`."""
        self.records += counts
        taken_in(self.quote_types, {typed.attributes.get("quote_type", UNTYPED): counts})

    def to_plain(self) -> dict[str, Any]:
        """For JSON. Ratios are in 0..1."""
        return {
            "records": self.records.to_plain(),
            "sources_right": self.sources_right,
            "cues_right": self.cues_right,
            "contents_right": self.contents_right,
            "claimers_right": self.claimers_right,
            "claimers_told": self.claimers_told,
            "quote_types": plain_counts(self.quote_types),
            "rules": plain_counts(self.rules()),
        }


def compare_claims(
    gold: Gold, suggestions: Iterable[Suggestion]
) -> tuple[ClaimResult, list[ClaimError]]:
    """The counts of one release, and each error in reading order."""
    text = gold.release.text
    true = [*gold.claims, *(c for c in gold.undecided if isinstance(c, Claim))]
    scored = len(gold.claims)
    said = [(s.record, s) for s in suggestions if isinstance(s.record, Claim)]
    pairs = paired(true, [claim for claim, _ in said], text)
    owners = {j: i for i, j in pairs.items()}
    result, errors = ClaimResult(), []
    for j, (claim, suggestion) in enumerate(said):
        i = owners.get(j)
        if i is None:
            result.count(claim, Counts(wrong=1))
            errors.append(ClaimError(suggestion, None))
        elif i < scored and (differing := _counted_pair(result, true[i], claim, text)):
            errors.append(ClaimError(suggestion, true[i], differing))
        if i is None or i < scored:
            result.judged.append(Judged(suggestion, i is not None))
    for claim in (true[i] for i in range(scored) if i not in pairs):
        result.count(claim, Counts(missed=1))
        errors.append(ClaimError(None, claim))
    return result, sorted(errors, key=lambda error: error.place())


def _counted_pair(result: ClaimResult, true: Claim, said: Claim, text: str) -> tuple[str, ...]:
    """Count a pair; the parts in which it differs."""
    result.count(true, Counts(right=1))
    differing = differing_parts(true, said, text)
    if true.claimer is None:
        differing = tuple(part for part in differing if part != "claimer")
    result.sources_right += "source" not in differing
    result.cues_right += "cue" not in differing
    result.contents_right += "content" not in differing
    result.claimers_told += true.claimer is not None
    result.claimers_right += true.claimer is not None and "claimer" not in differing
    return differing


def differing_parts(one: Claim, other: Claim, text: str) -> tuple[str, ...]:
    """In which of source, cue, content and claimer two claims differ."""
    is_same = {
        "source": set(one.source) == set(other.source),
        "cue": one.cue == other.cue,
        "content": _characters(one, text) == _characters(other, text),
        "claimer": one.claimer == other.claimer,
    }
    return tuple(part for part, same in is_same.items() if not same)


def paired(true: Sequence[Claim], said: Sequence[Claim], text: str) -> dict[int, int]:
    """Which true claim is which suggested one, as numbers, the most alike first."""
    true_characters = [_characters(claim, text) for claim in true]
    said_characters = [_characters(claim, text) for claim in said]
    return one_to_one(
        (1 - value, i, j)
        for i, j in _with_fitting_cues(true, said)
        if (value := _jaccard(true_characters[i], said_characters[j])) >= ENOUGH
    )


def _with_fitting_cues(true: Sequence[Claim], said: Sequence[Claim]) -> Iterator[tuple[int, int]]:
    """The numbers of every two whose cues overlap, or that both have none."""
    mine, theirs = (
        [(n, span) for n, c in enumerate(claims) for span in ((c.cue,) if c.cue else c.content)]
        for claims in (true, said)
    )
    spans = ([span for _, span in side] for side in (mine, theirs))
    near = {(mine[i][0], theirs[j][0]) for i, j in overlapping(*spans)}
    return ((i, j) for i, j in sorted(near) if (true[i].cue is None) == (said[j].cue is None))


def _jaccard(a: set[int], b: set[int]) -> float:
    return len(a & b) / max(1, len(a | b))


def _characters(claim: Claim, text: str) -> set[int]:
    """The offsets of the content that count: without white space and what is not compared."""
    return {
        at
        for number, span in enumerate(claim.content)
        for at in range(*_bare(span, text, is_first=number == 0))
        if not text[at].isspace()
    }


def _bare(span: Span, text: str, is_first: bool) -> Span:
    start, end = span
    if is_first and (head := _COMPLEMENTISER.match(text, start, end)):
        start = head.end()
    while start < end and text[start] in _EDGES:
        start += 1
    while start < end and text[end - 1] in _EDGES:
        end -= 1
    return Span(start, end)
