"""Menus made from the command table. Keys are shown beside, never bound here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from annotator.edit.commands import COMMANDS, MENUS, Command, groups_in
from annotator.edit.here import Here
from annotator.edit.keys import Keymap
from annotator.edit.labelling import labels
from annotator.model.records import Claim
from annotator.model.scheme import Label
from annotator.ui.drawing import harmless

Run = Callable[[str, str], None]
_IN_CONTEXT = ("Judge", "Claim")
_FROM_MARK = ("set-source", "add-source", "set-cue", "add-content")
_OF_ENTITIES = ("same", "same-in-project")
_BELOW = {"start-left": "Bounds", "epistemic": "Values and note"}
"""Groups that have a menu of their own in that of a place, by their first command."""


def fill_menu_bar(
    bar: QMenuBar,
    keymap: Keymap,
    run: Run,
    closed: Callable[[], object],
    known: Collection[str] = COMMANDS,
) -> None:
    """One menu for each group of the command table that has a `known` command.

    `closed` is called when one closes.
    """
    bar.clear()
    for name in MENUS:
        groups = [[one for one in group if one.id in known] for group in groups_in(name)]
        if any(groups):
            menu = bar.addMenu(name)
            menu.aboutToHide.connect(closed)
            for group in filter(None, groups):
                _begin_group(menu)
                for command in group:
                    _add(menu, command, keymap, run)


def context_menu(parent: QWidget, keymap: Keymap, here: Here, run: Run) -> QMenu:
    """The commands that act on what is selected or marked, and to copy it; no others.

    So it is short, and does not cover what it is about.
    """
    menu = QMenu(parent)
    for group in (group for name in _IN_CONTEXT for group in groups_in(name)):
        fitting = [command for command in group if _acts_on(here, command)]
        if not fitting:
            continue
        _begin_group(menu)
        title = _BELOW.get(fitting[0].id)
        place = menu if title is None else menu.addMenu(title)
        for command in fitting:
            if command.id == "label":
                _add_labels(place, labels(here), keymap, run)
            else:
                _add(place, command, keymap, run)
    _begin_group(menu)
    _add(menu, COMMANDS["copy"], keymap, run)
    return menu


def _acts_on(here: Here, command: Command) -> bool:
    """Whether a command may do something with what is selected or marked."""
    item, is_marked = here.item, here.selection.mark is not None
    is_claim = item is not None and isinstance(item.record, Claim)
    if command.id in ("undo", "redo"):
        return True
    if command.id in ("label", "new-claim"):
        return is_marked or not is_claim
    if is_claim:
        return is_marked if command.id in _FROM_MARK else command.id not in _OF_ENTITIES
    return item is not None and command.menu == "Judge"


def _begin_group(menu: QMenu) -> None:
    if not menu.isEmpty():
        menu.addSeparator()


def _add(menu: QMenu, command: Command, keymap: Keymap, run: Run) -> None:
    keys = keymap.shown(command.id, "")
    action = menu.addAction(f"{command.title}\t{keys}")
    action.triggered.connect(lambda _=False, name=command.id: run(name, ""))


def _add_labels(menu: QMenu, known: Sequence[Label], keymap: Keymap, run: Run) -> None:
    below = menu.addMenu("Label")
    for number, label in enumerate(known, start=1):
        keys = keymap.shown("label", str(number))
        action = below.addAction(f"{harmless(label.name)}\t{keys}")
        action.triggered.connect(lambda _=False, name=label.name: run("label", name))
