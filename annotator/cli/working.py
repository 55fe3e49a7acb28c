"""Commands that work on a project: open, tutor, new, labels, attributes, status."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotator import desk
from annotator.cli.choosing import choosing
from annotator.cli.opening import readable, writable
from annotator.cli.terminal import (
    FILES,
    echo,
    echo_lines,
    fail,
    is_watched,
    print_json,
)
from annotator.model.counting import counted
from annotator.model.typing_in import typed

if TYPE_CHECKING:
    from annotator.model.scheme import Scheme
    from annotator.store.project import Project


@click.command("open")
@click.argument("project", type=FILES, required=False)
@click.option("--read-only", is_flag=True, help="Look, but write nothing.")
@choosing
def open_window(
    project: Path | None = None,
    read_only: bool = False,
    pipeline: str = "",
    suggesters: tuple[str, ...] = (),
) -> None:
    """Open the window on PROJECT, or on the sample project."""
    if project is not None and is_watched():
        _check(project)
    _show_window(project, read_only, pipeline, suggesters)


def _check(project: Path) -> None:
    """End with a sentence where PROJECT cannot be one; the window says what else is wrong.

    The window says this too, to whoever opened it without a terminal, from an icon.
    """
    from annotator.store.checking import check_file

    check_file(project)


def _show_window(
    project: Path | None,
    read_only: bool = False,
    pipeline: str = "",
    suggesters: tuple[str, ...] = (),
    practise: bool = False,
) -> None:
    """Run the window until it is closed, then end."""
    from annotator import app
    from annotator.ui.display import NoDisplayError

    try:
        sys.exit(app.run(project, read_only, pipeline, suggesters, practise))
    except NoDisplayError as error:
        if project is not None:
            _check(project)
        fail(error, 2)


@click.command()
def tutor() -> None:
    """Practise for five minutes: a guided run with the keys, at your own pace.

    The window opens in the practice, with the sample project behind it. What you do in the practice
    is thrown away; nothing of it reaches a project.
    """
    from annotator.edit.commands import COMMANDS
    from annotator.edit.conditions import CONDITIONS
    from annotator.edit.lesson import read_lesson

    read_lesson(COMMANDS, CONDITIONS)  # a file that is wrong is told before a window opens
    _show_window(None, practise=True)


@click.command()
@click.argument("project", type=FILES)
@click.option("--labels", "names", help="Its labels: PERSON,PARTY,POLICY.")
@click.option(
    "--labels-from", "of", type=FILES, help="The labels of a file, one a line, or of a project."
)
@click.option(
    "--attribute",
    "attributes",
    multiple=True,
    help='What else is said of claims: "topic: economy, health", or "affiliation" for any text.',
)
def new(project: Path, names: str | None, of: Path | None, attributes: tuple[str, ...]) -> None:
    """Make a new, empty PROJECT.

    A file of labels has a line for each, such as "PARTY: parties and their lists"; the first ten
    have a digit each. Without labels it has the nineteen that "annotator labels" prints. A project
    gives its attributes of claims, too.
    """
    from annotator.labels import attribute_of, scheme_in, scheme_of
    from annotator.model.scheme import Scheme
    from annotator.store.project import Project

    if names is not None and of is not None:
        raise click.UsageError("--labels and --labels-from both say which labels: name one.")
    scheme = Scheme() if of is None else scheme_in(of)
    if names is not None:
        scheme = scheme_of(names)
    for written in attributes:
        scheme = scheme.with_attribute(*attribute_of(written))
    path = desk.as_project(project)
    Project.create(path, desk.annotator_name(), scheme).close()
    echo(f"Made {path}. Next: annotator import {typed(str(path))} FILE...")


@click.command()
@click.argument("project", type=FILES, required=False)
@click.option("--add", "added", multiple=True, help='One more, such as "PARTY: parties".')
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
def labels(project: Path | None, added: tuple[str, ...], as_json: bool) -> None:
    """Print the labels of PROJECT, or those of a new project, in the order of their keys.

    What is printed can be read by "annotator new --labels-from". A label that was added stays.
    """
    from annotator.labels import label_of, written

    scheme = _scheme(project, added, lambda opened: opened.add_labels(*map(label_of, added)))
    if as_json:
        print_json([{"name": label.name, "meaning": label.meaning} for label in scheme.labels])
    else:
        echo_lines("\n".join(map(written, scheme.labels)))


@click.command()
@click.argument("project", type=FILES, required=False)
@click.option("--add", "added", multiple=True, help='One more, such as "topic: economy, health".')
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
def attributes(project: Path | None, added: tuple[str, ...], as_json: bool) -> None:
    """Print what is said of claims in PROJECT, or in a new one, each with its values.

    An attribute without values is free text. One that was added stays; key O asks for its value.
    """
    from annotator.labels import attribute_of, attribute_written

    scheme = _scheme(
        project, added, lambda opened: opened.add_attributes(*map(attribute_of, added))
    )
    if as_json:
        known = scheme.attributes.items()
        print_json([{"name": name, "values": list(values)} for name, values in known])
    else:
        echo_lines("\n".join(attribute_written(*one) for one in scheme.attributes.items()))


def _scheme(project: Path | None, added: Sequence[str], add: Callable[[Project], None]) -> Scheme:
    """The scheme of a project, after `add` where anything is added; without one a new one's."""
    from annotator.labels import scheme_in
    from annotator.model.scheme import Scheme

    if project is None:
        if added:
            raise click.UsageError("--add needs a PROJECT.")
        return Scheme()
    path = desk.as_project(project)
    if added:
        with writable(path) as opened:
            add(opened)
    return scheme_in(path)


@click.command()
@click.argument("project", type=FILES)
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def status(project: Path, as_json: bool) -> None:
    """Tell how far the work on PROJECT is."""
    with readable(project) as opened:
        counts, last, out = opened.counts(), opened.last_step(), opened.withdrawn_count()
    if as_json:
        print_json(
            {
                "project": str(project),
                "releases": counts.releases,
                "states": {
                    "new": counts.new,
                    "started": counts.started,
                    "finished": counts.finished,
                },
                "items": {
                    "open": counts.open,
                    "judged": counts.judged,
                    "doubtful": counts.doubtful,
                },
                "waiting": counts.waiting,
                "withdrawn": out,
                "last_step": last,
            }
        )
        return
    echo(
        f"{counted(counts.releases, 'release')}: {counts.finished} finished, "
        f"{counts.started} started, {counts.new} new; {counts.waiting} "
        f"{'waits' if counts.waiting == 1 else 'wait'} for suggestions."
    )
    echo(
        f"{counted(counts.judged, 'highlight')} judged, {counts.open} open, {counts.doubtful} of "
        f"them doubtful. {counted(last, 'step')}.{f' {out} withdrawn.' if out else ''}"
    )
