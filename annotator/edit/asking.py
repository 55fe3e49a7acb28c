"""The question that is open: put, typed into, answered or left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from annotator.edit.events import Event, Prompted
from annotator.edit.inhand import InHand
from annotator.edit.keys import Keymap
from annotator.edit.modes import without_names
from annotator.edit.prompts import Prompt
from annotator.model.selection import Selection

_ANSWERS = ("prompt-yes", "prompt-no")


class Asking:
    """At most one question. `answered` is given it with the value that was chosen."""

    def __init__(
        self,
        hand: InHand,
        keymap: Keymap,
        tell: Callable[[Event], None],
        select: Callable[[Selection], None],
        answered: Callable[[Prompt, str], None],
    ) -> None:
        self.prompt: Prompt | None = None
        self.sought = ""
        """What was searched for last."""
        self._hand, self._keymap = hand, keymap
        self._tell, self._select, self._answered = tell, select, answered
        self._before: Selection | None = None

    def put(self, prompt: Prompt) -> None:
        """Put a question; one that is open is left."""
        self.leave()
        self._before = self._hand.selection
        self.prompt = self._with_keys(prompt)
        self._tell(Prompted(self.prompt))

    def _with_keys(self, prompt: Prompt) -> Prompt:
        """The palette and the labels show their keys; claimers have no names while masked."""
        mask, shown = self._hand.mask, self._keymap.shown
        if prompt.kind == "claimer" and mask is not None:
            return without_names(prompt, mask)
        if prompt.is_yes_no:
            keys = [shown("prompt-yes"), shown("prompt-no")]
        elif prompt.kind == "palette":
            keys = [shown(choice.value, "") for choice in prompt.choices]
        elif prompt.kind == "label":
            names = self._hand.project.scheme.names()
            known = {name: shown("label", str(n)) for n, name in enumerate(names, start=1)}
            keys = [known.get(choice.value, "") for choice in prompt.choices]
        else:
            return prompt
        choices = (replace(c, keys=k) for c, k in zip(prompt.choices, keys, strict=True))
        return replace(prompt, choices=tuple(choices))

    def type(self, text: str) -> None:
        """The text typed into the open question is now `text`."""
        if self.prompt is None:
            return
        at_once = self.prompt.answered_by(text)
        if at_once is not None:
            self.choose(at_once)
            return
        prompt, before = self.prompt.typed(text), self._before
        if prompt.preview is not None and before is not None:
            self._select(prompt.preview(self._hand.here_with(before), text))
        self._put_anew(replace(prompt, told=""))

    def _put_anew(self, prompt: Prompt) -> None:
        """The question stays open, with what came of the last key."""
        if prompt.tells is not None:
            prompt = replace(prompt, told=prompt.tells(self._hand.here, prompt.text))
        self.prompt = prompt
        self._tell(Prompted(prompt))

    def choose(self, value: str) -> None:
        """Answer the open question with a value."""
        prompt = self.prompt
        if prompt is None:
            return
        self._close()
        if prompt.kind == "find":
            self.sought = value
        self._answered(prompt, value)

    def obey(self, command: str) -> None:
        """One of the commands of the mode: cancel, choose, yes, no, next choice, the one before."""
        if self.prompt is None:
            return
        if command == "prompt-cancel":
            self._cancel()
        elif command == "prompt-choose":
            value = self.prompt.value()
            if value is not None:
                self.choose(value)
        elif command in _ANSWERS:
            if self.prompt.is_yes_no:
                self.choose(self.prompt.choices[_ANSWERS.index(command)].value)
        else:
            self._go_on(self.prompt, 1 if command == "prompt-next" else -1)

    def _go_on(self, prompt: Prompt, by: int) -> None:
        """Be on the next choice (or the one before) or, on the page, at the next place."""
        if prompt.beside is None:
            self._put_anew(prompt.moved(by))
            return
        place = prompt.beside(self._hand.here, prompt.text, by)
        if place is not None:
            self._select(place)
            self._put_anew(prompt)

    def _cancel(self) -> None:
        """Leave it; what it showed on the way is selected no more."""
        before = self._before
        self.leave()
        if before is not None and before != self._hand.selection:
            self._select(before)

    def leave(self) -> None:
        """Close the question, if one is open, without an answer."""
        left = self.prompt.left if self.prompt is not None else None
        self._close()
        if left is not None:
            left()

    def _close(self) -> None:
        if self.prompt is not None:
            self.prompt = self._before = None
            self._tell(Prompted(None))
