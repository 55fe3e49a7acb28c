"""Scores from experience: how often what a rule suggested was right.

The score of a rule with a kind (an entity's label, a claim's quote type) is its precision, drawn
towards that of the rule, which is drawn towards that of the layer: with few observations a bin says
little. This is additive smoothing with `WEIGHT` observations of what is expected (Lidstone 1920;
Chen and Goodman 1999 for the back-off).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from annotator.agree.counts import Counts, Judged
from annotator.model.records import Claim, Suggestion

WEIGHT = 5
"""How many observations an expectation counts for."""
ANY = "any"
"""All kinds of a rule, or all rules of a layer, together."""

Scores = dict[str, dict[str, float]]
"""rule -> kind -> score; ``any`` on either level."""


def kind_of(suggestion: Suggestion) -> str:
    """What tells suggestions of one rule apart: the label, or the quote type."""
    record = suggestion.record
    if isinstance(record, Claim):
        return record.attributes.get("quote_type", ANY)
    return record.label


def calibrated(judged: Iterable[Judged]) -> Scores:
    """The scores that `judged`, all of one layer, teach."""
    counts: defaultdict[str, defaultdict[str, Counts]] = defaultdict(lambda: defaultdict(Counts))
    for one in judged:
        counts[one.suggestion.rule][kind_of(one.suggestion)] += one.counts()
    total = _sum(c for kinds in counts.values() for c in kinds.values())
    layer = _drawn(total, 0.5)
    scores: Scores = {ANY: {ANY: layer}}
    for rule, kinds in sorted(counts.items()):
        of_rule = _drawn(_sum(kinds.values()), layer)
        scores[rule] = {ANY: of_rule}
        scores[rule] |= {kind: _drawn(c, of_rule) for kind, c in sorted(kinds.items())}
    return scores


def _sum(counts: Iterable[Counts]) -> Counts:
    return sum(counts, Counts())


def _drawn(counts: Counts, expected: float) -> float:
    seen = counts.right + counts.wrong
    return round((counts.right + WEIGHT * expected) / (seen + WEIGHT), 3)


def to_toml(layers: Mapping[str, Scores], head: str) -> str:
    """The scores as the text of a TOML file that begins with the comment `head`."""
    lines = [f"# {line}".rstrip() for line in head.splitlines()]
    for layer, scores in layers.items():
        lines += ["", f"[{layer}]"]
        for rule, kinds in scores.items():
            held = ", ".join(f'"{kind}" = {value}' for kind, value in kinds.items())
            lines.append(f'"{rule}" = {{ {held} }}')
    return "\n".join(lines) + "\n"
