"""What a window shows, in a few letters, and whether the file says the same of every step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from annotator.model.fold import FoldError, Item, fold
from annotator.store.project import Project


class Shown(NamedTuple):
    """A window has shown this much of a release after a step."""

    step: int
    release: str
    digest: str

    def line(self) -> str:
        return f"shown {self.step} {self.release} {self.digest}"


def read(line: str) -> Shown | None:
    """What a line of a player says; None for a line that is cut off or says something else."""
    word, *told = line.split(" ")
    if word != "shown" or len(told) != 3 or not line.endswith("\n"):
        return None
    return Shown(int(told[0]), told[1], told[2].strip())


def digest(items: Mapping[str, Item]) -> str:
    told = [
        (name, str(item.record), item.status, item.annotator, item.at, item.seen, item.blind)
        for name, item in sorted(items.items())
    ]
    return sha256(repr(told).encode()).hexdigest()[:16]


def differences(path: Path, shown: Iterable[Shown]) -> list[str]:
    """Every step that was shown and is not in the file, or not as it was shown."""
    shown = list(shown)
    with Project.open(path, "eve", read_only=True) as project:
        found = {release: _moments(project, release) for release in {one.release for one in shown}}
    return [
        f"Step {one.step} of {one.release[:8]} was shown as {one.digest}, the file says"
        f" {found[one.release].get(one.step)}"
        for one in shown
        if one.digest not in found[one.release].get(one.step, ())
    ]


def _moments(project: Project, release: str) -> dict[int, set[str]]:
    """What stood after each step; without suggestions too, for they may have come later."""
    steps = project.steps(release)
    result: dict[int, set[str]] = {step.number: set() for step in steps}
    for suggestions in (project.suggestions(release), []):
        stands = fold(suggestions, [])
        for step in steps:
            try:
                stands.apply(step)
            except FoldError:  # it names a suggestion, so these had come
                break
            result[step.number].add(digest(stands.items))
    return result
