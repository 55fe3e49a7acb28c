"""Questions: pick a label, a claimer, a command, a language; find a text; write a note.

A prompt is a plain value. The window shows it and sends back what is typed; without a window the
keys do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from annotator.model.languages import DEFAULT_LANGUAGE, LANGUAGES, language_name
from annotator.model.selection import Selection

if TYPE_CHECKING:
    from annotator.edit.here import Here
    from annotator.edit.outcomes import Outcome

PromptKind = Literal[
    "label",
    "new-label",
    "claimer",
    "palette",
    "find",
    "note",
    "language",
    "language-here",
    "attribute",
    "value",
    "text",
    "same",
    "same-in-project",
    "field",
    "format",
    "versions",
    "scope",
    "shares",
    "seed",
    "withdraw",
    "withdraw-import",
    "not-asked",
]


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose: what it is called, a few words on it, and the key that does it too.

    `also` are other words that it is found by, and which are not shown.
    """

    value: str
    title: str
    detail: str = ""
    keys: str = ""
    also: str = ""


@dataclass(frozen=True, slots=True)
class Prompt:
    """A question, what is typed so far, and which of the fitting choices is on.

    `free` lets the typed text itself be the answer, as "new: ..." among the choices. `answer` turns
    the answer into an outcome; `preview` shows on the page what is typed so far, `beside` goes from
    there to the next place or the one before, and `tells` says in `told` what came of it. `left` is
    called when no answer is given. With `at_once` the key of a choice answers without more, and
    with `by_words` only what has the typed words fits. Without `has_field` there is nothing to
    type; where it `is_yes_no` besides, the first choice is yes and the second no.
    """

    kind: PromptKind
    title: str
    answer: Callable[[Here, str], Outcome]
    choices: tuple[Choice, ...] = ()
    free: bool = False
    text: str = ""
    index: int = 0
    preview: Callable[[Here, str], Selection] | None = None
    beside: Callable[[Here, str, int], Selection | None] | None = None
    tells: Callable[[Here, str], str] | None = None
    told: str = ""
    at_once: bool = False
    left: Callable[[], None] | None = None
    by_words: bool = False
    has_field: bool = True
    is_yes_no: bool = False

    @property
    def mode(self) -> str:
        """Which keys mean something while it is open."""
        return "prompt" if self.has_field else "question"

    def fitting(self) -> list[Choice]:
        """The choices that fit what is typed, best first; equally good ones in their order.

        Those that only have its letters somewhere count where no other one fits.

        Keys that answer at once are shown until something is typed: only then do they.
        """
        typed = self.text.strip()
        if not typed:
            return list(self.choices)
        ranked = [(_rank(typed.casefold(), choice), choice) for choice in self.choices]
        ranked.sort(key=lambda pair: pair[0])
        best = ranked[0][0] if ranked else _UNFIT
        least = _SCATTERED if best < _SCATTERED or self.by_words else _UNFIT
        fitting = [self._without_key(choice) for rank, choice in ranked if rank < least]
        return self._with_typed(typed, fitting, best) if self.free and best > _EQUAL else fitting

    def _with_typed(self, typed: str, fitting: list[Choice], best: int) -> list[Choice]:
        """The choices with what is typed as a new one among them.

        It is last where a word of some choice begins so, for then that one is meant: going up once
        leads to it. It is first where the others only hold the letters somewhere.
        """
        new = [Choice(typed, f"new: {typed}" if self.choices else typed)]
        return [*fitting, *new] if best <= _WORD else [*new, *fitting]

    def _without_key(self, choice: Choice) -> Choice:
        return replace(choice, keys="") if self.at_once else choice

    def typed(self, text: str) -> Prompt:
        """The same question with `text` typed."""
        return replace(self, text=text, index=0)

    def moved(self, by: int) -> Prompt:
        """The same question with another choice on; it goes round at both ends."""
        count = len(self.fitting())
        return replace(self, index=(self.index + by) % count if count else 0)

    def answered_by(self, typed: str) -> str | None:
        """The value whose key was typed, where that answers at once."""
        keyed = (choice.value for choice in self.choices if choice.keys == typed)
        return next(keyed, None) if typed and self.at_once else None

    def value(self) -> str | None:
        """The answer as it stands, or None while nothing fits."""
        fitting = self.fitting()
        if fitting:
            return fitting[min(self.index, len(fitting) - 1)].value
        return "" if self.free else None


_EQUAL, _WORD, _SCATTERED, _UNFIT = 0, 2, 6, 9


def _rank(typed: str, choice: Choice) -> int:
    """How badly a choice fits.

    0 is called so, 1 begins so, 2 a word begins so, 3 holds it, 4 has all its words, 5 with those
    that are less prominent, 6 holds its letters.
    """
    title = choice.title.casefold()
    if title == typed:
        return _EQUAL
    if title.startswith(typed):
        return 1
    if _begins_a_word(typed, title):
        return _WORD
    if typed in title or _begins_a_word(typed, choice.detail.casefold()):
        return 3
    for rank, words in enumerate((title, f"{title} {choice.detail.casefold()} {choice.also}"), 4):
        if all(_begins_a_word(word, words) for word in typed.split()):
            return rank
    letters = iter(title)
    return _SCATTERED if all(char in letters for char in typed if char != " ") else _UNFIT


def _begins_a_word(typed: str, words: str) -> bool:
    return f" {typed}" in " " + words.replace("-", " ").replace("_", " ")


def yes_no_prompt(
    kind: PromptKind, title: str, answer: Callable[[Here, str], Outcome], yes: Choice, no: Choice
) -> Prompt:
    """Ask with two answers and nothing to type."""
    return Prompt(kind, title, answer, (yes, no), has_field=False, is_yes_no=True)


def language_prompt(
    origins: Sequence[str],
    beginning: str,
    answer: Callable[[Here, str], Outcome],
    left: Callable[[], None],
) -> Prompt:
    """Ask for the language of releases that came from here, when it could not be detected.

    `beginning` is how the text of the first one begins, for people to read.
    The language they are read as anyway stands first, so that a hasty Enter does no harm.
    """
    more = len(origins) - 1
    which = f"are {origins[0]} and {more} more" if more else f"is {origins[0]}"
    choices = _languages(DEFAULT_LANGUAGE, "what is assumed otherwise")
    return Prompt("language", f"Which language {which} in? {beginning}", answer, choices, left=left)


def language_here_prompt(present: str, answer: Callable[[Here, str], Outcome]) -> Prompt:
    """Ask for the language of the release in hand; the present one stands first."""
    choices = _languages(present or DEFAULT_LANGUAGE, "as it is read now")
    return Prompt("language-here", "Which language is this release in?", answer, choices)


def _languages(first: str, told: str) -> tuple[Choice, ...]:
    """All languages by their names, but for the `first`."""
    others = sorted((name, code) for code, name in LANGUAGES.items() if code != first)
    usual = Choice(first, language_name(first), told)
    return (usual, *(Choice(code, name, code) for name, code in others))
