"""What every command needs of the terminal: sentences, progress, JSON."""

from __future__ import annotations

import codecs
import json
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import Any

import click

from annotator import desk
from annotator.model.display import visible, visible_json
from annotator.model.errors import AnnotatorError, WrongUsageError
from annotator.model.typing_in import typed


class _Named(click.Path):
    """A path; the empty one is no name for the present folder, but a variable that was not set."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path. Raise `click.BadParameter`."""
        if value == "":
            self.fail("it is empty; write a name.", param, ctx)
        return super().convert(value, param, ctx)


FILES = _Named(path_type=Path)
_SPELT = "annotator.spelt"
INTERRUPTED = 130
"""The exit code after Ctrl-C, as shells have it."""


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
        click.echo(f"annotator: {visible(self.format_message())}", file=file or sys.stderr)


@contextmanager
def _harmless() -> Iterator[None]:
    """Let no error of usage, which names what was typed, steer the terminal."""
    try:
        yield
    except click.ClickException as error:
        error.message = visible(error.message)  # type: ignore[misc]
        raise


def _spelt(error: UnicodeError) -> tuple[str, int]:
    """The letters that an encoding does not have, as JSON spells them, so that JSON stays JSON."""
    assert isinstance(error, UnicodeEncodeError)
    return json.dumps(error.object[error.start : error.end])[1:-1], error.end


def _spell_all_letters() -> None:
    """Let no title end a command where the output is not UTF-8, as in a file on Windows."""
    codecs.register_error(_SPELT, _spelt)
    if isinstance(sys.stdout, TextIOWrapper) and sys.stdout.errors == "strict":
        sys.stdout.reconfigure(errors=_SPELT)


class Group(click.Group):
    """Turns every error that people may see into a sentence and an exit code."""

    def make_context(self, *args: Any, **more: Any) -> click.Context:
        """Read what was typed."""
        _spell_all_letters()
        with _harmless():
            return super().make_context(*args, **more)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            with _harmless():
                return super().invoke(ctx)
        except AnnotatorError as error:
            raise Sentence(str(error), 2 if isinstance(error, WrongUsageError) else 1) from error
        except KeyboardInterrupt as error:
            raise Sentence("Stopped.", INTERRUPTED) from error
        except BrokenPipeError:
            raise  # click ends without a word
        except OSError as error:  # such as a full disk behind what is printed
            what = f"{error.filename} could" if error.filename else "Something could"
            reason = error.strerror or error
            raise Sentence(f"{what} not be read or written: {reason}.") from error

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is named first. Where that is a file, say how to open it."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            word = args[0]
            if not (word.endswith(desk.SUFFIX) or os.path.isfile(word)):
                raise
            told = f"{error.format_message()} To open it: annotator open {typed(word)}"
            raise click.UsageError(told, ctx) from error


def echo(words: object = "", err: bool = False, nl: bool = True) -> None:
    """Print `words` in one line. What would steer the terminal, out of a release or a file name,
    does not, and is seen.
    """
    click.echo(visible(str(words)), err=err, nl=nl)


def echo_lines(words: str, nl: bool = True) -> None:
    """Print what is laid out in lines; in whatever it cites, line ends are gone already."""
    click.echo(visible(words, keep="\n"), nl=nl)


def fail(error: AnnotatorError, code: int) -> None:
    """End with the sentence of an error and an exit code."""
    raise Sentence(str(error), code) from error


def tell(sentences: Iterable[object]) -> None:
    """Print each sentence on standard error."""
    for sentence in sentences:
        echo(sentence, err=True)


def is_watched() -> bool:
    """Whether standard error is a terminal, where somebody may look."""
    return sys.stderr.isatty()


def advise(sentence: str) -> None:
    """Print what may be done next on standard error, where somebody looks; scripts get none."""
    if is_watched():
        echo(sentence, err=True)


def print_json(value: object) -> None:
    """Print a plain value as JSON for scripts and people."""
    echo_json(json.dumps(value, ensure_ascii=False, indent=2))


def echo_json(written: str) -> None:
    """Print JSON as it is; what would steer the terminal is escaped."""
    click.echo(visible_json(written))


@contextmanager
def interruptible() -> Iterator[Callable[[], bool]]:
    """Whether Ctrl-C was pressed: the first time it only asks to stop, the second time it ends."""
    pressed = threading.Event()

    def press(*_: object) -> None:
        pressed.set()
        signal.signal(signal.SIGINT, before)

    before = signal.signal(signal.SIGINT, press)
    try:
        yield pressed.is_set
    finally:
        signal.signal(signal.SIGINT, before)


class Progress:
    """A count on standard error, where somebody looks at it."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._is_shown = is_watched()

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self._is_shown:
            click.echo("\r\x1b[K", err=True, nl=False)

    def tell(self, done: int, total: int | None = None) -> None:
        """So much is done."""
        if self._is_shown:
            of = f" of {total:,}" if total else ""
            click.echo(f"\r\x1b[K{self._name}: {done:,}{of}", err=True, nl=False)
