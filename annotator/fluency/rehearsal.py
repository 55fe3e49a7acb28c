"""Commands tried out: what keys would lead to, without writing anything.

Commands are plain functions of what they see, so they can be run on what would stand. What a
rehearsal finds is pressed afterwards for real, and checked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from annotator.edit.commands import COMMANDS
from annotator.edit.here import RECENT_CLAIMERS, Here, Lines
from annotator.edit.letters import letters_at_first, letters_at_last, proposed
from annotator.edit.moving import mark_of, select_here
from annotator.edit.outcomes import Act, Found, Outcome, outcome_of
from annotator.edit.prompts import Prompt
from annotator.fluency.cost import Cost
from annotator.fluency.hands import Hands, Keys, presses
from annotator.model.fold import Fold
from annotator.model.records import Claim
from annotator.model.selection import Selection
from annotator.model.spans import Span
from annotator.model.steps import RecordedStep, Step

Way = Callable[["Rehearsal"], "Rehearsal | None"]
"""Goes on from a rehearsal; None where the keys lead nowhere."""


_READ_ON = {"grow", "shrink", "next-unmarked", "previous-unmarked"}
"""Whoever presses one of these again looks at what it came to before."""


@dataclass(frozen=True, slots=True)
class AtCaret:
    """The lines of a page that follows the caret, as it does when keys are pressed."""

    lines: Lines

    def lines_from(self, offset: int, by: int, goal: int, /) -> int:
        """As on the page."""
        return self.lines.lines_from(offset, by, goal)

    def pages_from(self, offset: int, by: int, goal: int, /) -> int:
        """As on the page."""
        return self.lines.pages_from(offset, by, goal)

    def in_view(self, offset: int, /) -> int:
        """The caret is on the screen, wherever keys have led it."""
        return offset


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What would stand and be selected after some keys.

    `price` is how many presses they are, `picks` how often something is chosen in a list or by
    going through candidates.
    """

    here: Here
    hands: Hands
    keys: Keys = ()
    price: int = 0
    picks: int = 0
    reads: int = 0
    """How often the letters at a word were read."""
    lettered: bool = False
    """Whether letters still stand at the words, so that a letter is no command."""
    guess: Claim | None = None
    """The last new claim as the program made it, before anything was put right by hand."""

    @property
    def selection(self) -> Selection:
        """What would be selected."""
        return self.here.selection

    @property
    def seconds(self) -> float:
        """How long the keys take."""
        return Cost(k=self.price, m=self.picks).seconds

    def run(self, command: str, argument: str = "") -> Rehearsal | None:
        """One command; None when it has no key or does nothing."""
        keys = self.hands.of(command, argument)
        if keys is None:
            return None
        outcome = outcome_of(COMMANDS[command].function, self.here, argument)
        found = self._after(outcome, command, keys)
        reads_on = command in _READ_ON and self._is_second(keys)
        return replace(found, picks=found.picks + 1) if found and reads_on else found

    def _is_second(self, keys: Keys) -> bool:
        """Whether these keys were pressed once just before."""
        count = len(keys)
        return self.keys[-count:] == keys and self.keys[-2 * count : -count] != keys

    def pick(self, command: str, value: str, of: str = "") -> Rehearsal | None:
        """Ask with `command` and give this answer with the fewest keys.

        Where it asks first what is meant, `of` answers that.
        """
        keys, prompt = self.hands.of(command), COMMANDS[command].function(self.here, "")
        if keys is not None and isinstance(prompt, Prompt) and prompt.kind == "attribute":
            named = _key_of(prompt, of) or self._chosen(prompt, of)
            keys, prompt = named and (*keys, *named), prompt.answer(self.here, of)
        if keys is None or not isinstance(prompt, Prompt):
            return None
        key = _key_of(prompt, value)
        answer = key or self._chosen(prompt, value)
        if answer is None:
            return None
        picked = self._after(prompt.answer(self.here, value), prompt.kind, (*keys, *answer))
        is_known = key and not prompt.free  # what a free question lists is another each time
        return picked and replace(picked, picks=picked.picks + (not is_known))

    def _chosen(self, prompt: Prompt, value: str) -> Keys | None:
        """The fewest keys that choose an answer in the list, after some letters of it or none."""
        answers = (self._answer(prompt, typed, value) for typed in _typings(value))
        return min((found for found in answers if found), key=presses, default=None)

    def _answer(self, prompt: Prompt, typed: str, value: str) -> Keys | None:
        """The keys that give an answer after some letters of it."""
        if prompt.answered_by(typed[:1]) is not None:
            return None
        asked = prompt.typed(typed) if typed else prompt
        values = [choice.value for choice in asked.fitting()]
        choose = self.hands.in_prompt("prompt-choose")
        if choose is None or value not in values:
            return None
        ahead = (values.index(value) - asked.index) % len(values)
        moves = {"prompt-next": ahead, "prompt-previous": -ahead % len(values)}
        ways = [
            keys * times for move, times in moves.items() if (keys := self.hands.in_prompt(move))
        ]
        steps: Keys | None = min(ways, key=presses, default=None) if ahead else ()
        return None if steps is None else (*typed, *steps, *choose)

    def find(self, words: str) -> Rehearsal | None:
        """Search for a text and take the first place where it is."""
        if not words.isascii():
            return None  # nobody has a key for what is not on the keyboard
        keys, choose = self.hands.of("find"), self.hands.in_prompt("prompt-choose")
        prompt = COMMANDS["find"].function(self.here, "")
        if keys is None or choose is None or not isinstance(prompt, Prompt) or not prompt.preview:
            return None
        seen = replace(self.here, selection=prompt.preview(self.here, words))
        return self._after(prompt.answer(seen, words), "find", (*keys, *words, *choose))

    def mark_by_letters(self, span: Span) -> Rehearsal | None:
        """Mark a span by the letters at its first and last word; None when there are none."""
        begin, first = self.hands.of("letters"), self.here.token(span.start)
        typed = letters_at_first(self.here).letters_of(first)
        if begin is None or typed is None:
            return None
        selection = mark_of(self.here, proposed(self.here, first))
        if selection.mark == span:
            found = self._after(selection, "letters", (*begin, *typed))
            return found and replace(found, lettered=True, reads=self.reads + 1)
        last = self.here.token(span.end - 1)
        ending = letters_at_last(self.here, first).letters_of(last)
        if ending is None or first.joined(last) != span:
            return None
        found = self._after(mark_of(self.here, span), "letters", (*begin, *typed, *ending))
        return found and replace(found, reads=self.reads + 2)

    def select_by_letters(self, first: Span) -> Rehearsal | None:
        """Select the highlight at a word by the letters at it; None when there are none."""
        begin, select = self.hands.of("letters"), self.hands.at_letters("letters-select")
        typed = letters_at_first(self.here).letters_of(first)
        if begin is None or typed is None or not select:
            return None
        there = select_here(replace(self.here, selection=Selection(first)))
        found = self._after(there, "letters", (*begin, *typed, *select))
        return found and replace(found, reads=self.reads + 1)

    def _after(self, outcome: Outcome, command: str, keys: Keys) -> Rehearsal | None:
        match outcome:
            case Selection():
                here = replace(self.here, selection=outcome)
            case Found():
                here = replace(self.here, selection=outcome.selection)
            case Act():
                here = _acted(self.here, outcome, command)
            case _:
                return None
        keys = self._leaving_letters(keys)
        return replace(
            self,
            here=here,
            keys=(*self.keys, *keys),
            price=self.price + presses(keys),
            lettered=False,
            guess=_new_claim(outcome) if command == "new-claim" else self.guess,
        )

    def _leaving_letters(self, keys: Keys) -> Keys:
        """The keys, after the one that takes the letters away where they would be taken for one."""
        is_letter = len(keys[0]) == 1 and keys[0].isalpha()
        if not self.lettered or not (is_letter or self.hands.is_for_letters(keys[0])):
            return keys
        return (*self.hands.at_letters("letters-done"), *keys)


def _new_claim(outcome: Outcome) -> Claim | None:
    """The claim that a step adds."""
    added = outcome.decisions[0].record if isinstance(outcome, Act) else None
    return added if isinstance(added, Claim) else None


def _typings(value: str) -> Iterator[str]:
    """What may be typed for an answer: nothing, its first letters, all of it as it is written.

    With a space first a digit is typed, where it would be an answer by itself.
    """
    small = value.casefold()
    yield from dict.fromkeys([*(small[:end] for end in range(len(small) + 1)), value, f" {value}"])


def _key_of(prompt: Prompt, value: str) -> Keys:
    """The key that gives an answer at once, where there is one."""
    keys = (c.keys for c in prompt.choices if c.value == value and c.keys)
    return tuple(key for key in keys if prompt.answered_by(key) == value)


def _acted(here: Here, act: Act, command: str) -> Here:
    """What stands after a step that nobody records."""
    fold = Fold(dict(here.fold.items), here.fold.state, here.fold.additions)
    step = Step(command, tuple(act.decisions), here.selection, act.state)
    changes = fold.apply(RecordedStep(0, "", "do", "", "", step))
    known = [*_claimers_in(act, fold), *here.recent_claimers()]
    recent = list(dict.fromkeys(known))[:RECENT_CLAIMERS]
    return replace(
        here,
        fold=fold,
        places=here.places.after(fold, changes.items),
        selection=act.after,
        recent_claimers=lambda: recent,
    )


def _claimers_in(act: Act, fold: Fold) -> list[str]:
    """The claimers that a step decided on, as the project remembers them."""
    records = (fold.items[decision.item] for decision in act.decisions)
    names = [i.record.claimer for i in records if i.stands and isinstance(i.record, Claim)]
    return sorted(name for name in names if name)


def cheapest(now: Rehearsal | None, *ways: Way) -> Rehearsal | None:
    """The quickest way from `now`, of those that lead anywhere: presses and choosing in lists."""
    if now is None:
        return None
    ends = [end for way in ways if (end := way(now)) is not None]
    return min(ends, key=lambda end: end.seconds, default=None)


def chain(now: Rehearsal | None, *ways: Way) -> Rehearsal | None:
    """One way after the other."""
    for way in ways:
        now = now and way(now)
    return now
