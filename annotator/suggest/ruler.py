"""A quicker attribute ruler: what most of its patterns match is looked up, not tried again.

The ruler of an English pipeline tries 180 patterns at every token, a tenth of all the time. Nearly
all of them look at one token alone, and at no more than its tag, its place in the parse, whether it
is white space and whether it is one of the few words that they name. That is found out once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from spacy.attrs import DEP, IS_SPACE, LOWER, TAG
from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc

Match = tuple[int, int, int, int]
"""The number of a rule, its name, and the tokens from and to which it matches."""

_LOOKED_AT = frozenset({"TAG", "LOWER", "DEP", "IS_SPACE"})
_LISTS = frozenset({"IN", "NOT_IN"})


def quicken(ruler: AttributeRuler) -> None:
    """Have `ruler` remember what it found. What it does stays the same."""
    vars(ruler)["match"] = _Remembering(ruler).match


class _Remembering:
    """Finds what the ruler's own `match` finds."""

    def __init__(self, ruler: AttributeRuler) -> None:
        strings = ruler.vocab.strings
        self._alone, self._others = Matcher(ruler.vocab), Matcher(ruler.vocab)
        self._number: dict[int, int] = {}
        self._named: set[int] = set()
        """The words that patterns for one token name."""
        self._known: dict[tuple[int, int, int, int], list[tuple[int, int]]] = {}
        rules: list[dict[str, Any]] = ruler.patterns
        for number, rule in enumerate(rules):
            self._number[strings.add(str(number))] = number
            for pattern in rule["patterns"]:
                is_alone = _is_alone(pattern)
                (self._alone if is_alone else self._others).add(str(number), [pattern])
                if is_alone:
                    self._named.update(strings.add(word) for word in _words(pattern[0]))

    def match(self, doc: Doc) -> list[Match]:
        """What matches in `doc`, later rules last."""
        found = list(self._matches(self._others, doc))
        named, known = self._named, self._known
        for i, (tag, lower, dep, space) in enumerate(
            doc.to_array([TAG, LOWER, DEP, IS_SPACE]).tolist()
        ):
            key = (tag, lower if lower in named else 0, dep, space)
            if (rules := known.get(key)) is None:
                rules = [m[:2] for m in self._matches(self._alone, doc[i : i + 1])]
                known[key] = rules
            found += [(number, name, i, i + 1) for number, name in rules]
        found.sort()
        return found

    def _matches(self, matcher: Matcher, tokens: Any) -> Iterator[Match]:
        for name, start, end in matcher(tokens, allow_missing=True):
            yield self._number[name], name, start, end


def _is_alone(pattern: list[dict[str, Any]]) -> bool:
    """Whether `pattern` looks at one token, and at nothing in it that is not in the key."""
    return (
        len(pattern) == 1
        and pattern[0].keys() <= _LOOKED_AT
        and all(
            value.keys() <= _LISTS if isinstance(value, dict) else isinstance(value, str | bool)
            for value in pattern[0].values()
        )
    )


def _words(token: dict[str, Any]) -> Iterable[str]:
    """The words that a pattern of one token names."""
    words = token.get("LOWER", {})
    return [words] if isinstance(words, str) else [w for ws in words.values() for w in ws]
