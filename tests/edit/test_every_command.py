"""Every command by its key in the keymap in force: text - keys - text.

What a command does in detail is tested beside its room; here none may be without a test and none
without a way to reach it. Those that only the window can do are tried in tests/ui.
"""

from __future__ import annotations

import pytest
from desk import press, shown

from annotator.edit.commands import COMMANDS
from annotator.edit.palette import PALETTE

WINDOW = {
    "search-queue", "import", "import-suggestions", "import-finished", "import-texts",
    "import-folder", "import-problems", "language", "paste-release", "next-imported", "export",
    "stop", "new-project", "open-project", "quit", "larger-text", "smaller-text", "normal-text",
    "show-rejected", "highlights", "blind", "colours", "next-pane", "previous-pane", "menus",
    "keys", "guide", "guidelines", "pane-next",
    "pane-previous", "pane-page-down", "pane-page-up", "pane-choose", "pane-withdraw", "leave-pane",
    "practice", "practice-next", "practice-back", "practice-again",
}  # fmt: skip
"""What only the window can do: tests/ui tries them. The practice has tests of its own."""

TWO_LINES = "One of |two.\n\nThree of four."
CLAIM = "[Ann]SOURCE [said]CUE *[we won]CLAIM?."

CASES = {
    "next-open": ("*[Ann]PERSON? of [Acme]ORG?.", "{}", "[Ann]PERSON? of *[Acme]ORG?."),
    "previous-open": ("[Ann]PERSON? of *[Acme]ORG?.", "{}", "*[Ann]PERSON? of [Acme]ORG?."),
    "next-doubtful": ("*[Ann]PERSON? of [Acme]ORG??.", "{}", "[Ann]PERSON? of *[Acme]ORG??."),
    "previous-doubtful": ("[Ann]PERSON?? of *[Acme]ORG?.", "{}", "*[Ann]PERSON?? of [Acme]ORG?."),
    "next-claim": ("*[Ann]PERSON? of [Acme]ORG? [said]CUE [we won]CLAIM?.", "{}",
                   "[Ann]PERSON? of [Acme]ORG? [said]CUE *[we won]CLAIM?."),
    "previous-claim": ("[said]CUE [we won]CLAIM? *[Ann]PERSON?.", "{}",
                       "[said]CUE *[we won]CLAIM? [Ann]PERSON?."),
    "next-item": ("*[Ann]PERSON? of [Acme]ORG+.", "{}", "[Ann]PERSON? of *[Acme]ORG+."),
    "previous-item": ("[Ann]PERSON+ of *[Acme]ORG?.", "{}", "*[Ann]PERSON+ of [Acme]ORG?."),
    "next-unmarked": ("|so Ann left.", "{}", "so <|Ann> left."),
    "previous-unmarked": ("so Ann left |now.", "{}", "so <|Ann> left now."),
    "select-here": ("[|Ann]PERSON+ left.", "{}", "*[Ann]PERSON+ left."),
    "next-part": (CLAIM, "{} end-left", "It cannot move further that way"),
    "previous-part": (CLAIM, "{} end-right", "[Ann [said]CUE]SOURCE *[we won]CLAIM^."),
    "find": ("|so Ann left.", "{} l e f prompt-choose", "so Ann <|lef>t."),
    "find-next": ("|no, no.", "find n o prompt-choose {}", "no, <|no>."),
    "find-previous": ("no, |no.", "find n o prompt-choose {}", "<|no>, no."),
    "caret-left": (TWO_LINES, "{}", "One |of two.\n\nThree of four."),
    "caret-right": (TWO_LINES, "{}", "One of two|.\n\nThree of four."),
    "caret-up": ("One of two.\n\nThree of |four.", "{}", "|One of two.\n\nThree of four."),
    "caret-down": (TWO_LINES, "{}", "One of two.\n\n|Three of four."),
    "page-up": ("One of two.\n\nThree of |four.", "{}", "|One of two.\n\nThree of four."),
    "page-down": (TWO_LINES, "{}", "One of two.\n\n|Three of four."),
    "paragraph-start": (TWO_LINES, "{}", "|One of two.\n\nThree of four."),
    "paragraph-end": (TWO_LINES, "{}", "One of two|.\n\nThree of four."),
    "release-start": ("One of two.\n\nThree of |four.", "{}", "|One of two.\n\nThree of four."),
    "release-end": (TWO_LINES, "{}", "One of two.\n\nThree of four|."),
    "mark-left": (TWO_LINES, "{}", "One <|of two>.\n\nThree of four."),
    "mark-right": (TWO_LINES, "{}", "One of <two|.>\n\nThree of four."),
    "mark-up": ("One of two.\n\nThree of |four.", "{}", "<|One of two.\n\nThree of four>."),
    "mark-down": (TWO_LINES, "{}", "One of <two.\n\n|Three> of four."),
    "mark-paragraph-start": (TWO_LINES, "{}", "<|One of two>.\n\nThree of four."),
    "mark-paragraph-end": (TWO_LINES, "{}", "One of <two|.>\n\nThree of four."),
    "letters": ("|so we left.", "{} j letters-done", "so <|we> left."),
    "letters-done": ("|so we left.", "letters j {}", "so <|we> left."),
    "letters-select": ("|so we [left]PERSON?.", "letters d {}", "so we *[left]PERSON?."),
    "letters-back": ("|so we left.", "letters j {} f letters-done", "<|so> we left."),
    "letters-leave": ("|so we left.", "letters j {}", "|so we left."),
    "grow": ("|so we left.", "{}", "<so we |left>."),
    "shrink": ("|so we left.", "grow {}", "|so we left."),
    "drop": ("*[Ann]PERSON? left.", "{}", "[Ann]PERSON? left."),
    "copy": ("*[Ann]PERSON? left.", "{}", "Copied: “Ann”"),
    "accept": ("*[Ann]PERSON? of [Acme]ORG?.", "{}", "[Ann]PERSON+ of *[Acme]ORG?."),
    "accept-sure": ("*[Ann]PERSON? of [Acme]ORG??.", "{}", "[Ann]PERSON+ of *[Acme]ORG??."),
    "reject": ("*[Ann]PERSON? of [Acme]ORG?.", "{}", "Ann of *[Acme]ORG?."),
    "label": ("*[Ann]PERSON? left.", "{} o prompt-choose", "*[Ann]ORG^ left."),
    "same": ("*[Ann]PERSON+ saw Ann.", "{}", "*[Ann]PERSON+ saw [Ann]PERSON!."),
    "same-in-project": ("*[Ann]PERSON+ saw Ann.", "{} prompt-choose",
                        "*[Ann]PERSON+ saw [Ann]PERSON!."),
    "repeat": ("*[Ann]PERSON? of [Acme]ORG?.", "reject {}", "Ann of Acme."),
    "start-left": ("Dr *[Ann]PERSON? left.", "{}", "*[Dr Ann]PERSON^ left."),
    "start-right": ("*[Dr Ann]PERSON? left.", "{}", "Dr *[Ann]PERSON^ left."),
    "end-left": ("*[Ann left]PERSON?.", "{}", "*[Ann]PERSON^ left."),
    "end-right": ("*[Ann]PERSON? Lee.", "{}", "*[Ann Lee]PERSON^."),
    "start-left-character": ("x*[Ann]PERSON?.", "{}", "*[xAnn]PERSON^."),
    "start-right-character": ("*[xAnn]PERSON?.", "{}", "x*[Ann]PERSON^."),
    "end-left-character": ("*[Anns]PERSON?.", "{}", "*[Ann]PERSON^s."),
    "end-right-character": ("*[Ann]PERSON?s.", "{}", "*[Anns]PERSON^."),
    "undo": ("*[Ann]PERSON? left.", "accept {}", "*[Ann]PERSON? left."),
    "redo": ("*[Ann]PERSON? left.", "accept undo {}", "*[Ann]PERSON+ left."),
    "finish": ("*[Ann]PERSON? left.", "{}", "[Ann]PERSON+ left."),
    "reopen": ("*[Ann]PERSON? left.", "finish {}", "Took this release up again"),
    "withdraw": ("*[Ann]PERSON? left.", "{} undo", "*[Ann]PERSON? left."),
    "withdraw-import": ("*[Ann]PERSON? left.", "{} prompt-choose",
                        "Withdrew “A release”. Ctrl+Z brings it back"),
    "prompt-yes": ("*[Ann]PERSON? left.", "withdraw-import {}",
                   "Withdrew “A release”. Ctrl+Z brings it back"),
    "prompt-no": ("*[Ann]PERSON? left.", "withdraw-import {}", "What was imported stays"),
    "next-release": ("*[Ann]PERSON? left.", "{}", "This is the last release"),
    "previous-release": ("*[Ann]PERSON? left.", "{}", "This is the first release"),
    "new-claim": ("So <we won>.", "{}", "So *[we won]CLAIM!."),
    "set-source": ("<Ann> said *[we won]CLAIM?.", "{}", "[Ann]SOURCE said *[we won]CLAIM^."),
    "add-source": ("[Ann]SOURCE, <Bob> said *[we won]CLAIM?.", "{}",
                   "[Ann]SOURCE, [Bob]SOURCE said *[we won]CLAIM^."),
    "set-cue": ("Ann <said> *[we won]CLAIM?.", "{}", "Ann [said]CUE *[we won]CLAIM^."),
    "add-content": ("*[We won]CLAIM?, he said, <by far>.", "{}",
                    "*[We won]CLAIM^, he said, [by far]CLAIM^."),
    "remove-part": (CLAIM, "next-part {}", "[Ann]SOURCE said *[we won]CLAIM^."),
    "next-claimer": ("[Ann]SOURCE said *[we won]CLAIM?.", "{}", "Set the claimer: Ann"),
    "previous-claimer": ("[Ann]SOURCE said *[we won]CLAIM?.", "{}", "Set the claimer"),
    "claimer": (CLAIM, "{} B o b prompt-choose", "Set the claimer: Bob"),
    "epistemic": (CLAIM, "{} 1", "Set epistemic: true-certain"),
    "check-worthiness": (CLAIM, "{} 1", "Set check worthiness: CFS"),
    "sentiment": (CLAIM, "{} 1", "Set sentiment: positive"),
    "quote-type": (CLAIM, "{} 1", "Set quote type: direct"),
    "other-attribute": (CLAIM, "{} 1 prompt-choose", CLAIM),
    "note": (CLAIM, "{} o k prompt-choose", "Set note: ok"),
    "palette": ("*[Ann]PERSON? left.", "{} r e j prompt-choose", "Ann left."),
    "prompt-choose": ("*[Ann]PERSON? left.", "label o {}", "*[Ann]ORG^ left."),
    "prompt-cancel": ("*[Ann]PERSON? left.", "label o {}", "*[Ann]PERSON? left."),
    "prompt-next": ("*[Ann]PERSON? left.", "label {} prompt-choose", "*[Ann]ORG^ left."),
    "prompt-previous": ("*[Ann]ORG? left.", "label {} prompt-choose", "*[Ann]PERSON^ left."),
}  # fmt: skip
"""By command: the text before, commands and typed letters ({} is the command), and the text after
or what is said."""


def keys_for(keymap, written: str) -> str:
    """The commands in `written` as the keys that the keymap has for them."""
    return " ".join(next(iter(keymap.keys_of(word, "")), word) for word in written.split())


@pytest.mark.parametrize("command", CASES)
def test_the_command_does_what_it_says(desk, keymap, command):
    before, written, after = CASES[command]
    session = desk.session(before)
    press(session, keys_for(keymap, written.format(command)))
    assert after in (shown(session, after), session.said.text) or session.said.text.startswith(
        after
    ), (shown(session, after), session.said)


def test_no_command_is_without_a_test():
    assert {*CASES} | WINDOW == {*COMMANDS}
    assert not {*CASES} & WINDOW


def test_every_command_has_a_key_or_stands_in_the_palette(keymap):
    offered = {choice.value for choice in PALETTE} | {"palette"}
    assert {name for name in COMMANDS if not keymap.keys_of(name)} <= offered
