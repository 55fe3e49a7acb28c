"""Menus made from the command table. Keys are shown beside, never bound here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from annotator.edit.commands import COMMANDS, MENUS, Command, groups_in
from annotator.edit.here import Here
from annotator.edit.keys import Keymap
from annotator.edit.labelling import labels
from annotator.model.scheme import Label
from annotator.ui.drawing import harmless

Run = Callable[[str, str], None]
_IN_CONTEXT = ("Judge", "Claim")


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
    """The commands that act on what is selected or marked, and to copy it."""
    menu = QMenu(parent)
    for group in (group for name in _IN_CONTEXT for group in groups_in(name)):
        _begin_group(menu)
        for command in group:
            if command.id == "label":
                _add_labels(menu, labels(here), keymap, run)
            elif "character" not in command.id:
                _add(menu, command, keymap, run)
    _begin_group(menu)
    _add(menu, COMMANDS["copy"], keymap, run)
    return menu


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
