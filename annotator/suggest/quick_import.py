"""Importing spaCy without its own command line, which nobody needs here."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any


def import_spacy() -> None:
    """Import spaCy a fifth faster: its command line brings clients for HTTP and progress bars.

    A later ``import spacy.cli`` works as ever. Does nothing where spaCy is imported already.
    """
    if "spacy" in sys.modules:
        return
    stubs = {name: ModuleType(name) for name in ("spacy.cli", "spacy.cli.info")}
    stubs["spacy.cli.info"].info = _info  # type: ignore[attr-defined]
    sys.modules.update(stubs)
    try:
        import spacy  # noqa: F401
    finally:
        for name in stubs:
            sys.modules.pop(name, None)


def _info(*arguments: Any, **more: Any) -> Any:
    """``spacy.info``, for a plug-in that asks for it."""
    from spacy.cli.info import info

    return info(*arguments, **more)
