"""Which keys do what in a keymap, and how many presses each of them is."""

from __future__ import annotations

from collections.abc import Iterable

from annotator.edit.keys import MODIFIERS, Binding, Keymap

Keys = tuple[str, ...]
"""Keys in a row, by their names in the keymap; in a question, letters as they are typed."""

_SHIFTED = frozenset('~!@#$%^&*()_+{}|:"<>?')
"""What is typed with Shift held on a US keyboard; letters in upper case are too."""


def presses(keys: Iterable[str]) -> int:
    """How many keys are pressed, Ctrl, Alt and Shift included."""
    return sum(map(_presses, keys))


def _presses(key: str) -> int:
    held = 0
    for modifier in MODIFIERS:
        if key.startswith(f"{modifier}+"):
            key, held = key.removeprefix(f"{modifier}+"), held + 1
    return held + 1 + (key in _SHIFTED or (len(key) == 1 and key.isupper()))


class Hands:
    """The cheapest keys of each command, in the text and in a question."""

    def __init__(self, keymap: Keymap) -> None:
        self._review = _cheapest(keymap.modes.get("review", {}))
        self._prompt = _cheapest(keymap.modes.get("prompt", {}))
        self._letters = _cheapest(keymap.modes.get("letters", {}))

    def of(self, command: str, argument: str = "") -> Keys | None:
        """The keys of a command in the text; None when it has none."""
        return self._review.get(Binding(command, argument))

    def in_prompt(self, command: str) -> Keys | None:
        """The keys of a command while a question is open."""
        return self._prompt.get(Binding(command))

    def at_letters(self, command: str) -> Keys:
        """The keys of a command while letters stand at the words."""
        return self._letters.get(Binding(command), ())

    def is_for_letters(self, key: str) -> bool:
        """Whether a key means something of its own while letters stand at the words."""
        return (key,) in self._letters.values()

    def arguments(self, command: str) -> list[str]:
        """With which arguments a command has keys ("label 1" ...)."""
        return [b.argument for b in self._review if b.command == command and b.argument]


def _cheapest(bindings: dict[str, Binding]) -> dict[Binding, Keys]:
    found: dict[Binding, Keys] = {}
    for written, binding in bindings.items():
        keys = tuple(written.split(" "))
        if binding not in found or presses(keys) < presses(found[binding]):
            found[binding] = keys
    return found
