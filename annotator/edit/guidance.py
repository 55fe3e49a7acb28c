"""What the practice says: sentences with the keys of the keymap in force, hints, the last words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from annotator.edit.commands import COMMANDS
from annotator.edit.keys import Binding, Keymap
from annotator.edit.lesson import Act, Task, Typing, pieces
from annotator.model.scheme import Scheme


@dataclass(frozen=True, slots=True)
class Cap:
    """Keys as people read them, to be shown as a key cap."""

    keys: str


Piece = str | Cap
Words = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Foot:
    """A way on: its keys, a word for it, and the command it runs."""

    keys: str
    word: str
    command: str


@dataclass(frozen=True, slots=True)
class Card:
    """What the person sees of a task. `told` says what was done, `hint` what to press instead."""

    count: str
    share: float
    """How much of the practice is done, 0..1."""
    words: Words
    told: str = ""
    hint: Words = ()
    foot: tuple[Foot, ...] = ()

    def spoken(self) -> str:
        """All of it but the ways on, for a screen reader."""
        return " ".join(filter(None, (self.told, plain(self.hint), plain(self.words))))


def plain(words: Words) -> str:
    """Words and key caps as a line of text."""
    return "".join(piece.keys if isinstance(piece, Cap) else piece for piece in words)


class Guide:
    """Puts the keys of a keymap into what is said."""

    def __init__(self, keymap: Keymap, scheme: Scheme) -> None:
        self._keymap, self._scheme = keymap, scheme

    def card(self, number: int, total: int, task: Task, told: str = "", hint: Words = ()) -> Card:
        """The card of a task, whose number counts from 0."""
        ways = [("practice-next", "skip"), ("practice-again", "task anew")]
        back = [("practice-back", "back")] if number else []
        foot = self._foot(*ways, *back, ("practice", "leave"))
        count = f"{number + 1} of {total}"
        told = plain(self.words(told))
        return Card(count, number / total, self.words(task.say), told, hint, foot)

    def last_card(self, total: int, told: str, end: str, done: str) -> Card:
        """The card after the last task."""
        foot = self._foot(("practice-back", "back"), ("practice", "leave"))
        words = (f"{told} ", *self.words(end))
        return Card(f"{total} of {total}", 1.0, words, plain(self.words(done)), (), foot)

    def _foot(self, *ways: tuple[str, str]) -> tuple[Foot, ...]:
        shown = self._keymap.shown
        return tuple(Foot(shown(name), word, name) for name, word in ways)

    def words(self, sentence: str) -> Words:
        """A sentence with key caps for its placeholders."""
        found = pieces(sentence)
        return tuple(p for piece in found for p in self._piece(piece) if p)

    def _piece(self, piece: str | Binding) -> Words:
        return (piece,) if isinstance(piece, str) else self.caps(piece)

    def caps(self, binding: Binding) -> Words:
        """How a command is given: its key or, where it has none, its name in a list."""
        keymap, command, argument = self._keymap, binding.command, binding.argument
        keys = keymap.shown(command, argument)
        if keys:
            return (Cap(keys),)
        choose, asks = keymap.shown("prompt-choose"), keymap.shown(command, "")
        if argument and asks:
            return (Cap(asks), f" “{self._spelled(argument)}” ", Cap(choose))
        title = COMMANDS[command].title
        return (Cap(keymap.shown("palette")), f" “{title}” ", Cap(choose))

    def _spelled(self, label: str) -> str:
        """A label that is named by its number in the scheme."""
        return self._scheme.names()[int(label) - 1] if label.isdecimal() else label

    def hint(
        self, task: Task, tries: int, did_else: bool, is_elsewhere: bool, got: int = 0
    ) -> Words:
        """What helps after a wrong try: first the keys again, then what to press one by one.

        The first `got` keys of the task have been pressed already.
        """
        again = self.caps(Binding("practice-again"))
        if tries > 1:
            if did_else or is_elsewhere:
                first: Words = (*again, " begins this task anew. Then press ")
                return (*first, *self._sequence(task.acts), ".")
            return ("Press ", *self._sequence(task.acts[got:]), ".")
        if did_else:
            undo = self.caps(Binding("undo"))
            return (
                "That did something else: ",
                *undo,
                " takes it back, ",
                *again,
                " begins this task anew.",
            )
        caps = [self.caps(b) for b in task.commands() if not b.command.startswith("prompt-")]
        return ("That was another key: this takes ", *_joined(caps), ".")

    def _sequence(self, acts: Iterable[Act]) -> Iterator[Piece]:
        for number, (act, same) in enumerate(groupby(acts)):
            times = len(list(same))
            yield ", " if number else ""
            yield from self._act(act)
            yield f" {times} times" if times > 1 else ""

    def _act(self, act: Act) -> Words:
        if isinstance(act, Binding):
            return self.caps(act)
        if isinstance(act, Typing):
            return (f"“{act.text}”",)
        return (f"the letters at “{act.word}”",)


def _joined(listed: list[Words]) -> Iterator[Piece]:
    for number, words in enumerate(listed):
        yield (" and " if number == len(listed) - 1 else ", ") if number else ""
        yield from words


def after(seconds: float, keys: int, skipped: int) -> str:
    """What a practice took: "Done in 4 minutes 10 seconds with 78 keys, 2 tasks skipped."."""
    minutes, rest = divmod(round(seconds), 60)
    spans = [_count(minutes, "minute"), _count(rest, "second")]
    took = " ".join(filter(None, spans)) or "no time"
    left = f", {_count(skipped, 'task')} skipped" if skipped else ""
    return f"Done in {took} with {_count(keys, 'key') or 'no keys'}{left}."


def _count(number: int, name: str) -> str:
    return f"{number} {name}{'' if number == 1 else 's'}" if number else ""
