"""What goes in and out of a project: import, export."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotator import desk, importing
from annotator.cli.opening import writable
from annotator.cli.terminal import (
    FILES,
    Progress,
    advise,
    echo,
    print_json,
    tell,
)
from annotator.model.typing_in import typed

if TYPE_CHECKING:
    from annotator.formats.incoming import Take
    from annotator.formats.splits import Wish


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
    help="Releases that bring decisions, not only rejections, and nothing to be judged, count as"
    " finished.",
)
@click.option(
    "--texts", is_flag=True, help="Take the texts alone: what FILES say of them is left out."
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
    texts: bool,
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

    take = _take(decided, finished, texts)
    code = desk.language_named(language) if language else ""
    report = importing.ImportReport()
    with writable(project) as opened, Progress("Importing") as progress:
        for report in importing.import_files(
            opened, files, code, take, format_name, text_field, Versions(versions)
        ):
            progress.tell(report.added)
    _tell_of(report, project)
    if as_json:
        print_json(_to_plain(report))
    else:
        ended = report.told_of_finished() if finished else ""
        echo(f"{report.told_of_added()}{ended}{report.told_of_known()}{report.told_of_return()}")
    if report.problems or report.left_out:
        sys.exit(1)


def _tell_of(report: importing.ImportReport, project: Path) -> None:
    """What did not come in, what is to be known of what did, and the ways on from here."""
    tell([*report.problems, *report.left_out, *report.duplicates])
    tell([*report.notes, *report.versions])
    tell(report.doubts())
    if report.added:
        advise(f"To take it back: annotator withdraw {typed(str(project))} --since {report.began}")
    if report.to_carry:
        tell(["To carry decisions over, import the same again with --versions carry."])


def _to_plain(report: importing.ImportReport) -> dict[str, object]:
    return {
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


def _take(decided: bool, finished: bool, texts: bool) -> Take:
    from annotator.formats.incoming import Take

    if texts and (finished or not decided):
        raise click.UsageError(
            "--texts leaves out what FILES say, --finished and --as-suggestions take it in: name"
            " one of them."
        )
    if texts:
        return Take.TEXTS
    if finished and not decided:
        raise click.UsageError(
            "--finished keeps what is decided, --as-suggestions none of it: name one of them."
        )
    if finished:
        return Take.FINISHED
    return Take.DECISIONS if decided else Take.SUGGESTIONS


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
