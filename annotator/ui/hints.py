"""What the keys do now, in a few words each."""

from __future__ import annotations

from typing import NamedTuple

from annotator.edit.claimers import name_after
from annotator.edit.commands import COMMANDS
from annotator.edit.hints import keys_now, keys_without_project, stays
from annotator.edit.keys import Binding, Keymap, Lookup, Pending, shown_keys
from annotator.edit.session import Session
from annotator.edit.words import shortened
from annotator.model.masking import claimer_in


class Hint(NamedTuple):
    """Keys as people read them, and what they do; one that `stays` is shown in any case."""

    keys: str
    words: str
    stays: bool = False


_WORDS = {
    "accept": "accept",
    "reject": "reject",
    "label": "label",
    "start-left": "widen left",
    "end-right": "widen right",
    "next-open": "next open",
    "next-item": "next of any state",
    "next-unmarked": "mark a missed name",
    "new-claim": "claim",
    "finish": "finish release",
    "reopen": "take it up again",
    "next-release": "next release",
    "palette": "commands",
    "keys": "all keys",
    "claimer": "other claimer",
    "next-part": "next part",
    "epistemic": "epistemic",
    "set-source": "source",
    "set-cue": "cue",
    "add-content": "content",
    "drop": "let go",
    "copy": "copy",
    "find": "find",
    "letters": "letters at words",
    "letters-done": "keep the mark",
    "letters-select": "select there",
    "letters-back": "back",
    "letters-leave": "leave",
    "highlights": "show the highlights again",
    "page-down": "page down",
    "import": "import",
    "new-project": "new project",
    "open-project": "open a project",
    "guide": "guide",
    "quit": "quit",
    "pane-choose": "open",
    "pane-next": "next row",
    "pane-withdraw": "withdraw",
    "leave-pane": "back to the text",
    "prompt-choose": "choose",
    "prompt-next": "next",
    "prompt-previous": "the one before",
    "prompt-cancel": "cancel",
}


def hints(session: Session, mode: str) -> list[Hint]:
    """The keys that matter where the focus is or for what is selected, with what they do."""
    return [
        Hint(keys, _words(binding, session), stays(binding))
        for keys, binding in keys_now(session, mode)
    ]


def hints_without_project(keymap: Keymap) -> list[Hint]:
    """The keys that help where there is no project."""
    return [Hint(keys, _WORDS[b.command], stays(b)) for keys, b in keys_without_project(keymap)]


def hints_after(lookup: Lookup, session: Session) -> list[Hint] | None:
    """The keys that may follow those typed so far; None when nothing is half-typed."""
    if not isinstance(lookup, Pending):
        return None
    return [
        Hint(shown_keys(keys), _words(binding, session)) for keys, binding in lookup.ways.items()
    ]


_LONGEST_NAME = 28
_ANSWERS = {"note": "keep the note", "find": "keep the match marked"}


def _words(binding: Binding, session: Session) -> str:
    if binding.command == "prompt-choose" and session.prompt is not None:
        return _ANSWERS.get(session.prompt.kind, _WORDS["prompt-choose"])
    if binding.command == "next-claimer":
        name = name_after(session.here)
        return shortened(claimer_in(name, session.words), _LONGEST_NAME) if name else "claimer"
    if binding.command == "finish" and session.places.open:
        return f"accept {len(session.places.open):,} and finish"
    if binding.command == "blind":
        return "names are masked" if session.mask is not None else "blind mode is on"
    if binding.command == "label" and binding.argument.isdecimal():
        names = session.project.scheme.names()
        number = int(binding.argument)
        return names[number - 1] if number <= len(names) else "label"
    return _WORDS.get(binding.command) or COMMANDS[binding.command].title.lower()
