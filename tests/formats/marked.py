"""Releases in the notation of text, keys and text, for the tests of formats."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import notation

from annotator.formats.files import read_files
from annotator.formats.incoming import Mark, folded, incoming, proposed, rejected
from annotator.formats.writing import About
from annotator.model.fold import Fold
from annotator.model.plain import Incoming
from annotator.model.records import Claim, Record, Release
from annotator.model.scheme import Scheme
from annotator.model.steps import ReleaseState

ABOUT = About("club", 7, Scheme(), "annotator 0.1.0", ("pen@1",))
GOLD = Path(__file__).parent.parent / "data" / "gold"


class Thirds:
    """One release after the other goes to the parts in turn."""

    parts = ("train", "dev", "test")

    def __init__(self, releases: Iterable[tuple[Release, Fold]]) -> None:
        self._parts = {
            release.id: self.parts[number % 3] for number, (release, _) in enumerate(releases)
        }

    def part_of(self, release_id: str) -> str:
        return self._parts[release_id]

    def manifest(self) -> bytes:
        return b"{}"


def release(
    written: str, state: ReleaseState = "finished", **known: object
) -> tuple[Release, Fold]:
    """A release as the notation writes it; `known` is claimer and attributes of its claims."""
    read = notation.read(written)
    news = Release(read.text, "Club news", "Club", "2024-05-01", "https://club.example", "en")
    marks = [_mark(record, sign, known) for record, sign in read.items]
    return news, folded(incoming(news, marks, "here", state=state))


def _mark(record: Record, sign: str, known: dict[str, object]) -> Mark:
    if isinstance(record, Claim):
        record = replace(record, **known)
    if sign.startswith("?"):
        return proposed(record, "pen@1", 0.9)
    return rejected(record, "pen@1", 0.9) if sign == "-" else Mark(record)


def gold(name: str) -> list[tuple[Release, Fold]]:
    """The releases of a file of gold."""
    found = read_files([GOLD / f"{name}.jsonl"])
    return [(one.release, folded(one)) for one in found if isinstance(one, Incoming)]


def standing(found: Incoming) -> list[Record]:
    """What stands in a release that was read, in reading order."""
    items = folded(found).items.values()
    return sorted((item.record for item in items if item.stands), key=lambda r: r.order())


def words(found: Incoming) -> Iterator[tuple[str, str]]:
    """The label and the words of each entity, and of each part of a claim."""
    text = found.release.text
    for record in standing(found):
        if isinstance(record, Claim):
            yield from ((part, span.text(text)) for part, _, span in record.parts())
        else:
            yield record.label, record.span.text(text)
