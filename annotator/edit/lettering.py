"""Typing the letters at the words, key by key: what they mean while they are shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from annotator.edit.events import LettersShown
from annotator.edit.here import Here
from annotator.edit.letters import Lettered, letters_at_first, letters_at_last, proposed
from annotator.edit.moving import NO_HIGHLIGHT, mark_of, select_here
from annotator.edit.telling import Telling
from annotator.edit.words import quoted
from annotator.model.selection import Selection
from annotator.model.spans import Span

MODE = "letters"
TYPE_FIRST = "Type the letters at the first word of what is to be marked"
TYPE_LAST = "Type those that are new at its last word, or a label; Space selects what stands there"


class Lettering:
    """The letters that are shown, if any. What they choose goes to `select`."""

    def __init__(
        self,
        here: Callable[[], Here],
        select: Callable[[Selection], None],
        telling: Telling,
    ) -> None:
        self._here, self._select = here, select
        self._telling = telling
        self._asked = ""
        """What was said of the letters last."""
        self.shown: Lettered | None = None
        self._began: Selection | None = None

    def begin(self) -> None:
        """Show letters for the first word."""
        lettered = letters_at_first(self._here())
        if not lettered.words:
            self._telling.say("There is no word here")
            return
        self._began = self._here().selection
        self._put(lettered)
        self._ask(TYPE_FIRST)

    def type(self, letter: str) -> None:
        """One more letter."""
        if self.shown is None:
            return
        found = self.shown.then(letter)
        if found is None:
            wrong = (self.shown.typed + letter).upper()
            self._ask(f"No word has the letters {quoted(wrong)}")
        elif isinstance(found, Lettered):
            self._put(found)
            self._ask(TYPE_FIRST if found.first is None else TYPE_LAST)
        else:
            self._chose(found, self.shown.first)

    def _chose(self, word: Span, first: Span | None) -> None:
        here = self._here()
        if first is None:
            self._put(letters_at_last(here, word))
            self._select(mark_of(here, proposed(here, word)))
            self._ask(TYPE_LAST)
        else:
            self.leave()
            self._select(mark_of(here, first.joined(word)))

    def obey(self, command: str) -> None:
        """One of the commands of the mode: done, select, back, or leave."""
        if command == "letters-leave":
            began = self._began
            self.leave()
            if began is not None and began != self._here().selection:
                self._select(began)
        elif command == "letters-back":
            self._go_back()
        elif command == "letters-select":
            self._select_there()
        else:
            self.leave()

    def _select_there(self) -> None:
        """Select the highlight at the first word, if one was chosen."""
        first = self.shown.first if self.shown is not None else None
        self.leave()
        if first is None:
            return
        found = select_here(replace(self._here(), selection=Selection(first)))
        if isinstance(found, Selection):
            self._select(found)
        else:
            self._telling.say(NO_HIGHLIGHT)

    def _go_back(self) -> None:
        """Take one letter back; behind the first one, the first word."""
        shown = self.shown
        if shown is None:
            return
        if shown.typed:
            self._put(Lettered(shown.words, shown.typed[:-1], shown.first))
        elif shown.first is not None and self._began is not None:
            self._select(self._began)
            self._put(letters_at_first(self._here()))
            self._ask(TYPE_FIRST)
        else:
            self.leave()

    def leave(self) -> None:
        """Take the letters away, and what was asked of them; what is marked stays marked."""
        if self.shown is not None:
            self._began = None
            self._put(None)
            if self._telling.said.text == self._asked:
                self._telling.say("")

    def _ask(self, words: str) -> None:
        """Say what is to be typed, or why a letter did not do; it goes when the letters go."""
        self._telling.say(words)
        self._asked = self._telling.said.text

    def _put(self, lettered: Lettered | None) -> None:
        self.shown = lettered
        self._telling.tell(LettersShown(lettered))
