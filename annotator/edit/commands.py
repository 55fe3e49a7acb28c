"""The one table of commands: id, one line for people, menu, function; and lines between groups.

Menus, palette, key sheet and hint line are made from this and the keymap; a test holds README's
table to both.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from annotator.edit import claimers, claiming, growing, judging, moving, valuing
from annotator.edit.alike import same_everywhere
from annotator.edit.everywhere import same_in_project
from annotator.edit.labelling import label
from annotator.edit.outcomes import Function, Open, Turn, Want
from annotator.edit.queueing import NEXT_IMPORTED
from annotator.edit.unmarked import next_unmarked, previous_unmarked
from annotator.edit.withdrawing import WITHDRAW_IMPORT, withdraw_this

MENUS = ("Release", "Go", "Mark", "Judge", "Claim", "View", "Help")


@dataclass(frozen=True, slots=True)
class Command:
    """One thing the program can do. `title` is a sentence's beginning, verb first."""

    id: str
    title: str
    menu: str
    function: Function


def _window(name: str) -> Function:
    return lambda _here, _argument: Want(name)


def _fixed(function: Function, argument: str) -> Function:
    return lambda here, _argument: function(here, argument)


def _opens(direction: int) -> Function:
    return lambda _here, _argument: Open(direction)


def _turns(direction: int) -> Function:
    return lambda _here, _argument: Turn(direction)


def _boundaries() -> Iterator[Command]:
    for side in ("start", "end"):
        for direction in ("left", "right"):
            for unit in ("token", "character"):
                tail = "" if unit == "token" else "-character"
                yield Command(
                    f"{side}-{direction}{tail}",
                    f"Move the {side} a {unit} to the {direction}",
                    "Judge",
                    _fixed(judging.move_boundary, f"{side} {direction} {unit}"),
                )


_LINE = None
"""Stands between two groups of a menu."""

_TABLE = (
    Command("finish", "Accept what is left, finish, open the next", "Release", judging.finish),
    Command("reopen", "Take the finished release up again", "Release", judging.reopen),
    Command("withdraw", "Withdraw this release", "Release", withdraw_this),
    Command("language", "Change the language of this release…", "Release", _window("language")),
    _LINE,
    Command("next-release", "Open the next release", "Release", _opens(1)),
    Command("previous-release", "Open the previous release", "Release", _opens(-1)),
    Command("search-queue", "Search the queue", "Release", _window("search-queue")),
    _LINE,
    Command("import", "Import files…", "Release", _window("import")),
    Command(
        "import-suggestions",
        "Import as suggestions…",
        "Release",
        _window("import-suggestions"),
    ),
    Command("import-finished", "Import as finished…", "Release", _window("import-finished")),
    Command("import-texts", "Import the texts alone…", "Release", _window("import-texts")),
    Command("import-folder", "Import a folder…", "Release", _window("import-folder")),
    Command(
        "paste-release", "Import the text on the clipboard", "Release", _window("paste-release")
    ),
    _LINE,
    Command(
        "import-problems", "Show what could not be imported", "Release", _window("import-problems")
    ),
    Command(NEXT_IMPORTED, "Go to what came in last", "Release", _window(NEXT_IMPORTED)),
    Command(WITHDRAW_IMPORT, "Take back the last import…", "Release", _window(WITHDRAW_IMPORT)),
    _LINE,
    Command("export", "Export training data…", "Release", _window("export")),
    Command("stop", "Stop what is running", "Release", _window("stop")),
    _LINE,
    Command("new-project", "New project…", "Release", _window("new-project")),
    Command("open-project", "Open another project…", "Release", _window("open-project")),
    _LINE,
    Command("quit", "Quit", "Release", _window("quit")),
    Command("next-open", "Go to the next open suggestion", "Go", moving.next_open),
    Command("previous-open", "Go to the previous open suggestion", "Go", moving.previous_open),
    Command("next-doubtful", "Go to the next doubtful suggestion", "Go", moving.next_doubtful),
    Command("previous-doubtful", "Go to the doubtful one before", "Go", moving.previous_doubtful),
    Command("next-claim", "Go to the next open claim", "Go", moving.next_claim),
    Command("previous-claim", "Go to the open claim before", "Go", moving.previous_claim),
    _LINE,
    Command("next-item", "Go to the next highlight of any state", "Go", moving.next_item),
    Command("previous-item", "Go to the previous highlight", "Go", moving.previous_item),
    _LINE,
    Command("next-unmarked", "Mark the next name in no highlight", "Go", next_unmarked),
    Command("previous-unmarked", "Mark the name before in no highlight", "Go", previous_unmarked),
    Command("select-here", "Select what is under the caret", "Go", moving.select_here),
    _LINE,
    Command("next-part", "Go to the next part of the claim", "Go", moving.next_part),
    Command("previous-part", "Go to the part of the claim before", "Go", moving.previous_part),
    _LINE,
    Command("find", "Find in this release…", "Go", moving.find),
    Command("find-next", "Find the next place", "Go", moving.find_next),
    Command("find-previous", "Find the place before", "Go", moving.find_previous),
    _LINE,
    Command("caret-left", "Move the caret left", "Go", moving.caret_left),
    Command("caret-right", "Move the caret right", "Go", moving.caret_right),
    Command("caret-up", "Move the caret a line up", "Go", moving.caret_up),
    Command("caret-down", "Move the caret a line down", "Go", moving.caret_down),
    Command("page-up", "Move the caret a page up", "Go", moving.page_up),
    Command("page-down", "Move the caret a page down", "Go", moving.page_down),
    _LINE,
    Command("paragraph-start", "Go to the start of the paragraph", "Go", moving.paragraph_start),
    Command("paragraph-end", "Go to the end of the paragraph", "Go", moving.paragraph_end),
    Command("release-start", "Go to the start of the release", "Go", moving.release_start),
    Command("release-end", "Go to the end of the release", "Go", moving.release_end),
    Command("mark-left", "Mark to the left", "Mark", moving.mark_left),
    Command("mark-right", "Mark to the right", "Mark", moving.mark_right),
    Command("mark-up", "Mark a line up", "Mark", moving.mark_up),
    Command("mark-down", "Mark a line down", "Mark", moving.mark_down),
    Command(
        "mark-paragraph-start",
        "Mark to the start of the paragraph",
        "Mark",
        moving.mark_paragraph_start,
    ),
    Command(
        "mark-paragraph-end", "Mark to the end of the paragraph", "Mark", moving.mark_paragraph_end
    ),
    _LINE,
    Command("letters", "Mark by letters at the words", "Mark", _window("letters")),
    _LINE,
    Command("grow", "Grow to the next larger piece", "Mark", growing.grow),
    Command("shrink", "Shrink to the next smaller piece", "Mark", growing.shrink),
    _LINE,
    Command("drop", "Let go of the mark, then of the selection", "Mark", moving.drop),
    Command("copy", "Copy what is marked or selected", "Mark", moving.copy),
    Command("accept", "Accept and go to the next open", "Judge", judging.accept),
    Command("accept-sure", "Accept all that are not doubtful", "Judge", judging.accept_sure),
    Command("reject", "Reject and go to the next open", "Judge", judging.reject),
    Command("label", "Label or relabel…", "Judge", label),
    _LINE,
    Command("same", "Do the same to every equal string", "Judge", same_everywhere),
    Command("same-in-project", "Do the same in the whole project…", "Judge", same_in_project),
    Command("repeat", "Repeat the last decision on the next open", "Judge", _window("repeat")),
    _LINE,
    *_boundaries(),
    _LINE,
    Command("undo", "Undo", "Judge", _turns(-1)),
    Command("redo", "Redo", "Judge", _turns(1)),
    Command("new-claim", "Make a claim of the mark or clause", "Claim", claiming.new_claim),
    _LINE,
    Command("set-source", "Set the source from the mark", "Claim", claiming.set_source),
    Command("add-source", "Add a further source from the mark", "Claim", claiming.add_source),
    Command("set-cue", "Set the cue from the mark", "Claim", claiming.set_cue),
    Command("add-content", "Add a content fragment from the mark", "Claim", claiming.add_content),
    Command("remove-part", "Take the selected part out", "Claim", claiming.remove_part),
    _LINE,
    Command("next-claimer", "Take the next likely claimer", "Claim", claimers.next_claimer),
    Command("previous-claimer", "Take the claimer before", "Claim", claimers.previous_claimer),
    Command("claimer", "Pick the claimer…", "Claim", claimers.claimer),
    _LINE,
    Command(
        "epistemic",
        "Pick the epistemic value…",
        "Claim",
        _fixed(valuing.attribute, "epistemic"),
    ),
    Command(
        "check-worthiness",
        "Pick the check-worthiness…",
        "Claim",
        _fixed(valuing.attribute, "check_worthiness"),
    ),
    Command(
        "sentiment",
        "Pick the sentiment…",
        "Claim",
        _fixed(valuing.attribute, "sentiment"),
    ),
    Command(
        "quote-type",
        "Pick the quote type…",
        "Claim",
        _fixed(valuing.attribute, "quote_type"),
    ),
    Command("other-attribute", "Pick another attribute…", "Claim", valuing.other_attribute),
    Command("note", "Write a note…", "Claim", valuing.note),
    Command("larger-text", "Larger text", "View", _window("larger-text")),
    Command("smaller-text", "Smaller text", "View", _window("smaller-text")),
    Command("normal-text", "Normal text size", "View", _window("normal-text")),
    _LINE,
    Command("show-rejected", "Show or hide what was rejected", "View", _window("show-rejected")),
    Command(
        "highlights", "Hide all highlights to read, or show them", "View", _window("highlights")
    ),
    Command("blind", "Mask names while claims are judged", "View", _window("blind")),
    Command("colours", "Change between light, dark and the system's", "View", _window("colours")),
    _LINE,
    Command("next-pane", "Go to the next pane", "View", _window("next-pane")),
    Command("previous-pane", "Go to the previous pane", "View", _window("previous-pane")),
    Command("menus", "Open the menus", "View", _window("menus")),
    Command("palette", "Find a command…", "Help", _window("palette")),
    Command("keys", "Show all keys", "Help", _window("keys")),
    _LINE,
    Command("guide", "Read the guide", "Help", _window("guide")),
    Command("practice", "Begin or leave the practice", "Help", _window("practice")),
    Command("guidelines", "Read the labelling guidelines", "Help", _window("guidelines")),
    Command("pane-next", "Next row", "", _window("pane-next")),
    Command("pane-previous", "Previous row", "", _window("pane-previous")),
    Command("pane-page-down", "A page of rows down", "", _window("pane-page-down")),
    Command("pane-page-up", "A page of rows up", "", _window("pane-page-up")),
    Command("pane-choose", "Open the row", "", _window("pane-choose")),
    Command("pane-withdraw", "Withdraw the release of the row", "", _window("pane-withdraw")),
    Command("leave-pane", "Go back to the text", "", _window("leave-pane")),
    Command("letters-done", "Keep what is marked", "", _window("letters-done")),
    Command("letters-select", "Select what stands there", "", _window("letters-select")),
    Command("letters-back", "Take a letter back", "", _window("letters-back")),
    Command("letters-leave", "Leave the letters", "", _window("letters-leave")),
    Command("practice-next", "Skip this task", "", _window("practice-next")),
    Command("practice-back", "Go back to the task before", "", _window("practice-back")),
    Command("practice-again", "Begin this task again", "", _window("practice-again")),
    Command("prompt-choose", "Choose", "", _window("prompt-choose")),
    Command("prompt-yes", "Yes", "", _window("prompt-yes")),
    Command("prompt-no", "No", "", _window("prompt-no")),
    Command("prompt-cancel", "Cancel", "", _window("prompt-cancel")),
    Command("prompt-next", "Next choice", "", _window("prompt-next")),
    Command("prompt-previous", "Previous choice", "", _window("prompt-previous")),
)

COMMANDS = {command.id: command for command in _TABLE if command is not None}
"""Every command by its id. Those without a menu belong to prompts and lists."""

_DECIDING = {c.id for c in COMMANDS.values() if c.menu in ("Judge", "Claim")}
ON_RELEASE = frozenset(_DECIDING - {"undo", "redo"} | {"finish", "reopen"})
"""What decides on something in the release in hand."""
ON_SELECTION = ON_RELEASE - {"finish", "reopen", "accept-sure", "new-claim"}
"""What decides on what is selected there, not on the release or by making a claim."""

WRITING = frozenset(
    _DECIDING
    | {"finish", "reopen", "withdraw", "pane-withdraw", "language", WITHDRAW_IMPORT}
    | {"import", "import-suggestions", "import-finished", "import-texts", "import-folder"}
    | {"paste-release"}
)
"""What is there to write into the project, and of no use where that can only be read."""

WITHOUT_PROJECT = (
    *("new-project", "open-project", "quit", "colours", "keys", "guide", "guidelines", "practice"),
)
"""What can be done in a window that has no project."""


def groups_in(menu: str) -> list[list[Command]]:
    """The commands of a menu in its order, by the lines between them."""
    groups: list[list[Command]] = [[]]
    for row in _TABLE:
        if row is None:
            groups.append([])
        elif row.menu == menu:
            groups[-1].append(row)
    return [group for group in groups if group]


def in_menu(menu: str) -> list[Command]:
    """All commands of a menu, in its order."""
    return [command for group in groups_in(menu) for command in group]
