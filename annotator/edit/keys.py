"""Keys are data: names of keys, the keymap by mode, and what a pressed key means.

The keymap is `resources/keymap.toml`; a person's own file is merged over it, leaf over leaf. A key
is written as ``ctrl+alt+shift+name``, where punctuation is named by the character it types ("?",
"{"), so that a keymap means the same on every keyboard. Several keys in a row stand with spaces.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from typing import Any

from annotator.model.errors import AnnotatorError, did_you_mean
from annotator.model.own_files import UnreadableError, read_toml

MODIFIERS = ("ctrl", "alt", "shift")
NAMED_KEYS = frozenset(
    ["tab", "enter", "escape", "delete", "backspace", "space", "insert"]
    + ["left", "right", "up", "down", "home", "end", "pageup", "pagedown"]
    + [f"f{n}" for n in range(1, 13)]
)
SHOWN = {
    "enter": "Enter",
    "escape": "Esc",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "left": "←",
    "right": "→",
    "up": "↑",
    "down": "↓",
    "delete": "Del",
}
LABEL_KEYS = "1 … 9, 0, Alt+1 … Alt+9"
"""How the keys of the labels are shown together."""


class KeymapError(AnnotatorError):
    """One line of a keymap is wrong."""


@dataclass(frozen=True, slots=True)
class Binding:
    """What a key does: a command and, for some, its argument ("label", "1")."""

    command: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Matched:
    """The keys pressed so far are bound."""

    binding: Binding


@dataclass(frozen=True, slots=True)
class Pending:
    """The keys pressed so far begin something; `ways` are the keys that may follow."""

    ways: Mapping[str, Binding]


@dataclass(frozen=True, slots=True)
class Nothing:
    """The keys pressed so far mean nothing."""


Lookup = Matched | Pending | Nothing


def key_name(written: str) -> str:
    """The one spelling of a key: "Shift+TAB" is "shift+tab". Raise `KeymapError`."""
    *modifiers, name = [part.lower() for part in _split(written)]
    for modifier in modifiers:
        if modifier not in MODIFIERS:
            hint = did_you_mean(modifier, MODIFIERS)
            raise KeymapError(f'"{written}" has the unknown modifier "{modifier}".{hint}')
    if len(name) != 1 and name not in NAMED_KEYS:
        raise KeymapError(f'"{written}" is no key.{did_you_mean(name, NAMED_KEYS)}')
    return "+".join([m for m in MODIFIERS if m in modifiers] + [name])


def _split(written: str) -> list[str]:
    """ "ctrl++" is ctrl and the plus key."""
    if written.endswith("+"):
        return [part for part in written[:-1].split("+") if part] + ["+"]
    return written.split("+")


def shown_keys(keys: str) -> str:
    """Keys as people read them: "ctrl+shift+z" is "Ctrl+Shift+Z"."""
    return " ".join("+".join(_shown_part(part) for part in _split(key)) for key in keys.split(" "))


def _shown_part(part: str) -> str:
    return SHOWN.get(part) or (part.upper() if len(part) == 1 else part.capitalize())


_PARTS = {"pane": "review", "question": "prompt"}
"""Modes in which a key that has no meaning there has the one that it has in another."""


@dataclass(slots=True)
class Keymap:
    """Bindings by mode, each under its keys ("g g" for two in a row)."""

    modes: dict[str, dict[str, Binding]] = field(default_factory=dict)
    """As they were read; nothing is bound later."""
    _shown: dict[tuple[str, str | None], str] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def look_up(self, mode: str, keys: str) -> Lookup:
        """What `keys`, pressed one after the other, mean in `mode`."""
        bindings = self.modes.get(mode, {})
        if keys in bindings:
            return Matched(bindings[keys])
        ways = {k: b for k, b in bindings.items() if k.startswith(keys + " ")}
        return Pending(ways) if ways else Nothing()

    def keys_of(self, command: str, argument: str | None = None) -> list[str]:
        """The keys of a command in any mode, the first written first."""
        found = (
            keys
            for bindings in self.modes.values()
            for keys, binding in bindings.items()
            if binding.command == command and argument in (None, binding.argument)
        )
        return list(dict.fromkeys(found))

    def found_at(self, mode: str, keys: str) -> Lookup:
        """What they mean there or, where that is nothing, in the mode that it is part of."""
        found = self.look_up(mode, keys)
        return self.look_up(_PARTS[mode], keys) if found == Nothing() and mode in _PARTS else found

    def shown_at(self, mode: str, command: str) -> str:
        """The first keys that do a command in `mode`, as people read them, or nothing."""
        tried = (*self.modes.get(mode, ()), *self.keys_of(command))
        return next((shown_keys(keys) for keys in tried if self._do_at(mode, keys, command)), "")

    def _do_at(self, mode: str, keys: str, command: str) -> bool:
        """Whether `keys` lead to a command, and none of them does something before."""
        *before, found = (
            self.found_at(mode, some) for some in accumulate(keys.split(" "), "{} {}".format)
        )
        is_it = isinstance(found, Matched) and found.binding.command == command
        return is_it and all(isinstance(one, Pending) for one in before)

    def all_shown(self, command: str) -> list[str]:
        """All keys of a command as people read them, the label keys in short."""
        keys = [shown_keys(written) for written in self.keys_of(command, "")]
        return [*keys, LABEL_KEYS] if self.keys_of(command, "1") else keys

    def shown(self, command: str, argument: str | None = None) -> str:
        """The first key of a command as people read it, or nothing. Every hint asks for it."""
        asked = command, argument
        if asked not in self._shown:
            keys = self.keys_of(command, argument)
            self._shown[asked] = shown_keys(keys[0]) if keys else ""
        return self._shown[asked]


def read_keymap(
    path: Path, commands: Collection[str], base: Keymap | None = None
) -> tuple[Keymap, list[KeymapError]]:
    """The keymap of a file, merged over `base`. Good lines are kept, bad ones are listed."""
    try:
        tables = read_toml(path)
    except (FileNotFoundError, UnreadableError) as error:
        reason = error.strerror if isinstance(error, FileNotFoundError) else error
        return base or Keymap(), [KeymapError(f"{path.name}: {reason}; none of its keys are used.")]
    merged = Keymap({mode: dict(bindings) for mode, bindings in (base or Keymap()).modes.items()})
    problems: list[KeymapError] = []
    for mode, table in tables.items():
        if base is not None and mode not in base.modes:
            hint = did_you_mean(mode, base.modes)
            problems.append(KeymapError(f'{path.name}: there is no mode "{mode}".{hint}'))
            continue
        if not isinstance(table, dict):
            told = f'"{mode}" needs a table: write [{mode}] above its keys'
            problems.append(KeymapError(f"{path.name}: {told}."))
            continue
        own: dict[str, str] = {}
        bindings = merged.modes.setdefault(mode, {})
        for written, wanted in table.items():
            try:
                _bind(bindings, own, written, wanted, commands)
            except KeymapError as error:
                problems.append(KeymapError(f"{path.name}, [{mode}]: {error}"))
    return merged, problems


def _bind(
    bindings: dict[str, Binding],
    own: dict[str, str],
    written: str,
    wanted: Any,
    commands: Collection[str],
) -> None:
    """Take one line in. An empty command frees the key."""
    keys = " ".join(key_name(part) for part in written.split(" "))
    if keys in own:
        raise KeymapError(f'"{written}" and "{own[keys]}" are the same key; keep one.')
    if not isinstance(wanted, str):
        raise KeymapError(f'"{written}" needs the name of a command in quotes.')
    command, _, argument = wanted.partition(" ")
    if command and command not in commands:
        hint = did_you_mean(command, commands)
        raise KeymapError(f'"{written}" asks for the unknown command "{command}".{hint}')
    own[keys] = written
    if not command:
        bindings.pop(keys, None)
        return
    _refuse_hidden(bindings, keys, written)
    bindings[keys] = Binding(command, argument)


def _refuse_hidden(bindings: Mapping[str, Binding], keys: str, written: str) -> None:
    for other in bindings:
        if other.startswith(keys + " ") or keys.startswith(other + " "):
            raise KeymapError(f'"{written}" and "{other}" begin alike; one would hide the other.')
