"""What the window and the command line both do with a project: make, import, suggest, export.

Knows no Qt. Heavy libraries are imported where they are used.
"""

from __future__ import annotations

import getpass
import itertools
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from annotator import __version__
from annotator.model.resources import resource

if TYPE_CHECKING:
    from annotator.edit.keys import Keymap, KeymapError
    from annotator.formats.exporting import Receipt
    from annotator.store.project import Project
    from annotator.suggest.suggester import Suggester

SUFFIX = ".annotator"
BATCH = 50


def annotator_name() -> str:
    """Who is judging: ANNOTATOR_NAME, or else the name of the account."""
    named = os.environ.get("ANNOTATOR_NAME", "").strip()
    if named:
        return named
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "somebody"


def data_folder() -> Path:
    """Where the sample project lives."""
    return platformdirs.user_data_path("annotator", appauthor=False)


def config_folder() -> Path:
    """Where a person's own keymap and the window's settings live."""
    return platformdirs.user_config_path("annotator", appauthor=False)


def keymap() -> tuple[Keymap, list[KeymapError]]:
    """The program's keys with the person's own merged over them, and what is wrong with those."""
    from annotator.edit.commands import COMMANDS
    from annotator.edit.keys import read_keymap

    base, problems = read_keymap(resource("keymap.toml"), COMMANDS)
    own = config_folder() / "keymap.toml"
    if not own.exists():
        return base, problems
    merged, more = read_keymap(own, COMMANDS, base)
    return merged, problems + more


def sample_project() -> Path:
    """The path of the sample project; it is made from the bundled releases at the first start."""
    path = data_folder() / f"sample{SUFFIX}"
    if not path.exists():
        _make_sample(path)
    return path


def _make_sample(path: Path) -> None:
    """Make it under another name first: a start that is cut off leaves no half project."""
    from annotator.store.project import Project

    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{os.getpid()}-{path.name}")
    with Project.create(draft, annotator_name()) as project:
        for _ in import_files(project, [resource("sample/releases.jsonl")]):
            pass
    for leftover in draft.parent.glob(f"{draft.name}?*"):
        leftover.unlink()
    draft.rename(path)


@dataclass(slots=True)
class ImportReport:
    """What became of an import so far."""

    added: int = 0
    duplicates: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def told(self) -> str:
        """The whole in a sentence or two."""
        count = f"Imported {self.added} release{'' if self.added == 1 else 's'}."
        if self.duplicates:
            count += f" {len(self.duplicates)} were here already."
        if self.problems:
            count += f" {len(self.problems)} could not be read: {self.problems[0]}"
        return count


def import_files(project: Project, paths: Iterable[Path]) -> Iterator[ImportReport]:
    """Take files in, batch by batch; the same report is handed out after each.

    What cannot be read is listed and the rest goes on. Stop asking to stop importing: whole
    releases are in, never a part of one. Raises a `StoreError` when the project cannot be written.
    """
    from annotator.formats.errors import Problem
    from annotator.formats.files import read_files
    from annotator.store.project import Added

    report = ImportReport()

    def heard(added: Added) -> None:
        if added.is_duplicate:
            report.duplicates.append(
                f'{added.origin}: the same text is in the project as "{added.twin}".'
            )
        else:
            report.added += 1

    read = read_files(paths)
    while batch := list(itertools.islice(read, BATCH)):
        report.problems += [str(found) for found in batch if isinstance(found, Problem)]
        project.add_all((found for found in batch if not isinstance(found, Problem)), heard)
        yield report
    yield report


def export(
    path: Path,
    format_name: str,
    folder: Path,
    progress: Callable[[int], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Receipt:
    """Write the releases of the project at `path` to a file in `folder`, checked, with a receipt.

    May run in another thread, while the project is open elsewhere. Raises an `AnnotatorError`;
    then nothing is left.
    """
    from annotator.formats.errors import ExportError
    from annotator.formats.exporting import About
    from annotator.formats.table import format_named
    from annotator.store.snapshot import Snapshot

    chosen = format_named(format_name)
    if chosen.writer is None:
        raise ExportError(f"{chosen.name} can only be read; export as jsonl.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = error.strerror or error
        raise ExportError(f"The folder {folder} cannot be made: {reason}.") from error
    with Snapshot(path) as snapshot:
        about = About(
            project=path.stem,
            last_step=snapshot.last_step,
            scheme=snapshot.scheme,
            program=f"annotator {__version__}",
            suggesters=tuple(snapshot.suggesters),
        )
        target = folder / (path.stem + chosen.suffixes[0])
        return chosen.writer(target, snapshot.folded(), about, progress, cancelled)


def suggest_all(
    project: Project, suggester: Suggester, progress: Callable[[int, int], None]
) -> tuple[int, list[str]]:
    """Suggest for every release that waits; how many were done, and what went wrong."""
    import time

    total, done, problems = project.waiting_count(), 0, []
    while waiting := project.waiting(1):
        release = project.release(waiting[0])
        began, error = time.perf_counter(), None
        try:
            found = suggester.suggest(release.text)
        except Exception as failure:  # whatever a pipeline raises must not end the batch
            found, error = [], f"{type(failure).__name__}: {failure}"
            problems.append(f'"{release.title}": the suggester failed with {error}')
        project.add_run(waiting[0], found, time.perf_counter() - began, error)
        done += 1
        progress(done, total)
    return done, problems


@dataclass(frozen=True, slots=True)
class Line:
    """One release with its suggestions as a line of JSONL, or why there is none."""

    line: str | None = None
    problem: str = ""


def suggested_lines(paths: Iterable[Path], suggester: Suggester) -> Iterator[Line]:
    """The releases of files in the project's own JSONL, every suggestion under "open"."""
    from annotator.formats.errors import Problem
    from annotator.formats.files import read_files
    from annotator.formats.own import dumped, to_line
    from annotator.model.fold import fold
    from annotator.model.steps import StoredSuggestion

    for found in read_files(paths):
        if isinstance(found, Problem):
            yield Line(problem=str(found))
            continue
        suggestions = suggester.suggest(found.release.text)
        stored = (StoredSuggestion(f"s{n}", s) for n, s in enumerate(suggestions, start=1))
        yield Line(dumped(to_line(found.release, fold(stored, ()))).decode("utf-8"))


def shown_with_labels(keys: Keymap, command: str) -> str:
    """All keys of a command as people read them; the label keys in short."""
    from annotator.edit.keys import LABEL_KEYS, shown_keys

    shown = [shown_keys(written) for written in keys.keys_of(command, "")]
    if command == "label" and keys.keys_of("label", "1"):
        shown.append(LABEL_KEYS)
    return ", ".join(shown)


def lines_of(problems: Sequence[object]) -> str:
    """One problem a line."""
    return "\n".join(str(problem) for problem in problems)
