"""The score of a suggestion: how often its like was right in the development gold.

The figures stand in ``resources/suggest/scores.toml``, which ``annotator calibrate`` writes.
"""

from __future__ import annotations

from typing import Any

from annotator.model.records import Layer
from annotator.suggest.words import word_list

_UNKNOWN = 0.5
"""The score where nothing at all is known."""


def score(layer: Layer, rule: str, kind: str) -> float:
    """The score in 0..1 of what `rule` made, for the label of an entity or a claim's quote type.

    Where a kind was never seen with a rule, that of the rule, else of the layer.
    """
    known: dict[str, Any] = word_list("scores").get(layer, {})
    by_kind = known.get(rule, known.get(rule.rsplit("+", 1)[-1], {}))
    return float(by_kind.get(kind, by_kind.get("any", known.get("any", {}).get("any", _UNKNOWN))))
