"""Whether a file can be a project at all; asked before sqlite-utils, which is slow to import."""

from __future__ import annotations

from pathlib import Path

from annotator.store.backups import folder_of, listed
from annotator.store.errors import MissingProjectError, NoProjectError

_MAGIC = b"SQLite format 3\0"


def check_file(path: Path) -> None:
    """Raise `NoProjectError` when `path` cannot be a project, with the reason.

    Not for one that this process has open: systems other than Windows take all locks on a file
    from a process that closes it, SQLite's too.
    """
    check_ordinary(path)
    try:
        with path.open("rb") as file:
            start = file.read(len(_MAGIC))
    except FileNotFoundError:
        raise _missing(path) from None
    except OSError as error:
        raise NoProjectError(f"{path} cannot be read: {error.strerror or error}.") from error
    if not start:
        told = "is not a project: it is empty, as where the program ended while it made one."
        raise NoProjectError(f"{path} {told}{_way_out(path)}")
    if start != _MAGIC:
        raise NoProjectError(f"{path} is not a project: it is no SQLite file.{_way_out(path)}")


def check_ordinary(path: Path) -> None:
    """Raise `NoProjectError` for a folder, a pipe or the like, without opening it."""
    if path.is_dir():
        raise NoProjectError(f"{path} is a folder; a project is one file.")
    if path.exists() and not path.is_file():
        raise NoProjectError(f"{path} is no ordinary file, which a project is.")


def _missing(path: Path) -> NoProjectError:
    """There is no file: it is lost, or its name is not whole, or it is to come. What to do then."""
    told = f"There is no project {path};"
    if listed(path):
        return NoProjectError(f"{told} a backup in {folder_of(path)} can be copied to its place.")
    whole = path.with_name(f"{path.name}.annotator")
    if whole.is_file():
        return NoProjectError(f"{told} did you mean {whole}?")
    return MissingProjectError(f'{told} make it with "annotator new".')


def _way_out(path: Path) -> str:
    """What to do where the file has been a project: its backups stand beside it."""
    return f' Its backups are there: type "annotator repair {path}".' if listed(path) else ""
