"""The command line: thin skins over what the window does too.

Exit codes: 0 done, 1 something in the input was wrong or stayed out, 2 wrong usage or no display
(the name of a format or a language that there is not, a split that does not add up),
130 stopped with Ctrl-C.
"""

from __future__ import annotations

import click

from annotator import __version__
from annotator.cli import exchanging, keeping, measuring, suggesting, telling, withdrawing, working
from annotator.cli.terminal import Group


@click.group(cls=Group, invoke_without_command=True)
@click.version_option(__version__, prog_name="annotator")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Judge suggested entities and claims in press releases, and export training data.

    Without a command, the window opens on the sample project.
    """
    if ctx.invoked_subcommand is None:
        ctx.invoke(working.open_window)


for command in (
    working.open_window,
    working.tutor,
    working.new,
    working.labels,
    working.attributes,
    exchanging.import_files,
    withdrawing.withdraw,
    suggesting.suggest,
    working.status,
    exchanging.export,
    keeping.check,
    keeping.backups,
    keeping.repair,
    measuring.evaluate,
    measuring.calibrate,
    measuring.simulate,
    measuring.agree,
    telling.keys,
    telling.formats,
    telling.settings,
    telling.doctor,
):
    main.add_command(command)
