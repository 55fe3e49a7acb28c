"""Who may be behind a claim, the most likely first: from its source and the names around it.

Rules of recency and of equal head nouns, as people resolve "he", "the Committee" and "the sides";
there is no model in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from annotator.edit.here import Here
from annotator.edit.nearby import Kind, Named, Nearby, bare, head, is_name, points_back
from annotator.model.claimer_names import together
from annotator.model.fold import Item
from annotator.model.records import AUTHOR, CHOSEN, CLAIMER_BASIS, IMPLICIT, Claim
from annotator.model.spans import Span
from annotator.suggest.roles import roles_in
from annotator.suggest.words import words

_BODIES: tuple[Kind, ...] = ("body", "place")
_ALL: tuple[Kind, ...] = ("person", *_BODIES)

MOST = 12
"""How many claimers are gone through, AUTHOR and IMPLICIT among them."""
_NEAR = 3
"""So many whom a description may point to come before its own words."""
_AND = re.compile(r"\s*,\s+(?:and\s+)?|\s+(?:and|as well as)\s+")
_OWNED = re.compile(r"(?P<owner>.*\w)(?:['’`´]s|(?<=s)['’`´])\s+(?P<thing>\S.*)", re.DOTALL)


def likely(here: Here, item: Item, claim: Claim) -> Iterator[str]:
    """Claimers in this release, each once, the most likely first; AUTHOR and IMPLICIT at the end.

    The first is whom it was taken for, before anybody chose.
    """
    guessed = _guessed(item, claim)
    names = _each_once(chain([guessed], _Ranking(here, item.id, claim).names()))
    return _each_once(chain(islice(names, MOST - 2), (AUTHOR, IMPLICIT)))


def likeliest(here: Here, item: str, claim: Claim) -> tuple[str, bool]:
    """Whom the source of a claim stands for, and whether it names them.

    The claim is the item `item`, or will be. Where nobody is near, whom the claim was
    taken for or else the words of the source.
    """
    ranking = _Ranking(here, item, claim)
    known = claim.claimer if claim.claimer != AUTHOR else None
    named = next(_each_once(chain(ranking.names(), [known])), ranking.said)
    return named, ranking.is_named()


def _guessed(item: Item, claim: Claim) -> str | None:
    """Whom a claim was taken for; None when a person has chosen and its source is another now."""
    if claim.attributes.get(CLAIMER_BASIS) != CHOSEN:
        return claim.claimer
    suggested = item.suggestion.record if item.suggestion else None
    if not isinstance(suggested, Claim) or suggested.source != claim.source:
        return None
    return suggested.claimer


def _each_once(names: Iterable[str | None]) -> Iterator[str]:
    seen: set[str] = set()
    for name in names:
        if name and name not in seen:
            seen.add(name)
            yield name


class _Ranking:
    """Who the source of one claim may stand for."""

    def __init__(self, here: Here, name: str, claim: Claim) -> None:
        self._near = Nearby(here, claim, name)
        self._text = here.text
        self._claim = claim
        self.said = " ".join(claim.source[0].text(here.text).split()) if claim.source else ""
        self._bare = bare(self.said)

    def names(self) -> Iterator[str]:
        """The most likely first; some may come twice."""
        said, last = self.said.lower().split(",")[0], head(self._bare)
        if not said:  # "it was noted that": nobody is named, and a cue says that somebody said it
            return chain([IMPLICIT] if self._claim.cue else [], self._whoever(*_ALL))
        if said in words("claimers", "first_person"):
            return self._first_person(said)
        if said in words("claimers", "pronouns"):
            return self._whoever("person")
        if said in words("claimers", "neuter"):
            return self._whoever(*_BODIES)
        if said in words("claimers", "plural"):
            return chain(self._several("person", *_BODIES), self._whoever(*_ALL))
        if self.is_named():
            return chain(self._named(self._claim.source), self._described(), self._rest())
        if last in words("claimers", "together", "bodies"):
            return chain(self._several(*_BODIES, "person"), [self._bare], self._whoever(*_ALL))
        if last in words("claimers", "together", "any"):
            return chain(self._several("person", *_BODIES), [self._bare], self._whoever(*_ALL))
        pointed = _each_once(chain(self._described(), self._rest()))
        return chain(islice(pointed, _NEAR), self._words(self._claim.source[0]), pointed)

    def is_named(self) -> bool:
        """Whether the source names somebody, as "the press service of Akorda" does."""
        if points_back(self.said):
            return False
        if self._near.holds_name(self._claim.source[0]):
            return True
        owned = _OWNED.fullmatch(self._bare)
        if owned and any(char.isupper() for char in owned["owner"]):
            return True
        last = self._bare.rpartition(" ")[2]
        return last[:1].isupper() and not roles_in(self._bare)

    # -- what the source says itself

    def _named(self, sources: Sequence[Span]) -> Iterator[str]:
        """Whoever the source names: several together, people in full, bodies, its own words."""
        if len(sources) > 1:
            parts = [self._part(part) or bare(part.text(self._text)) for part in sources]
            yield together(part for part in parts if part) if any(parts) else ""
        for source in sources:
            yield from self._both(source)
            yield from self._people(source)
            yield from self._words(source)

    def _both(self, source: Span) -> Iterator[str]:
        """All of a coordinated source, where each part of it names somebody."""
        parts = [self._part(part) for part in _split(source, self._text)]
        if len(parts) > 1 and all(parts):
            yield together(parts)

    def _part(self, part: Span) -> str:
        """Who one part of a coordinated source is; "" where it names nobody."""
        inside = self._near.inside(part)
        people = [one for one in inside if one.kind == "person"]
        if people:
            return self._near.in_full(people[0])
        if inside:
            return bare(part.text(self._text))
        return next(iter(self._near.titled(part.text(self._text))), "")

    def _people(self, source: Span) -> Iterator[str]:
        people = [one for one in self._near.inside(source) if one.kind == "person"]
        if people:
            yield together(self._near.joined_in(people))
        for one in people:
            yield self._near.in_full(one)

    def _words(self, source: Span) -> Iterator[str]:
        """The source's own words without article, title or owner, and longer names for them."""
        said = bare(source.text(self._text))
        named = self._near.inside(source)
        inside = [one for one in named if one.kind != "person"]
        if roles_in(said):
            yield from (one.name for one in inside if one.kind == "body")
        if head(said) in words("claimers", "together", "any"):
            yield from (self._near.in_full(one) for one in inside)
        yield from self._owned(said)
        yield from self._near.longer_names(said)
        if not any(_is_titled(said, one) for one in named):
            yield said
        yield from (self._near.in_full(one) for one in inside)

    def _owned(self, said: str) -> Iterator[str]:
        """Of "the country's Ministry of Health" the ministry, of "the bank's report" the bank."""
        owned = _OWNED.fullmatch(said)
        if owned is None:
            return
        owner, thing = bare(owned["owner"]), bare(owned["thing"])
        if head(thing) in words("claimers", "documents"):
            yield from self._near.longer_names(owner)
            yield owner
        else:
            yield thing
            yield said
            yield owner

    # -- whom it points to

    def _described(self) -> Iterator[str]:
        """The claimer of a source with the same head, people so titled, bodies of such a name."""
        wanted = head(self._bare)
        for said in self._near.said:
            name = bare(said.claimer)
            if head(said.source) == wanted and name != self._bare and is_name(name):
                yield name
        yield from self._near.titled(self.said)
        for name in self._near.named("body"):
            if head(name) == wanted:
                yield name

    def _rest(self) -> Iterator[str]:
        """People first for a role, bodies first for anything else."""
        if roles_in(self.said):
            return self._whoever("person", *_BODIES)
        if head(self._bare) in words("claimers", "documents"):
            return chain(self._near.speakers(), self._whoever(*_BODIES))
        return self._whoever(*_BODIES, "person")

    def _first_person(self, said: str) -> Iterator[str]:
        """Who is quoted with it; else, for "we", the release itself."""
        yield from self._near.around(self._claim)
        if said == "we":
            yield AUTHOR
        yield from self._whoever("person")

    def _several(self, *kinds: Kind) -> Iterator[str]:
        """Two together: as they spoke before, as they are named most, as they were named last."""
        spoke = (name for name in self._near.speakers() if " and " in name)
        yield from islice(spoke, 1)
        for kind in kinds:
            principals = self._near.principals(kind)
            if len(principals) > 1:
                yield together(principals)
        yield from self._near.pairs(*kinds)
        yield from spoke

    def _whoever(self, *kinds: Kind) -> Iterator[str]:
        """Of the kind that is wanted first: who spoke last, who was named last; then all others."""
        wants_person, wants_other = kinds[0] == "person", "person" in kinds[1:]
        fits = (n for n in self._near.speakers() if self._near.is_person(n) == wants_person)
        yield from islice(fits, 1)
        yield from islice(self._near.named(kinds[0]), 1 if wants_other else 2)
        yield from self._near.speakers()
        yield from self._near.named(*kinds)
        yield from self._near.named(*_ALL)


def _is_titled(said: str, named: Named) -> bool:
    """Whether the words are a title and a person's name: nobody else than the person."""
    title, name, rest = said.partition(named.name)
    return named.kind == "person" and bool(name and roles_in(title)) and not rest


def _split(source: Span, text: str) -> list[Span]:
    """The parts of a source between "and" and commas."""
    parts, start = [], source.start
    for found in _AND.finditer(text, source.start, source.end):
        parts.append(Span(start, found.start()))
        start = found.end()
    return [*parts, Span(start, source.end)]
