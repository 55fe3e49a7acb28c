"""What can be wrong with a project: one sentence each, naming the file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from json import JSONDecodeError
from pathlib import Path

from annotator.model.errors import AnnotatorError
from annotator.model.records import Unread


class StoreError(AnnotatorError):
    """Base of what goes wrong with a project."""


class NoProjectError(StoreError):
    """There is no file, or it is no project."""


class MissingProjectError(NoProjectError):
    """There is no file, and nothing beside it that it could be got back from."""


class NotMadeError(StoreError):
    """A new project could not be made."""


class NewerProjectError(StoreError):
    """A later version of the program wrote the project."""


class DamagedProjectError(StoreError):
    """SQLite cannot read the file any more."""


class DamagedReleaseError(DamagedProjectError):
    """The text of one release is not the one that was imported; the others may be sound."""


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


class ChangedTextError(Exception):
    """The text in the row `number` of the releases is not the one that was imported."""

    def __init__(self, number: int, title: str) -> None:
        super().__init__(f"release {number}")
        self.named = f'release {number:,}, "{title}",' if title else f"release {number:,}"


class MisshapenError(ValueError):
    """The JSON of a row is whole, but not what the program writes."""


_WAY_OUT = '"annotator repair {path}" saves what can be read.'
_DAMAGED = "{path} is damaged; " + _WAY_OUT
_DAMAGED_TEXT = "The text of {named} is damaged: it is not what was imported; " + _WAY_OUT
_BUSY = "{path} is busy: another program writes to it; try again."
_NO_MEMORY = "There is not enough memory for {path}; close other programs and try again."
_UNREADABLE = ("SQLITE_CORRUPT", "SQLITE_TOOBIG")
"""A length that no text can have is damage, too."""
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
    **dict.fromkeys(_UNREADABLE, (DamagedProjectError, _DAMAGED)),
    "SQLITE_NOTADB": (NoProjectError, "{path} is not a project: it is no SQLite file."),
    "SQLITE_CANTOPEN": (NoProjectError, "{path} cannot be opened; check it and its folder."),
}


def explanation(error: sqlite3.Error, path: Path) -> StoreError:
    """The sentence for what SQLite says about the project at `path`."""
    name = getattr(error, "sqlite_errorname", None) or ""
    for prefix, (kind, sentence) in _SENTENCES.items():
        if name.startswith(prefix):
            return kind(sentence.format(path=path, error=str(error).rstrip(".")))
    if is_undecodable(error):
        return DamagedProjectError(_DAMAGED.format(path=path))
    return NotRecordedError(f"{path} could not be used: {str(error).rstrip('.')}.")


def is_damage(error: sqlite3.Error) -> bool:
    """Whether what is in the file cannot be read, not whether the file cannot be reached."""
    name = getattr(error, "sqlite_errorname", None) or ""
    return name.startswith(_UNREADABLE) or is_undecodable(error)


def is_undecodable(error: sqlite3.Error) -> bool:
    """Whether a text of the file is no UTF-8: Python says so, not SQLite, and cites all of it."""
    return str(error).startswith("Could not decode to UTF-8")


def way_out(path: Path) -> str:
    """What to do about damage."""
    return _WAY_OUT.format(path=path)


def told_of_damage(found: Unread, path: Path) -> str:
    """The sentence for a release that the project at `path` has and that cannot be read."""
    return f"{found.told()}; {way_out(path)}"


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn whatever is found wrong with the file inside into a sentence about `path`."""
    try:
        yield
    except sqlite3.Error as error:
        raise explanation(error, path) from error
    except ChangedTextError as damage:
        told = _DAMAGED_TEXT.format(named=damage.named, path=path)
        raise DamagedReleaseError(told) from damage
    except (JSONDecodeError, MisshapenError, UnicodeDecodeError) as error:
        # All JSON in a project is the program's own, and so is what SQLite cites of its tables.
        raise DamagedProjectError(_DAMAGED.format(path=path)) from error
    except MemoryError as error:
        raise NotRecordedError(_NO_MEMORY.format(path=path)) from error
    except UnicodeEncodeError as error:
        raise NotRecordedError(
            f"A text for {path} holds half a character (a lone surrogate); nothing was kept."
        ) from error
