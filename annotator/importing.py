"""Taking releases into a project: files, or what was found otherwise, batch by batch.

Knows no Qt. Heavy libraries are imported where they are used.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from annotator.model.counting import counted, told_of

if TYPE_CHECKING:
    from annotator.formats.errors import Problem
    from annotator.formats.incoming import Take
    from annotator.known import Heard
    from annotator.model.plain import Incoming
    from annotator.model.records import Release
    from annotator.store.project import Added, Project
    from annotator.versions import Told, Version, Versions

BATCH = 50
_LONGEST_WAIT = 0.25
"""Seconds after which a batch is taken in as far as it is read."""
_LONGEST_PAUSE = 0.004
"""Seconds that a key may wait while a thread reads."""

T = TypeVar("T")
Detect = Callable[[str], str]
"""Tells the code of the language of a text, or nothing where that is not sure."""


@dataclass(slots=True)
class ImportReport:
    """What became of an import so far."""

    began: str = ""
    """The time (UTC) by which the store tells this import from others."""
    added: int = 0
    came_back: int = 0
    """Releases that were here and withdrawn, and are in the queue again."""
    with_suggestions: int = 0
    """Of those that were added: how many bring suggestions that are still to be judged."""
    finished: int = 0
    """How many of those that were added came finished, and how many that were here are so now."""
    duplicates: list[str] = field(default_factory=list)
    """A sentence about each release that was here already, unless it is in `left_out`."""
    left_out: list[str] = field(default_factory=list)
    """A sentence about each that was here, and of which the file says what did not come in."""
    filled: list[str] = field(default_factory=list)
    """The ids of those that were here, and of which all came in that the file says."""
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What people should know of how files were read."""
    unsure: dict[str, str] = field(default_factory=dict)
    """Releases that nobody knows the language of: where each is from, by its id."""
    versions: list[str] = field(default_factory=list)
    """A sentence about each release that is nearly the same as an earlier one."""
    to_carry: dict[str, Version] = field(default_factory=dict)
    """Those of them to which decisions can be carried over, by their id."""

    def told_of(self, found: Iterable[Told]) -> None:
        """Take in what was found out about versions."""
        for version, sentence, is_open in found:
            self.versions.append(sentence)
            if is_open:
                self.to_carry[version.release] = version

    def heard(self, added: Added, incoming: Incoming) -> None:
        """Take in that a release is new."""
        self.added += 1
        self.with_suggestions += _is_suggested_for(incoming)
        self.finished += _is_finished(incoming)
        if not incoming.release.language:
            self.unsure[added.release] = added.origin

    def heard_of_known(self, added: Added, heard: Heard) -> None:
        """Take in what a file says of a release that was here, and whether it came back."""
        self.came_back += added.came_back
        if heard.came_in:
            self.filled.append(added.release)
            self.finished += heard.finishes
        told = heard.told()
        if added.came_back and not told:
            return
        same = f'{added.origin}: the same text is in the project as "{added.twin}"'
        to = self.left_out if heard.is_left_out else self.duplicates
        to.append(f"{same}; {told}." if told else f"{same}.")

    def doubts(self) -> list[str]:
        """A sentence about the releases that nobody knows the language of, if there are any."""
        if not self.unsure:
            return []
        sentence = "the language is not sure, so it is read as English; --language names it."
        return [problem_of(list(self.unsure.values()), sentence)]

    def told_of_added(self) -> str:
        """How many came in, and of how many the program leaves the suggestions as they are."""
        count, theirs = f"Imported {counted(self.added, 'release')}", self.with_suggestions
        if not theirs:
            return f"{count}."
        who = f"{theirs:,}" if theirs < self.added else "it" if theirs == 1 else "they"
        brings, gets, own = ("brings", "gets", "its") if theirs == 1 else ("bring", "get", "their")
        told = f"{who} {brings} suggestions of {own} own and {gets} none from the program"
        return f"{count}; {told}."

    def told_of_finished(self) -> str:
        """How many came in finished, as a further sentence."""
        are = "is" if self.finished == 1 else "are"
        return f" {counted(self.finished, 'release')} {are} finished."

    def told_of_return(self) -> str:
        """How many came back, as a further sentence; "" when none did."""
        return f" {self.came_back:,} came back that had been withdrawn." if self.came_back else ""

    def told_of_known(self) -> str:
        """How many were here, and of how many the file had something to say, as a sentence."""
        known = len(self.duplicates) + len(self.left_out)
        if not known:
            return ""
        filled = f", and {len(self.filled):,} got what files say" if self.filled else ""
        return f" {known:,} {'was' if known == 1 else 'were'} here already{filled}."

    def told(self, where: str = "") -> str:
        """The whole in a sentence or two; `where` says where problems and notes can be read.

        A note that stands alone is said itself.
        """
        count = self.told_of_added()
        count += self.told_of_known()
        count += self.told_of_return()
        listed = [f"{len(self.problems):,} could not be read"] if self.problems else []
        if known := len(self.left_out):
            keep = "keeps" if known == 1 else "keep"
            listed.append(f"{known:,} {keep} what was decided here, not what files say")
        if len(self.notes) == 1 and not listed and not self.versions:
            return f"{count} {self.notes[0]}"
        if self.notes:
            listed.append(f"{len(self.notes):,} read in a way that you should know of")
        if self.versions:
            are = "is" if len(self.versions) == 1 else "are"
            listed.append(f"{len(self.versions):,} {are} nearly the same as another")
        return f"{count} {', '.join(listed)}{where}" if listed else count


def import_files(
    project: Project,
    paths: Iterable[Path],
    language: str = "",
    take: Take | None = None,
    format_name: str = "",
    text_field: str = "",
    versions: Versions | None = None,
) -> Iterator[ImportReport]:
    """Take files in, batch by batch; the same report is handed out after each.

    What they say of entities and claims is kept as it says, as finished, or all of it as
    suggestions, as `take` tells; `format_name` is what they are and `text_field` the column or
    field with the text, where that is not to be found out. `versions` says what becomes of those
    that are nearly the same as others; else they are told.

    What cannot be read is listed and the rest goes on. Releases that do not say their language are
    in `language` or, where that is empty, in the one that is detected. Stop asking to stop
    importing: whole releases are in, never a part of one. Raises a `StoreError` when the project
    cannot be written.
    """
    from annotator.formats.files import read_files
    from annotator.formats.incoming import Take

    found = read_files(paths, take or Take.DECISIONS, format_name, text_field)
    return import_found(project, found, language, versions)


def import_found(
    project: Project,
    found: Iterator[Incoming | Problem],
    language: str = "",
    versions: Versions | None = None,
) -> Iterator[ImportReport]:
    """Take in what was found, batch by batch, as `import_files` does.

    What takes long is done in a thread: the report is handed out meanwhile, so that a window goes
    on.
    """
    from annotator.formats.errors import Problem
    from annotator.versions import VersionKeeper, Versions

    report = ImportReport(project.import_time())
    keeper = None
    if versions is not Versions.SEPARATE:
        keeper = VersionKeeper(project, versions or Versions.REPORT)
        yield from _awaited(keeper.load, report)
    detect: Detect | None = (lambda _: language) if language else None
    while batch := (yield from _awaited(partial(_read_batch, found), report)):
        report.problems += [str(one) for one in batch if isinstance(one, Problem)]
        good = [one for one in batch if not isinstance(one, Problem)]
        report.notes += sorted({i.note for i in good if i.note}.difference(report.notes))
        if detect is None and not all(incoming.release.language for incoming in good):
            detect = yield from _awaited(detector, report)
        if detect is not None:
            good = yield from _awaited(partial(_in_languages, good, detect), report)
        added = _take_in(project, good, report)
        yield from _fill(project, added, good, report)
        if keeper is not None:
            report.told_of(keeper.look(added))
        yield report
    yield report


def _read_batch(found: Iterator[T]) -> list[T]:
    """The next few, or as many as are read in a moment."""
    batch, until = [], time.monotonic() + _LONGEST_WAIT
    for one in found:
        batch.append(one)
        if len(batch) == BATCH or time.monotonic() > until:
            break
    return batch


def _awaited(work: Callable[[], T], report: ImportReport) -> Generator[ImportReport, None, T]:
    """What `work` comes to, in a thread; the report is handed out as long as that takes."""
    from concurrent.futures import ThreadPoolExecutor, wait

    with ThreadPoolExecutor(1) as thread:
        working = thread.submit(work)
        while wait([working], timeout=_LONGEST_PAUSE).not_done:
            yield report
        return working.result()


def detector() -> Detect:
    """What tells languages; loading it takes a moment."""
    from annotator.suggest.detect import language_detector

    return language_detector().language


def _is_suggested_for(incoming: Incoming) -> bool:
    """Whether a release is to be judged, and brings suggestions which the program leaves alone."""
    return bool(incoming.suggestions) and not _is_finished(incoming)


def _is_finished(incoming: Incoming) -> bool:
    return any(past.step.state == "finished" for past in incoming.steps)


def _in_languages(batch: Iterable[Incoming], detect: Detect) -> list[Incoming]:
    """The releases with their languages, detected where they do not say them."""
    return [
        i if i.release.language else replace(i, release=with_language(i.release, detect))
        for i in batch
    ]


def _take_in(project: Project, batch: list[Incoming], report: ImportReport) -> list[Added]:
    added: list[Added] = []
    project.add_all(batch, added.append, report.began)
    for one, incoming in zip(added, batch, strict=True):
        if one.is_new:
            report.heard(one, incoming)
    return added


def _fill(
    project: Project, added: Iterable[Added], batch: Iterable[Incoming], report: ImportReport
) -> Iterator[ImportReport]:
    """Take in what is said of releases that were here; the report is handed out after each."""
    from annotator.known import take_known

    for one, incoming in zip(added, batch, strict=True):
        if not one.is_new:
            report.heard_of_known(one, take_known(project, incoming))
            yield report


def with_language(release: Release, detect: Detect) -> Release:
    """The release with its language, detected where it does not say it."""
    return release if release.language else replace(release, language=detect(release.text))


def problem_of(names: Sequence[str], sentence: str) -> str:
    """A problem that several releases share, in one line."""
    return told_of(names[0], len(names), sentence)
