"""Suggesting for many releases, batch by batch: those of a project, or of files.

Knows no Qt. Heavy libraries are imported where they are used.
"""

from __future__ import annotations

from collections import ChainMap, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.importing import detector, problem_of, with_language
from annotator.model.overlaps import beside_standing
from annotator.store.errors import DamagedProjectError
from annotator.suggest.together import Outcome, Wanted, batches

if TYPE_CHECKING:
    from annotator.formats.errors import Problem
    from annotator.model.plain import Incoming
    from annotator.model.records import Release
    from annotator.store.project import Project
    from annotator.suggest.crew import Crew


@dataclass(frozen=True, slots=True)
class Suggested:
    """What became of the releases of a project."""

    done: int
    """How many have suggestions, or were read and have none."""
    problems: list[str]
    is_whole: bool = True
    """Whether none was left because somebody stopped it."""


def suggest_all(
    project: Project,
    crew: Crew,
    progress: Callable[[int, int], None],
    cancelled: Callable[[], bool] = lambda: False,
) -> Suggested:
    """Suggest for every release that waits or failed, and store each as a whole, in their order.

    `cancelled` is asked between batches; what was stored by then stays.
    """
    total = project.waiting_count() + len(project.failed())
    ahead: dict[str, str] = {}
    unread: dict[str, str] = {}
    problems: dict[str, list[str]] = {}
    count = done = 0
    found = crew.outcomes(batches(_wanted(project, ahead, unread)))
    while not (stopped := cancelled()) and (outcomes := next(found, None)) is not None:
        for outcome in outcomes:
            release_id = next(iter(ahead))
            title = ahead[release_id]
            _store(project, release_id, outcome)
            del ahead[release_id]
            for sentence in outcome.problems:
                problems.setdefault(sentence, []).append(f'"{title}"')
            done += bool(outcome.suggestions or not outcome.problems)
            count += 1
            progress(count, total)
    found.close()
    told = [problem_of(titles, sentence) for sentence, titles in problems.items()]
    return Suggested(done, [*told, *dict.fromkeys(unread.values())], not stopped)


def _store(project: Project, release_id: str, outcome: Outcome) -> None:
    error = " ".join(outcome.problems) or None
    found = beside_standing(outcome.suggestions, project.glance(release_id))
    project.add_run(release_id, found, outcome.seconds, error)


def _wanted(project: Project, ahead: dict[str, str], unread: dict[str, str]) -> Iterator[Wanted]:
    """What is to be read; each is put into `ahead`, with its title, until it is stored.

    What is damaged is left out and put into `unread`, with what is wrong with it.
    """
    for release_id in project.due(ChainMap(ahead, unread)):
        try:
            release = project.release(release_id)
        except DamagedProjectError as problem:
            unread[release_id] = str(problem)
            continue
        ahead[release_id] = release.title
        yield Wanted(release.text, release.language)


@dataclass(frozen=True, slots=True)
class Line:
    """One release with its suggestions as a line of JSONL, or what went wrong."""

    line: str | None = None
    problem: str = ""


def suggested_lines(paths: Iterable[Path], crew: Crew) -> Iterator[Line]:
    """The releases of files in the project's own JSONL, every suggestion under "open"."""
    from annotator.formats.errors import Problem
    from annotator.formats.files import read_files

    ahead: deque[tuple[Release, str] | Problem] = deque()

    def wanted() -> Iterator[Wanted]:
        for found in read_files(paths):
            if isinstance(found, Problem):
                ahead.append(found)
                continue
            release = _in_language(found)
            ahead.append((release, found.origin))
            yield Wanted(release.text, release.language)

    for outcome in chain.from_iterable(crew.outcomes(batches(wanted()))):
        yield from _problems_before(ahead)
        release, origin = ahead.popleft()  # type: ignore[misc]
        wrong = outcome.problems
        line = _line(release, outcome)
        yield Line(line, problem_of([origin], " ".join(wrong)) if wrong else "")
    yield from _problems_before(ahead)


def _in_language(found: Incoming) -> Release:
    release = found.release
    return release if release.language else with_language(release, detector())


def _problems_before(ahead: deque[tuple[Release, str] | Problem]) -> Iterator[Line]:
    """What could not be read before the next release."""
    while ahead and not isinstance(ahead[0], tuple):
        yield Line(problem=str(ahead.popleft()))


def _line(release: Release, outcome: Outcome) -> str:
    from annotator.formats.own import dumped, to_line
    from annotator.model.fold import fold
    from annotator.model.steps import StoredSuggestion

    stored = (StoredSuggestion(f"s{n}", s) for n, s in enumerate(outcome.suggestions, start=1))
    return dumped(to_line(release, fold(stored, ()))).decode("utf-8")
