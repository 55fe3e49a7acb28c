"""Processes of this program that run beside the window: how they start, and where they answer.

Standard library only: the window starts them before it knows anything heavy.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

import annotator


def command(module: str, arguments: Sequence[str] = ()) -> list[str]:
    """What starts a module; nothing is imported from the folder it is started in (-P)."""
    return [sys.executable, "-P", "-m", module, *arguments]


def additions() -> dict[str, str]:
    """What is set in its environment: it imports this very package."""
    home = str(Path(annotator.__file__).resolve().parent.parent)
    others = os.environ.get("PYTHONPATH", "")
    return {"PYTHONPATH": os.pathsep.join(filter(None, (home, others))), "PYTHONUNBUFFERED": "1"}


def reserved_stdout() -> TextIO:
    """The real stdout, for answers only; whatever else is printed goes to stderr from now on."""
    out = os.fdopen(os.dup(1), "w", encoding="ascii", newline="\n")
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return out
