"""A person's own files in TOML: whatever stands in their place, they are read or refused."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from annotator.model.errors import AnnotatorError

_LONGEST = 1_000_000
"""Bytes; nobody writes more by hand, and what is larger would keep the window waiting."""


class UnreadableError(AnnotatorError):
    """Why a file cannot be read, to stand behind its name: without a full stop."""


def read_toml(path: Path) -> dict[str, Any]:
    """The tables of a file. Raise `FileNotFoundError` or `UnreadableError`."""
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):
            raise UnreadableError("it is no ordinary file")  # a pipe would never end
        if path.stat().st_size > _LONGEST:
            raise UnreadableError("it is larger than a megabyte")
        return tomllib.loads(path.read_text("utf-8-sig"))
    except FileNotFoundError:
        raise
    except OSError as error:
        raise UnreadableError(error.strerror or str(error)) from None
    except RecursionError:
        raise UnreadableError("too many brackets stand in each other") from None
    except ValueError as error:  # of TOML, of UTF-8, of a number that is too long, of a path
        raise UnreadableError(str(error)) from None
