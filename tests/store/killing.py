"""Child processes that are killed at a random moment."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

from club import HOUSE


def killed(program: str, path: Path, after: int) -> list[str]:
    """The whole lines that a child printed until it was killed, at least `after` of them."""
    command = [sys.executable, "-c", program, str(path), str(Path(__file__).parent), HOUSE]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        shown = [child.stdout.readline() for _ in range(after)]
        child.send_signal(signal.SIGKILL)
        shown += child.stdout.read().splitlines(keepends=True)
    return [line.strip() for line in shown if line.endswith("\n")]
