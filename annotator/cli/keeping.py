"""Commands that keep a project safe: check, backups, repair."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotator import desk
from annotator.cli.terminal import FILES, Progress, echo, print_json

if TYPE_CHECKING:
    from annotator.store.audit import Finding


@click.command()
@click.argument("project", type=FILES)
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def check(project: Path, as_json: bool) -> None:
    """Look PROJECT through: one sentence for everything that is wrong.

    The file itself, rows that name others, triggers, the hash of every text, every span, every fold
    against the queue, the chain of hashes over everything that is never changed (it names the rows
    that other hands changed), the log beside the file, and the backups. Nothing is written. Exit
    code 1: something is wrong.
    """
    from annotator.store.audit import audit

    with Progress("Checking") as progress:
        found = list(audit(project, progress.tell))
    if as_json:
        sound = all(finding.fine for finding in found)
        print_json({"project": str(project), "sound": sound, "findings": _plain(found)})
    else:
        for finding in found:
            echo(f"{'ok ' if finding.fine else '-- '} {finding.sentence}")
    if not all(finding.fine for finding in found):
        sys.exit(1)


def _plain(found: list[Finding]) -> list[dict[str, object]]:
    return [finding.to_plain() for finding in found]


@click.command()
@click.argument("project", type=FILES)
@click.option("--now", is_flag=True, help="Make one first, unless nothing has changed.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def backups(project: Path, now: bool, as_json: bool) -> None:
    """List the backups of PROJECT, oldest first.

    Each is a whole project: open it to look at it, copy it over a lost one. annotator repair takes
    what PROJECT has lost from the newest.
    """
    from annotator.store.backups import back_up, folder_of, listed
    from annotator.store.checking import check_file

    if now:
        back_up(project, desk.backup_plan(desk.settings().settings))
    found = listed(project)
    if not found:
        check_file(project)  # of a project that is lost the backups are all the more of use
    if as_json:
        print_json(
            [
                {"file": str(one.path), "number": one.number, "at": one.at, "bytes": one.size}
                for one in found
            ]
        )
        return
    for one in found:
        echo(f"{one.at}  {one.size / 2**20:9,.1f} MB  {one.path.name}")
    echo(f"{len(found)} backup{'' if len(found) == 1 else 's'} in {folder_of(project)}")


@click.command()
@click.argument("project", type=FILES)
@click.option("--out", type=FILES, help="The new file; else NAME.repaired.annotator beside it.")
@click.option("--json", "as_json", is_flag=True, help="Print what became of it as JSON.")
def repair(project: Path, out: Path | None, as_json: bool) -> None:
    """Save what can be read of a damaged PROJECT to a new file.

    PROJECT itself is never written to. Every row is taken from it where its hash proves it or
    nothing speaks against it, else from the newest backup. What is lost is listed, and the new file
    is checked. Where PROJECT is sound that is said, and nothing is written but with --out. Exit
    code 1: the new file did not stand its check.
    """
    from annotator.store.repair import repair as repaired

    with Progress("Repairing") as progress:
        done = repaired(project, out, progress.tell)
    if as_json:
        print_json(done.to_plain())
    else:
        for sentence in done.told():
            echo(sentence)
    if not done.is_sound:
        sys.exit(1)
