"""Which locks of SQLite on a project another process finds."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

_TRY = """
import fcntl, sys
with open(sys.argv[1], "r+b") as file:
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, int(sys.argv[2]))
    except OSError:
        print("held")
"""
_SHARED = {"": 0x40000000 + 2, "-shm": 128}
"""The byte of each file that SQLite locks as long as a connection is open."""
lost_on_close = pytest.mark.skipif(
    sys.platform == "win32", reason="locks there belong to the open file, not to the process"
)


def held(path: Path) -> set[str]:
    """Which of a project's files are locked, by their endings."""
    found = {}
    for ending, byte in _SHARED.items():
        command = [sys.executable, "-c", _TRY, f"{path}{ending}", str(byte)]
        found[ending] = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return {ending for ending, out in found.items() if out == "held\n"}
