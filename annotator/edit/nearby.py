"""Who is named and who speaks around a claim: people, bodies, places, claimers before.

Only so many items around are looked at, so that it costs the same in a long release as in a short
one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from functools import cached_property, lru_cache
from itertools import chain
from typing import Literal, NamedTuple

from annotator.edit.here import Here
from annotator.edit.places import Place
from annotator.model.claimer_names import together, without_article
from annotator.model.records import AUTHOR, IMPLICIT, Claim, Entity
from annotator.model.spans import Span
from annotator.suggest.roles import roles_in, telling_words
from annotator.suggest.words import words

Kind = Literal["person", "body", "place", "people"]
_KINDS: dict[str, Kind] = {"PERSON": "person", "ORG": "body", "GPE": "place", "NORP": "people"}
_BEFORE, _AFTER, _FIRST = 160, 40, 40
"""So many items before and behind the claim are looked at, and from the top of the release."""
_TITLE_LENGTH = 70
"""Code points beside a name in which its title is looked for."""
_KEPT = 4_096
"""So many names are kept as they were taken apart: the next claim is among the same ones."""
_POSSESSIVE = re.compile(r"['’`´]s?$")
_END_OF_TITLE = re.compile(r"[.;:!?\n\"“”«»]")
_JOINT = re.compile(r"\s*(?:,|and|&|,\s*and)\s+(?:the\s+)?")
_WORD = re.compile(r"\w+")
_POINTING = frozenset().union(
    *(words("claimers", table) for table in ("first_person", "plural", "pronouns", "neuter"))
)
"""What stands for somebody named elsewhere."""


class Named(NamedTuple):
    """One place where somebody is named."""

    span: Span
    name: str
    kind: Kind


class Said(NamedTuple):
    """Another claim: who is behind it, and the words that stand for its source."""

    content: tuple[Span, ...]
    claimer: str
    source: str


@lru_cache(maxsize=_KEPT)
def bare(words: str) -> str:
    """Words on one line, without article and possessive: as a name is written by itself."""
    return _POSSESSIVE.sub("", without_article(" ".join(words.split())))


@lru_cache(maxsize=_KEPT)
def head(words: str) -> str:
    """The head noun of a name or description, in lower case: "bank" of "Bank of Georgia"."""
    found = re.split(r"\s(?:of|at|for|in|on|from|with)\s|,", words)[0].split()
    return found[-1].lower() if found else ""


class Nearby:
    """The names and claims around one claim of the release in hand."""

    def __init__(self, here: Here, claim: Claim, name: str) -> None:
        """Look around `claim`, which is the item `name`."""
        self._here = here
        self._text = here.text
        self._place: Place = (claim.order(), name)
        self.at = min([*claim.source, *claim.content]).start
        self.before: list[Named] = []
        """Who is named before the claim, the nearest first."""
        self.behind: list[Named] = []
        """Who is named in it or behind it, the nearest first."""
        self.said: list[Said] = []
        """The claims before, the nearest first; then those behind."""
        self._look()

    def _look(self) -> None:
        places, items = self._here.places.visible, self._here.fold.items
        at = bisect_left(places, self._place)
        lowest = max(0, at - _BEFORE)
        behind = places[at : at + _AFTER]
        backwards = (*reversed(places[lowest:at]), *reversed(places[: min(lowest, _FIRST)]))
        for place in chain(backwards, behind):
            record = items[place[1]].record
            if isinstance(record, Claim):
                if place != self._place:
                    self._take_claim(record)
            elif record.label in _KINDS:
                self._take_name(record)

    def _take_name(self, record: Entity) -> None:
        start, end = span = record.span
        named = Named(span, bare(self._text[start:end]), _KINDS[record.label])
        (self.before if start < self.at else self.behind).append(named)

    def _take_claim(self, claim: Claim) -> None:
        if claim.claimer is not None:
            source = " ".join(span.text(self._text) for span in claim.source[:1])
            self.said.append(Said(claim.content, claim.claimer, bare(source)))

    def inside(self, span: Span) -> list[Named]:
        """Who is named in a piece of text, in text order."""
        entities = (item.record for item in self._here.places.overlapping(span))
        return sorted(
            Named(entity.span, bare(entity.span.text(self._text)), kind)
            for entity in entities
            if isinstance(entity, Entity)
            and span.contains(entity.span)
            and (kind := _KINDS.get(entity.label)) is not None
        )

    def holds_name(self, span: Span) -> bool:
        """Whether a piece of text holds an entity that is written as a name."""
        records = (item.record for item in self._here.places.overlapping(span))
        spans = (r.span for r in records if isinstance(r, Entity) and span.contains(r.span))
        return any(char.isupper() for inner in spans for char in inner.text(self._text))

    def named(self, *kinds: Kind) -> Iterator[str]:
        """Names of these kinds in full: those before the claim, nearest first, then the others."""
        for one in chain(self.before, self.behind):
            if one.kind in kinds:
                yield self.in_full(one)

    # -- whole names

    @cached_property
    def _by_word(self) -> dict[tuple[Kind, str], list[str]]:
        """Each distinct name under every word of it, by kind."""
        found: dict[tuple[Kind, str], list[str]] = {}
        for kind, name in dict.fromkeys((n.kind, n.name) for n in (*self.before, *self.behind)):
            for word in set(_WORD.findall(name)):
                found.setdefault((kind, word), []).append(name)
        return found

    def in_full(self, one: Named) -> str:
        """A person's whole name; a country for a people; of others the name as it stands."""
        if one.kind == "person":
            return self.full_name(one.name)
        if one.kind == "people":
            return next(self.countries_of(one.name), one.name)
        return one.name

    def full_name(self, name: str) -> str:
        """The longest name of a person around that ends or begins with the same words."""
        word = next(iter(_WORD.findall(name)), "")
        longer = (
            known
            for known in self._by_word.get(("person", word), ())
            if known.endswith((f" {name}", f"-{name}")) or known.startswith(f"{name} ")
        )
        return max(longer, key=len, default=name)

    def longer_names(self, name: str) -> Iterator[str]:
        """Names of bodies around that hold all of `name`, or that it abbreviates."""
        word = next(iter(_WORD.findall(name)), "")
        around = f" {name} "
        for known in self._by_word.get(("body", word), ()):
            if known != name and around in f" {known} ":
                yield known
        yield from self.spelled_out(name)

    def spelled_out(self, name: str) -> Iterator[str]:
        """The body of which `name` is the abbreviation."""
        if not name.isupper() or len(name) < 2:
            return
        for one in chain(self.before, self.behind):
            if one.kind == "body" and " " in one.name and _initials(one.name) == name:
                yield one.name

    def countries_of(self, people: str) -> Iterator[str]:
        """Places around that a people is called after: "Armenian" -> Armenia."""
        stem = people[: max(4, len(people) - 3)]
        for one in chain(self.before, self.behind):
            if one.kind == "place" and one.name.startswith(stem):
                yield one.name

    # -- titles

    def titled(self, description: str) -> list[str]:
        """People whose title shares a role with a description; most words in common first."""
        roles, wanted = roles_in(description), telling_words(description)
        if not roles:
            return []
        found: list[tuple[int, int, str]] = []
        for distance, one in enumerate(chain(self.before, self.behind)):
            if one.kind == "person" and (title := self._title(one.span, roles)):
                common = len(roles_in(title, roles)) + len(wanted & telling_words(title))
                found.append((-common, distance, self.full_name(one.name)))
        return [name for _, _, name in sorted(found)]

    def _title(self, name: Span, roles: frozenset[str]) -> str:
        """The words right before a name and in apposition behind it, where they have the roles."""
        before = Span(max(0, name.start - _TITLE_LENGTH), name.start)
        behind = self._text[name.end : name.end + _TITLE_LENGTH]
        title = _END_OF_TITLE.split(before.text(self._text))[-1].rpartition(",")[2]
        if roles_in(title, roles):
            ends = [one.span.end for one in self.inside(before) if one.kind == "person"]
            title = title[-(name.start - max(ends)) :] if ends else title
        apposition = _END_OF_TITLE.split(behind)[0].split(",") if behind[:1] == "," else []
        title = f"{title} {apposition[1] if len(apposition) > 1 else ''}"
        return title if roles_in(title, roles) else ""

    # -- two or more together

    def joined_in(self, named: list[Named]) -> list[str]:
        """Names of one kind with nothing but "and" or a comma between, from the first on."""
        joined: list[Named] = named[:1]
        for one in named[1:]:
            between = self._text[joined[-1].span.end : one.span.start]
            if one.kind != joined[0].kind or not _JOINT.fullmatch(between):
                break
            joined.append(one)
        return [self.in_full(one) for one in joined]

    def pairs(self, *kinds: Kind) -> Iterator[str]:
        """Two of a kind that are named together before the claim, nearest first."""
        of_kind = [one for one in reversed(self.before) if one.kind in kinds]
        for at in range(len(of_kind) - 2, -1, -1):
            joined = self.joined_in(of_kind[at : at + 2])
            if len(joined) == 2:
                yield together(joined)

    def principals(self, *kinds: Kind) -> list[str]:
        """The two of these kinds who are named most before the claim, the first named first."""
        ordered = sorted(one for one in self.before if one.kind in kinds)
        names = [self.in_full(one) for one in dict.fromkeys(ordered)]
        most = [name for name, _ in Counter(names).most_common(2)]
        return sorted(most, key=names.index)

    # -- who spoke

    def speakers(self) -> Iterator[str]:
        """Who is behind the claims before, nearest first, then behind those that follow."""
        for said in self.said:
            if is_name(said.claimer):
                yield bare(said.claimer)

    @cached_property
    def _people(self) -> frozenset[str]:
        """Everybody named around, as written and in full."""
        people = {one.name for one in chain(self.before, self.behind) if one.kind == "person"}
        return frozenset(people | {self.full_name(name) for name in people})

    def is_person(self, claimer: str) -> bool:
        """Whether a claimer is called as a person around is."""
        return claimer in self._people

    def around(self, claim: Claim) -> Iterator[str]:
        """Who is behind the claims whose content holds this one, the innermost first."""
        first = min(claim.content)
        holding = (s for s in self.said if any(span.contains(first) for span in s.content))
        yield from (said.claimer for said in holding)


@lru_cache(maxsize=_KEPT)
def is_name(claimer: str) -> bool:
    """Whether a claimer names somebody, rather than pointing back as "They" or "The sides" do."""
    name = bare(claimer)
    if claimer in (AUTHOR, IMPLICIT) or points_back(name):
        return False
    return any(char.isupper() for char in name) and not roles_in(head(name))


def points_back(words_said: str) -> bool:
    """Whether these words only stand for somebody named elsewhere, as "he" and "they" do."""
    return words_said.lower().split(",")[0] in _POINTING


def _initials(name: str) -> str:
    return "".join(word[0] for word in re.findall(r"\w+", name) if word[0].isupper())
