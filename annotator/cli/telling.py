"""Commands that tell of the program: keys, formats, settings, doctor."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from annotator import desk
from annotator.cli.terminal import echo, echo_lines, print_json, tell
from annotator.model.installing import installing
from annotator.settings import FILE

if TYPE_CHECKING:
    from annotator.edit.commands import Command
    from annotator.edit.keys import Keymap
    from annotator.formats.format import Format


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def keys(as_json: bool) -> None:
    """Print every command with its keys and its name, and where your own keymap belongs.

    A heading in brackets is a mode, as a keymap has it; the keys of the menus stand under [review].
    """
    keymap, problems = desk.keymap()
    tell(problems)
    if as_json:
        modes = {
            mode: {keys: f"{b.command} {b.argument}".strip() for keys, b in bindings.items()}
            for mode, bindings in keymap.modes.items()
        }
        print_json(modes)
    else:
        for heading, rows in _key_table(keymap):
            echo(heading)
            for shown, command in rows:
                echo(f"  {shown:24} {command.id:25} {command.title}")
            echo()
        echo(f"Your own keys: {desk.config_folder() / 'keymap.toml'}")
    if problems:
        sys.exit(1)


def _key_table(keymap: Keymap) -> Iterator[tuple[str, list[tuple[str, Command]]]]:
    """Every command with its keys: by menu, and those of lists and questions by mode."""
    from annotator.edit.commands import COMMANDS, MENUS, in_menu
    from annotator.edit.keys import shown_keys

    for menu in MENUS:
        yield menu, [(", ".join(keymap.all_shown(one.id)), one) for one in in_menu(menu)]
    for mode, bindings in keymap.modes.items():
        own: dict[str, list[str]] = {}
        for keys, binding in bindings.items():
            if not COMMANDS[binding.command].menu:
                own.setdefault(binding.command, []).append(shown_keys(keys))
        if own:
            yield f"[{mode}]", [(", ".join(shown), COMMANDS[name]) for name, shown in own.items()]


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def formats(as_json: bool) -> None:
    """Print every file format, whether it can be imported and exported, and what it lacks."""
    from annotator.formats.extras import missing
    from annotator.formats.table import FORMATS

    if as_json:
        print_json([_format_to_plain(known) for known in FORMATS])
        return
    for known in FORMATS:
        ways = [way for way, done in (("in", known.read), ("out", known.writer)) if done]
        echo(f"{known.name:14} {', '.join(ways):8} {known.title}: {known.summary}")
        if gone := missing(known.libraries):
            mend = installing(f"annotator[{known.extra}]")
            echo(f"{'':24}needs {' and '.join(gone)}: {mend}")
        if known.lacks:
            echo(f"{'':24}never says {', '.join(known.lacks)}")


def _format_to_plain(known: Format) -> dict[str, object]:
    from annotator.formats.extras import missing

    return {
        "name": known.name,
        "title": known.title,
        "summary": known.summary,
        "suffixes": list(known.suffixes),
        "import": known.read is not None,
        "export": known.writer is not None,
        "finished_only": known.finished_only,
        "lacks": dict(known.lacks),
        "extra": known.extra,
        "missing": missing(known.libraries),
    }


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def settings(as_json: bool) -> None:
    """Print every setting with its value, and where your own settings belong."""
    found, path = desk.settings(), desk.config_folder() / FILE
    tell(found.problems)
    if as_json:
        told = [
            {"name": s.name, "value": s.value, "default": s.default, "from": s.origin}
            for s in found.told()
        ]
        print_json({"file": str(path), "settings": told})
    else:
        for setting in found.told():
            echo_lines(setting.shown())
        echo()
        echo(f"Your own settings: {path}")
    if found.problems:
        sys.exit(1)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def doctor(as_json: bool) -> None:
    """Tell what is installed, which pipelines are found, and how to mend what is missing."""
    from annotator.doctor import examine

    findings = examine()
    if as_json:
        print_json([finding.to_plain() for finding in findings])
    else:
        for finding in findings:
            echo_lines(finding.told())
    if not all(finding.fine for finding in findings):
        sys.exit(1)
