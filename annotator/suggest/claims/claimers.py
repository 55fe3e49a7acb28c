"""Who stands behind a source: a canonical name, and whether that is a guess."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from annotator.model.records import AUTHOR, IMPLICIT
from annotator.model.spans import Span
from annotator.suggest.claims.extract import Draft
from annotator.suggest.entities.found import FoundEntity
from annotator.suggest.words import word_list, words

_WORD = re.compile(r"[^\W\d_]+")
_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_TITLE = re.compile(
    r"(?:(?:[A-Z][\w.'’/-]*[),]{0,2}|of|for|the|on|press|spokes\w+|prime|minister|president|head"
    r"|director|secretary|leader|chair\w*|commander|envoy|ambassador)\s+)+$"
)
"""The words right before a name that may be the person's title: capitals, roles, "of the"."""

Claimer = tuple[str | None, bool]
"""A name (or None where nobody can be named) and whether it was guessed."""


class _Titled(NamedTuple):
    """One place where a person is named, with the roles and words of the title there."""

    at: int
    name: str
    roles: frozenset[str]
    words: set[str]


class Claimers:
    """The people of one release and the words that describe them."""

    def __init__(self, text: str, entities: list[FoundEntity]) -> None:
        """Learn who is who from `entities` and the titles around them in `text`."""
        self._text = text
        self._people = [e.span for e in entities if e.label == "PERSON"]
        self._bodies = [e.span for e in entities if e.label in ("ORG", "GPE")]
        self._full = _full_names([self._name(span) for span in self._people])
        self._titles = self._described()

    def claimer(self, draft: Draft, drafts: list[Draft]) -> Claimer:
        """The claimer of `draft`; `drafts` are all of the release, for the pronouns."""
        if draft.implicit:
            return IMPLICIT, False
        if not draft.source:
            return None, False
        source = draft.source[0]
        named = self._person_in(source)
        if named is not None:
            return named, False
        said = self._name(source).lower()
        if said in words("claimers", "first_person"):
            return self._first_person(draft, drafts)
        if said in words("claimers", "plural"):
            return None, False
        if said in words("claimers", "pronouns"):
            return self._last_person(source, drafts), True
        return self._described_by(source)

    def _name(self, span: Span) -> str:
        return " ".join(span.text(self._text).split())

    def _person_in(self, source: Span) -> str | None:
        inside = [span for span in self._people if source.contains(span)]
        return self._full[self._name(inside[0])] if inside else None

    def _first_person(self, draft: Draft, drafts: list[Draft]) -> Claimer:
        """ "I" and "we" are whoever says the claim around them, or the release itself."""
        around = [
            other for other in drafts
            if other is not draft and any(part.contains(draft.cue) for part in other.content)
        ]  # fmt: skip
        if not around:
            return AUTHOR, True
        return self.claimer(max(around, key=lambda other: other.cue.start), drafts)[0], True

    def _last_person(self, source: Span, drafts: list[Draft]) -> str | None:
        """The person who said something last before, or was named last."""
        earlier = [d.source[0] for d in drafts if d.source and d.source[0].end <= source.start]
        for span in sorted(earlier, reverse=True):
            named = self._person_in(span) or self._by_description(span)
            if named is not None:
                return named
        before = [span for span in self._people if span.end <= source.start]
        return self._full[self._name(before[-1])] if before else None

    def _described_by(self, source: Span) -> Claimer:
        """For "the head of state" the person, for "the ministry" the body, else the words."""
        person = self._by_description(source)
        if person is not None:
            return person, True
        words_of_source = self._name(source)
        start = source.start + len(words_of_source) - len(_ARTICLE.sub("", words_of_source))
        bodies = [
            self._name(span) for span in self._bodies
            if source.contains(span) and span.start <= start < span.end
        ]  # fmt: skip
        if bodies and not _roles(words_of_source):
            return _ARTICLE.sub("", bodies[0]), False
        return _ARTICLE.sub("", words_of_source), False

    def _by_description(self, source: Span) -> str | None:
        """The person whose titles share a role and the most words with the description."""
        description = self._name(source)
        roles = _roles(description)
        if not roles or description.lower().startswith(("a ", "an ")):
            return None
        wanted = _words(description)
        fitting = [t for t in self._titles if t.at < source.end and roles & t.roles]
        if not fitting:
            return None
        best = max(fitting, key=lambda t: (len(wanted & t.words) + len(roles & t.roles), t.at))
        return best.name

    def _described(self) -> list[_Titled]:
        """Every place where a person is named with a title."""
        found = []
        for n, span in enumerate(self._people):
            left = self._people[n - 1].end if n else 0
            before = _TITLE.search(self._text[max(left, span.start - 160) : span.start])
            after = re.match(r",\s([^,.;\n]{3,80})", self._text[span.end : span.end + 90])
            title = before[0] if before else ""
            full = self._full[self._name(span)]
            title += " " + (after[1] if after else "")
            if roles := _roles(title):
                found.append(_Titled(span.start, full, roles, _words(title)))
        return found


def _roles(title: str) -> frozenset[str]:
    """The roles in `title`, whichever synonym stands for them: "head of state" -> president."""
    plain = title.lower()
    return frozenset(role for role, pattern in _role_patterns().items() if pattern.search(plain))


@cache
def _role_patterns() -> dict[str, re.Pattern[str]]:
    roles: dict[str, list[str]] = word_list("claimers")["roles"]
    return {role: re.compile(rf"\b(?:{'|'.join(names)})\b") for role, names in roles.items()}


def _words(text: str) -> set[str]:
    return {word.lower() for word in _WORD.findall(text) if len(word) > 3 or word.isupper()}


def _full_names(names: list[str]) -> dict[str, str]:
    """Each name with the longest name of the release that ends or begins with the same words."""
    longest_first = sorted(set(names), key=lambda name: (-len(name), name))
    return {
        name: next(
            full for full in longest_first
            if full == name or full.endswith(" " + name) or full.startswith(name + " ")
        )
        for name in names
    }  # fmt: skip
