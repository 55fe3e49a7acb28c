"""The command line: thin skins over what the window does too.

Exit codes: 0 done, 1 something in the input was wrong, 2 wrong usage or no display.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from annotator import __version__, desk
from annotator.model.errors import AnnotatorError
from annotator.settings import FILE, Settings

if TYPE_CHECKING:
    from annotator.suggest.bare import BarePipeline
    from annotator.suggest.suggesters import Suggesters

_FILES = click.Path(path_type=Path)


class Sentence(click.ClickException):
    """An error as one sentence on standard error."""

    def __init__(self, sentence: str, code: int = 1) -> None:
        super().__init__(sentence)
        self.exit_code = code  # type: ignore[misc]

    def format_message(self) -> str:
        """The sentence itself."""
        return self.message

    def show(self, file: Any = None) -> None:
        """Print it without click's "Error:"."""
        click.echo(f"annotator: {self.format_message()}", file=file or sys.stderr)


class _Group(click.Group):
    """Turns every error that people may see into a sentence and an exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except AnnotatorError as error:
            raise Sentence(str(error)) from error
        except BrokenPipeError:
            sys.stderr.close()
            sys.exit(1)


@click.group(cls=_Group, invoke_without_command=True)
@click.version_option(__version__, prog_name="annotator")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Judge suggested entities and claims in press releases, and export training data.

    Without a command, the window opens on the sample project.
    """
    if ctx.invoked_subcommand is None:
        ctx.invoke(open_window)


def _choosing(command: Callable[..., None]) -> Callable[..., None]:
    """The options that say what suggests; they go before the settings."""
    pipeline = click.option(
        "--pipeline", default="", help="spaCy pipeline: a package's name or a folder."
    )
    suggester = click.option(
        "--suggester",
        "suggesters",
        multiple=True,
        metavar="NAME",
        help="What suggests: default or a plug-in; may be repeated.",
    )
    return pipeline(suggester(command))


@main.command("open")
@click.argument("project", type=_FILES, required=False)
@click.option("--read-only", is_flag=True, help="Look, but write nothing.")
@_choosing
def open_window(
    project: Path | None = None,
    read_only: bool = False,
    pipeline: str = "",
    suggesters: tuple[str, ...] = (),
) -> None:
    """Open the window on PROJECT, or on the sample project."""
    from annotator import app
    from annotator.store.checking import check_file
    from annotator.ui.display import NoDisplayError

    if project is not None:
        check_file(project)
    try:
        sys.exit(app.run(project, read_only, pipeline, suggesters))
    except NoDisplayError as error:
        _fail(error, 2)


def _fail(error: AnnotatorError, code: int) -> None:
    raise Sentence(str(error), code) from error


@main.command()
@click.argument("project", type=_FILES)
def new(project: Path) -> None:
    """Make a new, empty PROJECT."""
    from annotator.store.project import Project

    path = desk.as_project(project)
    Project.create(path, desk.annotator_name()).close()
    click.echo(f"Made {path}. Next: annotator import {path} FILE...")


@main.command("import")
@click.argument("project", type=_FILES)
@click.argument("files", type=_FILES, nargs=-1, required=True)
@click.option(
    "--language", default="", help="Language of the releases that do not say it, such as de."
)
@click.option("--json", "as_json", is_flag=True, help="Print what happened as JSON.")
def import_files(project: Path, files: tuple[Path, ...], language: str, as_json: bool) -> None:
    """Take FILES (.txt, .jsonl) into PROJECT; what cannot be read is listed, the rest goes in.

    The language of a release that does not say it is detected; where that is not sure, the release
    is read as English.
    """
    code = desk.language_named(language) if language else ""
    report = desk.ImportReport()
    with _writable(project) as opened, _Progress("Importing") as progress:
        for report in desk.import_files(opened, files, code):
            progress.tell(report.added)
    _tell([*report.problems, *report.duplicates, *report.doubts()])
    if as_json:
        _print_json(
            {
                "added": report.added,
                "duplicates": report.duplicates,
                "problems": report.problems,
                "unsure": report.unsure,
            }
        )
    else:
        click.echo(f"Imported {report.added} release{'' if report.added == 1 else 's'}.")
    if report.problems:
        sys.exit(1)


@main.command()
@click.argument("files", type=_FILES, nargs=-1, required=True)
@_choosing
@click.option("--json", "as_json", is_flag=True, help="For a project: print the counts as JSON.")
def suggest(
    files: tuple[Path, ...], pipeline: str, suggesters: tuple[str, ...], as_json: bool
) -> None:
    """Suggest for the releases of a PROJECT, or for FILES (their JSONL goes to standard output)."""
    projects = [path for path in files if path.suffix == desk.SUFFIX]
    if projects and len(files) > 1:
        raise click.UsageError("Name one project, or files, not both.")
    chosen = _chosen(pipeline, suggesters)
    try:
        if projects:
            _suggest_project(projects[0], chosen, as_json)
        else:
            _suggest_files(files, chosen)
    finally:
        _tell(chosen.news())


def _settings() -> Settings:
    """The settings in force; what is wrong with them is told."""
    found = desk.settings()
    _tell(found.problems)
    return found.settings


def _tell(sentences: Iterable[object]) -> None:
    for sentence in sentences:
        click.echo(str(sentence), err=True)


def _suggest_project(path: Path, suggesters: Suggesters, as_json: bool) -> None:
    with _writable(path) as project, _Progress("Suggesting") as progress:
        done, problems = desk.suggest_all(project, suggesters, progress.tell)
    _tell(problems)
    if as_json:
        _print_json({"suggested": done, "problems": problems})
    else:
        click.echo(f"Suggested for {done} release{'' if done == 1 else 's'}.")
    if problems:
        sys.exit(1)


def _suggest_files(files: Iterable[Path], suggesters: Suggesters) -> None:
    problems = 0
    with _Progress("Suggesting") as progress:
        for count, found in enumerate(desk.suggested_lines(files, suggesters), start=1):
            if found.line is not None:
                click.echo(found.line)
            if found.problem:
                click.echo(found.problem, err=True)
                problems += 1
            progress.tell(count)
    if problems:
        sys.exit(1)


@main.command()
@click.argument("gold", type=_FILES, nargs=-1, required=True)
@_choosing
@click.option("--errors", is_flag=True, help="List each error with the words around it.")
@click.option("--plot", type=_FILES, help="Draw the reliability of the scores to a picture.")
@click.option("--speed/--no-speed", default=True, help="Measure words a second too.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def evaluate(
    gold: tuple[Path, ...],
    pipeline: str,
    suggesters: tuple[str, ...],
    errors: bool,
    plot: Path | None,
    speed: bool,
    as_json: bool,
) -> None:
    """Score what suggests against the finished releases of GOLD: JSONL files or projects.

    Entities are counted as nervaluate does: strict (span and label) and exact (span only). A
    claim is right when its cue overlaps that of a true claim and their contents share half of
    their characters, without complementiser, outer quotation marks and final stop. The bare
    pipeline is measured in the same run.
    """
    from annotator import evaluation

    with _Progress("Evaluating") as progress:
        found = evaluation.evaluated(
            gold, _chosen(pipeline, suggesters), _bare(pipeline), speed, progress.tell
        )
    _tell(found.problems)
    if plot is not None:
        evaluation.draw(found, plot)
    if as_json:
        _print_json(found.to_plain())
        return
    if errors:
        for release in found.errors:
            for line in release.lines():
                click.echo(line)
        click.echo()
    click.echo(found.told())


@main.command()
@click.argument("gold", type=_FILES, nargs=-1, required=True)
@_choosing
@click.option("--out", type=_FILES, help="File for the scores; without it they are printed.")
def calibrate(
    gold: tuple[Path, ...], pipeline: str, suggesters: tuple[str, ...], out: Path | None
) -> None:
    """Learn from finished releases how far each rule can be trusted: the scores of suggestions.

    GOLD: JSONL files or projects. The setting suggest.scores names the file that is used.
    """
    from annotator import evaluation

    with _Progress("Calibrating") as progress:
        found = evaluation.evaluated(
            gold, _chosen(pipeline, suggesters), _bare(pipeline), False, progress.tell
        )
    _tell(found.problems)
    scores = evaluation.scores_learned(found)
    if out is None:
        click.echo(scores, nl=False)
        return
    try:
        out.write_text(scores, encoding="utf-8")
    except OSError as error:
        raise Sentence(f"{out} cannot be written: {error.strerror or error}.") from error
    click.echo(f"Wrote {out}, from {found.releases} releases.")


@main.command()
@click.argument("gold", type=_FILES, nargs=-1, required=True)
@_choosing
@click.option("--window", is_flag=True, help="Press the keys in the real window.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON, with every key.")
def simulate(
    gold: tuple[Path, ...],
    pipeline: str,
    suggesters: tuple[str, ...],
    window: bool,
    as_json: bool,
) -> None:
    """Play a perfect analyst: count what leads from the suggestions to exactly the gold.

    GOLD: finished releases, as JSONL files or projects. Every key goes through the keymap in force
    and the real commands; what stands in the end is compared with the gold. Keys, decisions and
    the seconds of the keystroke-level model stand beside what the same corrections cost in
    Prodigy, Label Studio, doccano, INCEpTION and brat (resources/peers.toml).
    """
    from annotator import simulation

    if window:
        _need_display()
    keymap, problems = desk.keymap()
    _tell(problems)
    with _Progress("Playing") as progress:
        found = simulation.simulated(
            gold, _chosen(pipeline, suggesters), keymap, window, progress.tell
        )
    if as_json:
        _print_json(found.to_plain())
    else:
        click.echo(found.told())


def _need_display() -> None:
    from annotator.ui.display import NoDisplayError, check_display

    try:
        check_display()
    except NoDisplayError as error:
        _fail(error, 2)


def _chosen(pipeline: str, suggesters: tuple[str, ...]) -> Suggesters:
    """What is to suggest, loaded; what is off is told."""
    from annotator.suggest.suggesters import Suggesters

    chosen = Suggesters(desk.choice(_settings(), pipeline, suggesters))
    _tell(chosen.news())
    return chosen


def _bare(pipeline: str) -> BarePipeline:
    from annotator.suggest.bare import BarePipeline
    from annotator.suggest.pipeline import DEFAULT

    return BarePipeline(pipeline or DEFAULT)


@main.command()
@click.argument("project", type=_FILES)
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def status(project: Path, as_json: bool) -> None:
    """Tell how far the work on PROJECT is."""
    from annotator.store.project import Project

    with Project.open(project, desk.annotator_name(), read_only=True) as opened:
        counts, last = opened.counts(), opened.last_step()
    if as_json:
        _print_json(
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
                "last_step": last,
            }
        )
        return
    click.echo(
        f"{counts.releases} releases: {counts.finished} finished, {counts.started} started, "
        f"{counts.new} new; {counts.waiting} wait for suggestions.\n"
        f"{counts.judged} highlights judged, {counts.open} open, {counts.doubtful} of them "
        f"doubtful. {last} steps."
    )


@main.command()
@click.argument("project", type=_FILES)
@click.option("--format", "format_name", default="jsonl", show_default=True, help="File format.")
@click.option("--out", type=_FILES, default=Path("exports"), show_default=True, help="Folder.")
@click.option("--json", "as_json", is_flag=True, help="Print the receipt as JSON.")
def export(project: Path, format_name: str, out: Path, as_json: bool) -> None:
    """Write PROJECT's releases with every decision to a file in a folder, with a receipt."""
    with _Progress("Exporting") as progress:
        receipt = desk.export(project, format_name, out, progress.tell)
    if as_json:
        _print_json(dict(receipt.plain))
    else:
        click.echo(f"{receipt.told()}; receipt: {receipt.receipt_path}")


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def keys(as_json: bool) -> None:
    """Print every command with its keys, and where your own keymap belongs."""
    from annotator.edit.commands import MENUS, in_menu

    keymap, problems = desk.keymap()
    _tell(problems)
    if as_json:
        modes = {
            mode: {keys: f"{b.command} {b.argument}".strip() for keys, b in bindings.items()}
            for mode, bindings in keymap.modes.items()
        }
        _print_json(modes)
    else:
        for menu in MENUS:
            click.echo(menu)
            for command in in_menu(menu):
                click.echo(f"  {', '.join(keymap.all_shown(command.id)):24} {command.title}")
            click.echo()
        click.echo(f"Your own keys: {desk.config_folder() / 'keymap.toml'}")
    if problems:
        sys.exit(1)


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def settings(as_json: bool) -> None:
    """Print every setting with its value, and where your own settings belong."""
    found, path = desk.settings(), desk.config_folder() / FILE
    _tell(found.problems)
    if as_json:
        told = [
            {"name": s.name, "value": s.value, "default": s.default, "from": s.origin}
            for s in found.told()
        ]
        _print_json({"file": str(path), "settings": told})
    else:
        for setting in found.told():
            click.echo(setting.shown())
        click.echo(f"\nYour own settings: {path}")
    if found.problems:
        sys.exit(1)


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def doctor(as_json: bool) -> None:
    """Tell what is installed, which pipelines are found, and how to mend what is missing."""
    from annotator.doctor import examine

    findings = examine()
    if as_json:
        _print_json([finding.to_plain() for finding in findings])
    else:
        for finding in findings:
            click.echo(finding.told())
    if not all(finding.fine for finding in findings):
        sys.exit(1)


def _writable(path: Path) -> Any:
    """The project open for writing. Raises when another program has it."""
    from annotator.store.errors import ReadOnlyProjectError
    from annotator.store.project import Project

    project = Project.open(path, desk.annotator_name())
    if project.read_only:
        project.close()
        raise ReadOnlyProjectError(project.read_only_reason or f"{path} is read only.")
    project.doubt_below(desk.settings().settings.doubtful_below)
    return project


def _print_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


class _Progress:
    """A count on standard error, where somebody looks at it."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._is_shown = sys.stderr.isatty()

    def __enter__(self) -> _Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self._is_shown:
            click.echo("\r\x1b[K", err=True, nl=False)

    def tell(self, done: int, total: int | None = None) -> None:
        """So much is done."""
        if self._is_shown:
            of = f" of {total:,}" if total else ""
            click.echo(f"\r\x1b[K{self._name}: {done:,}{of}", err=True, nl=False)
