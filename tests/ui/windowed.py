"""Keys for the real window, and what it says when what is running is over."""

from __future__ import annotations

from PySide6.QtCore import Qt


def press(qtbot, program, key, held=Qt.KeyboardModifier.NoModifier):
    """Press a key where the focus is."""
    qtbot.keyClick(program.window.frame.focusWidget(), key, held)


def finished(qtbot, program):
    """Wait for the end of what is running; what is said then."""
    qtbot.waitUntil(lambda: not program.window.worker.is_busy, timeout=60_000)
    return program.window.status.message.text()
