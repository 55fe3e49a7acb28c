"""What can be wrong with a project: one sentence each, naming the file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from annotator.model.errors import AnnotatorError


class StoreError(AnnotatorError):
    """Base of what goes wrong with a project."""


class NoProjectError(StoreError):
    """There is no file, or it is no project."""


class NotMadeError(StoreError):
    """A new project could not be made."""


class NewerProjectError(StoreError):
    """A later version of the program wrote the project."""


class DamagedProjectError(StoreError):
    """SQLite cannot read the file any more."""


class ReadOnlyProjectError(StoreError):
    """Something was to be written into a project that is open for reading only."""


class NotRecordedError(StoreError):
    """A write failed; nothing of it is kept."""


class MovedProjectError(NotRecordedError):
    """The file was moved, replaced or deleted while it was open."""


class ForeignLogError(StoreError):
    """The log beside a project was written to another file."""


class NoBackupError(StoreError):
    """A backup could not be made."""


class NotRepairedError(StoreError):
    """Nothing could be saved of a damaged project."""


class UnknownReleaseError(StoreError):
    """No release of the project has this id."""


_BUSY = "{path} is busy: another program writes to it; try again."
_SENTENCES: dict[str, tuple[type[StoreError], str]] = {
    "SQLITE_FULL": (
        NotRecordedError,
        "The disk of {path} is full; make room and try again.",
    ),
    "SQLITE_READONLY": (ReadOnlyProjectError, "{path} cannot be written; check its permissions."),
    "SQLITE_PERM": (ReadOnlyProjectError, "{path} cannot be written; check its permissions."),
    "SQLITE_BUSY": (NotRecordedError, _BUSY),
    "SQLITE_LOCKED": (NotRecordedError, _BUSY),
    "SQLITE_IOERR": (
        NotRecordedError,
        "{path} could not be read or written ({error}): look after its disk or network share.",
    ),
    "SQLITE_PROTOCOL": (NotRecordedError, "{path} cannot be locked: {error}; try again."),
    "SQLITE_CORRUPT": (
        DamagedProjectError,
        '{path} is damaged; "annotator repair {path}" saves what can be read.',
    ),
    "SQLITE_NOTADB": (NoProjectError, "{path} is not a project: it is no SQLite file."),
    "SQLITE_CANTOPEN": (NoProjectError, "{path} cannot be opened; check it and its folder."),
}


def explanation(error: sqlite3.Error, path: Path) -> StoreError:
    """The sentence for what SQLite says about the project at `path`."""
    name = getattr(error, "sqlite_errorname", None) or ""
    for prefix, (kind, sentence) in _SENTENCES.items():
        if name.startswith(prefix):
            return kind(sentence.format(path=path, error=str(error).rstrip(".")))
    return NotRecordedError(f"{path} could not be used: {str(error).rstrip('.')}.")


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn whatever SQLite raises inside into a sentence about `path`."""
    try:
        yield
    except sqlite3.Error as error:
        raise explanation(error, path) from error
    except UnicodeEncodeError as error:
        raise NotRecordedError(
            f"A text for {path} holds half a character (a lone surrogate); nothing was kept."
        ) from error
