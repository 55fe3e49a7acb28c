"""The command that takes releases out of a project, and brings them back."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotator.cli.opening import readable, writable
from annotator.cli.terminal import FILES, echo, print_json, tell
from annotator.model.counting import counted
from annotator.model.errors import AnnotatorError
from annotator.model.times import utc_text
from annotator.model.typing_in import typed
from annotator.model.withdrawal import bring_back
from annotator.model.withdrawal import withdraw as take_out

if TYPE_CHECKING:
    from annotator.store.withdrawn import Listed

    Fitting = Callable[[Sequence[Listed], str], list[Listed]]

_SHORT = 12
"""Letters of an id that tell releases apart."""
_SHOWN = 20
"""Releases that are named one by one when they go or come back."""
_IN, _OUT = "releases in the queue", "withdrawn releases"


class NotNamedError(AnnotatorError):
    """A release is named by an id that none has, or several."""


@click.command()
@click.argument("project", type=FILES)
@click.argument("ids", metavar="[RELEASE-ID]...", nargs=-1)
@click.option("--since", default="", metavar="TIME", help="What came in then or later.")
@click.option(
    "--search", default="", metavar="WORDS", help="Whose title, publisher or date hold every word."
)
@click.option("--decided", is_flag=True, help="Also those in which somebody has decided.")
@click.option("--back", is_flag=True, help="Bring withdrawn ones back instead.")
@click.option(
    "--list", "only_list", is_flag=True, help="List what fits and is withdrawn; change nothing."
)
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def withdraw(
    project: Path,
    ids: tuple[str, ...],
    since: str,
    search: str,
    decided: bool,
    back: bool,
    only_list: bool,
    as_json: bool,
) -> None:
    """Take releases out of PROJECT: out of the queue and of every export. Or bring them back.

    A RELEASE-ID is the SHA-256 of a text, or how it begins. A TIME is written 2026-03-01T09:30, on
    the clock here, or with its zone. What is said in several ways has to fit in all of them.
    Releases in which somebody has decided since they came in stay and are listed; with --decided
    they go too.

    Nothing is deleted: --list shows what is withdrawn, and --back brings it back with all that was
    decided; so does undo in the window, or importing the same text again. Exit code 1: something
    stays that was named.
    """
    if only_list and back:
        raise click.UsageError("--list changes nothing: leave out --list to bring back what fits.")
    if only_list:
        _print_withdrawn(project, partial(_fitting, ids, _utc(since), search), as_json)
        return
    if not (ids or since or search):
        raise click.UsageError("Say which releases: a RELEASE-ID, --since or --search.")
    with writable(project) as opened:
        known = opened.withdrawn() if back else opened.imported("")
        chosen = _fitting(ids, _utc(since), search, known, _OUT if back else _IN)
        stay = {one.release: one for one in chosen if one.decided and not decided}
        going = [one.release for one in chosen if one.release not in stay]
        opened.record_all(going, bring_back if back else take_out)
    for one in stay.values():
        echo(f"{_named(one)}: somebody has decided in it; --decided takes it out too.", err=True)
    if as_json:
        print_json({"brought_back" if back else "withdrawn": going, "stay": [*stay]})
    else:
        _print_some([one for one in chosen if one.release not in stay])
        echo(f"{'Brought back' if back else 'Withdrew'} {counted(len(going), 'release')}.")
    if going and not back:
        tell([f"To bring back: {_command_back(project, going, since, search)}"])
    if stay:
        sys.exit(1)


def _print_some(moved: Sequence[Listed]) -> None:
    """Say which they are, as far as that can be looked through."""
    for one in moved[:_SHOWN]:
        echo(_named(one))
    if len(moved) > _SHOWN:
        echo(f"and {len(moved) - _SHOWN:,} more")


def _print_withdrawn(project: Path, fitting: Fitting, as_json: bool) -> None:
    with readable(project) as opened:
        found = fitting(opened.withdrawn(), _OUT)
    if as_json:
        print_json([_to_plain(one) for one in found])
        return
    for one in found:
        echo(_named(one))
    echo(f"{counted(len(found), 'release')} withdrawn.")


def _to_plain(one: Listed) -> dict[str, str]:
    return {
        "release": one.release,
        "title": one.title,
        "publisher": one.publisher,
        "date": one.date,
        "imported_at": one.imported_at,
    }


def _named(one: Listed) -> str:
    return f"{one.release[:_SHORT]}  {one.title or 'Untitled'}"


def _command_back(project: Path, going: Sequence[str], since: str, search: str) -> str:
    """The command for the way back: by name, for what was out before may fit what was said too."""
    named = [*(["--since", since] if since else []), *(["--search", search] if search else [])]
    if len(going) <= _SHOWN or not named:
        named = [release[:_SHORT] for release in going]
    return " ".join(map(typed, ["annotator", "withdraw", str(project), "--back", *named]))


def _fitting(
    ids: Sequence[str], since: str, search: str, known: Sequence[Listed], called: str
) -> list[Listed]:
    """Those of `known`, as people call them, that fit all that was said. Raise `NotNamedError`."""
    from annotator.store.queue import searchable

    named = {_with_id(name, known, called) for name in ids}
    words = search.casefold().split()
    return [
        one
        for one in known
        if (one.release in named or not ids)
        and one.imported_at >= since
        and all(word in searchable(one.title, one.publisher, one.date) for word in words)
    ]


def _with_id(name: str, known: Sequence[Listed], called: str) -> str:
    if not name:  # every id begins so: of a single release it would be the one
        raise click.UsageError('The RELEASE-ID "" is empty; nothing was done.')
    found = [one.release for one in known if one.release.startswith(name.lower())]
    if len(found) == 1:
        return found[0]
    which = f"{len(found):,} of the {called} have" if found else f"None of the {called} has"
    raise NotNamedError(f'{which} an id that begins with "{name}"; nothing was done.')


def _utc(said: str) -> str:
    """A time as the store writes it; "" for none."""
    if not said:
        return ""
    try:
        return utc_text(datetime.fromisoformat(said))
    except (ValueError, OverflowError):
        raise click.BadParameter(
            f'"{said}" is no time; write it as 2026-03-01T09:30.', param_hint="--since"
        ) from None
