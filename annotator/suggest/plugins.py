"""Plug-ins: suggesters from other packages, found by entry point and trusted with nothing.

Whatever a plug-in does wrong becomes one sentence that names it, and what the others suggest is
given all the same. ``resources/help/suggesters.md`` tells how to write one.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import metadata
from typing import Any, Protocol

from annotator.model.errors import AnnotatorError, did_you_mean
from annotator.model.half_characters import has_half_character
from annotator.model.plain import PlainError, suggestion_from_plain, suggestion_to_plain
from annotator.model.records import Suggestion
from annotator.suggest.choice import DEFAULT_SUGGESTER

GROUP = "annotator.suggesters"
"""The entry points of plug-ins: ``NAME = "package.module:make"``."""


class SuggesterPlugin(Protocol):
    """What the `make(options)` of a plug-in returns.

    `options` are the texts under ``[suggest.options.NAME]`` in the person's settings. `make` is
    called once, in the suggester's process; `suggest` once for every release, one after the other.
    Offsets are Unicode code points of exactly the text that was given. The same text should give
    the same suggestions. What is printed goes to standard error.
    """

    @property
    def name(self) -> str:
        """``name@version``, which every suggestion is stored with."""

    def suggest(self, text: str) -> Iterable[Suggestion]:
        """Entities and claims of a release, in any order."""


class PluginError(AnnotatorError):
    """A plug-in is not there, or did something wrong."""


def installed_plugins() -> dict[str, metadata.EntryPoint]:
    """Every plug-in that is installed, by its name; nothing of them is imported."""
    found = sorted(metadata.entry_points(group=GROUP), key=lambda point: point.name)
    return {point.name: point for point in found if point.name != DEFAULT_SUGGESTER}


def imported_plugin(key: str) -> Callable[[Mapping[str, str]], Any]:
    """The `make` of the plug-in `key`. Raise `PluginError`."""
    installed = installed_plugins()
    if key not in installed:
        hint = did_you_mean(key, [DEFAULT_SUGGESTER, *installed])
        raise PluginError(f'No suggester "{key}" is installed.{hint}')
    with _calling(key, "cannot be imported"):
        make = installed[key].load()
    if not callable(make):
        raise PluginError(f'The suggester "{key}" cannot be made: its entry point is no function.')
    return make  # type: ignore[no-any-return]


def load_plugin(key: str, options: Mapping[str, str]) -> Plugin:
    """The plug-in `key`, made with its options. Raise `PluginError`."""
    make = imported_plugin(key)
    with _calling(key, "cannot be made"):
        made = make(dict(options))
        name = made.name
    if not isinstance(name, str) or not name.strip():
        raise PluginError(f'The suggester "{key}" has no name such as "{key}@1".')
    return Plugin(key, name, made)


class Plugin:
    """A plug-in behind a guard: only suggestions that fit the text come out."""

    def __init__(self, key: str, name: str, made: SuggesterPlugin) -> None:
        """`key` is its name in the settings, `name` what its suggestions are stored with."""
        self.key, self.name = key, name
        self._made = made

    def suggest(self, text: str) -> tuple[list[Suggestion], list[str]]:
        """What can be used of its suggestions, and in at most one sentence what cannot."""
        try:
            with _calling(self.key, "failed"):
                given = list(self._made.suggest(text))
        except PluginError as error:
            return [], [str(error)]
        good: list[Suggestion] = []
        wrong: list[str] = []
        for suggestion in given:
            try:
                good.append(_checked(suggestion, len(text)))
            except PlainError as error:
                wrong.append(str(error))
        return good, [self._told(wrong)] if wrong else []

    def _told(self, wrong: list[str]) -> str:
        count = "a suggestion" if len(wrong) == 1 else f"{len(wrong)} suggestions"
        which = "" if len(wrong) == 1 else "the first: "
        return f'The suggester "{self.key}" made {count} that cannot be used; {which}{wrong[0]}'


def _checked(given: Any, length: int) -> Suggestion:
    """The suggestion, of plain values only. Raise `PlainError`, also for what is none."""
    try:
        plain = suggestion_to_plain(given)
    except Exception:  # whatever its attributes are
        raise PlainError(f"{_shown(given)} is not built as a Suggestion is.") from None
    suggestion = suggestion_from_plain(plain)
    for span in suggestion.record.spans():
        if not span.fits(length):
            raise PlainError(
                f"the span {span.start}-{span.end} is empty, reversed or outside the text."
            )
    if has_half_character(plain):
        raise PlainError("it holds half a character (a lone surrogate).")
    return suggestion


@contextlib.contextmanager
def _calling(key: str, what: str) -> Iterator[None]:
    """Run code of a plug-in: what it prints goes to stderr, what it raises becomes a sentence."""
    try:
        with contextlib.redirect_stdout(sys.stderr):
            yield
    except (Exception, SystemExit) as failure:
        raise PluginError(f'The suggester "{key}" {what}: {_shown_error(failure)}.') from failure


def _shown_error(failure: BaseException) -> str:
    lines = str(failure).splitlines()
    reason = f": {lines[0][:200].rstrip('.')}" if lines else ""
    return f"{type(failure).__name__}{reason}"


def _shown(value: object) -> str:
    try:
        return repr(value)[:60]
    except Exception:  # a plug-in's own class may raise anything
        return f"A {type(value).__name__}"
