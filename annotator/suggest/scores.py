"""The score of a suggestion: how often its like was right in the development gold.

The figures stand in ``resources/suggest/scores.toml``, which ``annotator calibrate`` writes. A
person may name another such file, learned from releases of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from annotator.model.errors import AnnotatorError
from annotator.model.own_files import UnreadableError, read_toml
from annotator.model.records import Layer
from annotator.suggest.words import word_list

_ANY = "any"
_UNKNOWN = 0.5
"""The score where nothing at all is known."""


class ScoresError(AnnotatorError):
    """A file of scores cannot be used."""


class Scores:
    """How far each rule can be trusted, by what it suggests."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        """`table` has layer -> rule -> kind -> score, with ``any`` for all rules or kinds."""
        self._table = table

    def of(self, layer: Layer, rule: str, kind: str) -> float:
        """The score in 0..1 of what `rule` made; `kind` is the label or the quote type of it.

        Where a kind was never seen with a rule, that of the rule; else of its last repair; else of
        the layer.
        """
        known = self._table.get(layer, {})
        by_kind = known.get(rule) or known.get(rule.rsplit("+", 1)[-1]) or known.get(_ANY, {})
        return float(by_kind.get(kind, by_kind.get(_ANY, _UNKNOWN)))


@cache
def usual_scores() -> Scores:
    """The scores that come with the program."""
    return Scores(word_list("scores"))


def read_scores(path: Path) -> Scores:
    """The scores of a person's file. Raise `ScoresError`."""
    try:
        table = read_toml(path)
    except FileNotFoundError:
        raise ScoresError(
            f"There is no file of scores {path}; annotator calibrate makes it."
        ) from None
    except UnreadableError as error:
        raise ScoresError(f"The scores in {path} cannot be read: {error}.") from None
    for layer, rules in table.items():
        for rule, kinds in rules.items() if isinstance(rules, dict) else [(layer, rules)]:
            values = kinds.values() if isinstance(kinds, dict) else [None]
            if not all(isinstance(v, int | float) and 0 <= v <= 1 for v in values):
                raise ScoresError(
                    f'The scores in {path}: "{rule}" needs numbers from 0 to 1, such as '
                    "{ any = 0.8 }; annotator calibrate writes them so."
                )
    return Scores(table)
