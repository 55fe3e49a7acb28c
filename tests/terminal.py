"""The command line as tests use it."""

from __future__ import annotations

from click.testing import CliRunner

from annotator.cli import main


def annotator(*arguments: object, given: bytes = b"") -> tuple[int, str, str]:
    """Run ``annotator ARGUMENTS``: the exit code, what was printed, what was complained of.

    `given` is what stands on standard input.
    """
    result = CliRunner().invoke(main, [str(argument) for argument in arguments], input=given)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr
