"""Releases that come in as versions of others: found, told, and their decisions carried over.

A version is a release of its own. Where that is wanted it gets the decisions on the earlier one, as
far as its words are the same; the earlier one stays as it is.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary

from annotator.formats.carrying import carried, has_decisions, with_marks
from annotator.formats.kin import Kin, sketch
from annotator.formats.near import likeness, signature
from annotator.store.snapshot import Snapshot

if TYPE_CHECKING:
    from annotator.store.project import Added, Project

ALIKE = 0.6
"""Versions share so much of their runs of five words: a bit less than near-duplicates that must not
be torn apart in a split, for a short text is soon corrected all over, and it is only asked."""

NOT_CARRIED = "Its decisions were not carried over."
_COMPARED = 3
"""So many of the likeliest are compared in full."""
_SIGNATURES = 5_000
"""So many are kept, 3 MB: where many releases are alike, the same are compared again and again."""


class Versions(Enum):
    """What becomes of a version: it is told, given the decisions on the earlier one, or neither."""

    REPORT = "report"
    CARRY = "carry"
    SEPARATE = "separate"


@dataclass(frozen=True, slots=True)
class Version:
    """A release and the earlier one that it is nearly the same as, by their ids."""

    release: str
    earlier: str
    title: str
    """Of the earlier one."""
    alike: float
    """How much of their words they share, 0..1."""


class Told(NamedTuple):
    """A sentence about a version; whether the earlier one has decisions that are not carried."""

    version: Version
    sentence: str
    is_open: bool = False


class Finder:
    """Knows the texts of a project by their sketches, and reads each of them once."""

    def __init__(self, project: Project) -> None:
        self._path = project.path
        self._kin = Kin()
        self._ids: dict[int, str] = {}
        self._signatures: dict[int, array[int]] = {}
        self._last = 0

    @classmethod
    def of(cls, project: Project) -> Finder:
        """The finder of a project, which is kept as long as that is open."""
        return _FINDERS.setdefault(project, cls(project))

    def load(self) -> None:
        """Learn what the project holds; some 10,000 short releases a second, in any thread."""
        with Snapshot(self._path) as snapshot:
            for number, release_id, text in snapshot.texts(self._last):
                self._learn(number, release_id, sketch(text))

    def _learn(self, number: int, release_id: str, hashes: list[int]) -> None:
        self._kin.add(number, hashes)
        self._ids[number] = release_id
        self._last = number

    def new(self, project: Project) -> Iterator[Version]:
        """The versions among the releases that came in since it was asked last, or loaded."""
        for number, release_id, text in list(project.texts(self._last)):
            hashes = sketch(text)
            found = self._earlier(project, number, release_id, text, hashes)
            self._learn(number, release_id, hashes)
            if found is not None:
                yield found

    def known(self, project: Project, release_id: str) -> Version | None:
        """The same for one that was here before."""
        text = project.release(release_id).text
        hashes = sketch(text)
        own = (n for n in self._kin.alike(hashes) if self._ids[n] == release_id)
        number = next(own, None)
        return (number and self._earlier(project, number, release_id, text, hashes)) or None

    def _earlier(
        self, project: Project, number: int, release_id: str, text: str, hashes: list[int]
    ) -> Version | None:
        """The release before `number` most like `text`, of equals the newest; none withdrawn."""
        earlier = (
            (n, project.queue_row(self._ids[n])) for n in self._kin.alike(hashes) if n < number
        )
        rows = dict(islice(((n, row) for n, row in earlier if row is not None), _COMPARED))
        if not rows:
            return None
        mine = self._signatures[number] = signature(text)
        alike = {n: likeness(mine, self._signature(project, n)) for n in sorted(rows)}
        best = max(reversed(alike), key=alike.__getitem__)
        if alike[best] < ALIKE:
            return None
        return Version(release_id, rows[best].release, rows[best].title, alike[best])

    def _signature(self, project: Project, number: int) -> array[int]:
        """The signature of a release; those that were asked for last are kept."""
        known = self._signatures.pop(number, None)
        if known is None:
            known = signature(project.release(self._ids[number]).text)
        self._signatures[number] = known
        if len(self._signatures) > _SIGNATURES:
            del self._signatures[next(iter(self._signatures))]
        return known


_FINDERS: WeakKeyDictionary[Project, Finder] = WeakKeyDictionary()


class VersionKeeper:
    """Looks at what an import has brought in, and does with versions as the person wants."""

    def __init__(self, project: Project, how: Versions) -> None:
        self._project, self._how = project, how
        self._finder = Finder.of(project)
        self.load = self._finder.load

    def look(self, added: Iterable[Added]) -> list[Told]:
        """What is to be said of the releases that were just taken in, or were here already.

        So decisions can still be carried over to those that nobody has decided in.
        """
        origins = {one.release: one.origin for one in added if one.is_new}
        found = [self._told(v, origins.get(v.release, "")) for v in self._finder.new(self._project)]
        again = (one for one in added if not one.is_new)
        return found + list(filter(None, map(self._told_again, again)))

    def _told_again(self, added: Added) -> Told | None:
        if not self._project.is_untouched(added.release):
            return None
        version = self._finder.known(self._project, added.release)
        if version is None or not self._has_decisions(version.earlier):
            return None
        return self._told(version, added.origin)

    def _told(self, version: Version, origin: str) -> Told:
        if self._how is Versions.CARRY:
            return Told(version, f"{origin}: {carry(self._project, version)}")
        is_open = self._has_decisions(version.earlier)
        is_open = is_open and self._project.is_untouched(version.release)
        said = NOT_CARRIED if is_open else "Nothing is decided there."
        return Told(version, f"{origin}: {_called(version)}. {said}", is_open)

    def _has_decisions(self, release_id: str) -> bool:
        row = self._project.queue_row(release_id)
        return row is not None and row.judged > 0


def carry(project: Project, version: Version) -> str:
    """Carry the decisions on the earlier release over, and say what came of it."""
    earlier, release = project.release(version.earlier), project.release(version.release)
    stands = project.glance(version.earlier)
    if not has_decisions(stands):
        return f"{_called(version)}. Nothing is decided there."
    found = carried(earlier, stands, release.text)
    beside = [stored.suggestion for stored in project.suggestions(version.release)]
    if project.add_known(with_marks(release, found, "", beside)):
        return f"{_called(version)}. {found.told()}"
    if project.queue_row(version.release) is None:
        return f"{_called(version)}. It is withdrawn."
    return f"{_called(version)}. It has decisions of its own, which stay."


def _called(version: Version) -> str:
    return f"nearly the same text ({100 * version.alike:.0f} %) as “{version.title}”"
