"""Train, dev and test: a release is in one part, and what belongs together is never torn apart.

First every release that goes out is looked at once (`Profile`: no text is kept). Releases that
must not cross are joined into groups. What an earlier manifest put into a part stays there, with
whatever has since come into its group. The other groups are dealt out one by one, the large ones
first and equally large ones in an order that hangs on seed and ids alone, each to the part that
lacks most of what is in it: releases and, for each label, releases that have it (after Sechidis,
Tsoumakas and Vlahavas 2011, with groups in place of single examples).
"""

from __future__ import annotations

import json
import re
from array import array
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from math import isclose
from pathlib import Path
from typing import Any

from annotator.formats.errors import FormatError
from annotator.formats.families import families
from annotator.formats.near import Groups, alike_groups, signature
from annotator.formats.places import bring_back
from annotator.model.errors import WrongUsageError, did_you_mean
from annotator.model.fold import Fold
from annotator.model.records import AUTHOR, IMPLICIT, Claim, Entity, Release

MANIFEST = "annotator-split/1"
KEPT_APART = ("near-duplicates", "publisher-day", "claimer")
"""What may be kept from crossing: nearly equal texts, the releases that a publisher put out on one
day, and releases in which somebody of the same name claims something."""
_NAMES = {2: ("train", "test"), 3: ("train", "dev", "test")}
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])")
_ANY = ""
"""Stands for "a release" where labels are counted; no label is empty."""


class SplitError(FormatError):
    """A split cannot be made as it was asked for."""


class WrongSplitError(SplitError, WrongUsageError):
    """Shares, or what is kept apart, are none."""


@dataclass(frozen=True, slots=True)
class Wish:
    """How a person wants the releases split.

    `shares` are parts of a whole, two (train, test) or three (train, dev, test); `earlier` is what
    was decided before, the part of a release by its id.
    """

    shares: tuple[float, ...]
    seed: int = 0
    keep_apart: tuple[str, ...] = ("near-duplicates", "publisher-day")
    earlier: Mapping[str, str] = field(default_factory=dict)

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of the parts."""
        return _NAMES[len(self.shares)]


def wish_from(shares: str, seed: int, keep_apart: str, manifest: Path | None = None) -> Wish:
    """What somebody typed: "80/10/10" or "0.8/0.2", and "near-duplicates,claimer".

    The releases of `manifest` stay in their parts. Raise `SplitError`.
    """
    try:
        numbers = [float(share) for share in shares.split("/")]
    except ValueError:
        numbers = []
    if len(numbers) not in _NAMES or not all(0 < number < 1e6 for number in numbers):
        raise WrongSplitError(f'"{shares}" is no split; write 80/10/10 (train/dev/test) or 80/20.')
    whole = sum(numbers)
    if not (isclose(whole, 100) or isclose(whole, 1)):
        raise WrongSplitError(
            f'The shares of "{shares}" add up to {whole:g}; they must to 100 or to 1.'
        )
    apart = tuple(name.strip() for name in keep_apart.split(",") if name.strip())
    for name in apart:
        if name not in KEPT_APART:
            raise WrongSplitError(
                f'Nothing called "{name}" can be kept apart; there is {", ".join(KEPT_APART)}.'
                f"{did_you_mean(name, KEPT_APART)}"
            )
    earlier = read_manifest(manifest)["parts"] if manifest is not None else {}
    return Wish(tuple(number / whole for number in numbers), seed, apart, earlier)


@dataclass(frozen=True, slots=True)
class Profile:
    """All that a split needs to know of a release."""

    id: str
    publisher: str
    date: str
    claimers: tuple[str, ...]
    labels: frozenset[str]
    """Labels of what stands, and whether there are claims."""
    signature: array[int] | None


def profile(release: Release, stands: Fold, with_signature: bool = True) -> Profile:
    """What is kept of a release."""
    records = [item.record for item in stands.items.values() if item.stands]
    labels = {r.label if isinstance(r, Entity) else "claims" for r in records}
    claimers = {r.claimer for r in records if isinstance(r, Claim) and r.claimer}
    return Profile(
        release.id,
        release.publisher,
        release.date,
        tuple(sorted(claimers - {AUTHOR, IMPLICIT})),
        frozenset(labels),
        signature(release.text) if with_signature else None,
    )


@dataclass(frozen=True, slots=True)
class Dealt:
    """A split that was made; what `Options.split` takes."""

    wish: Wish
    part: Mapping[str, str]
    """The part of a release, by its id."""
    crossing: tuple[tuple[str, ...], ...] = ()
    """Groups that an earlier manifest tore apart, by the ids of their releases."""
    largest: int = 0

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of the parts."""
        return self.wish.parts

    def part_of(self, release_id: str) -> str:
        """The part of a release."""
        return self.part[release_id]

    def manifest(self) -> bytes:
        """The split as JSON, a release a line; earlier releases that are not in it stay known."""
        wish = self.wish
        plain = {
            "manifest": MANIFEST,
            "seed": wish.seed,
            "shares": dict(zip(wish.parts, wish.shares, strict=True)),
            "keep_apart": list(wish.keep_apart),
            "counts": dict(sorted(Counter(self.part.values()).items())),
            "largest_group": self.largest,
            "crossing": [list(group) for group in self.crossing],
            "parts": dict(sorted({**wish.earlier, **self.part}.items())),
        }
        return (json.dumps(plain, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def deal(profiles: Sequence[Profile], wish: Wish) -> Dealt:
    """Put every release into a part."""
    groups = _groups(profiles, wish.keep_apart).all()
    dealing = _Dealing(wish, [p.labels for p in profiles])
    part: dict[str, str] = {}
    crossing: list[tuple[str, ...]] = []
    fresh: list[list[int]] = []
    for group in groups:
        ids = [profiles[number].id for number in group]
        known = Counter(p for i in ids if (p := wish.earlier.get(i)) in wish.parts)
        if not known:
            fresh.append(group)
            continue
        most = min(known, key=lambda name: (-known[name], wish.parts.index(name)))
        for number, release in zip(group, ids, strict=True):
            before = wish.earlier.get(release)
            part[release] = before if before in wish.parts else most
            dealing.put([number], part[release])
        if len(known) > 1:
            crossing.append(tuple(sorted(ids)))
    for group in sorted(fresh, key=lambda g: _order(g, profiles, wish.seed)):
        name = dealing.best(group)
        dealing.put(group, name)
        part.update((profiles[number].id, name) for number in group)
    return Dealt(wish, part, tuple(sorted(crossing)), max(map(len, groups), default=0))


def _order(group: Sequence[int], profiles: Sequence[Profile], seed: int) -> tuple[int, str]:
    """Large groups first, for they fit least easily; else as seed and ids have it."""
    first = min(profiles[number].id for number in group)
    return -len(group), sha256(f"{seed} {first}".encode()).hexdigest()


class _Dealing:
    """How much of each label each part has, and how much it should have."""

    def __init__(self, wish: Wish, labels: Sequence[frozenset[str]]) -> None:
        self._labels = labels
        self._shares = dict(zip(wish.parts, wish.shares, strict=True))
        self._total = self._count(range(len(labels)))
        self._has: dict[str, Counter[str]] = {name: Counter() for name in wish.parts}

    def _count(self, group: Iterable[int]) -> Counter[str]:
        counted: Counter[str] = Counter()
        for number in group:
            counted[_ANY] += 1
            counted.update(self._labels[number])
        return counted

    def put(self, group: Iterable[int], part: str) -> None:
        """The releases of `group` are in `part` now."""
        self._has[part].update(self._count(group))

    def best(self, group: Iterable[int]) -> str:
        """The part that lacks most of what is in `group`; of equals, the larger one."""
        counted = self._count(group)
        return max(self._shares, key=lambda part: (self._need(part, counted), self._shares[part]))

    def _need(self, part: str, counted: Counter[str]) -> float:
        """How much of its share `part` lacks, rare labels weighing more.

        What a part would get too much of counts against it.
        """
        need = 0.0
        for label, number in counted.items():
            share = self._shares[part] * self._total[label]
            lacks = share - self._has[part][label]
            weight = len(self._total) if label == _ANY else 1
            need += weight * (lacks - number / 2) / share
        return need


def _groups(profiles: Sequence[Profile], keep_apart: Iterable[str]) -> Groups:
    groups = Groups(len(profiles))
    for name in keep_apart:
        groups.join_equal(_KEYS[name](profiles))
    return groups


Keys = Iterator[tuple[int, Hashable]]


def _near(profiles: Sequence[Profile]) -> Keys:
    known = [(n, p.signature) for n, p in enumerate(profiles) if p.signature is not None]
    found = alike_groups([numbers for _, numbers in known])
    return ((number, found.of(place)) for place, (number, _) in enumerate(known))


def _publisher_days(profiles: Sequence[Profile]) -> Keys:
    """Without a publisher or a date nothing is known of the day."""
    for number, known in enumerate(profiles):
        if known.publisher.strip() and known.date.strip():
            yield number, (" ".join(known.publisher.casefold().split()), _day(known.date))


def _day(date: str) -> str:
    """The day of a date: an ISO date without its time, anything else as it is written."""
    plain = " ".join(date.casefold().split())
    iso = _ISO_DAY.match(plain)
    return iso[0] if iso else plain


def _claimers(profiles: Sequence[Profile]) -> Keys:
    family = families({name for known in profiles for name in known.claimers})
    for number, known in enumerate(profiles):
        yield from ((number, family[name]) for name in known.claimers if name in family)


_KEYS: dict[str, Callable[[Sequence[Profile]], Keys]] = {
    "near-duplicates": _near,
    "publisher-day": _publisher_days,
    "claimer": _claimers,
}


def split_releases(releases: Iterable[tuple[Release, Fold]], wish: Wish) -> Dealt:
    """The split of `releases`, which are looked at once, one after the other."""
    near = "near-duplicates" in wish.keep_apart
    return deal([profile(release, stands, near) for release, stands in releases], wish)


# Earlier manifests


def read_manifest(path: Path) -> dict[str, Any]:
    """A manifest that an export wrote. Raise `SplitError`."""
    try:
        plain = json.loads(path.read_bytes())
    except FileNotFoundError:
        raise SplitError(f"There is no file {path}; check its name.") from None
    except OSError as error:
        raise SplitError(f"{path} cannot be read: {error.strerror or error}.") from None
    except ValueError:
        plain = None
    if not isinstance(plain, dict) or plain.get("manifest") != MANIFEST or not _is_whole(plain):
        raise SplitError(f"{path} is no manifest of a split; name the split.json of an export.")
    return plain


def _is_whole(plain: Mapping[str, Any]) -> bool:
    parts = plain.get("parts")
    return isinstance(parts, dict) and all(isinstance(name, str) for name in parts.values())


def earlier_parts(places: Sequence[Path], wish: Wish) -> dict[str, str]:
    """What earlier exports of a project to `places` decided with the same shares and seed.

    Where two differ, the newer one is right. One that was aside when its successor was killed comes
    back first: its parts stay, too.
    """
    found: dict[str, str] = {}
    with suppress(OSError):  # writing there tells
        for place in places:
            bring_back(place)
    known = [path for place in places if (path := place / "split.json").is_file()]
    for path in sorted(known, key=lambda path: path.stat().st_mtime):
        try:
            plain = read_manifest(path)
        except SplitError:
            continue  # a folder that somebody else filled
        shares = dict(zip(wish.parts, wish.shares, strict=True))
        if (plain.get("seed"), plain.get("shares")) == (wish.seed, shares):
            found.update(plain["parts"])
    return found
