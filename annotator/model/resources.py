"""Where the program's own data files are."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent
_INSTALLED = _PACKAGE / "resources"
_CHECKOUT = _PACKAGE.parent / "resources"


def resource(name: str) -> Path:
    """The path of a file in ``resources/``, in a checkout as in an installed wheel."""
    return (_INSTALLED if _INSTALLED.is_dir() else _CHECKOUT) / name
