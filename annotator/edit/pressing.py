"""Keys: what one means now, after those pressed before it, and whether it has to wait."""

from __future__ import annotations

from collections.abc import Callable

from annotator.edit.asking import Asking
from annotator.edit.events import Event, Typed
from annotator.edit.keys import Binding, Keymap, Lookup, Matched, Nothing, Pending
from annotator.edit.lettering import MODE, Lettering
from annotator.edit.waiting import AT_ONCE, Waiting

_DROP = Matched(Binding("drop"))
ONCE = frozenset({"finish", "withdraw", "pane-withdraw"})
"""These take a release away and bring the next one: a key that is held does them once."""
Press = Callable[[str, str], object]
"""Presses a key in a mode."""
Run = Callable[[str, str], object]
"""Runs a command with an argument."""


class Pressing:
    """Sends keys to the letters at words, to the open question, or to the commands.

    A kept key is pressed anew with `again`.
    """

    def __init__(
        self,
        keymap: Keymap,
        asking: Asking,
        lettering: Lettering,
        waiting: Waiting,
        tell: Callable[[Event], None],
        again: Press,
        run: Run,
        type_text: Callable[[str], None],
    ) -> None:
        self.keys = ""
        """Keys that mean nothing yet."""
        self._pressed_at = ""
        self._keymap, self._asking, self._lettering = keymap, asking, lettering
        self._waiting, self._tell, self._again = waiting, tell, again
        self._run, self._type = run, type_text

    def press(self, key: str, mode: str) -> Lookup:
        """A key was pressed, by its name in the keymap; `mode` says where the focus is."""
        self._pressed_at = self._where(mode)
        if self._waiting.is_on and (kept := self._press_meanwhile(key, mode)):
            return kept
        if self._lettering.shown is not None and (typed := self._press_at_letters(key)):
            return typed
        found = self._looked_up(key, mode)
        if isinstance(found, Matched):
            self._run(found.binding.command, found.binding.argument)
        elif isinstance(found, Nothing) and (prompt := self._asking.prompt) and prompt.has_field:
            self._type_into(prompt.text, key)
        return found

    def _looked_up(self, key: str, mode: str) -> Lookup:
        """What the keys pressed so far mean; those of a chord are kept until it is over."""
        found = self._found(key, mode)
        self.keys = f"{self.keys} {key}".lstrip() if isinstance(found, Pending) else ""
        self._tell(Typed(self.keys, found))
        return found

    def _found(self, key: str, mode: str) -> Lookup:
        """What a key means after those pressed so far."""
        keys = f"{self.keys} {key}".lstrip()
        return self._keymap.found_at(self._where(mode), keys)

    def _type_into(self, text: str, key: str) -> None:
        """Type a key into the open question, if it is a character."""
        letter = {"space": " "}.get(key, key)
        if len(letter) == 1:
            self._type(text + letter)

    def _press_meanwhile(self, key: str, mode: str) -> Lookup | None:
        """A key while a command waits: it is kept. None when it only concerns the window."""
        if self._keymap.look_up("review", key) == _DROP:
            self._waiting.drop()
            return _DROP
        found = self._keymap.found_at(mode, key)
        if isinstance(found, Matched) and found.binding.command in AT_ONCE:
            return None
        self._waiting.keep(lambda: self._again(key, mode))
        return Matched(Binding("wait", key))

    def _press_at_letters(self, key: str) -> Lookup | None:
        """A key while letters stand at the words; None, and they are gone, when it is none."""
        found = self._keymap.look_up(MODE, key)
        if isinstance(found, Matched):
            self._lettering.obey(found.binding.command)
            return found
        if len(key) == 1 and key.isalpha():
            self._lettering.type(key)
            return Matched(Binding("letters", key))
        self._lettering.leave()
        return None

    def goes_on(self, key: str, mode: str) -> bool:
        """Whether a key that is held does the same again.

        Not where the last press led elsewhere, as Enter does that answers a question: there it
        would mean something else. Nor where it took the release away.
        """
        return self._where(mode) == self._pressed_at and not self.is_once(key, mode)

    def _where(self, mode: str) -> str:
        """Where keys go: to the letters, to a question, or where the focus is."""
        if self._lettering.shown is not None:
            return MODE
        return self._in_question(mode)

    def _in_question(self, mode: str) -> str:
        """Where keys go that are for no letters."""
        return self._asking.prompt.mode if self._asking.prompt is not None else mode

    def is_once(self, key: str, mode: str) -> bool:
        """Whether a key takes the release away, and so does nothing more while it is held."""
        found = self._found(key, mode)
        return isinstance(found, Matched) and found.binding.command in ONCE

    def is_bound(self, key: str, mode: str) -> bool:
        """Whether a key means something in `mode`, or in the prompt when one is open."""
        return not isinstance(self._keymap.found_at(self._in_question(mode), key), Nothing)
