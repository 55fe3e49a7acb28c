"""Commands that work on a project: open, tutor, new, import, status, export."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from annotator import desk, importing
from annotator.cli.choosing import choosing
from annotator.cli.terminal import (
    FILES,
    Progress,
    advise,
    echo,
    echo_lines,
    fail,
    is_watched,
    print_json,
    tell,
)
from annotator.model.counting import counted
from annotator.model.typing_in import typed

if TYPE_CHECKING:
    from annotator.formats.incoming import Take
    from annotator.formats.splits import Wish


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
@click.option("--labels", "names", default="", help="Its labels: PERSON,PARTY,POLICY.")
@click.option(
    "--labels-from", "of", type=FILES, help="The labels of a file, one a line, or of a project."
)
def new(project: Path, names: str, of: Path | None) -> None:
    """Make a new, empty PROJECT.

    A file of labels has a line for each, such as "PARTY: parties and their lists"; the first nine
    have a digit each. Without labels it has the nineteen that "annotator labels" prints.
    """
    from annotator.labels import scheme_in, scheme_of
    from annotator.store.project import Project

    if names and of is not None:
        raise click.UsageError("--labels and --labels-from both say which labels: name one.")
    scheme = scheme_of(names) if names else scheme_in(of) if of is not None else None
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
    from annotator.labels import label_of, scheme_in, written
    from annotator.model.scheme import Scheme

    if added and project is None:
        raise click.UsageError("--add needs a PROJECT.")
    path = None if project is None else desk.as_project(project)
    if path is not None and added:
        with writable(path) as opened:
            opened.add_labels(*map(label_of, added))
    scheme = Scheme() if path is None else scheme_in(path)
    if as_json:
        print_json([{"name": label.name, "meaning": label.meaning} for label in scheme.labels])
    else:
        echo_lines("\n".join(map(written, scheme.labels)))


@click.command("import")
@click.argument("project", type=FILES)
@click.argument("files", type=FILES, nargs=-1, required=True)
@click.option(
    "--language", default="", help="Language of the releases that do not say it, such as de."
)
@click.option(
    "--as", "format_name", default="", help="What FILES are; see annotator formats. Else detected."
)
@click.option(
    "--as-decisions/--as-suggestions",
    "decided",
    default=True,
    help="Keep what FILES say as it is decided there, or suggest all of it anew.",
)
@click.option(
    "--finished",
    is_flag=True,
    help="Releases that bring decisions, and nothing to be judged, count as finished.",
)
@click.option(
    "--text-field",
    "--text-column",
    "text_field",
    default="",
    metavar="NAME",
    help="Where the text stands in JSON (article.body) or tables; else found by its name.",
)
@click.option(
    "--versions",
    type=click.Choice(["report", "carry", "separate"]),
    default="report",
    show_default=True,
    help="Releases nearly the same as another: list them, carry its decisions over, or neither.",
)
@click.option("--json", "as_json", is_flag=True, help="Print what happened as JSON.")
def import_files(
    project: Path,
    files: tuple[Path, ...],
    language: str,
    format_name: str,
    decided: bool,
    finished: bool,
    text_field: str,
    versions: str,
    as_json: bool,
) -> None:
    """Take FILES into PROJECT; what cannot be read is listed, the rest goes in.

    They may be folders or ZIP archives, which are walked, and - is standard input. annotator
    formats lists what can be read.

    The language of a release that does not say it is detected; where that is not sure, the release
    is read as English.

    Of a text that is in PROJECT already FILES say what is decided and suggested, where nothing was
    decided there; else that stays, and what FILES say else is listed as left out.

    A release that was withdrawn comes back when its text is imported again. What an import brought
    in is taken back by the command that it prints.

    A release that is nearly the same as an earlier one, such as a corrected version, comes in by
    itself and is listed. With --versions carry the decisions on the earlier one are taken over
    where the words are the same, and proposed again where they changed or moved; releases that are
    in PROJECT already, and in which nothing is decided, are looked at too.
    """
    from annotator.versions import Versions

    take = _take(decided, finished)
    code = desk.language_named(language) if language else ""
    report = importing.ImportReport()
    with writable(project) as opened, Progress("Importing") as progress:
        for report in importing.import_files(
            opened, files, code, take, format_name, text_field, Versions(versions)
        ):
            progress.tell(report.added)
    tell([*report.problems, *report.left_out, *report.duplicates])
    tell([*report.notes, *report.versions])
    tell(report.doubts())
    if report.added:
        advise(f"To take it back: annotator withdraw {typed(str(project))} --since {report.began}")
    if report.to_carry:
        tell(["To carry decisions over, import the same again with --versions carry."])
    if as_json:
        print_json(
            {
                "began": report.began,
                "added": report.added,
                "came_back": report.came_back,
                "with_suggestions": report.with_suggestions,
                "finished": report.finished,
                "duplicates": report.duplicates,
                "left_out": report.left_out,
                "filled": report.filled,
                "problems": report.problems,
                "notes": report.notes,
                "unsure": report.unsure,
                "versions": report.versions,
            }
        )
    else:
        ended = report.told_of_finished() if finished else ""
        echo(f"{report.told_of_added()}{ended}{report.told_of_known()}{report.told_of_return()}")
    if report.problems or report.left_out:
        sys.exit(1)


def _take(decided: bool, finished: bool) -> Take:
    from annotator.formats.incoming import Take

    if finished and not decided:
        raise click.UsageError(
            "--finished keeps what is decided, --as-suggestions none of it: name one of them."
        )
    if finished:
        return Take.FINISHED
    return Take.DECISIONS if decided else Take.SUGGESTIONS


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


@click.command()
@click.argument("project", type=FILES)
@click.option(
    "--format", "format_name", default="jsonl", show_default=True, help="See annotator formats."
)
@click.option("--out", type=FILES, default=Path("exports"), show_default=True, help="Folder.")
@click.option(
    "--finished/--all",
    "finished_only",
    default=None,
    help="Only finished releases, or all; else as the format needs.",
)
@click.option("--only", type=click.Choice(["entities", "claims"]), help="One layer alone.")
@click.option(
    "--no-open", is_flag=True, help="Without suggestions that nobody judged, where they would go."
)
@click.option(
    "--split",
    "shares",
    default="",
    help="Train/dev/test, such as 80/10/10, or train/test: together 100, or 1.",
)
@click.option(
    "--seed", type=int, help="Another seed, another split: a whole number, 0 where none is named."
)
@click.option(
    "--keep-apart",
    default="near-duplicates,publisher-day",
    show_default=True,
    help="What no split tears apart: also claimer; empty for nothing.",
)
@click.option(
    "--split-from",
    "manifest",
    type=FILES,
    help="A split.json whose releases stay in their parts; else that of earlier exports to --out.",
)
@click.option(
    "--json", "as_json", is_flag=True, help="Print the receipt as JSON, but for its long lists."
)
def export(
    project: Path,
    format_name: str,
    out: Path,
    finished_only: bool | None,
    only: str | None,
    no_open: bool,
    shares: str,
    seed: int | None,
    keep_apart: str,
    manifest: Path | None,
    as_json: bool,
) -> None:
    """Write PROJECT's releases with every decision to a folder, checked, with a receipt."""
    from annotator.formats.writing import options_from
    from annotator.store.errors import way_out

    options = options_from(finished_only, only or "", not no_open)
    wish = _wish(shares, seed, keep_apart, manifest)
    tell(desk.news_of(project))
    with Progress("Exporting") as progress:
        receipt = desk.export(project, format_name, out, progress.tell, options=options, wish=wish)
    if as_json:
        print_json(dict(receipt.plain))
    elif not receipt.is_empty:
        echo(f"{receipt.told()}; receipt: {receipt.receipt_path}")
    if receipt.is_empty:
        tell([f"{receipt.told_of_nothing()} Receipt: {receipt.receipt_path}"])
    if receipt.unread:
        tell([*receipt.told_of_damage(), way_out(project)])
    if receipt.is_empty or receipt.unread:
        sys.exit(1)


def _wish(shares: str, seed: int | None, keep_apart: str, manifest: Path | None) -> Wish | None:
    from annotator.formats.splits import wish_from

    if shares:
        return wish_from(shares, seed or 0, keep_apart, manifest)
    for option, value in (("--split-from", manifest), ("--seed", seed)):
        if value is not None:
            raise click.UsageError(f"{option} goes with --split, such as --split 80/10/10.")
    return None


def readable(path: Path) -> Any:
    """The project open for reading."""
    return _opened(path, read_only=True)


def _opened(path: Path, *, read_only: bool = False) -> Any:
    """The project open, and told what is to be known of that."""
    from annotator.store.project import Project

    project = Project.open(path, desk.annotator_name(), read_only)
    for sentence in project.news():
        echo(sentence, err=True)
    return project


def writable(path: Path) -> Any:
    """The project open for writing. Raises when another program has it."""
    from annotator.store.errors import ReadOnlyProjectError

    project = _opened(path)
    if project.read_only:
        project.close()
        raise ReadOnlyProjectError(f"Nothing was done: {project.read_only_reason}")
    project.doubt_below(desk.settings().settings.doubtful_below)
    return project
