"""The command that suggests: for a project, or for files."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotator import desk
from annotator.cli.choosing import choosing, suggesting
from annotator.cli.opening import writable
from annotator.cli.terminal import (
    FILES,
    INTERRUPTED,
    Progress,
    echo,
    echo_json,
    interruptible,
    print_json,
    tell,
)
from annotator.model.counting import counted
from annotator.suggesting import suggest_all, suggested_lines

if TYPE_CHECKING:
    from annotator.suggest.crew import Crew


@click.command()
@click.argument("files", type=FILES, nargs=-1, required=True)
@choosing
@click.option(
    "--processes",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help="How many suggest at once, each with its own pipeline (some 200 MB).",
)
@click.option("--json", "as_json", is_flag=True, help="For a project: print the counts as JSON.")
def suggest(
    files: tuple[Path, ...],
    pipeline: str,
    suggesters: tuple[str, ...],
    processes: int,
    as_json: bool,
) -> None:
    """Suggest for the releases of a PROJECT, or for FILES (their JSONL goes to standard output).

    Each release of a project is stored when it is read, with all that was found. Ctrl-C stops after
    the releases that are being read; the others wait until the command is given again.
    """
    projects = [path for path in files if path.suffix == desk.SUFFIX]
    if projects and len(files) > 1:
        raise click.UsageError("Name one project, or files, not both.")
    with suggesting(pipeline, suggesters, processes) as crew:
        if projects:
            _suggest_project(projects[0], crew, as_json)
        else:
            _suggest_files(files, crew)


def _suggest_project(path: Path, crew: Crew, as_json: bool) -> None:
    with (
        writable(path) as project,
        Progress("Suggesting") as progress,
        interruptible() as interrupted,
    ):
        found = suggest_all(project, crew, progress.tell, interrupted)
    tell(found.problems)
    if as_json:
        print_json({"suggested": found.done, "problems": found.problems})
    else:
        echo(f"Suggested for {counted(found.done, 'release')}.")
    if not found.is_whole:
        tell(["Stopped. The other releases wait: give the command again to go on."])
        sys.exit(INTERRUPTED)
    if found.problems:
        sys.exit(1)


def _suggest_files(files: Iterable[Path], crew: Crew) -> None:
    problems = 0
    with Progress("Suggesting") as progress:
        for count, found in enumerate(suggested_lines(files, crew), start=1):
            if found.line is not None:
                echo_json(found.line)
            if found.problem:
                echo(found.problem, err=True)
                problems += 1
            progress.tell(count)
    if problems:
        sys.exit(1)
