"""From Qt's key events to the names that the keymap uses."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

_NAMED = {
    Qt.Key.Key_Tab: "tab",
    Qt.Key.Key_Backtab: "tab",
    Qt.Key.Key_Return: "enter",
    Qt.Key.Key_Enter: "enter",
    Qt.Key.Key_Escape: "escape",
    Qt.Key.Key_Delete: "delete",
    Qt.Key.Key_Backspace: "backspace",
    Qt.Key.Key_Space: "space",
    Qt.Key.Key_Insert: "insert",
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "right",
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
    Qt.Key.Key_Home: "home",
    Qt.Key.Key_End: "end",
    Qt.Key.Key_PageUp: "pageup",
    Qt.Key.Key_PageDown: "pagedown",
    **{getattr(Qt.Key, f"Key_F{n}"): f"f{n}" for n in range(1, 13)},
}
_MODIFIERS = (
    (Qt.KeyboardModifier.ControlModifier, "ctrl"),
    (Qt.KeyboardModifier.AltModifier, "alt"),
    (Qt.KeyboardModifier.ShiftModifier, "shift"),
)
_KEYS = {name: key for key, name in reversed(_NAMED.items())}


def key_of(event: QKeyEvent) -> str:
    """The keymap's name of a pressed key ("ctrl+shift+z", "?"), or "" for a bare modifier."""
    key = Qt.Key(event.key()) if event.key() in _VALUES else None
    held = [name for flag, name in _MODIFIERS if event.modifiers() & flag]
    if key in _NAMED:
        return "+".join([*held, _NAMED[key]])
    typed = _character(event)
    if not typed:
        return ""
    if not typed.isalpha():
        # Punctuation and digits are named by what they type, however they are typed; AltGr shows as
        # Ctrl+Alt on some systems and is part of the typing.
        held = [name for name in held if name != "shift"]
        if "ctrl" in held and "alt" in held and event.text() == typed:
            held = []
    return "+".join([*held, typed.lower()])


_VALUES = {key.value for key in Qt.Key}


def _character(event: QKeyEvent) -> str:
    """The character on the key: what it types or, with Ctrl held, what it is called."""
    text = event.text()
    if len(text) == 1 and text.isprintable() and not text.isspace():
        return text
    return (
        chr(event.key()) if 0x20 < event.key() < 0x1000 and chr(event.key()).isprintable() else ""
    )


def key_called(name: str) -> tuple[Qt.Key | str, Qt.KeyboardModifier]:
    """The way back: what to press, a key or the character that it types, and what to hold."""
    held = Qt.KeyboardModifier.NoModifier
    for flag, modifier in _MODIFIERS:
        if name.startswith(f"{modifier}+"):
            name, held = name.removeprefix(f"{modifier}+"), held | flag
    if name in _KEYS:
        return _KEYS[name], held
    if held & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
        return Qt.Key(ord(name.upper())), held
    return name.upper() if held & Qt.KeyboardModifier.ShiftModifier else name, held
