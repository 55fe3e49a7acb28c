"""The names of one release: a tag for each, and where they stand in any words."""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from annotator.model.name_forms import (
    WORD,
    Form,
    folded,
    forms_of,
    full_form,
    is_unspaced,
    key,
    stems_of,
)
from annotator.model.spans import Span

_KINDS = {"PERSON": "Person", "NORP": "Group", "ORG": "Organisation", "GPE": "Place"}
_PLACES = ("GPE", "NORP")
_GAP = 40
"""Code points between two words of one name, at most: a line end and an indent."""


class Masked(NamedTuple):
    """A piece of text that is masked, and what stands for it: "Person A"."""

    span: Span
    tag: str


class Name(NamedTuple):
    """A name as it is written, with its label."""

    words: str
    label: str


class Names:
    """Names by the forms in which they may stand. A tag is kept when its name is forgotten."""

    def __init__(self) -> None:
        self._counts: Counter[Name] = Counter()
        self._unspaced: set[Name] = set()
        self._by_form: dict[Form, list[Name]] = {}
        self._by_whole: dict[tuple[str, Form], list[Name]] = {}
        """Names by their label and their full form, without regard to capitals."""
        self._lengths: dict[str, Counter[int]] = defaultdict(Counter)
        self._tags: dict[Name, str] = {}
        self._used: Counter[str] = Counter()

    def learn(self, name: Name, places: int = 1) -> None:
        """Take in a name, or more places where it stands."""
        self._counts[name] += places
        if self._counts[name] > places:
            return
        if name not in self._tags:
            self._tags[name] = self._tag_of_same(name) or self._next_tag(name.label)
        if is_unspaced(name.words):
            self._unspaced.add(name)
        self._by_whole.setdefault(_whole(name), []).append(name)
        for form in set(forms_of(*name)):
            self._by_form.setdefault(form, []).append(name)
            self._lengths[form[0]][len(form)] += 1

    def forget(self, name: Name) -> None:
        """Take out one place of a name, and with the last one the name."""
        self._counts[name] -= 1
        if self._counts[name]:
            return
        del self._counts[name]
        self._unspaced.discard(name)
        self._by_whole[_whole(name)].remove(name)
        for form in set(forms_of(*name)):
            self._by_form[form].remove(name)
            self._lengths[form[0]][len(form)] -= 1
            if not self._by_form[form]:
                del self._by_form[form]

    def tag(self, name: Name) -> str:
        """What stands for a name: "Person A"."""
        return self._tags[name]

    def found(self, words: str) -> list[Masked]:
        """Every place of a name in any words, in order, none over another one."""
        known = list(WORD.finditer(words))
        keys = [key(word[0]) for word in known]
        places = [place for at in range(len(known)) for place in self._at(known, keys, at)]
        return merged([*places, *self._within(words)])

    def _at(self, known: Sequence[re.Match[str]], keys: Sequence[str], at: int) -> Iterator[Masked]:
        """The longest name that begins with a word, if there is one."""
        lengths = self._lengths.get(keys[at], Counter())
        for length in sorted((n for n, count in lengths.items() if count), reverse=True):
            names, found = self._by_form.get(tuple(keys[at : at + length])), known[at : at + length]
            if names and _hangs_together(found):
                yield Masked(Span(found[0].start(), found[-1].end()), self._tags[names[0]])
                return
        for stem in stems_of(keys[at]):
            lands = [n for n in self._by_form.get((stem,), ()) if n.label in _PLACES]
            if lands:
                yield Masked(Span(*known[at].span()), self._tags[lands[0]])
                return

    def _within(self, words: str) -> Iterator[Masked]:
        """Names that are sought letter by letter."""
        for name in self._unspaced:
            for place in re.finditer(re.escape(name.words), words):
                yield Masked(Span(*place.span()), self._tags[name])

    def _tag_of_same(self, name: Name) -> str | None:
        """The tag of a known name that this is a part of, or that is a part of this."""
        wholes = self._by_form.get(full_form(name.words), ())
        same = next((known for known in wholes if known.label == name.label), None)
        if same is None:
            forms = (folded(form) for form in forms_of(*name))
            parts = (self._by_whole.get((name.label, form)) for form in forms)
            same = next((known[0] for known in parts if known), None)
        return None if same is None else self._tags[same]

    def _next_tag(self, label: str) -> str:
        kind = _KINDS.get(label) or label.replace("_", " ").capitalize()
        self._used[kind] += 1
        return f"{kind} {_letters(self._used[kind])}"


def _whole(name: Name) -> tuple[str, Form]:
    return name.label, folded(full_form(name.words))


def merged(found: Iterable[Masked]) -> list[Masked]:
    """The same in order, those that overlap as one, under the tag of the longest."""
    result: list[tuple[Masked, int]] = []
    for span, tag in sorted(found):
        length = span.end - span.start
        if result and result[-1][0].span.end > span.start:
            before, longest = result[-1]
            kept = before.tag if longest >= length else tag
            result[-1] = Masked(before.span.joined(span), kept), max(longest, length)
        else:
            result.append((Masked(span, tag), length))
    return [masked for masked, _ in result]


def _hangs_together(found: Sequence[re.Match[str]]) -> bool:
    gaps = (after.start() - before.end() for before, after in itertools.pairwise(found))
    return all(gap <= _GAP for gap in gaps)


def _letters(number: int) -> str:
    """A, B ... Z, AA ..."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
