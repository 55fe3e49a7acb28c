"""Looking for the selected string in every release, between other work, then asking what to do."""

from __future__ import annotations

from collections.abc import Callable

from annotator.edit.everywhere import (
    Search,
    Slices,
    asked,
    head_start,
    in_one_go,
    look_through,
    search_for,
)
from annotator.edit.inhand import InHand
from annotator.edit.outcomes import Outcome
from annotator.edit.telling import Telling
from annotator.edit.words import quoted
from annotator.model.errors import AnnotatorError


class ProjectSearch:
    """`is_asked` tells whether a question is open; `found` gets what a search leads to."""

    def __init__(
        self,
        hand: InHand,
        telling: Telling,
        is_asked: Callable[[], bool],
        found: Callable[[Outcome], None],
    ) -> None:
        self.slices: Slices = in_one_go
        """Goes through what takes long; the window does it between two keys."""
        self._hand, self._say = hand, telling.say
        self._is_asked, self._found = is_asked, found

    def begin(self) -> None:
        """Look for the string of the selected entity, if one is selected."""
        hand = self._hand
        search = search_for(hand.here, hand.name, hand.project.counts().releases)
        if search is None:
            return
        values = look_through(hand.project, search, hand.suggesting)
        head_start(values)
        if search.is_whole:
            self._over(search, None)
            return
        words = quoted(search.verdict.words)
        self.slices(
            values,
            f"Looking for {words}",
            lambda _: search.told(),
            lambda _, error: self._over(search, error),
        )

    def _over(self, search: Search, error: AnnotatorError | None) -> None:
        if error is not None:
            self._say(str(error), "error")
        elif not search.is_whole:
            self._say(f"Stopped looking after {search.told()}; nothing was done")
        elif self._is_asked() or not search.is_of(self._hand.here, self._hand.name):
            self._say("The project is looked through, but you went on meanwhile: ask again")
        else:
            self._say("")  # how far it was: nothing runs any more that could be stopped
            self._found(asked(search))
