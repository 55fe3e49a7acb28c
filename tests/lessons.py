"""Practices for tests: their keys by the keymap in force, and lessons written in a few lines."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from annotator.edit.commands import COMMANDS
from annotator.edit.conditions import CONDITIONS
from annotator.edit.keys import Binding, Keymap
from annotator.edit.lesson import Act, Lesson, Pointing, Typing, read_lesson
from annotator.edit.practice import PracticeSession

SMALL = """
title = "Small"
text = "Ann of Acme said that we won.\\nBob left."
end = "{key:guide} is next."

[[suggestions]]
entity = "PERSON"
words = "Ann"
reason = "list"

[[suggestions]]
entity = "ORG"
words = "Acme"
reason = "list"

[[suggestions]]
claim = "that we won"
cue = "said"
source = "Ann"
claimer = "Ann"
reason = "said + that"

[[tasks]]
say = "Accept with {key:accept}."
keys = ["accept"]
when = { accepted = "PERSON Ann" }
done = "One."

[[tasks]]
say = "Make it a PERSON with {key:label 1}, then {key:next-open}."
keys = ["label 1", "next-open"]
when = { selected = "claim that we won" }
done = "Two."

[[tasks]]
say = "Finish with {key:finish}."
keys = ["finish"]
when = { state = "finished" }
done = "Three."
"""


def own_lesson() -> Lesson:
    return read_lesson(COMMANDS, CONDITIONS)


def lesson_of(folder: Path, written: str = SMALL) -> Lesson:
    path = folder / "practice.toml"
    path.write_text(written, "utf-8")
    return read_lesson(COMMANDS, CONDITIONS, path)


def do(session: PracticeSession, press: Callable[[str], object] | None = None) -> None:
    """Press what does the task in hand."""
    for act in session.task.acts:
        keys = (
            session.letters_at(act.word)
            if isinstance(act, Pointing)
            else keys_of(act, session.keymap)
        )
        for key in keys:
            (press or session.press)(key)


def keys_of(act: Act, keymap: Keymap) -> list[str]:
    """The keys of a command or, where it has none, those that pick it in a list; typed letters."""
    if isinstance(act, Typing):
        return list(act.text)
    own = keymap.keys_of(act.command, act.argument)
    if own:
        return own[0].split(" ")
    choose = keymap.keys_of("prompt-choose")[0]
    if act.argument and keymap.keys_of(act.command, ""):
        label = {"1": "PERSON", "2": "ORG"}[act.argument]
        return [*keys_of(Binding(act.command), keymap), *label, choose]
    return [*keymap.keys_of("palette")[0].split(" "), *COMMANDS[act.command].title, choose]
