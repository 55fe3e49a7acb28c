"""Finished releases of projects and files, as the measure of what is to be measured with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from annotator.agree.gold import Gold, gold_of
from annotator.desk import SUFFIX
from annotator.model.errors import AnnotatorError
from annotator.model.fold import Fold
from annotator.model.records import Release, Unread


class GoldError(AnnotatorError):
    """Nothing can be measured with a file."""


def no_gold(paths: Sequence[Path], damaged: Sequence[str], so: str) -> GoldError:
    """The error for files without one finished release."""
    names = ", ".join(str(path) for path in paths)
    return GoldError(" ".join([f"{names}: no release is finished, so {so}.", *damaged]))


Hear = Callable[[str], object]
"""Is told each damaged release of a project, which is left out."""


def golds_in(path: Path, hear: Hear | None = None) -> Iterator[Gold | None]:
    """The finished releases of a project or of a JSONL file; None for each unfinished one.

    Raise `GoldError` where a line cannot be read, for a person can mend it, and where nobody
    hears of damage.
    """
    folded = _of_project(path, hear or _refuse) if path.suffix == SUFFIX else _of_file(path)
    for release, stands in folded:
        yield gold_of(release, stands) if stands.state == "finished" else None


def _refuse(told: str) -> None:
    raise GoldError(told)


def _of_project(path: Path, hear: Hear) -> Iterator[tuple[Release, Fold]]:
    from annotator.store.errors import told_of_damage
    from annotator.store.foreign_log import is_foreign
    from annotator.store.snapshot import Snapshot

    with Snapshot(path, alone=is_foreign(path)) as snapshot:
        for found in snapshot.each():
            if isinstance(found, Unread):
                hear(told_of_damage(found, path))
            else:
                yield found


def _of_file(path: Path) -> Iterator[tuple[Release, Fold]]:
    from annotator.formats.errors import Problem
    from annotator.formats.files import read_files
    from annotator.formats.incoming import folded

    for found in read_files([path]):
        if isinstance(found, Problem):
            raise GoldError(str(found))
        yield found.release, folded(found)
