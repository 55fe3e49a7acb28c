"""What is to go out in an export: asked row by row, each with Enter, the usual way first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from annotator.edit.prompts import Choice, Prompt

if TYPE_CHECKING:
    from annotator.edit.here import Here
    from annotator.edit.outcomes import Outcome
    from annotator.formats.format import Format

T = TypeVar("T")

NO_SPLIT = "none"
_USUAL_APART = "near-duplicates,publisher-day"
_FINISHED = (None, True, False)
_WHICH = {True: "finished", False: "all"}
_ONLY = {"": "entities and claims", "entities": "entities alone", "claims": "claims alone"}
_OPEN = {True: "go out, where the format has a place", False: "left out"}
_APART = {
    _USUAL_APART: "near-duplicates and a publisher's day",
    f"{_USUAL_APART},claimer": "near-duplicates, a publisher's day and a claimer",
    "": "nothing",
}
_SHARES = (
    Choice(NO_SPLIT, "none", "all in one"),
    Choice("80/10/10", "80/10/10", "train, dev and test"),
    Choice("70/15/15", "70/15/15", "train, dev and test"),
    Choice("80/20", "80/20", "train and test"),
)


@dataclass(frozen=True, slots=True)
class Scope:
    """What goes out: which releases and layers, what nobody judged, and in which parts.

    `finished` None leaves the releases to the format; `shares` is empty where nothing is split.
    """

    finished: bool | None = None
    only: str = ""
    open: bool = True
    shares: str = ""
    keep_apart: str = _USUAL_APART

    def turned(self, row: str) -> Scope:
        """The same with the next that a row offers."""
        if row == "releases":
            return replace(self, finished=_next(self.finished, _FINISHED))
        if row == "layers":
            return replace(self, only=_next(self.only, _ONLY))
        if row == "open":
            return replace(self, open=_next(self.open, _OPEN))
        return replace(self, keep_apart=_next(self.keep_apart, _APART))


def _next(now: T, offered: Iterable[T]) -> T:
    every = list(offered)
    return every[(every.index(now) + 1) % len(every)]


def scope_prompt(
    kind: Format, scope: Scope, go: Callable[[Scope], Outcome], row: str = "", told: str = ""
) -> Prompt:
    """Ask what goes out as `kind`; `row` is on, and `told` is what came of the answer before.

    `go` is asked for the outcome when all is as it should be.
    """

    def answer(_here: Here, value: str) -> Outcome:
        if value == "go":
            return go(scope)
        if value == "split":
            return _shares_prompt(kind, scope, go)
        return scope_prompt(kind, scope.turned(value), go, value)

    choices = tuple(_rows(kind, scope))
    index = next((n for n, choice in enumerate(choices) if choice.value == row), 0)
    title = f"What is to go out as {kind.title}?"
    return Prompt("scope", title, answer, choices, index=index, told=told)


def _rows(kind: Format, scope: Scope) -> list[Choice]:
    usual = "finished" if kind.finished_only else "all"
    which = f"{usual}, as the format needs" if scope.finished is None else _WHICH[scope.finished]
    rows = [
        Choice("go", "Export", "on to the folder"),
        Choice("releases", f"Releases: {which}"),
        Choice("layers", f"Highlights: {_ONLY[scope.only]}"),
        Choice("open", f"Not judged: {_OPEN[scope.open]}"),
        Choice("split", f"Split: {scope.shares or NO_SPLIT}"),
    ]
    if scope.shares:
        rows.append(Choice("apart", f"Never torn apart: {_APART[scope.keep_apart]}"))
    return rows


def _shares_prompt(kind: Format, scope: Scope, go: Callable[[Scope], Outcome]) -> Prompt:
    def answer(_here: Here, value: str) -> Outcome:
        from annotator.formats.splits import SplitError, wish_from

        if value == NO_SPLIT:
            return scope_prompt(kind, replace(scope, shares=""), go, "split")
        try:
            wish_from(value, 0, scope.keep_apart)
        except SplitError as error:
            return scope_prompt(kind, scope, go, "split", str(error))
        return scope_prompt(kind, replace(scope, shares=value), go, "split")

    return Prompt("shares", "Split by which shares?", answer, _SHARES, free=True)
