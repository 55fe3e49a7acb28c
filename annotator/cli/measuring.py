"""Commands that measure with finished releases: evaluate, calibrate, simulate, agree."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path

import click

from annotator import desk
from annotator.cli.choosing import choosing, load_suggesters
from annotator.cli.terminal import (
    FILES,
    Progress,
    Sentence,
    echo,
    echo_lines,
    fail,
    print_json,
    tell,
)
from annotator.model.counting import counted
from annotator.model.typing_in import typed


@click.command()
@click.argument("gold", type=FILES, nargs=-1, required=True)
@choosing
@click.option("--errors", is_flag=True, help="List each error with the words around it.")
@click.option("--plot", type=FILES, help="Draw the reliability of the scores to a picture.")
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
    from annotator.suggest.bare import BarePipeline
    from annotator.suggest.pipeline import DEFAULT

    tell(desk.news_of(*gold))
    with Progress("Evaluating") as progress:
        found = evaluation.evaluated(
            gold,
            load_suggesters(pipeline, suggesters),
            BarePipeline(pipeline or DEFAULT),
            speed,
            progress.tell,
        )
    tell([*found.problems, *found.damaged])
    if plot is not None:
        evaluation.draw(found, plot)
    if as_json:
        print_json(found.to_plain())
    else:
        if errors:
            _list_errors(release.lines() for release in found.errors)
        echo_lines(found.told())
    _end(found.damaged)


def _list_errors(releases: Iterable[Iterable[str]]) -> None:
    for line in chain.from_iterable(releases):
        echo(line)
    echo()


def _end(damaged: Sequence[str]) -> None:
    """End with exit code 1 where releases of the gold were left out because they are damaged."""
    if damaged:
        sys.exit(1)


@click.command()
@click.argument("gold", type=FILES, nargs=-1, required=True)
@choosing
@click.option("--out", type=FILES, help="File for the scores; without it they are printed.")
def calibrate(
    gold: tuple[Path, ...], pipeline: str, suggesters: tuple[str, ...], out: Path | None
) -> None:
    """Learn from finished releases how far each rule can be trusted: the scores of suggestions.

    GOLD: JSONL files or projects. The setting suggest.scores names the file that is used.
    """
    from annotator import evaluation

    tell(desk.news_of(*gold))
    with Progress("Calibrating") as progress:
        found = evaluation.evaluated(
            gold, load_suggesters(pipeline, suggesters), progress=progress.tell
        )
    tell([*found.problems, *found.damaged])
    scores = evaluation.scores_learned(found)
    if out is None:
        echo_lines(scores, nl=False)
    else:
        _write(out, scores)
        echo(f"Wrote {out}, from {counted(found.releases, 'release')}.")
    _end(found.damaged)


def _write(out: Path, scores: str) -> None:
    try:
        out.write_text(scores, encoding="utf-8")
    except OSError as error:
        raise Sentence(f"{out} cannot be written: {error.strerror or error}.") from error


@click.command()
@click.argument("gold", type=FILES, nargs=-1, required=True)
@choosing
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
    tell(problems)
    tell(desk.news_of(*gold))
    with Progress("Playing") as progress:
        found = simulation.simulated(
            gold, load_suggesters(pipeline, suggesters), keymap, window, progress.tell
        )
    tell(found.damaged)
    if as_json:
        print_json(found.to_plain())
    else:
        echo_lines(found.told())
    _end(found.damaged)


def _need_display() -> None:
    from annotator.ui.display import NoDisplayError, check_display

    try:
        check_display()
    except NoDisplayError as error:
        fail(error, 2)


@click.command()
@click.argument("first", type=FILES)
@click.argument("second", type=FILES)
@click.option("--disputed", is_flag=True, help="List what the two do not say alike.")
@click.option("--adjudicate", "project", type=FILES, help="Make a project where you decide.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def agree(first: Path, second: Path, disputed: bool, project: Path | None, as_json: bool) -> None:
    """Tell how far two annotators agree: FIRST and SECOND are their projects or JSONL files.

    Releases that both have finished are compared; F1 is the same both ways. Entities and claims
    are paired as "annotator evaluate" does. In the project of --adjudicate everything that either
    says is suggested: what both say alike is sure (Shift+A accepts it), the rest is doubtful (D
    goes there), and the line under the text says who says so. Notes of both are kept.
    """
    from annotator import agreement

    tell(desk.news_of(first, second))
    with Progress("Comparing") as progress:
        found = agreement.compared(first, second, progress.tell)
    tell(found.damaged)
    made = None if project is None else desk.as_project(project)
    if made is not None:
        found.adjudicate(made, desk.annotator_name())
    if as_json:
        print_json(found.to_plain())
    else:
        if disputed:
            _list_errors(one.lines(found.names) for one in found.compared)
        echo_lines(found.told())
        if made is not None:
            echo(
                f"Made {made}: {found.disputed:,} disputed. Next: annotator open {typed(str(made))}"
            )
    _end(found.damaged)
