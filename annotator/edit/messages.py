"""The lines of the processes beside the window, read so that whatever stands there is harmless."""

from __future__ import annotations

import json
from collections.abc import Mapping
from math import isfinite
from typing import Any

Message = Mapping[str, Any]
"""One line: a JSON object in which the keys that are known have the kind of value they should."""

NONSENSE = "The suggester answered nonsense."
LONGEST_LINE = 1 << 28
"""Bytes; a line that is longer comes from no process of ours, and is not waited for."""


def read_message(line: bytes | bytearray) -> Message | None:
    """The message of a line; None for anything else that lands on the pipe.

    Of an answer with values that it cannot have, what it answers is kept: somebody waits for that.
    """
    try:
        message = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(message, dict):
        return None
    odd = {name for name, check in _CHECKS.items() if name in message and not check(message[name])}
    return _without_nonsense(message, odd) if odd else message


def _without_nonsense(message: Message, odd: set[str]) -> Message | None:
    for name in ("id", "structure"):
        if name in message and name not in odd:
            return {name: message[name], "error": NONSENSE}
    return None


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and abs(value) < 1e15 and isfinite(value)


def _is_list(value: object) -> bool:
    return isinstance(value, list)


def _is_welcome(value: object) -> bool:
    """What "ready" says: an object with notes, which are sentences."""
    if not isinstance(value, dict):
        return False
    notes = value.get("notes", [])
    return isinstance(notes, list) and all(isinstance(note, str) for note in notes)


def _is_receipt(value: object) -> bool:
    """What "exported" says: the folder, and what the receipt says."""
    if not isinstance(value, dict):
        return False
    return isinstance(value.get("folder"), str) and isinstance(value.get("plain"), dict)


_CHECKS = {
    "ready": _is_welcome,
    "failed": _is_text,
    "note": _is_text,
    "error": _is_text,
    "id": _is_text,
    "structure": _is_text,
    "progress": _is_number,
    "done": _is_number,
    "exported": _is_receipt,
    "seconds": _is_number,
    "suggestions": _is_list,
}
