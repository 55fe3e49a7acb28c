"""The palette: any command by its words, and by what other programs call it."""

from __future__ import annotations

from collections.abc import Iterator

from annotator.edit.commands import COMMANDS
from annotator.edit.here import Here
from annotator.edit.outcomes import Outcome, Want
from annotator.edit.prompts import Choice, Prompt

OTHER_WORDS = {
    "accept": "approve confirm correct right yes",
    "accept-sure": "approve confirm sure everything",
    "blind": "anonymous hide names",
    "claimer": "speaker who said",
    "colours": "theme appearance",
    "copy": "clipboard",
    "export": "save download jsonl",
    "find": "search",
    "finish": "submit done complete",
    "guide": "help manual",
    "guidelines": "rules help",
    "highlights": "annotations",
    "import": "load upload add",
    "keys": "shortcuts hotkeys help",
    "label": "entity tag type change",
    "language": "translate pipeline english german french spanish",
    "larger-text": "zoom font bigger",
    "new-claim": "quote attribution statement",
    "next-claimer": "speaker who said",
    "normal-text": "zoom font",
    "note": "comment remark",
    "other-attribute": "topic affiliation property value",
    "practice": "tutorial learn help",
    "quit": "exit close",
    "redo": "again",
    "reject": "delete remove wrong no",
    "reopen": "unfinish",
    "same": "all everywhere",
    "same-in-project": "all everywhere",
    "search-queue": "find title publisher",
    "set-cue": "verb",
    "set-source": "speaker",
    "smaller-text": "zoom font",
    "undo": "revert back",
    "withdraw": "delete remove discard",
}
"""What people call a command who know other programs."""
_FIRST_SHOWN = ("keys", "guide", "practice", "guidelines")
"""What the palette shows before anything is typed: a hasty Enter decides nothing."""


def _offered() -> Iterator[Choice]:
    rest = (c.id for c in COMMANDS.values() if c.menu and c.id not in (*_FIRST_SHOWN, "palette"))
    for name in (*_FIRST_SHOWN, *rest):
        command = COMMANDS[name]
        yield Choice(name, command.title, command.menu, also=OTHER_WORDS.get(name, ""))


PALETTE = tuple(_offered())


def palette() -> Prompt:
    """Ask for a command."""
    return Prompt("palette", "Commands", _run, PALETTE, by_words=True)


def _run(_here: Here, name: str) -> Outcome:
    return Want(f"run {name}")
