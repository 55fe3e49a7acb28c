"""Words as they are typed on a command line, on the system that the program runs on."""

from __future__ import annotations

import os
import re
from shlex import quote

_PLAIN = re.compile(r"[\w:\\/.~+-]+")


def typed(word: str, windows: bool = os.name == "nt") -> str:
    """A word of a command in quotes where it needs them: cmd.exe knows double ones only."""
    if not windows:
        return quote(word)
    return word if _PLAIN.fullmatch(word) else f'"{word}"'
