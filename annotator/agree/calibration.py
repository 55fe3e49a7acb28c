"""Scores from experience: how often what a rule suggested was right.

The score of a rule with a kind (an entity's label, a claim's quote type) is its precision in the
gold releases, drawn towards that of the rule with all kinds, which is drawn towards what was
measured elsewhere before. With few observations a bin says little, and rules that were tuned on the
very releases they are measured with look better than they are. This is additive smoothing with
`WEIGHT` observations of what is expected (Lidstone 1920; Chen and Goodman 1999 for the back-off).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping

from annotator.agree.counts import Counts, Judged
from annotator.model.records import Claim, Layer, Suggestion

WEIGHT = 20
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


def calibrated(judged: Iterable[Judged], expected: Mapping[str, float]) -> Scores:
    """The scores that `judged`, all of one layer, teach.

    `expected` has what was measured before, by label or by rule, and ``any``.
    """
    counts: defaultdict[str, defaultdict[str, Counts]] = defaultdict(lambda: defaultdict(Counts))
    for one in judged:
        counts[one.suggestion.rule][kind_of(one.suggestion)] += one.counts()
    kinds_of_any = [c for kinds in counts.values() for c in kinds.values()]
    scores: Scores = {ANY: {ANY: _drawn(_sum(kinds_of_any), expected[ANY])}}
    for rule, kinds in sorted(counts.items()):
        whole = _drawn(_sum(kinds.values()), expected.get(rule, expected[ANY]))
        scores[rule] = {ANY: whole} | {
            kind: _drawn(c, expected.get(kind, whole)) for kind, c in sorted(kinds.items())
        }
    return scores


def _sum(counts: Iterable[Counts]) -> Counts:
    return sum(counts, Counts())


def _drawn(counts: Counts, expected: float) -> float:
    seen = counts.right + counts.wrong
    return round((counts.right + WEIGHT * expected) / (seen + WEIGHT), 3)


def to_toml(layers: Mapping[Layer, Scores], head: str) -> str:
    """The scores as the text of a TOML file that begins with the comment `head`."""
    lines = [f"# {line}".rstrip() for line in head.splitlines()]
    for layer, scores in layers.items():
        lines += ["", f"[{layer}]"]
        for rule, kinds in scores.items():
            held = ", ".join(f"{_quoted(kind)} = {value}" for kind, value in kinds.items())
            lines.append(f"{_quoted(rule)} = {{ {held} }}")
    return "\n".join(lines) + "\n"


def _quoted(name: str) -> str:
    """A name as a key of TOML, whatever other tools call their rules and labels."""
    return json.dumps(name, ensure_ascii=False).replace("\x7f", "\\u007f")
