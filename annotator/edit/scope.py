"""What is to go out in an export: asked row by row, each with Enter, the usual way first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from annotator.edit.prompts import Choice, Prompt
from annotator.edit.words import quoted

if TYPE_CHECKING:
    from annotator.edit.here import Here
    from annotator.edit.outcomes import Outcome
    from annotator.formats.format import Format
    from annotator.formats.splits import Wish

T = TypeVar("T")

NO_SPLIT = "none"
_USUAL_APART = "near-duplicates,publisher-day"
_WHICH = {True: "finished", False: "all"}
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
    `earlier` is the manifest of an export whose releases stay in their parts; None is that of
    earlier exports to the same folder.
    """

    finished: bool | None = None
    only: str = ""
    open: bool = True
    shares: str = ""
    keep_apart: str = _USUAL_APART
    seed: int = 0
    earlier: Path | None = None

    def turned(self, row: str, kind: Format) -> Scope:
        """The same with the next that a row offers for a format."""
        if row == "releases":
            return replace(self, finished=_next(self.finished, _finished(kind)))
        if row == "layers":
            return replace(self, only=_next(self.only, _layers(kind)))
        if row == "open":
            return replace(self, open=_next(self.open, _OPEN))
        if row == "earlier":
            return replace(self, earlier=None)
        return replace(self, keep_apart=_next(self.keep_apart, _APART))

    def wish(self) -> Wish | None:
        """How the releases are split, if they are. Raise `SplitError`."""
        from annotator.formats.splits import wish_from

        if not self.shares:
            return None
        return wish_from(self.shares, self.seed, self.keep_apart, self.earlier)


def _layers(kind: Format) -> dict[str, str]:
    """Which highlights can go out in a format, in words."""
    alone: dict[str, str] = {layer: f"{layer} alone" for layer in kind.layers}
    if len(alone) > 1:
        return {"": "entities and claims", **alone}
    (layer,) = alone
    other = "claims" if layer == "entities" else "entities"
    return {"": f"{layer}; {other} are counted as lost", **alone}


def _finished(kind: Format) -> tuple[bool | None, ...]:
    """As the format needs; then what is something else, then that by its name."""
    return (None, not kind.finished_only, kind.finished_only)


def _next(now: T, offered: Iterable[T]) -> T:
    every = list(offered)
    return every[(every.index(now) + 1) % len(every)]


class ScopeQuestion:
    """Asks what goes out as `kind`, of a project with so many releases `finished`.

    `go` gives the outcome when all is as it should be. `find` gives the one that lets the person
    choose the manifest of an earlier export; it is handed what asks on with that, or with None.
    """

    def __init__(
        self,
        kind: Format,
        go: Callable[[Scope], Outcome],
        find: Callable[[Callable[[Path | None], Prompt]], Outcome],
        finished: int,
    ) -> None:
        self._kind, self._go, self._find, self._finished = kind, go, find, finished

    def prompt(self, scope: Scope, row: str = "", told: str = "") -> Prompt:
        """The question; `row` is on, and `told` is what came of the answer before."""
        if scope.only not in _layers(self._kind):
            scope = replace(scope, only="")  # it was chosen for another format
        choices = tuple(_rows(self._kind, scope, self._is_nothing(scope)))
        index = next((n for n, choice in enumerate(choices) if choice.value == row), 0)
        title = f"What is to go out as {self._kind.title}?"
        answer = partial(self._answer, scope)
        return Prompt("scope", title, answer, choices, index=index, told=told)

    def _answer(self, scope: Scope, _here: Here, value: str) -> Outcome:
        if value == "go" and self._is_nothing(scope):
            return self.prompt(scope, "releases", f"{_NOTHING}: this row can take all")
        if value == "go":
            return self._go(scope)
        if value == "split":
            answer = partial(self._split, scope)
            return Prompt("shares", "Split by which shares of 100?", answer, _SHARES, free=True)
        if value == "seed":
            title = f"Which seed? It is {scope.seed}; another seed, another split"
            return Prompt("seed", title, partial(self._seed, scope), free=True)
        if value == "earlier" and scope.earlier is None:
            return self._find(partial(self._earlier, scope))
        return self.prompt(scope.turned(value, self._kind), value)

    def _is_nothing(self, scope: Scope) -> bool:
        """Whether it takes only what is finished, and nothing is."""
        of_kind = self._kind.finished_only
        is_finished_only = of_kind if scope.finished is None else scope.finished
        return is_finished_only and not self._finished

    def _split(self, scope: Scope, _here: Here, shares: str) -> Outcome:
        chosen = replace(scope, shares="" if shares == NO_SPLIT else shares)
        return self._tried(scope, chosen, "split")

    def _seed(self, scope: Scope, _here: Here, typed: str) -> Outcome:
        try:
            seed = int(typed) if typed.strip() else scope.seed
        except ValueError:
            told = f"{quoted(typed)} is no seed; write a whole number, such as 1"
            return self.prompt(scope, "seed", told)
        return self.prompt(replace(scope, seed=seed), "seed")

    def _earlier(self, scope: Scope, manifest: Path | None) -> Prompt:
        return self._tried(scope, replace(scope, earlier=manifest), "earlier")

    def _tried(self, scope: Scope, chosen: Scope, row: str) -> Prompt:
        """Ask on with what was chosen or, where that can be no split, as before."""
        from annotator.formats.splits import SplitError

        try:
            chosen.wish()
        except SplitError as error:
            return self.prompt(scope, row, str(error))
        return self.prompt(chosen, row)


_NOTHING = "No release is finished"


def _rows(kind: Format, scope: Scope, is_nothing: bool) -> Iterator[Choice]:
    usual = "finished" if kind.finished_only else "all"
    which = f"{usual}, as the format needs" if scope.finished is None else _WHICH[scope.finished]
    yield Choice(
        "go", "Export", f"nothing: {_NOTHING.lower()}" if is_nothing else "on to the folder"
    )
    yield Choice("releases", f"Releases: {which}")
    yield Choice("layers", f"Highlights: {_layers(kind)[scope.only]}")
    yield Choice("open", f"Not judged: {_OPEN[scope.open]}")
    yield Choice("split", f"Split: {scope.shares or NO_SPLIT}")
    if scope.shares:
        yield Choice("apart", f"Never torn apart: {_APART[scope.keep_apart]}")
        yield Choice("seed", f"Seed: {scope.seed}")
        yield Choice("earlier", f"Parts: as {_decided_by(scope.earlier)} decided")


def _decided_by(manifest: Path | None) -> str:
    """Which export the releases that it has keep their parts of."""
    if manifest is None:
        return "earlier exports to the folder"
    return f"the export {quoted(manifest.parent.name)}"
