"""Who stands behind a source: a canonical name, and whether that is a guess."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import NamedTuple

from annotator.model.claimer_names import together, without_article
from annotator.model.records import AUTHOR, IMPLICIT
from annotator.model.spans import Span
from annotator.suggest.claims.extract import Draft
from annotator.suggest.entities.found import FoundEntity
from annotator.suggest.roles import roles_in, telling_words
from annotator.suggest.words import words

_AND = re.compile(r"\s*(?:,|and|,\s*and)\s+(?:the\s+)?", re.IGNORECASE)
_SHORT = 2
"""Words of a description such as "the news agency" that only points back."""
_REMEMBERED = 200
"""Names before a description that it may point back to."""
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
    """The people and bodies of one release, and who spoke last, while its claims are gone through.

    "He" is whoever spoke or was named last, "the source" the last source called so, "the Committee"
    the last body whose name ends so: same head and recency.
    """

    def __init__(self, text: str, entities: list[FoundEntity]) -> None:
        """Learn who is who from `entities` and the titles around them in `text`."""
        self._text = text
        self._people = [e.span for e in entities if e.label == "PERSON"]
        self._bodies = [e.span for e in entities if e.label in ("ORG", "GPE")]
        self._full = _full_names([self._name(span) for span in self._people])
        self._titles = self._described()
        self._spoke: dict[str, tuple[int, str]] = {}
        """Who spoke last as a "person" and as a "body", and where."""
        self._by_head: dict[str, str] = {}
        """The claimer of the last source with this head noun."""

    def claimer(self, draft: Draft, around: Draft | None = None) -> Claimer:
        """The claimer of `draft`; drafts are asked for in reading order.

        `around` is the innermost claim whose content holds this one.
        """
        if draft.implicit:
            return IMPLICIT, False
        if not draft.source:
            return None, False
        found = self._resolved(draft.source[0], around)
        self._remember(draft.source[0], found[0])
        return found

    def _resolved(self, source: Span, around: Draft | None) -> Claimer:
        named = self._people_in(source)
        if named is not None:
            return named, False
        said = self._name(source).lower().split(",")[0]
        if said in words("claimers", "first_person"):
            return (AUTHOR if around is None else self.claimer(around)[0]), True
        if said in words("claimers", "plural"):
            return None, False
        if said in words("claimers", "pronouns"):
            return self._last("person", source, self._people), True
        if said in words("claimers", "neuter"):
            return self._last("body", source, self._bodies), True
        return self._described_by(source)

    def _remember(self, source: Span, claimer: str | None) -> None:
        """Note who spoke; the next "he" or "the source" may be the same."""
        if claimer is None or claimer == AUTHOR:
            return
        kind = "person" if claimer in self._full.values() else "body"
        self._spoke[kind] = (source.start, claimer)
        self._by_head[_head(self._name(source))] = claimer

    def _name(self, span: Span) -> str:
        return " ".join(span.text(self._text).split())

    def _bare(self, span: Span) -> str:
        return without_article(self._name(span))

    def _people_in(self, source: Span) -> str | None:
        """The person in `source`, or both of "Ann Lee and Bob Roe"."""
        inside = _inside(source, self._people)
        names = [self._full[self._name(span)] for span in inside]
        return self._joined(inside, names) if inside else None

    def _joined(self, spans: list[Span], names: list[str]) -> str:
        """The first name, with those that follow it after "and" or a comma."""
        joined = names[:1]
        for earlier, later, name in zip(spans, spans[1:], names[1:], strict=False):
            if not _AND.fullmatch(self._text[earlier.end : later.start]):
                break
            joined.append(name)
        return together(joined)

    def _last(self, kind: str, source: Span, named: list[Span]) -> str | None:
        """Who of a kind spoke last before `source`, else who was named last before it."""
        if kind in self._spoke and self._spoke[kind][0] <= source.start:
            return self._spoke[kind][1]
        before = bisect_right(named, (source.start, 0)) - 1
        if before < 0:
            return None
        name = self._bare(named[before])
        return self._full.get(name, name)

    def _described_by(self, source: Span) -> Claimer:
        """For "the head of state" the person, for "the ministry" the body, else the words."""
        person = self._by_description(source)
        if person is not None:
            return person, True
        bare = self._bare(source)
        same_head = self._by_head_noun(source, bare)
        if same_head is not None:
            return same_head, same_head != bare
        return self._bodies_in(source) or bare, False

    def _bodies_in(self, source: Span) -> str | None:
        """The body that `source` begins with, or both of "Germany and the United States"."""
        bodies = _inside(source, self._bodies)
        words_before = self._bare(Span(source.start, bodies[0].start)) if bodies else "none"
        if words_before.lower() not in ("", "the", "a", "an") or roles_in(self._name(source)):
            return None
        return self._joined(bodies, [self._bare(span) for span in bodies])

    def _by_head_noun(self, source: Span, bare: str) -> str | None:
        """For "the source" the last one called so, for "the Committee" the body of that name."""
        is_definite = self._name(source).lower().startswith(("the ", "this ", "that "))
        if not is_definite or len(bare.split()) > _SHORT:
            return None
        head = _head(bare)
        if head in self._by_head:
            return self._by_head[head]
        before = self._bodies[: bisect_right(self._bodies, (source.start, 0))]
        names = (self._bare(span) for span in reversed(before[-_REMEMBERED:]))
        return next((name for name in names if _head(name) == head and name != bare), None)

    def _by_description(self, source: Span) -> str | None:
        """The person whose titles share a role and the most words with the description."""
        description = self._name(source)
        roles = roles_in(description)
        if not roles or description.lower().startswith(("a ", "an ")):
            return None
        wanted = telling_words(description)
        fitting = [t for t in self._titles if roles & t.roles]
        fitting = [t for t in fitting if t.at < source.end] or fitting
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
            if title.rstrip().endswith(",") and self._text[span.end : span.end + 1] != ",":
                title = ""  # "Greeting the minister, X said": not in apposition
            full = self._full[self._name(span)]
            title += " " + (after[1] if after else "")
            if roles := roles_in(title):
                found.append(_Titled(span.start, full, roles, telling_words(title)))
        return found


def _inside(source: Span, spans: list[Span]) -> list[Span]:
    """Those of `spans`, which are in order, that lie in `source`."""
    first = bisect_left(spans, source.start, key=lambda span: span.start)
    last = bisect_left(spans, source.end, key=lambda span: span.start)
    return [span for span in spans[first:last] if span.end <= source.end]


def _head(name: str) -> str:
    """The head noun of a name or description, in lower case: "bank" of "Bank of Georgia"."""
    words_of_name = re.split(r"\s(?:of|at|for|in|on|from|with)\s", name)[0].split()
    return words_of_name[-1].lower().rstrip(",") if words_of_name else ""


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
