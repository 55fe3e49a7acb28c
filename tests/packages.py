"""Packages as pip installs them: a module and what its distribution says of itself."""

from __future__ import annotations

from pathlib import Path

PLUGIN = """
from annotator.model.records import Claim, Entity, Suggestion
from annotator.model.spans import Span

class Plugin:
    name = "ours@1"

    def suggest(self, text):
        {body}

def make(options):
    {made}
"""
"""A module of a plug-in called "ours": what it finds, and how it is made."""


def install(folder: Path, name: str, module: str, group: str, point: str) -> None:
    """Put the package `name` into `folder`, with one entry point; `folder` belongs on the path."""
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.py").write_text(module, "utf-8")
    about = folder / f"{name}-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n", "utf-8")
    (about / "entry_points.txt").write_text(f"[{group}]\n{point}\n", "utf-8")
