"""Libraries that only some formats need: loaded late, and missed in one sentence."""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import Any

from annotator.formats.errors import FormatError
from annotator.model.installing import installing


class MissingLibraryError(FormatError):
    """A format needs a library that is not installed."""


def load(module: str, extra: str) -> Any:
    """The module of a library that ``annotator[extra]`` brings. Raise `MissingLibraryError`."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise MissingLibraryError(
            f"This format needs {error.name or module}, which is not installed; type"
            f" {installing(f'annotator[{extra}]')}."
        ) from error


def missing(modules: Iterable[str]) -> list[str]:
    """Those of these libraries that are not installed; none is loaded to find out."""
    return [module for module in modules if find_spec(module) is None]


def checker_of(distribution: str) -> str:
    """A library as a checker is named in a receipt: ``spacy 3.8.2``."""
    try:
        return f"{distribution} {version(distribution)}"
    except PackageNotFoundError:
        return distribution
