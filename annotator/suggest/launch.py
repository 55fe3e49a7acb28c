"""How the suggester is started as a process of its own. Standard library only."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import annotator


def command(arguments: Sequence[str] = ()) -> list[str]:
    """The program and its arguments; nothing is imported from the folder it is started in (-P)."""
    return [sys.executable, "-P", "-m", "annotator.suggest", *arguments]


def additions() -> dict[str, str]:
    """What is set in its environment: it imports this very package."""
    home = str(Path(annotator.__file__).resolve().parent.parent)
    others = os.environ.get("PYTHONPATH", "")
    return {"PYTHONPATH": os.pathsep.join(filter(None, (home, others))), "PYTHONUNBUFFERED": "1"}
